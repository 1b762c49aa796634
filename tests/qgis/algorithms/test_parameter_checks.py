"""What ``checkParameterValues`` finds before anything runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def check(provider, context):
    """Checks parameters of an algorithm and returns the message; empty where all is well."""

    def checked(name: str, **parameters) -> str:
        fine, message = provider.algorithm(name).create().checkParameterValues(parameters, context)
        assert fine == (not message)
        return message

    return checked


@pytest.fixture
def training(example, covariates, tmp_path):
    """Parameters with which training passes its checks."""
    return {
        "OBSERVATIONS": str(example / "soc_profiles.gpkg"),
        "COVARIATES": covariates,
        "FORCING": str(example / "clm5_forcing.nc"),
        "MODEL": str(tmp_path / "a.safetensors"),
    }


@pytest.fixture
def mapping(example, covariates, model, tmp_path):
    """Parameters with which mapping passes its checks."""
    return {
        "MODEL": str(model),
        "COVARIATES": covariates,
        "FORCING": str(example / "clm5_forcing.nc"),
        "OUTPUT_SOC": str(tmp_path / "soc.tif"),
    }


def points(crs: str = "EPSG:4326", features: int = 1, name: str = "field work"):
    """A memory layer of points with a field ``soc``."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer

    layer = QgsVectorLayer("Point?field=soc:double", name, "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs))
    for number in range(features):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(-75.0 + number / 10, 43.0)))
        feature.setAttributes([1.0])
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def copy_without_crs(path: str, folder: Path) -> str:
    from osgeo import gdal

    source = gdal.Open(path)
    target = str(folder / "no_crs.tif")
    copy = gdal.GetDriverByName("GTiff").Create(target, source.RasterXSize, source.RasterYSize, 1, gdal.GDT_Float32)
    copy.SetGeoTransform(source.GetGeoTransform())
    copy.GetRasterBand(1).WriteArray(source.ReadAsArray())
    del copy, source
    return target


def test_good_parameters_pass(check, training, mapping):
    assert check("train", **training) == ""
    assert check("predict", **mapping) == ""


def test_covariates_may_be_a_table_alone(check, training, example):
    table = {**training, "COVARIATES": None, "COVARIATES_TABLE": str(example / "soc_profiles.csv")}
    assert check("train", **table) == ""


def test_training_without_any_covariate_is_refused(check, training):
    message = check("train", **{**training, "COVARIATES": []})
    assert "COVARIATES" in message
    assert "COVARIATES_TABLE" in message


def test_a_field_that_does_not_exist_is_named_with_those_that_do(check, training):
    message = check("train", **training, SOC_FIELD="carbon")
    assert "'carbon'" in message
    assert "SOC_FIELD" in message
    assert "soc" in message.split("Its fields are")[1]


def test_points_without_a_crs_are_refused_by_their_name(check, training, context):
    assert "'field work' given as OBSERVATIONS has no coordinate reference system" in check(
        "train", **{**training, "OBSERVATIONS": points(crs="").id()}
    )


def test_a_layer_without_features_is_refused_by_its_name(check, training, context):
    assert "'field work' given as OBSERVATIONS has no features" in check("train", **{**training, "OBSERVATIONS": points(features=0).id()})


def test_a_raster_without_a_crs_is_refused_by_its_name(check, mapping, covariates, tmp_path):
    bare = copy_without_crs(covariates[0], tmp_path)
    assert "'no_crs' has no coordinate reference system" in check("predict", **{**mapping, "COVARIATES": [*covariates, bare]})


def test_a_raster_that_does_not_exist_is_named(check, mapping, covariates):
    assert "/nowhere/clay.tif" in check("predict", **{**mapping, "COVARIATES": [covariates[0], "/nowhere/clay.tif"]})


def test_a_raster_from_a_web_map_is_refused_by_its_name(check, mapping, covariates, context):
    from qgis.core import QgsProject, QgsRasterLayer

    layer = QgsRasterLayer("type=xyz&url=file:///nowhere/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmax=3&zmin=0", "a web map", "wms")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    message = check("predict", **{**mapping, "COVARIATES": [covariates[0], layer.id()]})
    assert "'a web map' is not a file" in message
    assert "GeoTIFF" in message


def test_uncertainty_without_passes_is_refused(check, mapping, tmp_path):
    message = check("predict", **mapping, OUTPUT_SOC_SD=str(tmp_path / "sd.tif"), PASSES=0)
    assert "Soil carbon: standard deviation" in message
    assert "PASSES" in message
    assert check("predict", **mapping, OUTPUT_SOC_SD=str(tmp_path / "sd.tif")) == ""
    assert check("predict", **mapping, OUTPUT_SOC_SD=str(tmp_path / "sd.tif"), PASSES=5) == ""


@pytest.mark.parametrize("crs", ["", " [EPSG:4326]"])
def test_an_extent_in_the_order_of_gdal_is_refused(check, mapping, crs):
    assert check("predict", **mapping, EXTENT=f"-76,-75,42,43{crs}") == ""
    message = check("predict", **mapping, EXTENT=f"-76,42,-75,43{crs}")
    assert "xmin, xmax, ymin, ymax" in message
    assert "-76,-75,42,43" in message


@pytest.mark.parametrize("typed", ["-76,42,-75,43", "-77,41.5,-73,44", "-76.5,30,-70,60"])
def test_an_extent_in_the_order_of_gdal_is_refused_also_where_the_grid_would_cut_it(check, mapping, typed):
    west, south, east, north = typed.split(",")
    message = check("predict", **mapping, EXTENT=typed)
    assert f"Did you mean {west},{east},{south},{north}?" in message
    assert check("predict", **mapping, EXTENT=f"{west},{east},{south},{north}") == ""


