"""What several tests of support sources make and read."""

from __future__ import annotations

from qgis.core import (
    QgsProject,
)


def on_canvas(layer):
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return layer


def rows(path: str) -> list[dict]:
    """The features of a file, by OGR."""
    from osgeo import ogr

    data = ogr.Open(path)
    layer = data.GetLayer(0)
    return [{**feature.items(), "point": feature.GetGeometryRef() and feature.GetGeometryRef().GetPoint_2D()} for feature in layer]
