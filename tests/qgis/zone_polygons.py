"""Polygons of zones on the landscape."""

from __future__ import annotations

from pathlib import Path

from landscape import EPSG, centre
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

SIZE, COUNT = 40, 8


def polygons(path: Path, far: bool = False) -> QgsVectorLayer:
    """Strips of the landscape from west to east with names; the last one is far away where ``far``."""
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:{EPSG}&field=County:string&field=code:integer", "counties", "memory")
    for number in range(COUNT):
        west, north = centre(SIZE * number // COUNT, 0)
        east, south = centre(SIZE * (number + 1) // COUNT, SIZE - 1)
        feature = QgsFeature(layer.fields())
        shift = 1e6 if far and number == COUNT - 1 else 0.0
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west + shift, south, east + shift, north)))
        feature.setAttributes([f"Ü{number}", number])
        layer.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = path.stem
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject.instance().transformContext(), options)
    return QgsVectorLayer(str(path), "counties", "ogr")
