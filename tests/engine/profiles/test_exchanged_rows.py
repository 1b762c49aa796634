"""Single rows with exchanged coordinates are named in tables of continents, where they lie among the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest

from binn_engine.covariates.outside import warn_of_outside
from binn_engine.profiles.doubtful import exchanged
from binn_engine.profiles.land import in_the_sea
from binn_engine.profiles.observations import Profiles, read_profiles
from binn_engine.settings import ProfileFields
from tests.engine.commands import engine_here
from tests.engine.support.profiles import Warnings
from tests.engine.support.warnings import table
from tests.engine.support.zones import write_soc


def on_all_continents(count: int = 3000) -> np.ndarray:
    """Places on land that are one region: the whole Earth but the far north and south, ``(n, 2)``."""
    draw = np.random.default_rng(1)
    places = np.column_stack([draw.uniform(-180.0, 180.0, 4 * count), np.degrees(np.arcsin(draw.uniform(-0.7, 0.95, 4 * count)))])
    return places[~in_the_sea(*places.T)][:count]


def read(rows: pd.DataFrame, folder: Path) -> dict[str, str]:
    """The warnings of a table, by their codes."""
    warnings = Warnings()
    rows.to_csv(folder / "soil.csv", index=False)
    read_profiles(str(folder / "soil.csv"), ProfileFields(), warnings)
    return dict(warnings)


def flagged(folder: Path) -> list[str]:
    """The profiles that are flagged as exchanged."""
    engine_here("prepare_profiles", "--observations", folder / "soil.csv", "--layers", folder / "out.gpkg")
    layers = pyogrio.read_dataframe(folder / "out.gpkg")
    return sorted(layers["profile_id"][layers["flags"].str.contains("exchanged_place")])


def test_exchanged_rows_of_a_global_table_that_lie_in_the_sea_or_in_antarctica_are_named_and_flagged(tmp_path: Path) -> None:
    places = [*map(tuple, on_all_continents()), (-12.2, 36.5), (38.5, -79.0)]  # of Mozambique, and of Virginia
    warnings = read(table(places), tmp_path)
    assert f"1 of {len(places):,} rows are in the sea or in Antarctica" in warnings["places_without_soil"]
    assert f"profiles p{len(places) - 2})" in warnings["places_without_soil"]
    assert f"profiles p{len(places) - 1})" in warnings["exchanged_places"]  # no other row is in Antarctica
    assert "exchanged_axes" not in warnings
    assert flagged(tmp_path) == [f"p{len(places) - 2}", f"p{len(places) - 1}"]


def test_rows_on_land_are_not_named(tmp_path: Path) -> None:
    assert not set(read(table([*map(tuple, on_all_continents())]), tmp_path)) & {"places_without_soil", "exchanged_places"}


COUNTRIES = {
    "Germany": (8.0, 48.0, 13.5, 53.0),
    "Somalia": (43.0, 4.0, 47.0, 9.0),
    "Kenya": (35.0, -2.0, 38.0, 3.0),
    "Chad": (16.0, 9.0, 22.0, 20.0),
}


def of_countries(count: int = 40) -> tuple[list[tuple[float, float]], list[str]]:
    """Places within countries, and the names of these."""
    draw = np.random.default_rng(2)
    boxes = [(name, box) for name, box in COUNTRIES.items() for _ in range(count)]
    return [(draw.uniform(west, east), draw.uniform(south, north)) for _, (west, south, east, north) in boxes], [name for name, _ in boxes]


@pytest.mark.parametrize("field", ["country", "Country_Name", "ISO", "NUTS_0"])
def test_a_row_that_lies_in_another_country_is_named_and_flagged(tmp_path: Path, field: str) -> None:
    """Germany exchanged is Somalia."""
    places, countries = of_countries()
    places[7] = places[7][::-1]
    rows = table(places).assign(**{field: countries})
    warnings = read(rows, tmp_path)
    assert f"1 of 160 rows are far from the others of their country (field '{field}')" in warnings["places_abroad"]
    assert "profiles p7" in warnings["places_abroad"]
    assert flagged(tmp_path) == ["p7"]
    assert "places_abroad" not in read(table(places), tmp_path)


def test_countries_of_several_parts_are_not_named() -> None:
    """Guiana and Hawaii lie far from the rest of their countries; exchanged they are nowhere near them."""
    lon, lat = np.array([(2.0, 47.0), (3.0, 45.0), (5.0, 48.0), (-53.0, 4.0), (-100.0, 40.0), (-98.0, 41.0), (-156.0, 20.0)]).T
    country = np.array(["FR"] * 4 + ["US"] * 3)
    assert not exchanged(lon, lat, country).any()


def told_of(path: Path, places: list[tuple[float, float]]) -> str:
    """What is said of profiles outside of a raster."""
    nothing, warnings, (lon, lat) = np.empty(0), Warnings(), np.array(places).T
    ids = np.array([f"p{number}" for number in range(len(places))])
    warn_of_outside([str(path)], Profiles(ids, lon, lat, nothing.astype(int), nothing, nothing, nothing, nothing), warnings)
    return dict(warnings)["outside_rasters"]


def test_profiles_that_exchanged_coordinates_put_outside_of_the_rasters_are_counted(tmp_path: Path) -> None:
    path = write_soc(tmp_path / "soc.tif", np.random.default_rng(0).uniform(1.0, 2.0, (4, 40, 60)))
    inside = [(10.5, 49.5), (11.5, 49.5), (12.0, 49.5)]
    assert "would lie on them" not in told_of(path, [*inside, (30.0, 49.5), (-100.0, 49.5)])
    told = told_of(path, [*inside, (49.5, 10.5), (30.0, 49.5)])
    assert "2 of 5 profiles are outside all rasters (p3, p4)." in told
    assert "Of these, 1 would lie on them if longitude and latitude were exchanged (p3). Correct their coordinates." in told
