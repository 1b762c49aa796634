"""Fields of parameters: their functions, the fit and its evidence, their posterior, and what is kept of them."""

from __future__ import annotations

import copy
import dataclasses
import io
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.interpolate import CubicSpline

from binn_engine.errors import CheckpointError, JobError
from binn_engine.experiments.recovery import RecoveryTrial, recover, value_scores
from binn_engine.experiments.twins import ObservationNoise, Smoothness, TwinSeed, observe, smooth_truth, twin_tensors
from binn_engine.learning.dataset import Tensors
from binn_engine.learning.ensembles import ensemble_sites
from binn_engine.learning.fields import fitting
from binn_engine.learning.fields.evidence import FieldWeights, normal_equations
from binn_engine.learning.fields.features import DECAY, single_features, with_pairs
from binn_engine.learning.fields.fitting import FieldProblem, fit_lines
from binn_engine.learning.fields.gauss_newton import FitSchedule, fit_weights
from binn_engine.learning.fields.observations import Linearised, ObservedLayers
from binn_engine.learning.fields.scale import ITERATIONS, chosen_scale
from binn_engine.learning.fields.shares import followed_covariates, parameter_forms
from binn_engine.learning.fit import fit_ensemble
from binn_engine.learning.losses import soc_loss, soc_spreads
from binn_engine.learning.task import Task
from binn_engine.model.binn import Binn, parameter_space
from binn_engine.model.checkpoints import load_model, save_model
from binn_engine.model.encoding import fit_encoding
from binn_engine.model.field_network import CURVES, FieldNetwork, FieldShape, natural_spline
from binn_engine.model.network import Inputs
from binn_engine.model.recipes import RECOMMENDED, RECOVERY, recipe_of, unused_settings
from binn_engine.resampling.folds import block_folds
from binn_engine.resampling.splits import TrainingParts
from binn_engine.running.devices import Device
from binn_engine.running.events import Reporter
from binn_engine.running.steps import Step
from binn_engine.settings import RecoveryJob
from binn_engine.tables import PARAMETER_NAMES
from tests.engine.support.twin_sites import random_sites, warn_of_nothing

CPU = Device("cpu", "test")
STEP = Step(CPU, Reporter(io.StringIO()).span(0.0, 1.0), warn_of_nothing)
FIELDS = dataclasses.replace(RECOVERY, network="fields", members=1)


def drawn_inputs(sites: int = 200) -> Inputs:
    """Three continuous covariates, of which the last is the same everywhere, and one of four classes, of which the last is rare."""
    draw = np.random.default_rng(3)
    values = np.column_stack([draw.normal(size=sites), draw.gamma(2.0, size=sites), np.zeros(sites)])
    classes = np.where(np.arange(sites) < 3, 4, draw.integers(1, 4, sites))[:, None]
    return Inputs(torch.from_numpy(values).float(), torch.from_numpy(classes), torch.zeros(sites, 2))


def test_splines_hold_every_natural_spline_through_their_knots_and_go_on_as_lines() -> None:
    knots = np.array([-1.5, -0.2, 0.4, 2.0])
    at = np.linspace(-4.0, 4.0, 161)
    basis = natural_spline(torch.from_numpy(at[:, None]), torch.from_numpy(knots[None]))[:, 0].numpy()
    wanted = CubicSpline(knots, [0.3, -1.0, 2.0, 0.5], bc_type="natural")
    inside = (at >= knots[0]) & (at <= knots[-1])
    weights, *_ = np.linalg.lstsq(basis[inside], wanted(at[inside]), rcond=None)
    np.testing.assert_allclose(basis[inside] @ weights, wanted(at[inside]), atol=1e-10)
    beyond = basis[at > knots[-1]] @ weights
    np.testing.assert_allclose(np.diff(beyond, 2), 0.0, atol=1e-9)
    assert np.diff(beyond)[0] == pytest.approx(wanted(knots[-1], 1) * 0.05)


