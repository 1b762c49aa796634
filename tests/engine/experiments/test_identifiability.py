"""Sensitivity, shrinkage and correlation, against analytic indices, finite differences and posteriors on a grid."""

from __future__ import annotations

import base64
import dataclasses

import numpy as np
import pandas as pd
import pytest
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.clm5.geometry import layer_overlap
from binn_engine.errors import JobError
from binn_engine.experiments.attribution import member_parameters
from binn_engine.experiments.identifiability import (
    ObservationError,
    ParameterPoint,
    identifiability,
    profile_posterior,
    soc_jacobian,
    strongest_pairs,
)
from binn_engine.experiments.sensitivity import SensitivityPlan, sobol_table, soc_sensitivity
from binn_engine.learning.dataset import Tensors
from binn_engine.model.binn import Binn, ParameterSpace, build_network, constant_parameters, parameter_space
from binn_engine.model.checkpoints import Ensemble, Model
from binn_engine.model.encoding import fit_encoding
from binn_engine.reports.figures.why import correlation_map, sensitivity_and_shrinkage
from binn_engine.tables import PARAMETER_NAMES
from tests.benchmarks.inputs import parameters
from tests.benchmarks.training import synthetic

SETTINGS = {"hidden": (16,), "dropout": 0.0, "encoder": "none"}
ISHIGAMI_FIRST, ISHIGAMI_TOTAL = np.array([0.313905, 0.442411, 0.0]), np.array([0.557589, 0.442411, 0.243684])


def silent(code: str, message: str) -> None:
    """No warning is wanted."""
    raise AssertionError(f"{code}: {message}")


def untrained(space: ParameterSpace, members: int = 1) -> Model:
    """A model for the sites of ``synthetic``."""
    torch.manual_seed(0)
    encoding = fit_encoding([f"c{number}" for number in range(60)], [False] * 60, np.random.default_rng(0).random((50, 60)))
    networks = [Binn(build_network(60, (), sum(space.learned), SETTINGS), space, "clm5") for _ in range(members)]
    return Model(Ensemble(networks).eval(), encoding, space, "clm5", {"network": SETTINGS})


def ishigami(places: np.ndarray) -> np.ndarray:
    """Ishigami and Homma's function (1990; a = 7, b = 0.1) of places between 0 and 1, once plain and once scaled."""
    x = np.pi * (2.0 * places - 1.0)
    value = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return np.column_stack([value, 5.0 - 3.0 * value])


def permafrost(tensors: Tensors) -> Tensors:
    """The same sites with an active layer of 1 m."""
    thaw = torch.ones_like(tensors.forcing.active_layer_depth)
    return dataclasses.replace(
        tensors, forcing=dataclasses.replace(tensors.forcing, active_layer_depth=thaw, active_layer_depth_last_year=thaw)
    )


def slopes(tensors: Tensors, theta: torch.Tensor, space: ParameterSpace, scale: str) -> np.ndarray:
    """Derivatives of the root or logarithm of SOC at the layers by the learned places, by central differences, ``(layers, p)``."""

    def layers(parameters: torch.Tensor) -> np.ndarray:
        soc = (SoilCarbonModel()(parameters, tensors.forcing).soc.repeat_interleave(5, 0) * tensors.weights).sum(1).numpy()
        return np.sqrt(soc) if scale == "sqrt" else np.log(soc)

    columns = []
    for column in np.flatnonzero(space.learned):
        step = torch.zeros(21, dtype=torch.float64)
        step[column] = 1e-5 * (space.upper[column] - space.lower[column])
        columns.append((layers(theta + step) - layers(theta - step)) / 2e-5)
    return np.stack(columns, 1)


def test_indices_of_ishigamis_function_are_the_analytic_ones() -> None:
    """First and total order; outputs that are the same but for a scale have the same."""
    table = sobol_table(ishigami, ("x1", "x2", "x3"), 8192)
    np.testing.assert_allclose(table["first_order"], ISHIGAMI_FIRST, atol=0.015)
    np.testing.assert_allclose(table["total_order"], ISHIGAMI_TOTAL, atol=0.015)
    np.testing.assert_allclose(table["first_order_output_sd"], 0.0, atol=1e-9)


