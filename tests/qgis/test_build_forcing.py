"""Forcing in the toolbox: built from climate normals, and given as several files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from headless import PROGRAM

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")


def raster(path: Path, bands: list[float], names: tuple[str, ...] = ()) -> Path:
    """Four by three pixels of half a degree, each band of one value."""
    from osgeo import gdal, osr

    made = gdal.GetDriverByName("GTiff").Create(str(path), 4, 3, len(bands), gdal.GDT_Float32)
    made.SetGeoTransform((-76.0, 0.5, 0.0, 44.5, 0.0, -0.5))
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    made.SetProjection(system.ExportToWkt())
    for number, value in enumerate(bands, start=1):
        made.GetRasterBand(number).Fill(value)
    for number, name in enumerate(names, start=1):
        made.GetRasterBand(number).SetDescription(name)
    del made
    return path


@pytest.fixture
def normals(tmp_path) -> dict:
    """Parameters of a forcing that can be built."""
    soil = raster(tmp_path / "soil.tif", [430.0, 180.0], ("sand", "clay"))
    return {
        "TEMPERATURE": raster(tmp_path / "tavg.tif", [268.0, 269.0, 274.0, 281.0, 287.0, 292.0, 295.0, 294.0, 290.0, 283.0, 277.0, 271.0]),
        "TEMPERATURE_UNIT": "K",
        "PRECIPITATION": raster(tmp_path / "prec.tif", [85.0] * 12),
        "NPP": raster(tmp_path / "npp.tif", [450.0]),
        "SAND": soil,
        "CLAY": soil,
        "TEXTURE_UNIT": "g/kg",
        "BEDROCK": raster(tmp_path / "depth.tif", [300.0]),
        "BEDROCK_UNIT": "cm",
        "EXTENT": "-75.99,-74.51,43.01,43.99 [EPSG:4326]",
        "OUTPUT_FORCING": tmp_path / "out_forcing.nc",
    }


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
