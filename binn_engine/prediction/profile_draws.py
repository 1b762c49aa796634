"""Draws of a model at profiles: SOC of the layers, parameters and processes from every network or dropout pass."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import torch

from ..learning.batches import in_batches, python_warning, sites_at_once
from ..learning.dataset import Tensors
from ..model.calibration import Calibration
from ..model.checkpoints import Model
from ..model.scaling import LEVELS
from ..model.spread import Draw, Spread
from ..running.callbacks import Warn
from ..tables import PARAMETER_NAMES, PROCESS_NAMES


@dataclass(frozen=True)
class ProfileDraws:
    """``soc`` ``(draws, layers)`` gC/m3, ``parameters`` ``(draws, sites, 21)`` and ``processes`` ``(draws, sites, 6)``."""

    soc: np.ndarray
    parameters: np.ndarray
    processes: np.ndarray


@torch.no_grad()
def draw_profiles(model: Model, sites: Tensors, spread: Spread, warn: Warn = python_warning) -> ProfileDraws:
    """What the draws of ``spread`` say of the sites; raises as :meth:`Spread.check` does.

    Parameters
    ----------
    model
        Its networks.
    sites
        Whose layers are predicted.
    spread
        How predictions are drawn.
    warn
        Gets a code and a message when memory ran out.
    """
    spread.check(model)
    model.ensemble.eval()
    device = sites.start.device
    everyone = torch.arange(len(sites), device=device)
    soc, values = [], []
    for draw in spread.draws(model):
        parts = in_batches(functools.partial(_values, sites, draw), everyone, sites_at_once(device), warn)
        soc.append(torch.cat([part[0] for part in parts]).cpu().numpy())
        values.append(torch.cat([part[1] for part in parts]).cpu().numpy())
    both = np.stack(values)
    return ProfileDraws(np.stack(soc), both[..., : len(PARAMETER_NAMES)], both[..., len(PARAMETER_NAMES) :])


def _values(sites: Tensors, draw: Draw, index: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """SOC of the layers of some sites, and their parameters and processes ``(index, 27)``, as one draw has them."""
    member, masks = draw
    found = member(*sites.at(index), masks=masks)
    site, layer = sites.layers_of(index)
    processes = [found.state.processes[name] for name in PROCESS_NAMES]
    return (found.soc[site] * sites.weights[layer]).sum(-1), torch.cat([found.parameters, torch.stack(processes, 1)], 1)


def layer_quantiles(draws: np.ndarray, depth_m: np.ndarray, calibration: Calibration | None) -> np.ndarray:
    """Predicted quantiles of observed SOC of every layer at ``scaling.LEVELS``, ``(layers, levels)`` gC/m3.

    Parameters
    ----------
    draws
        Of the layers' SOC, gC/m3, ``(draws, layers)``: see :func:`draw_profiles`.
    depth_m
        Middle depths, m, ``(layers,)``, which say which scaling of the calibration holds.
    calibration
        What turns raw spread into quantiles; None: quantiles of the raw spread.
    """
    if calibration is None:
        return np.quantile(draws, LEVELS, axis=0).T
    return calibration.layers(draws, depth_m, LEVELS.tolist())
