"""Polygons whose ring does not close."""

from __future__ import annotations

import json
from pathlib import Path

from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample


def test_a_ring_that_does_not_close_is_an_error_that_names_the_file(trained_example: TrainedExample, tmp_path: Path) -> None:
    ring = [[-75.0, 42.0], [-74.0, 42.0], [-74.0, 43.0], [-75.5, 42.5]]
    shape = {"type": "Feature", "properties": {"name": "a"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}))
    done = engine_here("zonal", "--polygons", path, "--soc", trained_example.covariates[0], "--zones", tmp_path / "out.gpkg")
    assert done.status == 1
    assert "zones.geojson cannot be read as a vector layer" in done.stderr
