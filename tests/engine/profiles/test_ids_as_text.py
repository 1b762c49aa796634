"""Ids are text, exactly as the file has them, in every format and wherever tables meet."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import pytest

from binn_engine.covariates.table import read_covariates
from binn_engine.covariates.tile_index import read_tile_index
from binn_engine.errors import InputError
from binn_engine.forcing.table import read_forcing_table
from binn_engine.limits import ID_LETTERS
from binn_engine.profiles.observations import Profiles, read_layers, read_profiles
from binn_engine.profiles.tables.ids import id_texts
from binn_engine.profiles.tables.vectors import read_table
from binn_engine.settings import ProfileFields
from tests.engine.support.profiles import Warnings

ODD = ["007", "10_11", "101_1", "3", "3.0", "7", "NA", "None", "null", "nan", "1e3", "12345678901234567", "12345678901234568", "TRUE"]


def rows(ids: list, name: str = "profile_id") -> pd.DataFrame:
    """One layer of every profile, each at a place and with SOC of its own."""
    numbers = np.arange(len(ids))
    frame = {name: ids, "lon": 10.0 + numbers, "lat": 50.0, "top_cm": 0, "bottom_cm": 10, "soc_gc_m3": 9000.0 + numbers}
    return pd.DataFrame(frame)


def profiles_of(path: Path, **fields: str) -> dict[str, float]:
    """SOC by id."""
    found = read_profiles(str(path), ProfileFields(**fields), Warnings())
    return dict(zip(found.ids[found.profile].tolist(), found.soc.tolist(), strict=True))


def truth(ids: list[str]) -> dict[str, float]:
    return {name: 9000.0 + number for number, name in enumerate(ids)}


@pytest.mark.parametrize(("suffix", "separator"), [(".csv", ","), (".tsv", "\t"), (".txt", ";"), (".csv.gz", ",")])
def test_texts_keep_their_ids(tmp_path: Path, suffix: str, separator: str) -> None:
    path = tmp_path / f"soil{suffix}"
    rows(ODD).to_csv(path, index=False, sep=separator)
    assert profiles_of(path) == truth(ODD)


def test_a_field_that_is_named_in_another_case_keeps_its_ids(tmp_path: Path) -> None:
    rows(ODD, "Pit").to_csv(tmp_path / "soil.csv", index=False)
    assert profiles_of(tmp_path / "soil.csv", id_field="pit") == truth(ODD)


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "xlsx", "ods", "dbf", "fgb", "gml", "sqlite"])
def test_vector_files_keep_their_ids(tmp_path: Path, suffix: str) -> None:
    path, table = tmp_path / f"soil.{suffix}", rows(ODD)
    if suffix in ("geojson", "fgb", "sqlite"):
        table = geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(table["lon"], table["lat"]), crs=4326)
    pyogrio.write_dataframe(table, path, driver="ESRI Shapefile" if suffix == "dbf" else None)
    before = sorted(tmp_path.iterdir())
    assert profiles_of(path) == truth(ODD)
    assert sorted(tmp_path.iterdir()) == before  # GDAL leaves a .gfs beside a GML


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "dbf", "shp"])
def test_whole_numbers_with_an_empty_cell_stay_exact(tmp_path: Path, suffix: str) -> None:
    ids = pd.array([12345678901234567, 12345678901234568, None, 3], dtype="Int64")
    table = rows(list(ids)).assign(profile_id=ids)
    path = tmp_path / f"soil.{suffix}"
    points = geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(table["lon"], table["lat"]), crs=4326)
    pyogrio.write_dataframe(table if suffix == "dbf" else points, path, driver="ESRI Shapefile" if suffix == "dbf" else None)
    warnings = Warnings()
    found = read_profiles(str(path), ProfileFields(id_field="profile_id"), warnings)
    assert sorted(found.ids) == ["12345678901234567", "12345678901234568", "3"]
    assert any("1 have no profile id" in message for _, message in warnings)


def test_a_whole_number_that_a_library_made_real_is_whole() -> None:
    assert id_texts(pd.Series([3.0, np.nan, 2.5], name="id")).tolist() == ["3", "", "2.5"]
    assert id_texts(pd.Series(["3.0", " 3 ", None, ""], name="id", dtype=object)).tolist() == ["3.0", "3", "", ""]
    with pytest.raises(InputError, match="'id' contains ids as decimal numbers of more than 15 digits"):
        id_texts(pd.Series([12345678901234567.0, np.nan], name="id"))


def test_only_an_empty_cell_is_no_id(tmp_path: Path) -> None:
    rows(["NA", "", "None", " "]).to_csv(tmp_path / "soil.csv", index=False)
    found = read_layers(str(tmp_path / "soil.csv"), ProfileFields(), Warnings(), strict=False)
    assert found.audit.reason.tolist() == ["", "no_id", "", "no_id"]


@pytest.mark.parametrize("key", ["profile_id", "layer_id", "labsampnum", "PointID"])
def test_joins_are_by_the_text_of_ids(tmp_path: Path, key: str) -> None:
    table = rows(ODD, key)
    table.drop(columns="soc_gc_m3").to_csv(tmp_path / "places.csv", index=False)
    table[[key, "soc_gc_m3"]].iloc[::-1].to_csv(tmp_path / "soc.csv", index=False)
    found = read_layers(str(tmp_path / "places.csv"), ProfileFields(), Warnings(), strict=False, join=[str(tmp_path / "soc.csv")])
    assert found.table["soc"].tolist() == list(truth(ODD).values())


def test_tables_of_covariates_are_joined_by_the_text_of_ids(tmp_path: Path) -> None:
    nothing = np.empty(0)
    ids = np.array(sorted(ODD))
    profiles = Profiles(ids, np.zeros(len(ids)), np.zeros(len(ids)), nothing.astype(int), nothing, nothing, nothing, nothing)
    pd.DataFrame({"profile_id": ODD, "clay": range(len(ODD))}).to_csv(tmp_path / "clay.csv", index=False)
    found = read_covariates([str(tmp_path / "clay.csv")], profiles)
    assert found.values[:, 0].tolist() == [ODD.index(name) for name in ids]


def test_sites_of_a_table_of_forcing_are_told_apart_by_the_text_of_ids(tmp_path: Path) -> None:
    layered = {name: 0.5 for name in ("TSOI", "W_SCALAR", "O_SCALAR", "FPI_vr")}
    monthly = {
        name: 1.0 for name in ("ALTMAX", "ALTMAX_LASTYEAR", "nbedrock", *(f"{part}_INPUT" for part in ("CWD", "LITR1", "LITR2", "LITR3")))
    }
    lines = [
        {"profile_id": site, "lon": 1.0, "lat": 2.0, "month": month, "level": level, **layered, **monthly}
        for site in ("7", "007", "NA")
        for month in range(1, 13)
        for level in range(1, 21)
    ]
    pd.DataFrame(lines).to_csv(tmp_path / "forcing.csv", index=False)
    assert sorted(read_forcing_table(str(tmp_path / "forcing.csv"), Warnings())["profile_id"].values.tolist()) == ["007", "7", "NA"]


def test_tiles_are_called_as_the_index_says(tmp_path: Path) -> None:
    pd.DataFrame({"tile": ["007", "7", "NA"], "raster": ["a.tif", "b.tif", "c.tif"]}).to_csv(tmp_path / "tiles.csv", index=False)
    tiles = read_tile_index(str(tmp_path / "tiles.csv"), ["raster"], "", "", Warnings())
    assert [tile.name for tile in tiles] == ["007", "7", "NA"]


def test_an_id_without_end_is_refused_and_named(tmp_path: Path) -> None:
    """Arrays of text are as wide as the longest: one id of 100,000 letters took 5 GB of 12,000 rows."""
    rows(["a", "x" * (ID_LETTERS + 1)]).to_csv(tmp_path / "soil.csv", index=False)
    with pytest.raises(InputError, match=r"soil\.csv: field 'profile_id' has an id with 256 characters in row 2") as refused:
        read_profiles(str(tmp_path / "soil.csv"), ProfileFields(), Warnings())
    assert f"{ID_LETTERS} characters" in refused.value.remedy


def test_words_for_a_missing_number_are_missing_in_every_format(tmp_path: Path) -> None:
    table = rows(["a", "b", "c"]).assign(soc_gc_m3=["9000", "NA", "null"])
    pyogrio.write_dataframe(table, tmp_path / "soil.gpkg")
    assert profiles_of(tmp_path / "soil.gpkg") == {"a": 9000.0}
    assert read_table(str(tmp_path / "soil.gpkg"), Warnings())["profile_id"].tolist() == ["a", "b", "c"]


DATES = ["2020-01-01", "2020-01-02", "2020/01/03", "2020-01-04"]


@pytest.mark.parametrize("suffix", ["geojson", "json", "geojsonl", "csv", "gpkg", "xlsx", "ods", "gml", "fgb", "zip"])
@pytest.mark.parametrize("ids", [DATES, DATES[:2], ["2020-01-01T10:00:00", "10:30:00"]], ids=["mixed", "dates", "times"])
def test_texts_that_look_like_dates_stay_as_they_are(tmp_path: Path, suffix: str, ids: list[str]) -> None:
    table = rows(ids)
    path = tmp_path / f"soil.{suffix}"
    if suffix == "csv":
        table.to_csv(path, index=False)
    else:
        written = tmp_path / "soil.geojson" if suffix in ("zip", "json") else path
        if suffix not in ("xlsx", "ods"):
            table = geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(table["lon"], table["lat"]), crs=4326)
        pyogrio.write_dataframe(table, written, driver="GeoJSONSeq" if suffix == "geojsonl" else None)
        if suffix == "json":
            written.rename(path)
        if suffix == "zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.write(written, "soil.geojson")
    if suffix == "geojsonl":  # its reader makes dates of them all the same
        ids = [name.replace("/", "-") for name in ids]
    assert profiles_of(path) == truth(ids)


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "gpkg"])
def test_dates_as_ids_are_written_as_dates_with_a_warning(tmp_path: Path, suffix: str) -> None:
    path, table, warnings = tmp_path / f"soil.{suffix}", rows(DATES[:2]), Warnings()
    table["profile_id"] = pd.to_datetime(table["profile_id"]).dt.date.astype("datetime64[s]")
    pyogrio.write_dataframe(table, path)
    found = read_profiles(str(path), ProfileFields(id_field="profile_id"), warnings)
    assert found.ids.tolist() == DATES[:2]
    assert any(
        code == "dates_as_ids" and "'profile_id'" in message and "written as 2020-01-01 when" in message for code, message in warnings
    )
    assert id_texts(table["profile_id"]).tolist() == DATES[:2]
