"""What algorithms say to bad input: the thing by its name, and nothing written; ``qgis_process`` ends with exit status 1."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from headless import PROGRAM, traces, words

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")


def table(folder: Path, text: str) -> Path:
    path = folder / "profiles.csv"
    path.write_text(text, encoding="utf-8")
    return path


HEADER = "profile_id,lon,lat,top_cm,bottom_cm,soc_gC_m3\n"


def test_a_missing_field_is_named(refused_by_program, training, tmp_path):
    message = refused_by_program("binn:train", **{**training, "SOC_FIELD": "humus"})
    assert "humus" in message
    assert traces(tmp_path) == []


def test_a_table_in_which_no_soc_is_recognised_says_which_field_to_name(refused, training, tmp_path):
    observations = table(tmp_path, "profile_id,lon,lat,top_cm,bottom_cm,colour\na,-75,43,0,10,brown\n")
    message = refused("binn:train", **{**training, "OBSERVATIONS": observations})
    assert "profiles.csv" in message
    assert re.search(r"soc", message, re.IGNORECASE)
    assert traces(tmp_path) == []


def test_reversed_depths_are_refused(refused, training, tmp_path):
    observations = table(tmp_path, HEADER + "a,-75,43,30,10,9000\n")
    message = refused("binn:train", **{**training, "OBSERVATIONS": observations})
    assert "profiles.csv" in message
    assert re.search(r"top|depth", message)
    assert traces(tmp_path) == []


def test_negative_soc_is_refused(refused, training, tmp_path):
    observations = table(tmp_path, HEADER + "a,-75,43,0,10,-5\n")
    message = refused("binn:train", **{**training, "OBSERVATIONS": observations})
    assert "profiles.csv" in message
    assert "has negative SOC in 1 of 1 layer (first: profile a)" in message
    assert traces(tmp_path) == []


def test_points_without_a_crs_are_refused(refused, training, tmp_path):
    from osgeo import ogr

    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "bare.gpkg"))
    layer = data.CreateLayer("bare", None, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("soc", ogr.OFTReal))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (-75 43)"))
    layer.CreateFeature(feature)
    del feature, layer, data
    message = refused("binn:train", **{**training, "OBSERVATIONS": tmp_path / "bare.gpkg"})
    assert "bare" in message
    assert "coordinate reference system" in message
    assert traces(tmp_path) == []


def test_an_empty_layer_is_refused(refused, training, tmp_path):
    from osgeo import ogr, osr

    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "empty.gpkg"))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    data.CreateLayer("empty", reference, ogr.wkbPoint).CreateField(ogr.FieldDefn("soc", ogr.OFTReal))
    del data
    message = refused("binn:train", **{**training, "OBSERVATIONS": tmp_path / "empty.gpkg"})
    assert "empty" in message
    assert "no features" in message
    assert traces(tmp_path) == []


def test_a_truncated_geotiff_is_named(refused_by_program, mapping, covariates, tmp_path):
    whole = Path(covariates[0])
    broken = tmp_path / whole.name
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    message = refused_by_program("binn:predict", **{**mapping, "COVARIATES": [str(broken), *covariates[1:]]})
    assert whole.name in message
    assert traces(tmp_path) == []


def test_a_covariate_absent_from_the_rasters_is_named(refused, mapping, covariates, tmp_path):
    message = refused("binn:predict", **{**mapping, "COVARIATES": covariates[1:]})
    assert Path(covariates[0]).stem in message
    assert traces(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"not a model at all", b"\x08\x00\x00\x00\x00\x00\x00\x00{}      "])
def test_a_file_that_is_no_binn_checkpoint_is_named(refused, mapping, tmp_path, content):
    other = tmp_path / "other.safetensors"
    other.write_bytes(content)
    message = refused("binn:predict", **{**mapping, "MODEL": other})
    assert "other.safetensors" in message
    assert traces(tmp_path) == []


def test_without_the_engine_the_message_says_how_to_set_it_up(profile, mapping, tmp_path):
    without = {**profile, "BINN_ENGINE_PYTHON": "/nowhere/python"}
    done = subprocess.run(words("binn:predict", mapping), env=without, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Set up the engine" in done.stdout + done.stderr
    assert traces(tmp_path) == []


@pytest.mark.long
def test_an_existing_python_is_checked_and_kept_as_the_engines(profile, engine_python, tmp_path):
    fresh = {name: value for name, value in profile.items() if name != "BINN_ENGINE_PYTHON"}
    example = {"OUTPUT": tmp_path / "example", "PROFILES": 100, "SIZE": 16}
    command = words("binn:setupengine", {"PYTHON": engine_python})
    done = subprocess.run(command, env=fresh, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["ENGINE_PYTHON"] == str(engine_python)
    done = subprocess.run(words("binn:exampledata", example), env=fresh, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