def test_indices_of_a_linear_function_are_its_squared_weights() -> None:
    weights = np.array([3.0, 2.0, 1.0, 0.0])
    table = sobol_table(lambda places: places @ weights[:, None], "abcd", 2048)
    np.testing.assert_allclose(table["first_order"], weights**2 / 14.0, atol=0.005)
    np.testing.assert_allclose(table["total_order"], weights**2 / 14.0, atol=0.005)
    assert table["first_order"].iloc[3] == 0.0


def test_a_single_input_and_a_single_output_are_no_special_case() -> None:
    """The only input explains everything; of several outputs alike."""
    for outputs in (1, 3):
        table = sobol_table(lambda places, outputs=outputs: np.repeat(places**2, outputs, 1), "a", 1024)
        assert table["first_order"].tolist() == pytest.approx([1.0], abs=0.01)
        assert len(table) == 1


def test_indices_are_the_same_with_and_without_their_errors() -> None:
    """Of a model's card, which has no errors, none are worked out."""
    model, tensors = untrained(parameter_space("binn", ("q10", "tau_s3"))), synthetic(4, 1)
    whole, quick = (soc_sensitivity(model, tensors, silent, SensitivityPlan(draws=64, errors=errors)) for errors in (True, False))
    orders = ["parameter", "first_order", "first_order_output_sd", "total_order"]
    pd.testing.assert_frame_equal(quick[orders], whole[orders])
    assert quick[["first_order_error", "total_order_error"]].isna().all(axis=None)
    assert (whole[["first_order_error", "total_order_error"]] > 0.0).all(axis=None)


def test_errors_of_indices_cover_the_departures_from_the_truth() -> None:
    """Over ten seeds the departures stay within three errors, and the errors are not idle: within 30 times the departures."""
    tables = [sobol_table(ishigami, ("x1", "x2", "x3"), 256, seed=seed) for seed in range(10)]
    departure = np.stack([table["first_order"] - ISHIGAMI_FIRST for table in tables])
    error = np.stack([table["first_order_error"] for table in tables])
    assert (np.abs(departure) < 3.0 * error).all()
    assert (error.mean(0) < 30.0 * np.sqrt((departure**2).mean(0))).all()


def test_parameters_without_influence_have_no_index() -> None:
    """No cryoturbation where the soil thaws deep, no bioturbation where it does not; debris never counts as SOC, and w does."""
    model, tensors = untrained(parameter_space("binn")), synthetic(20, 1)
    deep = soc_sensitivity(model, tensors, silent, SensitivityPlan(most_sites=4, draws=256)).set_index("parameter")
    frozen = soc_sensitivity(model, permafrost(tensors), silent, SensitivityPlan(most_sites=4, draws=256)).set_index("parameter")
    none = ["first_order", "total_order"]
    assert (deep.loc[["cryo", "tau_cwd"], none] == 0.0).all(axis=None)
    assert (frozen.loc[["diffus", "tau_cwd"], none] == 0.0).all(axis=None)
    assert deep.loc["diffus", "total_order"] > 0.0
    assert frozen.loc["cryo", "total_order"] > 0.0
    assert deep["first_order"].drop(["w_scaling", "tau_s3", "efolding"]).max() < deep.loc["w_scaling", "first_order"]


