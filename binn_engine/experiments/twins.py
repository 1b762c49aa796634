"""Twins of the sites: chosen true parameters, and the SOC that would be observed if they were true.

If the truth is known, the result of a method can be compared with it; SOC alone never shows whether the parameters are correct.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from scipy.special import ndtr

from ..clm5 import SoilCarbonModel
from ..covariates.table import CovariateTable
from ..errors import InputError, JobError
from ..learning.dataset import Sites, Tensors, to_tensors
from ..model.binn import ParameterSpace
from ..model.encoding import fit_encoding, is_from_forcing
from ..running.callbacks import Warn
from ..running.devices import Device
from ..scoring.scores import LEAST_SOC
from ..tables import PARAMETER_NAMES
from .attribution import observed_layers, simulate

LOWEST, HIGHEST = 0.05, 0.95  # places in the ranges between which drawn truths lie
FEATURES = 64  # cosines that make a smooth function
CLIP = 3.0  # standard deviations beyond which a covariate changes a truth no more
LARGEST_SOC = 1e6  # gC/m3, above which no soil lies (Xu et al. 2025 leave such sites out)
MOST_NOISE = 0.5
ROUNDING = 1e-6  # of a range by which a true value in a file may lie outside: float32 has seven digits
LEAST_EFFECT = 1e-5  # relative change of SOC over a parameter's whole range below which it has none
SITES_AT_ONCE = 2048
NOISE_STREAM = len(PARAMETER_NAMES)  # of the random numbers: the parameters have those before it


@dataclass(frozen=True)
class TwinSeed:
    """The ``seed`` of a run and the ``number`` of a twin, from 1: the same pair gives the same truth and the same noise."""

    seed: int
    number: int

    def generator(self, stream: int) -> np.random.Generator:
        """Random numbers, each stream independent of the others."""
        return np.random.default_rng([self.seed, self.number, stream])


@dataclass(frozen=True)
class Smoothness:
    """How smooth a truth is: the number of ``covariates`` that each parameter depends on, and the ``length`` scale of the kernel in
    standard deviations of them."""

    covariates: int
    length: float


@dataclass(frozen=True)
class ObservationNoise:
    """Noise of observations: its standard deviation ``relative`` to SOC, 0 to 0.5 (its mean is 1), and its random numbers."""

    relative: float
    draw: TwinSeed


@dataclass(frozen=True)
class TwinTruth:
    """True ``parameters`` ``(sites, 21)`` in physical units, and for smooth ones the covariates that each parameter depends on."""

    parameters: np.ndarray
    depends_on: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Twin:
    """Known true parameters, and the SOC that follows from them at the sites.

    Parameters
    ----------
    number
        Number of the twin, from 1.
    truth
        The true parameters.
    processes
        ``(sites, 6)`` in table order.
    soc, observed
        ``(layers,)`` gC/m3 of the sites' own layers: without and with noise.
    """

    number: int
    truth: TwinTruth
    processes: np.ndarray
    soc: np.ndarray
    observed: np.ndarray

    @property
    def parameters(self) -> np.ndarray:
        """True parameters, ``(sites, 21)``."""
        return self.truth.parameters


def smooth_truth(
    space: ParameterSpace, table: CovariateTable, smoothness: Smoothness, draw: TwinSeed, held: Mapping[str, float]
) -> TwinTruth:
    """Every parameter a smooth random function of some covariates.

    A parameter's place in its range is ``0.05 + 0.9 Phi(z)``: ``z`` has 64 random Fourier features of a Gaussian kernel (Rahimi and Recht
    2007), mean 0 and standard deviation 1 over the sites, so that places are spread over the whole range.

    Parameters
    ----------
    space
        Ranges of the parameters.
    table
        Covariates of the sites; the continuous ones that vary are drawn from, standardised and clipped at 3 standard deviations.
    smoothness
        How many covariates each parameter depends on, drawn anew for each, and the length scale.
    draw
        Of the random numbers; a parameter's draw does not depend on what is learned.
    held
        Parameters that have one value everywhere, in their units.

    Raises
    ------
    InputError
        Where no continuous covariate varies.
    """
    names, standard = standardised(table)
    places, depends_on = np.empty((len(standard), len(PARAMETER_NAMES))), {}
    for column, name in enumerate(PARAMETER_NAMES):
        generator = draw.generator(column)
        chosen = np.sort(generator.choice(len(names), min(smoothness.covariates, len(names)), replace=False))
        frequency = generator.normal(size=(len(chosen), FEATURES)) / smoothness.length
        z = np.cos(standard[:, chosen] @ frequency + generator.uniform(0.0, 2.0 * np.pi, FEATURES)).sum(1)
        places[:, column] = LOWEST + (HIGHEST - LOWEST) * ndtr((z - z.mean()) / max(z.std(), 1e-12))
        if name not in held:
            depends_on[name] = tuple(names[index] for index in chosen)
    return TwinTruth(_from_places(space, places, held), depends_on)


def constant_truth(space: ParameterSpace, sites: int, draw: TwinSeed, held: Mapping[str, float]) -> TwinTruth:
    """Every parameter one value at all sites, drawn uniformly from 0.05 to 0.95 of its range.

    Parameters
    ----------
    space
        Ranges of the parameters.
    sites
        Number of sites.
    draw, held
        As of :func:`smooth_truth`.
    """
    draws = [draw.generator(column).uniform(LOWEST, HIGHEST) for column in range(len(PARAMETER_NAMES))]
    return TwinTruth(_from_places(space, np.tile(draws, (sites, 1)), held), {})


def given_truth(space: ParameterSpace, columns: Mapping[str, np.ndarray], path: str) -> TwinTruth:
    """The parameters of a file at the sites; those that it lacks have the space's fixed values.

    Parameters
    ----------
    space
        Ranges of the parameters, and values of those that the file lacks.
    columns
        Values by parameter, finite, in its unit, ``(sites,)`` each.
    path
        The file, for errors.

    Raises
    ------
    InputError
        For a value outside its parameter's range: no network could find it.
    """
    parameters = np.tile(np.array(space.fixed, dtype=float), (len(next(iter(columns.values()))), 1))
    for name, values in columns.items():
        column = PARAMETER_NAMES.index(name)
        lower, upper = space.lower[column], space.upper[column]
        margin = ROUNDING * (upper - lower)
        outside = (values < lower - margin) | (values > upper + margin)
        if outside.any():
            raise InputError(
                f"{path}: {name} is outside its range, {lower:g} to {upper:g}, at {int(outside.sum()):,} of {len(values):,} "
                f"profiles (first: {values[outside][0]:g}).",
                "Check its unit, or give wider ranges (prior).",
            )
        parameters[:, column] = np.clip(values, lower, upper)
    return TwinTruth(parameters, {})


def twin_tensors(sites: Sites, bedrock: str, device: Device) -> Tensors:
    """The sites with their forcing and their own observation operator, for :func:`observe`."""
    table = sites.covariates
    return to_tensors(sites, fit_encoding(table.names, table.categorical, table.values), bedrock, device.name, device.dtype)


def check_noise(name: str, value: float) -> None:
    """Raise :class:`JobError` where a relative error of simulated observations, the setting ``name``, cannot be used."""
    if not 0.0 <= value <= MOST_NOISE:
        raise JobError(f"{name} is {value:g}, but it must be from 0 to {MOST_NOISE:g}.", f"Give a relative error from 0 to {MOST_NOISE:g}.")


def observe(truth: TwinTruth, tensors: Tensors, bedrock: str, noise: ObservationNoise, warn: Warn) -> Twin:
    """What a truth looks like at the sites: CLM5's SOC at the layers that were really observed, times lognormal noise.

    Parameters
    ----------
    truth
        True parameters, ``(sites, 21)``.
    tensors
        The sites, from :func:`twin_tensors`.
    bedrock
        ``clm5`` or ``published``.
    noise
        How large it is, and its random numbers; the twin has their number.
    warn
        Called with a code and a message where a GPU's memory runs out.

    Raises
    ------
    JobError
        For a noise outside 0 to 0.5.
    """
    check_noise("noise", noise.relative)
    parameters = torch.from_numpy(truth.parameters).to(tensors.weights.device, tensors.weights.dtype)
    simulated = simulate(bedrock, parameters, tensors.forcing, warn)
    soc = observed_layers(tensors, simulated.soc)
    spread = np.sqrt(np.log1p(noise.relative**2))
    factor = np.exp(noise.draw.generator(NOISE_STREAM).normal(-0.5 * spread**2, spread, len(soc)))
    return Twin(noise.draw.number, truth, simulated.processes, soc, soc * factor)


def plausible(twin: Twin, sites: Sites) -> np.ndarray:
    """Which sites have no layer above ``LARGEST_SOC`` before noise, ``(sites,)`` bool; an :class:`InputError` where none is left."""
    kept = np.bincount(sites.profiles.profile[~(twin.soc <= LARGEST_SOC)], minlength=len(sites)) == 0
    if not kept.any():
        raise InputError(
            f"Truth {twin.number} has SOC above {LARGEST_SOC:g} gC/m3 at every profile.",
            "Check the forcing, or give narrower ranges (prior).",
        )
    return kept


def answering_share(twin: Twin, tensors: Tensors, bedrock: str, space: ParameterSpace) -> np.ndarray:
    """The share of sites at which any SOC follows from each parameter, ``(21,)``: the gradient of the observed layers' logarithms.

    A parameter at zero is not in the data at all, and what a network says of it is chance.

    Parameters
    ----------
    twin
        The truth, at which the gradient is taken.
    tensors
        The sites, from :func:`twin_tensors`.
    bedrock
        ``clm5`` or ``published``.
    space
        Ranges of the parameters, by whose widths the gradient is scaled.
    """
    clm5, width = SoilCarbonModel(bedrock), np.array(space.upper) - np.array(space.lower)
    answers = np.zeros(len(PARAMETER_NAMES))
    for index in torch.arange(len(tensors), device=tensors.start.device).split(SITES_AT_ONCE):
        values = twin.parameters[index.cpu().numpy()]
        parameters = torch.from_numpy(values).to(tensors.weights.device, tensors.weights.dtype).requires_grad_()
        site, layer = tensors.layers_of(index)
        soc = (clm5(parameters, tensors.forcing.at(index)).soc[site] * tensors.weights[layer]).sum(-1)
        (gradient,) = torch.autograd.grad(torch.log(soc.clamp(min=LEAST_SOC)).sum(), parameters)
        answers += (np.abs(gradient.cpu().double().numpy() * width) > LEAST_EFFECT).sum(0)
    return answers / len(tensors)


def standardised(table: CovariateTable) -> tuple[list[str], np.ndarray]:
    """Names and standardised, clipped values ``(sites, n)`` of the files' continuous covariates that vary."""
    spread = table.values.std(0)
    usable = [
        column
        for column, classes in enumerate(table.categorical)
        if not classes
        and not is_from_forcing(table.names[column])
        and spread[column] > 1e-12 * max(1.0, float(np.abs(table.values[:, column]).max()))
    ]
    if not usable:
        raise InputError(
            "No continuous covariate varies between the profiles, but smooth true parameters must depend on at least one.",
            "Give more covariates, or set truth to constant.",
        )
    values = table.values[:, usable]
    return [table.names[column] for column in usable], np.clip((values - values.mean(0)) / spread[usable], -CLIP, CLIP)


def _from_places(space: ParameterSpace, places: np.ndarray, held: Mapping[str, float]) -> np.ndarray:
    """Parameters from their places in the ranges, ``(sites, 21)`` each, with the held ones at their values."""
    lower, upper = np.array(space.lower), np.array(space.upper)
    parameters = lower + places * (upper - lower)
    for name, value in held.items():
        parameters[:, PARAMETER_NAMES.index(name)] = value
    return parameters
