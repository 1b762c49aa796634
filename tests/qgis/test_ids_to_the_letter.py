"""Ids of layers on the canvas reach the engine as the file has them, and fields whatever their names."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer

from tests.qgis.test_sources import observations_file, on_canvas, rows  # noqa: F401

IDS = ["10_11", "10_11", "101_1", "101_1", "007", "7", "3.0", "3", "12345678901234567", "1_0"]


def table(tmp_path: Path, ids: list[str]) -> Path:
    path = tmp_path / "soil.csv"
    lines = [f"{name},10,50,{20 * number},{20 * number + 20},9000" for number, name in enumerate(ids)]
    path.write_text("\n".join(["profile_id,lon,lat,top_cm,bottom_cm,soc_gc_m3", *lines]), encoding="utf-8")
    return path


@pytest.mark.parametrize("ids", [IDS, ["007", "7"], ["3.0", "3"]], ids=["of all kinds", "whole", "real"])
@pytest.mark.parametrize("kind", ["plain", "typed", "delimited"])
def test_ids_of_a_filtered_csv_stay_as_they_are(tmp_path, observations_file, ids, kind):  # noqa: F811
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


def test_a_filter_gives_every_row_its_own_text(tmp_path, observations_file):  # noqa: F811
    layer = on_canvas(QgsVectorLayer(f"{table(tmp_path, IDS).as_uri()}?type=csv&detectTypes=yes&geomType=none", "soil", "delimitedtext"))
    assert layer.setSubsetString('"top_cm" >= 80')
    assert [row["profile_id"] for row in rows(observations_file(layer.id()))] == IDS[4:]


@pytest.mark.parametrize("names", [("Name", "name"), ("geom", "fid"), ("binn_feature", "binn_geometry"), ("FID", "GEOM")])
def test_a_layer_keeps_its_fields_whatever_their_names(observations_file, names):  # noqa: F811
    layer = QgsVectorLayer(f"Point?crs=EPSG:4326&field={names[0]}:string&field={names[1]}:string", "soil", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["a", "b"])
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(10.0, 50.0)))
    layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    (row,) = rows(observations_file(layer.id()))
    assert (row[names[0]], row[names[1]]) == ("a", "b")
