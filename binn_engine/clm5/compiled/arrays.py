"""What the kernels read, from tensors on the CPU, and gradients by site added up by cell of the forcing."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch

from ..environment import RATE_FLOOR, REFERENCE_TEMPERATURE
from ..forcing import Forcing
from ..geometry import DAYS_PER_YEAR, INTERFACE_DEPTH, LAYER_THICKNESS, N_LAYERS, NODE_DEPTH
from ..transport import UnitExchange, unit_exchange
from .cache import with_sound_cache
from .threads import run_kernel

# Sites whose gradients by forcing (about 8 kB each) are held at a time before they add up by cell; a multiple of a group.
FORCING_GRADIENT_SITES = 4096
# Exponents below which the exponential is zero for all purposes, within the range of its type.
_LOWEST = {torch.float64: -690.0, torch.float32: -86.0}


class KernelSites(NamedTuple):
    """The ``cell`` of each site, ``(sites,)``; ``layers`` above bedrock and whether all input enters the first layer (``frozen``),
    ``(cells,)``; whether bedrock is ``closed``; and whether gradients are asked for (``keep``)."""

    cell: torch.Tensor
    layers: torch.Tensor
    frozen: torch.Tensor
    closed: bool
    keep: bool


def kernel_inputs(parameters: torch.Tensor, forcing: Forcing, bedrock: str) -> tuple[KernelSites, list[torch.Tensor]]:
    """What the kernels read of the forcing, in the type of the parameters: the sites, and the differentiable fields by cell: monthly
    fields, unit exchanges and litter.

    Parameters
    ----------
    parameters
        ``(sites, 21)``; their type is that of the computation.
    forcing
        Of the sites, or of cells that they share.
    bedrock
        The mode, ``clm5`` or ``published``.
    """
    kind = parameters.dtype
    cell = torch.arange(forcing.n_cells) if forcing.cell is None else forcing.cell.long()
    frozen = forcing.active_layer_depth_last_year.mean(-1) <= 0.0
    monthly = (forcing.soil_temperature, forcing.water_scalar, forcing.oxygen_scalar, forcing.nitrogen_scalar)
    fields = [field.to(kind).contiguous() for field in (*monthly, *unit_exchange_of(forcing, bedrock), forcing.litter_input)]
    keep = torch.is_grad_enabled() and any(tensor.requires_grad for tensor in (parameters, *fields))
    layers = forcing.bedrock_layer.long().contiguous()
    return KernelSites(cell.contiguous(), layers, frozen, bedrock == "clm5", keep), fields


def unit_exchange_of(forcing: Forcing, bedrock: str) -> UnitExchange:
    """By the compiled kernel, save where gradients by the active layer depth are wanted."""
    thaw = torch.maximum(forcing.active_layer_depth, forcing.active_layer_depth_last_year)
    if thaw.requires_grad:
        return unit_exchange(forcing, bedrock)
    # numba is optional: the module must load without it.
    from .exchange import unit_exchanges

    unit = UnitExchange(*(torch.empty(forcing.n_cells, N_LAYERS - 1, dtype=torch.float64) for _ in range(3)))
    layers = forcing.bedrock_layer.long().numpy()
    arrays = thaw.double().numpy(), layers, bedrock == "clm5", DAYS_PER_YEAR, *(tensor.numpy() for tensor in unit)
    with_sound_cache(lambda: unit_exchanges(*arrays))
    return unit


def gradients_by_cell(
    cell: torch.Tensor, fields: list[torch.Tensor], by_forcing: bool, differentiate: Callable[[int, int, Any, int], None]
) -> list[torch.Tensor | None]:
    """Call ``differentiate`` on all sites, and add up what it writes for the sites of each cell.

    ``differentiate(start, stop, gradients, base)`` writes those of sites ``start`` to ``stop`` to rows counted from site ``base``. Where
    no gradients by forcing are asked for it writes none.

    Parameters
    ----------
    cell
        The cell of each site, ``(sites,)``.
    fields
        Forcing by cell, ``(cells, ...)`` each.
    by_forcing
        Whether gradients by forcing are asked for.
    differentiate
        Called with the first site, the one after the last, the arrays to write to, and the site of their first row.
    """
    # numba is optional: the module must load without it.
    from .adjoint import ForcingGradients

    sites, kind = len(cell), fields[0].dtype
    chunk = FORCING_GRADIENT_SITES if by_forcing else max(sites, 1)
    parts = [torch.empty(min(chunk, sites) if by_forcing else 0, *field.shape[1:], dtype=kind) for field in fields]
    d_forcing = ForcingGradients(*(flat(part) for part in parts))
    by_cell = [torch.zeros_like(field) if by_forcing else None for field in fields]
    for base in range(0, sites, chunk):
        end = min(base + chunk, sites)
        run_kernel(lambda start, stop, base=base: differentiate(start, stop, d_forcing, base), base, end)  # type: ignore[misc]
        if by_forcing:
            # Sites of one cell add up.
            for total, part in zip(by_cell, parts):
                total.index_add_(0, cell[base:end], part[: end - base])
    return by_cell


def cells_of(layers: torch.Tensor, frozen: torch.Tensor, fields: tuple[torch.Tensor, ...]) -> Any:
    """The forcing by cell as the kernels read it.

    Parameters
    ----------
    layers
        Number above bedrock, ``(cells,)``.
    frozen
        Whether the soil never thaws, ``(cells,)``.
    fields
        The others, ``(cells, ...)`` each, litter last.
    """
    # numba is optional: the module must load without it.
    from .groups import Cells

    *others, litter = (flat(field.detach()) for field in fields)
    return Cells(*others, layers.numpy(), frozen.numpy(), litter)


def flat(field: torch.Tensor) -> np.ndarray:
    """``(cells, ...)`` as ``(cells, values)``, also of no cell.

    Parameters
    ----------
    field
        ``(cells, ...)``, on the CPU.
    """
    return field.numpy().reshape(len(field), math.prod(field.shape[1:]))


@functools.cache
def constants_of(kind: torch.dtype) -> Any:
    """Geometry and numerical limits in the type of the arrays."""
    # numba is optional: the module must load without it.
    from .groups import Constants

    number = torch.empty(0, dtype=kind).numpy().dtype.type
    arrays = (NODE_DEPTH, LAYER_THICKNESS, 100.0 * INTERFACE_DEPTH, 100.0 * LAYER_THICKNESS)
    numbers = (REFERENCE_TEMPERATURE, _LOWEST[kind], RATE_FLOOR[kind], DAYS_PER_YEAR, 1.0)
    return Constants(*(np.asarray(array, dtype=number) for array in arrays), *(number(value) for value in numbers))
