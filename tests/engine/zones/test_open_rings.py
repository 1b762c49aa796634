"""Polygons whose ring does not close."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.commands import ROOT, engine_here
from tests.engine.conftest import TrainedExample


def test_a_ring_that_does_not_close_is_an_error_that_names_the_file(trained_example: TrainedExample, tmp_path: Path) -> None:
    ring = [[-75.0, 42.0], [-74.0, 42.0], [-74.0, 43.0], [-75.5, 42.5]]
    shape = {"type": "Feature", "properties": {"name": "a"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}))
    done = engine_here("zonal", "--polygons", path, "--soc", trained_example.covariates[0], "--zones", tmp_path / "out.gpkg")
    assert done.status == 1
    assert "zones.geojson cannot be read as a vector layer" in done.stderr


def test_a_polygon_with_a_place_on_no_globe_is_an_error_that_names_the_file(trained_example: TrainedExample, tmp_path: Path) -> None:
    ring = [[-73.0, 42.0], [-73.0, -1e308], [-75.0, 44.0], [-75.0, 42.0], [-73.0, 42.0]]
    shape = {"type": "Feature", "properties": {"name": "a"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}))
    done = engine_here("zonal", "--polygons", path, "--soc", trained_example.covariates[0], "--zones", tmp_path / "out.gpkg")
    assert done.status == 1
    assert "zones.geojson" in done.stderr


@pytest.mark.parametrize("first", ["opening", "signals"])
def test_a_message_of_gdal_that_is_no_text_leaves_no_trace(first: str) -> None:
    """A TIFF with a tag whose name is in another encoding: rasterio fails to log GDAL's warning. A run hears signals besides."""
    opening, signals = "import binn_engine.files.opening", "from binn_engine.running.stopping import stop_on_signals; stop_on_signals()"
    code = f"""
import sys, types
{opening if first == "opening" else signals}
{signals}
{opening}
error = UnicodeDecodeError("utf-8", b"x", 0, 1, "no")
sys.unraisablehook(types.SimpleNamespace(exc_type=UnicodeDecodeError, exc_value=error, object="rasterio._env.log_error"))
sys.excepthook(UnicodeDecodeError, error, None)
class Other:
    def __del__(self):
        raise ValueError("seen")
Other()
raise KeyError("seen too")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "UnicodeDecodeError" not in done.stderr
    assert "ValueError: seen" in done.stderr
    assert "KeyError: 'seen too'" in done.stderr