@pytest.mark.parametrize("prescribed", [False, True])
def test_indices_of_two_parameters_are_those_of_a_full_grid(prescribed: bool) -> None:
    """At three sites: the mean over the sites, and the spread; the others are the space's, or each site's own."""
    space = parameter_space("binn", ("tau_s3", "fs1s3"))
    model, tensors = untrained(space), synthetic(3, 1)
    others = parameters(3).numpy() if prescribed else np.tile(constant_parameters(space), (3, 1))
    tensors = dataclasses.replace(tensors, prescribed=torch.from_numpy(others) if prescribed else None)
    table = soc_sensitivity(model, tensors, silent, SensitivityPlan(draws=1024))
    place = (np.arange(60) + 0.5) / 60.0
    shares = []
    for site in range(3):
        theta = np.tile(others[site], (3600, 1))
        for name, values in zip(("tau_s3", "fs1s3"), np.meshgrid(place, place, indexing="ij")):
            column = PARAMETER_NAMES.index(name)
            theta[:, column] = space.lower[column] + values.ravel() * (space.upper[column] - space.lower[column])
        forcing = tensors.forcing.at(torch.full((3600,), site))
        stock = SoilCarbonModel()(torch.from_numpy(theta), forcing).soc.numpy() @ layer_overlap(0.0, 1.0)
        value = np.log(stock).reshape(60, 60)
        shares.append((value.mean(1).var() / value.var(), value.mean(0).var() / value.var()))
    np.testing.assert_allclose(table.set_index("parameter").loc[["tau_s3", "fs1s3"], "first_order"], np.mean(shares, 0), atol=0.01)
    np.testing.assert_allclose(table.set_index("parameter").loc[["tau_s3", "fs1s3"], "first_order_output_sd"], np.std(shares, 0), atol=0.01)


def test_the_jacobian_is_that_of_finite_differences() -> None:
    tensors, theta = synthetic(6, 1), parameters(6)
    soc, jacobian = soc_jacobian(SoilCarbonModel(), theta, tensors.forcing)
    torch.testing.assert_close(soc, SoilCarbonModel()(theta, tensors.forcing).soc)
    for column in range(21):
        step = torch.zeros(21, dtype=torch.float64)
        step[column] = 1e-6 * float(theta[:, column].mean())
        ends = [SoilCarbonModel()(theta + sign * step, tensors.forcing).soc for sign in (1.0, -1.0)]
        found, expected = jacobian[:, :, column], (ends[0] - ends[1]) / (2.0 * step[column])
        torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5 * float(expected.abs().max() + 1.0))


@pytest.mark.parametrize("scale", ["sqrt", "log"])
def test_posteriors_are_those_of_the_linear_model(scale: str) -> None:
    """Site by site from finite differences and a plain matrix inverse: ratios, correlation, directions and the pool."""
    space, tensors, theta, sigma = parameter_space("binn"), synthetic(6, 1), parameters(6), 20.0 if scale == "sqrt" else 0.3
    found = profile_posterior(ParameterPoint("clm5", space, theta), tensors, silent, ObservationError(scale, sigma))
    slope = slopes(tensors, theta, space, scale).reshape(6, 5, 21)
    precision = [each.T @ each / sigma**2 for each in slope]
    covariance = [np.linalg.inv(each + 12.0 * np.eye(21)) for each in precision]
    np.testing.assert_allclose(found.ratio, [np.sqrt(12.0 * np.diag(each)) for each in covariance], rtol=1e-4)
    correlation = [each / np.sqrt(np.outer(np.diag(each), np.diag(each))) for each in covariance]
    np.testing.assert_allclose(found.correlation, np.mean(correlation, 0), atol=1e-4)
    assert found.directions.tolist() == [int((np.linalg.eigvalsh(each) > 12.0).sum()) for each in precision]
    pool = np.linalg.inv(np.sum(precision, 0) + 12.0 * np.eye(21))
    np.testing.assert_allclose(found.pooled_ratio, np.sqrt(12.0 * np.diag(pool)), rtol=1e-4)


