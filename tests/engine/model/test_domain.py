"""The domain of a model: strange covariates lie outside, held-out profiles inside."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from binn_engine.covariates.table import CovariateTable
from binn_engine.errors import CheckpointError, InputError
from binn_engine.model import domain as domains
from binn_engine.model.checkpoints import load_model, save_model
from binn_engine.model.domain import Domain, coordinates, domain_of, fit_domain
from binn_engine.model.encoding import Encoding, fit_encoding
from binn_engine.resampling.folds import block_folds
from tests.engine.support.models import small_model

NAMES = (*tuple(f"c{number}" for number in range(12)), "cover")
CLASSES = (*(False for _ in range(12)), True)


def table(count: int, seed: int) -> np.ndarray:
    """Twelve covariates that vary in three directions, and a class."""
    draw = np.random.default_rng(seed)
    mixed = draw.normal(size=(count, 3)) @ np.random.default_rng(9).normal(size=(3, 12)) + 0.3 * draw.normal(size=(count, 12))
    return np.column_stack([10.0 + 5.0 * mixed, draw.choice([1.0, 2.0, 5.0], count)])


@pytest.fixture(scope="module")
def known() -> tuple[Encoding, Domain]:
    """A domain of 600 profiles in five folds at random."""
    values = table(600, 1)
    encoding = fit_encoding(NAMES, CLASSES, values)
    return encoding, fit_domain(encoding, values, np.arange(600) % 5, 1)


def inside(known: tuple[Encoding, Domain], values: np.ndarray) -> np.ndarray:
    """Which sites lie inside."""
    encoding, domain = known
    return domain.measure(coordinates(encoding, values))[:, -1] == 1.0


def test_new_profiles_of_the_same_kind_lie_inside(known: tuple[Encoding, Domain]) -> None:
    assert inside(known, table(4000, 2)).mean() > 0.95


def test_any_covariate_three_standard_deviations_beyond_the_range_lies_outside(known: tuple[Encoding, Domain]) -> None:
    """Each alone, on either side, in profiles that are ordinary otherwise."""
    values, train = table(200, 3), table(600, 1)
    for column in range(12):
        for end, sign in ((train[:, column].max(), 1.0), (train[:, column].min(), -1.0)):
            strange = values.copy()
            strange[:, column] = end + sign * 3.0 * train[:, column].std()
            assert not inside(known, strange).any()


def test_a_combination_that_never_occurs_lies_outside_though_each_covariate_is_ordinary(known: tuple[Encoding, Domain]) -> None:
    """Covariates shuffled independently keep their ranges and lose what binds them."""
    draw = np.random.default_rng(4)
    values = np.column_stack([draw.permutation(column) for column in table(600, 1).T])
    encoding, domain = known
    found = domain.measure(coordinates(encoding, values))
    assert (found[:, 1] <= 1.0).all(), "no covariate leaves its range"
    assert (found[:, 0] > 1.0).mean() > 0.8


def test_distances_are_those_of_a_search_over_all_pairs(known: tuple[Encoding, Domain]) -> None:
    """The class counts as one where it differs; a class never seen is one from all."""
    encoding, domain = known
    values, train = table(50, 5), table(600, 1)
    values[:10, -1] = 77.0
    scaled = [(rows[:, :12] - train[:, :12].mean(0)) / train[:, :12].std(0) for rows in (values, train)]
    other = values[:, None, -1] != train[None, :, -1]
    distance = np.sqrt(((scaled[0][:, None] - scaled[1]) ** 2).sum(-1) + other)
    own = np.sqrt(((scaled[1][:, None] - scaled[1]) ** 2).sum(-1) + (train[:, None, -1] != train[None, :, -1]))
    expected = distance.min(1) / (own.sum() / (600 * 599))
    np.testing.assert_allclose(domain.measure(coordinates(encoding, values))[:, 0] * domain.farthest, expected, rtol=1e-3)


def test_training_profiles_are_at_distance_zero_and_batches_do_not_matter(
    known: tuple[Encoding, Domain], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoding, domain = known
    train = coordinates(encoding, table(600, 1))
    # Squares of float32 leave a root of rounding.
    np.testing.assert_allclose(domain.measure(train)[:, 0], 0.0, atol=5e-3)
    whole = domain.measure(coordinates(encoding, table(300, 6)))
    monkeypatch.setattr(domains, "_AT_ONCE", 7)
    np.testing.assert_allclose(domain.measure(coordinates(encoding, table(300, 6))), whole, atol=1e-5)


def test_a_domain_survives_its_checkpoint(tmp_path: Path, known: tuple[Encoding, Domain]) -> None:
    model = small_model()
    values = np.column_stack([np.linspace(0.0, 10.0, 90), np.linspace(5.0, -5.0, 90), np.arange(90) % 3 * 10 + 1])
    domain = fit_domain(model.encoding, values, np.arange(90) % 5, 1)
    save_model(tmp_path / "model.safetensors", dataclasses.replace(model, domain=domain))
    again = load_model(tmp_path / "model.safetensors").domain
    some = coordinates(model.encoding, values + np.array([3.0, 1.0, 0.0]))
    np.testing.assert_allclose(again.measure(some), domain.measure(some), rtol=1e-6)
    save_model(tmp_path / "other.safetensors", dataclasses.replace(model, domain=known[1]))
    with pytest.raises(CheckpointError, match="does not match its model card"):
        load_model(tmp_path / "other.safetensors")
    save_model(tmp_path / "without.safetensors", model)
    assert load_model(tmp_path / "without.safetensors").domain is None
    with pytest.raises(CheckpointError):
        Domain.from_checkpoint({}, {})


def test_profiles_of_one_fold_have_no_domain() -> None:
    values = table(20, 1)
    with pytest.raises(InputError, match="two folds"):
        fit_domain(fit_encoding(NAMES, CLASSES, values), values, np.zeros(20), 1)


def test_few_blocks_fall_back_on_places() -> None:
    """All profiles in one block, at places of their own."""
    values = table(40, 1)
    place = np.linspace(0.0, 0.01, 40), np.zeros(40)
    assert domain_of(fit_encoding(NAMES, CLASSES, values), values, place, 1.0, 1).farthest > 0.0


def test_held_out_blocks_of_new_york_lie_inside_and_strange_covariates_outside(new_york: Path) -> None:
    """A domain of four fifths of the blocks keeps 95 % of the others; covariates 3 standard deviations beyond the range leave it."""
    import pandas as pd

    frame = pd.read_csv(new_york / "covariates.csv").dropna()
    columns = [name for name in frame.columns if name not in ("profile_id", "Lon", "Lat", "lon", "lat")]
    classes = tuple(name.startswith(("ESA", "Texture", "USDA", "WRB", "Koppen")) for name in columns)
    places = [next(name for name in frame.columns if name.lower() == end) for end in ("lon", "lat")]
    lon, lat = (frame[name].to_numpy() for name in places)
    rows = CovariateTable(tuple(columns), classes, frame[columns].to_numpy(dtype=float))
    kept, flagged, tried = [], 0, 0
    folds = block_folds(lon, lat, 5, 3, 0.25)
    for train, test in folds.parts():
        encoding = fit_encoding(rows.names, rows.categorical, rows.values[train])
        domain = domain_of(encoding, rows.values[train], (lon[train], lat[train]), 0.25, 1)
        kept.append(domain.measure(coordinates(encoding, rows.values[test]))[:, -1])
        for column in np.flatnonzero(~np.array(classes)):
            strange = rows.values[test].copy()
            strange[:, column] = rows.values[train, column].max() + 3.0 * rows.values[train, column].std()
            outside = domain.measure(coordinates(encoding, strange))[:, -1] == 0.0
            flagged, tried = flagged + int(outside.sum()), tried + len(outside)
    assert np.concatenate(kept).mean() >= 0.95
    assert flagged / tried >= 0.95