def test_functions_of_a_covariate_are_uncorrelated_and_smooth_ones_come_first() -> None:
    inputs = drawn_inputs()
    features = single_features(FieldShape(3, (4,), 2), inputs)
    values = features.of(inputs)
    assert values.shape == (200, 1 + 3 * CURVES + 4)
    curves = values[:, 1 : 1 + CURVES]
    np.testing.assert_allclose(curves.mean(0), 0.0, atol=1e-9)
    np.testing.assert_allclose(curves.T @ curves / 200, np.diag(DECAY ** (2.0 * np.arange(CURVES))), atol=1e-8)
    assert features.usable[: 2 * CURVES].all()
    assert not features.usable[2 * CURVES : 3 * CURVES].any(), "the same everywhere"
    assert features.usable[3 * CURVES :].tolist() == [True, True, True, False], "three sites have the last class"


def test_products_are_standardised_and_stop_at_the_outermost_knots() -> None:
    inputs = drawn_inputs()
    single = single_features(FieldShape(3, (4,), 2), inputs)
    both = with_pairs(single, np.array([[0, 1]]), inputs)
    product = both.of(inputs)[:, -1]
    assert (product.mean(), product.std()) == (pytest.approx(0.0, abs=1e-9), pytest.approx(DECAY))
    far = Inputs(torch.tensor([[3.0, 9.0, 0.0], [30.0, 90.0, 0.0]]), torch.ones(2, 1, dtype=torch.int64), torch.zeros(2, 2))
    assert np.ptp(both.of(far)[:, -1]) == 0.0
    assert both.group[-1] == single.n_groups


def test_equations_added_up_by_site_are_those_of_all_layers() -> None:
    draw = np.random.default_rng(1)
    inputs = drawn_inputs()
    features = single_features(FieldShape(3, (4,), 2), inputs)
    variance = draw.uniform(0.1, 1.0, (features.n_groups, 2))
    variance[1, 0] = 0.0
    values = features.of(inputs)
    weights = FieldWeights(np.zeros((values.shape[1], 2)), variance, features)
    site = np.sort(draw.integers(0, 200, 700))
    linear = Linearised(draw.normal(size=700), draw.normal(size=(700, 2)), site)
    normal = normal_equations(weights, values, linear, 2.0)
    assert not ((normal.rows > CURVES) & (normal.rows <= 2 * CURVES) & (normal.columns == 0)).any(), "a group left out"
    design = values[site][:, normal.rows] * linear.slope[:, normal.columns]
    np.testing.assert_allclose(normal.matrix, design.T @ design / 2.0, atol=1e-9)
    np.testing.assert_allclose(normal.gradient, design.T @ linear.residual / 2.0, atol=1e-9)


class LinearLayers:
    """One layer a site that is its logits' sum, with noise: what the fit is of then is known exactly."""

    def __init__(self, logits: np.ndarray, noise: float) -> None:
        self.site = np.arange(len(logits))
        self._observed = logits.sum(1) + np.random.default_rng(5).normal(scale=noise, size=len(logits))

    def residuals(self, logits: np.ndarray) -> np.ndarray:
        return self._observed - logits.sum(1)

    def linearise(self, logits: np.ndarray) -> Linearised:
        return Linearised(self.residuals(logits), np.ones_like(logits), self.site)


def test_the_evidence_keeps_what_matters_leaves_out_the_rest_and_finds_the_noise() -> None:
    draw = np.random.default_rng(2)
    inputs = Inputs(torch.from_numpy(draw.normal(size=(600, 8))).float(), torch.zeros(600, 0, dtype=torch.int64), torch.zeros(600, 2))
    features = single_features(FieldShape(8, (), 1), inputs)
    values = features.of(inputs)
    truth = np.zeros((values.shape[1], 1))
    truth[[0, 1, 1 + CURVES], 0] = [0.4, 1.2, -0.8]  # the constant, and the lines of two covariates
    start = FieldWeights(np.zeros_like(truth), np.full((8, 1), 0.2), features)
    fit = fit_weights(LinearLayers(values @ truth, 0.3), values, start, FitSchedule(40), lambda share, phase: None)
    assert np.flatnonzero(fit.weights.variance[:, 0]).tolist()[:2] == [0, 1]
    assert (fit.weights.variance[2:, 0] > 0.0).sum() <= 1
    np.testing.assert_allclose(fit.weights.value[[0, 1, 1 + CURVES]], truth[[0, 1, 1 + CURVES]], atol=0.05)
    assert fit.scale == pytest.approx(0.09, rel=0.15)


