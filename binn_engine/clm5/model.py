"""The CLM5 soil carbon model at steady state: 7 pools x 20 layers from 21 parameters and a monthly climatology."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import nn

from ..errors import InputError
from ..settings import BEDROCK_MODES
from ..tables import PARAMETER_NAMES, PROCESS_NAMES
from .compiled.layer import steady_state
from .elimination import eliminate_exchanging, eliminate_mixed, substitute
from .environment import RATE_FLOOR, EnvironmentalScalars, environmental_scalars
from .forcing import Forcing
from .geometry import DAYS_PER_YEAR, INTERFACE_DEPTH, LAYER_THICKNESS, N_LAYERS, layer_overlap
from .machine_code import kernels_available
from .processes import LazyProcesses, processes, turnover_times
from .tensor_adjoint import ExchangingPools, MixedPools
from .transforms import is_transformed
from .transport import Transport, site_exchange, transport

LARGEST_POOL = 1e37  # gC/m3, the sum of seven of which float32 still holds
LARGEST_NARROW = 1e9  # gC/m3 up to which float32 holds the products of pools and their adjoints
LARGEST_GRADIENT = 1e10  # by a pool or SOC (gC/m3) solved in float32
SOLVERS = ("auto", "compiled", "tensor", "recorded")
POOL_NAMES = ("cwd", "metabolic_litter", "cellulose_litter", "lignin_litter", "active_soil", "slow_soil", "passive_soil")


@dataclass(frozen=True)
class SoilCarbon:
    """Steady state of the soil.

    ``pools`` gC/m3, ``(batch, 7, 20)`` in the order of ``POOL_NAMES``; ``soc``, soil organic carbon, the sum of the three soil pools,
    gC/m3, ``(batch, 20)``; ``processes`` maps the six names to ``(batch,)``.
    """

    pools: torch.Tensor
    soc: torch.Tensor
    processes: Mapping[str, torch.Tensor]

    def stock(self, top_m: float, bottom_m: float) -> torch.Tensor:
        """Soil organic carbon between two depths in metres, gC/m2, ``(batch,)``; cut layers count with their share."""
        if not 0.0 <= top_m < bottom_m:
            raise InputError(
                f"The stock between {top_m} and {bottom_m} m cannot be computed, because the bottom is not below the top.",
                "Give the top depth first, both in metres.",
            )
        thickness = torch.as_tensor(layer_overlap(top_m, bottom_m), dtype=self.pools.dtype, device=self.pools.device)
        return self.soc @ thickness


class SoilCarbonModel(nn.Module):
    """Steady state of the CLM5 soil carbon model (SOC, pools and processes), differentiable.

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
            if value not in allowed:
                raise InputError(f"{name} is {value!r}, which is not one of the choices.", f"Choose one of: {', '.join(allowed)}.")
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
        forcing.check()
        if parameters.shape != (forcing.n_sites, len(PARAMETER_NAMES)):
            raise InputError(
                f"parameters has shape {tuple(parameters.shape)}, not {(forcing.n_sites, len(PARAMETER_NAMES))}.",
                "Give one row of 21 values for each site of the forcing.",
            )
        if parameters.dtype not in RATE_FLOOR:
            raise InputError(f"parameters have type {parameters.dtype}, which cannot be used.", "Give values of type float64 or float32.")
        forcing = forcing.to(parameters.device)
        transformed = is_transformed(parameters, *vars(forcing).values())
        if _refines(parameters) and transformed:
            # Within torch.func no step may depend on values, such as which sites to solve again.
            return _in_float32(self(parameters.double(), forcing))
        state, floored = self._solve(parameters, forcing, transformed)
        return self._refined(state, floored, parameters, forcing) if _refines(parameters) else state

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
        by_name = dict(zip(PARAMETER_NAMES, parameters.unbind(1)))
        scalars = environmental_scalars(by_name["q10"], by_name["efolding"], by_name["w_scaling"], forcing)
        mixing = transport(by_name["diffus"], by_name["cryo"], site_exchange(forcing, self.bedrock), forcing, self.bedrock)
        share = input_allocation(by_name["beta"], forcing, self.bedrock)
        thickness = torch.as_tensor(LAYER_THICKNESS, dtype=share.dtype, device=share.device)
        litter = forcing.of_sites(forcing.litter_input)[:, :, None] / DAYS_PER_YEAR * (share / thickness)[:, None, :]
        rates = 1.0 / (DAYS_PER_YEAR * turnover_times(by_name))
        floored = torch.minimum(scalars.decomposition, scalars.litter_decomposition) <= RATE_FLOOR[parameters.dtype]
        active = torch.arange(1, N_LAYERS + 1, device=share.device) <= forcing.of_sites(forcing.bedrock_layer)[:, None]
        floored = (floored & active if self.bedrock == "clm5" else floored).any(1)
        if _refines(parameters):
            # These sites are solved again: their gradients of zero here must not meet a number that overflows.
            scalars = EnvironmentalScalars(*(torch.where(floored[:, None], torch.ones_like(row), row) for row in scalars))
        pools = _steady_state(by_name, rates, scalars, litter, mixing, recorded)
        if self.bedrock == "clm5":
            pools = torch.where(active[:, None], pools, torch.zeros_like(pools))
        return pools, scalars.bulk, mixing.upper + mixing.lower, floored


