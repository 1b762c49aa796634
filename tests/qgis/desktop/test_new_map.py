"""The guide in a QGIS desktop on a virtual screen: from a CSV and ten rasters to maps with intervals and totals, with QGIS closed between.

The pictures stay in ``build/desktop``; the documentation shows one.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from osgeo import gdal, ogr, osr
from windowed import desktop_session, needs_desktop

pytestmark = [*needs_desktop, pytest.mark.long]

MOST_CLICKS = 12
MOST_S = 2.0  # until a cancelled step has ended, as promised
AWAY = 5  # profiles of the table that lie outside all rasters


def write_profiles(source: Path, path: Path) -> None:
    """The profiles of the example as a table with other names, in another unit, some of them far away."""
    rows = list(csv.DictReader(source.open(encoding="utf-8", newline="")))
    away = set(sorted({row["profile_id"] for row in rows})[:AWAY])
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["Profile No.", "Longitude", "Latitude", "Upper (cm)", "Lower (cm)", "Labor C kg/m3"])
        for row in rows:
            lon = float(row["lon"]) + (20 if row["profile_id"] in away else 0)
            table.writerow([row["profile_id"], lon, row["lat"], row["top_cm"], row["bottom_cm"], float(row["soc_gC_m3"]) / 1000])


def write_polygons(path: Path) -> None:
    """Two counties of the example."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("counties", system, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("county", ogr.OFTString))
    for name, west in (("West", -76.2), ("East", -75.0)):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("county", name)
        ring = f"{west} 42.2,{west + 1} 42.2,{west + 1} 43.5,{west} 43.5,{west} 42.2"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
        layer.CreateFeature(feature)


@pytest.fixture(scope="module")
def inputs(example, covariates, tmp_path_factory) -> dict:
    """What the sessions get, in a folder with blanks and letters of several scripts."""
    home = tmp_path_factory.mktemp("new_map") / "Größe ü 土"
    home.mkdir()
    write_profiles(example / "soc_profiles.csv", home / "my profiles.csv")
    write_polygons(home / "counties.gpkg")
    return {
        "project": str(home / "soils.qgs"),
        "profiles": str(home / "my profiles.csv"),
        "soc_field": "Labor C kg/m3",
        "rasters": covariates[:10],
        "forcing": str(example / "clm5_forcing.nc"),
        "polygons": str(home / "counties.gpkg"),
        "cancel_after": 1.5,
    }


def session(name: str, inputs: dict, plugins: Path, engine_python: Path, tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp(name)
    (folder / "inputs.json").write_text(json.dumps(inputs), encoding="utf-8")
    return desktop_session("new_map.py", folder, plugins, engine_python, 600)


@pytest.fixture(scope="module")
def first(inputs, plugins, engine_python, tmp_path_factory) -> dict:
    """The guide as far as the model; the project is saved and QGIS closed."""
    return session("first", inputs, plugins, engine_python, tmp_path_factory)


@pytest.fixture(scope="module")
def second(first, inputs, plugins, engine_python, tmp_path_factory) -> dict:
    """Another QGIS: the project is opened, and the guide goes on."""
    return session("second", {**inputs, "resume": True}, plugins, engine_python, tmp_path_factory)


def test_the_guide_says_what_is_missing_and_which_profiles_lie_outside(first):
    assert first["missing"] == [
        "Choose the profiles.",
        "For the next step: Choose the covariate rasters.",
        "For the next step: Choose the forcing.",
    ]
    assert "Rasters: 10. They overlap and have a coordinate reference system." in first["rasters"]
    assert any(text.startswith(f"Profiles outside all rasters: {AWAY} of 150.") for text in first["rasters"])
    assert any(text.startswith(f"Neither the forcing nor the rasters reach {AWAY} of 150 profiles.") for text in first["forcing"])


def test_the_model_is_checked(first):
    assert any("NSE" in text for text in first["scores"])


def test_the_project_keeps_relative_paths(first):
    assert '<prepared type="QString">./soc_profiles.gpkg</prepared>' in first["saved"]
    assert '<model type="QString">./model.safetensors</model>' in first["saved"]


def test_the_guide_goes_on_after_a_restart(first, second):
    assert second["pid"] != first["pid"]
    assert second["step"] == 3
    assert second["inputs"]["prepared"] == first["prepared"]
    assert second["scores"] == first["scores"][-2:]


def test_it_ends_on_maps_with_intervals_totals_the_panel_and_the_report(second, inputs):
    assert {"BINN model", "Soil carbon", "Processes", "Parameters", "Uncertainty"} <= set(second["groups"])
    assert gdal.Open(second["soc"]).RasterCount == 7
    assert gdal.Open(second["soc"].replace("soc.tif", "soc_quantiles.tif")).RasterCount == 21
    zones = ogr.Open(second["zones"])
    assert sorted(zone.GetField("county") for zone in zones.GetLayer(0)) == ["East", "West"]
    assert second["panel"]
    assert second["opened"] == str(Path(inputs["project"]).parent / "maps.html")


def test_the_dialog_of_the_algorithm_opens_with_the_same_choices(second, inputs):
    home = Path(inputs["project"]).parent
    assert second["dialog"] == {
        "MODEL": str(home / "model.safetensors"),
        "PASSES": "20",
        "FORCING": inputs["forcing"],
        "COVARIATES": 10,
        "OUTPUT_SOC": str(home / "soc.tif"),
    }


def test_few_clicks_are_needed(first, second):
    print(f"clicks: {first['clicks']} and {second['clicks']}")
    assert first["clicks"] + second["clicks"] <= MOST_CLICKS


def test_every_step_is_cancelled_within_two_seconds_and_leaves_nothing(first, second):
    found = {**first["cancelled"], **second["cancelled"]}
    print("seconds until cancelled: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in found.items()))
    assert set(found) == {"Profiles", "Model", "Maps"}
    assert max(found.values()) < MOST_S
    assert not any({**first["left"], **second["left"]}.values())


@pytest.mark.parametrize("name", ["profiles", "model", "maps"])
def test_the_bar_never_goes_back(first, second, name):
    bars = {**first["bars"], **second["bars"]}[name]
    assert bars == sorted(bars)
    assert bars[-1] == 100.0


def test_the_window_fits_a_small_screen(first, second):
    assert [1024, 600] in first["sizes"]
    assert [1024, 600] in second["sizes"]
