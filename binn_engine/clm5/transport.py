"""Vertical transport of carbon by bioturbation and cryoturbation (CLM5 technical note, section 2.21.6; Koven et al. 2013).

Layer ``j`` exchanges carbon with its neighbours at rates (1/day) ``upper[j]`` and ``lower[j]``; the row of the transport
operator is ``-upper, upper + lower, -lower``. The diffusivity is linear in the parameters ``diffus`` and ``cryo``. So the part that
depends on the forcing is computed once, as the exchange for a unit of each parameter.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from .forcing import Forcing
from .geometry import DAYS_PER_YEAR, INTERFACE_BELOW_SOIL, INTERFACE_DEPTH, LAYER_THICKNESS, N_LAYERS, NODE_DEPTH

BIOTURBATION_DEPTH = 2.0  # m of thaw above which bioturbation replaces cryoturbation
CRYOTURBATION_END = 3.0  # m
DIFFUSIVITY_FLOOR = 1e-30  # m2/day, the published codes' lower limit
SHALLOW_AT_ONCE = 4096  # cells with shallow thaw, of which each needs some 20 kB

SPACING = np.diff(NODE_DEPTH)  # m
# Share of the way from node j to node j+1 that lies in layer j; resistances in series (Patankar 1980).
SHARE_ABOVE = (INTERFACE_DEPTH[:-1] - NODE_DEPTH[:-1]) / SPACING


class UnitExchange(NamedTuple):
    """Exchange between layers ``j`` and ``j+1`` in m/day, each ``(batch, 19)``.

    ``bioturbation`` and ``cryoturbation`` per m2/yr of their diffusivities; ``floor`` is the exchange that remains without both.
    """

    bioturbation: torch.Tensor
    cryoturbation: torch.Tensor
    floor: torch.Tensor


class Transport(NamedTuple):
    """Exchange rates of each layer with the one above and the one below, 1/day, each ``(batch, 20)``."""

    upper: torch.Tensor
    lower: torch.Tensor


def unit_exchange(forcing: Forcing, bedrock: str) -> UnitExchange:
    """The exchange that unit diffusivities give in each cell, averaged over the months, ``(cells, 19)`` each.

    ``bedrock`` is ``clm5`` (no exchange across the bedrock interface) or ``published``.
    """
    thaw = torch.maximum(forcing.active_layer_depth, forcing.active_layer_depth_last_year)
    return _exchange_of_rows(thaw, forcing.bedrock_layer.long(), bedrock)


def site_exchange(forcing: Forcing, bedrock: str) -> UnitExchange:
    """:func:`unit_exchange` of each site, ``(sites, 19)`` each: computed once a cell, or once a site where sites are fewer."""
    if forcing.n_cells <= forcing.n_sites:
        return UnitExchange(*map(forcing.of_sites, unit_exchange(forcing, bedrock)))
    thaw = torch.maximum(*map(forcing.of_sites, (forcing.active_layer_depth, forcing.active_layer_depth_last_year)))
    return _exchange_of_rows(thaw, forcing.of_sites(forcing.bedrock_layer).long(), bedrock)


def _exchange_of_rows(thaw: torch.Tensor, layers: torch.Tensor, bedrock: str) -> UnitExchange:
    """The same for the larger of both active layer depths, ``(rows, months)``, and the last layers above bedrock, ``(rows,)``."""
    # Where the soil always thaws deep, only bedrock matters: one row for each of its possible layers.
    possible = torch.arange(1, N_LAYERS + 1, device=thaw.device)
    always_deep = _unit_exchange(torch.full((N_LAYERS, 1), torch.inf, dtype=thaw.dtype, device=thaw.device), possible, bedrock)
    unit = UnitExchange(*(table[layers - 1] for table in always_deep))
    if thaw.requires_grad:
        # Deep thaw changes nothing: a gradient of zero, where autograd would say that there is none.
        unit = UnitExchange(*(table + (0.0 * thaw).sum(1, keepdim=True) for table in unit))
    rows = torch.nonzero((thaw <= BIOTURBATION_DEPTH).any(1))[:, 0]
    if not len(rows):
        return unit
    shallow = zip(*(_unit_exchange(thaw[some], layers[some], bedrock) for some in rows.split(SHALLOW_AT_ONCE)))
    return UnitExchange(*(whole.index_copy(0, rows, torch.cat(parts)) for whole, parts in zip(unit, shallow)))


def _unit_exchange(thaw: torch.Tensor, bedrock_layer: torch.Tensor, bedrock: str) -> UnitExchange:
    """The same for active layer depths ``(batch, months)`` and ``bedrock_layer`` ``(batch,)``."""
    layer = torch.arange(1, N_LAYERS + 1, device=thaw.device)
    allowed = (layer[None, :] <= bedrock_layer[:, None] + 1).to(thaw.dtype)
    deep = (thaw > BIOTURBATION_DEPTH).to(thaw.dtype).mean(-1, keepdim=True)
    mixed = _harmonic(allowed) * deep
    shallow = (thaw > 0.0) & (thaw <= BIOTURBATION_DEPTH)
    if bool(shallow.any()):
        profile = _cryoturbation_profile(thaw, bedrock_layer) * allowed[:, None, :] * shallow[:, :, None]
        cryoturbed = _harmonic(profile).mean(1)
    else:
        profile = torch.zeros_like(allowed)[:, None, :]
        cryoturbed = torch.zeros_like(mixed)
    diffusive = (thaw > BIOTURBATION_DEPTH)[:, :, None] * allowed[:, None, :] + profile
    floor = _floor_exchange(diffusive.detach() > 0.0, thaw.dtype)
    unit = UnitExchange(mixed / DAYS_PER_YEAR, cryoturbed / DAYS_PER_YEAR, floor)
    if bedrock == "published":
        return unit
    above_bedrock = layer[None, :-1] < bedrock_layer[:, None]
    return UnitExchange(*(exchange * above_bedrock for exchange in unit))


def transport(diffus: torch.Tensor, cryo: torch.Tensor, unit: UnitExchange, forcing: Forcing, bedrock: str) -> Transport:
    """Exchange rates for diffusivities in m2/yr, ``(batch,)`` each.

    Under ``published`` the lower exchange of every layer below bedrock is set to its upper one, as the published codes do;
    carbon leaks out there.

    Parameters
    ----------
    diffus
        Diffusivity of bioturbation, m2/yr, ``(batch,)``.
    cryo
        Diffusivity of cryoturbation, m2/yr, ``(batch,)``.
    unit
        Exchange of unit diffusivities, from :func:`site_exchange`.
    forcing
        Of the sites, for the layer of bedrock.
    bedrock
        ``clm5`` or ``published``.
    """
    between = unit.bioturbation * diffus[:, None] + unit.cryoturbation * cryo[:, None] + unit.floor
    none = torch.zeros_like(between[:, :1])
    upper, lower = torch.cat([none, between], 1), torch.cat([between, none], 1)
    if bedrock == "published":
        layer = torch.arange(1, N_LAYERS + 1, device=between.device)
        leaking = (layer[None, :] > forcing.of_sites(forcing.bedrock_layer)[:, None]) & (layer[None, :] < N_LAYERS)
        lower = torch.where(leaking, upper, lower)
    thickness = torch.as_tensor(LAYER_THICKNESS, dtype=between.dtype, device=between.device)
    return Transport(upper / thickness, lower / thickness)


def _cryoturbation_profile(thaw: torch.Tensor, bedrock_layer: torch.Tensor) -> torch.Tensor:
    """Cryoturbation relative to its maximum at the interface below each layer, ``(batch, 12, 20)``: 1 within the active layer,
    falling linearly to 0 at 3 m or at the interface below bedrock's first layer, whichever is higher."""
    interface = torch.as_tensor(INTERFACE_DEPTH, dtype=thaw.dtype, device=thaw.device)
    below = torch.cat([interface, interface.new_tensor([INTERFACE_BELOW_SOIL])])
    end = below[bedrock_layer.long()].clamp(max=CRYOTURBATION_END)[:, None, None]
    depth = thaw[:, :, None]
    reach = end - depth
    safe = torch.where(reach == 0.0, torch.ones_like(reach), reach)
    taper = (1.0 - (interface - depth) / safe).clamp(min=0.0) * (reach != 0.0)
    return torch.where(interface < depth, torch.ones_like(taper), taper)


