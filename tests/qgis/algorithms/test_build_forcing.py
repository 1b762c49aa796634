"""Forcing in the toolbox: built from climate normals, and given as several files."""

from __future__ import annotations

import json
import shutil

import pytest
from climate_normals import normals
from headless import PROGRAM

__all__ = ["normals"]  # a fixture

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")


def test_forcing_is_built_and_drives_the_soil_model(run, normals, tmp_path):
    from osgeo import gdal

    built = run("binn:build_forcing", **normals)
    assert json.loads(built["METRICS"])["cells_with_forcing"] == 6
    several = tmp_path / "folder"
    several.mkdir()
    shutil.copy(built["OUTPUT_FORCING"], several / "only.nc")
    for number, forcing in enumerate((built["OUTPUT_FORCING"], several / "on*.nc")):
        soc = run("binn:simulate", FORCING=forcing, GRID=normals["NPP"], OUTPUT_SOC=tmp_path / f"soc{number}.tif")["OUTPUT_SOC"]
        assert 500.0 < gdal.Open(soc).ReadAsArray()[0, 1, 1] < 100_000.0


def test_a_wrong_unit_is_refused_and_nothing_is_written(refused, normals, tmp_path):
    said = refused("binn:build_forcing", **{**normals, "TEMPERATURE_UNIT": "degC"})
    assert "tavg.tif" in said
    assert "air temperature" in said
    assert not list(tmp_path.glob("out*"))


def test_forcing_that_is_not_there_is_refused_before_anything_runs(refused, normals, tmp_path):
    said = refused("binn:simulate", FORCING=tmp_path / "h0.*.nc", GRID=normals["NPP"], OUTPUT_SOC=tmp_path / "out.tif")
    assert "FORCING" in said
    assert "no file was found" in said


def test_a_variable_of_a_netcdf_is_a_raster(run, refused, normals, tmp_path):
    from osgeo import gdal

    gdal.UseExceptions()
    gdal.Translate(str(tmp_path / "fields.nc"), str(normals["NPP"]), format="netCDF")
    built = run("binn:build_forcing", **{**normals, "NPP": f'NETCDF:"{tmp_path}/fields.nc":Band1'})
    assert json.loads(built["METRICS"])["cells_with_forcing"] == 6
    said = refused("binn:build_forcing", **{**normals, "NPP": f'NETCDF:"{tmp_path}/fields.nc":nothing'})
    assert "nothing" in said
