"""Maps in tiles: the same whoever computes them, whatever stops them, within the memory and the disk there are."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from binn_engine.covariates.grids import Grid
from binn_engine.covariates.stacks import CovariateStack
from binn_engine.maps.plans import disk_needed, tiling_of
from binn_engine.maps.tiles import TileNotes, TileResult, Tiling
from binn_engine.maps.unfinished import MANIFEST, README, TiledMaps, UnfinishedMap, open_unfinished
from binn_engine.protocol import EXIT_CANCELLED, STAGING_PREFIX
from binn_engine.tables import NODATA
from tests.engine.commands import ROOT, Finished, engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.streaming import assert_same_pixels, mapped, outputs, same_bytes


@pytest.fixture(scope="module")
def whole(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Maps made in one tile."""
    folder = tmp_path_factory.mktemp("whole")
    mapped(trained_example, folder, "--tile-size", 1000)
    return folder


@pytest.mark.parametrize(("tile", "workers"), [(32, 1), (23, 2), (0, 1)])
def test_neither_tiles_nor_workers_change_a_pixel(trained_example, whole, tmp_path, tile: int, workers: int) -> None:
    """With Monte Carlo passes, to 1e-6."""
    memory = 2.0 if workers == 1 else 4.0
    done = mapped(trained_example, tmp_path, "--tile-size", tile, "--workers", workers, "--memory", memory)
    assert done.last("result")["metrics"]["tiles"] == {32: 4, 23: 9, 0: 3}[tile]
    assert_same_pixels(tmp_path, whole)


def fine_grid(example: TrainedExample, folder: Path, size: int) -> Path:
    """The grid of the landscape with pixels of another size, which all covariates are brought to."""
    with rasterio.open(example.covariates[0]) as file:
        transform = file.transform * rasterio.Affine.scale(file.width / size, file.height / size)
        profile = {"driver": "GTiff", "width": size, "height": size, "count": 1, "dtype": "uint8", "crs": file.crs, "transform": transform}
    with rasterio.open(folder / "grid.tif", "w", **profile):
        pass
    return folder / "grid.tif"


@pytest.mark.slow
def test_no_pixel_depends_on_tiles_of_64_256_1000_or_the_whole(trained_example, tmp_path) -> None:
    """1,100 x 300 pixels, by one and by two workers."""
    grid = fine_grid(trained_example, tmp_path, 1100)
    with rasterio.open(grid) as file:
        left, bottom, right, top = rasterio.windows.bounds(Window(0, 400, 1100, 300), file.transform)
    window = ["--grid", grid, "--bounds", left, bottom, right, top, "--memory", 6]
    mapped(trained_example, tmp_path / "whole", *window, "--tile-size", 2000)
    for tile in (64, 256, 1000):
        for workers in (1, 2):
            folder = tmp_path / f"{tile}-{workers}"
            mapped(trained_example, folder, *window, "--tile-size", tile, "--workers", workers)
            assert_same_pixels(folder, tmp_path / "whole")


