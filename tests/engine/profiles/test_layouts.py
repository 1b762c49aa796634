"""New York written in every layout and unit is the same New York; the layouts of databases are recognised by their field names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest

from binn_engine.errors import InputError
from binn_engine.profiles.observations import Profiles, read_layers, read_profiles
from binn_engine.profiles.preparation import prepare, write_layers
from binn_engine.profiles.tables.depth_columns import depth_column
from binn_engine.profiles.tables.depth_texts import depth_ranges
from binn_engine.profiles.tables.layouts import LAYOUTS, layout_of
from binn_engine.settings import SOC_UNITS, ProfileFields
from tests.engine.support.profiles import Warnings, layers

BULK_DENSITY, COARSE = 1.3, 12.0  # g/cm3 and volume %, for contents
# What one gC/m3 is in each unit, for a layer of a thickness in metres.
PER_GRAM: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "gC/m3": lambda thickness: np.ones_like(thickness),
    "kg/m3": lambda thickness: np.full_like(thickness, 1e-3),
    "g/kg": lambda thickness: np.full_like(thickness, 1.0 / (BULK_DENSITY * 1000.0 * (1.0 - COARSE / 100.0))),
    "%": lambda thickness: np.full_like(thickness, 0.1 / (BULK_DENSITY * 1000.0 * (1.0 - COARSE / 100.0))),
    "kg/m2": lambda thickness: 1e-3 * thickness,
    "t/ha": lambda thickness: 1e-2 * thickness,  # a megagram on 10,000 m2
    "g/cm2": lambda thickness: 1e-4 * thickness,
    "g/kg OM": lambda thickness: np.full_like(thickness, 1.0 / (0.58 * BULK_DENSITY * 1000.0 * (1.0 - COARSE / 100.0))),
    "% OM": lambda thickness: np.full_like(thickness, 0.1 / (0.58 * BULK_DENSITY * 1000.0 * (1.0 - COARSE / 100.0))),
}
NAMED = {
    "gC/m3": "soc_gC_m3",
    "kg/m3": "soc_kg_m3",
    "g/kg": "SOC (g/kg)",
    "%": "oc_percent",
    "kg/m2": "soc_stock_kg_m2",
    "t/ha": "soc_t_ha",
}
NAMED |= {"g/cm2": "soc (g cm-2)", "g/kg OM": "som_g_kg", "% OM": "organic_matter"}


@pytest.fixture(scope="module")
def yorkers(request: pytest.FixtureRequest) -> pd.DataFrame:
    """New York's layers with a thickness: around each mid depth, as far as the profile's other layers leave room."""
    table = pd.read_csv(request.getfixturevalue("new_york") / "soc_layers.csv", dtype={"profile_id": str})
    table = table.drop_duplicates(["profile_id", "depth_m"]).sort_values(["profile_id", "depth_m"]).reset_index(drop=True)
    table = table[table["depth_m"] > 0.001]  # a layer around a point at the surface would reach above it
    # Carbon that pure organic matter of this bulk density cannot hold has no content; it stays out of the whole comparison.
    table = table[table["soc_gC_m3"] <= 0.5 * BULK_DENSITY * 1e6 * (1.0 - COARSE / 100.0)].reset_index(drop=True)
    gap = table.groupby("profile_id")["depth_m"].diff().fillna(table["depth_m"])
    following = gap.groupby(table["profile_id"]).shift(-1).fillna(gap)
    half = 0.49 * np.minimum(gap, following)
    return table.assign(top=table["depth_m"] - half, bottom=table["depth_m"] + half)


def as_read(table: pd.DataFrame, path: Path, **fields: object) -> Profiles:
    table.to_csv(path, index=False)
    return read_profiles(str(path), ProfileFields(**fields), Warnings())


def same(one: Profiles, other: Profiles) -> None:
    """Both hold the same layers, to 1e-6."""
    assert one.ids.tolist() == other.ids.tolist()
    np.testing.assert_array_equal(one.profile, other.profile)
    for name in ("longitude", "latitude", "top", "bottom", "depth", "soc"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-6, atol=1e-9, err_msg=name)


def truth(table: pd.DataFrame) -> Profiles:
    """The layers, put together here and not by the engine."""
    ids, profile = np.unique(table["profile_id"], return_inverse=True)
    first = table.groupby("profile_id")[["lon", "lat"]].first().loc[ids]
    order = np.lexsort((table["depth_m"], profile))
    columns = [table[name].to_numpy()[order] for name in ("top", "bottom", "depth_m", "soc_gC_m3")]
    return Profiles(ids.astype(str), first["lon"].to_numpy(), first["lat"].to_numpy(), profile[order], *columns)


def in_unit(table: pd.DataFrame, unit: str) -> pd.Series:
    return table["soc_gC_m3"] * PER_GRAM[unit]((table["bottom"] - table["top"]).to_numpy())


def test_every_unit_has_a_round_trip() -> None:
    assert set(PER_GRAM) == set(SOC_UNITS) == set(NAMED)


@pytest.mark.parametrize("named", [True, False], ids=["by its name", "as set"])
@pytest.mark.parametrize("unit", SOC_UNITS)
def test_new_york_in_every_unit_is_the_same(yorkers: pd.DataFrame, tmp_path: Path, unit: str, named: bool) -> None:
    field = NAMED[unit] if named else "carbon"
    table = yorkers[["profile_id", "lon", "lat"]].assign(
        top_cm=100.0 * yorkers["top"], bottom_cm=100.0 * yorkers["bottom"], bulk_density=BULK_DENSITY, coarse_vol_pct=COARSE
    )
    table[field] = in_unit(yorkers, unit)
    same(as_read(table, tmp_path / "ny.csv", **({} if named else {"soc_field": field, "soc_unit": unit})), truth(yorkers))


def wosis(table: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "orgc_value_avg": in_unit(table, "g/kg"),
        "bdfi33_value_avg": BULK_DENSITY,
        "bdfiod_value_avg": np.nan,
        "cfvo_value_avg": COARSE,
    }
    depths = {
        "upper_depth": 100.0 * table["top"],
        "lower_depth": 100.0 * table["bottom"],
        "litter": "f",
        "profile_layer_id": range(len(table)),
    }
    return pd.DataFrame({"profile_id": table["profile_id"], "longitude": table["lon"], "latitude": table["lat"], **depths, **columns})


def mass_percent() -> float:
    """The coarse fragments as a share of the whole soil's mass."""
    stones, earth = COARSE * 2.65, (100.0 - COARSE) * BULK_DENSITY
    return 100.0 * stones / (stones + earth)


