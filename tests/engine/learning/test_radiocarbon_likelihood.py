"""The likelihood of radiocarbon is that of a multivariate normal distribution, site by site."""

from __future__ import annotations

import numpy as np
import torch
from scipy.stats import multivariate_normal

from binn_engine.learning.radiocarbon.likelihood import LEAST_ERROR, LayersAtSites, ModelErrors, likeliest_errors, site_misfits

ERRORS = ModelErrors(site=60.0, layer=25.0)


def layers(sites: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Measured errors and sites of layers: one to seven at each site, in no order."""
    draw = np.random.default_rng(seed)
    site = draw.permutation(np.repeat(np.arange(sites), draw.integers(1, 8, sites)))
    return draw.uniform(2.0, 40.0, len(site)), site


def at_sites(sigma: np.ndarray, site: np.ndarray) -> LayersAtSites:
    return LayersAtSites(torch.from_numpy(sigma), torch.from_numpy(site), int(site.max()) + 1)


def brute_force(residual: np.ndarray, sigma: np.ndarray, errors: ModelErrors) -> float:
    covariance = np.diag(sigma**2 + errors.layer**2) + errors.site**2
    return -multivariate_normal(np.zeros(len(residual)), covariance).logpdf(residual)


def test_every_site_has_the_density_of_the_multivariate_normal() -> None:
    sigma, site = layers(12)
    residual = np.random.default_rng(1).normal(0.0, 90.0, len(site))
    found = site_misfits(torch.from_numpy(residual), at_sites(sigma, site), ERRORS).numpy()
    expected = [brute_force(residual[site == number], sigma[site == number], ERRORS) for number in range(12)]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_its_gradient_is_the_inverse_covariance_times_the_residuals() -> None:
    sigma = np.array([5.0, 30.0, 8.0])
    residual = torch.tensor([40.0, -20.0, 100.0], dtype=torch.float64, requires_grad=True)
    site_misfits(residual, at_sites(sigma, np.zeros(3, dtype=int)), ERRORS).sum().backward()
    covariance = np.diag(sigma**2 + ERRORS.layer**2) + ERRORS.site**2
    np.testing.assert_allclose(residual.grad.numpy(), np.linalg.solve(covariance, residual.detach().numpy()), rtol=1e-12)


def test_a_layer_without_a_prediction_does_not_count() -> None:
    sigma, site = np.array([5.0, 6.0, 7.0]), np.array([0, 0, 1])
    residual = torch.tensor([40.0, float("nan"), float("nan")], dtype=torch.float64, requires_grad=True)
    found = site_misfits(residual, at_sites(sigma, site), ERRORS)
    np.testing.assert_allclose(found.detach().numpy(), [brute_force(np.array([40.0]), sigma[:1], ERRORS), 0.0])
    found.sum().backward()
    assert residual.grad[1:].tolist() == [0.0, 0.0]


def test_a_hundred_layers_of_one_site_say_little_more_than_three() -> None:
    """Their common residual is the error of one site, however many layers show it."""

    def weight(count: int) -> float:
        residual = torch.full((count,), 50.0, dtype=torch.float64, requires_grad=True)
        site_misfits(residual, at_sites(np.full(count, 5.0), np.zeros(count, dtype=int)), ERRORS).sum().backward()
        return float(residual.grad.sum())

    assert weight(100) < 1.1 * weight(3)
    assert weight(3) > 1.05 * weight(1)


def test_the_likeliest_errors_are_those_that_residuals_were_drawn_with() -> None:
    sigma, site = layers(600, 2)
    draw = np.random.default_rng(3)
    residual = draw.normal(0.0, 60.0, 600)[site] + draw.normal(0.0, np.hypot(sigma, 25.0))
    found = likeliest_errors(residual, sigma, site)
    np.testing.assert_allclose([found.site, found.layer], [60.0, 25.0], rtol=0.08)

    def total(errors: ModelErrors) -> float:
        return float(site_misfits(torch.from_numpy(residual), at_sites(sigma, site), errors).sum())

    for factor in (0.97, 1.03):
        assert total(found) < total(ModelErrors(factor * found.site, found.layer))
        assert total(found) < total(ModelErrors(found.site, factor * found.layer))


def test_errors_do_not_vanish_where_a_network_fits_every_layer() -> None:
    sigma, site = layers(20)
    found = likeliest_errors(np.zeros(len(site)), sigma, site)
    np.testing.assert_allclose([found.site, found.layer], LEAST_ERROR)
