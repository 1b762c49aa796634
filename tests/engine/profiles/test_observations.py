"""Profiles of soil organic carbon, read from files as people have them."""

from __future__ import annotations

import gzip
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPoint, Point, box

from binn_engine.errors import InputError
from binn_engine.profiles.horizons import grams_per_cubic_metre
from binn_engine.profiles.observations import read_profiles
from binn_engine.settings import ProfileFields
from tests.engine.commands import SHARED
from tests.engine.support.profiles import Warnings, layers, read, refusal

SHARED = SHARED / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real data are not at {SHARED}")


def test_layers_are_gathered_into_profiles_sorted_by_id_and_depth_in_metres(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(), warnings)
    assert profiles.ids.tolist() == ["a", "b"]
    assert profiles.profile.tolist() == [0, 0, 1, 1]
    np.testing.assert_allclose(profiles.top, [0.0, 0.1, 0.0, 0.2])
    np.testing.assert_allclose(profiles.bottom, [0.1, 0.3, 0.2, 0.5])
    np.testing.assert_allclose(profiles.depth, [0.05, 0.2, 0.1, 0.35])
    assert profiles.soc.tolist() == [30000.0, 9000.0, 20000.0, 8000.0]
    assert profiles.longitude.tolist() == [-75.0, -72.0]
    assert profiles.latitude.tolist() == [42.0, 44.0]
    assert warnings == []


