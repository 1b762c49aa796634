"""Splits, scores, encoding, parameter space, network and checkpoint, each against what can be worked out by hand."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from binn_engine.clm5 import PARAMETERS, SoilCarbonModel
from binn_engine.clm5.geometry import NODE_DEPTH
from binn_engine.errors import InputError, JobError
from binn_engine.learning.baselines import constant_prediction, fit_depth_curve
from binn_engine.learning.dataset import observation_weights
from binn_engine.learning.losses import soc_loss, soc_spreads
from binn_engine.learning.site_inputs import ModelSites
from binn_engine.learning.training import Training, predict_layers, train_network
from binn_engine.model.binn import Binn, build_network, constant_parameters, parameter_space
from binn_engine.model.checkpoints import Ensemble, Model, load_model, save_model
from binn_engine.model.encoding import Encoding, fit_encoding
from binn_engine.model.network import UNSEEN_CLASS
from binn_engine.model.recipes import RECOMMENDED, Recipe
from binn_engine.model.spread import Spread
from binn_engine.prediction.prediction import predict_sites
from binn_engine.prediction.product_request import ProductRequest
from binn_engine.profiles.observations import Profiles
from binn_engine.resampling.splits import SplitShares, block_of, split_profiles
from binn_engine.scoring.scores import agreement, refuse_overlap, soc_scores
from tests.benchmarks.inputs import sites
from tests.benchmarks.training import synthetic
from tests.engine.support.models import SETTINGS, small_model


def recipe(epochs: int, patience: int, learning_rate: float, max_soc: float) -> Recipe:
    """The recommended one with steps of 64 sites."""
    changed = {"epochs": epochs, "patience": patience, "learning_rate": learning_rate, "max_soc": max_soc}
    return dataclasses.replace(RECOMMENDED, batch_size=64, **changed)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 1000), n=st.integers(30, 200), degrees=st.floats(0.05, 2.0))
def test_a_split_is_disjoint_complete_and_keeps_places_and_blocks_whole(seed: int, n: int, degrees: float) -> None:
    """No profile, no place and no test block on both sides."""
    draw = np.random.default_rng(seed)
    lon, lat = np.round(draw.uniform(-5.0, 5.0, n), 1), np.round(draw.uniform(40.0, 45.0, n), 1)
    split = split_profiles(lon, lat, seed, block_degrees=degrees)
    together = np.concatenate(list(split.parts().values()))
    assert sorted(together) == list(range(n))
    labels, place, block = split.labels(), lon * 1000 + lat, block_of(lon, lat, degrees)
    assert all(len(set(labels[place == value])) == 1 for value in np.unique(place))
    # Blocks again, by arithmetic of the test's own.
    own = [(math.floor(x / degrees), math.floor(y / degrees)) for x, y in zip(lon, lat)]
    assert len(set(zip(own, block))) == len(set(own)) == len(set(block))
    tested = set(block[split.test_block])
    assert not tested & set(block[np.concatenate([split.train, split.validation, split.test_random])])


def test_a_seed_gives_the_same_split_and_another_seed_another() -> None:
    lon, lat = np.random.default_rng(0).uniform(0.0, 5.0, (2, 300))
    first, again, other = (split_profiles(lon, lat, seed).labels() for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_too_few_profiles_and_shares_that_leave_nothing_are_refused() -> None:
    lon, lat = np.random.default_rng(0).uniform(0.0, 5.0, (2, 9))
    with pytest.raises(InputError, match="Only 9 profiles can be used"):
        split_profiles(lon, lat, 1)
    with pytest.raises(JobError, match="fractions of profiles"):
        split_profiles(np.arange(100.0), np.zeros(100), 1, SplitShares(0.5, 0.3, 0.3))


def test_scores_are_what_their_definitions_say() -> None:
    """A constant shift leaves r2 at 1, and costs NSE its square over the variance."""
    observed = np.array([1.0, 2.0, 3.0, 4.0])
    scores = agreement(observed, observed + 1.0)
    assert scores == pytest.approx({"nse": 1.0 - 4.0 / 5.0, "r2": 1.0, "rmse": 1.0, "bias": 1.0})
    exchanged = agreement(observed, np.array([1.0, 3.0, 2.0, 4.0]))
    assert exchanged == pytest.approx({"nse": 1.0 - 2.0 / 5.0, "r2": 0.8**2, "rmse": 0.5**0.5, "bias": 0.0})
    assert np.isnan(agreement(np.ones(4), observed)["nse"])
    assert soc_scores(np.array([0.0, np.e]), np.array([0.5, np.e]))["log"]["nse"] == pytest.approx(1.0)
    with pytest.raises(InputError, match="not finite"):
        soc_scores(observed, np.array([1.0, np.nan, 3.0, 4.0]))


def test_an_overlap_of_training_and_test_is_refused() -> None:
    refuse_overlap(["a", "b"], ["c"])
    with pytest.raises(InputError, match="1 of 2"):
        refuse_overlap(["a", "b"], ["b", "c"])


def test_classes_unseen_in_training_share_an_index_and_a_zero_embedding() -> None:
    """Known classes count from 1; neighbours of known codes are not known."""
    model = small_model()
    inputs = model.encoding.encode(
        np.array([[5.0, 0.0, 1.0], [5.0, 0.0, 21.0], [5.0, 0.0, 20.0], [5.0, 0.0, 999.0]]), np.zeros(4), np.zeros(4)
    )
    assert inputs.classes[:, 0].tolist() == [1, 3, UNSEEN_CLASS, UNSEEN_CLASS]
    table = model.ensemble.members[0].network.embeddings[0].weight
    assert bool((table[UNSEEN_CLASS] == 0.0).all())
    assert bool((table[1:] != 0.0).any())


def test_continuous_covariates_are_standardised_and_clipped() -> None:
    """With the mean and spread of the training sites, also far outside them."""
    encoding = small_model().encoding
    column = np.linspace(0.0, 10.0, 50)
    values = np.array([[column.mean(), 0.0, 1.0], [column.mean() + column.std(), 0.0, 1.0], [1e9, 0.0, 1.0]])
    assert encoding.encode(values, np.zeros(3), np.zeros(3)).continuous[:, 0].tolist() == pytest.approx([0.0, 1.0, 4.0], abs=1e-6)
    assert Encoding.from_card(encoding.to_card()) == encoding


def test_a_covariate_that_never_varies_does_not_blow_up() -> None:
    encoding = fit_encoding(("flat",), (False,), np.full((20, 1), 7.0))
    assert encoding.encode(np.array([[7.0], [8.0]]), np.zeros(2), np.zeros(2)).continuous[:, 0].tolist() == [0.0, 1.0]


def test_parameters_that_are_not_learned_keep_their_values() -> None:
    """Given ones exactly, others CLM5's default moved into the range; learned ones within the bounds."""
    space = parameter_space("binn", ("q10", "tau_s3"), {"beta": 0.8})
    model = Binn(build_network(2, (), 2, SETTINGS), space, "clm5")
    inputs = dataclasses.replace(
        small_model().encoding.encode(np.random.rand(30, 3), np.zeros(30), np.zeros(30)), classes=torch.zeros(30, 0).long()
    )
    found = model(inputs, sites(30)).parameters.detach().numpy()
    for number, row in enumerate(PARAMETERS):
        if row.name in ("q10", "tau_s3"):
            assert (found[:, number] > row.lower).all()
            assert (found[:, number] < row.upper).all()
        else:
            assert np.ptp(found[:, number]) == 0.0
    names = [row.name for row in PARAMETERS]
    assert found[0, names.index("beta")] == 0.8
    assert found[0, names.index("efolding")] == 1.0, "CLM5's 10 m lies above the range"
    assert found[0, names.index("tau_s2")] == 5.0
    assert constant_parameters(space)[names.index("q10")] == pytest.approx(2.1)


