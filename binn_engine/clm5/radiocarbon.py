"""Radiocarbon of the soil: the 14C that enters with the litter year by year, decays, and moves with the carbon.

With ``R`` the ratio of 14C to carbon in units of the absolute standard, ``c`` the 14C of the pools in the same units and ``M`` their
operator: ``dc/dt = I R_atm - (M + lambda) c`` (Trumbore et al. 2016), without fractionation. Before the first year of the atmosphere ``R``
is 1, and the soil is in equilibrium with it. Delta14C of a year is ``(c / x - 1) * 1000`` permil (Stuiver and Polach 1977).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from ..errors import InputError
from .ages import ratio_to_carbon
from .backends import Backend
from .contour import exponential_weights, hyperbola
from .forcing import Forcing
from .geometry import DAYS_PER_YEAR, LAYER_THICKNESS
from .operator import SoilOperator
from .rational import RationalStep, exponential_step
from .schedule import CLOSE
from .steps import Program
from .transient import Pieces, SystemsInTime

MEAN_LIFE = 8267.0  # years, of 14C (half-life 5730)
DECAY = 1.0 / (MEAN_LIFE * DAYS_PER_YEAR)  # 1/day


@dataclass(frozen=True)
class SoilRadiocarbon:
    """Delta14C in permil at the ``times`` (decimal years); NaN where there is no carbon.

    ``delta_pools`` ``(batch, n_times, 7, 20)``; of soil organic carbon ``delta_soc_layers`` ``(batch, n_times, 20)`` and ``delta_soc``
    ``(batch, n_times)``; of the carbon that is respired, in the same shapes, ``delta_respired_layers`` and ``delta_respired``.

    Under ``published`` layers below bedrock hold carbon that hardly decays: compare no totals of the profile there.
    """

    times: tuple[float, ...]
    delta_pools: torch.Tensor
    delta_soc_layers: torch.Tensor
    delta_soc: torch.Tensor
    delta_respired_layers: torch.Tensor
    delta_respired: torch.Tensor


@dataclass(frozen=True)
class Atmosphere:
    """The atmosphere's Delta14C (permil) in calendar years one after another, constant in each, from ``first`` on."""

    first: int
    delta: tuple[float, ...]

    @property
    def end(self) -> int:
        """The year whose beginning is the last time that is known."""
        return self.first + len(self.delta)

    def excess(self, year: int) -> float:
        """``R - 1`` in a calendar year."""
        return self.delta[year - self.first] / 1000.0


def checked_atmosphere(atmosphere: tuple[Sequence[float], Sequence[float]], times: Sequence[float]) -> Atmosphere:
    """The atmosphere, where it has a number for every year until the last of the ``times``.

    Raises :class:`InputError` where years are not one after another, values are no Delta14C, or times lie outside.
    """
    years, delta = ([float(value) for value in row] for row in atmosphere)
    if len(years) != len(delta) or not years or years != [years[0] + number for number in range(len(years))] or years[0] % 1.0:
        raise InputError(
            "The years of the atmosphere are not whole years one after another, with a value for each.",
            "Give the years in order, without gaps, and as many values of Delta14C in permil.",
        )
    if not all(-1000.0 <= value < math.inf for value in delta):
        raise InputError("The atmosphere has values that are no Delta14C.", "Give Delta14C in permil, -1000 or more.")
    found = Atmosphere(int(years[0]), tuple(delta))
    if times[0] < found.first - CLOSE or times[-1] > found.end + CLOSE:
        raise InputError(
            f"times has years from {times[0]:g} to {times[-1]:g}, but the atmosphere is known from {found.first} to {found.end}.",
            "Give a longer series of the atmosphere, or times within it.",
        )
    return found


def soil_radiocarbon(
    backend: Backend, parameters: torch.Tensor, forcing: Forcing, atmosphere: Atmosphere, times: Sequence[float], pieces: Pieces
) -> SoilRadiocarbon:
    """Radiocarbon of carbon at the steady state of ``forcing``, which then changes with ``pieces``, if there are any.

    Parameters
    ----------
    backend
        How systems are solved.
    parameters
        ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
    forcing
        Of as many sites.
    atmosphere
        Until the last of the times.
    times
        Decimal years, increasing.
    pieces
        Pairs of years and forcing from the beginning of the atmosphere on; empty: the carbon stays at steady state.
    """
    systems = SystemsInTime(backend, parameters, [forcing, *(piece for _, piece in pieces)])
    operator, source = systems.of(forcing)
    steady = backend.solve(operator, source, 0.0)
    old = backend.solve(operator, source, DECAY)
    if not pieces:
        pulse = _step(backend, operator, source, torch.zeros_like(old), 1.0)
        states = []
        for time in times:
            year = math.floor(time + CLOSE)
            found = _at_new_year(backend, operator, (old, pulse), atmosphere, year)
            if time - year > CLOSE:
                found = _step(backend, operator, source * (1.0 + atmosphere.excess(year)), found, time - year)
            states.append((operator, steady, found))
    else:
        states = _along(backend, systems, (steady, old), atmosphere, times, pieces)
    return _deltas(tuple(times), states)