def test_a_well_informed_parameters_posterior_is_that_on_a_grid() -> None:
    """One parameter, small errors: the standard deviation of the uniform prior times the likelihood, summed over its range."""
    space = parameter_space("binn", ("tau_s3",))
    theta = torch.from_numpy(np.tile(constant_parameters(space), (8, 1)))
    tensors, sigma = synthetic(8, 1), 0.05
    column, place = PARAMETER_NAMES.index("tau_s3"), np.linspace(0.0, 1.0, 2001)
    found = profile_posterior(ParameterPoint("clm5", space, theta), tensors, silent, ObservationError("log", sigma))

    def predicted(site: int, rows: np.ndarray) -> np.ndarray:
        forcing = tensors.forcing.at(torch.full((len(rows),), site))
        soc = SoilCarbonModel()(torch.from_numpy(rows), forcing).soc.numpy()
        return np.log(soc @ tensors.weights[5 * site : 5 * site + 5].numpy().T)

    for site in range(8):
        rows = np.tile(constant_parameters(space), (2001, 1))
        rows[:, column] = 20.0 + 380.0 * place
        misfit = ((predicted(site, rows) - predicted(site, theta[site : site + 1].numpy())) ** 2).sum(1) / sigma**2
        weight = np.exp(-0.5 * misfit)
        weight /= weight.sum()
        sd = np.sqrt((weight * place**2).sum() - (weight * place).sum() ** 2)
        assert found.ratio[site, 0] == pytest.approx(sd * np.sqrt(12.0), rel=0.08)


def test_more_precise_observations_leave_less_of_the_prior() -> None:
    """Nothing leaves more than the prior; directions are no more than layers; without information nothing is left out."""
    tensors, theta, space = synthetic(40, 1), parameters(40), parameter_space("binn")
    results = [
        profile_posterior(ParameterPoint("clm5", space, theta), tensors, silent, ObservationError("log", sigma))
        for sigma in (0.05, 0.5, 1e6)
    ]
    for sharp, blunt in zip(results, results[1:]):
        assert (sharp.ratio <= blunt.ratio + 1e-9).all()
        assert (sharp.directions >= blunt.directions).all()
    assert (results[0].pooled_ratio <= results[0].ratio.min(0) + 1e-9).all()
    assert results[0].directions.max() <= 5
    np.testing.assert_allclose(results[2].ratio, 1.0, rtol=1e-6)
    assert not results[2].directions.any()


def test_as_many_copies_of_a_profile_are_one_with_errors_that_much_smaller() -> None:
    one, space = synthetic(1, 1), parameter_space("binn")
    theta = parameters(1)
    copies = dataclasses.replace(
        one,
        inputs=one.inputs.at(torch.zeros(9, dtype=torch.long)),
        forcing=one.forcing.at(torch.zeros(9, dtype=torch.long)),
        start=torch.arange(9) * 5,
        count=torch.full((9,), 5),
        weights=one.weights.repeat(9, 1),
        soc=one.soc.repeat(9),
    )
    pooled = profile_posterior(ParameterPoint("clm5", space, theta.repeat(9, 1)), copies, silent, ObservationError("log", 0.6))
    sharp = profile_posterior(ParameterPoint("clm5", space, theta), one, silent, ObservationError("log", 0.2))
    np.testing.assert_allclose(pooled.pooled_ratio, sharp.ratio[0], rtol=1e-6)
    np.testing.assert_allclose(pooled.ratio, np.repeat(pooled.ratio[:1], 9, 0), rtol=1e-9)