def test_ranges_come_from_binn_proda_or_a_file(tmp_path: Path) -> None:
    """Zero lower bounds of PRODA's ranges are raised; a file changes what it names."""
    names = [row.name for row in PARAMETERS]
    assert parameter_space("proda").upper[names.index("tau_s3")] == 1000.0
    assert parameter_space("proda").lower[names.index("w_scaling")] == pytest.approx(5e-4)
    (tmp_path / "mine.csv").write_text("name,lower,upper\nq10,1.4,2.0\n")
    space = parameter_space(str(tmp_path / "mine.csv"))
    assert (space.lower[names.index("q10")], space.upper[names.index("q10")]) == (1.4, 2.0)
    assert space.upper[names.index("beta")] == 0.9999
    for row, word in (("q10,2,1", "q10"), ("q11,1,2", "q11"), ("beta,0.5,1.0", "beta"), ("q10,a,b", "numbers"), ("q10,0,1", "positive")):
        (tmp_path / "bad.csv").write_text(f"name,lower,upper\n{row}\n")
        with pytest.raises(InputError, match=word):
            parameter_space(str(tmp_path / "bad.csv"))


@pytest.mark.parametrize("encoder", ["none", "coordinates", "spatial"])
def test_a_checkpoint_gives_the_same_prediction_when_read_again(tmp_path: Path, encoder: str) -> None:
    """Every network of the ensemble, every product, to the bit; no pickle in the file."""
    model = small_model(encoder)
    save_model(tmp_path / "model.safetensors", model)
    inputs = model.encoding.encode(np.random.default_rng(0).random((40, 3)), np.linspace(-5, 5, 40), np.linspace(40, 45, 40))
    wanted = ("parameters", "soc", "soc_sd")
    first, again = (
        predict_sites(each, ModelSites(inputs, sites(40)), ProductRequest(wanted, (0.1, 0.5), Spread(6, seed=4)), print).products
        for each in (model, load_model(tmp_path / "model.safetensors"))
    )
    for name in wanted:
        np.testing.assert_array_equal(first[name], again[name])
    assert b"pickle" not in (tmp_path / "model.safetensors").read_bytes()


