"""What the user sets of a raster layer as missing reaches the engine, for every algorithm that takes rasters."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRasterRange

ROOT = Path(__file__).resolve().parents[3]
TAG = "BINN_NODATA"


def written(path: Path, values: np.ndarray, nodata: float | None = None, scale: float = 1.0, driver: str = "GTiff") -> Path:
    kind = gdal.GDT_Int16 if values.dtype == np.int16 else gdal.GDT_Float32
    memory = gdal.GetDriverByName("MEM").Create("", values.shape[1], values.shape[0], 1, kind)
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    memory.SetProjection(system.ExportToWkt())
    memory.SetGeoTransform((-76.0, 0.5, 0.0, 44.0, 0.0, -0.5))
    band = memory.GetRasterBand(1)
    band.WriteArray(values)
    if nodata is not None:
        band.SetNoDataValue(nodata)
    if scale != 1.0:
        band.SetScale(scale)
    gdal.GetDriverByName(driver).CreateCopy(str(path), memory)
    return path


def on_canvas(path: object, name: str = "clay") -> QgsRasterLayer:
    layer = QgsRasterLayer(str(path), name, "gdal")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return layer


def missing_in_qgis(layer: QgsRasterLayer) -> np.ndarray:
    block = layer.dataProvider().block(1, layer.extent(), layer.width(), layer.height())
    return np.array([[block.isNoData(row, column) for column in range(layer.width())] for row in range(layer.height())])


def missing_in_engine(path: str) -> np.ndarray:
    """Where the engine, in its own Python, finds no value."""
    python = ROOT / ".venv" / "bin" / "python"
    if not python.exists():
        pytest.skip("the engine's Python is not beside the checkout (.venv)")
    code = (
        "import sys, json, numpy\nfrom rasterio.windows import Window\nfrom binn_engine.covariates.bands import open_raster, read_values\n"
        "with open_raster(sys.argv[1]) as file:\n    values = read_values(file, [1], Window(0, 0, file.width, file.height))[0]\n"
        "print(json.dumps(numpy.isnan(values).tolist()))"
    )
    done = subprocess.run([str(python), "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return np.array(json.loads(done.stdout))


@pytest.fixture
def file_of(tmp_path):
    from binn.ui.layers.sources import raster_file

    return lambda layer: raster_file(layer, tmp_path)


COUNTED = np.arange(36, dtype=np.int16).reshape(6, 6)


def test_a_layer_as_its_file_is_goes_as_the_file(file_of, tmp_path):
    path = written(tmp_path / "clay.tif", COUNTED, nodata=5.0)
    assert file_of(on_canvas(path)) == str(path)


@pytest.mark.parametrize(
    ("ranges", "off", "scale"),
    [
        ([QgsRasterRange(3.0, 3.0)], False, 1.0),
        ([QgsRasterRange(3.0, 3.0), QgsRasterRange(20.0, 25.0)], False, 1.0),
        ([QgsRasterRange(10.0, 12.0, QgsRasterRange.Exclusive), QgsRasterRange(20.0, 22.0, QgsRasterRange.IncludeMin)], False, 1.0),
        ([QgsRasterRange(30.0, float("nan"))], False, 1.0),
        ([], True, 1.0),
        ([QgsRasterRange(0.0, 2.0)], True, 1.0),
        ([QgsRasterRange(2.0, 3.1)], False, 0.25),
    ],
)
def test_the_engine_finds_no_value_exactly_where_qgis_shows_none(ranges, off, scale, file_of, tmp_path):
    # With a scale QGIS compares scaled values with the file's own, which is none of ours.
    layer = on_canvas(written(tmp_path / "clay.tif", COUNTED, nodata=5.0 if scale == 1.0 else None, scale=scale))
    layer.dataProvider().setUserNoDataValue(1, ranges)
    layer.dataProvider().setUseSourceNoDataValue(1, not off)
    path = file_of(layer)
    assert Path(path).stem == "clay"  # the covariate's name
    shown = missing_in_qgis(layer)
    assert shown.any() == bool(ranges or not off)
    np.testing.assert_array_equal(missing_in_engine(path), shown)


def test_a_crs_and_nodata_of_its_own_go_together(file_of, tmp_path):
    layer = on_canvas(written(tmp_path / "clay.tif", COUNTED))
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4258"))
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(3.0, 3.0)])
    made = gdal.Open(file_of(layer))
    assert json.loads(made.GetRasterBand(1).GetMetadataItem(TAG)) == [[3.0, 3.0]]
    assert "4258" in made.GetProjection()


def test_every_algorithm_that_takes_rasters_hands_it_on(provider, context, tmp_path):
    from binn.ui.algorithms.shared.layers import RasterList
    from binn.ui.algorithms.shared.parameters import Call

    layer = on_canvas(written(tmp_path / "clay.tif", COUNTED, nodata=5.0))
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(3.0, 3.0)])
    seen = 0
    for algorithm in provider.algorithms():
        made = algorithm.create()
        made.initAlgorithm()
        for parameter in getattr(made, "declared", ()):
            if "Raster" not in type(parameter).__name__ or "Destination" in type(parameter).__name__:
                continue
            value = [layer.id()] if isinstance(parameter, RasterList) else layer.id()
            found = parameter.values(Call(made, {parameter.name: value}, context, tmp_path))
            for path in found.values():
                path = path[0] if isinstance(path, tuple) else path
                if not str(path).endswith((".vrt", ".tif")) or "clay" not in str(path):
                    continue
                seen += 1
                assert gdal.Open(path).GetRasterBand(1).GetMetadataItem(TAG), f"{made.name()}: {parameter.name}"
    assert seen >= 8


def test_a_geopackage_of_a_raster_from_the_canvas_is_read(file_of, tmp_path):
    path = written(tmp_path / "dem.gpkg", COUNTED.astype(np.float32), driver="GPKG")
    for source in (path, f"GPKG:{path}:dem"):
        found = file_of(on_canvas(source, "dem"))
        assert not missing_in_engine(found).any()


def test_a_raster_with_control_points_is_told_to_be_warped_not_to_be_given_a_crs(provider, context, tmp_path):
    from binn.ui.algorithms.shared.layers import raster_problem

    path = tmp_path / "scan.tif"
    made = gdal.GetDriverByName("GTiff").Create(str(path), 10, 10, 1, gdal.GDT_Float32)
    made.SetGCPs([gdal.GCP(10.0 + x / 10.0, 50.0 - y / 10.0, 0.0, x, y) for x, y in ((0, 0), (9, 0), (0, 9), (9, 9))], "")
    made.FlushCache()
    del made
    text = raster_problem(QgsRasterLayer(str(path), "scan", "gdal"), str(path))
    assert "'scan' has ground control points" in text
    assert "Warp it" in text
    assert "Set the CRS" not in text
