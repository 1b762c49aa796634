"""A whole training of the paper's size, network included: 25,925 synthetic profiles, 300 epochs.

Run by ``scripts/benchmark.sh training [JSON]``. Every profile has its own forcing and five layers; the truth is the model's own, at
parameters that follow the covariates. The published codes took 10 to 11 hours on a 128-core node for as many profiles and epochs.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.clm5.geometry import point_weights
from binn_engine.learning.dataset import Tensors
from binn_engine.learning.training import Training, train_network
from binn_engine.model.binn import Binn, build_network, parameter_space
from binn_engine.model.network import Inputs
from binn_engine.model.recipes import RECOMMENDED
from tests.benchmarks.inputs import sites

PROFILES, EPOCHS, LAYERS, COVARIATES = 25_925, 300, 5, 60
NETWORK = {"hidden": (128, 128, 128), "dropout": 0.1, "encoder": "none"}
PUBLISHED_HOURS = 10.5


def synthetic(count: int, seed: int) -> Tensors:
    """Profiles whose parameters are smooth functions of their covariates, with 20 % noise."""
    draw = np.random.default_rng(seed)
    space = parameter_space("binn")
    covariates = draw.standard_normal((count, COVARIATES)).astype(np.float32)
    loadings = np.random.default_rng(0).standard_normal((COVARIATES, 21)) / np.sqrt(COVARIATES)
    share = 1.0 / (1.0 + np.exp(-2.0 * covariates @ loadings))
    theta = np.array(space.lower) + share * (np.array(space.upper) - np.array(space.lower))
    forcing = sites(count, seed)
    depth = np.sort(draw.uniform(0.02, 1.5, (count, LAYERS)), axis=1)
    weights = torch.from_numpy(point_weights(depth.ravel(), np.repeat(forcing.bedrock_layer.numpy(), LAYERS)))
    with torch.no_grad():
        soc = SoilCarbonModel()(torch.from_numpy(theta), forcing).soc
    observed = (soc.repeat_interleave(LAYERS, 0) * weights).sum(1) * torch.from_numpy(np.exp(0.2 * draw.standard_normal(count * LAYERS)))
    inputs = Inputs(torch.from_numpy(covariates), torch.zeros(count, 0, dtype=torch.long), torch.zeros(count, 2))
    start = torch.arange(count) * LAYERS
    return Tensors(inputs, forcing.at(torch.arange(count)), start, torch.full((count,), LAYERS), weights, observed)


def main() -> None:
    """Train, and print the time and the score."""
    torch.manual_seed(0)
    model = Binn(build_network(COVARIATES, (), 21, NETWORK), parameter_space("binn"), "clm5")
    train, validation = synthetic(PROFILES, 1), synthetic(1000, 2)
    recipe = replace(RECOMMENDED, epochs=EPOCHS, patience=EPOCHS, batch_size=512)
    started = time.perf_counter()
    history = train_network(model, Training(train, validation, recipe, 1), lambda share, phase: None)
    took = time.perf_counter() - started
    result = {
        "profiles": PROFILES,
        "epochs": len(history),
        "seconds": took,
        "us_per_profile_and_epoch": 1e6 * took / (PROFILES * len(history)),
        "times_faster_than_published": 3600.0 * PUBLISHED_HOURS / took,
        "validation_log_nse": max(row.validation_log_nse for row in history),
    }
    print(f"{PROFILES:,} profiles x {len(history)} epochs in {took / 60:.1f} minutes (bar: under 10)")
    print(json.dumps(result))
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