def _harmonic(diffusivity: torch.Tensor) -> torch.Tensor:
    """Exchange over the distance between nodes, ``(..., 19)``, from the relative diffusivity at interfaces, ``(..., 20)``;
    zero where either neighbour has none."""
    share = torch.as_tensor(SHARE_ABOVE, dtype=diffusivity.dtype, device=diffusivity.device)
    spacing = torch.as_tensor(SPACING, dtype=diffusivity.dtype, device=diffusivity.device)
    here, below = diffusivity[..., :-1], diffusivity[..., 1:]
    both = (here > 0.0) & (below > 0.0)
    one = torch.ones_like(here)
    resistance = share / torch.where(both, here, one) + (1.0 - share) / torch.where(both, below, one)
    return torch.where(both, 1.0 / (resistance * spacing), torch.zeros_like(here))


def _floor_exchange(diffusive: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """What the diffusivity floor leaves where at least one neighbour has no diffusivity, month mean, ``(batch, 19)``.

    ``diffusive`` says where there is some, ``(batch, 12, 20)``; next to it the floor is all the resistance there is.
    """
    share = torch.as_tensor(SHARE_ABOVE, dtype=dtype, device=diffusive.device)
    spacing = torch.as_tensor(SPACING, dtype=dtype, device=diffusive.device)
    here, below = diffusive[..., :-1], diffusive[..., 1:]
    resistance = share * ~here + (1.0 - share) * ~below
    missing = ~(here & below)
    safe = torch.where(missing, resistance, torch.ones_like(resistance))
    return torch.where(missing, DIFFUSIVITY_FLOOR / (safe * spacing), torch.zeros_like(safe)).mean(1)
