"""Layers on the canvas become files: plain files as they are, everything else exported with all that it shows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeatureSourceDefinition,
    QgsRasterLayer,
    QgsVectorLayer,
)

from tests.qgis.support_sources import on_canvas, rows


@pytest.fixture
def covariate_files(provider, context, tmp_path):
    """What the job gets for a value of COVARIATES."""
    from binn.ui.algorithms.shared.parameters import Call

    def paths(value):
        algorithm = provider.algorithm("predict").create()
        algorithm.initAlgorithm()
        parameter = next(row for row in algorithm.declared if row.name == "COVARIATES")
        return parameter.values(Call(algorithm, {"COVARIATES": value}, context, tmp_path))["covariates"]

    return paths


def field_types(path: str) -> dict[str, str]:
    from osgeo import ogr

    data = ogr.Open(path)
    definition = data.GetLayer(0).GetLayerDefn()
    fields = [definition.GetFieldDefn(index) for index in range(definition.GetFieldCount())]
    return {field.GetName(): field.GetTypeName() for field in fields}


def memory_points() -> QgsVectorLayer:
    layer = QgsVectorLayer("Point?crs=EPSG:5070&field=fid:string&field=soc:double&field=top:integer", "Größe ü 土 (1)", "memory")
    for number in range(4):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(1000.0 * number, 2000.0)))
        feature.setAttributes(["same", 10.5 * number, None if number == 3 else number])
        layer.dataProvider().addFeature(feature)
    return on_canvas(layer)


def test_a_plain_file_goes_as_it_is(example, observations_file):
    path = example / "soc_profiles.gpkg"
    assert observations_file(str(path)) == str(path)
    assert observations_file(on_canvas(QgsVectorLayer(str(path), "profiles", "ogr")).id()) == str(path)
    assert observations_file(str(example / "soc_profiles.csv")) == str(example / "soc_profiles.csv")


def test_a_memory_layer_is_exported_with_its_values_types_and_crs(observations_file):
    from osgeo import ogr

    path = observations_file(memory_points().id())
    found = rows(path)
    assert [row["soc"] for row in found] == [0.0, 10.5, 21.0, 31.5]
    assert [row["top"] for row in found] == [0, 1, 2, None]
    assert [row["fid"] for row in found] == ["same"] * 4
    assert [row["point"] for row in found] == [(0.0, 2000.0), (1000.0, 2000.0), (2000.0, 2000.0), (3000.0, 2000.0)]
    assert ogr.Open(path).GetLayer(0).GetSpatialRef().GetAuthorityCode(None) == "5070"


def test_only_selected_features_are_exported_when_asked_for(observations_file):
    layer = memory_points()
    layer.selectByExpression("soc > 15")
    path = observations_file(QgsProcessingFeatureSourceDefinition(layer.id(), True))
    assert sorted(row["soc"] for row in rows(path)) == [21.0, 31.5]


def test_a_selection_in_a_file_is_exported_too(example, observations_file):
    layer = on_canvas(QgsVectorLayer(str(example / "soc_profiles.gpkg"), "profiles", "ogr"))
    layer.selectByIds([1, 2, 3])
    path = observations_file(QgsProcessingFeatureSourceDefinition(layer.id(), True))
    assert path != str(example / "soc_profiles.gpkg")
    assert len(rows(path)) == 3


def test_a_filtered_layer_is_exported_with_what_the_filter_shows(example, observations_file):
    layer = on_canvas(QgsVectorLayer(str(example / "soc_profiles.gpkg"), "profiles", "ogr"))
    field = layer.fields().at(1).name()
    value = layer.getFeature(5)[field]
    layer.setSubsetString(f"\"{field}\" = '{value}'")
    path = observations_file(layer.id())
    assert path != str(example / "soc_profiles.gpkg")
    assert 0 < len(rows(path)) == layer.featureCount()
    assert {str(row[field]) for row in rows(path)} == {str(value)}


def test_a_layer_under_edit_is_exported_as_it_stands(example, tmp_path, observations_file):
    layer = memory_points()
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    assert len(rows(observations_file(layer.id()))) == 3
    layer.rollBack()


def test_a_computed_field_is_exported(example, observations_file):
    from binn.ui.compat import _field

    layer = on_canvas(QgsVectorLayer(str(example / "soc_profiles.gpkg"), "profiles", "ogr"))
    layer.addExpressionField("42.5", _field("answer", "Double", "Double"))
    assert {row["answer"] for row in rows(observations_file(layer.id()))} == {42.5}


def test_a_filtered_csv_keeps_the_text_of_its_file(example, observations_file):
    """The engine reads numbers from text; QGIS's own guesses would make 7 of an id 007."""
    layer = on_canvas(QgsVectorLayer(str(example / "soc_profiles.csv"), "profiles", "ogr"))
    names = layer.fields().names()
    layer.setSubsetString(f"\"{names[0]}\" <> ''")
    path = observations_file(layer.id())
    assert list(field_types(path)) == names
    lines = (example / "soc_profiles.csv").read_text(encoding="utf-8").splitlines()
    assert [[row[name] or "" for name in names] for row in rows(path)] == [line.split(",") for line in lines[1:]]


