"""Location as a covariate: the features of longitude and latitude that the network reads."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

# Wavelengths of the spatial encoder in degrees. Shorter ones would hash locations and memorise sites.
WAVELENGTHS = torch.logspace(math.log10(0.5), math.log10(360.0), 16)
# Those of the published encoder (PE-GNN's grid cells), which do.
GRIDCELL_WAVELENGTHS = torch.logspace(-6.0, math.log10(360.0), 16, dtype=torch.float64)
GRIDCELL_WIDTH, GRIDCELL_DROPOUT = 128, 0.5


class LocationEncoder(nn.Module):
    """Features of longitude and latitude in degrees.

    ``none``; ``coordinates``, standardised by the training sites; ``spatial``, sines and cosines of ``WAVELENGTHS``; or ``gridcell``, the
    published encoder: sines and cosines of coordinates over ``GRIDCELL_WAVELENGTHS``, a linear layer, ReLU and dropout.
    """

    center: torch.Tensor
    spread: torch.Tensor

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.width = {"none": 0, "coordinates": 2, "spatial": 4 * len(WAVELENGTHS), "gridcell": GRIDCELL_WIDTH}[kind]
        self.dense = nn.Linear(4 * len(GRIDCELL_WAVELENGTHS), GRIDCELL_WIDTH) if kind == "gridcell" else None
        # Centre and spread of the training sites; kept in the checkpoint.
        self.register_buffer("center", torch.zeros(2))
        self.register_buffer("spread", torch.ones(2))

    @property
    def masked_widths(self) -> tuple[int, ...]:
        """Widths of what the encoder drops out."""
        return (GRIDCELL_WIDTH,) if self.dense is not None else ()

    def forward(self, location: torch.Tensor, mask: torch.Tensor | None = None) -> list[torch.Tensor]:
        """Features ``(batch, width)`` in a list, empty for ``none``; ``mask`` ``(128,)`` replaces the published encoder's dropout.

        Parameters
        ----------
        location
            Longitude and latitude in degrees, ``(batch, 2)``.
        mask
            Replaces the published encoder's dropout, ``(128,)``; None: dropout as the module's mode has it.
        """
        if self.kind == "none":
            return []
        if self.kind == "coordinates":
            return [(location - self.center) / self.spread]
        if self.kind == "spatial":
            angle = (location[:, :, None] * (2.0 * math.pi / WAVELENGTHS.to(location))).flatten(1)
            return [torch.sin(angle), torch.cos(angle)]
        if self.dense is None:
            raise ValueError(f"no location encoder is called {self.kind}")
        # A millionth of a degree over a hundred degrees is more than float32 can tell: angles in float64, but for Apple's GPUs.
        wide = location if location.device.type == "mps" else location.double()
        angle = (wide[:, :, None] / GRIDCELL_WAVELENGTHS.to(wide)).flatten(1)
        state = torch.relu(self.dense(torch.cat([torch.sin(angle), torch.cos(angle)], 1).to(location.dtype)))
        return [functional.dropout(state, GRIDCELL_DROPOUT, self.training) if mask is None else state * mask]
