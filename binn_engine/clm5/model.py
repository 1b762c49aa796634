"""The CLM5 soil carbon model at steady state: 7 pools x 20 layers from 21 parameters and a monthly climatology."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import torch
from torch import nn

from ..errors import InputError, check_choice
from ..settings import BEDROCK_MODES
from ..tables import PARAMETER_NAMES, PROCESS_NAMES
from .ages import SoilAges, checked_limits, soil_ages
from .backends import Backend
from .compiled.layer import steady_state
from .environment import RATE_FLOOR
from .forcing import Forcing
from .interpolation import interpolated
from .machine_code import kernels_available
from .operator import layers_with_soil, litter_sources, soil_system
from .precision import LARGEST_POOL, narrowed, refines, widest
from .processes import LazyProcesses, processes
from .radiocarbon import SoilRadiocarbon, checked_atmosphere, soil_radiocarbon
from .schedule import checked_times
from .state import SoilCarbon
from .steady import steady_pools
from .transforms import is_transformed
from .transient import Course, Pieces, Trajectory, check_start, simulate

LARGEST_NARROW = 1e9  # gC/m3 up to which float32 holds the products of pools and their adjoints
LARGEST_GRADIENT = 1e10  # by a pool or SOC (gC/m3) solved in float32
SOLVERS = ("auto", "compiled", "tensor", "recorded")


class SoilCarbonModel(nn.Module):
    """Steady state of the CLM5 soil carbon model (SOC, pools and processes), differentiable; and what time, age and
    radiocarbon make of it.

    Solves ``(A K - V) C = -I`` (Tao et al. 2020; CLM5 technical note, section 2.21), ``K`` and ``V`` annual means, by block
    elimination in the order woody debris, litters, soil pools. Has no parameters of its own.

    Parameters
    ----------
    bedrock
        ``clm5`` closes the soil at bedrock: layers ``1..nbedrock`` contain carbon, input equals respiration. ``published``
        reproduces the published codes, in which carbon enters and leaks out below bedrock.
    solver
        ``compiled``: kernels on the CPU. ``tensor``: torch operations, on any device; the gradient is one transposed solve. ``recorded``:
        the same with every step recorded by autograd, slower, for ``torch.func`` and second derivatives. ``auto``: compiled for plain
        tensors on the CPU where numba is installed, recorded inside ``torch.func``, else tensor. All give the same to rounding. In float32
        sites whose rates fall below its range are solved in float64, with and without gradients, except on Apple's GPUs, which lack it.

    Examples
    --------
    >>> import torch
    >>> from binn_engine.clm5 import Forcing, PARAMETERS, SoilCarbonModel
    >>> month = torch.ones(1, 20, 12, dtype=torch.float64)
    >>> thaw = torch.full((1, 12), 9.0, dtype=torch.float64)
    >>> litter = torch.tensor([[60.0, 150.0, 180.0, 60.0]], dtype=torch.float64)
    >>> forcing = Forcing(285.0 * month, 0.5 * month, month, 0.9 * month, thaw, thaw, torch.tensor([15]), litter)
    >>> middle = torch.tensor([[(row.lower + row.upper) / 2 for row in PARAMETERS]], dtype=torch.float64)
    >>> float(SoilCarbonModel()(middle, forcing).stock(0.0, 1.0)) > 0.0
    True
    """

    def __init__(self, bedrock: str = "clm5", solver: str = "auto") -> None:
        super().__init__()
        for value, allowed, name in ((bedrock, BEDROCK_MODES, "bedrock"), (solver, SOLVERS, "solver")):
            check_choice(name, value, allowed, InputError)
        self.bedrock = bedrock
        self.solver = solver

    def forward(self, parameters: torch.Tensor, forcing: Forcing) -> SoilCarbon:
        """Steady state for ``parameters``, ``(batch, 21)`` in physical units and table order.

        Raises :class:`InputError` where shapes do not fit.

        Parameters
        ----------
        parameters
            ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
        forcing
            Of as many sites.
        """
        kind = parameters.device.type
        if torch.is_autocast_enabled(kind):
            with torch.autocast(kind, enabled=False):  # half precision holds none of this
                return self(parameters, forcing)
        _check(parameters, forcing)
        forcing = interpolated(forcing.to(parameters.device))
        transformed = is_transformed(parameters, *vars(forcing).values())
        if refines(parameters) and transformed:
            # Within torch.func no step may depend on values, such as which sites to solve again.
            return _in_float32(self(parameters.double(), forcing))
        state, floored = self._solve(parameters, forcing, transformed)
        return self._refined(state, floored, parameters, forcing) if refines(parameters) else state

    def transient(
        self, parameters: torch.Tensor, start: torch.Tensor, pieces: Pieces, times: Sequence[float], stepper: str = "exponential"
    ) -> Trajectory:
        """Pools, stock and fluxes through time from a ``start``, differentiable by parameters, start and forcing.

        ``dC/dt = I - M C`` with the annual means of each piece, ``M = V - A K`` (CLM5 technical note, section 2.21). float32 is computed
        in float64 where the device has it. Raises :class:`InputError` where shapes do not fit, or the bedrock changes.

        Parameters
        ----------
        parameters
            ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
        start
            Pools at time 0, gC/m3, ``(batch, 7, 20)``: those of a steady state, or others.
        pieces
            Pairs of years and :class:`Forcing`, constant in each; the last goes on. Pieces that share tensors share what is built of them.
        times
            Increasing years from the start at which pools are given.
        stepper
            ``exponential``: rational steps without an error of step size. ``euler``: implicit Euler steps of at most a year, of first
            order, in which no pool can become negative whatever the rounding.
        """
        course = Course(tuple(pieces), times, stepper)
        course.check(len(parameters))
        forcing = course.pieces[0][1]
        _check(parameters, forcing)
        backend = self._backend(parameters, start, *(row for _, piece in course.pieces for row in vars(piece).values()))
        if not is_transformed(start):
            check_start(start, forcing, self.bedrock)
        kind = widest(parameters)
        with torch.autocast(parameters.device.type, enabled=False):
            found = simulate(backend, parameters.to(kind), start.to(parameters.device, kind), course)
        return narrowed(found, parameters.dtype)

    def ages(self, parameters: torch.Tensor, forcing: Forcing, limits: Sequence[float] = (10, 100, 1000)) -> SoilAges:
        """Mean ages, transit time and the fractions older than ``limits`` at steady state, differentiable by parameters and forcing.

        Parameters
        ----------
        parameters
            ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
        forcing
            Of as many sites.
        limits
            Ages in years, increasing.
        """
        ages = checked_limits(limits)
        _check(parameters, forcing)
        backend, wide = self._backend(parameters, *vars(forcing).values()), parameters.to(widest(parameters))
        with torch.autocast(parameters.device.type, enabled=False):
            steady = self(wide, forcing).pools
            found = soil_ages(backend, wide, forcing.to(wide.device), steady, ages)
        return narrowed(found, parameters.dtype)

    def radiocarbon(
        self,
        parameters: torch.Tensor,
        forcing: Forcing,
        atmosphere: tuple[Sequence[float], Sequence[float]],
        times: Sequence[float],
        pieces: Pieces | None = None,
    ) -> SoilRadiocarbon:
        """Delta14C of pools, SOC and respired carbon, differentiable by parameters and forcing.

        Parameters
        ----------
        parameters
            ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
        forcing
            Of as many sites; the carbon is at its steady state when the atmosphere begins.
        atmosphere
            Calendar years one after another, and Delta14C in each, permil; before the first year it is 0.
        times
            Decimal years, increasing, from the first year of the atmosphere to the end of its last: 2009.0 is the 1st of January.
        pieces
            Pairs of years and :class:`Forcing` from the beginning of the atmosphere on, as in :meth:`transient`; None: the forcing stays.
        """
        moments = checked_times(times)
        air = checked_atmosphere(atmosphere, moments)
        changes = tuple(pieces or ())
        _check(parameters, forcing)
        if changes:
            Course(((1.0, forcing), *changes), moments).check(len(parameters))
        backend = self._backend(parameters, *(row for piece in (forcing, *(piece for _, piece in changes)) for row in vars(piece).values()))
        with torch.autocast(parameters.device.type, enabled=False):
            found = soil_radiocarbon(backend, parameters.to(widest(parameters)), forcing, air, moments, changes)
        return narrowed(found, parameters.dtype)

    def _backend(self, parameters: torch.Tensor, *others: torch.Tensor | None) -> Backend:
        """How systems in time are solved."""
        transformed = is_transformed(parameters, *others)
        if self._compiles(parameters, transformed):
            return Backend(self.bedrock, "compiled")
        return Backend(self.bedrock, "recorded" if transformed or self.solver == "recorded" else "tensor")

    def _solve(self, parameters: torch.Tensor, forcing: Forcing, transformed: bool) -> tuple[SoilCarbon, torch.Tensor]:
        """The state in the type of ``parameters``, and where a rate modifier lies at its floor above bedrock, ``(batch,)``."""
        if self._compiles(parameters, transformed):
            solution = steady_state(parameters, forcing, self.bedrock)
            pools, soc, *rates = solution[:4]
            if not pools.requires_grad:
                return SoilCarbon(pools, soc, dict(zip(PROCESS_NAMES, solution.processes.unbind(1)))), solution.floored
            floored = solution.floored
        else:
            forcing = forcing.to(parameters.device, parameters.dtype)
            pools, *rates, floored = self._by_tensors(parameters, forcing, self.solver == "recorded" or transformed)
            soc = pools[:, 4:].sum(1)
        return SoilCarbon(pools, soc, self._processes(parameters, pools, rates, forcing)), floored

    def _processes(self, parameters: torch.Tensor, pools: torch.Tensor, rates: list[torch.Tensor], forcing: Forcing) -> LazyProcesses:
        # Copies: an optimiser's step may change parameters in place before the processes are read.
        values, litter = parameters.clone(), forcing.of_sites(forcing.litter_input).to(pools.dtype)
        litter = litter.clone() if forcing.cell is None else litter

        def compute() -> dict[str, torch.Tensor]:
            by_name = dict(zip(PARAMETER_NAMES, values.unbind(1)))
            return processes(by_name, pools, rates[0], rates[1], litter)

        return LazyProcesses(compute)

    def _refined(self, state: SoilCarbon, floored: torch.Tensor, parameters: torch.Tensor, forcing: Forcing) -> SoilCarbon:
        """The ``state`` in float32 with the sites whose rates fall below its range (``floored``) solved again in float64."""
        again = torch.nonzero(floored | (state.pools.detach().amax((1, 2)) > LARGEST_NARROW))[:, 0]
        if state.pools.requires_grad:
            # What a loss that left its range with other sites asks of these; the adjoint would overflow.
            for tensor in (state.pools, state.soc):
                tensor.register_hook(functools.partial(_bounded, LARGEST_GRADIENT))
        if not len(again):
            return state
        cells = again if forcing.cell is None else forcing.cell.index_select(0, again)
        rows, cell = torch.unique(cells, return_inverse=True)
        theta, driven = parameters.index_select(0, again).double(), forcing.at_cells(rows, cell).to(rows.device, torch.float64)
        for tensor in (theta, *vars(driven).values()):
            if tensor is not None and tensor.requires_grad:
                # Bounded as the pools are: float32 would make infinity of it.
                tensor.register_hook(functools.partial(_bounded, LARGEST_POOL))
        exact = _in_float32(self(theta, driven))
        pools, soc = state.pools.index_copy(0, again, exact.pools), state.soc.index_copy(0, again, exact.soc)

        def joined() -> dict[str, torch.Tensor]:
            return {name: values.index_copy(0, again, exact.processes[name]) for name, values in state.processes.items()}

        return SoilCarbon(pools, soc, LazyProcesses(joined))

    def _compiles(self, parameters: torch.Tensor, transformed: bool) -> bool:
        possible = not transformed and parameters.device.type == "cpu" and kernels_available()
        if self.solver == "compiled" and not possible:
            raise InputError(
                "The compiled solver needs numba, ordinary tensors on the CPU, and the standard processes; at least "
                "one of these is missing.",
                "Use the solver 'auto'.",
            )
        return possible and self.solver in ("auto", "compiled")

    def _by_tensors(
        self, parameters: torch.Tensor, forcing: Forcing, recorded: bool
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Pools, bulk modifiers, mixing rates, and where a rate modifier lies at its floor above bedrock, by torch operations."""
        (operator, share), bulk, floored = soil_system(parameters, forcing, self.bedrock)
        if refines(parameters):
            # These sites are solved again: their gradients of zero here must not meet a number that overflows.
            modifiers = (operator.modifier, operator.litter_modifier, bulk)
            one, other, bulk = (torch.where(floored[:, None], torch.ones_like(row), row) for row in modifiers)
            operator = operator._replace(modifier=one, litter_modifier=other)
        pools = steady_pools(operator, litter_sources(share, forcing), recorded)
        if self.bedrock == "clm5":
            pools = torch.where(layers_with_soil(forcing, self.bedrock)[:, None], pools, torch.zeros_like(pools))
        return pools, bulk, operator.upper + operator.lower, floored


def _check(parameters: torch.Tensor, forcing: Forcing) -> None:
    """Raise :class:`InputError` where parameters and forcing cannot be used, or not together."""
    forcing.check()
    if parameters.shape != (forcing.n_sites, len(PARAMETER_NAMES)):
        raise InputError(
            f"parameters has shape {tuple(parameters.shape)}, not {(forcing.n_sites, len(PARAMETER_NAMES))}.",
            "Give one row of 21 values for each site of the forcing.",
        )
    if parameters.dtype not in RATE_FLOOR:
        raise InputError(f"parameters have type {parameters.dtype}, which cannot be used.", "Give values of type float64 or float32.")


def _bounded(most: float, gradient: torch.Tensor | None) -> torch.Tensor | None:
    # None: nobody took this gradient.
    return None if gradient is None else gradient.clamp(-most, most)


def _in_float32(state: SoilCarbon) -> SoilCarbon:
    # Debris that never decays exceeds float32; any number that large says the same.
    pools = state.pools.clamp(max=LARGEST_POOL).float()
    return SoilCarbon(pools, pools[:, 4:].sum(1), LazyProcesses(lambda: {name: row.float() for name, row in state.processes.items()}))
