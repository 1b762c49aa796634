"""Gradient boosting and the quantile forest: what they learn, and what they do with classes, order and large SOC."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from binn_engine.covariates.table import CovariateTable
from binn_engine.errors import InputError, JobError
from binn_engine.learning.trees import (
    MOST_CLASSES,
    BoostedTrees,
    BoostingSettings,
    ForestSettings,
    KnownLayers,
    QuantileForest,
    fit_boosting,
    fit_forest,
)
from binn_engine.scoring.scores import agreement

FEW = ForestSettings(trees=20)
CODES = np.array([3.0, 17.0, 300.0, 4001.0])
EFFECT = np.array([1.0, 2.5, 0.6, 1.7])


def soils(seed: int, n: int = 250, noise: float = 0.1) -> KnownLayers:
    """Profiles of four layers whose SOC is known: it falls with depth, rises with wetness and depends on a class."""
    generator = np.random.default_rng(seed)
    wetness, number = generator.uniform(0.0, 1.0, n), generator.integers(4, size=n)
    depth, profile = np.tile([0.05, 0.2, 0.5, 1.0], n), np.repeat(np.arange(n), 4)
    truth = 30_000.0 * np.exp(-2.0 * depth) * (0.5 + wetness[profile]) * EFFECT[number][profile]
    values = np.stack([wetness, CODES[number]], axis=1)
    table = CovariateTable(("wetness", "cover"), (False, True), values)
    return KnownLayers(table, depth, profile, truth * np.exp(noise * generator.standard_normal(len(depth))))


def fit_few(layers: KnownLayers, seed: int) -> QuantileForest:
    """A small forest."""
    return fit_forest(layers, seed, settings=FEW)


def parts(layers: KnownLayers) -> tuple[CovariateTable, np.ndarray, np.ndarray, np.ndarray]:
    """Covariates, depths, profiles and SOC."""
    return layers.covariates, layers.depth_m, layers.profile, layers.soc


FITS = {"boosting": fit_boosting, "forest": fit_few}


def of(model: BoostedTrees | QuantileForest, layers: KnownLayers) -> np.ndarray:
    """SOC that a model predicts for layers."""
    return model.predict(layers.covariates.values, layers.depth_m, layers.profile)


@pytest.mark.parametrize("name", FITS)
def test_a_soil_that_follows_from_covariates_and_depth_is_learned(name: str) -> None:
    model = FITS[name](soils(1), seed=1)
    others = soils(2, noise=0.0)
    assert agreement(others.soc, of(model, others))["nse"] > 0.9
    assert (of(model, others) >= 0.0).all()


@pytest.mark.parametrize("name", FITS)
def test_the_order_of_profiles_and_layers_changes_nothing_and_the_seed_decides(name: str) -> None:
    table, depth, profile, soc = parts(soils(3))
    generator = np.random.default_rng(0)
    places, rows = generator.permutation(len(table.values)), generator.permutation(len(soc))
    moved = np.argsort(places)[profile[rows]]
    shuffled = FITS[name](KnownLayers(replace(table, values=table.values[places]), depth[rows], moved, soc[rows]), seed=5)
    straight = FITS[name](KnownLayers(table, depth, profile, soc), seed=5)
    others = soils(4)
    np.testing.assert_array_equal(of(shuffled, others), of(straight, others))
    if name == "forest":
        assert (of(fit_few(KnownLayers(table, depth, profile, soc), seed=6), others) != of(straight, others)).any()


@pytest.mark.parametrize("name", FITS)
def test_layers_above_the_limit_are_left_out_of_fitting(name: str) -> None:
    table, depth, profile, soc = parts(soils(5))
    wild = soc.copy()
    wild[::7] = 1e6
    rest = np.ones(len(soc), dtype=bool)
    rest[::7] = False
    others = soils(6)
    with_wild = FITS[name](KnownLayers(table, depth, profile, wild), seed=1)
    without = FITS[name](KnownLayers(table, depth[rest], profile[rest], soc[rest]), seed=1)
    np.testing.assert_array_equal(of(with_wild, others), of(without, others))
    with pytest.raises(InputError, match="All 1,000 layers"):
        FITS[name](KnownLayers(table, depth, profile, np.full(len(soc), 2e5)), seed=1)


@pytest.mark.parametrize("name", FITS)
def test_a_class_never_seen_gets_a_soil_that_seen_ones_have(name: str) -> None:
    model = FITS[name](soils(7), seed=1)
    table, depth, profile, _ = parts(soils(8))
    for code in (99.0, -5.0, 1e6, np.nan):
        values = table.values.copy()
        values[:, 1] = code
        predicted = model.predict(values, depth, profile)
        assert ((predicted > 0.0) & (predicted < 150_000.0)).all()


@pytest.mark.parametrize("name", FITS)
def test_the_names_of_classes_carry_no_meaning_as_long_as_their_order_stays(name: str) -> None:
    table, depth, profile, soc = parts(soils(9))
    recoded = table.values.copy()
    recoded[:, 1] = np.searchsorted(CODES, recoded[:, 1]) + 50.0
    one = FITS[name](KnownLayers(table, depth, profile, soc), seed=1).predict(table.values, depth, profile)
    other = FITS[name](KnownLayers(replace(table, values=recoded), depth, profile, soc), seed=1).predict(recoded, depth, profile)
    np.testing.assert_array_equal(one, other)


def test_classes_are_split_as_sets_in_boosting() -> None:
    """SOC that alternates from code to code needs one split of a set, but a split at every code of a number."""
    generator = np.random.default_rng(1)
    codes = generator.integers(100, size=3000).astype(float)
    soc = np.where(codes % 2 == 0, 40_000.0, 10_000.0)
    depth, profile = np.full(3000, 0.1), np.arange(3000)
    stumps = BoostingSettings(learning_rate=0.5, iterations=20, leaves=2, shrinkage=0.0)
    errors = {}
    for classes in (True, False):
        layers = KnownLayers(CovariateTable(("cover",), (classes,), codes[:, None]), depth, profile, soc)
        model = fit_boosting(layers, seed=1, settings=stumps)
        errors[classes] = agreement(soc, model.predict(codes[:, None], depth, profile))["nse"]
    assert errors[True] > 0.999
    assert errors[False] < 0.7


@pytest.mark.parametrize("name", FITS)
def test_more_classes_than_can_be_told_apart_keep_the_most_frequent(name: str) -> None:
    # Boosting looks at classes of ten layers or more.
    common = np.repeat(np.arange(MOST_CLASSES) * 10.0, 12)
    codes = np.r_[common, np.arange(40) * 10.0 + 5.0]
    soc = np.where(codes < 1000.0, 40_000.0, 10_000.0)
    depth, profile = np.full(len(codes), 0.1), np.arange(len(codes))
    model = FITS[name](KnownLayers(CovariateTable(("soil",), (True,), codes[:, None]), depth, profile, soc), seed=1)
    assert model.columns.encoders[0].categories_[0].tolist() == (np.arange(MOST_CLASSES) * 10.0).tolist()
    predicted = model.predict(common[:, None], depth[: len(common)], profile[: len(common)])
    assert agreement(soc[: len(common)], predicted)["nse"] > 0.9


@pytest.mark.parametrize("name", FITS)
def test_a_fit_needs_no_covariate_but_depth(name: str) -> None:
    _, depth, profile, soc = parts(soils(10))
    nothing = CovariateTable((), (), np.empty((250, 0)))
    predicted = FITS[name](KnownLayers(nothing, depth, profile, soc), seed=1).predict(nothing.values, depth, profile)
    for level in np.unique(depth):
        assert predicted[depth == level].mean() == pytest.approx(soc[depth == level].mean(), rel=0.25)


def meinshausen(model: QuantileForest, fitted: KnownLayers, row: np.ndarray, level: float) -> float:
    """One quantile as the paper defines it, by loops: weights of fitted layers that share leaves, then the smallest SOC they reach."""
    features = model.columns.features(fitted.covariates.values, fitted.depth_m, fitted.profile)
    weights = np.zeros(len(features))
    for tree in model.model.estimators_:
        same = tree.apply(features.astype(np.float32)) == tree.apply(row[None].astype(np.float32))
        weights += same / same.sum()
    weights /= len(model.model.estimators_)
    order = np.argsort(fitted.soc, kind="stable")
    return float(fitted.soc[order][np.flatnonzero(np.cumsum(weights[order]) >= level - 1e-12)[0]])


def test_quantiles_of_the_forest_are_those_of_the_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted, others = soils(11, n=60), soils(12, n=5)
    model = fit_few(fitted, seed=1)
    levels = (0.05, 0.5, 0.95)
    found = model.quantiles(others.covariates.values, others.depth_m, others.profile, levels)
    rows = model.columns.features(others.covariates.values, others.depth_m, others.profile)
    expected = [[meinshausen(model, fitted, row, level) for level in levels] for row in rows]
    np.testing.assert_array_equal(found, expected)
    monkeypatch.setattr("binn_engine.learning.trees._BATCH_LAYERS", 7)
    np.testing.assert_array_equal(model.quantiles(others.covariates.values, others.depth_m, others.profile, levels), expected)


def test_nine_in_ten_new_layers_lie_within_the_ninety_percent_interval() -> None:
    fitted, others = soils(13, n=400, noise=0.4), soils(14, n=400, noise=0.4)
    model = fit_forest(fitted, seed=1, settings=ForestSettings(trees=40, least_in_leaf=10))
    lower, upper = model.quantiles(others.covariates.values, others.depth_m, others.profile, (0.05, 0.95)).T
    assert 0.85 < ((others.soc >= lower) & (others.soc <= upper)).mean() < 0.97
    assert (lower <= upper).all()


def test_quantiles_are_of_levels_between_zero_and_one() -> None:
    layers = soils(15, n=30)
    model = fit_few(layers, seed=1)
    with pytest.raises(JobError, match="quantiles"):
        model.quantiles(layers.covariates.values, layers.depth_m, layers.profile, (0.0, 0.5))
