"""Maps that say so where they hold more carbon than soils do, and errors where they hold nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from binn_engine.bands import value_bands
from binn_engine.covariates.grids import Grid
from binn_engine.covariates.stacks import StackRasters
from binn_engine.errors import InputError
from binn_engine.maps.plausible import beyond_soils, warn_beyond_soils
from binn_engine.maps.rasters import ProductWriter, write_bands
from binn_engine.maps.sites import TileProducts
from binn_engine.maps.tiles import TileInputs, TileWork
from binn_engine.maps.unfinished import MANIFEST, read_manifest
from binn_engine.tables import NODATA
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
    assert (f"At {beyond} of 16 pixels, SOC is above 200 kg/m3" in warnings(done).get("implausible_soc", "")) == warned


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


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["q10=inf"], "'q10=inf', which is not a finite number"),
        (["q10=1e400"], "'q10=1e400', which is not a finite number"),
        (["q10=nan"], "'q10=nan', which is not a finite number"),
        (["tau_s3=-inf"], "not a finite number"),
        (["q10=2", "q10 = 3"], "gives q10 more than once"),
        (["tau_s3=1e300"], "No pixel has a value of soc"),  # in float32, as maps are, it is infinite
    ],
)
def test_a_simulation_that_gives_no_value_is_an_error(
    trained_example: TrainedExample, tmp_path: Path, values: list[str], said: str
) -> None:
    soc = tmp_path / "soc.tif"
    done = engine_here("simulate", "--forcing", trained_example.forcing, "--grid", grid(tmp_path), "--soc", soc, "--values", *values)
    assert done.status == 1
    assert said in done.stderr
    assert not soc.exists()


def test_what_is_infinite_in_a_map_is_missing_and_not_counted(tmp_path: Path) -> None:
    place = Grid.from_raster(str(grid(tmp_path)))
    values = np.array([[1.0], [1e300], [np.inf], [np.nan], [-1e39], [3e38]])
    valid = np.zeros((4, 4), dtype=bool)
    valid.ravel()[:6] = True
    bands = {"soc": value_bands("soc", (0.1,))[:1]}
    with ProductWriter({"soc": tmp_path / "soc.tif"}, bands, place, place.whole) as writer:
        with pytest.raises(InputError, match="No pixel has a value of soc"):
            writer.check_filled()
        assert writer.write(place.whole, valid, {"soc": values}) == 2
        writer.check_filled()
    with rasterio.open(tmp_path / "soc.tif") as file:
        assert file.read(1).ravel()[:6].tolist() == [1.0, NODATA, NODATA, NODATA, NODATA, np.float32(3e38)]
    write_bands(tmp_path / "other.tif", place, np.full((1, 4, 4), 1e300), [("a", "m")])
    with rasterio.open(tmp_path / "other.tif") as file:
        assert (file.read() == NODATA).all()


def test_pixels_of_a_tile_count_where_a_value_is_written() -> None:
    """One whose only values are infinite in the map counts as none."""
    rows = np.array([[1e300, np.inf], [1.0, np.nan], [np.nan, np.nan]])
    found = TileProducts({"soc": rows}, 0.0)
    work = TileWork(StackRasters((), (), (), None), lambda *inputs: found, ("soc",))
    result = work.compute(TileInputs(np.zeros((3, 1)), np.zeros(3), np.zeros(3), np.ones((1, 3), dtype=bool), 0.0))
    assert result.notes.valid == 1
    assert result.values.tolist() == [[[NODATA, 1.0, NODATA]], [[NODATA] * 3]]
