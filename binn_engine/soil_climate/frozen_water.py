"""The part of the water in frozen soil that stays liquid: the freezing point falls when suction rises.

Niu and Yang (2006, J. Hydrometeorol. 7, 937-952, equation 3), as CLM5 does (technical note, section 2.6.2): liquid water at temperature T
below freezing has the suction L (T_f - T) / (g T), 125 m of water per kelvin.
"""

from __future__ import annotations

import numpy as np

from .retention import GRAVITY

FREEZING_K = 273.15
LATENT_HEAT = 3.337e5  # of fusion, J/kg, as in CLM5


def freezing_suction(temperature: np.ndarray) -> np.ndarray:
    """The least suction, in m of water, that liquid water has at a soil temperature in K; 0 above freezing.

    Parameters
    ----------
    temperature
        Of the soil, K, any shape.
    """
    return LATENT_HEAT * np.maximum(FREEZING_K - temperature, 0.0) / (GRAVITY * temperature)
