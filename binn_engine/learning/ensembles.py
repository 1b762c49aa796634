"""Predictions of a trained model for sites: means of the networks of its ensemble."""

from __future__ import annotations

import numpy as np
import torch

from ..model.checkpoints import Model
from ..running.callbacks import Warn
from ..tables import PARAMETER_NAMES, PROCESS_NAMES
from .batches import in_batches, python_warning, sites_at_once
from .dataset import Tensors
from .training import predict_layers


def ensemble_layers(model: Model, sites: Tensors, warn: Warn = python_warning) -> np.ndarray:
    """SOC of every layer in gC/m3, the mean over the checkpoint's networks, ``(layers,)``.

    Parameters
    ----------
    model
        Its networks.
    sites
        Whose layers are predicted.
    warn
        Gets a code and a message when memory ran out.
    """
    return torch.stack([predict_layers(member, sites, warn) for member in model.ensemble.networks]).mean(0).cpu().numpy()


@torch.no_grad()
def ensemble_sites(model: Model, sites: Tensors, warn: Warn = python_warning) -> tuple[np.ndarray, np.ndarray]:
    """Parameters ``(n, 21)`` and processes ``(n, 6)`` of the sites, means over the checkpoint's networks.

    Parameters
    ----------
    model
        Its networks.
    sites
        Sites of which parameters and processes are wanted.
    warn
        Gets a code and a message when memory ran out.
    """
    device = sites.start.device

    def predict(index: torch.Tensor) -> torch.Tensor:
        predictions = [member(*sites.at(index)) for member in model.ensemble.networks]
        processes = [torch.stack([row.state.processes[name] for name in PROCESS_NAMES], 1) for row in predictions]
        return torch.stack([torch.cat([row.parameters, values], 1) for row, values in zip(predictions, processes)]).mean(0)

    both = torch.cat(in_batches(predict, torch.arange(len(sites), device=device), sites_at_once(device), warn)).cpu().numpy()
    return both[:, : len(PARAMETER_NAMES)], both[:, len(PARAMETER_NAMES) :]