def test_the_order_of_rows_changes_nothing(tmp_path: Path, warnings: Warnings) -> None:
    table = layers()
    one, other = read(tmp_path, table, warnings), read(tmp_path, table.iloc[[2, 0, 3, 1]], warnings)
    for name in ("ids", "longitude", "latitude", "profile", "top", "bottom", "depth", "soc"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_a_subset_keeps_the_layers_of_its_profiles_in_the_order_asked_for(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(), warnings)
    turned = profiles.subset([1, 0])
    assert turned.ids.tolist() == ["b", "a"]
    assert turned.profile.tolist() == [0, 0, 1, 1]
    assert turned.soc.tolist() == [20000.0, 8000.0, 30000.0, 9000.0]
    masked = profiles.subset(np.array([False, True]))
    assert (len(masked), masked.profile.tolist(), masked.soc.tolist()) == (1, [0, 0], [20000.0, 8000.0])
    assert len(profiles.subset([])) == 0


def test_a_mid_depth_is_in_metres_and_leaves_top_and_bottom_unknown(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(top_cm=None, bottom_cm=None, depth=[0.35, 0.1, 0.05, 0.2]), warnings)
    np.testing.assert_allclose(profiles.depth, [0.05, 0.2, 0.1, 0.35])
    assert np.isnan(profiles.top).all()
    assert np.isnan(profiles.bottom).all()


@pytest.mark.parametrize(
    ("top", "bottom", "unit", "factor"),
    [
        ("top_m", "bottom_m", "auto", 1.0),
        ("Upper Depth (cm)", "Lower Depth (cm)", "auto", 0.01),
        ("hzdept_r", "hzdepb_r", "auto", 0.01),
        ("TOP", "BOTTOM", "m", 1.0),
    ],
)
def test_the_unit_of_depths_is_that_set_else_that_named_else_centimetres(
    tmp_path: Path, warnings: Warnings, top: str, bottom: str, unit: str, factor: float
) -> None:
    table = layers(top_cm=None, bottom_cm=None)
    table[top], table[bottom] = [0.0, 6.0, 0.0, 2.0], [6.0, 8.0, 2.0, 9.0]
    profiles = read(tmp_path, table, warnings, depth_unit=unit)
    np.testing.assert_allclose(profiles.bottom, np.array([2.0, 9.0, 6.0, 8.0]) * factor)


def test_centimetres_taken_for_metres_are_refused(tmp_path: Path, warnings: Warnings) -> None:
    error = refusal(tmp_path, layers(top_cm=None, bottom_cm=None, depth=[35.0, 40.0, 25.0, 20.0]), warnings)
    assert "depth" in error.message
    assert "cm" in error.remedy


def test_metres_taken_for_centimetres_are_warned_of(tmp_path: Path, warnings: Warnings) -> None:
    read(tmp_path, layers(top_cm=None, bottom_cm=None, top=[0.2, 0.0, 0.0, 0.1], bottom=[0.5, 0.2, 0.1, 0.3]), warnings)
    assert "depth_unit" in warnings.codes


def test_a_layer_without_thickness_is_a_point(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(bottom_cm=[50.0, 20.0, 0.0, 30.0]), warnings)
    assert np.isnan(profiles.top[0])
    assert profiles.depth[0] == 0.0
    assert "flat_layers" in warnings.codes


@given(soc=st.floats(0, 500), density=st.floats(0.05, 2.5), coarse=st.floats(0, 100), unit=st.sampled_from(["gC/m3", "kg/m3", "g/kg", "%"]))
def test_carbon_is_the_mass_in_a_cubic_metre_of_soil(soc: float, density: float, coarse: float, unit: str) -> None:
    soil_kg = density * 1000.0 * (1.0 - coarse / 100.0)  # of fine earth in a cubic metre
    grams = {"gC/m3": soc, "kg/m3": soc * 1000.0, "g/kg": soc * soil_kg, "%": soc / 100.0 * soil_kg * 1000.0}[unit]
    assert grams_per_cubic_metre(soc, unit, density, coarse) == pytest.approx(grams, rel=1e-12)


@pytest.mark.parametrize(
    ("field", "unit"),
    [
        ("SOC (g/kg)", ""),
        ("soc_g_per_kg", ""),
        ("orgc", "g/kg"),
        ("oc_percent", ""),
        ("OC", "%"),
        ("soc_density_kg_m3", ""),
        ("soc", "kg/m3"),
        ("soc_gC_m3", ""),
        ("SOC", ""),
    ],
)
def test_the_unit_of_soc_is_that_set_else_that_named_else_grams_per_cubic_metre(
    tmp_path: Path, warnings: Warnings, field: str, unit: str
) -> None:
    grams = np.array([8000.0, 20000.0, 30000.0, 9000.0])
    content = grams / (1.25 * 1000.0 * 0.9)  # g/kg of fine earth
    lower = field.lower()
    values = grams
    if unit == "g/kg" or "kg)" in lower or "per_kg" in lower:
        values = content
    elif unit == "%" or "percent" in lower:
        values = content / 10.0
    elif unit == "kg/m3" or "kg_m3" in lower:
        values = grams / 1000.0
    table = layers(soc_gC_m3=None, bulk_density=1.25, coarse_vol_pct=10.0)
    table[field] = values
    profiles = read(tmp_path, table, warnings, soc_unit=unit)
    np.testing.assert_allclose(profiles.soc, [30000.0, 9000.0, 20000.0, 8000.0], rtol=1e-12)
    assert "soc_unit" not in warnings.codes


def test_a_density_is_preferred_to_a_content(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(soc_gC_m3=None, soc_g_per_kg=[1.0] * 4, soc_density_kg_m3=[8.0, 20.0, 30.0, 9.0]), warnings)
    assert profiles.soc.tolist() == [30000.0, 9000.0, 20000.0, 8000.0]
    assert "soc_field" in warnings.codes


def test_bulk_density_in_kilograms_per_cubic_metre_is_recognised_with_a_warning(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(soc_gC_m3=None, soc_g_kg=[10.0] * 4, bd=1250.0), warnings)
    np.testing.assert_allclose(profiles.soc, 12500.0)
    assert "bulk_density_unit" in warnings.codes


def test_a_content_without_bulk_density_is_refused(tmp_path: Path, warnings: Warnings) -> None:
    error = refusal(tmp_path, layers(soc_gC_m3=None, soc_g_kg=[10.0] * 4), warnings)
    assert "bulk density" in error.message
    assert "soc_g_kg" in error.remedy  # the fields there are


def test_soc_that_looks_like_another_unit_is_warned_of(tmp_path: Path, warnings: Warnings) -> None:
    read(tmp_path, layers(soc_gC_m3=None, soc=[8.0, 20.0, 30.0, 9.0]), warnings)
    assert "soc_unit" in warnings.codes


def test_layers_without_soc_or_depth_are_left_out_and_counted(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(soc_gC_m3=[8000.0, None, 30000.0, 9000.0], top_cm=[20.0, 0.0, None, 10.0]), warnings)
    assert profiles.ids.tolist() == ["a", "b"]
    assert profiles.soc.tolist() == [9000.0, 8000.0]
    [(code, message)] = warnings
    assert code == "dropped_layers"
    assert "2 of 4 layers" in message
    assert "1 have no SOC" in message


def test_litter_above_the_mineral_soil_is_left_out_and_counted(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(top_cm=[20.0, -5.0, 4.0, 10.0], bottom_cm=[50.0, 0.0, 0.0, 30.0]), warnings)
    assert profiles.soc.tolist() == [9000.0, 8000.0]
    [(code, message)] = warnings
    assert (code, "2 are litter" in message) == ("dropped_layers", True)


def test_litter_shifts_its_profile_down_where_asked(tmp_path: Path, warnings: Warnings) -> None:
    table = layers(top_cm=[0.0, -5.0, 4.0, 0.0], bottom_cm=[50.0, 0.0, 0.0, 30.0])
    profiles = read(tmp_path, table, warnings, litter="shift")
    np.testing.assert_allclose(profiles.top, [0.0, 0.04, 0.0, 0.05], atol=1e-12)  # of a, counted upwards before 1993, then of b
    np.testing.assert_allclose(profiles.bottom, [0.04, 0.34, 0.05, 0.55])
    assert warnings.codes == {"litter_shifted"}


def test_a_missing_bottom_is_the_top_of_the_layer_below_or_the_layer_is_counted(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(bottom_cm=[None, None, 10.0, 30.0]), warnings)
    np.testing.assert_allclose(profiles.bottom, [0.1, 0.3, 0.2])
    assert warnings.codes == {"filled_bottoms", "dropped_layers"}
    assert "1 have no depth" in dict(warnings)["dropped_layers"]


def test_soc_of_zero_is_kept(tmp_path: Path, warnings: Warnings) -> None:
    assert 0.0 in read(tmp_path, layers(soc_gC_m3=[0.0, 20000.0, 30000.0, 9000.0]), warnings).soc


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"top_cm": [20.0, 0.0, 40.0, 10.0]}, ["bottom_cm", "profile a", "1 of 4"]),
        ({"soc_gC_m3": [8000.0, 20000.0, -1.0, -2.0]}, ["soc_gC_m3", "negative", "profile a", "2 of 4"]),
        ({"soc_gC_m3": ["8000", "n/d", "30000", "9000"]}, ["soc_gC_m3", "text", "'n/d'", "profile b"]),
        ({"soc_gC_m3": [None] * 4}, ["4 have no SOC"]),
        ({"lat": [44.0, 44.0, 95.0, 95.0]}, ["2 of 4", "profile a", "95"]),
        ({"lon": [-72.0, -72.5, -75.0, -75.0]}, ["profile b", "more than one place", "1 profile has"]),
    ],
)
def test_wrong_values_are_refused_by_field_and_profile(
    tmp_path: Path, warnings: Warnings, change: dict[str, list[object]], words: list[str]
) -> None:
    message = refusal(tmp_path, layers(**change), warnings).message
    for word in words:
        assert word in message