def _at_new_year(
    backend: Backend, operator: SoilOperator, basis: tuple[torch.Tensor, torch.Tensor], atmosphere: Atmosphere, year: int
) -> torch.Tensor:
    """14C of steady carbon at the beginning of a year, ``(batch, 7, 20)``: that of equilibrium, and what is left of what each year brought
    more. ``basis`` are the 14C of equilibrium and the pulse ``g``, the 14C of one year's input at its end.

    A year that brought an excess ``R - 1`` left that excess times the pulse; ``k`` years later ``exp(-k (M + lambda)) g`` is left. The sum
    over the years needs few solutions, see ``contour``.
    """
    found, pulse = basis
    excess = [atmosphere.excess(before) for before in range(atmosphere.first, year)]
    if not excess:
        return found
    found = found + excess[-1] * pulse
    if not any(excess[:-1]):
        return found
    ages = [float(year - 1 - before) for before in range(atmosphere.first, year - 1)]
    contour = hyperbola(1.0, ages[0])
    weights = exponential_weights(contour, excess[:-1], ages) / DAYS_PER_YEAR
    shifts = contour.points / DAYS_PER_YEAR + DECAY
    step = RationalStep(0.0, tuple(shifts.tolist()), tuple(weights.tolist()), (0.0,) * len(shifts))
    return found + _apply(backend, operator, pulse, torch.zeros_like(found), step)


def _step(backend: Backend, operator: SoilOperator, source: torch.Tensor, start: torch.Tensor, years: float) -> torch.Tensor:
    """14C after a step under constant input, which decays on the way."""
    step = exponential_step(years)
    step = step._replace(shifts=tuple(shift + DECAY for shift in step.shifts))
    return _apply(backend, operator, source - DECAY * start, start, step)


def _apply(backend: Backend, operator: SoilOperator, source: torch.Tensor, start: torch.Tensor, step: RationalStep) -> torch.Tensor:
    """The state after one step of any weights."""
    return backend.march(operator, source, start, Program((step,), (True,), leaks=False, signed=True)).pools[0]


def _along(
    backend: Backend,
    systems: SystemsInTime,
    start: tuple[torch.Tensor, torch.Tensor],
    atmosphere: Atmosphere,
    times: Sequence[float],
    pieces: Pieces,
) -> list[tuple[SoilOperator, torch.Tensor, torch.Tensor]]:
    """Operator, carbon and 14C at the times, each the state with the operator of the time that has just ended."""
    carbon, radiocarbon = start
    states: list[tuple[SoilOperator, torch.Tensor, torch.Tensor]] = []
    begin, ends = float(atmosphere.first), _ends(atmosphere.first, pieces)
    for end, (_, forcing) in zip(ends, pieces):
        operator, source = systems.of(forcing)
        marks = [float(year) for year in range(math.floor(begin + CLOSE) + 1, atmosphere.end + 1)]
        marks = sorted({mark for mark in (*marks, *times, end) if begin + CLOSE < mark <= min(end, times[-1])})
        if not states and times[0] <= begin + CLOSE:
            states.append((operator, carbon, radiocarbon))
        for mark in marks:
            if mark - begin <= CLOSE:
                continue
            excess = atmosphere.excess(math.floor(begin + CLOSE))
            carbon = _apply(backend, operator, source, carbon, exponential_step(mark - begin))
            radiocarbon = _step(backend, operator, source * (1.0 + excess), radiocarbon, mark - begin)
            begin = mark
            if any(abs(mark - time) <= CLOSE for time in times):
                states.append((operator, carbon, radiocarbon))
    return states


def _ends(first: int, pieces: Pieces) -> list[float]:
    """The decimal years in which pieces end; the last goes on."""
    ends, begin = [], float(first)
    for years, _ in pieces:
        begin += years
        ends.append(begin)
    return [*ends[:-1], math.inf]


def _deltas(times: tuple[float, ...], states: list[tuple[SoilOperator, torch.Tensor, torch.Tensor]]) -> SoilRadiocarbon:
    """Delta14C of everything, 14C and carbon being summed apart."""
    rows = [_deltas_of(*state) for state in states]
    return SoilRadiocarbon(times, *(torch.stack(part, 1) for part in zip(*rows)))


def _deltas_of(operator: SoilOperator, carbon: torch.Tensor, radiocarbon: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """Of pools, SOC by layer and in the profile, and what is respired by layer and in the profile."""
    thickness = torch.as_tensor(LAYER_THICKNESS, dtype=carbon.dtype, device=carbon.device)
    weights = operator.respired * DAYS_PER_YEAR
    pairs = [(radiocarbon, carbon)]
    soc, all_soc = (pools[:, 4:].sum(1) for pools in (radiocarbon, carbon))
    respired, all_respired = ((weights * pools).sum(1) for pools in (radiocarbon, carbon))
    pairs += [(soc, all_soc), (soc @ thickness, all_soc @ thickness), (respired, all_respired), (respired.sum(1), all_respired.sum(1))]
    return tuple(1000.0 * (ratio_to_carbon(part, whole) - 1.0) for part, whole in pairs)
