"""Quality control: each flag on profiles made by hand, and what is left without the flagged."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binn_engine.errors import InputError, JobError
from binn_engine.profiles.observations import Profiles, read_profiles
from binn_engine.profiles.quality import FLAGS, Quality, check_quality, kept_profiles
from binn_engine.settings import ProfileFields

GOOD = [(0.0, 0.1, 30e3), (0.1, 0.3, 20e3), (0.3, 0.6, 8e3)]
Soil = tuple[str, float, float, list[tuple[float, float, float]]]


def observed(*soils: Soil) -> Profiles:
    """Profiles of (id, longitude, latitude, layers of (top, bottom, SOC))."""
    ids, longitude, latitude, layers = zip(*soils, strict=True)
    rows = np.array([layer for each in layers for layer in each])
    profile = np.repeat(np.arange(len(ids)), [len(each) for each in layers])
    top, bottom, soc = rows.T
    return Profiles(np.array(ids), np.array(longitude), np.array(latitude), profile, top, bottom, (top + bottom) / 2.0, soc)


def flagged(quality: Quality) -> dict[str, tuple[list[str], list[int]]]:
    """Ids and layers of each flag that anything bears."""
    ids = {row.name: quality.ids[quality.profiles[row.name]].tolist() for row in FLAGS}
    named = {name: (those, np.flatnonzero(quality.layers[name]).tolist()) for name, those in ids.items()}
    return {name: found for name, found in named.items() if found != ([], [])}


def test_good_profiles_bear_no_flag() -> None:
    quality = check_quality(observed(("a", 1.0, 2.0, GOOD), ("b", 1.0, 2.5, GOOD)))
    assert flagged(quality) == {}
    assert set(quality.counts().values()) == {(0, 0)}
    whole, layers = quality.keep()
    assert whole.all()
    assert layers.all()


def test_soc_above_the_limit_is_counted_and_soc_at_it_is_not() -> None:
    peat = [(0.0, 0.1, 150_001.0), (0.1, 0.2, 150_000.0), (0.2, 0.3, 90e3)]
    profiles = observed(("a", 0.0, 0.0, GOOD), ("b", 0.0, 1.0, peat))
    assert flagged(check_quality(profiles)) == {"soc_above_limit": (["b"], [3])}
    assert flagged(check_quality(profiles, max_soc=89e3)) == {"soc_above_limit": (["b"], [3, 4, 5])}


def test_carbon_beyond_pure_organic_matter_is_impossible() -> None:
    """0.2 g/cm3 of organic matter hold 0.2 * 0.58 g/cm3 = 116 kg/m3 of carbon."""
    peat = [(0.0, 0.1, 116_001.0), (0.1, 0.2, 116_000.0), (0.2, 0.3, 20e3)]
    profiles = observed(("a", 0.0, 0.0, peat), ("b", 0.0, 1.0, GOOD))
    density = np.array([0.2, 0.2, np.nan, 1.2, 1.3, 0.01])
    quality = check_quality(profiles, bulk_density=density)
    assert flagged(quality) == {"impossible_density": (["a", "b"], [0, 5])}
    assert quality.unchecked == ()
    without = check_quality(profiles)
    assert flagged(without) == {}
    assert without.unchecked == ("impossible_density",)
    with pytest.raises(InputError, match="2 bulk densities for 6 layers"):
        check_quality(profiles, bulk_density=np.ones(2))


def test_soc_of_zero_is_flagged() -> None:
    bare = [(0.0, 0.1, 30e3), (0.1, 0.3, 5e3), (0.3, 0.6, 0.0)]
    assert flagged(check_quality(observed(("a", 0.0, 0.0, GOOD), ("b", 0.0, 1.0, bare)))) == {"zero_soc": (["b"], [5])}


def test_layers_that_share_depths_are_flagged_and_those_that_touch_are_not() -> None:
    """In 'b' one layer spans three others, the last of which it only touches; 'c' overlaps by rounding; 'd' knows no limits."""
    spanned = [(0.0, 0.5, 40e3), (0.1, 0.2, 30e3), (0.3, 0.4, 20e3), (0.5, 0.9, 5e3)]
    rounded = [(0.0, 0.1 + 1e-9, 30e3), (0.1, 0.2, 20e3)]
    unknown = [(np.nan, np.nan, 9e3), (np.nan, np.nan, 8e3)]
    profiles = observed(("a", 0.0, 0.0, GOOD), ("b", 0.0, 1.0, spanned), ("c", 0.0, 2.0, rounded), ("d", 0.0, 3.0, unknown))
    profiles.depth[-2:] = [0.1, 0.2]
    assert flagged(check_quality(profiles)) == {"overlapping_layers": (["b"], [3, 4, 5])}


def test_a_layer_given_twice_is_flagged_once_and_overlaps_nothing() -> None:
    twice = [GOOD[0], GOOD[1], GOOD[1], GOOD[1], GOOD[2]]
    assert flagged(check_quality(observed(("a", 0.0, 0.0, twice)))) == {"repeated_layer": (["a"], [2, 3])}


def test_a_profile_of_one_layer_given_twice_is_still_of_a_single_layer() -> None:
    quality = check_quality(observed(("a", 0.0, 0.0, GOOD), ("b", 0.0, 1.0, [GOOD[0]]), ("c", 0.0, 2.0, [GOOD[0], GOOD[0]])))
    assert flagged(quality) == {"single_layer": (["b", "c"], [3, 4, 5]), "repeated_layer": (["c"], [5])}


def test_the_same_soil_under_another_id_is_flagged_after_the_first_id() -> None:
    """The place agrees to five decimals; another SOC, depth or place makes another profile."""
    deeper = [*GOOD[:2], (0.3, 0.7, 8e3)]
    less = [*GOOD[:2], (0.3, 0.6, 7e3)]
    quality = check_quality(
        observed(
            ("c", 1.0, 2.0, GOOD),
            ("b", 1.000001, 2.0, GOOD[::-1]),
            ("a", 1.0, 2.0, deeper),
            ("d", 1.0, 2.0, less),
            ("e", 1.0001, 2.0, GOOD),
            ("f", 1.0, 2.0, GOOD),
        )
    )
    assert flagged(quality) == {"repeated_profile": (["c", "f"], [0, 1, 2, 15, 16, 17])}


def test_an_id_given_twice_is_flagged_once_whatever_lies_under_it() -> None:
    quality = check_quality(observed(("a", 1.0, 2.0, GOOD), ("b", 1.0, 3.0, GOOD), ("a", 1.0, 2.0, GOOD), ("b", 5.0, 3.0, GOOD)))
    assert quality.counts()["repeated_id"] == (2, 6)
    assert quality.counts()["repeated_profile"] == (0, 0)
    assert np.flatnonzero(quality.profiles["repeated_id"]).tolist() == [2, 3]


@pytest.mark.parametrize(
    ("soc", "increases"),
    [
        ([3, 2, 1], False),
        ([1, 2, 3], True),
        ([2, 1, 3], True),  # the deepest has most
        ([1, 4, 2, 3], True),  # ranks correlate by 0.4
        ([4, 1, 2, 3], False),  # ranks correlate by -0.2
        ([3, 1, 3], False),  # the deepest has no more than the first, ranks correlate by 0
        ([2, 2, 2], False),
        ([1, 2], True),
        ([2, 1], False),
    ],
)
def test_soc_that_increases_with_depth_is_flagged(soc: list[float], increases: bool) -> None:
    layers = [(0.1 * number, 0.1 * number + 0.1, 1000.0 * value) for number, value in enumerate(soc)]
    quality = check_quality(observed(("a", 0.0, 0.0, GOOD), ("b", 0.0, 1.0, layers)))
    assert flagged(quality) == ({"increasing_with_depth": (["b"], list(range(3, 3 + len(soc))))} if increases else {})


def test_the_kept_profiles_are_those_without_an_excluded_flag() -> None:
    soils = [
        ("a", 0.0, 0.0, [(0.0, 0.1, 200e3), (0.1, 0.3, 20e3)]),
        ("b", 0.0, 1.0, [(0.0, 0.1, 300e3)]),
        ("c", 0.0, 2.0, [GOOD[0]]),
        ("d", 0.0, 3.0, GOOD),
        ("e", 0.0, 3.0, GOOD),
    ]
    profiles = observed(*soils)
    quality = check_quality(profiles)
    kept = kept_profiles(profiles, quality.keep())
    assert kept.ids.tolist() == ["a", "b", "c", "d"]
    kept = kept_profiles(profiles, quality.keep(("soc_above_limit",)))
    assert kept.ids.tolist() == ["a", "c", "d", "e"]
    assert kept.profile.tolist() == [0, 1, 2, 2, 2, 3, 3, 3]
    assert kept.soc.tolist() == [20e3, 30e3, 30e3, 20e3, 8e3, 30e3, 20e3, 8e3]
    whole, layers = quality.keep(("single_layer", "soc_above_limit"))
    assert whole.tolist() == [True, False, False, True, True]
    assert layers.tolist() == [False, True, False, False] + [True] * 6
    everything = kept_profiles(profiles, quality.keep(()))
    for name in vars(profiles):
        np.testing.assert_array_equal(getattr(everything, name), getattr(profiles, name))


def test_flags_that_are_none_and_control_that_leaves_nothing_are_refused() -> None:
    quality = check_quality(observed(("b", 0.0, 1.0, [(0.0, 0.1, 300e3)])))
    with pytest.raises(JobError, match="'wet' is not a quality flag"):
        quality.keep(("wet",))
    with pytest.raises(JobError, match="'wet' is not a quality flag"):
        quality.rows(("wet",))
    with pytest.raises(InputError, match="leaves out the only profile"):
        quality.keep(("single_layer",))


def test_the_table_of_flags_is_ready_for_json() -> None:
    quality = check_quality(observed(("a", 0.0, 0.0, GOOD), ("b", 0.0, 1.0, [GOOD[0]])))
    rows = json.loads(json.dumps(quality.rows(("single_layer",))))
    assert [row["flag"] for row in rows] == [flag.name for flag in FLAGS]
    single = next(row for row in rows if row["flag"] == "single_layer")
    assert (single["profiles"], single["layers"], single["excluded"], single["checked"]) == (1, 1, True, True)
    assert [row["flag"] for row in rows if not row["checked"]] == ["impossible_density"]
    assert all(row["meaning"] for row in rows)


@st.composite
def soils(draw: st.DrawFn) -> list[Soil]:
    """Profiles of few depths, values and places, so that all that can be repeated is."""
    layer = st.builds(
        lambda top, thick, soc: (top, top + thick, soc), *map(st.sampled_from, ([0.0, 0.1, 0.2], [0.1, 0.2], [0.0, 1e3, 2e5]))
    )
    layers = st.lists(layer, min_size=1, max_size=3)
    one = st.tuples(st.sampled_from("abc"), st.sampled_from([0.0, 1.0]), st.just(0.0), layers)
    return draw(st.lists(one, min_size=1, max_size=8))


@given(given_soils=soils(), order=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_profiles_changes_no_count(given_soils: list[Soil], order: object) -> None:
    """But for the layers of profiles that have the id of an earlier one: which is the earlier one is a matter of order."""
    shuffled = order.sample(given_soils, len(given_soils))
    counts = [dict(check_quality(observed(*rows)).counts()) for rows in (given_soils, shuffled)]
    repeated = [found.pop("repeated_id")[0] for found in counts]
    assert counts[0] == counts[1]
    assert repeated[0] == repeated[1]


def test_real_profiles_have_the_zeros_and_overlaps_they_are_known_to_have(new_york: Path) -> None:
    """The data's own description counts 14 layers of zero here, and four profiles with overlapping layers in the other set."""
    zeros = check_quality(read_profiles(str(new_york / "soc_layers.csv"), ProfileFields(), lambda code, message: None))
    assert zeros.counts()["zero_soc"][1] == 14
    path = new_york.parent / "conus" / "soc_layers.csv.gz"
    overlaps = check_quality(read_profiles(str(path), ProfileFields(), lambda code, message: None))
    assert overlaps.counts()["overlapping_layers"][0] == 4
