"""What the operator of the soil is made of, site by site: rate modifiers, exchange rates and input shares, and the adjoint.

Rates and transfers need no kernel. The lane functions are those of the steady state.
"""

from __future__ import annotations

from numba import njit

from .adjoint import new_sensitivities, scatter_forcing
from .groups import N_PARAMETERS, gather_group, months_of, new_group, new_pivots, new_scratch
from .kernels import build_group, monthly_group, scatter_limits
from .lane_build_adjoint import exchange_gradient, modifier_gradient, share_gradient
from .lane_options import DRIVER, LANES, LAYERS

# Profiles of a site, (5, 20): modifier, litter modifier, exchange with the layer above and below, input share.
N_PROFILES = 5


@njit(**DRIVER)
def build_sites(theta, cell, cells, constants, closed, start, stop, profiles, floored, kept, keep) -> None:
    """Profiles of sites ``start`` to ``stop``.

    Parameters
    ----------
    theta, cell, cells, constants, closed, start, stop, floored
        As :func:`kernels.solve_sites`.
    profiles
        Filled: ``(sites, 5, 20)``.
    kept, keep
        Where ``keep`` is set, the monthly means and moments are kept, ``(groups, MONTH_ROWS, LANES)``; otherwise ``kept[0]`` is scratch.
    """
    group, pivots, work = new_group(theta), new_pivots(theta), new_scratch(theta)
    for first in range(start, stop, LANES):
        count = min(LANES, stop - first)
        months = months_of(kept[first // LANES if keep else 0])
        gather_group(theta, cell, cells, closed, first, count, group)
        monthly_group(cell, cells, constants, first, count, group, months, work.buffer, keep)
        build_group(group, constants, closed, months, pivots)
        for lane in range(count):
            for j in range(LAYERS):
                profiles[first + lane, 0, j] = pivots.modifier[j, lane]
                profiles[first + lane, 1, j] = pivots.litter_modifier[j, lane]
                profiles[first + lane, 2, j] = pivots.upper[j, lane]
                profiles[first + lane, 3, j] = pivots.lower[j, lane]
                profiles[first + lane, 4, j] = pivots.share[j, lane]
        scatter_limits(group, pivots, constants.floor, first, count, floored)


@njit(**DRIVER)
def _gather_profile_gradients(d_profiles, first, count, work) -> None:
    """The gradients of the profiles in lanes; those of bulk modifiers, litter and the other parameters are zero."""
    zero = work.bulk.dtype.type(0)
    for lane in range(LANES):
        site = first + min(lane, count - 1)
        for j in range(LAYERS):
            work.modifier[j, lane] = d_profiles[site, 0, j]
            work.litter_modifier[j, lane] = d_profiles[site, 1, j]
            work.upper[j, lane] = d_profiles[site, 2, j]
            work.lower[j, lane] = d_profiles[site, 3, j]
            work.share[j, lane] = d_profiles[site, 4, j]
            work.bulk[j, lane] = zero
        for k in range(4):
            work.litter[k, lane] = zero
        for k in range(N_PARAMETERS):
            work.theta[k, lane] = zero


@njit(**DRIVER)
def differentiate_build(
    theta, cell, cells, constants, closed, start, stop, kept, d_profiles, d_theta, wants_forcing, d_forcing, base
) -> None:
    """Gradients of a loss by the parameters and the forcing of sites ``start`` to ``stop``, from those by their profiles.

    Parameters
    ----------
    theta, cell, cells, constants, closed, start, stop, kept
        As :func:`build_sites`, which has filled ``kept``.
    d_profiles
        ``(sites, 5, 20)``.
    d_theta, wants_forcing, d_forcing, base
        As :func:`adjoint.differentiate_sites`.
    """
    group, pivots, work = new_group(theta), new_pivots(theta), new_sensitivities(theta)
    for first in range(start, stop, LANES):
        count = min(LANES, stop - first)
        months = months_of(kept[first // LANES])
        gather_group(theta, cell, cells, closed, first, count, group)
        _gather_profile_gradients(d_profiles, first, count, work)
        build_group(group, constants, closed, months, pivots)
        exchange_gradient(
            group.theta, group.unit, group.bedrock, not closed, constants.thickness, work.upper, work.lower, work.theta, work.unit
        )
        share_gradient(
            group.theta[20], group.log_beta, constants.interface, constants.depth_step, group.last_input, group.frozen, constants.lowest,
            pivots.share, work.share, work.theta, work.total, work.mean,
        )  # fmt: skip
        modifier_gradient(
            group.theta, months.means, months.moments, pivots.depth, constants.node, constants.floor, work.modifier, work.litter_modifier,
            work.bulk, work.theta, work.means,
        )  # fmt: skip
        for lane in range(count):
            for k in range(N_PARAMETERS):
                d_theta[first + lane, k] = work.theta[k, lane]
        if wants_forcing:
            scatter_forcing(cell, cells, constants, first, count, group, work, d_forcing, base)