def test_location_matters_only_with_an_encoder() -> None:
    """The same covariates elsewhere give the same parameters without, others with."""
    for encoder, same in (("none", True), ("coordinates", False), ("spatial", False)):
        model = small_model(encoder)
        values = np.tile([[5.0, 1.0, 11.0]], (2, 1))
        inputs = model.encoding.encode(values, np.array([-75.0, -70.0]), np.array([41.0, 44.0]))
        forcing = sites(1).at(torch.zeros(2, dtype=torch.long))
        found = predict_sites(model, ModelSites(inputs, forcing), ProductRequest(("parameters",), (0.1,)), print).products["parameters"]
        assert bool(np.allclose(found[0], found[1], rtol=1e-7)) is same, encoder


def test_dropout_passes_depend_on_the_seed_alone() -> None:
    """The same seed gives the same spread for a site alone and among others; another seed another."""
    model = small_model()
    inputs = model.encoding.encode(np.random.default_rng(1).random((300, 3)), np.zeros(300), np.zeros(300))
    forcing = sites(300)

    def spread(index: torch.Tensor, seed: int) -> np.ndarray:
        asked = ProductRequest(("soc_sd",), (0.1,), Spread(12, seed=seed))
        return predict_sites(model, ModelSites(inputs, forcing).at(index), asked, print).products["soc_sd"]

    whole = spread(torch.arange(300), 1)
    np.testing.assert_allclose(spread(torch.tensor([7]), 1), whole[7:8], rtol=1e-5)
    assert not np.allclose(spread(torch.arange(300), 2), whole, rtol=1e-3)
    assert (whole > 0.0).all()


