"""What each process of a shared training runs in the tests: a short training by each recipe in float64, written by the first one.

python -m tests.engine.learning.replica_worker FOLDER [fails]
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import torch
from safetensors.torch import save

from binn_engine.clm5.geometry import N_LAYERS
from binn_engine.learning import replicas
from binn_engine.learning.dataset import Tensors
from binn_engine.learning.training import Training, train_network
from binn_engine.model.binn import Binn, build_network, parameter_space
from binn_engine.model.checkpoints import network_settings
from binn_engine.model.network import Inputs
from binn_engine.model.recipes import RECIPES, Recipe
from tests.engine.support.twin_sites import forcing_grid

CHANGED = {"hidden": (16, 16), "batch_size": 13, "epochs": 4, "patience": 2, "encoder": "none", "max_soc": 9e4}


def tensors(first: int, last: int) -> Tensors:
    """Sites with one to three layers each, some of which are above ``max_soc``."""
    draw = torch.Generator().manual_seed(first)
    sites = last - first
    forcing = forcing_grid().forcing()
    count = torch.arange(sites) % 3 + 1
    layers = int(count.sum())
    inputs = Inputs(
        torch.randn(sites, 3, generator=draw, dtype=torch.float64),
        torch.randint(1, 4, (sites, 1), generator=draw),
        torch.zeros(sites, 2, dtype=torch.float64),
    )
    weights = torch.eye(N_LAYERS, dtype=torch.float64)[torch.arange(layers) % 6]
    soc = 1e5 * torch.rand(layers, generator=draw, dtype=torch.float64)
    return Tensors(inputs, forcing.at(torch.arange(sites) % 9), count.cumsum(0) - count, count, weights, soc)


def main(folder: Path, fails: bool = False) -> None:
    """Train by each recipe, and write the weights and the history."""
    with replicas.joined("cpu"):
        for name, recipe in RECIPES.items():
            train(dataclasses.replace(recipe, **CHANGED), folder / f"{name}.safetensors", fails)


def train(recipe: Recipe, path: Path, fails: bool) -> None:
    """Train by a recipe, and write the weights and the history."""
    torch.manual_seed(3)
    network = build_network(3, [4], 21, network_settings(recipe)).double()
    model = Binn(network, parameter_space("binn"), recipe.bedrock, tempered=recipe.tempered).double()
    if fails and replicas.number() == 1:
        raise SystemExit("this process ends before its time")
    history = train_network(model, Training(tensors(0, 60), tensors(100, 125), recipe, 7), lambda share, phase: None)
    if replicas.number() == 0:
        rows = torch.tensor([list(dataclasses.astuple(row)) for row in history], dtype=torch.float64)
        found = {**model.state_dict(), "history": rows, "processes": torch.tensor(replicas.count())}
        path.write_bytes(save({key: value.contiguous() for key, value in found.items()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), "fails" in sys.argv[2:])