def test_a_delimited_text_table_is_exported_with_its_texts(tmp_path, observations_file):
    table = tmp_path / "rows.csv"
    table.write_text("id,lon,soc\na,1.5,5\nb,2.5,6\n", encoding="utf-8")
    uri = f"{table.as_uri()}?type=csv&detectTypes=yes&geomType=none"
    path = observations_file(on_canvas(QgsVectorLayer(uri, "rows", "delimitedtext")).id())
    assert [(row["id"], row["lon"], row["soc"]) for row in rows(path)] == [("a", "1.5", "5"), ("b", "2.5", "6")]


def test_one_layer_of_a_file_with_several_is_exported_alone(tmp_path, observations_file):
    from osgeo import ogr

    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "two.gpkg"))
    for name, count in (("first", 1), ("second", 2)):
        layer = data.CreateLayer(name, geom_type=ogr.wkbNone)
        layer.CreateField(ogr.FieldDefn("soc", ogr.OFTReal))
        for _ in range(count):
            layer.CreateFeature(ogr.Feature(layer.GetLayerDefn()))
    del layer, data
    assert len(rows(observations_file(f"{tmp_path / 'two.gpkg'}|layername=second"))) == 2


def test_raster_layers_go_as_their_files(covariates, covariate_files):
    layer = on_canvas(QgsRasterLayer(covariates[0], "renamed on the canvas", "gdal"))
    assert covariate_files([layer.id(), covariates[1]]) == (covariates[0], covariates[1])


def test_relative_paths_become_absolute(covariates, covariate_files, monkeypatch):
    monkeypatch.chdir(Path(covariates[0]).parent)
    assert covariate_files([os.path.basename(covariates[0])]) == (covariates[0],)


def test_a_link_to_a_raster_keeps_the_links_name(covariates, covariate_files, tmp_path):
    link = tmp_path / "another_name.tif"
    link.symlink_to(covariates[0])
    assert covariate_files([str(link)]) == (str(link),)


def test_a_virtual_raster_of_qgis_is_exported_with_its_values(covariates, covariate_files):
    import numpy as np
    from osgeo import gdal

    base = on_canvas(QgsRasterLayer(covariates[0], "base", "gdal"))
    parameters = doubled_source(base)
    layer = QgsRasterLayer(parameters, "doubled", "virtualraster")
    if not layer.isValid():
        pytest.skip("this QGIS has no virtual rasters")
    on_canvas(layer)
    (path,) = covariate_files([layer.id()])
    assert Path(path).stem == "doubled"
    source, export = gdal.Open(covariates[0]), gdal.Open(path)
    values, doubled = source.ReadAsArray().astype(float), export.ReadAsArray().astype(float)
    valid = (values != source.GetRasterBand(1).GetNoDataValue()) & (doubled != export.GetRasterBand(1).GetNoDataValue())
    assert valid.mean() > 0.5
    assert np.allclose(doubled[valid], 2.0 * values[valid], rtol=1e-6)


def doubled_source(base) -> str:
    """The source of a virtual raster that doubles ``base``."""
    from qgis.core import QgsRasterDataProvider

    parameters = QgsRasterDataProvider.VirtualRasterParameters()
    parameters.crs, parameters.extent = base.crs(), base.extent()
    parameters.width, parameters.height = base.width(), base.height()
    parameters.formula = '"base@1" * 2'
    item = QgsRasterDataProvider.VirtualRasterInputLayers()
    item.name, item.provider, item.uri = "base", "gdal", base.source()
    parameters.rInputLayers = [item]
    return QgsRasterDataProvider.encodeVirtualRasterProviderUri(parameters)


def test_a_crs_set_in_qgis_counts_more_than_the_files(observations_file, covariate_files, tmp_path):
    """Points and rasters without a CRS, or with a wrong one, go to the engine with the one that the layer was given."""
    from osgeo import gdal, ogr, osr
    from qgis.core import QgsCoordinateReferenceSystem

    data = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(tmp_path / "bare.shp"))
    bare = data.CreateLayer("bare", None, ogr.wkbPoint)
    feature = ogr.Feature(bare.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (-75 42)"))
    bare.CreateFeature(feature)
    del feature, bare, data
    points = on_canvas(QgsVectorLayer(str(tmp_path / "bare.shp"), "bare", "ogr"))
    points.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    exported = ogr.Open(observations_file(points))
    assert exported.GetLayer().GetSpatialRef().GetAuthorityCode(None) == "4326"
    assert exported.GetLayer().GetFeatureCount() == 1

    raster = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "clay.tif"), 4, 3, 1, gdal.GDT_Float32)
    raster.SetGeoTransform((500000, 100, 0, 4600000, 0, -100))
    raster.GetRasterBand(1).Fill(7.0)
    del raster
    layer = on_canvas(QgsRasterLayer(str(tmp_path / "clay.tif"), "Clay content"))
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32618"))
    (path,) = covariate_files([layer])
    assert Path(path).stem == "clay"
    opened = gdal.Open(path)
    assert osr.SpatialReference(wkt=opened.GetProjection()).GetAuthorityCode(None) == "32618"
    assert opened.GetGeoTransform() == (500000, 100, 0, 4600000, 0, -100)
    assert opened.GetRasterBand(1).ReadAsArray().tolist() == [[7.0] * 4] * 3
    del opened
