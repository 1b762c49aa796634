"""The soil carbon of a site through time, under forcing that changes from piece to piece.

Within a piece the operator ``M`` and the input ``I`` are constant, annual means: ``dC/dt = I - M C``. One model year is 365 days. Steps end
at whole years, at the times asked for and where a piece ends. Pieces with the same forcing after one another are one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch

from ..errors import InputError, check_choice
from .backends import Backend
from .forcing import Forcing
from .geometry import LAYER_THICKNESS, N_LAYERS, N_POOLS
from .operator import SoilOperator, SoilSystem, layers_with_soil, litter_sources
from .rational import STEPPERS
from .schedule import Stop, checked_times, run_stops, whole_years
from .steps import Marched, Program

SMALL = 1e-6  # of a site's largest pool: what may be negative, or below bedrock, by rounding

Pieces = Sequence[tuple[float, Forcing]]


@dataclass(frozen=True)
class Trajectory:
    """Soil carbon through time.

    Parameters
    ----------
    times
        Years from the start, as asked for.
    pools
        At those times, gC/m3, ``(batch, n_times, 7, 20)``.
    stock
        Carbon in all seven pools and all layers at the start and after each whole year up to the last time, gC/m2,
        ``(batch, n_years + 1)``.
    respiration
        Carbon that each of those years gives to the air, gC/m2/yr, ``(batch, n_years)``: the integral over the year.
    bedrock_loss
        Carbon that leaves at bedrock, the same way: none in mode ``clm5``; may be negative in mode ``published``.
    """

    times: tuple[float, ...]
    pools: torch.Tensor
    stock: torch.Tensor
    respiration: torch.Tensor
    bedrock_loss: torch.Tensor

    @property
    def soc(self) -> torch.Tensor:
        """Soil organic carbon, the sum of the three soil pools, gC/m3, ``(batch, n_times, 20)``."""
        return self.pools[:, :, 4:].sum(2)


@dataclass(frozen=True)
class Course:
    """What a transient run is asked for: ``pieces`` of constant forcing and their years, ``times`` in years, and a ``stepper``."""

    pieces: Pieces
    times: Sequence[float]
    stepper: str = "exponential"

    def check(self, n_sites: int) -> None:
        """Raise :class:`InputError` where the pieces or the stepper cannot be used for so many sites."""
        check_choice("stepper", self.stepper, STEPPERS, InputError)
        if not self.pieces:
            raise InputError("pieces is empty.", "Give at least one pair of years and forcing.")
        for years, forcing in self.pieces:
            if not 0.0 < years < math.inf:
                raise InputError(f"A piece lasts {years} years, which cannot be used.", "Give each piece a positive number of years.")
            forcing.check()
            if forcing.n_sites != n_sites:
                raise InputError(
                    f"The forcing of a piece has {forcing.n_sites} sites, the parameters have {n_sites}.",
                    "Give every piece a forcing of all sites.",
                )
        first, *others = (forcing.of_sites(forcing.bedrock_layer) for _, forcing in self.pieces)
        if not all(torch.equal(first, other) for other in others):
            raise InputError(
                "The forcing field bedrock_layer changes from piece to piece.", "Give every piece the same bedrock: it cannot move in time."
            )


def check_start(start: torch.Tensor, forcing: Forcing, bedrock: str) -> None:
    """Raise :class:`InputError` where pools cannot be a start: negative, not numbers, or below closed bedrock.

    Parameters
    ----------
    start
        Pools, gC/m3, ``(batch, 7, 20)``.
    forcing
        Of as many sites, for the layer of bedrock.
    bedrock
        ``clm5`` or ``published``.
    """
    shape = (forcing.n_sites, N_POOLS, N_LAYERS)
    if start.shape != shape:
        raise InputError(f"start has shape {tuple(start.shape)}, not {shape}.", "Give the seven pools in 20 layers for each site.")
    values = start.detach()
    if not bool(torch.isfinite(values).all()):
        raise InputError("start has values that are not finite numbers.", "Leave out the sites without a value.")
    small = SMALL * values.abs().amax((1, 2))[:, None, None]
    if bool((values < -small).any()):
        raise InputError("start has pools below zero.", "Give pools in gC/m3; none can be negative.")
    outside = ~layers_with_soil(forcing, bedrock).to(values.device)[:, None]
    if bool(((values > small) & outside).any()):
        raise InputError(
            "start has carbon below bedrock, where this mode has no soil.",
            "Set the pools below bedrock_layer to zero, or use the mode of bedrock in which they were computed.",
        )


def simulate(backend: Backend, parameters: torch.Tensor, start: torch.Tensor, course: Course) -> Trajectory:
    """The trajectory of pools from their ``start``.

    Parameters
    ----------
    backend
        How systems are solved.
    parameters
        ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
    start
        Pools at time 0, gC/m3, ``(batch, 7, 20)``.
    course
        What is asked for.
    """
    times = checked_times(course.times)
    step_of = STEPPERS[course.stepper]
    pieces = _joined(course.pieces)
    runs = [(forcing, stops) for (_, forcing), stops in zip(pieces, run_stops([years for years, _ in pieces], times)) if stops]
    active = layers_with_soil(pieces[0][1], backend.bedrock).to(start.device)
    pools, begin = torch.where(active[:, None], start, torch.zeros_like(start)), 0.0
    record = _Record(times, pools)
    systems = SystemsInTime(backend, parameters, [forcing for forcing, _ in runs])
    for forcing, stops in runs:
        operator, source = systems.of(forcing)
        steps = tuple(step_of(years) for years in _lengths(begin, stops))
        keep = tuple(stop.row >= 0 or stop is stops[-1] for stop in stops)
        marched = backend.march(operator, source, pools, Program(steps, keep, leaks=backend.bedrock == "published"))
        pools, begin = marched.pools[-1], stops[-1].time
        record.add(stops, marched)
    return record.trajectory()


class SystemsInTime:
    """The operators and sources of forcings, one after the other: what shares all but the litter is built once, and kept no longer than
    it is needed.

    Parameters
    ----------
    backend
        Builds the operators.
    parameters
        Of the sites, in their units, ``(batch, 21)``.
    forcings
        All that :meth:`of` will be asked for, in any order.
    """

    def __init__(self, backend: Backend, parameters: torch.Tensor, forcings: list[Forcing]) -> None:
        self._backend, self._parameters = backend, parameters
        self._left = Counter(map(_matrix_key, forcings))
        self._built: dict[tuple[int, ...], SoilSystem] = {}

    def of(self, forcing: Forcing) -> tuple[SoilOperator, torch.Tensor]:
        """The operator and the source, gC/m3/day, ``(batch, 7, 20)``."""
        key = _matrix_key(forcing)
        system = self._built.pop(key, None) or self._backend.system(self._parameters, forcing)
        self._left[key] -= 1
        if self._left[key]:
            self._built[key] = system
        litter = litter_sources(system.share, forcing.to(self._parameters.device))
        return system.operator, torch.nn.functional.pad(litter, (0, 0, 0, N_POOLS - litter.shape[1]))


def _matrix_key(forcing: Forcing) -> tuple[int, ...]:
    """The same for forcings whose tensors are the same objects, those of the litter aside."""
    return tuple(id(getattr(forcing, row.name)) for row in fields(forcing) if row.name != "litter_input")


def _joined(pieces: Pieces) -> list[tuple[float, Forcing]]:
    """The pieces with neighbours of the same forcing as one."""
    joined: list[tuple[float, Forcing]] = []
    for years, forcing in pieces:
        if joined and all(getattr(forcing, row.name) is getattr(joined[-1][1], row.name) for row in fields(forcing)):
            joined[-1] = (joined[-1][0] + years, forcing)
        else:
            joined.append((years, forcing))
    return joined


def _lengths(begin: float, stops: list[Stop]) -> list[float]:
    """Years from stop to stop; lengths that differ by rounding are made one, so that their steps share what is factorised."""
    lengths: list[float] = []
    for earlier, stop in zip([begin, *(stop.time for stop in stops)], stops):
        length = stop.time - earlier
        lengths.append(next((other for other in lengths[-1:] if math.isclose(other, length, rel_tol=1e-12)), length))
    return lengths


class _Record:
    """Collects the results of runs by time and by year; pools that nobody asked for are not kept."""

    def __init__(self, times: list[float], start: torch.Tensor) -> None:
        self._times, self._years = times, whole_years(times[-1])
        thickness = torch.as_tensor(LAYER_THICKNESS, dtype=start.dtype, device=start.device)
        self._pools = {0: start} if times[0] == 0.0 else {}
        self._stock = [(start * thickness).sum((1, 2))]
        self._flux = start.new_zeros(2, self._years, len(start))

    def add(self, stops: list[Stop], marched: Marched) -> None:
        """The results of a run, which ``stops`` there."""
        rows = [stop.row for stop in stops if stop.row >= 0 or stop is stops[-1]]
        self._pools.update({row: pools for row, pools in zip(rows, marched.pools) if row >= 0})
        self._stock += [stock for stop, stock in zip(stops, marched.stock) if stop.year]
        years = torch.tensor([_year_of(stop) for stop in stops], device=marched.stock.device)
        whole = years < self._years
        self._flux = self._flux.index_add(1, years[whole], torch.stack([marched.respired, marched.leaked])[:, whole])

    def trajectory(self) -> Trajectory:
        """All of them."""
        pools = torch.stack([self._pools[row] for row in range(len(self._times))], 1)
        respiration, loss = self._flux.transpose(1, 2)
        return Trajectory(tuple(self._times), pools, torch.stack(self._stock, 1), respiration, loss)


def _year_of(stop: Stop) -> int:
    """The year, counted from 0, in which a step ends."""
    return stop.year - 1 if stop.year else math.floor(stop.time)
