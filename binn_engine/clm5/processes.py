"""The six processes that govern soil carbon, as one number for each site (Tao et al. 2023; the process maps of the BINN paper).

The definitions are the same in both bedrock modes. Stocks weight the layers by thickness. The published BINN code computes two of the
processes differently: baseline decomposition of all seven pools, weighted without thickness, and input allocation as the layer mean of
``exp(ln(1 - F) / z)``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext

import torch

from ..tables import PROCESS_NAMES
from .geometry import DAYS_PER_YEAR, LAYER_THICKNESS

# Transfers in the order of the parameter table: donor pool of each (index into the seven pools).
TRANSFER_PARAMETERS = ("fl1s1", "fl2s1", "fl3s2", "fs1s2", "fs1s3", "fs2s1", "fs2s3", "fs3s1")
TRANSFER_DONORS = (1, 2, 3, 4, 4, 5, 5, 6)


class LazyProcesses(Mapping):
    """The six processes by name, ``(batch,)`` each; computed at the first access, since training does not need them.

    Their gradients are recorded if gradients were recorded when this object was made.

    Parameters
    ----------
    compute
        Returns them, ``(batch,)`` each; it must not read anything that may change until then.
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
    litter_input: torch.Tensor,
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
    weights = stocks[:, 4:].sum(-1)
    decomposition = (1.0 / tau[:, 4:] * weights).sum(1) / weights.sum(1)
    values = (
        litter_input.sum(1),
        parameters["beta"],
        efficiency,
        decomposition,
        (bulk_modifier * share).sum(-1),
        DAYS_PER_YEAR * (mixing_rate * share).sum(-1),
    )
    return dict(zip(PROCESS_NAMES, values))


def turnover_times(parameters: dict[str, torch.Tensor]) -> torch.Tensor:
    """Turnover times of the seven pools in years, ``(batch, 7)``; cellulose and lignin share theirs.

    Parameters
    ----------
    parameters
        The parameters by name, years for those that begin with ``tau``, ``(batch,)`` each.
    """
    names = ("tau_cwd", "tau_l1", "tau_l2", "tau_l2", "tau_s1", "tau_s2", "tau_s3")
    return torch.stack([parameters[name] for name in names], 1)