def ncss(table: pd.DataFrame) -> pd.DataFrame:
    carbon = in_unit(table, "%")
    half = np.arange(len(table)) % 2 == 0  # by one method or the other
    columns = {"estimated_organic_carbon": carbon.where(half), "organic_carbon_walkley_black": carbon.where(~half)}
    columns |= {"bulk_density_third_bar": BULK_DENSITY, "total_frag_wt_pct_gt_2_mm_ws": mass_percent()}
    place = {"longitude_std_decimal_degrees": table["lon"], "latitude_std_decimal_degrees": table["lat"]}
    return pd.DataFrame(
        {"pedon_key": table["profile_id"], **place, "hzn_top": 100 * table["top"], "hzn_bot": 100 * table["bottom"], **columns}
    )


def iscn(table: pd.DataFrame) -> pd.DataFrame:
    place = {"profile_name": table["profile_id"], "lat (dec. deg)": table["lat"], "long (dec. deg)": table["lon"]}
    depths = {"layer_top (cm)": 100 * table["top"], "layer_bot (cm)": 100 * table["bottom"]}
    columns = {"bd_samp (g cm-3)": BULK_DENSITY, "oc (percent)": in_unit(table, "%"), "soc (g cm-2)": 0.0, "wpg2 (percent)": mass_percent()}
    return pd.DataFrame({"site_name": "x", **place, **depths, **columns})


def afsp(table: pd.DataFrame) -> pd.DataFrame:
    place = {"ProfileID": table["profile_id"], "X_LonDD": table["lon"], "Y_LatDD": table["lat"]}
    depths = {"UpDpth": 100 * table["top"], "LowDpth": 100 * table["bottom"]}
    return pd.DataFrame({**place, "LayerID": "l", **depths, "CfPc": COARSE, "BlkDens": BULK_DENSITY, "OrgC": in_unit(table, "g/kg")})