def test_the_error_is_that_of_the_residuals_where_none_is_given() -> None:
    """Normal noise of 0.4 in the logarithm of what the parameters give."""
    tensors, theta = synthetic(400, 1), parameters(400)
    clean = (SoilCarbonModel()(theta, tensors.forcing).soc.repeat_interleave(5, 0) * tensors.weights).sum(1)
    noise = 0.4 * torch.randn(len(clean), generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    noisy = dataclasses.replace(tensors, soc=clean * torch.exp(noise))
    assert profile_posterior(
        ParameterPoint("clm5", parameter_space("binn"), theta), noisy, silent, ObservationError("log")
    ).sigma == pytest.approx(0.4, rel=0.06)


def test_a_parameter_without_gradient_is_the_priors_and_an_informed_one_is_not() -> None:
    """Cryoturbation in soils that thaw deep keeps all of the prior; passive turnover, precisely observed, next to nothing of it."""
    space = parameter_space("binn", ("cryo", "tau_s3", "tau_l1"))
    model, tensors = untrained(space), synthetic(30, 1)
    found = identifiability(model, tensors, silent, ObservationError("log", 0.1))
    table = found.parameters.set_index("parameter")
    assert table.loc["cryo", "posterior_over_prior_sd"] == pytest.approx(1.0, abs=1e-15)
    assert table.loc["cryo", "pooled_over_prior_sd"] == pytest.approx(1.0, abs=1e-12)
    assert table["informed_by"].to_dict() == {"cryo": "prior", "tau_s3": "profile", "tau_l1": "prior"}
    assert table["prior_dominated"].to_dict() == {"cryo": True, "tau_s3": False, "tau_l1": True}
    assert found.directions == 1.0
    np.testing.assert_allclose(found.correlation.loc["cryo"], [1.0, 0.0, 0.0], atol=1e-9)
    # With errors so large that no profile alone can tell, 30 together still do.
    blunt = identifiability(model, tensors, silent, ObservationError("log", 4.0)).parameters.set_index("parameter")
    assert blunt["informed_by"].to_dict() == {"cryo": "prior", "tau_s3": "all profiles", "tau_l1": "prior"}


def test_spreads_are_those_of_the_networks_places() -> None:
    """Over the sites of the networks' mean, and over the networks; one network has no spread."""
    space, tensors = parameter_space("binn", ("q10", "beta")), synthetic(30, 1)
    model = untrained(space, members=3)
    theta = member_parameters(model, tensors, silent).numpy()
    place = (theta[:, :, [2, 20]] - [1.2, 0.5]) / [1.8, 0.4999]
    table = identifiability(model, tensors, silent).parameters
    np.testing.assert_allclose(table["site_sd_over_prior_sd"], np.sqrt(12.0) * place.mean(0).std(0), rtol=1e-6)
    np.testing.assert_allclose(table["member_sd_over_prior_sd"], np.sqrt(12.0 * place.var(0, ddof=1).mean(0)), rtol=1e-6)
    assert identifiability(untrained(space), tensors, silent).parameters["member_sd_over_prior_sd"].isna().all()


def test_the_strongest_pairs_come_first_whatever_their_sign() -> None:
    correlation = pd.DataFrame([[1.0, 0.2, -0.9], [0.2, 1.0, 0.5], [-0.9, 0.5, 1.0]], list("abc"), list("abc"))
    assert strongest_pairs(correlation, 2).to_numpy().tolist() == [["a", "c", -0.9], ["b", "c", 0.5]]


def test_settings_that_cannot_be_are_refused() -> None:
    space, tensors, theta = parameter_space("binn"), synthetic(2, 1), parameters(2)
    with pytest.raises(JobError, match="scale"):
        profile_posterior(ParameterPoint("clm5", space, theta), tensors, silent, ObservationError("cube"))
    with pytest.raises(JobError, match="error"):
        profile_posterior(ParameterPoint("clm5", space, theta), tensors, silent, ObservationError("log", 0.0))
    with pytest.raises(JobError, match="draws"):
        sobol_table(ishigami, ("x1", "x2", "x3"), 1000)


def test_figures_are_drawn_of_whatever_is_learned() -> None:
    """All parameters, and one alone."""
    tensors = synthetic(10, 1)
    for learned in ((), ("cryo",)):
        model = untrained(parameter_space("binn", learned))
        found = identifiability(model, tensors, silent)
        bars = sensitivity_and_shrinkage(soc_sensitivity(model, tensors, silent, SensitivityPlan(2, 64)), found.parameters)
        for picture in (bars, correlation_map(found.correlation)):
            assert all(base64.b64decode(form).startswith(b"\x89PNG") for form in picture if form)
