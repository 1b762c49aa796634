"""The steady state of the soil: its pools, soil organic carbon and processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch

from ..errors import InputError
from .geometry import layer_overlap

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
