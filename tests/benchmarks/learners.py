"""Which learner predicts SOC best, and what the mean of several is worth: ``scripts/benchmark.sh learners DATA FOLDER [--seed N]``.

``FOLDER`` holds models and predictions of ``crossvalidate`` on the New York data in ``DATA`` with the same seed, each run with
``--model FOLDER/NAME.safetensors --predictions FOLDER/NAME.csv``: ``network`` (``--teacher none --learner network``), ``teacher``
(``--teacher learners --learner network``) and ``fields`` (``--learner fields``). Their networks predict the profiles that their fold held
out; members of several learners are then averaged, one of each learner at a time, in logits (one profile of CLM5 for each) and in SOC.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from binn_engine.experiments.crossvalidation import layers_of
from binn_engine.experiments.score_rows import ScoredLayers
from binn_engine.learning.baselines import PURE_NETWORK
from binn_engine.learning.soc_trees import BOOSTING, FOREST
from binn_engine.learning.task import Task
from binn_engine.model.checkpoints import Model, load_model
from binn_engine.model.recipes import RECOMMENDED
from binn_engine.resampling.splits import block_of
from tests.benchmarks.reach import Setting, observed_of, setting_of

RIVALS = (BOOSTING, FOREST, PURE_NETWORK)
MEANS = (("network", "fields"), ("teacher", "fields"), ("network", "teacher"), ("network", "teacher", "fields"))


def logits_of(model: Model, setting: Setting) -> list[torch.Tensor]:
    """Logits of every fold's test sites by every member of that fold, ``(members, sites, parameters)``."""
    task, members = Task(model.space, RECOMMENDED, setting.seed), model.ensemble.networks
    each = len(members) // len(setting.parts)
    found = []
    for number, part in enumerate(setting.parts):
        inputs = task.tensors(setting.sites, part.test, model.encoding, setting.device).inputs
        with torch.no_grad():
            found.append(torch.stack([one.places(inputs)[0].double() for one in members[number * each : (number + 1) * each]]))
    return found


def soc_of(model: Model, setting: Setting, logits: list[torch.Tensor]) -> np.ndarray:
    """SOC of all layers, gC/m3, the mean over the members of their profiles of CLM5."""
    task = Task(model.space, RECOMMENDED, setting.seed)
    lower, upper = (torch.tensor(ends, dtype=torch.float64) for ends in (model.space.lower, model.space.upper))
    soc = np.full(len(setting.sites.profiles.soc), np.nan)
    for part, rows in zip(setting.parts, logits):
        tensors = task.tensors(setting.sites, part.test, model.encoding, setting.device)
        with torch.no_grad():
            values = [observed_of(tensors, lower + (upper - lower) * torch.sigmoid(row)).numpy() for row in rows]
        soc[layers_of(setting.sites, part.test)] = np.mean(values, axis=0)
    return soc


def candidates(folder: Path, setting: Setting) -> dict[str, np.ndarray]:
    """SOC of all layers, gC/m3, by every learner in the folder and by their means."""
    names = [name for name in ("network", "teacher", "fields") if (folder / f"{name}.safetensors").exists()]
    models = {name: load_model(folder / f"{name}.safetensors") for name in names}
    model = models[names[0]]
    logits = {name: logits_of(one, setting) for name, one in models.items()}
    found = {name: soc_of(model, setting, rows) for name, rows in logits.items()}
    found |= {f"{name}, 4 members": soc_of(model, setting, [rows[:4] for rows in logits[name]]) for name in names if name != "fields"}
    for learners in MEANS:
        if not set(learners) <= set(names):
            continue
        fewest = min(len(logits[name][0]) for name in learners)
        folds = list(zip(*(logits[name] for name in learners)))
        title = " + ".join(learners)
        members = [torch.stack([rows[:fewest] for rows in fold]).mean(0) for fold in folds]
        found[f"{title}, {fewest} members"] = soc_of(model, setting, members)
        found[f"{title}, one profile"] = soc_of(
            model, setting, [torch.stack([rows.mean(0) for rows in fold]).mean(0)[None] for fold in folds]
        )
        found[f"{title}, mean of SOC"] = np.mean([found[name] for name in learners], axis=0)
    return found


def rivals(folder: Path, setting: Setting) -> dict[str, np.ndarray]:
    """SOC of all layers, gC/m3, by the models beside BINN, from the predictions of the first run."""
    path = next(folder / f"{name}.csv" for name in ("network", "teacher", "fields") if (folder / f"{name}.csv").exists())
    table = pd.read_csv(path)
    if not np.allclose(table["soc_gC_m3"], setting.sites.profiles.soc):
        raise SystemExit(f"{path} has other layers than the data, or in another order.")
    return {name: table[name].to_numpy() for name in RIVALS}


def main() -> None:
    """Print the scores up to 150 kg/m3, and their differences from the rivals with intervals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    setting = setting_of(options.data, options.seed)
    profiles = setting.sites.profiles
    block = block_of(profiles.longitude, profiles.latitude, 0.25)[profiles.profile]
    layers = ScoredLayers(profiles.soc, block, RECOMMENDED.max_soc, options.seed)
    beside, own = rivals(options.folder, setting), candidates(options.folder, setting)
    for name, soc in {**own, **beside}.items():
        others = {
            row: values for row, values in {**({"network": own["network"]} if "network" in own else {}), **beside}.items() if row != name
        }
        rows = pd.DataFrame(layers.rows({name: soc, **others}, reference=name))
        rows = rows[(rows["layers"] != "all") & rows["score"].isin(("nse", "log_nse"))]
        alone = rows[(rows["model"] == name) & (rows["against"] == "")].set_index("score")["value"]
        print(f"{name}: {alone['nse']:.3f} / {alone['log_nse']:.3f}")
        for other in others:
            less = rows[rows["against"] == other].set_index("score")
            text = " / ".join(f"{row.value:+.3f} [{row.lower:+.3f}, {row.upper:+.3f}]" for row in less.loc[["nse", "log_nse"]].itertuples())
            print(f"    less {other}: {text}", flush=True)


if __name__ == "__main__":
    main()
