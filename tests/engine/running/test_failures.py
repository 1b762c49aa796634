"""What goes wrong while maps are made: an error that names it, no map that looks finished, and tiles to go on from."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from binn_engine.bands import value_bands
from binn_engine.covariates.grids import Grid
from binn_engine.errors import OutputError
from binn_engine.maps.mosaics import write_mosaic
from binn_engine.maps.rasters import ProductWriter
from binn_engine.protocol import STAGING_PREFIX
from tests.engine.commands import ROOT, Finished, engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.unfinished import UNFINISHED, once_tiles_are_done


@contextmanager
def drive(folder: Path, size: int) -> Iterator[Path]:
    """A drive of so many bytes at ``folder``."""
    folder.mkdir()
    mount = shutil.which("mount")
    if not mount or os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can make a small drive (tmpfs)")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small drive cannot be made here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def predict(example: TrainedExample, folder: Path, covariates: list[str] | None = None, *options: object) -> Finished:
    words = ["--model", example.model, "--forcing", example.forcing, "--covariates", *(covariates or example.covariates)]
    return engine_here("predict", *words, "--soc", folder / "soc.tif", "--tile-size", 8, *options)


def assert_no_map(done: Finished, folder: Path, *words: str) -> None:
    assert done.status == 1
    for word in words:
        assert word in done.stderr, done.stderr
    assert not list(folder.glob("*.tif"))
    assert not list(folder.glob(f"{STAGING_PREFIX}*"))


def fill(drive: Path, room: int) -> None:
    """Leave so many bytes of room."""
    free = shutil.disk_usage(drive).free
    with (drive / "filler").open("wb") as file:
        file.write(bytes(max(free - room, 0)))


def test_a_map_that_the_drive_does_not_hold_is_refused_before_any_work(trained_example, tmp_path) -> None:
    with drive(tmp_path / "small", 100_000) as folder:
        done = predict(trained_example, folder)
        assert_no_map(done, folder, "kB are free", str(folder))
        assert not list(folder.iterdir())


def test_a_simulation_that_the_drive_does_not_hold_is_refused_before_any_work(trained_example, tmp_path) -> None:
    with drive(tmp_path / "small", 30_000) as folder:
        words = ["--forcing", trained_example.forcing, "--grid", trained_example.covariates[0], "--soc", folder / "soc.tif"]
        done = engine_here("simulate", *words)
        assert_no_map(done, folder, "kB are free", str(folder))


def test_a_drive_that_fills_up_is_named_and_the_run_goes_on_once_there_is_room(trained_example, tmp_path) -> None:
    calm = tmp_path / "calm"
    calm.mkdir()
    assert predict(trained_example, calm).status == 0
    with drive(tmp_path / "small", 4_000_000) as folder:
        with once_tiles_are_done(folder, lambda: fill(folder, 8192)):
            done = predict(trained_example, folder)
        assert_no_map(done, folder, str(folder / UNFINISHED), "No space left")
        (folder / "filler").unlink()
        done = predict(trained_example, folder)
        assert done.status == 0, done.stderr
        assert done.last("result")["metrics"]["tiles_kept"] >= 2
        assert (folder / "soc.tif").read_bytes() == (calm / "soc.tif").read_bytes()


def test_no_map_is_taken_for_whole_that_the_drive_did_not_take(tmp_path) -> None:
    """However near the end room gives out: the writer raises, or the map is all there."""
    bands = {"soc": value_bands("soc", (0.1,))}
    grid = Grid(rasterio.CRS.from_epsg(3857), rasterio.Affine(1, 0, 5, 0, -1, 7), 300, 260)
    values = np.random.default_rng(1).normal(size=(len(bands["soc"]), 260, 300)).astype(np.float32)

    def write(path: Path) -> None:
        with ProductWriter({"soc": path}, bands, grid, grid.whole) as writer:
            writer.put("soc", Window(0, 0, 300, 256), values[:, :256])
            writer.put("soc", Window(0, 256, 300, 4), values[:, 256:])

    write(tmp_path / "whole.tif")
    size = (tmp_path / "whole.tif").stat().st_size
    ends = set()
    with drive(tmp_path / "small", 2 * size) as folder:
        for room in (0, 4096, size // 2, size - 20_000, size - 8192, size - 4096, size, size + 8192):
            fill(folder, room)
            try:
                write(folder / "soc.tif")
                with rasterio.open(folder / "soc.tif") as file:
                    np.testing.assert_array_equal(file.read(), values)
                ends.add("whole")
            except OutputError as error:
                ends.add("refused" if "soc.tif" in str(error) else str(error))
            (folder / "soc.tif").unlink(missing_ok=True)
            (folder / "filler").unlink()
    assert ends == {"whole", "refused"}


def test_a_drive_that_is_read_only_is_named(trained_example, tmp_path) -> None:
    with drive(tmp_path / "small", 4_000_000) as folder:
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        done = predict(trained_example, folder)
        assert_no_map(done, folder, str(folder / "soc.tif"), "Read-only")


def without(example: TrainedExample, folder: Path, name: str, put: Callable[[Path, Path], Path]) -> tuple[list[str], Path]:
    """The covariates with one of them elsewhere: ``put`` gets its file and a folder, and gives what to read."""
    original = next(Path(path) for path in example.covariates if Path(path).stem == name)
    instead = put(original, folder)
    return [str(instead) if Path(path) == original else path for path in example.covariates], instead


def test_a_source_that_is_deleted_half_way_is_named(trained_example, tmp_path) -> None:
    def put(original: Path, folder: Path) -> Path:
        return Path(shutil.copy(original, folder / "clay.tif"))

    (tmp_path / "maps").mkdir()
    covariates, source = without(trained_example, tmp_path, "clay", put)
    with once_tiles_are_done(tmp_path / "maps", source.unlink):
        done = predict(trained_example, tmp_path / "maps", covariates)
    assert_no_map(done, tmp_path / "maps", str(source), "removed")


def test_a_source_of_a_virtual_raster_that_is_deleted_half_way_is_named(trained_example, tmp_path) -> None:
    """Of two halves, the lower one, which is not open yet."""

    def put(original: Path, folder: Path) -> Path:
        with rasterio.open(original) as file:
            halves = []
            for name, top, rows in (("upper", 0, file.height // 2), ("lower", file.height // 2, file.height - file.height // 2)):
                window = Window(0, top, file.width, rows)
                profile = {**file.profile, "height": rows, "transform": file.window_transform(window)}
                halves.append(folder / f"{name}.tif")
                with rasterio.open(halves[-1], "w", **profile) as half:
                    half.write(file.read(window=window))
                    half.set_band_description(1, "clay")
        write_mosaic(folder / "clay.vrt", halves, folder)
        return folder / "clay.vrt"

    (tmp_path / "maps").mkdir()
    covariates, _ = without(trained_example, tmp_path, "clay", put)
    with once_tiles_are_done(tmp_path / "maps", (tmp_path / "lower.tif").unlink):
        done = predict(trained_example, tmp_path / "maps", covariates)
    assert_no_map(done, tmp_path / "maps", "lower.tif")


def test_a_source_with_a_corrupt_block_is_named(trained_example, tmp_path) -> None:
    def put(original: Path, folder: Path) -> Path:
        with rasterio.open(original) as file:
            profile = {**file.profile, "compress": "deflate", "tiled": True, "blockxsize": 16, "blockysize": 16}
            with rasterio.open(folder / "clay.tif", "w", **profile) as copy:
                copy.write(file.read())
                copy.set_band_description(1, "clay")
        with rasterio.open(folder / "clay.tif") as file:
            offset = int(file.get_tag_item("BLOCK_OFFSET_1_1", "TIFF", bidx=1))
        data = bytearray((folder / "clay.tif").read_bytes())
        data[offset : offset + 40] = bytes(range(40))
        (folder / "clay.tif").write_bytes(data)
        return folder / "clay.tif"

    (tmp_path / "maps").mkdir()
    covariates, source = without(trained_example, tmp_path, "clay", put)
    assert_no_map(predict(trained_example, tmp_path / "maps", covariates), tmp_path / "maps", str(source), "damaged")


WRITING = """
import sys, time
from pathlib import Path
import numpy as np, rasterio
from rasterio.windows import Window
from binn_engine.covariates.grids import Grid
from binn_engine.running.stopping import stop_on_signals
from binn_engine.maps.assembly import Assembly
from binn_engine.maps.layouts import lay_out
from binn_engine.running.outputs import StagedOutputs
from binn_engine.maps.rasters import ProductWriter
from binn_engine.maps.tiles import TileNotes, TileResult, Tiling
from binn_engine.maps.unfinished import TiledMaps, open_unfinished
from binn_engine.bands import value_bands

