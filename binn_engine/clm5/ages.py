"""How old the carbon of the soil is at steady state (Rasmussen et al. 2016; Sierra et al. 2018).

Age is counted from the entry into woody debris or litter; the time in the living plant is left out. With the steady state ``x`` of ``M``,
the mass of each pool that is older than ``a`` is ``exp(-a M) x``, and ``y = M^-1 x`` is mass times mean age.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from ..errors import InputError
from .backends import Backend
from .forcing import Forcing
from .geometry import DAYS_PER_YEAR, LAYER_THICKNESS
from .operator import SoilOperator
from .rational import exponential_step
from .steps import Program

NO_CARBON = 1e-30  # gC/m3 up to which a pool is empty and has no age
HALVES = 2  # steps to each limit: the second one takes from pools that turn over fast what the first one left by its approximation


@dataclass(frozen=True)
class SoilAges:
    """Ages of soil carbon at steady state, in years of 365 days; NaN where there is no carbon.

    ``mean_age_pools`` ``(batch, 7, 20)``; ``mean_age_soc_layers`` ``(batch, 20)``; ``mean_age_soc`` of all layers and
    ``mean_age_system`` of all seven pools ``(batch,)``; ``mean_transit_time``, the mean age of the carbon that is respired, ``(batch,)``;
    ``turnover_time``, stock over input, ``(batch,)``: equal to the transit time in mode ``clm5``, not in ``published``, where carbon leaks.
    The fractions older than each of the ``limits`` (years): ``age_fraction_soc`` and, of respired carbon, ``age_fraction_respired``
    ``(batch, limits)``, ``age_fraction_soc_layers`` ``(batch, limits, 20)``.

    Under ``published`` layers below bedrock hold carbon that hardly decays: compare no totals of the profile there.
    """

    limits: tuple[float, ...]
    mean_age_pools: torch.Tensor
    mean_age_soc_layers: torch.Tensor
    mean_age_soc: torch.Tensor
    mean_age_system: torch.Tensor
    mean_transit_time: torch.Tensor
    turnover_time: torch.Tensor
    age_fraction_soc: torch.Tensor
    age_fraction_soc_layers: torch.Tensor
    age_fraction_respired: torch.Tensor


def checked_limits(limits: Sequence[float]) -> tuple[float, ...]:
    """The limits as numbers. Raises :class:`InputError` where they do not increase from above 0 on."""
    values = tuple(float(limit) for limit in limits)
    if not values or not all(one < other for one, other in zip((0.0, *values), values)):
        raise InputError(
            f"limits is {values}, which cannot be used.", "Give at least one age in years, above 0, each larger than the last."
        )
    return values


def soil_ages(backend: Backend, parameters: torch.Tensor, forcing: Forcing, steady: torch.Tensor, limits: tuple[float, ...]) -> SoilAges:
    """Ages at the steady state.

    Parameters
    ----------
    backend
        How systems are solved.
    parameters
        ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
    forcing
        Of as many sites.
    steady
        Pools at steady state, gC/m3, ``(batch, 7, 20)``.
    limits
        Ages in years, increasing.
    """
    operator = backend.system(parameters, forcing).operator
    aged = backend.solve(operator, steady, 0.0) / DAYS_PER_YEAR
    older = _older(backend, operator, steady, limits)
    thickness = torch.as_tensor(LAYER_THICKNESS, dtype=steady.dtype, device=steady.device)
    weights = operator.respired
    soc, aged_soc, older_soc = (pools[..., 4:, :].sum(-2) for pools in (steady, aged, older))
    respired = (weights * steady).sum((1, 2))
    return SoilAges(
        limits,
        ratio_to_carbon(aged, steady),
        ratio_to_carbon(aged_soc, soc),
        ratio_to_carbon(aged_soc @ thickness, soc @ thickness),
        ratio_to_carbon((aged @ thickness).sum(1), (steady @ thickness).sum(1)),
        ratio_to_carbon((weights * aged).sum((1, 2)), respired),
        (steady @ thickness).sum(1) / forcing.of_sites(forcing.litter_input).to(steady).sum(1),
        ratio_to_carbon(older_soc @ thickness, (soc @ thickness)[:, None]),
        ratio_to_carbon(older_soc, soc[:, None]),
        ratio_to_carbon((weights[:, None] * older).sum((2, 3)), respired[:, None]),
    )


def _older(backend: Backend, operator: SoilOperator, steady: torch.Tensor, limits: tuple[float, ...]) -> torch.Tensor:
    """The mass older than each limit, gC/m3, ``(batch, limits, 7, 20)``: what is left of the steady state without input."""
    gaps = [limit - before for before, limit in zip((0.0, *limits), limits)]
    steps = tuple(exponential_step(gap / HALVES) for gap in gaps for _ in range(HALVES))
    keep = tuple(number % HALVES == HALVES - 1 for number in range(len(steps)))
    return backend.march(operator, torch.zeros_like(steady), steady, Program(steps, keep, leaks=False)).pools.transpose(0, 1)


def ratio_to_carbon(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    """``part / whole``, NaN where there is no carbon, with a gradient of zero there.

    Parameters
    ----------
    part, whole
        Of the same quantity, any common shape ``(...)``; ``whole`` in gC/m3 or a sum of it.
    """
    empty = whole <= NO_CARBON
    return torch.where(empty, torch.full_like(part, torch.nan), part / torch.where(empty, torch.ones_like(whole), whole))
