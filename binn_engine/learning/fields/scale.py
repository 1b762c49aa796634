"""How much the layers of real profiles count: less than if they were independent.

Layers of a profile, and profiles of a place, err alike, so that their residuals tell less than their number and size say. The variance of a
residual that predicts held-out blocks best makes up for that.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from ...model.encoding import Encoding
from ...resampling.folds import blocks_or_places
from ...running.steps import Step
from ..dataset import Sites
from ..losses import soc_loss
from ..task import Task
from ..training import predict_layers
from .fitting import FieldProblem, fit_lines

FACTORS = (1.0, 4.0, 12.0, 36.0)  # of the variance that residuals have
FOLDS, ITERATIONS = 3, 15
MOST_SITES = 2000  # that the choice is made on


def chosen_scale(task: Task, sites: Sites, index: np.ndarray, encoding: Encoding, step: Step) -> tuple[float, int]:
    """The variance of a residual whose fits of straight lines predict blocks best that were left out, and how often the CLM5 layer was
    evaluated for it.

    Parameters
    ----------
    task
        What is learned; its recipe has the loss.
    sites, index
        All sites, and those that may be used, ``(n,)``.
    encoding
        Of the covariates.
    step
        The device and the reporter.
    """
    some = index
    if len(index) > MOST_SITES:
        some = np.sort(np.random.default_rng(task.seed).choice(index, MOST_SITES, replace=False))
    every = FieldProblem(task, task.tensors(sites, some, encoding, step.device), encoding, step.part(0.0, 0.1))
    estimate = fit_lines(every, 0.0, ITERATIONS)
    folds = blocks_or_places(sites.profiles.longitude[some], sites.profiles.latitude[some], FOLDS, task.seed)
    evaluations = estimate.evaluations
    losses = np.zeros(len(FACTORS))
    for number, (train, test) in enumerate(folds.parts()):
        tested = task.tensors(sites, some[test], encoding, step.device)
        usable = tested.soc <= task.recipe.max_soc
        for column, factor in enumerate(FACTORS):
            done = (number * len(FACTORS) + column) / (FOLDS * len(FACTORS))
            part = step.part(0.1 + 0.9 * done, 0.1 + 0.9 * (done + 1.0 / (FOLDS * len(FACTORS))))
            problem = replace(every, sites=task.tensors(sites, some[train], encoding, step.device), step=part)
            fitted = fit_lines(problem, factor * estimate.fit.scale, ITERATIONS)
            evaluations += fitted.evaluations
            if usable.any():
                predicted = predict_layers(fitted.model, tested, step.warn)
                loss = soc_loss(predicted[usable], tested.soc[usable], every.spreads, task.recipe.loss)
                losses[column] += float(loss) * int(torch.count_nonzero(usable))
    return FACTORS[int(np.argmin(losses))] * estimate.fit.scale, evaluations