def wise(table: pd.DataFrame) -> pd.DataFrame:
    place = {"WISE3_ID": table["profile_id"], "HONU": 1, "LONDD": table["lon"], "LATDD": table["lat"]}
    depths = {"TOPDEP": 100 * table["top"], "BOTDEP": 100 * table["bottom"]}
    return pd.DataFrame({**place, **depths, "GRAVEL": COARSE, "BULKDENS": 1000.0 * BULK_DENSITY, "ORGC": in_unit(table, "g/kg")})


def metres(table: pd.DataFrame) -> pd.DataFrame:
    return table[["profile_id", "lon", "lat", "soc_gC_m3"]].assign(top_m=table["top"], bottom_m=table["bottom"])


DATABASES = {"WoSIS": wosis, "NCSS/KSSL": ncss, "ISCN": iscn, "ISRIC AfSP": afsp, "ISRIC-WISE": wise, "any other": metres}


@pytest.mark.parametrize("name", DATABASES)
def test_new_york_in_the_layout_of_every_database_is_the_same(yorkers: pd.DataFrame, tmp_path: Path, name: str) -> None:
    table = DATABASES[name](yorkers)
    assert layout_of(table.columns).name == name
    same(as_read(table, tmp_path / "ny.csv"), truth(yorkers))


def test_new_york_as_points_in_another_reference_system_is_the_same(yorkers: pd.DataFrame, tmp_path: Path) -> None:
    points = geopandas.GeoDataFrame(metres(yorkers), geometry=geopandas.points_from_xy(yorkers["lon"], yorkers["lat"]), crs=4326)
    points.drop(columns=["lon", "lat"]).to_crs(5070).to_file(tmp_path / "ny.gpkg")
    same(read_profiles(str(tmp_path / "ny.gpkg"), ProfileFields(), Warnings()), truth(yorkers))


def test_new_york_prepared_is_the_same(yorkers: pd.DataFrame, tmp_path: Path) -> None:
    wosis(yorkers).to_csv(tmp_path / "ny.csv", index=False)
    found = prepare([str(tmp_path / "ny.csv")], ProfileFields(), (), 150_000.0, Warnings())
    write_layers(found.layers, tmp_path / "clean.gpkg")
    same(read_profiles(str(tmp_path / "clean.gpkg"), ProfileFields(), Warnings()), truth(yorkers))


@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        ("soc_{0:g}_{1:g}", ""),
        ("orgc_g_kg_{0:g}_{1:g}cm", ""),
        ("SOC_{0:g}-{1:g}cm_mean", "kg/m2"),
        ("c{0:g}to{1:g}", "gC/m3"),
        ("soc_t_ha_{0:g}_{1:g}", ""),
    ],
)
def test_new_york_with_a_field_per_depth_is_the_same(yorkers: pd.DataFrame, tmp_path: Path, pattern: str, unit: str) -> None:
    standard = pd.DataFrame({"top": [0.0, 0.05, 0.15, 0.3, 0.6], "bottom": [0.05, 0.15, 0.3, 0.6, 1.0]})
    number = np.searchsorted(standard["bottom"], yorkers["depth_m"])
    layered = yorkers[number < 5].assign(top=lambda table: standard["top"].to_numpy()[number[number < 5]])
    layered = layered.assign(bottom=standard["bottom"].to_numpy()[number[number < 5]]).drop_duplicates(["profile_id", "top"])
    layered = layered.assign(depth_m=(layered["top"] + layered["bottom"]) / 2.0)
    stored = unit or ("g/kg" if "g_kg" in pattern else "t/ha" if "t_ha" in pattern else "gC/m3")
    layered["stored"] = in_unit(layered, stored)
    names = {(row.top, row.bottom): pattern.format(round(100 * row.top, 6), round(100 * row.bottom, 6)) for row in standard.itertuples()}
    wide = layered.assign(name=[names[depths] for depths in zip(layered["top"], layered["bottom"], strict=True)])
    wide = wide.pivot_table(index=["profile_id", "lon", "lat"], columns="name", values="stored").reset_index()
    wide = wide.assign(bulk_density=BULK_DENSITY, coarse_vol_pct=COARSE)
    fields = {"soc_unit": unit} | ({"depth_columns": "c{top}to{bottom}"} if pattern.startswith("c{") else {})
    same(as_read(wide, tmp_path / "wide.csv", **fields), truth(layered))