def started(example: TrainedExample, folder: Path, *options: object) -> subprocess.Popen:
    words = ["predict", *example.inputs, *outputs(folder), "--passes", 3, *options]
    command = [sys.executable, "-m", "binn_engine", *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def until(running: subprocess.Popen, percent: int) -> None:
    """Read events until so many percent of the tiles are mapped."""
    for line in running.stdout:
        told = re.fullmatch(r"mapping: (\d+) of (\d+) tiles", json.loads(line).get("phase", ""))
        if told and 100 * int(told[1]) >= percent * int(told[2]):
            return


def killed_again_and_again(example: TrainedExample, folder: Path, moments: list[tuple[int, float]], *options: object) -> Finished:
    """A run that is killed so many seconds after each percentage, and then left to its end."""
    for percent, seconds in moments:
        with started(example, folder, *options) as running:
            until(running, percent)
            time.sleep(seconds)
            running.kill()
    return mapped(example, folder, *options)


@pytest.mark.long
def test_a_killed_run_goes_on_from_its_finished_tiles_to_the_same_bytes(trained_example, tmp_path) -> None:
    slowly = ("--tile-size", 14, "--passes", 10)  # progress is told four times a second at most: all tiles are not made between
    mapped(trained_example, tmp_path / "calm", *slowly)
    folder = tmp_path / "killed"
    folder.mkdir()
    done = killed_again_and_again(trained_example, folder, [(20, 0.1)], *slowly)
    assert same_bytes(folder, tmp_path / "calm")
    assert 2 <= done.last("result")["metrics"]["tiles_kept"] < 25
    assert not list(folder.glob("*.unfinished"))
    calm = json.loads((tmp_path / "calm" / "soc.predict.run.json").read_text())["metrics"]
    for name in ("valid_pixels", "draws", "tiles"):
        assert done.last("result")["metrics"][name] == calm[name]


@pytest.mark.long
def test_tiles_of_a_grid_that_was_moved_meanwhile_are_made_again(trained_example, tmp_path) -> None:
    """By half a pixel, in a file of the same name, size and time of change."""
    grid = fine_grid(trained_example, tmp_path, 60)
    options = ["--grid", grid, "--tile-size", 12]
    times = grid.stat().st_atime_ns, grid.stat().st_mtime_ns
    with started(trained_example, tmp_path, *options) as running:
        until(running, 40)
        running.kill()
    with rasterio.open(grid, "r+") as file:
        file.transform = file.transform * rasterio.Affine.translation(0.5, 0.5)
    os.utime(grid, ns=times)
    done = mapped(trained_example, tmp_path, *options)
    assert done.last("result")["metrics"]["tiles_kept"] == 0
    mapped(trained_example, tmp_path / "calm", *options)
    assert same_bytes(tmp_path, tmp_path / "calm")


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_ten_kills_at_random_moments_leave_no_trace(trained_example, tmp_path, workers: int) -> None:
    random = np.random.default_rng(workers)
    options = ["--tile-size", 9, "--workers", workers, "--memory", 4]
    mapped(trained_example, tmp_path / "calm", *options)
    folder = tmp_path / "killed"
    folder.mkdir()
    moments = [(int(percent), float(random.uniform(0.0, 1.0))) for percent in np.sort(random.integers(0, 88, 10))]
    killed_again_and_again(trained_example, folder, moments, *options)
    assert same_bytes(folder, tmp_path / "calm")


@pytest.mark.long
def test_a_cancelled_run_leaves_a_folder_that_says_what_it_is(trained_example, tmp_path) -> None:
    """Within two seconds."""
    with started(trained_example, tmp_path, "--tile-size", 14) as running:
        until(running, 20)
        asked = time.monotonic()
        running.send_signal(signal.SIGTERM)
        last = [json.loads(line) for line in running.stdout][-1]
        assert running.wait(timeout=30) == EXIT_CANCELLED
        assert time.monotonic() - asked < 2.0
    folder = tmp_path / "soc.predict.unfinished"
    assert list(tmp_path.iterdir()) == [folder]
    text = (folder / README).read_text(encoding="utf-8")
    assert str(tmp_path / "soc.tif") in text
    assert "run the same prediction again" in text
    assert last["code"] == "cancelled"
    assert "predict.unfinished" in last["remedy"]
    assert not list(tmp_path.glob(f"{STAGING_PREFIX}*"))


def small_map(folder: Path, seed: int = 1) -> tuple[UnfinishedMap, list[np.ndarray], list[str]]:
    """Four tiles of two bands, the last without a value, and what was said when the folder was opened."""
    tiles = Tiling(Window(0, 0, 5, 3), 3, 2).tiles
    said: list[str] = []
    opened = open_unfinished(folder, TiledMaps({"maps": seed}, tiles, 2, "a.tif"), lambda share, phase: None, said.append)
    random = np.random.default_rng(seed)
    return opened, [random.normal(size=(2, tile.height, tile.width)).astype(np.float32) for tile in tiles], said


def notes(valid: int) -> TileNotes:
    return TileNotes(valid, 0, 0.5, (1, 2, 3), 0.1, 0.2, (("code", "text"),))


def keep_all(opened: UnfinishedMap, values: list[np.ndarray]) -> None:
    for number, tile in enumerate(values):
        opened.keep(number, TileResult(tile if number < 3 else None, notes(tile[0].size if number < 3 else 0)))


def test_finished_tiles_are_as_they_were_written(tmp_path) -> None:
    opened, values, _ = small_map(tmp_path / "u")
    keep_all(opened, values)
    opened.close()
    again, _, said = small_map(tmp_path / "u")
    assert "Resuming: 4 of 4 tiles" in said[0]
    assert again.done == {**{n: notes(values[n][0].size) for n in range(3)}, 3: notes(0)}
    for number in range(3):
        np.testing.assert_array_equal(again.values(number), values[number])
    assert again.values(3) is None
    again.close()


def test_tiles_take_the_room_of_the_pixels_that_have_values(tmp_path) -> None:
    """As the plan counts it, beside a bit a pixel; all rows and some are read back as they were."""
    tiles = Tiling(Window(0, 0, 101, 67), 101, 67).tiles
    random = np.random.default_rng(3)
    values = random.normal(size=(4, 67, 101)).astype(np.float32)
    values[:, random.random((67, 101)) > 0.1] = NODATA
    values[:, :9] = NODATA
    values[1, 40] = NODATA
    opened = open_unfinished(tmp_path / "u", TiledMaps({}, tiles, 4, "a.tif"), lambda share, phase: None, print)
    opened.keep(0, TileResult(values, notes(600)))
    held = int((values != NODATA).any(0).sum())
    size = (tmp_path / "u" / "tile-000000.f32").stat().st_size
    assert size == -(-67 * 101 // 8) + 4 * 4 * held
    planned = disk_needed(tmp_path, {tmp_path / "a.tif": 4}, 67 * 101, held / (67 * 101), copies=0.0)
    assert size == pytest.approx(planned[str(tmp_path)], abs=1.0)
    for rows in (slice(None), slice(0, 9), slice(30, 66)):
        np.testing.assert_array_equal(opened.values(0, rows), values[:, rows])
    opened.close()


def test_tiles_that_are_damaged_or_half_noted_are_made_again(tmp_path) -> None:
    opened, values, _ = small_map(tmp_path / "u")
    keep_all(opened, values)
    opened.close()
    file = tmp_path / "u" / "tile-000001.f32"
    file.write_bytes(file.read_bytes()[:-1] + b"\x00")
    (tmp_path / "u" / "tile-000000.f32").unlink()
    manifest = tmp_path / "u" / MANIFEST
    manifest.write_bytes(manifest.read_bytes()[:-10])
    again, values, _ = small_map(tmp_path / "u")
    assert sorted(again.done) == [2]
    for number in (0, 1, 3):
        again.keep(number, TileResult(values[number], notes(1)))
    again.close()
    assert sorted(small_map(tmp_path / "u")[0].done) == [0, 1, 2, 3]


def test_tiles_of_other_maps_are_removed_and_an_empty_folder_does_not_stay(tmp_path) -> None:
    opened, values, _ = small_map(tmp_path / "u")
    keep_all(opened, values)
    opened.close()
    other, _, said = small_map(tmp_path / "u", seed=2)
    assert "contained 4 tiles of other maps" in said[0]
    assert not other.done
    other.close()
    assert not (tmp_path / "u").exists()


def test_two_runs_do_not_share_a_folder_nor_is_one_of_something_else_emptied(tmp_path) -> None:
    opened, *_ = small_map(tmp_path / "u")
    with pytest.raises(Exception, match="Another run is computing"):
        small_map(tmp_path / "u")
    opened.close()
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "thesis.odt").write_text("mine")
    with pytest.raises(Exception, match="contains other files"):
        small_map(tmp_path / "v")
    assert (tmp_path / "v" / "thesis.odt").exists()


@pytest.mark.parametrize(("column", "row"), [(0, 0), (3, 5), (200, 17)])
def test_tiles_cover_every_pixel_once_and_are_found_by_place(column: int, row: int) -> None:
    tiling = Tiling(Window(7, 11, 150, 90), 32, 20, column, row)
    seen = np.zeros((120, 170), dtype=int)
    number = np.full(seen.shape, -1)
    for at, tile in enumerate(tiling.tiles):
        rows, cols = slice(tile.row_off, tile.row_off + tile.height), slice(tile.col_off, tile.col_off + tile.width)
        seen[rows, cols] += 1
        number[rows, cols] = at
        assert (tile.col_off - column) % 32 == 0 or tile.col_off == 7
    assert (seen[11:101, 7:157] == 1).all()
    assert seen.sum() == 150 * 90
    part = Window(60, 40, 45, 21)
    assert tiling.touching(part) == sorted(set(number[40:61, 60:105].ravel()))


def source(path: Path, width: int, height: int, **layout: object) -> Path:
    profile = {"driver": "GTiff", "width": width, "height": height, "count": 1, "dtype": "float32", "crs": "EPSG:32632"}
    with rasterio.open(path, "w", **profile, transform=rasterio.Affine(250, 0, 4e5, 0, -250, 5e6), **layout):
        pass
    return path


def test_tiles_fit_the_blocks_of_the_rasters(tmp_path) -> None:
    """Of tiled rasters whole blocks, of strips whole rows; shifted with a grid that begins elsewhere in the raster."""
    tiled = source(tmp_path / "tiled.tif", 3000, 2000, tiled=True, blockxsize=128, blockysize=64)
    strips = source(tmp_path / "strips.tif", 3000, 2000, blockysize=4)
    for path, expected in ((tiled, (512, 512)), (strips, (3000, 84))):
        grid = Grid.from_raster(str(path))
        with CovariateStack([str(path)], [path.stem], (), grid) as stack:
            tiling = tiling_of(grid.whole, 512 * 512, stack.bands)
        assert (tiling.width, tiling.height) == expected
        assert all(tile.row_off % expected[1] == 0 and tile.col_off % expected[0] == 0 for tile in tiling.tiles)
    grid = Grid.from_raster(str(tiled))
    part = Grid(grid.crs, grid.transform * rasterio.Affine.translation(100, 30), 1000, 900)
    with CovariateStack([str(tiled)], ["tiled"], (), part) as stack:
        tiles = tiling_of(part.whole, 256 * 256, stack.bands).tiles
    assert all((tile.col_off + 100) % 128 == 0 or tile.col_off == 0 for tile in tiles)
    assert all((tile.row_off + 30) % 64 == 0 or tile.row_off == 0 for tile in tiles)


def test_a_plan_is_told_first_and_kept(trained_example, whole) -> None:
    record = json.loads((whole / "soc.predict.run.json").read_text())["metrics"]
    plan = record["plan"]
    with rasterio.open(whole / "soc.tif") as file:
        valid = file.read_masks(1) > 0
        assert (plan["width"], plan["height"]) == (file.width, file.height)
        assert plan["bytes_to_write"] == 4.0 * file.width * file.height * 2 * file.count
    assert record["valid_pixels"] == valid.sum()
    assert plan["valid_share"] == pytest.approx(valid.mean()), "a small window is read whole"
    assert plan["memory"] <= plan["budget"] == 2e9


def test_the_plan_names_no_tile_larger_than_the_map(trained_example, tmp_path) -> None:
    """Though tiles as memory allows would be. A small map has several, whose number says how far it is."""
    done = engine_here("predict", *trained_example.inputs, "--soc", tmp_path / "soc.tif")
    plan = done.last("result")["metrics"]["plan"]
    assert (plan["tile_width"], plan["tile_height"]) == (plan["width"], 20)
    assert plan["height"] == 50
    said = next(row["message"] for row in done.events if row["event"] == "log" and row["message"].startswith("Plan"))
    assert f"in 3 tiles of {plan['width']} x 20;" in said


def test_what_memory_does_not_hold_is_refused_with_the_memory_that_does(trained_example, tmp_path) -> None:
    words = ["predict", *trained_example.inputs, *outputs(tmp_path), "--passes", 3]
    done = engine_here(*words, "--memory", 0.3)
    assert done.status == 1
    assert "300 MB are allowed" in done.stderr
    assert "Set memory to" in done.stderr
    done = engine_here(*words, "--memory", -1)
    assert done.status == 1
    assert "memory is -1" in done.stderr
    assert not list(tmp_path.iterdir())


def test_less_memory_makes_smaller_tiles_and_batches_and_the_same_maps(trained_example, whole, tmp_path) -> None:
    done = mapped(trained_example, tmp_path, "--memory", 0.75)
    plan = done.last("result")["metrics"]["plan"]
    assert plan["memory"] <= 0.75e9
    assert plan["sites"] < 4096
    assert_same_pixels(tmp_path, whole)
