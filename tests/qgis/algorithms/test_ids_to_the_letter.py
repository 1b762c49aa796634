"""Ids of layers on the canvas reach the engine as the file has them, and fields whatever their names."""

from __future__ import annotations

from pathlib import Path

import pytest
from headless import PROGRAM
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer

from tests.qgis.support_sources import on_canvas, rows

IDS = ["10_11", "10_11", "101_1", "101_1", "007", "7", "3.0", "3", "12345678901234567", "1_0"]


def table(tmp_path: Path, ids: list[str]) -> Path:
    path = tmp_path / "soil.csv"
    lines = [f"{name},10,50,{20 * number},{20 * number + 20},9000" for number, name in enumerate(ids)]
    path.write_text("\n".join(["profile_id,lon,lat,top_cm,bottom_cm,soc_gc_m3", *lines]), encoding="utf-8")
    return path


@pytest.mark.parametrize("ids", [IDS, ["007", "7"], ["3.0", "3"]], ids=["of all kinds", "whole", "real"])
@pytest.mark.parametrize("kind", ["plain", "typed", "delimited"])
def test_ids_of_a_filtered_csv_stay_as_they_are(tmp_path, observations_file, ids, kind):
    path = table(tmp_path, ids)
    layer = {
        "plain": lambda: QgsVectorLayer(str(path), "soil", "ogr"),
        "typed": lambda: QgsVectorLayer(f"{path}|option:AUTODETECT_TYPE=YES", "soil", "ogr"),
        "delimited": lambda: QgsVectorLayer(f"{path.as_uri()}?type=csv&detectTypes=yes&geomType=none", "soil", "delimitedtext"),
    }[kind]()
    on_canvas(layer)
    assert layer.setSubsetString('"soc_gc_m3" = 9000' if kind != "plain" else "\"soc_gc_m3\" = '9000'")
    found = rows(observations_file(layer.id()))
    assert [row["profile_id"] for row in found] == ids
    assert {row["top_cm"] for row in found} == {str(20 * number) for number in range(len(ids))}


def test_a_filter_gives_every_row_its_own_text(tmp_path, observations_file):
    layer = on_canvas(QgsVectorLayer(f"{table(tmp_path, IDS).as_uri()}?type=csv&detectTypes=yes&geomType=none", "soil", "delimitedtext"))
    assert layer.setSubsetString('"top_cm" >= 80')
    assert [row["profile_id"] for row in rows(observations_file(layer.id()))] == IDS[4:]


@pytest.mark.parametrize("names", [("Name", "name"), ("geom", "fid"), ("binn_feature", "binn_geometry"), ("FID", "GEOM")])
def test_a_layer_keeps_its_fields_whatever_their_names(observations_file, names):
    layer = QgsVectorLayer(f"Point?crs=EPSG:4326&field={names[0]}:string&field={names[1]}:string", "soil", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["a", "b"])
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(10.0, 50.0)))
    layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    (row,) = rows(observations_file(layer.id()))
    assert (row[names[0]], row[names[1]]) == ("a", "b")


@pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")
def test_a_filtered_csv_gives_the_engine_its_ids(run, tmp_path):
    """As ``qgis_process`` runs it, from the filter to the layer that the engine writes."""
    from osgeo import ogr

    source = f"{table(tmp_path, IDS)}|subset=\"soc_gc_m3\" = '9000'"
    written = run("binn:prepare_profiles", OBSERVATIONS=source, OUTPUT=tmp_path / "clean.gpkg", KEEP=["repeated_profile"])
    file = ogr.Open(written["OUTPUT"])  # must live as long as its layer
    assert sorted(row["profile_id"] for row in file.GetLayer()) == sorted(IDS)


def test_every_table_that_the_engine_reads_is_a_table_when_a_run_is_repeated(qgis_app, tmp_path):
    from binn.binn_engine.paths import CSV_SUFFIXES, VECTOR_SUFFIXES
    from binn.binn_engine.settings import TrainJob
    from binn.ui.algorithms.rerun import algorithm_of, parameters_of

    for suffix in (*CSV_SUFFIXES, *VECTOR_SUFFIXES):
        path, raster = tmp_path / f"covariates{suffix}", tmp_path / "clay.tif"
        for file in (path, raster):
            file.touch()
        job = TrainJob(observations=str(path), covariates=(str(raster), str(path)), forcing=str(raster), model="m.bin")
        values, _ = parameters_of(algorithm_of("train"), job)
        rasters = [value for value in values.values() if value == [str(raster)]]
        assert rasters, suffix
        assert not any(isinstance(value, list) and str(raster) in value and str(path) in value for value in values.values())
