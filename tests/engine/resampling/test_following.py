"""Places of other data follow the split of the profiles: no place is on both sides."""

from __future__ import annotations

import numpy as np

from binn_engine.resampling.following import NOWHERE, Places, parts_that_follow
from binn_engine.resampling.splits import block_of, place_of, split_profiles

TRAIN, VALIDATION, TEST = 0, 1, 2


def places(*rows: tuple[float, float]) -> Places:
    return Places(*np.array(rows, dtype=float).T)


PROFILES = places((0.1, 0.1), (0.9, 0.1), (1.1, 0.1), (5.5, 5.5))
PART = np.array([TRAIN, VALIDATION, TEST, TRAIN])


def test_a_place_with_profiles_is_in_their_part() -> None:
    assert parts_that_follow(PROFILES, PART, places((0.9, 0.1)), 1.0).tolist() == [VALIDATION]
    assert parts_that_follow(PROFILES, PART, places((1.100000001, 0.1)), 1.0).tolist() == [TEST], "equal to five decimals"


def test_a_place_in_a_block_with_profiles_follows_the_nearest_of_that_block() -> None:
    """The test profile at 1.1 is nearer to 0.99, but lies in another block."""
    assert parts_that_follow(PROFILES, PART, places((0.99, 0.1)), 1.0).tolist() == [VALIDATION]
    assert parts_that_follow(PROFILES, PART, places((0.2, 0.1)), 1.0).tolist() == [TRAIN]


def test_a_place_without_profiles_in_its_block_follows_the_nearest_of_all() -> None:
    assert parts_that_follow(PROFILES, PART, places((2.5, 0.1), (6.5, 5.5)), 1.0).tolist() == [TEST, TRAIN]


def test_of_a_block_with_places_of_two_parts_the_one_that_is_held_out_more_counts_and_the_other_is_not_used() -> None:
    others = places((0.1, 0.1), (0.9, 0.1), (0.5, 0.5))
    assert parts_that_follow(PROFILES, PART, others, 1.0).tolist() == [NOWHERE, VALIDATION, VALIDATION]


def test_no_place_and_no_block_of_the_others_is_on_two_sides_of_a_split_of_many_profiles() -> None:
    draw = np.random.default_rng(5)
    lon, lat = draw.uniform(0.0, 4.0, (2, 400)).round(2)
    split = split_profiles(lon, lat, seed=3)
    part = np.empty(400, dtype=int)
    for number, index in enumerate(split.parts().values()):
        part[index] = number
    shared = draw.choice(400, 40, replace=False)
    east = np.concatenate([lon[shared], draw.uniform(0.0, 6.0, 60)])
    north = np.concatenate([lat[shared], draw.uniform(0.0, 6.0, 60)])
    found = parts_that_follow(Places(lon, lat), part, Places(east, north), 0.25)
    block = block_of(east, north, 0.25)
    used = found != NOWHERE
    assert all(len(set(found[used & (block == number)])) <= 1 for number in block)
    place = place_of(np.concatenate([lon, east]), np.concatenate([lat, north]))
    for number in place[400:]:
        sides = {*part[place[:400] == number], *found[(place[400:] == number) & used]}
        assert len(sides) <= 1
    assert set(found) >= {0, 1, 2, 3}
    assert used.mean() > 0.9
