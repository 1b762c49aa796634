"""The part of a model card on how well the data determine each parameter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..learning.dataset import Sites, Tensors
from ..learning.fields.shares import followed_covariates, parameter_forms
from ..learning.task import Task
from ..model.checkpoints import Model
from ..running.callbacks import Warn
from ..running.devices import Device
from .identifiability import Identifiability, identifiability
from .sensitivity import SensitivityPlan, soc_sensitivity


def evidence_of(task: Task, model: Model, sites: Sites, device: Device, warn: Warn) -> list[dict[str, Any]]:
    """What the data say of each learned parameter: see :func:`evidence_rows`; for fields also the covariates that it ``follows``.

    Parameters
    ----------
    task, model
        The task, for its recipe and seed, and the model that was trained on it.
    sites
        All sites, which stand for the data.
    device
        Where to compute.
    warn
        Called with a code and a message where a GPU's memory runs out.
    """
    tensors = task.tensors(sites, np.arange(len(sites)), model.encoding, device)
    # The card holds no errors of the sensitivity.
    plan = SensitivityPlan(errors=False, seed=task.seed)
    rows = evidence_rows(identifiability(model, tensors, warn), soc_sensitivity(model, tensors, warn, plan))
    return of_fields(rows, model, tensors)


def of_fields(rows: list[dict[str, Any]], model: Model, tensors: Tensors) -> list[dict[str, Any]]:
    """:func:`evidence_rows` of a model of fields: each parameter is ``informed_by`` what the evidence of the fit says, and has the
    covariates that it ``follows``; of a model of networks the rows as they are.

    Parameters
    ----------
    rows
        Of :func:`evidence_rows`.
    model, tensors
        The model, and the sites.
    """
    followed, forms = followed_covariates(model, tensors), parameter_forms(model, tensors)
    return [{**row, "informed_by": forms[row["parameter"]], "follows": followed[row["parameter"]]} for row in rows] if forms else rows


def evidence_rows(identifiability: Identifiability, sensitivity: pd.DataFrame) -> list[dict[str, object]]:
    """What a model's card says of each learned parameter, from :func:`identifiability` and :func:`soc_sensitivity`.

    ``parameter``, ``informed_by``, ``posterior_over_prior_sd``, the ``first_order`` sensitivity of SOC to it, and the parameter that its
    posterior is most ``correlated_with``, with the correlation (empty for a parameter alone).
    """
    both = identifiability.parameters.merge(sensitivity[["parameter", "first_order"]], on="parameter")
    rows = both[["parameter", "informed_by", "posterior_over_prior_sd", "first_order"]].to_dict("records")
    for row in rows:
        others = identifiability.correlation[row["parameter"]].drop(row["parameter"])
        partner = others.abs().idxmax() if len(others) else ""
        row["correlated_with"] = f"{partner} ({others[partner]:+.2f})" if partner else ""
    return rows