def test_lucas_has_two_layers_each_with_its_own_bulk_density(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "Depth": ["0-20 cm", "0-10 cm"], "POINTID": [1, 2], "OC": [20.0, "< LOD"], "OC (20-30 cm)": [10.0, None],
            "BD 0-20": [1.2, 1.0], "BD 20-30": [1.5, None], "BD 0-10": [None, 0.9], "TH_LAT": [48.0, 49.0], "TH_LONG": [9.0, 10.0],
        }
    )  # fmt: skip
    table.to_csv(tmp_path / "lucas.csv", index=False)
    found = read_layers(str(tmp_path / "lucas.csv"), ProfileFields(), Warnings(), strict=False)
    assert (found.layout.name, found.features, found.audit.counts()) == ("LUCAS", 2, {"text": 1, "no_soc": 1})
    kept = found.table[~found.audit.left_out]
    np.testing.assert_allclose(kept[["top", "bottom", "soc"]].sort_values("top"), [[0.0, 0.2, 24000.0], [0.2, 0.3, 15000.0]])


def test_lucas_of_a_depth_that_is_no_range_has_none(tmp_path: Path) -> None:
    table = pd.DataFrame({"Depth": ["0-20 cm", "organic"], "POINTID": [1, 2], "OC": [20.0, 300.0], "TH_LAT": [48.0, 49.0], "TH_LONG": 9.0})
    table.to_csv(tmp_path / "lucas.csv", index=False)
    found = read_layers(str(tmp_path / "lucas.csv"), ProfileFields(pedotransfer="post_kwon_2000"), Warnings(), strict=False)
    assert found.audit.counts() == {"no_depth": 1}


LUCAS_2009 = ("POINT_ID", "pH_in_H2O", "pH_in_CaCl2", "GPS_LAT", "GPS_LONG", "coarse")
LUCAS_2015 = ("Point_ID", "pH(H2O)", "pH(CaCl2)", "TH_LAT", "TH_LONG", "Coarse")


@pytest.mark.parametrize(("name", "columns"), [("LUCAS 2009", LUCAS_2009), ("LUCAS 2015", LUCAS_2015)])
def test_older_lucas_surveys_are_of_the_first_20_cm_with_stones_by_mass(tmp_path: Path, name: str, columns: tuple[str, ...]) -> None:
    values = dict(zip(columns, (7, 5.0, 5.0, 48.0, 9.0, 10.0))) | {"OC": 20.0, "CaCO3": 0.0, "bd": 1.325}
    pd.DataFrame([values]).to_csv(tmp_path / "lucas.csv", index=False)
    found = read_layers(str(tmp_path / "lucas.csv"), ProfileFields(), Warnings())
    # A tenth of the mass is stone of twice the density: 0.05 / 0.95 of the volume.
    assert found.layout.name == name
    expected = [9.0, 48.0, 0.0, 0.2, 20.0 * 1325.0 * (1.0 - 0.05 / 0.95)]
    np.testing.assert_allclose(found.table[["lon", "lat", "top", "bottom", "soc"]].to_numpy()[0], expected)


@pytest.mark.parametrize(
    ("name", "grams"),
    [
        ("SOC (g kg-1)", 1300.0), ("SOC (mg/g)", 1300.0), ("Corg [g C kg-1]", 1300.0), ("SOC (kg C m-3)", 1000.0),
        ("SOC (Mg ha-1)", 1000.0), ("SOC stock (t C ha-1)", 1000.0), ("Organic C (%)", 13000.0), ("SOM (g kg-1)", 0.58 * 1300.0),
    ],
)  # fmt: skip
def test_units_are_read_as_papers_write_them(tmp_path: Path, name: str, grams: float) -> None:
    table = layers(soc_gC_m3=None, bulk_density=1.3, top_cm=[0.0, 10.0, 20.0, 30.0], bottom_cm=[10.0, 20.0, 30.0, 40.0], **{name: 1.0})
    assert as_read(table, tmp_path / "soil.csv").soc.tolist() == pytest.approx([grams] * 4)


def test_a_unit_in_the_name_that_soc_is_not_read_in_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gives the unit g/cm3"):
        as_read(layers(soc_gC_m3=None, **{"SOC (g cm-3)": 0.02}), tmp_path / "soil.csv")