def test_swapped_coordinates_are_recognised(tmp_path: Path, warnings: Warnings) -> None:
    error = refusal(tmp_path, layers(lon=[44.0, 44.0, 42.0, 42.0], lat=[-112.0, -112.0, -115.0, -115.0]), warnings)
    assert "seem to be exchanged" in error.remedy


@pytest.mark.parametrize(
    ("fields", "gone", "words"),
    [
        ({"soc_field": "carbon_x"}, None, "carbon_x"),
        ({}, "soc_gC_m3", "soil organic carbon"),
        ({}, "bottom_cm", "bottom depth"),
        ({}, "lon", "longitude"),
    ],
)
def test_a_missing_field_is_named_and_the_fields_are_listed(
    tmp_path: Path, warnings: Warnings, fields: dict[str, str], gone: str | None, words: str
) -> None:
    table = layers()
    error = refusal(tmp_path, table.drop(columns=gone) if gone else table, warnings, **fields)
    assert words in error.message
    assert "profile_id" in error.remedy


def test_an_empty_layer_is_refused(tmp_path: Path, warnings: Warnings) -> None:
    assert "no rows" in refusal(tmp_path, layers().iloc[:0], warnings).message


def test_profiles_without_id_are_told_apart_by_their_place(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(profile_id=None), warnings)
    assert profiles.ids.tolist() == ["-72.000000,44.000000", "-75.000000,42.000000"]
    assert profiles.profile.tolist() == [0, 0, 1, 1]