# Of Europe, where longitudes and latitudes are alike; the grid is from 10 W to 40 E and from 35 to 70 N.
@pytest.mark.parametrize(
    ("window", "other", "better"),
    [
        ((-11, 41, 34, 71), (-11, 34, 41, 71), False),  # the whole grid, in the order of QGIS
        ((-11, 34, 41, 71), (-11, 41, 34, 71), True),  # and in the order of GDAL
        ((8, 48, 12, 52), (8, 12, 48, 52), True),  # a small window, in the order of GDAL
        ((38, 42, 60, 64), (38, 60, 42, 64), False),  # a small window across the edge
        ((8, 12, 48, 52), (8, 48, 12, 52), False),  # and within the grid
    ],
)
def test_of_two_orders_the_one_that_fits_the_grid_is_meant(qgis_app, window, other, better):
    from binn.ui.algorithms.shared.extent import fits_better
    from qgis.core import QgsRectangle

    def rectangle(numbers):
        west, east, south, north = numbers
        return QgsRectangle(west, south, east, north)

    assert fits_better(rectangle(other), rectangle(window), QgsRectangle(-10, 35, 40, 70)) == better


def test_the_help_of_an_extent_has_the_order_of_qgis(provider):
    for name in ("predict", "build_forcing"):
        algorithm = provider.algorithm(name).create()
        text = algorithm.parameterDefinition("EXTENT").help()
        assert "xmin, xmax, ymin, ymax" in text
        assert "xmin, ymin" not in text


def test_a_file_that_the_project_shows_is_not_replaced(check, mapping, covariates, example, tmp_path):
    from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

    shown = tmp_path / "old.tif"
    shown.write_bytes(Path(covariates[0]).read_bytes())
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(shown), "SOC of May", "gdal"))
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    assert "SOC of May" in check("predict", **{**mapping, "OUTPUT_SOC": str(tmp_path / "link" / "old.tif")})
    message = check("predict", **{**mapping, "OUTPUT_SOC": str(shown)})
    assert "'SOC of May'" in message
    assert str(shown) in message
    QgsProject.instance().clear()
    assert check("predict", **{**mapping, "OUTPUT_SOC": str(shown)}) == ""
    zones = {"POLYGONS": str(example / "soc_profiles.gpkg"), "SOC": covariates[0], "OUTPUT": str(tmp_path / "zones.gpkg")}
    for name, refused in (("zones", True), ("my own", False)):
        QgsProject.instance().clear()
        source = f"{tmp_path / 'zones.gpkg'}|layername={name}"
        layer = QgsVectorLayer(str(example / "soc_profiles.gpkg"), "Counties", "ogr")
        layer.setDataSource(source, "Counties", "ogr")
        QgsProject.instance().addMapLayer(layer)
        assert ("'Counties'" in check("zonal", **zones)) == refused


def test_mapping_nothing_is_refused(check, mapping):
    del mapping["OUTPUT_SOC"]
    message = check("predict", **mapping)
    assert "What to map, Output folder" in message
    assert "OUTPUT_" not in message


def test_messages_call_parameters_by_their_labels(check, mapping, tmp_path):
    del mapping["OUTPUT_SOC"]
    assert "Soil carbon (OUTPUT_SOC)" in check("predict", **mapping, OUTPUT_SOC="/nowhere/soc.tif")
    message = check("predict", **mapping, OUTPUT_SOC_EXCEEDANCE=str(tmp_path / "e.tif"), PASSES=5)
    assert "Soil carbon: probability of exceeding a threshold (OUTPUT_SOC_EXCEEDANCE)" in message
    assert "Exceedance thresholds (e.g. 0-30=5) (THRESHOLDS)" in message


def test_a_folder_that_does_not_exist_is_named(check, mapping, training):
    assert "/nowhere" in check("predict", **{**mapping, "OUTPUT_SOC": "/nowhere/soc.tif"})
    assert "/nowhere" in check("train", **{**training, "MODEL": "/nowhere/a.safetensors"})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_writable_is_named(check, mapping, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert str(closed) in check("predict", **{**mapping, "OUTPUT_SOC": str(closed / "soc.tif")})


def test_a_map_that_is_no_geotiff_is_refused(check, mapping, tmp_path):
    assert "soc.png" in check("predict", **{**mapping, "OUTPUT_SOC": str(tmp_path / "soc.png")})


def test_a_model_that_does_not_exist_is_named(check, mapping):
    assert "/nowhere/a.safetensors" in check("predict", **{**mapping, "MODEL": "/nowhere/a.safetensors"})


def test_a_folder_in_place_of_a_file_is_called_a_folder(check, mapping, tmp_path):
    message = check("predict", **{**mapping, "MODEL": str(tmp_path)})
    assert f"Trained model (MODEL): {tmp_path} is a folder. Choose a file in it." in message
    assert "does not exist" not in message


def test_a_model_is_written_to_a_safetensors_file_only(check, training, tmp_path):
    assert ".safetensors" in check("train", **{**training, "MODEL": str(tmp_path / "model.pt")})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("LEARNED", "q10, q11", "q11"), ("FIXED", "q10=warm", "q10=warm"), ("FIXED", "q12=1", "q12"), ("HIDDEN", "many", "whole numbers")],
)
def test_a_setting_that_means_nothing_is_named(check, training, name, value, said):
    message = check("train", **{**training, name: value})
    assert name in message
    assert said in message


def test_depths_that_are_no_numbers_are_refused(check, mapping):
    message = check("predict", **mapping, DEPTHS="0.1, deep")
    assert "DEPTHS" in message
    assert "numbers separated by commas" in message
