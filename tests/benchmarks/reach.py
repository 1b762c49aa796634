"""What holds BINN back from a network without a mechanism: the profiles that the CLM5 layer can make, or the learning of their parameters?

``scripts/benchmark.sh reach DATA [--seed N] [--members N] [--json FILE]``, with the New York data in ``DATA``. On the folds of
``crossvalidate``:

* ``pure network``: an ensemble that predicts the 20 layers, of the recommended recipe, as ``crossvalidate`` has it.
* ``pure network, within reach``: of each test profile the one that the CLM5 layer can make of its forcing, with any parameters in their
  ranges, that is nearest to that prediction. What this loses is lost to the mechanism, not to learning.
* ``observations, within reach``: likewise, nearest to the observed layers: how near the mechanism comes if somebody tells it the answer.
* ``pure network, simple``: three networks of 3 x 128 with the loss of the root, that share their validation profiles and do not read the
  forcing: what a pure network is before it gets what was found for BINN.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.experiments.crossvalidation import Fold, layers_of, parts_of
from binn_engine.experiments.job_folds import folds_of
from binn_engine.learning.baselines import pure_network_prediction, train_pure_network
from binn_engine.learning.dataset import Sites, Tensors
from binn_engine.learning.drivers import NAMES
from binn_engine.learning.losses import regularisation, soc_loss, soc_spreads
from binn_engine.learning.site_sources import read_checked_sites
from binn_engine.learning.task import Task, member_parts
from binn_engine.learning.training import Training
from binn_engine.model.binn import parameter_space
from binn_engine.model.encoding import fit_encoding
from binn_engine.model.recipes import RECOMMENDED, Recipe
from binn_engine.running.context import Run
from binn_engine.running.devices import Device, choose_device
from binn_engine.running.events import Reporter
from binn_engine.running.outputs import StagedOutputs
from binn_engine.scoring.scores import soc_scores
from binn_engine.settings import CrossvalidateJob

SIMPLE = replace(RECOMMENDED, hidden=(128, 128, 128), dropout=0.1, loss="sqrt", members=3, rotating=False, drivers=False)
STEPS, RATE = 400, 0.05
WEAK = 1e-4  # weight of the squared logits, which keeps parameters that nothing tells from wandering


@dataclass(frozen=True)
class Setting:
    """The sites of the folds' parts, and what runs on them."""

    sites: Sites
    parts: list[Fold]
    seed: int
    device: Device


def pure(setting: Setting, recipe: Recipe) -> np.ndarray:
    """SOC of all layers, gC/m3, each by the ensemble of pure networks of the fold that tests it."""
    sites = setting.sites if recipe.drivers else without_drivers(setting.sites)
    task = Task(parameter_space("binn"), recipe, setting.seed)
    table = sites.covariates
    encoding = fit_encoding(table.names, table.categorical, table.values, recipe.scaling)
    found = np.full(len(sites.profiles.soc), np.nan)
    for number, part in enumerate(setting.parts):
        test = task.tensors(sites, part.test, encoding, setting.device)
        predictions = []
        for member, own in enumerate(member_parts(task, sites, part)):
            tensors = [task.tensors(sites, index, encoding, setting.device) for index in (own.train, own.validation)]
            training = Training(*tensors, recipe, task.seed + member)
            predictions.append(pure_network_prediction(train_pure_network(encoding, training, unheard), test))
        found[layers_of(sites, part.test)] = np.mean(predictions, axis=0)
        print(f"fold {number + 1} of {len(setting.parts)}: {recipe.members} pure networks", flush=True)
    return found


def without_drivers(sites: Sites) -> Sites:
    """The sites without the summary of the forcing, whose columns come last."""
    table = sites.covariates
    kept = len(table.names) - len(NAMES)
    return replace(
        sites, covariates=replace(table, names=table.names[:kept], categorical=table.categorical[:kept], values=table.values[:, :kept])
    )


