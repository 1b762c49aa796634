"""Litter from net primary production, at the steady state that BINN assumes: the growth of a year becomes the litter of that year."""

from __future__ import annotations

import numpy as np

# Leaf and fine root litter of every plant type of CLM5 (lf_flab, lf_fcel, lf_flig, fr_flab, ... of its parameter file).
METABOLIC, CELLULOSE, LIGNIN = 0.25, 0.50, 0.25
# Share of the growth of CLM5's temperate and boreal trees that is wood: stems 2.3 and coarse roots 0.3 * 2.3 to leaves 1 and fine roots
# 1.5 (stem_leaf, croot_stem and froot_leaf of the same file; technical note, section 2.19.4).
WOOD_OF_TREES = 2.3 * 1.3 / (1.0 + 1.5 + 2.3 * 1.3)


def litter_input(npp: np.ndarray, wood_share: np.ndarray) -> np.ndarray:
    """Litter by pool, gC/m2/yr, ``(n, 4)``: woody debris, metabolic, cellulose, lignin.

    Parameters
    ----------
    npp
        gC/m2/yr, ``(n,)``; below zero counts as none.
    wood_share
        Share of NPP that becomes stems and coarse roots, 1, ``(n,)``.
    """
    total = np.maximum(npp, 0.0)
    fine = total * (1.0 - wood_share)
    return np.stack([total * wood_share, METABOLIC * fine, CELLULOSE * fine, LIGNIN * fine], axis=1)