def observed(loss: str, below: float = 1.0) -> tuple[ObservedLayers, np.ndarray, Tensors]:
    """Layers of twenty sites under noisy twin observations, those ``below`` a quantile of SOC, and logits at which to look at them."""
    sites, space = random_sites(20), parameter_space("binn", ("tau_s3", "efolding"))
    tensors = twin_tensors(sites, "clm5", CPU)
    twin = observe(
        smooth_truth(space, sites.covariates, Smoothness(2, 3.0), TwinSeed(1, 1), {}),
        tensors,
        "clm5",
        ObservationNoise(0.2, TwinSeed(1, 1)),
        warn_of_nothing,
    )
    known = dataclasses.replace(tensors, soc=torch.from_numpy(twin.observed), prescribed=torch.from_numpy(twin.parameters))
    model = Binn(FieldNetwork(FieldShape(5, (3,), 2)), space, "clm5")
    logits = np.random.default_rng(4).normal(size=(20, 2))
    return ObservedLayers(model, known, loss, soc_spreads(known.soc, loss), float(np.quantile(known.soc, below))), logits, known


@pytest.mark.parametrize("below", [1.0, 0.5])
def test_slopes_are_the_derivatives_of_the_residuals(below: float) -> None:
    """Also where sites have different numbers of layers, and some have none."""
    layers, logits, _ = observed("log", below)
    linear = layers.linearise(logits)
    assert len(linear.residual) == round(80 * below)
    assert len(np.unique(np.bincount(linear.site))) == (1 if below == 1.0 else 5)
    np.testing.assert_allclose(linear.residual, layers.residuals(logits))
    for column in range(2):
        step = np.zeros_like(logits)
        step[:, column] = 1e-5
        change = (layers.residuals(logits - step) - layers.residuals(logits + step)) / 2e-5
        np.testing.assert_allclose(linear.slope[:, column], change, rtol=1e-5, atol=1e-9)


def test_pseudo_residuals_have_the_gradient_of_the_balanced_loss() -> None:
    layers, logits, sites = observed("balanced")
    linear = layers.linearise(logits)
    downhill = np.zeros_like(logits)
    np.add.at(downhill, linear.site, linear.slope * linear.residual[:, None])
    spreads = soc_spreads(sites.soc, "balanced")

    def loss(moved: np.ndarray) -> float:
        return float(soc_loss(layers.predict(moved), sites.soc, spreads, "balanced")) * len(sites.soc)

    for place in ((0, 0), (7, 1), (19, 0)):
        step = np.zeros_like(logits)
        step[place] = 1e-5
        assert downhill[place] == pytest.approx((loss(logits - step) - loss(logits + step)) / 2e-5, rel=1e-4, abs=1e-7)


@pytest.fixture(scope="module")
def recovered():
    """A twin of which two parameters are to be found by fields, and what is found of it."""
    sites, space = random_sites(300), parameter_space("binn", ("tau_s3", "efolding"))
    tensors = twin_tensors(sites, "clm5", CPU)
    twins = [
        observe(
            smooth_truth(space, sites.covariates, Smoothness(2, 6.0), TwinSeed(1, number), {}),
            tensors,
            "clm5",
            ObservationNoise(0.1, TwinSeed(1, number)),
            warn_of_nothing,
        )
        for number in (1, 2)
    ]
    folds = block_folds(sites.profiles.longitude, sites.profiles.latitude, 3, 1, 0.5)
    return sites, twins, recover(RecoveryTrial(Task(space, FIELDS, 1), folds, 1, 0.1), sites, twins[0], STEP)


def test_fields_recover_parameters_in_blocks_that_were_not_fitted(recovered) -> None:
    _, twins, result = recovered
    for name in ("tau_s3", "efolding"):
        column = PARAMETER_NAMES.index(name)
        own, other = (value_scores(twin.parameters[result.site, column], result.parameters[:, column], 1.0)["r"] for twin in twins)
        assert own > 0.9
        assert own > other + 0.1


