"""The 20 soil layers of CLM5 (CLM5 technical note, section 2.2.2; SCIENCE: layer 1 at the surface).

Thickness ``LAYER_THICKNESS`` and node depth ``NODE_DEPTH`` in metres; ``INTERFACE_DEPTH[j]`` is the bottom of layer ``j``.
"""

from __future__ import annotations

import numpy as np

N_LAYERS = 20
N_MONTHS = 12
N_POOLS = 7  # coarse woody debris, three of litter, three of soil
DAYS_PER_YEAR = 365.0

LAYER_THICKNESS = np.array(
    [0.02, 0.04, 0.06, 0.08, 0.12, 0.16, 0.20, 0.24, 0.28, 0.32, 0.36, 0.40, 0.44, 0.54, 0.64, 0.74, 0.84, 0.94, 1.04, 1.14]
)
NODE_DEPTH = np.array(
    [0.01, 0.04, 0.09, 0.16, 0.26, 0.40, 0.58, 0.80, 1.06, 1.36, 1.70, 2.08, 2.50, 2.99, 3.58, 4.27, 5.06, 5.95, 6.94, 8.03]
)
INTERFACE_DEPTH = np.round(np.cumsum(LAYER_THICKNESS), 2)
# The layer below the soil: the published codes place bedrock's own interface there when bedrock is at layer 20.
INTERFACE_BELOW_SOIL = 10.99


def layer_overlap(top_m: np.ndarray | float, bottom_m: np.ndarray | float) -> np.ndarray:
    """How much of each layer lies between two depths.

    Parameters
    ----------
    top_m, bottom_m
        Depths in metres, of any common shape ``(...)``.

    Returns
    -------
    Thickness in metres, ``(..., 20)``.
    """
    top, bottom = np.asarray(top_m, dtype=float)[..., None], np.asarray(bottom_m, dtype=float)[..., None]
    lower, upper = INTERFACE_DEPTH, INTERFACE_DEPTH - LAYER_THICKNESS
    return np.clip(np.minimum(bottom, lower) - np.maximum(top, upper), 0.0, None)


def point_weights(depth_m: np.ndarray, last_layer: np.ndarray | int = N_LAYERS) -> np.ndarray:
    """Weights that interpolate linearly between layer nodes to given depths.

    Above the first node and below the node of ``last_layer`` (1-based: the last layer above bedrock) the nearest node counts.

    Parameters
    ----------
    depth_m
        Depths in metres, ``(n,)``.
    last_layer
        Last layer that holds soil, 1-based, ``(n,)`` or one number.

    Returns
    -------
    ``(n, 20)``, rows summing to 1.
    """
    depth = np.asarray(depth_m, dtype=float)
    last = np.broadcast_to(np.asarray(last_layer, dtype=int), depth.shape)
    depth = np.clip(depth, NODE_DEPTH[0], NODE_DEPTH[last - 1])
    right = np.clip(np.searchsorted(NODE_DEPTH, depth), 1, N_LAYERS - 1)
    left = right - 1
    share = (depth - NODE_DEPTH[left]) / (NODE_DEPTH[right] - NODE_DEPTH[left])
    weights = np.zeros((depth.size, N_LAYERS))
    rows = np.arange(depth.size)
    weights[rows, left] = 1.0 - share
    weights[rows, right] += share
    return weights


def mean_weights(top_m: np.ndarray, bottom_m: np.ndarray, last_layer: np.ndarray | int = N_LAYERS) -> np.ndarray:
    """Weights that average the piecewise linear profile between nodes over ``[top_m, bottom_m]``.

    The integral of the linear interpolant is exact: the average of ``point_weights`` over each piece between nodes is that
    at the piece's middle. Shapes as in :func:`point_weights`.

    Parameters
    ----------
    top_m, bottom_m
        Depths of top and bottom, m, ``(n,)``.
    last_layer
        As in :func:`point_weights`.
    """
    top, bottom = np.asarray(top_m, dtype=float), np.asarray(bottom_m, dtype=float)
    last = np.broadcast_to(np.asarray(last_layer, dtype=int), top.shape)
    # Kinks of the interpolant: every node; pieces outside the interval have no length.
    edges = np.clip(np.concatenate([[0.0], NODE_DEPTH, [np.inf]])[None, :], top[:, None], bottom[:, None])
    length = np.diff(edges, axis=1)
    middle = 0.5 * (edges[:, 1:] + edges[:, :-1])
    pieces = middle.shape[1]
    weights = point_weights(middle.ravel(), np.repeat(last, pieces)).reshape(top.size, pieces, N_LAYERS)
    return np.einsum("np,npj->nj", length, weights) / (bottom - top)[:, None]
