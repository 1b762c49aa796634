"""``binn:prepare_profiles`` as ``qgis_process`` runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from headless import PROGRAM, traces

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")


def test_layers_of_two_reference_systems_become_one_clean_layer_that_trains(run, training, example, tmp_path):
    from osgeo import gdal, ogr

    gdal.UseExceptions()
    projected = str(tmp_path / "albers.gpkg")
    options = {"format": "GPKG", "dstSRS": "EPSG:5070", "reproject": True}
    gdal.VectorTranslate(projected, str(example / "soc_profiles.gpkg"), **options)
    written = run(
        "binn:prepare_profiles",
        OBSERVATIONS=example / "soc_profiles.csv", MORE_OBSERVATIONS=projected, OUTPUT=tmp_path / "clean.gpkg",
        OUTPUT_REPORT=tmp_path / "clean.html", OUTPUT_COUNTS=tmp_path / "clean.json", OUTPUT_REJECTED=tmp_path / "rejected.csv",
    )  # fmt: skip
    counts = json.loads(written["METRICS"])
    assert counts["rows_read"] == counts["rows_kept"] + sum(counts["left_out"].values())
    assert counts["left_out"] == {"repeated_layer": counts["rows_read"] // 2}, "the same layers in another system are the same layers"
    assert len(Path(written["OUTPUT_REJECTED"]).read_text().splitlines()) == 1 + counts["rows_read"] // 2
    assert "What happened to the rows" in Path(written["OUTPUT_REPORT"]).read_text(encoding="utf-8")
    file = ogr.Open(written["OUTPUT"])  # must live as long as its layer
    layer = file.GetLayer()
    assert (layer.GetFeatureCount(), layer.GetSpatialRef().GetAuthorityCode(None)) == (counts["rows_kept"], "4326")
    run("binn:train", **{**training, "OBSERVATIONS": written["OUTPUT"]})


def test_a_file_without_soc_is_refused_and_nothing_is_written(refused, tmp_path):
    path = tmp_path / "bare.csv"
    path.write_text("id,lon,lat,top,bottom\na,1,2,0,10\n")
    said = refused("binn:prepare_profiles", OBSERVATIONS=path, OUTPUT=tmp_path / "out.gpkg", OUTPUT_REPORT=tmp_path / "out.html")
    assert "bare.csv: no field for soil organic carbon" in said
    assert traces(tmp_path) == []


def test_tables_of_one_database_are_joined(run, refused, tmp_path):
    layers, places = tmp_path / "layers.csv", tmp_path / "places.csv"
    layers.write_text("profile_id,upper_depth,lower_depth,soc_kg_m3\n7,0,10,30\n8,0,10,20\n")
    places.write_text("profile_id,longitude,latitude\n8,11,51\n7,10,50\n")
    written = run("binn:prepare_profiles", OBSERVATIONS=layers, JOIN=[places], OUTPUT=tmp_path / "clean.gpkg")
    assert json.loads(written["METRICS"])["profiles_kept"] == 2
    said = refused("binn:prepare_profiles", OBSERVATIONS=layers, JOIN=tmp_path / "nothing.csv", OUTPUT=tmp_path / "out.gpkg")
    assert "nothing.csv" in said
    assert traces(tmp_path) == []