def test_passes_without_dropout_are_refused() -> None:
    model = small_model()
    model.card["network"]["dropout"] = 0.0
    alone = dataclasses.replace(model, ensemble=Ensemble(list(model.ensemble.members[:1])))
    with pytest.raises(JobError, match="no spread"):
        Spread(5).check(alone)
    with pytest.raises(JobError, match="without dropout"):
        Spread(5, "dropout").check(model)
    with pytest.raises(JobError, match="passes"):
        Spread(1).check(small_model())
    # Where there is a choice, a model that cannot vary gets no passes, and any other those that were asked for.
    asked = Spread(5, seed=3)
    assert asked.where_possible(alone) == Spread(0, seed=3)
    assert asked.where_possible(model) == asked == asked.where_possible(small_model(members=1))


def test_layers_above_the_limit_teach_nothing() -> None:
    """Absurd values above ``max_soc``, whatever they are, change no weight; below a higher limit they do."""
    train, validation = synthetic(200, 1), synthetic(100, 2)
    absurd = torch.arange(len(train.soc)) % 7 == 0

    def weights(value: float, limit: float) -> torch.Tensor:
        torch.manual_seed(0)
        model = Binn(build_network(60, (), 21, SETTINGS), parameter_space("binn"), "clm5")
        sites = dataclasses.replace(train, soc=torch.where(absurd, value, train.soc.clamp(max=2e5)))
        train_network(model, Training(sites, validation, recipe(2, 2, 3e-3, limit), 1), lambda share, phase: None)
        return torch.cat([parameter.detach().flatten() for parameter in model.parameters()])

    assert torch.equal(weights(4e5, 3e5), weights(9e5, 3e5))
    assert not torch.equal(weights(4e5, 1e6), weights(9e5, 1e6))


def test_training_stops_without_progress_and_keeps_its_best_epoch() -> None:
    """With a learning rate that destroys what was learned, the weights are those of the best epoch, not of the last."""
    train, validation = synthetic(200, 1), synthetic(100, 2)
    torch.manual_seed(0)
    model = Binn(build_network(60, (), 21, SETTINGS), parameter_space("binn"), "clm5")
    history = train_network(model, Training(train, validation, recipe(60, 4, 0.5, 1e9), 1), lambda share, phase: None)
    losses = [row.validation_loss for row in history]
    best = int(np.argmin(losses))
    assert len(history) == best + 1 + 4 < 60
    assert losses[-1] > losses[best]
    spreads = soc_spreads(train.soc, RECOMMENDED.loss)
    assert float(soc_loss(predict_layers(model, validation), validation.soc, spreads, RECOMMENDED.loss)) == pytest.approx(
        losses[best], rel=1e-9
    )


def test_dropout_is_live_in_training_and_off_in_prediction() -> None:
    model = small_model().ensemble.members[0].network
    inputs = small_model().encoding.encode(np.random.default_rng(0).random((20, 3)), np.zeros(20), np.zeros(20))
    model.eval()
    assert torch.equal(model(inputs), model(inputs))
    model.train()
    assert not torch.equal(model(inputs), model(inputs))


def test_passes_take_turns_through_the_networks() -> None:
    """An ensemble of two gives other passes than either network alone, and its mean without passes is their mean."""
    model = small_model(members=2)
    inputs = model.encoding.encode(np.random.default_rng(0).random((9, 3)), np.zeros(9), np.zeros(9))
    singles = [dataclasses.replace(model, ensemble=Ensemble([member])) for member in model.ensemble.members]

    def predict(each: Model, passes: int) -> np.ndarray:
        asked = ProductRequest(("parameters",), (0.1,), Spread(passes))
        return predict_sites(each, ModelSites(inputs, sites(9)), asked, print).products["parameters"]

    np.testing.assert_allclose(predict(model, 0), (predict(singles[0], 0) + predict(singles[1], 0)) / 2.0, rtol=1e-12)
    assert all(not np.allclose(predict(model, 4), predict(single, 4)) for single in singles)


