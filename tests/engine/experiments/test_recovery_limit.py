"""The oracles' algebra: posteriors in weights and in scores are those of the Gaussian process, and covariances are as defined."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import torch
from scipy.linalg import block_diag

from binn_engine.experiments.attribution import observed_layers, simulate
from binn_engine.experiments.twins import ObservationNoise, Smoothness, TwinSeed, observe, smooth_truth, twin_tensors
from binn_engine.model.binn import parameter_space
from binn_engine.resampling.folds import random_folds
from binn_engine.running.devices import choose_device
from binn_engine.tables import PARAMETER_NAMES
from tests.benchmarks.linear_limit import covariance, linear_parameters, posterior_scores
from tests.benchmarks.oracle import (
    Posterior,
    covariance_factor,
    gauss_newton,
    gaussian_column,
    unknown_column,
    with_observed,
)
from tests.benchmarks.recovery_limit import with_sampled
from tests.engine.support.twin_sites import random_sites, warn_of_nothing

ERROR = 0.3


def test_one_linear_step_is_the_posterior_mean_of_a_gaussian_process() -> None:
    """``K G' (G K G' + s^2)^-1 y`` in the space of the observations, by brute force."""
    draw = np.random.default_rng(0)
    factor, gain = draw.normal(size=(12, 5)), draw.normal(size=(30, 12))
    residual = draw.normal(size=30)
    step, lower = gauss_newton(np.zeros(5), gain @ factor, residual, ERROR)
    kernel = factor @ factor.T
    inverse = np.linalg.inv(gain @ kernel @ gain.T + ERROR**2 * np.eye(30))
    np.testing.assert_allclose(factor @ step, kernel @ gain.T @ inverse @ residual, rtol=1e-9, atol=1e-12)
    covariance = kernel - kernel @ gain.T @ inverse @ gain @ kernel
    np.testing.assert_allclose(factor @ np.linalg.inv(lower @ lower.T) @ factor.T, covariance, rtol=1e-8, atol=1e-10)


def test_not_knowing_the_covariates_is_the_mean_over_all_choices() -> None:
    standard = np.random.default_rng(1).normal(size=(20, 6))
    choices = [gaussian_column(standard[:, list(some)], 2.0)(4) for some in combinations(range(6), 3)]
    np.testing.assert_allclose(unknown_column(standard, 3, 2.0)(4), np.mean(choices, 0), rtol=1e-12)


def test_a_factor_has_the_centred_covariance_with_mean_variance_one() -> None:
    standard = np.random.default_rng(2).normal(size=(40, 2))
    column = gaussian_column(standard, 2.0)
    kernel = np.stack([column(site) for site in range(40)], 1)
    centre = np.eye(40) - 1.0 / 40
    expected = centre @ kernel @ centre
    expected /= np.trace(expected) / 40
    factor = covariance_factor(column, 40, 40, tolerance=1e-9)
    np.testing.assert_allclose(factor @ factor.T, expected, atol=1e-6)
    few = covariance_factor(column, 40, 40)
    assert few.shape[1] < factor.shape[1]
    np.testing.assert_allclose(few @ few.T, expected, atol=0.02)


def test_iterations_end_where_the_posterior_is_most_probable() -> None:
    """Through the CLM5 layer: at the end the gradient of misfit and prior, by finite differences, is none; and the truth is found."""
    sites, space = random_sites(60), parameter_space("binn", ["efolding", "tau_s3"])
    tensors = twin_tensors(sites, "clm5", choose_device("cpu"))
    draw = np.random.default_rng(3)
    shared = draw.normal(size=(60, 3)) / np.sqrt(3.0)
    given = np.tile(space.fixed, (60, 1))
    posterior = Posterior(space, "clm5", [shared, shared], given)
    weights = draw.normal(size=6)
    true = posterior.parameters(weights)
    soc = observed_layers(tensors, simulate("clm5", torch.from_numpy(true), tensors.forcing, warn_of_nothing).soc)
    noise = np.exp(draw.normal(0.0, 0.05, len(soc)))
    taught = np.arange(50)
    found = posterior.find(with_observed(tensors, soc * noise), taught, 0.05)
    columns = [PARAMETER_NAMES.index(name) for name in space.learned_names]
    for column in columns:
        assert np.corrcoef(true[50:, column], found.parameters[50:, column])[0, 1] > 0.95

    def cost(values: np.ndarray) -> float:
        simulated = simulate("clm5", torch.from_numpy(posterior.parameters(values)), tensors.forcing, warn_of_nothing).soc
        error = (np.log(observed_layers(tensors, simulated)) - np.log(soc * noise) - 0.5 * 0.05**2) / 0.05
        return float((error[sites.profiles.profile < 50] ** 2).sum() + (values**2).sum())

    at = found.weights
    curved = [(cost(at + step) + cost(at - step) - 2.0 * cost(at)) / 1e-6 for step in 1e-3 * np.eye(6)]
    slopes = [(cost(at + step) - cost(at - step)) / 2e-3 for step in 1e-3 * np.eye(6)]
    assert np.abs(np.array(slopes) / np.array(curved)).max() < 0.02, "in weights, whose prior spread is one"


def test_sampled_profiles_are_never_tested_and_lie_among_those_that_teach() -> None:
    sites = random_sites(80)
    folds = random_folds(sites.profiles.longitude, sites.profiles.latitude, 4, 1)
    more, parts = with_sampled(sites, folds, 5, 1)
    teach = folds.fold != 0
    assert len(more) == 80 + 4 * teach.sum()
    np.testing.assert_array_equal(np.flatnonzero(parts.fold == 0), np.flatnonzero(~teach))
    values, limits = more.covariates.values[80:, :2], sites.covariates.values[teach][:, :2]
    assert (values >= limits.min(0)).all()
    assert (values <= limits.max(0)).all()
    assert len(np.unique(values[:, 0])) > 3 * teach.sum()
    rows = more.profiles.subset(np.arange(80, 80 + teach.sum()))
    np.testing.assert_array_equal(rows.depth, sites.profiles.subset(teach).depth)


def test_a_step_without_information_returns_to_the_prior() -> None:
    step, lower = gauss_newton(np.array([2.0, -1.0]), np.zeros((3, 2)), np.ones(3), ERROR)
    np.testing.assert_allclose(step, [-2.0, 1.0])
    np.testing.assert_allclose(lower, np.eye(2))


def test_the_posterior_of_scores_is_that_of_one_stacked_gaussian_vector() -> None:
    """All scores of all sites as one vector, by brute force; the last site has no observation and is found from the others."""
    draw = np.random.default_rng(5)
    site, slope, residual = np.repeat(np.arange(9), 3), draw.normal(size=(27, 3)), draw.normal(size=27)
    first, second = (covariance(gaussian_column(draw.normal(size=(10, 2)), length), 10) for length in (0.5, 1.0))
    covariances = [first, second, first]  # one of them serves two parameters
    np.testing.assert_allclose([np.trace(kernel) / 10 for kernel in covariances], 1.0)
    np.testing.assert_allclose([kernel.sum(0) for kernel in covariances], 0.0, atol=1e-12)
    prior, gain = block_diag(*covariances), np.zeros((27, 30))
    for number in range(3):
        gain[np.arange(27), 10 * number + site] = slope[:, number]
    expected = prior @ gain.T @ np.linalg.inv(gain @ prior @ gain.T + ERROR**2 * np.eye(27)) @ residual
    found = posterior_scores(slope, site, residual, covariances, ERROR)
    np.testing.assert_allclose(found.T.ravel(), expected, rtol=1e-9, atol=1e-12)


def test_the_truth_itself_is_found_where_its_layers_are_precise_and_only_there() -> None:
    """Through the CLM5 layer, one parameter: a site's own precise layers give it, and a site without layers keeps the middle."""
    sites, space = random_sites(40), parameter_space("binn", ["tau_s3"])
    device = choose_device("cpu")
    tensors = twin_tensors(sites, "clm5", device)
    truth = smooth_truth(space, sites.covariates, Smoothness(2, 4.0), TwinSeed(1, 1), {})
    twin = observe(truth, tensors, "clm5", ObservationNoise(0.0, TwinSeed(1, 1)), warn_of_nothing)
    found = linear_parameters(space, "clm5", twin, tensors, np.arange(30), [np.eye(40)], 1e-4)
    column = PARAMETER_NAMES.index("tau_s3")
    np.testing.assert_allclose(found[:30, column], truth.parameters[:30, column], rtol=0.01)
    np.testing.assert_allclose(found[30:, column], 0.5 * (space.lower[column] + space.upper[column]))
    others = [number for number in range(21) if number != column]
    np.testing.assert_array_equal(found[:, others], truth.parameters[:, others])
