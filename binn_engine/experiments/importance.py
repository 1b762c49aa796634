"""Which covariates the model's SOC and processes depend on, and how: permutation importance and partial dependence.

Both change what the network reads and leave the forcing unchanged: they show what the network learned, not the effect of climate through
the soil model. Correlated covariates can replace one another, so that each alone seems to matter little; ``groups`` permutes them
together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import torch
from scipy.stats import rankdata

from ..clm5.geometry import N_LAYERS
from ..errors import JobError
from ..learning.dataset import Tensors
from ..model.checkpoints import Model
from ..model.encoding import EncodedCovariate, Encoding
from ..model.network import UNSEEN_CLASS, Inputs
from ..running.callbacks import Warn
from ..scoring.scores import soc_scores
from ..tables import PROCESS_NAMES
from .attribution import observed_layers, run_in_batches

LOCATION = "location"
SOC = "soc"
LEAST_SPREAD = 1e-12  # of a process over the sites, relative to its mean, below which it does not vary
MOST_CLASSES = 12  # of a categorical covariate in a partial dependence, the most frequent ones
GRID_SHARES = (0.05, 0.95)  # quantiles between which a partial dependence goes: beyond, there are few sites


@dataclass(frozen=True)
class _Unit:
    """Inputs that are permuted together: columns of the continuous inputs and of the classes, and whether the location is one of them."""

    continuous: tuple[int, ...] = ()
    classes: tuple[int, ...] = ()
    location: bool = False


@dataclass(frozen=True)
class PermutationPlan:
    """How covariates are permuted and what is scored.

    Parameters
    ----------
    repeats, seed
        Permutations, the same ones for every covariate, whatever the order of the sites; and the seed of their draw.
    max_soc
        Layers above this SOC, gC/m3, are not scored.
    groups
        Covariates that are permuted together, by the name of their group; None: each alone, and the location where it is read.
    """

    repeats: int = 5
    seed: int = 1
    max_soc: float = np.inf
    groups: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True)
class DependencePlan:
    """How a partial dependence is sampled: ``points`` of the grid of a continuous covariate, at least 2; the means are over at most
    ``most_sites`` of the sites, drawn at random with the ``seed``."""

    points: int = 11
    most_sites: int = 500
    seed: int = 1


FIVE_TIMES, ELEVEN_POINTS = PermutationPlan(), DependencePlan()


def permutation_importance(model: Model, sites: Tensors, warn: Warn, plan: PermutationPlan = FIVE_TIMES) -> pd.DataFrame:
    """What is lost where a covariate's values are exchanged among the sites (Breiman 2001; Fisher et al. 2019).

    Parameters
    ----------
    model, sites, warn, plan
        The model; sites to score, best ones that it never saw; called where a GPU's memory runs out; how covariates are permuted.

    Returns
    -------
    Rows with the columns ``covariate``, ``target``, ``measure``, ``mean`` and ``sd`` (over the repeats). Target ``soc``: ``nse_drop`` and
    ``log_nse_drop`` at the observed layers. Each process: ``lost_r2``, one minus the squared rank correlation over the sites between
    the process as predicted and with the covariate permuted (of ranks, since turnover times near zero make single sites' baseline
    decomposition exceed all others'), and ``change``, the root mean square of their difference over the process's standard
    deviation. NaN where a process does not vary.
    """
    repeats = plan.repeats
    if repeats < 1:
        raise JobError(f"The number of repeats is {repeats}, but at least 1 is needed.", "Give at least 1.")
    units = _grouped(_units(model), plan.groups) if plan.groups else _units(model)
    observed = sites.soc.cpu().double().numpy()
    scored = observed <= plan.max_soc
    everyone = torch.arange(len(sites), device=sites.start.device)
    again, donors = everyone.repeat(repeats), torch.from_numpy(_permutations(sites.inputs, repeats, plan.seed).ravel()).to(everyone.device)
    soc, processes = _predict(model, sites, sites.inputs, everyone, warn)
    base = _soc_nse(observed[scored], observed_layers(sites, soc)[scored])
    rows: list[tuple[str, str, str, np.ndarray]] = []
    for name, unit in units.items():
        soc, changed = _predict(model, sites, _permuted(sites.inputs.at(again), unit, donors), again, warn)
        layers = observed_layers(sites, soc.reshape(repeats, len(sites), N_LAYERS))[:, scored]
        drops = base - np.array([_soc_nse(observed[scored], row) for row in layers])
        rows += [(name, SOC, measure, values) for measure, values in zip(("nse_drop", "log_nse_drop"), drops.T)]
        for process, before, after in zip(PROCESS_NAMES, processes.T, changed.T):
            lost, change = _departure(before, after.reshape(repeats, -1))
            rows += [(name, process, "lost_r2", lost), (name, process, "change", change)]
    return _over_repeats(rows)


def _over_repeats(rows: Sequence[tuple[str, str, str, np.ndarray]]) -> pd.DataFrame:
    """Means and standard deviations of what was lost in each repeat ``(repeats,)``."""
    table = [(*row, float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else float("nan")) for *row, values in rows]
    return pd.DataFrame(table, columns=["covariate", "target", "measure", "mean", "sd"])


def partial_dependence(model: Model, sites: Tensors, warn: Warn, plan: DependencePlan = ELEVEN_POINTS) -> pd.DataFrame:
    """Each process where a covariate has the same value at all sites and everything else stays (Friedman 2001; Goldstein et al. 2015).

    Parameters
    ----------
    model
        The trained model.
    sites
        Sites whose covariates give the grids (quantiles of a continuous one, the most frequent classes of another); those the model was
        trained on, as a rule.
    warn
        Called with a code and a message where a GPU's memory runs out.
    plan
        How it is sampled.

    Returns
    -------
    Rows with the columns ``covariate``, ``categorical``, ``value`` (in the covariate's own unit), ``process``, ``mean``,
    ``lower_quartile`` and ``upper_quartile`` (over the sites). Plant carbon input is not learned and stays the same.
    """
    points = plan.points
    if points < 2:
        raise JobError(f"The number of points is {points}, but at least 2 are needed.", "Give at least 2.")
    chosen = sampled_sites(sites.inputs, plan.most_sites, plan.seed)
    tables = []
    for name, unit in _units(model).items():
        if unit.location:
            continue
        read, values = _grid(model.encoding, sites.inputs, name, unit, points)
        index = torch.from_numpy(np.tile(chosen, len(read))).to(sites.start.device)
        inputs = _fixed(sites.inputs.at(index), unit, torch.from_numpy(np.repeat(read, len(chosen))).to(index.device))
        _, processes = _predict(model, sites, inputs, index, warn)
        processes = processes.reshape(len(read), len(chosen), len(PROCESS_NAMES))
        tables.append(_curves(name, values, bool(unit.classes), processes))
    return pd.concat(tables, ignore_index=True)


def _curves(name: str, values: np.ndarray, categorical: bool, processes: np.ndarray) -> pd.DataFrame:
    """Rows of one covariate from ``values`` ``(points,)`` and processes ``(points, sites, 6)``."""
    low, high = np.quantile(processes, (0.25, 0.75), axis=1)
    columns = {
        "covariate": name,
        "categorical": categorical,
        "value": np.repeat(values, len(PROCESS_NAMES)),
        "process": np.tile(PROCESS_NAMES, len(values)),
        "mean": processes.mean(1).ravel(),
        "lower_quartile": low.ravel(),
        "upper_quartile": high.ravel(),
    }
    return pd.DataFrame(columns)


def canonical_order(inputs: Inputs) -> np.ndarray:
    """An order of the sites, ``(n,)``, that depends on their values and not on their order in the file: random draws in this order are
    the same for any order of the profiles."""
    columns = torch.cat([inputs.location, inputs.continuous, inputs.classes.to(inputs.continuous)], 1)
    return np.lexsort(columns.cpu().numpy().T[::-1])


def sampled_sites(inputs: Inputs, most: int, seed: int) -> np.ndarray:
    """At most so many of the sites, drawn without replacement, in canonical order."""
    order = canonical_order(inputs)
    if len(order) <= most:
        return order
    return order[np.sort(np.random.default_rng(seed).choice(len(order), most, replace=False))]


def _units(model: Model) -> dict[str, _Unit]:
    """Each covariate alone, and the location where a network reads it."""
    units, continuous, classes = {}, 0, 0
    for row in model.encoding.covariates:
        if row.categorical:
            units[row.name] = _Unit(classes=(classes,))
            classes += 1
        else:
            units[row.name] = _Unit(continuous=(continuous,))
            continuous += 1
    if model.card["network"]["encoder"] != "none":
        units[LOCATION] = _Unit(location=True)
    return units


def _grouped(units: Mapping[str, _Unit], groups: Mapping[str, Sequence[str]]) -> dict[str, _Unit]:
    unknown = [name for names in groups.values() for name in names if name not in units]
    if unknown:
        raise JobError(
            f"{unknown[0]!r} is to be permuted, but there is no covariate with this name.", f"The covariates are {', '.join(units)}."
        )
    return {
        group: _Unit(
            sum((units[name].continuous for name in names), ()),
            sum((units[name].classes for name in names), ()),
            any(units[name].location for name in names),
        )
        for group, names in groups.items()
    }


def _permutations(inputs: Inputs, repeats: int, seed: int) -> np.ndarray:
    """For each repeat, the site that each site takes its values from, ``(repeats, sites)``."""
    order, draw = canonical_order(inputs), np.random.default_rng(seed)
    source = np.empty((repeats, len(order)), dtype=int)
    for row in source:
        row[order] = order[draw.permutation(len(order))]
    return source


def _predict(model: Model, sites: Tensors, inputs: Inputs, site: torch.Tensor, warn: Warn) -> tuple[np.ndarray, np.ndarray]:
    """SOC of the 20 layers in gC/m3, ``(rows, 20)``, and processes, ``(rows, 6)``, means over the networks, with the forcing (and
    prescribed parameters) of the sites ``site``, ``(rows,)``."""

    @torch.no_grad()
    def part(index: torch.Tensor) -> np.ndarray:
        _, forcing, prescribed = sites.at(site[index])
        states = [member(inputs.at(index), forcing, prescribed).state for member in model.ensemble.networks]
        both = [torch.cat([state.soc, torch.stack([state.processes[name] for name in PROCESS_NAMES], 1)], 1) for state in states]
        return torch.stack(both).mean(0).cpu().double().numpy()

    both = np.concatenate(run_in_batches(part, len(site), site.device, warn))
    return both[:, :N_LAYERS], both[:, N_LAYERS:]


def _permuted(inputs: Inputs, unit: _Unit, source: torch.Tensor) -> Inputs:
    """Inputs whose unit comes from the sites ``source``, ``(rows,)``, of which the inputs are whole repetitions."""
    continuous, classes = inputs.continuous.clone(), inputs.classes.clone()
    continuous[:, list(unit.continuous)] = inputs.continuous[source][:, list(unit.continuous)]
    classes[:, list(unit.classes)] = inputs.classes[source][:, list(unit.classes)]
    return Inputs(continuous, classes, inputs.location[source] if unit.location else inputs.location)


def _fixed(inputs: Inputs, unit: _Unit, values: torch.Tensor) -> Inputs:
    """Inputs with ``values``, ``(rows,)``, in the one column of the unit."""
    if unit.classes:
        classes = inputs.classes.clone()
        classes[:, unit.classes[0]] = values
        return replace(inputs, classes=classes)
    continuous = inputs.continuous.clone()
    continuous[:, unit.continuous[0]] = values
    return replace(inputs, continuous=continuous)


def _grid(encoding: Encoding, inputs: Inputs, name: str, unit: _Unit, points: int) -> tuple[np.ndarray, np.ndarray]:
    """Values of a covariate as the network reads them, and in their own unit, ``(points,)`` each."""
    row = encoding.covariates[encoding.names.index(name)]
    if not unit.classes:
        column = inputs.continuous[:, unit.continuous[0]].cpu().numpy()
        read = np.unique(np.quantile(column, np.linspace(*GRID_SHARES, points)).astype(np.float32))
        return read, _own_unit(row, read.astype(float))
    count = np.bincount(inputs.classes[:, unit.classes[0]].cpu().numpy(), minlength=len(row.classes) + 1)
    count[UNSEEN_CLASS] = 0
    frequent = np.argsort(-count, kind="stable")[:MOST_CLASSES]
    read = np.sort(frequent[count[frequent] > 0])
    return read, np.array(row.classes, dtype=float)[read - 1]


def _own_unit(row: EncodedCovariate, read: np.ndarray) -> np.ndarray:
    """Values of a continuous covariate from what the network reads of them: the inverse of :meth:`EncodedCovariate.scaled`."""
    if row.scaling == "range":
        return row.lowest + (row.highest - row.lowest) * read
    return row.mean + row.spread * read


def _soc_nse(observed: np.ndarray, predicted: np.ndarray) -> tuple[float, float]:
    scores = soc_scores(observed, predicted)
    return scores["gC_m3"]["nse"], scores["log"]["nse"]


def _departure(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One minus the squared rank correlation, and the relative change, of ``after`` ``(repeats, n)`` from ``before`` ``(n,)``."""
    spread = before.std()
    if spread <= LEAST_SPREAD * abs(before.mean()):
        nothing = np.full(len(after), np.nan)
        return nothing, nothing
    change = np.sqrt(((after - before) ** 2).mean(1)) / spread
    ranks, other = rankdata(before), rankdata(after, axis=1)
    ranks, other = ranks - ranks.mean(), other - other.mean(1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        squared = (other @ ranks) ** 2 / ((other**2).sum(1) * (ranks**2).sum())
    return np.where(change > 0.0, 1.0 - squared, 0.0), change
