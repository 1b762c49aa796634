"""What several tests of support sources make and read."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsProject,
)


@pytest.fixture
def observations_file(provider, context, tmp_path):
    """What the job gets for a value of OBSERVATIONS, opened again by OGR."""
    from binn.ui.algorithms.parameters import Call

    def opened(value):
        algorithm = provider.algorithm("train").create()
        algorithm.initAlgorithm()
        parameter = next(row for row in algorithm.declared if row.name == "OBSERVATIONS")
        call = Call(algorithm, {"OBSERVATIONS": value}, context, tmp_path)
        assert parameter.problem(call) == ""
        return parameter.values(call)["observations"]

    return opened


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