def test_mid_depths_that_cannot_be_metres_are_not_taken_for_them(tmp_path: Path) -> None:
    centimetres = layers(top_cm=None, bottom_cm=None, depth=[5.0, 15.0, 5.0, 15.0])
    with pytest.raises(InputError, match="depth_unit to cm"):
        as_read(centimetres, tmp_path / "soil.csv")
    np.testing.assert_allclose(as_read(centimetres, tmp_path / "soil.csv", depth_unit="cm").depth, [0.05, 0.15, 0.05, 0.15])
    warnings = Warnings()
    centimetres.assign(depth=[1.0, 2.0, 1.0, 6.0]).to_csv(tmp_path / "soil.csv", index=False)
    read_profiles(str(tmp_path / "soil.csv"), ProfileFields(), warnings)
    assert "depth_unit" in warnings.codes


def test_depths_that_are_negative_and_grow_downwards_are_no_litter(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Change their sign"):
        as_read(layers(top_cm=[0.0, -10.0, 0.0, -20.0], bottom_cm=[-10.0, -30.0, -20.0, -40.0]), tmp_path / "soil.csv")


def test_bulk_densities_of_soilgrids_are_not_taken_for_those_of_peat(tmp_path: Path) -> None:
    table = layers(soc_gC_m3=None, **{"SOC (g/kg)": 20.0, "bdod": [130.0, 140.0, 150.0, 145.0]})
    with pytest.raises(InputError, match="divide bdod of SoilGrids by 100"):
        as_read(table, tmp_path / "soil.csv")
    peat = as_read(table.rename(columns={"bdod": "bd_kg_m3"}), tmp_path / "soil.csv")
    assert sorted(peat.soc) == pytest.approx([2600.0, 2800.0, 2900.0, 3000.0])


def test_a_range_of_depth_without_an_end_takes_only_its_own_row(tmp_path: Path) -> None:
    layers(top_cm=None, bottom_cm=None, depth_cm=["0-10", "10-20", "0-20", "20-"]).to_csv(tmp_path / "soil.csv", index=False)
    found = read_layers(str(tmp_path / "soil.csv"), ProfileFields(), Warnings(), strict=False)
    assert found.audit.counts() == {"no_depth": 1}


def test_a_field_that_is_there_twice_is_warned_of(tmp_path: Path) -> None:
    path, warnings = tmp_path / "soil.csv", Warnings()
    path.write_text("id,lon,lat,top,bottom,soc_kg_m3,soc_kg_m3\n1,10,50,0,10,3,4\n", encoding="utf-8")
    assert read_profiles(str(path), ProfileFields(), warnings).soc.tolist() == [3000.0]
    assert "repeated_field" in warnings.codes


WOSIS_LAYERS = {"profile_id": [7, 7, 8], "profile_layer_id": [1, 2, 3], "upper_depth": [0, 10, 0], "lower_depth": [10, 30, 5]}


def in_two_tables(tmp_path: Path, places: dict, densities: dict) -> tuple[str, list[str]]:
    """Layers without places and bulk densities, and the tables that have these."""
    paths = [tmp_path / name for name in ("layers.csv", "places.tsv", "densities.csv")]
    for path, table in zip(paths, ({**WOSIS_LAYERS, "orgc_value_avg": [20.0, 10.0, 30.0]}, places, densities)):
        pd.DataFrame(table).to_csv(path, index=False, sep="\t" if path.suffix == ".tsv" else ",")
    return str(paths[0]), [str(path) for path in paths[1:]]


def test_layers_are_joined_with_places_by_profile_and_with_properties_by_layer(tmp_path: Path) -> None:
    places = {"ProfileID": [9, 8, 7], "latitude": [52.0, 51.0, 50.0], "longitude": [12.0, 11.0, 10.0]}
    densities = {"profile_layer_id": [3, 1], "profile_id": [8, 7], "upper_depth": [99, 99], "bdfi33_value_avg": [1.3, 1.2]}
    path, others = in_two_tables(tmp_path, places, densities)
    warnings = Warnings()
    found = read_layers(path, ProfileFields(), warnings, strict=False, join=others)
    assert found.audit.counts() == {"no_bulk_density": 1}, "a layer without a partner is counted"
    assert "not_joined" in warnings.codes
    kept = found.table[~found.audit.left_out][["lon", "lat", "top", "soc", "source_row"]].to_numpy()
    np.testing.assert_allclose(kept, [[10.0, 50.0, 0.0, 24000.0, 1], [11.0, 51.0, 0.0, 39000.0, 3]])


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ({"profile_id": [7, 7, 8], "latitude": [50.0, 51.0, 52.0], "longitude": 10.0}, "several rows for 1 ids"),
        ({"plot": [7, 8], "latitude": [50.0, 51.0], "longitude": 10.0}, "no id in common"),
        ({"profile_id": [70, 80], "latitude": [50.0, 51.0], "longitude": 10.0}, "No id from field 'profile_id'"),
    ],
)
def test_tables_that_cannot_be_joined_are_refused_by_name(tmp_path: Path, places: dict, words: str) -> None:
    path, others = in_two_tables(tmp_path, places, {})
    with pytest.raises(InputError, match=words) as caught:
        read_layers(path, ProfileFields(), Warnings(), strict=False, join=others[:1])
    assert "places.tsv" in caught.value.message