folder, phase = Path(sys.argv[1]), sys.argv[2]
bands = {"parameters": value_bands("parameters", ()), "processes": value_bands("processes", ())}
counts = {name: len(rows) for name, rows in bands.items()}
grid = Grid(rasterio.CRS.from_epsg(3857), rasterio.Affine(1, 0, 5, 0, -1, 7), 1024, 1024)
tiling = Tiling(grid.whole, 512, 512)
values = np.random.default_rng(1).normal(size=(sum(counts.values()), 512, 512)).astype(np.float32)
maps = TiledMaps({}, tiling.tiles, len(values), "m.tif")
finished = open_unfinished(folder / "m.predict.unfinished", maps, lambda *_: None, print)
stop_on_signals()
try:
    with StagedOutputs() as outputs:
        paths = {name: outputs.stage(folder / f"{name}.tif") for name in bands}
        for number in range(4):
            finished.keep(number, TileResult(values, TileNotes(values[0].size, 0, 0.0, None, 0.0, 0.0)))
        if phase == "writing":
            print("now", flush=True)
        with ProductWriter(paths, bands, grid, grid.whole) as writer:
            Assembly(tiling, finished, counts, writer, lambda: None).advance()
        if phase != "writing":
            print("now", flush=True)
            for path in paths.values():
                lay_out(path, phase)
finally:
    print("left", flush=True)
"""


@pytest.mark.parametrize("phase", ["writing", "overviews", "cog"])
def test_a_run_is_cancelled_within_two_seconds_while_maps_are_written(tmp_path, phase: str) -> None:
    """Two maps of 1,024 x 1,024 pixels with 27 bands: 113 MB. Only the tiles stay."""
    command = [sys.executable, "-c", WRITING, str(tmp_path), phase]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout.readline() == "now\n"
        time.sleep(0.3)
        asked = time.monotonic()
        running.send_signal(signal.SIGTERM)
        assert running.stdout.readline() == "left\n"
        took = time.monotonic() - asked
        running.kill()
    assert took < 2.0
    assert [path.name for path in tmp_path.iterdir()] == ["m.predict.unfinished"]