def has_float64(device: torch.device) -> bool:
    """Whether the device computes in float64: Apple's GPUs do not."""
    return device.type != "mps"


def _refines(parameters: torch.Tensor) -> bool:
    """Whether sites below the range of their type are solved again in a wider one."""
    return parameters.dtype == torch.float32 and has_float64(parameters.device)


def _bounded(most: float, gradient: torch.Tensor | None) -> torch.Tensor | None:
    # None: nobody took this gradient.
    return None if gradient is None else gradient.clamp(-most, most)


def _in_float32(state: SoilCarbon) -> SoilCarbon:
    # Debris that never decays exceeds float32; any number that large says the same.
    pools = state.pools.clamp(max=LARGEST_POOL).float()
    return SoilCarbon(pools, pools[:, 4:].sum(1), LazyProcesses(lambda: {name: row.float() for name, row in state.processes.items()}))


def input_allocation(beta: torch.Tensor, forcing: Forcing, bedrock: str) -> torch.Tensor:
    """Share of the litter input that enters each layer, ``(batch, 20)``: between depths ``a`` and ``b`` (cm) in proportion to
    ``beta^a - beta^b`` (Jackson et al. 1996). All of it enters the first layer where last year's soil never thawed.

    Parameters
    ----------
    beta
        Depth distribution of the input, 1, ``(batch,)``.
    forcing
        Of the sites, for bedrock and the active layer.
    bedrock
        ``clm5`` or ``published``.
    """
    interface = torch.as_tensor(100.0 * INTERFACE_DEPTH, dtype=beta.dtype, device=beta.device)
    thickness = torch.as_tensor(100.0 * LAYER_THICKNESS, dtype=beta.dtype, device=beta.device)
    log_beta = torch.log(beta)[:, None]
    share = -torch.exp(log_beta * (interface - thickness)) * torch.expm1(log_beta * thickness)
    if bedrock == "clm5":
        layer = torch.arange(1, N_LAYERS + 1, device=beta.device)
        share = share * (layer <= forcing.of_sites(forcing.bedrock_layer)[:, None])
    share = share / share.sum(-1, keepdim=True)
    frozen = forcing.of_sites(forcing.active_layer_depth_last_year.mean(-1, keepdim=True) <= 0.0)
    surface = torch.zeros_like(share)
    surface[:, 0] = 1.0
    return torch.where(frozen, surface, share)


def _steady_state(
    by_name: dict[str, torch.Tensor],
    rates: torch.Tensor,
    scalars: EnvironmentalScalars,
    litter: torch.Tensor,
    mixing: Transport,
    recorded: bool,
) -> torch.Tensor:
    """Pools in gC/m3, ``(batch, 7, 20)``; ``rates`` in 1/day, ``(batch, 7)``; ``litter`` in gC/m3/day, ``(batch, 4, 20)``."""
    from_debris = by_name["fcwdl2"][:, None]
    debris = litter[:, 0] / rates[:, :1] / scalars.decomposition
    sources = torch.stack([litter[:, 1], litter[:, 2] + from_debris * litter[:, 0], litter[:, 3] + (1.0 - from_debris) * litter[:, 0]], 1)
    litter_rates = rates[:, 1:4, None] * scalars.litter_decomposition[:, None, :]
    litters = _mixed(rates[:, 1:4], scalars.litter_decomposition, sources, mixing, recorded)
    decomposed = litter_rates * litters
    to_active = by_name["fl1s1"][:, None] * decomposed[:, 0] + by_name["fl2s1"][:, None] * decomposed[:, 1]
    to_slow = by_name["fl3s2"][:, None] * decomposed[:, 2]
    soil_sources = torch.stack([to_active, to_slow, torch.zeros_like(to_slow)], 1)
    soil = _exchanging(_soil_turnover(by_name, rates[:, 4:]), scalars.decomposition, soil_sources, mixing, recorded)
    return torch.cat([debris[:, None], litters, soil], 1)


def _mixed(rates: torch.Tensor, modifier: torch.Tensor, sources: torch.Tensor, mixing: Transport, recorded: bool) -> torch.Tensor:
    if recorded:
        return substitute(eliminate_mixed(rates, modifier, mixing), sources, mixing)
    return MixedPools.apply(rates, modifier, sources, *mixing)


def _exchanging(turnover: torch.Tensor, modifier: torch.Tensor, sources: torch.Tensor, mixing: Transport, recorded: bool) -> torch.Tensor:
    if recorded:
        return substitute(eliminate_exchanging(turnover, modifier, mixing), sources, mixing)
    return ExchangingPools.apply(turnover, modifier, sources, *mixing)


def _soil_turnover(by_name: dict, rates: torch.Tensor) -> torch.Tensor:
    """Losses minus gains of the three soil pools at unit modifier, 1/day, ``(batch, 3, 3)``."""
    active, slow, passive = rates.unbind(1)
    none = torch.zeros_like(active)
    rows = (
        (active, -by_name["fs2s1"] * slow, -by_name["fs3s1"] * passive),
        (-by_name["fs1s2"] * active, slow, none),
        (-by_name["fs1s3"] * active, -by_name["fs2s3"] * slow, passive),
    )
    return torch.stack([torch.stack(row, -1) for row in rows], 1)
