"""Folds of cross-validation, and the size of blocks that a variogram asks for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binn_engine.errors import InputError, JobError
from binn_engine.resampling.distances import distance_km
from binn_engine.resampling.folds import (
    Folds,
    Regions,
    block_folds,
    place_of,
    random_folds,
    region_folds,
    validation_of,
)
from binn_engine.resampling.variograms import BLOCK_LIMITS, _spherical, fit_variogram

Points = tuple[np.ndarray, np.ndarray]
MAKERS: dict[str, Callable[[np.ndarray, np.ndarray, int, int], Folds]] = {
    "places": random_folds,
    "blocks": lambda lon, lat, k, seed: block_folds(lon, lat, k, seed, 0.5),
    "regions": lambda lon, lat, k, seed: region_folds(Regions(np.floor(np.round(lon, 5))), lon, lat, k, seed),
}


@st.composite
def profiles(draw: st.DrawFn) -> Points:
    """Profiles at few enough coordinates that many share a place, lie on the edges of blocks and on either side of zero."""
    n = draw(st.integers(12, 60))
    coordinate = st.sampled_from([-3.25, -2.5, -2.0, -0.5, -1e-7, 0.0, 1e-7, 0.4999999, 0.5, 1.25, 2.75, 3.5])
    lon = draw(st.lists(coordinate, min_size=n, max_size=n))
    lat = draw(st.lists(coordinate, min_size=n, max_size=n))
    # Twelve places at least, so that any number of folds up to five can be made.
    return np.array(lon) + np.r_[np.arange(12) * 1.0, np.zeros(n - 12)], np.array(lat)


@pytest.mark.parametrize("kind", MAKERS)
@given(points=profiles(), k=st.integers(2, 3), seed=st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_every_profile_is_tested_once_and_no_place_is_trained_on_and_tested(kind: str, points: Points, k: int, seed: int) -> None:
    folds = MAKERS[kind](*points, k, seed)
    tested = []
    rounded = list(zip(np.round(points[0], 5), np.round(points[1], 5), strict=True))
    for train, test in folds.parts():
        assert len(test)
        assert not set(train) & set(test)
        assert set(train) | set(test) == set(range(len(rounded)))
        assert not {rounded[i] for i in train} & {rounded[i] for i in test}
        tested += test.tolist()
    assert sorted(tested) == list(range(len(rounded)))
    assert len(folds) == k == len(set(folds.names))


@pytest.mark.parametrize("kind", MAKERS)
@given(points=profiles(), seed=st.integers(0, 5), order=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_profiles_changes_nothing(kind: str, points: Points, seed: int, order: object) -> None:
    shuffled = np.array(order.sample(range(len(points[0])), len(points[0])))
    folds, again = MAKERS[kind](*points, 3, seed), MAKERS[kind](points[0][shuffled], points[1][shuffled], 3, seed)
    np.testing.assert_array_equal(again.fold, folds.fold[shuffled])
    np.testing.assert_array_equal(again.block, folds.block[shuffled])
    train = np.flatnonzero(folds.fold != 0)
    validation = validation_of(train, folds.block, 0.3, seed)
    again_validation = validation_of(np.flatnonzero(again.fold != 0), again.block, 0.3, seed)
    assert set(shuffled[again_validation]) == set(validation)


@given(points=profiles(), k=st.integers(2, 5), seed=st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_folds_differ_by_no_more_profiles_than_the_largest_place_has(points: Points, k: int, seed: int) -> None:
    folds = random_folds(*points, k, seed)
    sizes = np.bincount(folds.fold, minlength=k)
    assert np.ptp(sizes) <= np.bincount(place_of(*points)).max()


@pytest.mark.parametrize(("share", "blocks"), [(0.1, 1), (0.3, 1), (0.6, 2), (0.99, 3)])
def test_validation_takes_the_blocks_that_come_nearest_to_its_share_and_leaves_one(share: float, blocks: int) -> None:
    group = np.repeat(np.arange(4), 5)
    assert len(np.unique(group[validation_of(np.arange(20), group, share, 1)])) == blocks


@given(points=profiles(), share=st.floats(0.05, 0.9), seed=st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_validation_takes_whole_groups_of_the_training_part_and_leaves_some(points: Points, share: float, seed: int) -> None:
    folds = random_folds(*points, 3, seed)
    train = np.flatnonzero(folds.fold != 1)
    validation = validation_of(train, folds.block, share, seed)
    rest = np.setdiff1d(train, validation)
    assert len(rest)
    assert set(validation) < set(train)
    assert len(validation)
    assert not set(folds.block[validation]) & set(folds.block[rest])


def test_equal_blocks_fill_folds_equally_and_a_validation_exactly() -> None:
    lon, lat = (axis.ravel() + 0.1 for axis in np.meshgrid(np.arange(10.0), np.arange(10.0)))
    folds = block_folds(lon, lat, 5, 3, 1.0)
    assert np.bincount(folds.fold).tolist() == [20] * 5
    assert len(validation_of(np.flatnonzero(folds.fold != 2), folds.block, 0.25, 1)) == 20


def test_a_large_block_is_weighed_by_all_the_small_ones() -> None:
    """Nine profiles in one block balance nine blocks of one, which they do only if the large block is dealt first."""
    lon = np.r_[np.full(9, 0.5), np.arange(1.0, 10.0) + 0.5]
    assert np.bincount(block_folds(lon, np.zeros(18), 2, 1, 1.0).fold).tolist() == [9, 9]


def test_a_large_share_of_two_blocks_leaves_one_to_train_on() -> None:
    for seed in range(5):
        assert len(validation_of(np.arange(100), np.repeat([0, 1], 50), 0.8, seed)) == 50


def test_a_validation_is_not_swallowed_by_one_large_block() -> None:
    """Ten profiles of a hundred are wanted, and a block of ninety would be nine times too many."""
    block = np.r_[np.zeros(90, dtype=int), np.arange(1, 11)]
    for seed in range(20):
        assert len(validation_of(np.arange(100), block, 0.1, seed)) <= 10


def test_seeds_draw_different_folds_and_a_seed_the_same() -> None:
    lon, lat = np.random.default_rng(0).uniform(0.0, 5.0, (2, 200))
    one, same, other = (block_folds(lon, lat, 5, seed).fold for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).mean() > 0.5


def test_blocks_hold_what_lies_in_their_square() -> None:
    folds = block_folds(np.array([0.1, 0.9, 1.1, -0.1, 0.1]), np.array([0.1, 0.9, 0.1, 0.1, 1.1]), 2, 0, 1.0)
    assert folds.block[0] == folds.block[1]
    assert len(set(folds.block.tolist())) == 4
    assert folds.block_degrees == 1.0
    assert folds.fold[0] == folds.fold[1]


def test_each_region_is_a_fold_that_bears_its_name() -> None:
    lon, lat = np.arange(6.0), np.zeros(6)
    folds = region_folds(Regions(np.array(["Ohio", "Iowa", "Ohio", "Utah", "Iowa", "Ohio"])), lon, lat, None, 4)
    assert folds.names == ("Iowa", "Ohio", "Utah")
    assert folds.fold.tolist() == [1, 0, 1, 2, 0, 1]
    numbered = region_folds(Regions(np.array([10, 0.0, 10, 2.5, -0.0, 10])), lon, lat, None, 4)
    assert set(numbered.names) == {"10", "0", "2.5"}


def test_regions_are_dealt_to_fewer_folds_by_their_number_of_profiles() -> None:
    region = np.repeat(["a", "b", "c", "d"], [6, 4, 3, 3])
    folds = region_folds(Regions(region), np.arange(16.0), np.zeros(16), 2, 1)
    assert np.bincount(folds.fold).tolist() in ([9, 7], [7, 9])
    assert sorted(", ".join(folds.names).split(", ")) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("empty", ["", " ", None, np.nan])
def test_a_profile_without_a_region_is_refused_with_the_field(empty: object) -> None:
    region = np.array(["a", empty, "b"], dtype=object)
    with pytest.raises(InputError, match="1 of 3 profiles has no value in the field 'state'"):
        region_folds(Regions(region, "state"), np.arange(3.0), np.zeros(3), None, 1)


def test_a_place_in_two_regions_is_refused() -> None:
    with pytest.raises(InputError, match=r"first: a and b"):
        region_folds(Regions(np.array(["a", "b", "b"])), np.array([1.0, 1.0, 2.0]), np.zeros(3), None, 1)


def test_settings_that_make_no_folds_are_refused() -> None:
    lon, lat = np.array([0.0, 0.0, 1.0, 2.0]), np.zeros(4)
    with pytest.raises(JobError, match="1 fold"):
        random_folds(lon, lat, 1, 0)
    with pytest.raises(JobError, match="4 folds need at least as many places, but there are 3"):
        random_folds(lon, lat, 4, 0)
    with pytest.raises(JobError, match="2 folds need at least as many blocks of 5 degrees, but there are 1"):
        block_folds(lon, lat, 2, 0, 5.0)
    with pytest.raises(JobError, match="block_degrees"):
        block_folds(lon, lat, 2, 0, 0.0)
    with pytest.raises(JobError, match="3 folds need at least as many regions"):
        region_folds(Regions(np.array([1, 1, 2, 2])), lon, lat, 3, 0)
    with pytest.raises(JobError, match="fraction of profiles"):
        validation_of(np.arange(4), np.arange(4), 1.0, 0)
    with pytest.raises(InputError, match="none can be held out for validation"):
        validation_of(np.arange(4), np.zeros(4, dtype=int), 0.2, 0)


def test_distances_are_those_of_a_sphere() -> None:
    """A quarter of the equator, from pole to pole, and a degree along the sixtieth parallel, by hand."""
    quarter = np.pi / 2.0 * 6371.0088
    assert distance_km(0.0, 0.0, 90.0, 0.0) == pytest.approx(quarter)
    assert distance_km(13.0, -90.0, 77.0, 90.0) == pytest.approx(2.0 * quarter)
    chord = 2.0 * np.arcsin(0.5 * np.sin(np.radians(0.5)))
    assert distance_km(10.0, 60.0, 11.0, 60.0) == pytest.approx(chord * 6371.0088)


def field_of_known_range(range_km: float, seed: int, nugget: float = 0.2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A Gaussian field at 500 places with a spherical covariance, drawn by Cholesky decomposition."""
    generator = np.random.default_rng(seed)
    lon, lat = generator.uniform(0.0, 6.0, 500), generator.uniform(40.0, 46.0, 500)
    h = np.minimum(distance_km(lon[:, None], lat[:, None], lon[None], lat[None]) / range_km, 1.0)
    covariance = 1.0 - 1.5 * h + 0.5 * h**3 + nugget * np.eye(500)
    return lon, lat, np.linalg.cholesky(covariance) @ generator.standard_normal(500)


