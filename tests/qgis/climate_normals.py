"""Rasters of climate normals and of soil from which a forcing can be built."""

from __future__ import annotations

from pathlib import Path

import pytest


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
