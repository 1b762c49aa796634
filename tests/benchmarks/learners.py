"""Which learner predicts SOC best, and what the mean of several is worth: ``scripts/benchmark.sh learners DATA FOLDER [--seed N]``.

``FOLDER`` holds models and predictions of two runs of ``crossvalidate`` on the New York data in ``DATA``, with ``--members 4``, the same
``--seed``, ``--model FOLDER/NAME.safetensors`` and ``--predictions FOLDER/NAME.csv``: ``network`` (``--teacher none``), and ``both``
(``--learner both --teacher learners``), which holds networks with a teacher and fields. They predict the profiles that their fold held out,
alone and as means of logits, one member of each learner at a time.
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
from binn_engine.model.binn import Binn
from binn_engine.model.checkpoints import Model, load_model
from binn_engine.model.joint_network import JointNetwork
from binn_engine.model.recipes import RECOMMENDED
from binn_engine.resampling.splits import block_of
from tests.benchmarks.reach import Setting, observed_of, setting_of

RIVALS = (BOOSTING, FOREST, PURE_NETWORK)
MEANS = (("network", "fields"), ("teacher", "fields"), ("network", "teacher"), ("network", "teacher", "fields"))
Logits = list[torch.Tensor]  # of every fold's test sites, ``(members, sites, parameters)``


def logits_of(model: Model, setting: Setting) -> dict[str, Logits]:
    """The logits of each learner in a model of all folds, by its name."""
    task, members = Task(model.space, RECOMMENDED, setting.seed), model.ensemble.networks
    each = len(members) // len(setting.parts)
    found: dict[str, Logits] = {}
    for number, part in enumerate(setting.parts):
        inputs = task.tensors(setting.sites, part.test, model.encoding, setting.device).inputs
        rows: dict[str, list[torch.Tensor]] = {}
        for member in members[number * each : (number + 1) * each]:
            for name, network in learners_of(member).items():
                with torch.no_grad():
                    rows.setdefault(name, []).append(network(inputs).double())
        for name, values in rows.items():
            found.setdefault(name, []).append(torch.stack(values))
    return found


def learners_of(member: Binn) -> dict[str, torch.nn.Module]:
    """The networks of a member, by the name of the learner."""
    joint = member.network
    return {"teacher": joint.network, "fields": joint.field} if isinstance(joint, JointNetwork) else {"network": joint}


def soc_of(model: Model, setting: Setting, logits: Logits) -> np.ndarray:
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
    """SOC of all layers, gC/m3, by every learner and by their means, from the mean over the members and from their mean logits."""
    models = [load_model(folder / f"{name}.safetensors") for name in ("network", "both")]
    logits: dict[str, Logits] = {}
    for model in models:
        logits |= logits_of(model, setting)
    for names in MEANS:
        logits[" + ".join(names)] = [torch.stack(rows).mean(0) for rows in zip(*(logits[name] for name in names))]
    found = {}
    for name, rows in logits.items():
        found[name] = soc_of(models[0], setting, rows)
        found[f"{name}, one profile"] = soc_of(models[0], setting, [row.mean(0, keepdim=True) for row in rows])
    return found


def rivals(folder: Path, setting: Setting) -> dict[str, np.ndarray]:
    """SOC of all layers, gC/m3, by the models beside BINN."""
    table = pd.read_csv(folder / "network.csv")
    if not np.allclose(table["soc_gC_m3"], setting.sites.profiles.soc):
        raise SystemExit("network.csv has other layers than the data, or in another order.")
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
        others = {row: values for row, values in {"network": own["network"], **beside}.items() if row != name}
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