def within_reach(setting: Setting, wanted: np.ndarray) -> np.ndarray:
    """SOC of all layers, gC/m3, of the profiles nearest to ``wanted`` ``(layers,)`` that the CLM5 layer can make at their places."""
    space, everyone = parameter_space("binn"), np.arange(len(setting.sites))
    table = setting.sites.covariates
    encoding = fit_encoding(table.names, table.categorical, table.values, RECOMMENDED.scaling)
    tensors = Task(space, RECOMMENDED, setting.seed).tensors(setting.sites, everyone, encoding, setting.device)
    lower, upper = (torch.tensor(values, dtype=torch.float64) for values in (space.lower, space.upper))
    target = torch.from_numpy(wanted)
    spreads = soc_spreads(target, RECOMMENDED.loss)
    logits = torch.zeros(len(everyone), len(lower), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.Adam([logits], lr=RATE)
    for _ in range(STEPS):
        optimiser.zero_grad()
        shares = torch.sigmoid(logits)
        predicted = observed_of(tensors, lower + (upper - lower) * shares)
        # A sum over the sites, since each has parameters of its own.
        loss = len(everyone) * (soc_loss(predicted, target, spreads, RECOMMENDED.loss) + WEAK * regularisation(logits, shares, "logit"))
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        return observed_of(tensors, lower + (upper - lower) * torch.sigmoid(logits)).numpy()


def observed_of(tensors: Tensors, parameters: torch.Tensor) -> torch.Tensor:
    """SOC of the observed layers, gC/m3, of 21 parameters at every site."""
    soc = SoilCarbonModel(RECOMMENDED.bedrock)(parameters, tensors.forcing).soc
    site, layer = tensors.layers_of(torch.arange(len(tensors)))
    return (soc[site] * tensors.weights[layer]).sum(-1)


def unheard(share: float, phase: str) -> None:
    """Progress of single networks is not told."""


def scored(sites: Sites, predicted: np.ndarray) -> dict[str, float]:
    """NSE of SOC and of its logarithm, of the layers up to 150 kg/m3."""
    kept = sites.profiles.soc <= RECOMMENDED.max_soc
    scores = soc_scores(sites.profiles.soc[kept], predicted[kept])
    return {"nse": scores["gC_m3"]["nse"], "log_nse": scores["log"]["nse"]}


def setting_of(data: Path, seed: int) -> Setting:
    """The New York data and its folds of 0.25-degree blocks, as ``crossvalidate`` makes them."""
    files = {"observations": "soc_layers.csv", "covariates": "covariates.csv", "forcing": "clm5_forcing.nc"}
    paths: dict[str, object] = {name: str(data / file) for name, file in files.items()}
    paths["covariates"] = (paths["covariates"],)
    job = CrossvalidateJob(**paths, report="unused.html", seed=seed, folds=5, block_degrees=0.25)
    device = choose_device("cpu")
    sites, _ = read_checked_sites(Run(job, device, Reporter(io.StringIO()), StagedOutputs()))
    folds, _ = folds_of(job, sites, RECOMMENDED.max_soc)
    return Setting(sites, parts_of(folds, sites, job.validation_share, seed), seed, device)


def main() -> None:
    """Compare, and print a row each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--members", type=int, default=5)
    parser.add_argument("--json", type=Path, help="File for the scores.")
    options = parser.parse_args()
    setting = setting_of(options.data, options.seed)
    of_pure = pure(setting, replace(RECOMMENDED, members=options.members))
    rows: dict[str, Callable[[], np.ndarray]] = {
        "pure network": lambda: of_pure,
        "pure network, within reach": lambda: within_reach(setting, of_pure),
        "observations, within reach": lambda: within_reach(setting, setting.sites.profiles.soc),
        "pure network, simple": lambda: pure(setting, SIMPLE),
    }
    found = {name: scored(setting.sites, make()) for name, make in rows.items()}
    for name, scores in found.items():
        print(f"{name:30s} NSE {scores['nse']:.3f}, log NSE {scores['log_nse']:.3f}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