def test_ids_of_layers_are_not_taken_for_ids_of_profiles_in_silence(tmp_path: Path, warnings: Warnings) -> None:
    five = pd.concat([layers(profile_id=None)] * 2, ignore_index=True).iloc[:6]
    five["id"] = range(6)
    read(tmp_path, five, warnings)
    assert "single_layers" in warnings.codes


def test_ids_of_a_text_keep_leading_zeros_and_points(tmp_path: Path, warnings: Warnings) -> None:
    assert read(tmp_path, layers(profile_id=["007", "007", "8.0", "8.0"]), warnings).ids.tolist() == ["007", "8.0"]


def test_longitudes_from_0_to_360_are_turned(tmp_path: Path, warnings: Warnings) -> None:
    assert read(tmp_path, layers(lon=[288.0, 288.0, 285.0, 285.0]), warnings).longitude.tolist() == [-75.0, -72.0]


def test_semicolons_decimal_commas_and_gzip_are_read(tmp_path: Path, warnings: Warnings) -> None:
    path = tmp_path / "sol.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8-sig") as stream:
        stream.write("Profile ID;lon;lat;top cm;bottom cm;SOC g/kg;BD\np1;2,5;48,25;0;10;12,5;1,2\np1;2,5;48,25;10;30;8;1,4\n")
    profiles = read_profiles(str(path), ProfileFields(), warnings)
    np.testing.assert_allclose(profiles.soc, [15000.0, 11200.0])
    assert profiles.latitude.tolist() == [48.25]


def points(kind: str = "point", crs: int | None = 4326) -> geopandas.GeoDataFrame:
    table = layers()
    places = [Point(x, y) for x, y in zip(table.pop("lon"), table.pop("lat"), strict=True)]
    if kind == "multipoint":
        places = [MultiPoint([place]) for place in places]
    if kind == "polygon":
        places = [box(place.x, place.y, place.x + 1, place.y + 1) for place in places]
    frame = geopandas.GeoDataFrame(table, geometry=places, crs=4326)
    return frame.to_crs(crs) if crs else frame.set_crs(None, allow_override=True)


@pytest.mark.parametrize(("kind", "crs", "suffix"), [("point", 5070, "gpkg"), ("multipoint", 32618, "gpkg"), ("point", 4326, "geojson")])
def test_points_in_any_crs_give_degrees(tmp_path: Path, warnings: Warnings, kind: str, crs: int, suffix: str) -> None:
    path = tmp_path / f"soil.{suffix}"
    points(kind, crs).to_file(path)
    profiles = read_profiles(str(path), ProfileFields(), warnings)
    np.testing.assert_allclose(profiles.longitude, [-75.0, -72.0], atol=1e-7)
    np.testing.assert_allclose(profiles.latitude, [42.0, 44.0], atol=1e-7)
    assert profiles.soc.tolist() == [30000.0, 9000.0, 20000.0, 8000.0]


def test_points_without_crs_are_refused_by_name(tmp_path: Path, warnings: Warnings) -> None:
    path = tmp_path / "nowhere.shp"
    with pytest.warns(UserWarning, match="crs"):
        points(crs=None).to_file(path)
    with pytest.raises(InputError, match=r"nowhere\.shp.*CRS") as caught:
        read_profiles(str(path), ProfileFields(), warnings)
    assert "CRS" in caught.value.remedy


