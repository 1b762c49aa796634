"""CLM5's scalar of decomposition for soil water (technical note, section 2.21.3, equation 2.21.6; Orchard and Cook 1983)."""

from __future__ import annotations

import numpy as np

from .retention import METRES_PER_MPA

# minpsi_hr and maxpsi_hr of CLM5's parameter file (the note prints -2.5 MPa for the first).
DRY_MPA, WET_MPA = 2.0, 0.002
# The real forcing is nowhere below it: neither in frozen nor in dry soil, nor below bedrock.
LEAST = 0.05


def water_scalar(suction: np.ndarray) -> np.ndarray:
    """``log(psi_dry / psi) / log(psi_dry / psi_wet)`` between 0.05 and 1, of a suction in m of water, any shape.

    Parameters
    ----------
    suction
        m of water, any shape.
    """
    dry, wet = DRY_MPA * METRES_PER_MPA, WET_MPA * METRES_PER_MPA
    return np.maximum(np.log(dry / np.clip(suction, wet, dry)) / np.log(dry / wet), LEAST)