def test_a_point_at_a_depth_is_no_layer(tmp_path: Path) -> None:
    table = pd.DataFrame({"id": ["a"], "lon": [1.0], "lat": [2.0], "soc_0cm": [9.0], "soc_30cm": [4.0]})
    profiles = as_read(table, tmp_path / "points.csv", soc_unit="kg/m3")
    assert (profiles.depth.tolist(), profiles.soc.tolist()) == ([0.0, 0.3], [9000.0, 4000.0])
    assert np.isnan(profiles.top).all()
    with pytest.raises(InputError, match="2 have no thickness"):
        as_read(table, tmp_path / "points.csv", soc_unit="t/ha")


def test_a_row_per_layer_stays_one_whatever_sums_stand_beside_it(tmp_path: Path) -> None:
    table = layers(top_cm=None, bottom_cm=None, depth_m=[0.35, 0.1, 0.05, 0.2], soc_0_30=5.0)
    assert as_read(table, tmp_path / "sums.csv").soc.tolist() == [30000.0, 9000.0, 20000.0, 8000.0]


@pytest.mark.parametrize("columns", [{"soc_stock": [1.0] * 4}, {"top_cm": None, "bottom_cm": None, "soc_stock_0_30": [1.0] * 4}])
def test_a_stock_without_a_unit_is_refused(tmp_path: Path, columns: dict) -> None:
    with pytest.raises(InputError, match="gives no unit"):
        as_read(layers(soc_gC_m3=None, **columns), tmp_path / "stock.csv")


def test_fields_per_depth_in_different_units_are_refused(tmp_path: Path) -> None:
    table = pd.DataFrame({"id": ["a"], "lon": [1.0], "lat": [2.0], "soc_g_kg_0_30": [9.0], "soc_kg_m2_0_30": [4.0]})
    with pytest.raises(InputError, match="different units"):
        as_read(table, tmp_path / "mixed.csv")


@pytest.mark.parametrize("pattern", ["carbon", "c_{top}", "c_{top}_{bottom", "nothing_{top}_{bottom}"])
def test_a_pattern_that_fits_nothing_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(InputError) as caught:
        as_read(layers(), tmp_path / "soil.csv", depth_columns=pattern)
    assert pattern in caught.value.message


def test_names_without_a_depth_are_not_taken_for_depths() -> None:
    for name in ("BIO12", "soc_gC_m3", "soc_kg_m2", "soc_2018", "top_cm", "soc_30_10", "Koppen_Climate_2018"):
        assert depth_column(name) is None, name


def test_ranges_of_depth_are_read_from_text() -> None:
    top, bottom = depth_ranges(pd.Series(["0-20 cm", "5 to 15", None, "0.2 - 0.5 m"]))
    np.testing.assert_allclose(top, [0.0, 0.05, np.nan, 0.2])
    np.testing.assert_allclose(bottom, [0.2, 0.15, np.nan, 0.5])
    assert depth_ranges(pd.Series(["0-20", "deep"]))[0].isna().tolist() == [False, True]


def test_every_layout_says_where_it_is_documented() -> None:
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)
    assert all(len(layout.source) > 40 and layout.marks for layout in LAYOUTS)
