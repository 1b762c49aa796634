"""Maps that say so where they hold more carbon than soils do, and errors where they hold nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from binn_engine.maps.plausible import beyond_soils, warn_beyond_soils
from binn_engine.maps.unfinished import MANIFEST, read_manifest
from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample


def warnings(done: Finished) -> dict[str, str]:
    return {row["code"]: row["message"] for row in done.events if row["event"] == "warning"}


def test_densities_alone_are_compared_with_the_limit() -> None:
    soc = np.array([[200_000.0, 10.0, 1e6], [200_001.0, 10.0, 1.0], [1.0, 3e5, 1.0], [np.nan, 1.0, 1.0]])
    assert beyond_soils(soc, 2, 200.0) == 2
    assert beyond_soils(soc, 2, 250.0) == 1


def test_no_pixel_beyond_the_limit_gives_no_warning() -> None:
    told: list[tuple[str, str]] = []
    warn_beyond_soils(0, 10, 200.0, lambda *row: told.append(row))
    assert told == []


def grid(folder: Path) -> Path:
    path = folder / "grid.tif"
    with rasterio.open(path, "w", "GTiff", 4, 4, 1, 4326, from_origin(-75.5, 43.5, 0.1, 0.1), "float32") as file:
        file.write(np.ones((1, 4, 4), dtype=np.float32))
    return path


@pytest.mark.parametrize(("limit", "warned"), [(200.0, True), (1e12, False)])
def test_a_simulation_with_more_carbon_than_soils_hold_is_warned_of(
    trained_example: TrainedExample, tmp_path: Path, limit: float, warned: bool
) -> None:
    """Slow turnover and a shallow decline with depth fill the soil without end."""
    values = ["tau_s3=99999", "efolding=0.01"]
    words = ["--forcing", trained_example.forcing, "--grid", grid(tmp_path), "--values", *values, "--soc", tmp_path / "soc.tif"]
    done = engine_here("simulate", *words, "--soc-limit", limit)
    assert done.status == 0, done.stderr
    with rasterio.open(tmp_path / "soc.tif") as file:
        densities = file.read(list(range(1, file.count - 1)))
    beyond = int((densities > 200_000.0).any(0).sum())
    assert beyond > 0
    assert done.last("result")["metrics"]["pixels_beyond_soc_limit"] == (beyond if warned else 0)
    assert (f"At {beyond} of 16 pixels SOC is above 200 kg/m3" in warnings(done).get("implausible_soc", "")) == warned


def test_a_map_counts_its_pixels_beyond_the_limit(trained_example: TrainedExample, tmp_path: Path) -> None:
    """In every tile, and in one piece."""
    with rasterio.open(trained_example.covariates[0]) as file:
        left, top, size = file.bounds.left, file.bounds.top, file.res[0]
    bounds = [left, top - 40 * size, left + 40 * size, top]
    counts = []
    for tile in (0, 16):
        words = [*trained_example.inputs, "--bounds", *bounds, "--soc", tmp_path / "soc.tif", "--soc-limit", 20, "--tile-size", tile]
        done = engine_here("predict", *words)
        assert done.status == 0, done.stderr
        counts.append(done.last("result")["metrics"]["pixels_beyond_soc_limit"])
        assert f"At {counts[-1]:,} of" in warnings(done)["implausible_soc"]
    with rasterio.open(tmp_path / "soc.tif") as file:
        densities = file.read(list(range(1, file.count - 1)), masked=True)
    beyond = int((densities > 20_000.0).any(0).filled(False).sum())
    assert counts == [beyond, beyond]
    assert beyond > 0


def test_a_manifest_of_an_unfinished_map_may_hold_anything(tmp_path: Path) -> None:
    for text in ("", "[1]\n[2]", "{" * 100_000, '{"format": 1}', "null\n", '"text"\n1\n'):
        (tmp_path / MANIFEST).write_text(text)
        assert read_manifest(tmp_path) == ({}, [])