@pytest.mark.parametrize("true", [40.0, 120.0])
def test_the_variogram_finds_the_range_and_variance_of_a_field_whose_are_known(true: float) -> None:
    found = [fit_variogram(*field_of_known_range(true, seed)) for seed in range(7)]
    assert 0.6 * true < np.median([each.range_km for each in found]) < 1.6 * true
    assert 0.9 < np.median([each.nugget + each.sill for each in found]) < 1.5  # 1.2 in truth


def test_points_on_a_spherical_model_give_it_back() -> None:
    distance = np.geomspace(1.0, 400.0, 25)
    share = np.minimum(distance / 70.0, 1.0)
    fitted = _spherical(distance, 2.0 + 3.0 * (1.5 * share - 0.5 * share**3), np.sqrt(distance))
    assert fitted == pytest.approx((70.0, 2.0, 3.0), rel=1e-3)


def test_blocks_are_as_wide_as_the_range_within_limits() -> None:
    lon, lat, value = field_of_known_range(80.0, 1)
    variogram = fit_variogram(lon, lat, value)
    degrees = variogram.block_degrees(lat)
    middle = float(np.median(lat))
    assert distance_km(0.0, middle, degrees, middle) == pytest.approx(variogram.range_km, rel=1e-3)
    assert variogram.block_degrees(np.array([89.9])) == BLOCK_LIMITS[1]


def test_values_without_structure_ask_for_the_smallest_blocks() -> None:
    lon, lat, _ = field_of_known_range(80.0, 1)
    assert fit_variogram(lon, lat, np.ones(500)).block_degrees(lat) == BLOCK_LIMITS[0]


def test_the_variogram_is_the_same_whatever_the_order_of_the_profiles() -> None:
    lon, lat = np.random.default_rng(3).uniform(40.0, 45.0, (2, 2300))
    value = np.sin(lon) + np.cos(3.0 * lat)
    order = np.random.default_rng(4).permutation(2300)
    one, again = fit_variogram(lon, lat, value, 5), fit_variogram(lon[order], lat[order], value[order], 5)
    assert one.range_km == again.range_km
    np.testing.assert_array_equal(one.semivariance, again.semivariance)
    assert fit_variogram(lon, lat, value, 6).pairs.tolist() != one.pairs.tolist()


def test_too_few_profiles_for_a_variogram_are_refused() -> None:
    with pytest.raises(InputError, match="too few, or too close together"):
        fit_variogram(np.arange(5.0), np.zeros(5), np.arange(5.0))
