"""How well the data determine each parameter: how much they narrow a profile's posterior, and which parameters they cannot separate.

The network gives a map of every parameter, even if no observation depends on it. This module separates the parameters that the data
determine from those that only repeat the prior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from ..clm5 import Forcing, SoilCarbonModel
from ..clm5.geometry import N_LAYERS
from ..errors import JobError
from ..learning.batches import in_batches, sites_at_once
from ..learning.dataset import Tensors
from ..model.binn import ParameterSpace
from ..model.checkpoints import Model
from ..running.callbacks import Warn
from ..scoring.scores import LEAST_SOC
from .attribution import member_parameters

PRIOR_SD = 1.0 / np.sqrt(12.0)  # of a place in a range, uniform between 0 and 1
# Share of a parameter's prior standard deviation that the data leave, at most, to count as informed: by a profile alone, and by all
# profiles together if the parameter were the same everywhere.
PROFILE_INFORMS, POOL_INFORMS = 0.9, 0.5
BY_PROFILE, BY_POOL, BY_PRIOR = "profile", "all profiles", "prior"
SCALES = ("sqrt", "log")
SITES_AT_ONCE = 512  # a site's Jacobian and information are ten times what its state is
MAD_TO_SD = 1.4826  # median absolute deviation of a normal distribution to its standard deviation


@dataclass(frozen=True)
class ParameterPoint:
    """The parameters about which posteriors are linearised.

    Parameters
    ----------
    bedrock
        ``clm5`` or ``published``.
    space
        Ranges of the parameters, and which are learned.
    values
        ``(sites, 21)``, in their units.
    """

    bedrock: str
    space: ParameterSpace
    values: torch.Tensor


@dataclass(frozen=True)
class ObservationError:
    """Error of the observations that a posterior assumes.

    Parameters
    ----------
    scale
        ``sqrt``, in which BINN is trained, or ``log``.
    sigma
        Standard deviation in that scale: roots of gC/m3, or relative (PRODA: 0.6). None takes that of the residuals at the parameters,
        robustly (from their median absolute value), as the lack of fit is then part of the error.
    """

    scale: str = "sqrt"
    sigma: float | None = None


FROM_RESIDUALS = ObservationError()


@dataclass(frozen=True)
class Posterior:
    """Posteriors of single profiles, linearised about a model's parameters, in places in the ranges (prior: uniform, 0 to 1).

    ``names`` of the learned parameters, p of them; ``ratio`` posterior over prior standard deviation, ``(sites, p)``; ``correlation``
    mean over the sites, ``(p, p)``; ``directions`` in which the data exceed the prior, ``(sites,)``; ``pooled_ratio`` the same ratio if
    every parameter had one value at all sites, ``(p,)``; ``scale`` and ``sigma`` of the observation error.
    """

    names: tuple[str, ...]
    ratio: np.ndarray
    correlation: np.ndarray
    directions: np.ndarray
    pooled_ratio: np.ndarray
    scale: str
    sigma: float


@dataclass(frozen=True)
class Identifiability:
    """How well the data determine the learned parameters.

    ``parameters`` has a row each and the columns ``parameter``; ``posterior_over_prior_sd`` (median over the profiles);
    ``pooled_over_prior_sd`` (all profiles together, if the parameter were the same everywhere); ``site_sd_over_prior_sd`` (spread over
    the sites of the model's own value); ``member_sd_over_prior_sd`` (spread over the networks, root mean square over the sites; NaN for
    one network); ``informed_by`` and ``prior_dominated``, see :func:`identifiability`. ``correlation`` is the mean posterior
    correlation, names in index and columns; ``pairs`` its strongest entries with the columns ``first``, ``second``,
    ``correlation``. ``directions`` is the median number of directions in parameter space that a profile determines better than the
    prior; ``scale`` and ``sigma`` are those of the observation error.
    """

    parameters: pd.DataFrame
    correlation: pd.DataFrame
    pairs: pd.DataFrame
    directions: float
    scale: str
    sigma: float


def identifiability(model: Model, sites: Tensors, warn: Warn, error: ObservationError = FROM_RESIDUALS) -> Identifiability:
    """What single profiles say of the parameters where the model puts them, and how the model spreads them.

    The rule: a parameter is informed by ``profile`` where the median profile leaves it at most 90 % of its prior standard deviation; else
    by ``all profiles`` where they together, if it were the same everywhere, would leave at most half: its general level is the data's, the
    pattern of its map is so only as far as it follows the covariates; else by the ``prior`` alone: it is ``prior_dominated``, and its map
    tells nothing. Spread over the sites is no evidence and not in the rule: the network varies also what no observation depends on.

    Parameters
    ----------
    model
        The trained model.
    sites
        Sites with their observed layers.
    warn
        Called with a code and a message where a GPU's memory runs out.
    error
        Of the observations.
    """
    members = member_parameters(model, sites, warn)
    posterior = profile_posterior(ParameterPoint(model.bedrock, model.space, members.mean(0)), sites, warn, error)
    learned = np.flatnonzero(model.space.learned)
    width = (np.array(model.space.upper) - np.array(model.space.lower))[learned]
    places = members.cpu().double().numpy()[:, :, learned] / width
    between = np.sqrt(places.var(0, ddof=1).mean(0)) if len(places) > 1 else np.full(len(learned), np.nan)
    ratio = np.median(posterior.ratio, axis=0)
    informed_by = np.where(ratio <= PROFILE_INFORMS, BY_PROFILE, np.where(posterior.pooled_ratio <= POOL_INFORMS, BY_POOL, BY_PRIOR))
    table = pd.DataFrame(
        {
            "parameter": list(posterior.names),
            "posterior_over_prior_sd": ratio,
            "pooled_over_prior_sd": posterior.pooled_ratio,
            "site_sd_over_prior_sd": places.mean(0).std(0) / PRIOR_SD,
            "member_sd_over_prior_sd": between / PRIOR_SD,
            "informed_by": informed_by,
            "prior_dominated": informed_by == BY_PRIOR,
        }
    )
    correlation = pd.DataFrame(posterior.correlation, list(posterior.names), list(posterior.names))
    directions = float(np.median(posterior.directions))
    return Identifiability(table, correlation, strongest_pairs(correlation), directions, posterior.scale, posterior.sigma)


def profile_posterior(point: ParameterPoint, sites: Tensors, warn: Warn, error: ObservationError = FROM_RESIDUALS) -> Posterior:
    """Laplace's approximation of the posterior that each profile alone gives.

    With ``G`` the derivative of the root (or logarithm) of SOC at a profile's observed depths by the places of the learned parameters in
    their ranges, the posterior covariance is ``(G'G / sigma^2 + 12 I)^-1``: errors of layers independent, the uniform prior replaced by a
    normal one of its variance. Errors that layers share would leave the data less to say.

    Parameters
    ----------
    point
        The parameters about which is linearised.
    sites
        Sites with their observed layers.
    warn
        Called with a code and a message where a GPU's memory runs out.
    error
        Of the observations.

    Raises
    ------
    JobError
        For another scale, or a sigma that is not positive.
    """
    scale = error.scale
    if scale not in SCALES:
        raise JobError(f"{scale!r} is not a scale.", f"Choose one of: {', '.join(SCALES)}.")
    information, residuals = _information(point, sites, scale, warn)
    sigma = MAD_TO_SD * float(np.median(np.abs(residuals))) if error.sigma is None else float(error.sigma)
    if not sigma > 0.0:
        raise JobError(f"The observation error is {sigma:g}, but it must be a positive number.", "Give a positive number, such as 0.5.")
    covariance = _covariance(information / sigma**2)
    sd = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
    correlation = (covariance / (sd[:, :, None] * sd[:, None, :])).mean(0)
    pooled = _covariance(information.sum(0, keepdims=True) / sigma**2)[0]
    directions = (np.linalg.eigvalsh(information) > (sigma / PRIOR_SD) ** 2).sum(1)
    return Posterior(
        point.space.learned_names, sd / PRIOR_SD, correlation, directions, np.sqrt(np.diagonal(pooled)) / PRIOR_SD, scale, sigma
    )


def soc_jacobian(clm5: SoilCarbonModel, parameters: torch.Tensor, forcing: Forcing) -> tuple[torch.Tensor, torch.Tensor]:
    """SOC of the layers, gC/m3, ``(batch, 20)``, and its derivatives by the parameters, ``(batch, 20, 21)``: one backward pass a layer,
    since sites do not depend on one another.

    Parameters
    ----------
    clm5
        The soil carbon model.
    parameters
        ``(batch, 21)``, in their units.
    forcing
        Of the same sites.
    """
    leaf = parameters.detach().requires_grad_()
    with torch.enable_grad():
        soc = clm5(leaf, forcing).soc
        rows = [torch.autograd.grad(soc[:, layer].sum(), leaf, retain_graph=True)[0] for layer in range(N_LAYERS)]
    return soc.detach(), torch.stack(rows, 1)


def strongest_pairs(correlation: pd.DataFrame, most: int = 10) -> pd.DataFrame:
    """The pairs of parameters with the largest absolute correlation, strongest first: ``first``, ``second``, ``correlation``."""
    first, second = np.triu_indices(len(correlation), 1)
    values = correlation.to_numpy()[first, second]
    order = np.argsort(-np.abs(values), kind="stable")[:most]
    names = correlation.columns.to_numpy()
    return pd.DataFrame({"first": names[first[order]], "second": names[second[order]], "correlation": values[order]})


def _information(point: ParameterPoint, sites: Tensors, scale: str, warn: Warn) -> tuple[np.ndarray, np.ndarray]:
    """``G'G`` of every site, ``(sites, p, p)``, and the residuals of their layers, ``(layers,)``, in the scale of the error."""
    device = point.values.device

    def part(index: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
        return _information_of_some(point, sites, index, scale)

    parts = in_batches(part, torch.arange(len(sites), device=device), min(SITES_AT_ONCE, sites_at_once(device)), warn)
    return np.concatenate([row[0] for row in parts]), np.concatenate([row[1] for row in parts])


def _information_of_some(point: ParameterPoint, sites: Tensors, index: torch.Tensor, scale: str) -> tuple[np.ndarray, np.ndarray]:
    """The same of the sites ``index``."""
    space = point.space
    soc, jacobian = soc_jacobian(SoilCarbonModel(point.bedrock), point.values[index], sites.forcing.at(index))
    learned = torch.tensor(space.learned, device=soc.device)
    width = torch.from_numpy(np.array(space.upper) - np.array(space.lower)).to(soc)[learned]
    jacobian = jacobian[:, :, learned] * width
    site, layer = sites.layers_of(index)
    weights = sites.weights[layer]
    predicted = (soc[site] * weights).sum(1).clamp(min=LEAST_SOC)
    observed = sites.soc[layer].clamp(min=LEAST_SOC)
    # Layer by layer of the model: the Jacobian of every observed layer at once would be twenty times as large.
    slope = sum(weights[:, number, None] * jacobian[site, number] for number in range(N_LAYERS))
    if scale == "sqrt":
        slope, residual = slope / (2.0 * predicted.sqrt())[:, None], observed.sqrt() - predicted.sqrt()
    else:
        slope, residual = slope / predicted[:, None], observed.log() - predicted.log()
    found = slope.new_zeros(len(index), slope.shape[1], slope.shape[1]).index_add_(0, site, slope[:, :, None] * slope[:, None, :])
    return found.cpu().double().numpy(), residual.cpu().double().numpy()


def _covariance(precision: np.ndarray) -> np.ndarray:
    """Posterior covariance, ``(n, p, p)``, from the precision that the data add to the prior's.

    By Cholesky's factors: variances are positive in every rounding, and a parameter that no data touch keeps exactly the prior's.
    """
    factor = np.linalg.inv(np.linalg.cholesky(precision * PRIOR_SD**2 + np.eye(precision.shape[-1])))
    return PRIOR_SD**2 * factor.transpose(0, 2, 1) @ factor