def test_the_sd_is_the_standard_deviation_of_the_passes() -> None:
    """Against the quantiles 0, 1/3, 2/3 and 1 of four passes, which are the passes themselves."""
    model = small_model()
    inputs = model.encoding.encode(np.random.default_rng(0).random((9, 3)), np.zeros(9), np.zeros(9))
    wanted = ("soc", "soc_sd", "soc_quantiles")
    asked = ProductRequest(wanted, (0.1,), Spread(4), (0.0, 1 / 3, 2 / 3, 1.0))
    found = predict_sites(model, ModelSites(inputs, sites(9)), asked, print).products
    passes = found["soc_quantiles"].reshape(9, -1, 4)
    np.testing.assert_allclose(found["soc_sd"], passes.std(2, ddof=1), rtol=1e-9)
    np.testing.assert_allclose(found["soc"], passes.mean(2), rtol=1e-12)


def test_binn_passes_the_bedrock_mode_on() -> None:
    """``clm5`` holds nothing below bedrock, ``published`` does."""
    model = small_model()
    inputs = model.encoding.encode(np.random.default_rng(0).random((9, 3)), np.zeros(9), np.zeros(9))
    forcing = dataclasses.replace(sites(9), bedrock_layer=torch.full((9,), 8))
    for mode, empty in (("clm5", True), ("published", False)):
        soc = Binn(model.ensemble.members[0].network, model.space, mode)(inputs, forcing).soc
        assert bool((soc[:, 8:] == 0.0).all()) is empty


def test_baselines_are_what_they_are_called() -> None:
    """Constant parameters: the model itself at the middle of every range. Depth curve: what it was fitted to, where that is a curve."""
    data = synthetic(30, 4)
    theta = torch.tensor([[(row.lower + row.upper) / 2 for row in PARAMETERS]], dtype=torch.float64).expand(30, -1)
    soc = SoilCarbonModel()(theta, data.forcing).soc
    expected = (soc.repeat_interleave(5, 0) * data.weights).sum(1)
    np.testing.assert_allclose(constant_prediction(parameter_space("binn"), "clm5", data), expected.numpy(), rtol=1e-12)
    depth = np.linspace(0.02, 1.5, 60)
    truth = (120.0 - 40.0 * np.log(depth + 0.02)) ** 2
    curve = fit_depth_curve(depth, truth)
    np.testing.assert_allclose(curve.predict(depth), truth, rtol=1e-6)
    assert curve.predict(np.array([9.0]))[0] == pytest.approx(truth[-1], rel=1e-6)


def test_a_layer_is_compared_with_its_mean_and_a_point_with_its_depth() -> None:
    """The observation operator of a table with top and bottom differs from that of its mid depths where the profile is curved."""
    layer = Profiles(
        np.array(["a"]),
        np.zeros(1),
        np.zeros(1),
        np.zeros(2, int),
        np.array([0.0, np.nan]),
        np.array([0.4, np.nan]),
        np.array([0.2, 0.2]),
        np.ones(2),
    )
    weights = observation_weights(layer, np.array([20]))
    curved = np.exp(-NODE_DEPTH / 0.1)
    fine = np.linspace(0.0, 0.4, 40001)
    np.testing.assert_allclose(weights[0] @ curved, np.trapezoid(np.interp(fine, NODE_DEPTH, curved), fine) / 0.4, rtol=1e-6)
    np.testing.assert_allclose(weights[1] @ curved, np.interp(0.2, NODE_DEPTH, curved), rtol=1e-12)


def test_training_learns_and_repeats() -> None:
    """On profiles whose truth the model can express; the same seed gives the same weights."""
    train, validation = synthetic(300, 1), synthetic(100, 2)
    weights = []
    for _ in range(2):
        torch.manual_seed(0)
        model = Binn(build_network(60, (), 21, {**SETTINGS, "dropout": 0.0}), parameter_space("binn"), "clm5")
        history = train_network(model, Training(train, validation, recipe(15, 15, 3e-3, 1e9), 1), lambda share, phase: None)
        weights.append(torch.cat([parameter.detach().flatten() for parameter in model.parameters()]))
    assert min(row.validation_loss for row in history) < 0.8 * history[0].validation_loss
    assert torch.equal(*weights)
