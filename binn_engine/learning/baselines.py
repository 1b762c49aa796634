"""Baselines of BINN: constant parameters, a depth curve, and the same networks without a process model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from ..clm5 import SoilCarbonModel
from ..model.binn import PURE_NETWORK_OUTPUTS, ParameterSpace, PureNetwork, build_network, constant_parameters
from ..model.checkpoints import network_settings
from ..model.encoding import Encoding
from ..model.recipes import FIELDS
from ..resampling.splits import TrainingParts
from ..running.callbacks import Progress
from ..running.steps import Step
from ..tables import PARAMETERS
from .batches import sites_at_once
from .dataset import Sites, Tensors
from .task import Task, member_parts
from .training import Training, predict_layers, train_network

CONSTANT, DEPTH_CURVE, PURE_NETWORK = "constant parameters", "depth curve", "pure network"
CLM5_DEFAULTS = "CLM5 default parameters"


def constant_prediction(space: ParameterSpace, bedrock: str, sites: Tensors) -> np.ndarray:
    """SOC of every layer, gC/m3, with every learned parameter in the middle of its range.

    Parameters
    ----------
    space
        Ranges of the parameters.
    bedrock
        ``clm5`` or ``published``.
    sites
        Whose layers are predicted.
    """
    return _everywhere(constant_parameters(space), bedrock, sites)


def clm5_default_prediction(bedrock: str, sites: Tensors) -> np.ndarray:
    """SOC of every layer, gC/m3, with CLM5's own parameters, also where these lie outside the ranges that BINN learns in.

    Parameters
    ----------
    bedrock
        ``clm5`` or ``published``.
    sites
        Whose layers are predicted.
    """
    return _everywhere(np.array([row.default for row in PARAMETERS]), bedrock, sites)


@torch.no_grad()
def _everywhere(values: np.ndarray, bedrock: str, sites: Tensors) -> np.ndarray:
    """SOC of every layer with the same 21 parameters at all sites."""
    distinct, row = sites.forcing.distinct()
    parameters, clm5 = torch.from_numpy(values).to(sites.weights), SoilCarbonModel(bedrock)
    batches = torch.arange(distinct.n_sites, device=row.device).split(sites_at_once(row.device))
    # The parameters are the same everywhere, so one solution serves all sites that share a forcing.
    soc = torch.cat([clm5(parameters.expand(len(index), -1), distinct.at(index)).soc for index in batches])[row]
    site, layer = sites.layers_of(torch.arange(len(sites), device=sites.start.device))
    return (soc[site] * sites.weights[layer]).sum(-1).cpu().numpy()


@dataclass(frozen=True)
class DepthCurve:
    """Cubic polynomial of the square root of SOC in the logarithm of depth; ``coefficients`` as ``numpy.polyfit`` orders them."""

    coefficients: tuple[float, ...]
    shallowest: float
    deepest: float

    def predict(self, depth_m: np.ndarray) -> np.ndarray:
        """SOC in gC/m3 at depths in metres, ``(n,)``; constant beyond the depths it was fitted on.

        Parameters
        ----------
        depth_m
            m, ``(n,)``.
        """
        depth = np.clip(depth_m, self.shallowest, self.deepest)
        return np.maximum(np.polyval(self.coefficients, _log_depth(depth)), 0.0) ** 2


def fit_depth_curve(depth_m: np.ndarray, soc: np.ndarray) -> DepthCurve:
    """The curve through observed layers: depth in metres and SOC in gC/m3, ``(n,)`` each.

    Parameters
    ----------
    depth_m
        Middle depths of observed layers, m, ``(n,)``.
    soc
        gC/m3, ``(n,)``.
    """
    coefficients = np.polyfit(_log_depth(depth_m), np.sqrt(soc), 3)
    return DepthCurve(tuple(float(value) for value in coefficients), float(depth_m.min()), float(depth_m.max()))


def _log_depth(depth_m: np.ndarray) -> np.ndarray:
    return np.log(depth_m + 0.02)


def train_pure_network(encoding: Encoding, training: Training, progress: Progress) -> PureNetwork:
    """One network of the same recipe with the CLM5 layer left out.

    Parameters
    ----------
    encoding
        Of the covariates.
    training
        The sites, the recipe and the seed, also of the initial weights.
    progress
        The run's progress while it trains.
    """
    recipe, train = training.recipe, training.train
    torch.manual_seed(training.seed)
    usable = train.soc[train.soc <= recipe.max_soc]
    alone = replace(recipe, with_fields=False)
    settings = network_settings(replace(alone, network="plain") if recipe.network == FIELDS else alone)
    network = build_network(encoding.n_continuous, encoding.n_classes, PURE_NETWORK_OUTPUTS, settings)
    model = PureNetwork(network, float(usable.mean())).to(train.soc.device, train.soc.dtype)
    model.network.float()
    train_network(model, training, progress)
    return model


def pure_network_prediction(model: PureNetwork, sites: Tensors) -> np.ndarray:
    """SOC of every layer, gC/m3.

    Parameters
    ----------
    model
        The trained network.
    sites
        Whose layers are predicted.
    """
    return predict_layers(model, sites).cpu().numpy()


def pure_ensemble_predictions(
    task: Task, sites: Sites, parts: TrainingParts, tested: Sequence[Tensors], encoding: Encoding, step: Step
) -> list[np.ndarray]:
    """SOC of every layer of some sets of sites, gC/m3: the mean of as many pure networks as BINN has, trained and validated on the same
    profiles.

    Parameters
    ----------
    task
        Recipe and parameter space.
    sites
        All sites.
    parts
        Sites to train on, and to choose the best epoch by, as :func:`binn_engine.learning.fit.fit_ensemble` takes them.
    tested
        Sets of sites whose layers are predicted.
    encoding
        Of the covariates.
    step
        The device and the reporter.
    """
    recipe, predictions = task.recipe, []
    for member, own in enumerate(member_parts(task, sites, parts)):
        taught, checked = (task.tensors(sites, part, encoding, step.device) for part in (own.train, own.validation))
        progress = step.span.part(
            member / recipe.members, (member + 1) / recipe.members, f"without CLM5, network {member + 1} of {recipe.members}"
        )
        model = train_pure_network(encoding, Training(taught, checked, recipe, task.seed + member), progress)
        predictions.append([predict_layers(model, some, step.warn).cpu().numpy() for some in tested])
    return [np.mean(rows, axis=0) for rows in zip(*predictions)]
