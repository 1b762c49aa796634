"""CLM5's water retention and conductivity of mineral soil (technical note, section 2.7.3).

Clapp and Hornberger (1978, Water Resour. Res. 14, 601-604) with the pedotransfer functions of Cosby et al. (1984, Water Resour. Res. 20,
682-690). CLM5 also includes organic matter; here it is left out, because its amount is what BINN has to find.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Metres of water per MPa: 1e6 Pa / (1000 kg/m3 * 9.80616 m/s2), gravity as in CLM5.
GRAVITY = 9.80616
METRES_PER_MPA = 1000.0 / GRAVITY
SECONDS_PER_DAY = 86400.0


@dataclass(frozen=True)
class Retention:
    """Hydraulic properties of ``n`` soils, the same at all depths; each ``(n,)``.

    Parameters
    ----------
    porosity
        Water content at saturation, 1.
    exponent
        Clapp and Hornberger's B, 1.
    saturated_suction
        Suction (minus the matric potential) at saturation, m of water.
    saturated_conductivity
        mm per day.
    """

    porosity: np.ndarray
    exponent: np.ndarray
    saturated_suction: np.ndarray
    saturated_conductivity: np.ndarray

    @classmethod
    def of_texture(cls, sand: np.ndarray, clay: np.ndarray) -> Retention:
        """From sand and clay in % by weight.

        Parameters
        ----------
        sand, clay
            % by weight, ``(n,)``.
        """
        return cls(
            porosity=0.489 - 0.00126 * sand,
            exponent=2.91 + 0.159 * clay,
            saturated_suction=0.01 * 10.0 ** (1.88 - 0.0131 * sand),
            saturated_conductivity=SECONDS_PER_DAY * 0.0070556 * 10.0 ** (-0.884 + 0.0153 * sand),
        )

    def suction(self, saturation: np.ndarray) -> np.ndarray:
        """Suction in m of water at degrees of saturation (water content over porosity) ``(..., n)``: ``psi_sat * s^-B``.

        Parameters
        ----------
        saturation
            Degree of saturation, water content over porosity, 1, ``(..., n)``.
        """
        return self.saturated_suction * saturation**-self.exponent

    def saturation(self, suction: np.ndarray) -> np.ndarray:
        """Degrees of saturation at suctions in m of water, ``(..., n)``.

        Parameters
        ----------
        suction
            m of water, ``(..., n)``.
        """
        return np.maximum(suction / self.saturated_suction, 1.0) ** (-1.0 / self.exponent)

    def saturation_that_drains(self, flux: float) -> np.ndarray:
        """Degree of saturation, at most 1, at which ``flux`` mm per day drain under gravity: ``flux = k_sat * s^(2 B + 3)``, ``(n,)``."""
        return np.minimum((flux / self.saturated_conductivity) ** (1.0 / (2.0 * self.exponent + 3.0)), 1.0)
