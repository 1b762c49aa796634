"""Tables as spreadsheets, R and shapefiles leave them: read as they were meant, told of, or refused; never shifted or taken for another."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest

from binn_engine.errors import InputError
from binn_engine.profiles.observations import Profiles, read_layers, read_profiles
from binn_engine.profiles.tables.vectors import field_named, read_table
from binn_engine.settings import ProfileFields
from tests.engine.support.profiles import Warnings, layers, read, refusal

SOUND = layers(soc_gC_m3=[8000.5, 20000.5, 30000.5, 9000.5])


def lines_of(table: pd.DataFrame, **how: object) -> list[str]:
    return table.to_csv(index=False, **how).splitlines()


def written(tmp_path: Path, lines: list[str], encoding: str = "utf-8") -> str:
    path = tmp_path / "soil.csv"
    path.write_text("\n".join(lines), encoding=encoding)
    return str(path)


def the_same(one: Profiles, other: Profiles) -> None:
    for row in dataclasses.fields(Profiles):
        values, others = getattr(one, row.name), getattr(other, row.name)
        np.testing.assert_array_equal(*((values, others) if values is not None else (0, 0)), err_msg=row.name)


@pytest.fixture
def sound(tmp_path: Path) -> Profiles:
    return read(tmp_path, SOUND, Warnings())


@pytest.mark.parametrize("end", [";", ";;"])
def test_separators_at_the_end_of_lines_shift_no_field(tmp_path: Path, sound: Profiles, end: str) -> None:
    header, *rows = lines_of(SOUND, sep=";")
    the_same(read_profiles(written(tmp_path, [header, *(row + end for row in rows)]), ProfileFields(), Warnings()), sound)


def test_names_of_rows_that_r_writes_shift_no_field(tmp_path: Path, sound: Profiles) -> None:
    header, *rows = lines_of(SOUND)
    named = [header, *(f'"{number + 1}",{row}' for number, row in enumerate(rows))]
    the_same(read_profiles(written(tmp_path, named), ProfileFields(), Warnings()), sound)


def test_lines_whose_fields_may_be_either_are_refused(tmp_path: Path) -> None:
    """The first field counts from 1, and the last is empty: names of rows, or a separator too much."""
    header, *rows = lines_of(SOUND.assign(profile_id=range(1, 5)))
    with pytest.raises(InputError, match="6 names in its header, but 7 values on a line"):
        read_profiles(written(tmp_path, [header, *(row + "," for row in rows)]), ProfileFields(), Warnings())


@pytest.mark.parametrize(("encoding", "told"), [("cp1252", {"encoding"}), ("utf-16", set()), ("utf-8-sig", set())])
def test_texts_of_spreadsheets_are_read_whatever_their_encoding(tmp_path: Path, sound: Profiles, encoding: str, told: set[str]) -> None:
    warnings = Warnings()
    lines = lines_of(SOUND.assign(place="Größe"), sep=";", decimal=",")
    the_same(read_profiles(written(tmp_path, lines, encoding), ProfileFields(), warnings), sound)
    assert warnings.codes == told
    assert set(read_table(str(tmp_path / "soil.csv"), Warnings())["place"]) == {"Größe"}


def test_a_decimal_comma_far_down_is_seen(tmp_path: Path) -> None:
    rows = [f"p{number};10;50;0;10;{'9000,5' if number == 59 else '9000'}" for number in range(60)]
    profiles = read_profiles(written(tmp_path, ["id;lon;lat;top;bottom;soc", *rows]), ProfileFields(), Warnings())
    assert profiles.soc.max() == 9000.5


def test_a_shapefile_in_another_encoding_than_it_says_is_read(tmp_path: Path, sound: Profiles) -> None:
    points = geopandas.GeoDataFrame(SOUND.assign(place="Größe"), geometry=geopandas.points_from_xy(SOUND["lon"], SOUND["lat"]), crs=4326)
    points.drop(columns=["lon", "lat"]).to_file(tmp_path / "soil.shp", encoding="cp1252")
    (tmp_path / "soil.cpg").write_text("UTF-8", encoding="ascii")
    warnings = Warnings()
    the_same(read_profiles(str(tmp_path / "soil.shp"), ProfileFields(), warnings), sound)
    assert warnings.codes == {"encoding"}
    assert set(read_table(str(tmp_path / "soil.shp"), Warnings())["place"]) == {"Größe"}


def test_text_with_decimal_commas_is_numbers(tmp_path: Path, sound: Profiles) -> None:
    warnings = Warnings()
    table = SOUND.assign(soc_gC_m3=[f"{value:.1f}".replace(".", ",") for value in SOUND["soc_gC_m3"]])
    the_same(read(tmp_path, table, warnings), sound)
    assert warnings.codes == {"decimal_comma"}


@pytest.mark.parametrize("values", [["1,500", "2,500", "12,000", "9"], ["1,5", "2.5", "3", "4"]])
def test_commas_that_may_part_thousands_stay_text(tmp_path: Path, values: list[str]) -> None:
    assert "text instead of" in refusal(tmp_path, layers(soc_gC_m3=values), Warnings()).message


def test_bulk_densities_in_two_units_are_not_read_in_one(tmp_path: Path) -> None:
    table = layers(soc_gC_m3=None, **{"soc_g_kg": 10.0, "bulk_density": [1300.0, 1300.0, 1300.0, 1.3]})
    assert "below 0.01 or above 2.65 g/cm3" in refusal(tmp_path, table, Warnings()).message
    table.to_csv(tmp_path / "soil.csv", index=False)
    assert read_layers(str(tmp_path / "soil.csv"), ProfileFields(), Warnings(), strict=False).audit.counts() == {"no_bulk_density": 1}


def test_9999_is_no_depth(tmp_path: Path) -> None:
    warnings = Warnings()
    profiles = read(tmp_path, layers(bottom_cm=[9999.0, 20.0, 10.0, 30.0]), warnings)
    assert (len(profiles.soc), profiles.bottom.max()) == (3, 0.3)
    assert "missing_codes" in warnings.codes


def test_layers_thicker_than_soils_are_told_of(tmp_path: Path) -> None:
    warnings = Warnings()
    read(tmp_path, layers(bottom_cm=[900.0, 20.0, 10.0, 30.0]), warnings)
    assert any(code == "thick_layers" and "1 layers" in message and "profile b" in message for code, message in warnings)


def test_depths_most_of_which_are_negative_are_not_left_out_as_litter(tmp_path: Path) -> None:
    most = layers(top_cm=[-20.0, 0.0, 0.0, 0.0], bottom_cm=[-50.0, -20.0, -10.0, 10.0])
    assert "3 of 4 depths are negative and become more negative downwards" in refusal(tmp_path, most, Warnings()).message
    middle = layers(top_cm=None, bottom_cm=None, depth_m=[-0.3, -0.1, -0.05, -0.2])
    assert "all depths are negative" in refusal(tmp_path, middle, Warnings()).message


def test_places_in_the_antarctic_are_told_of(tmp_path: Path) -> None:
    warnings = Warnings()
    read(tmp_path, layers(lon=[44.0, 44.0, 42.0, 42.0], lat=[-72.0, -72.0, -75.0, -75.0]), warnings)
    assert "antarctic" in warnings.codes


def test_litter_is_told_by_a_word_for_yes_and_other_words_are_told_of(tmp_path: Path) -> None:
    warnings = Warnings()
    assert len(read(tmp_path, layers(litter=["n", "Y", "", "O"]), warnings).soc) == 3
    assert any(code == "litter_words" and "1 rows (first: 'O')" in message for code, message in warnings)


def test_tables_of_wosis_since_2023_are_told_apart_by_the_names_of_their_files(tmp_path: Path) -> None:
    depths = {"profile_id": [7, 7, 8], "layer_id": [1, 2, 3], "upper_depth": [0, 10, 0], "lower_depth": [10, 30, 5]}
    shared = {**depths, "longitude": 10.0, "latitude": [50.0, 50.0, 51.0], "organic_surface": ["f", "f", "t"]}
    values = {"orgc": [20.0, 10.0, 300.0], "bdfi33": [1.2, 1.4, 0.2], "cfvo": [0.0, 50.0, 0.0]}
    paths = {name: tmp_path / f"wosis_202312_{name}.tsv" for name in values}
    for name, path in paths.items():
        pd.DataFrame({**shared, "value": "{1:1}", "value_avg": values[name]}).to_csv(path, sep="\t", index=False)
    found = read_layers(str(paths["orgc"]), ProfileFields(), Warnings(), strict=False, join=[str(paths["bdfi33"]), str(paths["cfvo"])])
    assert (found.layout.name, found.audit.counts()) == ("WoSIS", {"litter": 1})
    np.testing.assert_allclose(found.table[~found.audit.left_out]["soc"], [24000.0, 7000.0])


LOCAL = 'LOCAL_CS["site",UNIT["metre",1]]'


def test_a_layer_whose_system_is_local_is_refused(tmp_path: Path) -> None:
    points = geopandas.GeoDataFrame(SOUND, geometry=geopandas.points_from_xy(SOUND["lon"], SOUND["lat"]), crs=LOCAL)
    points.drop(columns=["lon", "lat"]).to_file(tmp_path / "soil.gpkg")
    with pytest.raises(InputError, match=r"soil\.gpkg has no known place on the Earth"):
        read_profiles(str(tmp_path / "soil.gpkg"), ProfileFields(), Warnings())


@pytest.mark.parametrize("system", [LOCAL, "EPSG:5703", "EPSG:4978"], ids=["local", "heights", "geocentric"])
def test_a_system_without_longitude_and_latitude_is_refused(tmp_path: Path, system: str) -> None:
    assert "not give places on the Earth" in refusal(tmp_path, SOUND, Warnings(), crs=system).message


def test_the_last_layer_of_a_profile_does_not_end_where_another_profile_begins(tmp_path: Path) -> None:
    profiles = read(tmp_path, layers(top_cm=[20.0, 0.0, 0.0, 10.0], bottom_cm=[None, None, 10.0, None], profile_id=[*"aabb"]), Warnings())
    assert profiles.ids.tolist() == ["a", "b"]
    np.testing.assert_allclose(np.stack([profiles.top, profiles.bottom], axis=1), [[0.0, 0.2], [0.0, 0.1]])
    deeper = layers(top_cm=[0.0, 0.0, 5.0, 9.0], bottom_cm=[None, 5.0, 9.0, 12.0], profile_id=[*"abbb"], lon=-75.0, lat=[42.0, *[43.0] * 3])
    assert read(tmp_path, deeper.assign(top_cm=[2.0, 5.0, 9.0, 12.0], bottom_cm=[None, 9.0, 12.0, 15.0]), Warnings()).ids.tolist() == ["b"]


@pytest.mark.parametrize("shown", ["BD [g/cm\ufffd]", "BD [g/cm\u00b3]"])
def test_a_field_is_found_by_the_name_that_qgis_shows_of_a_table_in_windows_1252(tmp_path: Path, shown: str) -> None:
    """QGIS takes the file for UTF-8 and shows a replacement sign for what is none."""
    table = pd.DataFrame({"BD [g/cm\u00b3]": [1.0], "B\u00e4ume": [1], "B\u00fcume": [2]})
    path = tmp_path / "soil.csv"
    table.to_csv(path, index=False, encoding="cp1252")
    read_again = read_table(str(path), Warnings())
    assert field_named(read_again, shown, str(path), "the bulk density") == "BD [g/cm\u00b3]"
    with pytest.raises(InputError, match="no field"):  # two fields might be meant
        field_named(read_again, "B\ufffdume", str(path), "trees")


def test_all_fields_that_are_missing_are_named_at_once(tmp_path: Path) -> None:
    """Place, depth and carbon: whoever is told one after the other runs three times."""
    path = tmp_path / "odd.csv"
    pd.DataFrame({"plot": ["a"], "ost": [10.0], "nord": [50.0], "von": [0], "bis": [10], "humus": [2.0]}).to_csv(path, index=False)
    with pytest.raises(InputError) as caught:
        read_profiles(str(path), ProfileFields(), Warnings())
    for words in (
        "no field for the longitude",
        "no field for the mid depth, or for top and bottom depth",
        "no field for soil organic carbon",
    ):
        assert words in caught.value.message
    for words in ("lon_field and lat_field", "top_field and bottom_field", "soc_field"):
        assert words in caught.value.remedy
    assert caught.value.remedy.count("The fields are: ") == 1