def test_polygons_are_refused(tmp_path: Path, warnings: Warnings) -> None:
    path = tmp_path / "areas.gpkg"
    points("polygon").to_file(path)
    with pytest.raises(InputError, match=r"areas\.gpkg has 4 features that are not single points"):
        read_profiles(str(path), ProfileFields(), warnings)


def test_a_layer_of_a_geopackage_is_chosen_by_name(tmp_path: Path, warnings: Warnings) -> None:
    path = tmp_path / "two.gpkg"
    points().iloc[:2].to_file(path, layer="first")
    points().to_file(path, layer="second")
    assert len(read_profiles(f"{path}|layername=second", ProfileFields(), warnings)) == 2
    assert warnings == []
    assert len(read_profiles(str(path), ProfileFields(), warnings)) == 1
    assert warnings.codes == {"first_layer"}


def test_a_file_that_is_absent_or_no_vector_file_is_refused(tmp_path: Path, warnings: Warnings) -> None:
    with pytest.raises(InputError, match=r"gone\.csv does not exist"):
        read_profiles(str(tmp_path / "gone.csv"), ProfileFields(), warnings)
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"not a database")
    with pytest.raises(InputError, match=r"broken\.gpkg cannot be read"):
        read_profiles(str(broken), ProfileFields(), warnings)
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(InputError, match=r"empty\.csv is empty"):
        read_profiles(str(empty), ProfileFields(), warnings)


@needs_shared
def test_the_new_york_profiles_read_cleanly(warnings: Warnings) -> None:
    profiles = read_profiles(str(SHARED / "new_york" / "soc_layers.csv"), ProfileFields(), warnings)
    assert (len(profiles), len(profiles.soc)) == (1146, 7115)
    assert (profiles.soc == 0.0).sum() == 14
    assert warnings == []


@needs_shared
def test_the_profiles_of_the_conterminous_us_read_by_density_and_by_content(warnings: Warnings) -> None:
    path = str(SHARED / "conus" / "soc_layers.csv.gz")
    density = read_profiles(path, ProfileFields(), warnings)
    assert (len(density), len(density.soc)) == (5130, 16707)
    content = read_profiles(path, ProfileFields(soc_field="soc_g_per_kg"), warnings)
    assert len(content.soc) == 16707 - 11110
    same = {(i, round(d, 6)): s for i, d, s in zip(density.ids[density.profile], density.depth, density.soc, strict=True)}
    ratio = np.array([s / same[i, round(d, 6)] for i, d, s in zip(content.ids[content.profile], content.depth, content.soc, strict=True)])
    # The file's density is the content times the bulk density, up to the rounding of both.
    assert np.quantile(np.abs(ratio - 1.0), 0.95) < 1e-3


def test_a_damaged_gzip_and_names_kept_for_the_engine_are_refused(tmp_path: Path, warnings: Warnings) -> None:
    data = bytearray(gzip.compress(layers().to_csv(index=False).encode()))
    data[10] = 0x05  # a block of a kind that deflate does not have
    (tmp_path / "damaged.csv.gz").write_bytes(bytes(data))
    with pytest.raises(InputError, match=r"damaged\.csv\.gz cannot be read as CSV"):
        read_profiles(str(tmp_path / "damaged.csv.gz"), ProfileFields(), warnings)
    assert "__lon__" in refusal(tmp_path, layers().rename(columns={"lon": "__lon__"}), warnings).message


def test_codes_of_missing_values_are_missing_and_counted(tmp_path: Path, warnings: Warnings) -> None:
    profiles = read(tmp_path, layers(soc_gC_m3=[8000.0, -9999.0, 30000.0, -999.0]), warnings)
    assert profiles.soc.tolist() == [30000.0, 8000.0]
    assert "-9999, -999 in field 'soc_gC_m3' is treated as missing in 2 rows" in dict(warnings)["missing_codes"]
