"""The six processes that govern soil carbon, as one number a site (Tao et al. 2023; the BINN paper's process maps).

The same definitions in both bedrock modes. Stocks weigh layers by thickness. ``variant="binn_code"`` gives what the published
BINN code computes for baseline decomposition (all seven pools, weights without thickness) and for input allocation (the
layer mean of ``exp(ln(1 - F) / z)``).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext

import torch

from ..tables import PROCESS_NAMES
from .geometry import DAYS_PER_YEAR, LAYER_THICKNESS, NODE_DEPTH

VARIANTS = ("standard", "binn_code")

# Transfers in the order of the parameter table: donor pool of each (index into the seven pools).
TRANSFER_PARAMETERS = ("fl1s1", "fl2s1", "fl3s2", "fs1s2", "fs1s3", "fs2s1", "fs2s3", "fs3s1")
TRANSFER_DONORS = (1, 2, 3, 4, 4, 5, 5, 6)


class LazyProcesses(Mapping):
    """The six processes by name, ``(batch,)`` each; computed when first asked for, since training does not need them.

    ``compute`` gives them, and must not read what may change in between. Their gradients are recorded if they were recorded where this
    object was made, wherever it is read.
    """

    def __init__(self, compute: Callable[[], dict[str, torch.Tensor]]) -> None:
        self._compute = compute
        self._recorded = torch.is_grad_enabled()

    @functools.cached_property
    def _values(self) -> dict[str, torch.Tensor]:
        outside = torch.inference_mode(False) if torch.is_inference_mode_enabled() else nullcontext()
        with outside, torch.set_grad_enabled(self._recorded):
            return self._compute()

    def __getitem__(self, name: str) -> torch.Tensor:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(PROCESS_NAMES)

    def __len__(self) -> int:
        return len(PROCESS_NAMES)


def processes(
    parameters: dict[str, torch.Tensor],
    pools: torch.Tensor,
    bulk_modifier: torch.Tensor,
    mixing_rate: torch.Tensor,
    allocation: torch.Tensor | None,
    litter_input: torch.Tensor,
    variant: str = "standard",
) -> dict[str, torch.Tensor]:
    """The six processes.

    Parameters
    ----------
    parameters
        The 21 parameters by name, ``(batch,)`` each.
    pools
        gC/m3, ``(batch, 7, 20)``.
    bulk_modifier
        Product of the annual means of the temperature and water scalars and of the depth factor, ``(batch, 20)``.
    mixing_rate
        Diagonal of the transport operator in 1/day, ``(batch, 20)``.
    allocation
        Share of the input that enters each layer, ``(batch, 20)``; only the variant ``binn_code`` needs it.
    litter_input
        gC/m2/yr, ``(batch, 4)``.

    Returns
    -------
    Name to ``(batch,)``, with the names and units of :data:`binn_engine.tables.PROCESSES`.
    """
    thickness = torch.as_tensor(LAYER_THICKNESS, dtype=pools.dtype, device=pools.device)
    tau = turnover_times(parameters)
    stocks = pools * thickness
    soil = stocks[:, 4:].sum(1)
    share = soil / soil.sum(-1, keepdim=True)
    flux = (stocks * bulk_modifier[:, None, :]).sum(-1) / tau
    transfer = torch.stack([parameters[name] for name in TRANSFER_PARAMETERS], 1)
    efficiency = (transfer * flux[:, list(TRANSFER_DONORS)]).sum(1) / flux[:, 1:].sum(1)
    if variant == "binn_code" and allocation is not None:
        decomposition = _weighted_rate(1.0 / tau, pools.sum(-1))
        depth = _code_allocation(allocation)
    else:
        decomposition = _weighted_rate(1.0 / tau[:, 4:], stocks[:, 4:].sum(-1))
        depth = parameters["beta"]
    values = (
        litter_input.sum(1),
        depth,
        efficiency,
        decomposition,
        (bulk_modifier * share).sum(-1),
        DAYS_PER_YEAR * (mixing_rate * share).sum(-1),
    )
    return dict(zip(PROCESS_NAMES, values))


def turnover_times(parameters: dict[str, torch.Tensor]) -> torch.Tensor:
    """Turnover times of the seven pools in years, ``(batch, 7)``; cellulose and lignin share theirs."""
    names = ("tau_cwd", "tau_l1", "tau_l2", "tau_l2", "tau_s1", "tau_s2", "tau_s3")
    return torch.stack([parameters[name] for name in names], 1)


def _weighted_rate(rates: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return (rates * weights).sum(1) / weights.sum(1)


def _code_allocation(allocation: torch.Tensor) -> torch.Tensor:
    """The published code's bulk allocation, with the share below each layer summed from below, where nothing cancels."""
    below = torch.nn.functional.pad(allocation[:, 1:].flip(-1).cumsum(-1).flip(-1), (0, 1))
    inside = below > 0.0
    depth_cm = 100.0 * torch.as_tensor(NODE_DEPTH, dtype=allocation.dtype, device=allocation.device)
    value = torch.exp(torch.log(torch.where(inside, below, torch.ones_like(below))) / depth_cm) * inside
    return value.sum(-1) / inside.sum(-1)
