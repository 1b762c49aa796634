"""Which covariates each parameter follows in a model of fields."""

from __future__ import annotations

import numpy as np
import torch

from ...model.checkpoints import Model
from ...model.encoding import Encoding
from ...model.field_network import CURVES, FieldNetwork
from ..dataset import Tensors

LEAST_SPREAD = 0.05  # of a logit over the sites, below which a parameter counts as constant: 1 % of its range
NAMED, LEAST_SHARE = 3, 0.05  # covariates that are named, and the smallest share


def followed_covariates(model: Model, sites: Tensors) -> dict[str, str]:
    """What each learned parameter follows, such as ``clay 62 %, elevation 21 %``, or ``none: constant``; empty for a model of networks.

    A share is that of the variance over the sites of a covariate's own part of the sum, of all such variances. Fits of the ensemble
    count alike.

    Parameters
    ----------
    model
        A trained model.
    sites
        The sites over which the parts vary.
    """
    fields = [one.network for one in model.ensemble.networks if isinstance(one.network, FieldNetwork)]
    if not fields:
        return {}
    parts: dict[str, np.ndarray] = {}
    for field in fields:
        for name, variance in _variances(field, model.encoding, sites).items():
            parts[name] = parts.get(name, np.zeros(len(variance))) + variance / len(fields)
    names, variances = list(parts), np.array(list(parts.values()))
    return {parameter: _in_words(names, variances[:, number]) for number, parameter in enumerate(model.space.learned_names)}


def _variances(field: FieldNetwork, encoding: Encoding, sites: Tensors) -> dict[str, np.ndarray]:
    """Variance over the sites of each covariate's part of the logits, and of each product's, ``(learned,)`` each."""
    with torch.no_grad():
        values, weight = field.features(sites.inputs)[:, 1:].double(), field.weight[1:].double()
    curved = [row.name for row in encoding.covariates if not row.categorical]
    names = [*curved, *encoding.categorical, *(f"{curved[one]} x {curved[other]}" for one, other in field.pairs.tolist())]
    counts = [CURVES] * len(curved) + list(encoding.n_classes) + [1] * len(field.pairs)
    rows = np.split(np.arange(sum(counts)), np.cumsum(counts)[:-1])
    return {name: (values[:, row] @ weight[row]).var(0, correction=0).cpu().numpy() for name, row in zip(names, rows)}


def _in_words(names: list[str], variance: np.ndarray) -> str:
    """The strongest of the named parts of one parameter, whose variances are given, ``(parts,)``."""
    total = float(variance.sum())
    if total < LEAST_SPREAD**2:
        return "none: constant"
    strongest = [row for row in np.argsort(-variance)[:NAMED] if variance[row] >= LEAST_SHARE * total]
    return ", ".join(f"{names[row]} {100 * variance[row] / total:.0f} %" for row in strongest) or "many covariates"
