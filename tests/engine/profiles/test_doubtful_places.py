"""Places that are probably not meant are told from the first one on; those that cannot be are refused wherever places are read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest

from binn_engine.covariates.table import CovariateChoice, read_covariates
from binn_engine.errors import InputError
from binn_engine.forcing.table import read_forcing_table
from binn_engine.land import is_sea
from binn_engine.profiles.doubtful import exchanged
from binn_engine.profiles.land import in_the_sea
from binn_engine.profiles.observations import Profiles, read_profiles
from binn_engine.settings import ProfileFields
from tests.engine.commands import engine_here
from tests.engine.support.profiles import Warnings
from tests.engine.support.warnings import table, warnings_of
from tests.engine.support.zones import write_soc


def test_places_at_zero_are_counted_named_and_flagged(tmp_path: Path) -> None:
    places = [(10.0, 50.0), (0.0, 0.0), (0.0, 0.0), (11.0, 50.0), (0.0, 51.0)]
    message = warnings_of(tmp_path, places)["null_island"]
    assert "2 of 5 rows have the coordinates 0, 0" in message
    assert "p1, p2" in message
    done = engine_here(
        "prepare_profiles", "--observations", tmp_path / "soil.csv", "--layers", tmp_path / "out.gpkg", "--keep", "repeated_profile"
    )
    assert done.last("result")["metrics"]["profiles_at_zero"] == 2
    layers = pyogrio.read_dataframe(tmp_path / "out.gpkg").set_index("profile_id")["flags"]
    assert [name for name, flags in layers.items() if "null_island" in flags] == ["p1", "p2"]


EUROPE = [(10.0, 50.0), (11.0, 50.2), (12.0, 51.0), (10.5, 50.6)]


def test_a_single_exchanged_place_is_named(tmp_path: Path) -> None:
    message = warnings_of(tmp_path, [*EUROPE, (50.1, 10.2)])["exchanged_places"]
    assert "1 of 5 rows" in message
    assert "p4" in message
    done = engine_here("prepare_profiles", "--observations", tmp_path / "soil.csv", "--layers", tmp_path / "out.gpkg")
    assert done.last("result")["metrics"]["profiles_at_exchanged_places"] == 1


@pytest.mark.parametrize(
    "places", [[*EUROPE, (40.0, -3.0)], [*EUROPE, (-75.0, 42.0)], [(45.0, 44.0), (44.0, 45.0), (44.2, 45.1), (45.1, 44.9)]]
)
def test_places_that_are_only_far_away_are_not_named(tmp_path: Path, places: list[tuple[float, float]]) -> None:
    assert "exchanged_places" not in warnings_of(tmp_path, places)


@pytest.mark.parametrize("share", [0.4, 0.6])
def test_where_about_half_of_the_places_are_exchanged_both_halves_are_named(tmp_path: Path, share: float) -> None:
    """Which of the two is meant cannot be told from the places."""
    draw = np.random.default_rng(1)
    places = np.column_stack([draw.uniform(8.0, 14.0, 60), draw.uniform(48.0, 53.0, 60)])
    swapped = draw.permutation(60) < share * 60
    places[swapped] = places[swapped][:, ::-1]
    warnings = warnings_of(tmp_path, [tuple(place) for place in places])
    assert "in two regions that are the same if longitude and latitude are exchanged" in warnings["mirrored_places"]
    assert "exchanged_places" not in warnings
    done = engine_here("prepare_profiles", "--observations", tmp_path / "soil.csv", "--layers", tmp_path / "out.gpkg")
    assert done.last("result")["metrics"]["profiles_at_exchanged_places"] > 40


def random_places(bounds: tuple[float, float, float, float], count: int = 80) -> list[tuple[float, float]]:
    """Places within west, south, east and north."""
    west, south, east, north = bounds
    draw = np.random.default_rng(3)
    return [tuple(place) for place in np.column_stack([draw.uniform(west, east, count), draw.uniform(south, north, count)])]


# Inland parts of Germany, Brazil, India, Kazakhstan and Kenya.
REGIONS = [
    (8.5, 48.0, 13.5, 53.0),
    (-58.0, -20.0, -46.0, -8.0),
    (75.5, 14.0, 79.0, 27.0),
    (55.0, 47.0, 75.0, 54.0),
    (35.0, -2.5, 38.5, 3.5),
]


@pytest.mark.parametrize("region", REGIONS)
def test_places_on_land_are_not_taken_for_exchanged_ones(tmp_path: Path, region: tuple[float, float, float, float]) -> None:
    assert "exchanged_axes" not in warnings_of(tmp_path, random_places(region))


@pytest.mark.parametrize("region", REGIONS[:3])
def test_where_all_places_are_exchanged_the_sea_tells_with_the_fields_and_the_remedy(
    tmp_path: Path, region: tuple[float, float, float, float]
) -> None:
    message = warnings_of(tmp_path, [place[::-1] for place in random_places(region)])["exchanged_axes"]
    assert "% of the places are in the sea, but would be on land if longitude and latitude were exchanged" in message
    assert "The longitude is read from the field 'lon', the latitude from 'lat'." in message
    assert "Set lon_field to 'lat' and lat_field to 'lon'." in message


def test_fields_that_are_chosen_the_wrong_way_round_are_told_by_their_names(tmp_path: Path) -> None:
    warnings = Warnings()
    table(EUROPE).to_csv(tmp_path / "soil.csv", index=False)
    read_profiles(str(tmp_path / "soil.csv"), ProfileFields(lon_field="lat", lat_field="lon"), warnings)
    assert "by their names, longitude and latitude are exchanged" in dict(warnings)["exchanged_axes"]
    warnings = Warnings()
    named = table(EUROPE).rename(columns={"lon": "y", "lat": "x"})  # as German surveys call them: x points north
    named.to_csv(tmp_path / "soil.csv", index=False)
    read_profiles(str(tmp_path / "soil.csv"), ProfileFields(lon_field="y", lat_field="x"), warnings)
    assert "exchanged_axes" not in dict(warnings)


def test_cells_of_land_are_those_of_the_globe() -> None:
    lon = np.array([10.0, -30.0, 150.0, 0.0, -140.0, 179.5, 345.0])
    lat = np.array([50.0, 40.0, -25.0, 0.0, 0.0, -89.0, 43.0])
    assert in_the_sea(lon, lat).tolist() == [False, True, False, True, True, False, True]
    assert [is_sea(*place) for place in zip(lon, lat, strict=True)] == in_the_sea(lon, lat).tolist()
    assert is_sea(0.0, 91.0) == is_sea(0.0, 90.0)


def test_many_places_take_no_time() -> None:
    lon, lat = np.random.default_rng(0).uniform((-120.0, 30.0), (-70.0, 45.0), (200_000, 2)).T
    lon[7], lat[7] = lat[7], -100.0  # no place at all
    lon[9], lat[9] = lat[9] - 200.0, 10.0
    assert not exchanged(lon, lat).any()


@pytest.mark.parametrize(("lon", "lat"), [(10.0, 95.0), (400.0, 50.0), (-190.0, 50.0)])
def test_places_outside_the_globe_are_refused_in_a_table_of_forcing(tmp_path: Path, lon: float, lat: float) -> None:
    names = ("TSOI", "W_SCALAR", "O_SCALAR", "FPI_vr", "ALTMAX", "ALTMAX_LASTYEAR", "nbedrock", "CWD_INPUT")
    litter = tuple(f"LITR{part}_INPUT" for part in (1, 2, 3))
    lines = [
        {"lon": lon, "lat": lat, "month": m, "level": k, **dict.fromkeys((*names, *litter), 1.0)}
        for m in range(1, 13)
        for k in range(1, 21)
    ]
    pd.DataFrame(lines).to_csv(tmp_path / "forcing.csv", index=False)
    with pytest.raises(InputError, match=r"240 rows have impossible coordinates \(first: row 2"):
        read_forcing_table(str(tmp_path / "forcing.csv"), Warnings())


def sampled(paths: list[Path], lon: list[float], warnings: Warnings, **columns: list) -> None:
    nothing, ids = np.empty(0), np.array([f"p{number}" for number in range(len(lon))])
    profiles = Profiles(ids, np.array(lon), np.full(len(lon), 49.5), nothing.astype(int), nothing, nothing, nothing, nothing)
    if columns:
        pd.DataFrame({"profile_id": ids, **columns}).to_csv(paths[0], index=False)
    read_covariates(
        [str(path) for path in paths],
        profiles,
        CovariateChoice(categorical=[name for name in columns if name == "rock"]),
        warn=warnings,
    )


def test_profiles_outside_all_rasters_are_counted(tmp_path: Path) -> None:
    path, warnings = write_soc(tmp_path / "soc.tif", np.random.default_rng(0).uniform(1.0, 2.0, (4, 40, 60))), Warnings()
    sampled([path], [10.5, 11.5, 30.0, 12.0], warnings)
    assert any(code == "outside_rasters" and "1 of 4 profiles are outside all rasters (p2)" in message for code, message in warnings)


def test_covariates_that_tell_nothing_are_named(tmp_path: Path) -> None:
    warnings = Warnings()
    columns = {"clay": [20.0] * 5, "sand": [1.0, 2.0, 3.0, 4.0, 4.0], "rock": [1, 2, 3, 4, 5]}
    sampled([tmp_path / "table.csv"], [10.0] * 5, warnings, **columns)
    told = {code: message for code, message in warnings}
    assert "'clay'" in told["constant_covariate"]
    assert "'rock'" in told["class_per_profile"]
    assert len(warnings) == 2


def test_classes_that_profiles_share_are_not_named(tmp_path: Path) -> None:
    warnings = Warnings()
    sampled([tmp_path / "table.csv"], [10.0] * 5, warnings, rock=[1, 2, 3, 4, 4])
    assert warnings == []


def test_classes_that_few_profiles_share_are_named(tmp_path: Path) -> None:
    warnings = Warnings()
    sampled([tmp_path / "table.csv"], [10.0] * 40, warnings, rock=[*range(38), 7, 8])
    assert ["36 of 40 profiles" in message for code, message in warnings if code == "class_per_profile"] == [True]


def test_ids_in_messages_are_plain_text(tmp_path: Path) -> None:
    pd.DataFrame({"profile_id": ["x1"], "clay": [20.0]}).to_csv(tmp_path / "table.csv", index=False)
    with pytest.raises(InputError, match=r"Its ids look like 'x1', those of the profiles like 'p0'"):
        sampled([tmp_path / "table.csv"], [10.0], Warnings())
