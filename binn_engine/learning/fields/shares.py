"""What each parameter rests on in a model of fields, and which covariates it follows."""

from __future__ import annotations

import numpy as np
import torch

from ...model.checkpoints import Model
from ...model.encoding import Encoding
from ...model.field_network import CURVES, FieldNetwork
from ..dataset import Tensors
from .evidence import CONSTANT_VARIANCE

LEAST_SPREAD = 0.05  # of a logit over the sites, below which a parameter counts as constant: 1 % of its range
LEVEL_KNOWN = 0.25  # share of the prior variance of a logit's level below which the data are said to tell it
FIELD, CONSTANT, PRIOR = "field", "constant", "prior"  # as ``tables.EVIDENCE`` has them
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


def parameter_forms(model: Model, sites: Tensors) -> dict[str, str]:
    """What the data say of each learned parameter of a model of fields: ``field`` where it varies, ``constant`` where it does not but its
    level is known, ``prior`` where that is not known either; empty for a model of networks.

    Fits of the ensemble count together: where each knows another level, the level is not known.

    Parameters
    ----------
    model
        A trained model.
    sites
        The sites over which it varies.
    """
    fields = [one.network for one in model.ensemble.networks if isinstance(one.network, FieldNetwork)]
    if not fields:
        return {}
    varies = np.mean([np.sum(list(_variances(field, model.encoding, sites).values()), axis=0) for field in fields], axis=0)
    means, errors = (np.stack(rows) for rows in zip(*(_levels(field, sites) for field in fields)))
    known = errors.mean(0) + means.var(0) < LEVEL_KNOWN * CONSTANT_VARIANCE
    forms = np.where(varies >= LEAST_SPREAD**2, FIELD, np.where(known, CONSTANT, PRIOR))
    return dict(zip(model.space.learned_names, forms.tolist()))


def _levels(field: FieldNetwork, sites: Tensors) -> tuple[np.ndarray, np.ndarray]:
    """Mean of each learned parameter's logit over the sites, and the variance of its error by the posterior, ``(learned,)`` each."""
    outputs = field.shape.n_outputs
    with torch.no_grad():
        mean = field.features(sites.inputs).double().mean(0)
        level = mean @ field.weight.double()
        row, column = field.uncertain // outputs, field.uncertain % outputs
        spread = mean[row][:, None] * field.factor.double()
        joint = torch.zeros(outputs, spread.shape[1], dtype=torch.float64, device=spread.device).index_add_(0, column, spread)
        variance = (joint**2).sum(1) + (mean[:, None] ** 2 * field.loose.double() ** 2).sum(0)
    return level.cpu().numpy(), variance.cpu().numpy()


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