def test_the_functions_of_very_many_sites_are_found_on_a_part_of_them(recovered, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parameters are found nearly as well, in fewer evaluations, and the posterior is that of all sites."""
    sites, twins, _ = recovered
    read = dataclasses.replace(sites, profiles=dataclasses.replace(sites.profiles, soc=twins[0].observed))
    task = Task(parameter_space("binn", ("tau_s3", "efolding")), FIELDS, 1, twins[0].parameters)
    parts, fits = TrainingParts(np.arange(40, 300), np.arange(40)), []
    for most in (fitting.MOST_SITES, 100):
        monkeypatch.setattr(fitting, "MOST_SITES", most)
        fits.append(fit_ensemble(task, read, parts, STEP))
    assert fits[1].cost.evaluations < 0.6 * fits[0].cost.evaluations
    everywhere = task.tensors(read, np.arange(300), fits[0].model.encoding, CPU)
    for fitted, least in zip(fits, (0.95, 0.9)):
        parameters, _ = ensemble_sites(fitted.model, everywhere)
        for name in task.space.learned_names:
            column = PARAMETER_NAMES.index(name)
            assert np.corrcoef(parameters[:, column], twins[0].parameters[:, column])[0, 1] > least


@pytest.mark.parametrize(("of_profiles", "factor"), [(False, 1.0), (True, 4.0)])
def test_layers_whose_errors_go_together_count_less(of_profiles: bool, factor: float) -> None:
    """Errors of 40 % of single layers, or one for all layers of a profile: held-out blocks tell them apart."""
    sites, space, draw = random_sites(150), parameter_space("binn", ("beta", "tau_s3", "efolding", "w_scaling")), np.random.default_rng(1)
    truth = smooth_truth(space, sites.covariates, Smoothness(2, 3.0), TwinSeed(1, 1), {})
    twin = observe(truth, twin_tensors(sites, "clm5", CPU), "clm5", ObservationNoise(0.0, TwinSeed(1, 1)), warn_of_nothing)
    profile = sites.profiles.profile
    errors = draw.normal(size=len(sites))[profile] if of_profiles else draw.normal(size=len(profile))
    read = dataclasses.replace(sites, profiles=dataclasses.replace(sites.profiles, soc=twin.observed * np.exp(0.4 * errors)))
    task = Task(space, dataclasses.replace(RECOMMENDED, network="fields", members=1), 1)
    encoding = fit_encoding(sites.covariates.names, sites.covariates.categorical, sites.covariates.values, "standard")
    everyone = np.arange(len(sites))
    scale, evaluations = chosen_scale(task, read, everyone, encoding, STEP)
    alone = fit_lines(FieldProblem(task, task.tensors(read, everyone, encoding, CPU), encoding, STEP), 0.0, ITERATIONS)
    assert scale == pytest.approx(factor * alone.fit.scale)
    assert evaluations > alone.evaluations


@pytest.fixture(scope="module")
def model():
    """Fields of all parameters, of which the data tell little, from two starts."""
    sites = random_sites(100)
    space = parameter_space("binn", ("cryo", "beta", "tau_s3"))
    tensors = twin_tensors(sites, "clm5", CPU)
    twin = observe(
        smooth_truth(space, sites.covariates, Smoothness(2, 3.0), TwinSeed(1, 1), {}),
        tensors,
        "clm5",
        ObservationNoise(0.2, TwinSeed(1, 1)),
        warn_of_nothing,
    )
    read = dataclasses.replace(sites, profiles=dataclasses.replace(sites.profiles, soc=twin.observed))
    task = Task(space, dataclasses.replace(FIELDS, members=2), 1)
    parts = TrainingParts(np.arange(80), np.arange(80, 100))
    return sites, fit_ensemble(task, read, parts, STEP).model


def test_fields_that_are_saved_give_the_same_values_and_draws(model, tmp_path: Path) -> None:
    sites, fields = model
    save_model(tmp_path / "model.safetensors", fields)
    again = load_model(tmp_path / "model.safetensors")
    assert len(again.ensemble.networks) == 2
    inputs = fields.encoding.encode(sites.covariates.values, sites.profiles.longitude, sites.profiles.latitude)
    with torch.no_grad():
        for before, after in zip(fields.ensemble.networks, again.ensemble.networks):
            draws = [one.network.dropout_masks(torch.Generator().manual_seed(3)) for one in (before, after)]
            assert torch.equal(before.network(inputs, draws[0]), after.network(inputs, draws[1]))


def test_a_parameter_that_the_data_do_not_tell_is_as_uncertain_as_before(model) -> None:
    """cryo acts where the soil freezes deep, which it does nowhere here: its draws spread over its range, those of tau_s3 do not."""
    sites, fields = model
    inputs = fields.encoding.encode(sites.covariates.values, sites.profiles.longitude, sites.profiles.latitude)
    network = fields.ensemble.networks[0].network
    with torch.no_grad():
        draws = torch.stack([network(inputs, network.dropout_masks(torch.Generator().manual_seed(seed))) for seed in range(40)])
    spread = draws.std(0).mean(0)
    cryo, beta = spread[fields.space.learned_names.index("cryo")], spread[fields.space.learned_names.index("beta")]
    assert cryo > 1.0
    assert beta < 0.5 * cryo


def test_the_covariates_that_a_parameter_follows_are_named_with_their_shares(model) -> None:
    """Lines have variance 1 over the sites that were fitted: slopes of 2 and 1 share it 4 to 1."""
    sites, fields = model
    everywhere = Task(fields.space, FIELDS, 1).tensors(sites, np.arange(100), fields.encoding, CPU)
    changed = copy.deepcopy(fields)
    continuous = [row.name for row in fields.encoding.covariates if not row.categorical]
    beta = fields.space.learned_names.index("beta")
    with torch.no_grad():
        for one in changed.ensemble.networks:
            one.network.weight.zero_()
            one.network.weight[1, beta], one.network.weight[1 + CURVES, beta] = 2.0, -1.0
    expected = {name: "none: constant" for name in fields.space.learned_names}
    assert followed_covariates(changed, everywhere) == {**expected, "beta": f"{continuous[0]} 80 %, {continuous[1]} 20 %"}


def test_a_parameter_rests_on_a_field_a_constant_or_the_prior(model) -> None:
    """The data tell beta by a field and nothing of cryo; with its functions taken away, beta is a constant."""
    sites, fields = model
    everywhere = Task(fields.space, FIELDS, 1).tensors(sites, np.arange(100), fields.encoding, CPU)
    forms = parameter_forms(fields, everywhere)
    assert (forms["cryo"], forms["beta"]) == ("prior", "field")
    changed = copy.deepcopy(fields)
    column = fields.space.learned_names.index("beta")
    with torch.no_grad():
        for one in changed.ensemble.networks:
            one.network.weight[1:, column], one.network.weight[0, column] = 0.0, 0.5
    assert parameter_forms(changed, everywhere)["beta"] == "constant"
    with torch.no_grad():
        changed.ensemble.networks[0].network.weight[0, column] = 4.0
    assert parameter_forms(changed, everywhere)["beta"] == "prior", "two fits that know different levels"


def test_a_field_with_numbers_of_weights_that_do_not_exist_is_refused(model, tmp_path: Path) -> None:
    _, fields = model
    network = fields.ensemble.networks[0].network
    before = int(network.uncertain[0])
    network.uncertain[0] = 10**6 - 1
    save_model(tmp_path / "model.safetensors", fields)
    network.uncertain[0] = before
    with pytest.raises(CheckpointError, match="do not match its model card"):
        load_model(tmp_path / "model.safetensors")


def test_fields_are_refused_with_what_only_networks_have() -> None:
    job = RecoveryJob(observations="o", covariates=(), forcing="f", report="r", learner="fields")
    assert recipe_of(job).network == "fields"
    for change in ({"teacher": "learners"}, {"loss": "l1"}, {"recipe": "paper"}, {"encoder": "coordinates"}):
        with pytest.raises(JobError, match="Fields cannot be fitted"):
            recipe_of(dataclasses.replace(job, **change))


def test_settings_that_only_networks_have_are_known_by_name() -> None:
    job = RecoveryJob(observations="o", covariates=(), forcing="f", report="r", learner="fields", members=2, loss="log")
    assert unused_settings(job) == ()
    given = dataclasses.replace(job, epochs=5, learning_rate=0.01, hidden=(8,), dropout=0.0)
    assert unused_settings(given) == ("hidden", "dropout", "epochs", "learning_rate")
    assert unused_settings(dataclasses.replace(given, learner="network")) == ()
