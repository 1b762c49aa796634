"""The arrays of a group of ``LANES`` sites, and what the kernels of whole sites read.

The last dimension of a group's arrays is the lane. The monthly means and their derivatives are kept for each group, so that the adjoint
does not compute the exponentials of the monthly scalars again.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numba import njit

from ..geometry import N_POOLS
from .lane_options import DRIVER, LANES, LAYERS, VALUES

N_PARAMETERS, N_PROCESSES = 21, 6

# Forcing by cell: temperature (K) and scalars, (cells, 240); unit exchanges (cells, 19); bedrock (cells,), 1-based;
# frozen (cells,): all input enters the first layer; litter (cells, 4) gC/m2/yr.
Cells = namedtuple("Cells", "temperature water oxygen nitrogen bioturbation cryoturbation least bedrock frozen litter")

# Geometry and numerical limits in the type of the arrays; interface and depth_step are in cm, node and thickness in m.
Constants = namedtuple("Constants", "node thickness interface depth_step reference lowest floor days one")

# Monthly means of a group and their derivatives: what is kept for the adjoint, (MONTH_ROWS, LANES) a group, since it costs most.
Months = namedtuple("Months", "means moments")
MEAN_ROWS, MONTH_ROWS = 4 * LAYERS, 10 * LAYERS
# A group's pools follow them, (7, 20, LANES): the adjoint reads them as they are, where those of the sites would have to be gathered.
KEPT_ROWS = MONTH_ROWS + N_POOLS * LAYERS

# What follows from them: inverse pivots (20, 9, LANES) of the soil pools and (3, 20, LANES) of the litters, rate modifiers, exchange
# with the layers above and below, depth factor, input share and bulk modifier (20, LANES), rates (7, LANES) and turnover (9, LANES).
# Computed again for the adjoint, which saves two thirds of the memory and costs no time.
Pivots = namedtuple("Pivots", "inverse litter_inverse modifier litter_modifier upper lower depth share bulk rates turnover excess")

# A group's sites: parameters (21, LANES), litter (4, LANES), unit exchanges (3, 19, LANES), and (LANES) each of the last layer above
# bedrock, the end of the layers with input, whether all input enters the first, and log(beta).
Group = namedtuple("Group", "theta litter unit bedrock last_input frozen log_beta")
Scratch = namedtuple("Scratch", "buffer step debris source litters soil_source soil processes values")


@njit(**DRIVER)
def months_of(rows) -> Months:
    """The means and moments of one group's rows, ``(4, 20, LANES)`` and ``(6, 20, LANES)``; they share its memory.

    Parameters
    ----------
    rows
        ``(MONTH_ROWS, LANES)`` or more rows.
    """
    return Months(rows[:MEAN_ROWS].reshape(4, LAYERS, LANES), rows[MEAN_ROWS:MONTH_ROWS].reshape(6, LAYERS, LANES))


@njit(**DRIVER)
def pools_of(rows) -> np.ndarray:
    """The pools of one group's rows, ``(7, 20, LANES)``; they share its memory.

    Parameters
    ----------
    rows
        ``(KEPT_ROWS, LANES)``.
    """
    return rows[MONTH_ROWS:].reshape(N_POOLS, LAYERS, LANES)


@njit(**DRIVER)
def new_pivots(kind) -> Pivots:
    """Empty arrays in the type of the array ``kind``."""
    return Pivots(
        np.empty((LAYERS, 9, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((N_POOLS, LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
    )


@njit(**DRIVER)
def new_group(kind) -> Group:
    """Empty arrays of a group in the type of the array ``kind``."""
    return Group(
        np.empty((N_PARAMETERS, LANES), kind.dtype),
        np.empty((4, LANES), kind.dtype),
        np.empty((3, LAYERS - 1, LANES), kind.dtype),
        np.empty(LANES, np.int64),
        np.empty(LANES, np.int64),
        np.empty(LANES, np.bool_),
        np.empty(LANES, kind.dtype),
    )


@njit(**DRIVER)
def new_scratch(kind) -> Scratch:
    """Arrays for the work on one group after another, in the type of the array ``kind``."""
    return Scratch(
        np.empty((11, VALUES), kind.dtype),
        np.empty((3, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, 3, LANES), kind.dtype),
        np.empty((LAYERS, 3, LANES), kind.dtype),
        np.empty((N_PROCESSES, LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
    )


@njit(**DRIVER)
def gather_group(theta, cell, cells, closed, first, count, group) -> None:
    """Fill ``group`` with the sites from ``first`` on; lanes beyond ``count`` repeat the last site.

    Parameters
    ----------
    theta, cell
        Parameters of the sites, ``(sites, 21)``, and their rows of ``cells``, ``(sites,)``.
    cells
        The forcing, a ``Cells``.
    closed
        Whether nothing crosses bedrock.
    first, count
        The first site, and how many there are from it on, at most ``LANES``.
    group
        Its arrays are filled.
    """
    for lane in range(LANES):
        site = first + min(lane, count - 1)
        row = cell[site]
        for k in range(N_PARAMETERS):
            group.theta[k, lane] = theta[site, k]
        for k in range(4):
            group.litter[k, lane] = cells.litter[row, k]
        for k in range(LAYERS - 1):
            group.unit[0, k, lane] = cells.bioturbation[row, k]
            group.unit[1, k, lane] = cells.cryoturbation[row, k]
            group.unit[2, k, lane] = cells.least[row, k]
        group.bedrock[lane] = cells.bedrock[row]
        group.last_input[lane] = cells.bedrock[row] if closed else LAYERS
        group.frozen[lane] = cells.frozen[row]
        group.log_beta[lane] = np.log(theta[site, N_PARAMETERS - 1])
