"""Forcing between cells, compiled: the same numbers as ``clm5.mixing``, many times faster.

Sites have four neighbours: with a number that the compiler knows, loops over months become vector instructions.
"""

from __future__ import annotations

from numba import njit

from .lane_options import LAYERS, MONTHS, OPTIONS

NEIGHBOURS = 4


@njit(**OPTIONS)
def weigh_layers(bedrock, cell, neighbours, shares, weights) -> None:
    """Fill ``weights``: see ``mixing.layer_shares``.

    Parameters
    ----------
    bedrock
        The last layer above bedrock, 1-based, ``(cells,)``.
    cell, neighbours
        The cell of each site, ``(sites,)``, and those that it is mixed from, ``(sites, 4)``.
    shares
        Of the neighbours, ``(sites, 4)``.
    weights
        Filled: ``(sites, 20, 4)``.
    """
    none = shares.dtype.type(0)
    for site in range(len(neighbours)):
        last = bedrock[cell[site]]
        for j in range(LAYERS):
            total = none
            for k in range(NEIGHBOURS):
                alike = (j < bedrock[neighbours[site, k]]) == (j < last)
                weights[site, j, k] = shares[site, k] if alike else none
                total += weights[site, j, k]
            for k in range(NEIGHBOURS):
                weights[site, j, k] = weights[site, j, k] / total if total > none else shares[site, k]


@njit(**OPTIONS)
def mix_layers(field, neighbours, weights, values) -> None:
    """Mix a monthly field by layers.

    Parameters
    ----------
    field
        ``(cells, 240)``, twelve months of each layer.
    neighbours, weights
        As :func:`weigh_layers`, which has filled the weights.
    values
        Filled: ``(sites, 240)``.
    """
    for site in range(len(neighbours)):
        a, b, c, d = neighbours[site, 0], neighbours[site, 1], neighbours[site, 2], neighbours[site, 3]
        for j in range(LAYERS):
            at_a, at_b, at_c, at_d = weights[site, j, 0], weights[site, j, 1], weights[site, j, 2], weights[site, j, 3]
            for m in range(MONTHS * j, MONTHS * (j + 1)):
                values[site, m] = at_a * field[a, m] + at_b * field[b, m] + at_c * field[c, m] + at_d * field[d, m]


@njit(**OPTIONS)
def mix_rows(field, neighbours, shares, values) -> None:
    """Mix whole rows of a field.

    Parameters
    ----------
    field
        ``(cells, n)``.
    neighbours, shares
        As :func:`weigh_layers`.
    values
        Filled: ``(sites, n)``.
    """
    for site in range(len(neighbours)):
        a, b, c, d = neighbours[site, 0], neighbours[site, 1], neighbours[site, 2], neighbours[site, 3]
        at_a, at_b, at_c, at_d = shares[site, 0], shares[site, 1], shares[site, 2], shares[site, 3]
        for n in range(field.shape[1]):
            values[site, n] = at_a * field[a, n] + at_b * field[b, n] + at_c * field[c, n] + at_d * field[d, n]
