"""The guide "New map" on a project of its own, and what it knows of rasters."""

from __future__ import annotations

import pytest
from desk import Desk
from qgis.core import QgsGeometry, QgsProject, QgsRectangle


@pytest.fixture
def guide(context, tmp_path):
    """The guide on a saved project."""
    from binn.ui.guide.dock import GuideDock

    assert QgsProject.instance().write(str(tmp_path / "soils.qgs"))
    made = GuideDock(Desk())
    yield made
    made.shut()


def rectangle(name: str, bounds, problem: str = "", bands=None):
    from binn.ui.guide.places import RasterFacts

    outline = None if problem else QgsGeometry.fromRect(QgsRectangle(*bounds))
    return RasterFacts(name, problem, outline, 100, tuple(bands or (name,)))
