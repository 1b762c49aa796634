"""What several tests of models make and read."""

from __future__ import annotations

import numpy as np
import torch

from binn_engine.model.binn import Binn, ParameterSpace, build_network, parameter_space
from binn_engine.model.checkpoints import Ensemble, Model
from binn_engine.model.encoding import fit_encoding

SETTINGS = {"hidden": (32, 32), "dropout": 0.2, "encoder": "none"}


def small_model(encoder: str = "none", members: int = 2) -> Model:
    """An untrained model of two continuous covariates and one of classes."""
    torch.manual_seed(3)
    values = np.column_stack([np.linspace(0.0, 10.0, 50), np.linspace(-5.0, 5.0, 50), np.arange(50) % 3 * 10 + 1])
    encoding = fit_encoding(("warmth", "rain", "land_cover"), (False, False, True), values)
    space = parameter_space("binn")
    networks = [Binn(build_network(2, encoding.n_classes, 21, {**SETTINGS, "encoder": encoder}), space, "clm5") for _ in range(members)]
    card = {"network": {**SETTINGS, "encoder": encoder}, "training": {"profile_hashes": ["a", "b"]}}
    return Model(Ensemble(networks).eval(), encoding, space, "clm5", card)


def sixty_covariates(space: ParameterSpace, members: int = 2, seed: int = 0, dropout: float = 0.0) -> Model:
    """An untrained model for the sites of ``synthetic``, whose parameters vary well over the sites."""
    torch.manual_seed(seed)
    settings = {"hidden": (16,), "dropout": dropout, "encoder": "none"}
    encoding = fit_encoding([f"c{number}" for number in range(60)], [False] * 60, np.random.default_rng(0).random((50, 60)))
    networks = [Binn(build_network(60, (), sum(space.learned), settings), space, "clm5") for _ in range(members)]
    for network in networks:
        torch.nn.init.normal_(network.network.head.weight, std=1.0)
    return Model(Ensemble(networks).eval(), encoding, space, "clm5", {"network": settings})
