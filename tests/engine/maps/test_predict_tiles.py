"""The job ``predict_tiles``: the same map in tiles, what fails told of, what is done kept."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from binn_engine.cli import job_of
from binn_engine.errors import OutputError
from binn_engine.jobs.runner import run_job
from binn_engine.learning.durations import Workload, expected_parts
from binn_engine.maps.mosaics import write_mosaic
from binn_engine.running.events import Reporter
from binn_engine.running.record import input_hashes
from binn_engine.settings import TrainJob
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.records import repeat

TILES = {"south west": (0, 30), "ost": (30, 0), "nord": (0, 0), "rest": (30, 30)}


def cut(source: str, target: Path, column: int, row: int) -> None:
    """A part of a raster, 40 pixels wide and high at most, as a raster of its own."""
    with rasterio.open(source) as file:
        width, height = min(40, file.width - column), min(40, file.height - row)
        window = Window(column, row, width, height)
        profile = {**file.profile, "width": width, "height": height, "transform": file.window_transform(window), "tiled": False}
        profile = {key: value for key, value in profile.items() if key not in ("blockxsize", "blockysize")}
        values, names = file.read(window=window), file.descriptions
    with rasterio.open(target, "w", **profile) as file:
        file.write(values)
        file.descriptions = names


@pytest.fixture
def index(trained_example: TrainedExample, tmp_path: Path) -> Path:
    """An index of four tiles that overlap, whose first raster is the tile's own, named from the index's folder."""
    first, *others = trained_example.covariates
    path = tmp_path / "index.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["name", "location", "covariates"])
        for name, (column, row) in TILES.items():
            cut(first, tmp_path / f"{name}.tif", column, row)
            table.writerow([name, f"{name}.tif", ";".join(others)])
    return path


def words(example: TrainedExample, index: Path, folder: Path) -> list[object]:
    """Options of a run over the index."""
    return ["predict_tiles", "--tiles", index, "--folder", folder, "--model", example.model, "--forcing", example.forcing]


def statuses(folder: Path) -> dict[str, str]:
    """What became of each tile."""
    rows = json.loads((folder / "tiles.json").read_text(encoding="utf-8"))["tiles"]
    return {row["tile"]: row["status"] for row in rows}


def test_tiles_and_their_mosaic_are_the_map_in_one_piece(trained_example: TrainedExample, index: Path, tmp_path: Path) -> None:
    """Every pixel, with Monte Carlo passes; bands keep their names; the second run keeps every tile's bytes, a changed seed none."""
    folder = tmp_path / "maps"
    options = [*words(trained_example, index, folder), "--products", "soc", "soc_sd", "--passes", 4]
    done = engine_here(*options)
    assert done.status == 0, done.stderr
    assert (
        engine_here(
            "predict", *trained_example.inputs, "--soc", tmp_path / "soc.tif", "--soc-sd", tmp_path / "soc_sd.tif", "--passes", 4
        ).status
        == 0
    )
    for name in ("soc", "soc_sd"):
        with rasterio.open(tmp_path / f"{name}.tif") as whole, rasterio.open(folder / f"{name}.vrt") as mosaic:
            assert mosaic.shape == whole.shape
            assert mosaic.descriptions == whole.descriptions
            assert mosaic.units == whole.units
            assert mosaic.transform.almost_equals(whole.transform)
            np.testing.assert_allclose(mosaic.read(masked=True).filled(np.nan), whole.read(masked=True).filled(np.nan), rtol=1e-6)
    assert set(statuses(folder).values()) == {"mapped"}
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.tif")}
    assert engine_here(*options).status == 0
    assert set(statuses(folder).values()) == {"kept"}
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("*.tif")} == before
    assert engine_here(*options, "--seed", 2).status == 0
    assert set(statuses(folder).values()) == {"mapped"}


def test_the_end_is_expected_from_all_tiles_and_their_pixels(trained_example: TrainedExample, index: Path, tmp_path: Path) -> None:
    expected = []
    reporter = Reporter(io.StringIO())
    reporter.expect = lambda *parts: expected.append(parts)
    options = list(map(str, words(trained_example, index, tmp_path / "maps")))
    run_job(job_of([*options, "--products", "soc"]), reporter)
    with rasterio.open(index.with_name("south west.tif")) as file:  # the first of the index
        load = Workload(pixels=file.width * file.height * len(TILES), maps=len(TILES))
    assert expected[1] == expected_parts(job_of([*options, "--products", "soc"]), load)


def test_a_tile_that_fails_is_told_of_and_the_rest_is_mapped(trained_example: TrainedExample, index: Path, tmp_path: Path) -> None:
    """The damaged file is named, the mosaic has a hole, and once the file is whole the next run maps it alone."""
    folder = tmp_path / "maps"
    source = tmp_path / "ost.tif"
    good = source.read_bytes()
    source.write_bytes(good[: len(good) // 2])
    done = engine_here(*words(trained_example, index, folder), "--products", "soc")
    assert done.status == 0, done.stderr
    assert statuses(folder) == {"south_west": "mapped", "ost": "failed", "nord": "mapped", "rest": "mapped"}
    said = [row["message"] for row in done.events if row["event"] == "warning"]
    assert any(text.startswith("ost: ") and "ost.tif" in text for text in said)
    assert done.last("result")["metrics"] == {"tiles": 4, "mapped": 3, "kept": 0, "failed": 1, "mosaics": 1}
    assert not (folder / "ost_soc.tif").exists()
    source.write_bytes(good)
    assert engine_here(*words(trained_example, index, folder), "--products", "soc").status == 0
    assert statuses(folder) == {"south_west": "kept", "ost": "mapped", "nord": "kept", "rest": "kept"}


def test_a_tile_is_mapped_again_where_what_lies_behind_its_virtual_raster_changed(
    trained_example: TrainedExample, index: Path, tmp_path: Path
) -> None:
    """Though the virtual raster itself did not."""
    text = index.read_text(encoding="utf-8").splitlines()
    write_mosaic(tmp_path / "ost.vrt", [tmp_path / "ost.tif"], tmp_path)
    index.write_text("\n".join([text[0], *(row.replace("ost.tif", "ost.vrt") for row in text if row.startswith("ost"))]), encoding="utf-8")
    folder = tmp_path / "maps"
    options = [*words(trained_example, index, folder), "--products", "soc"]
    assert engine_here(*options).status == 0
    assert engine_here(*options).status == 0
    assert statuses(folder) == {"ost": "kept"}
    with rasterio.open(tmp_path / "ost.tif", "r+") as file:
        file.write(file.read() * 0.9)
    assert engine_here(*options).status == 0
    assert statuses(folder) == {"ost": "mapped"}


def test_a_virtual_layer_of_points_has_no_raster_behind_it(tmp_path: Path) -> None:
    layer = tmp_path / "sites.vrt"
    layer.write_text('<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>a.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>')
    assert list(input_hashes(TrainJob(observations=str(layer), forcing="", model=""))) == [str(layer)]


def test_the_job_fails_where_every_tile_does_and_where_the_index_is_none(
    trained_example: TrainedExample, index: Path, tmp_path: Path
) -> None:
    for path in tmp_path.glob("*.tif"):
        path.unlink()
    done = engine_here(*words(trained_example, index, tmp_path / "maps"))
    assert done.status == 1
    assert "No tile could be mapped (4 tiles)" in done.stderr
    assert not list((tmp_path / "maps").iterdir())
    (tmp_path / "twice.csv").write_text("name,path\na b,x.tif\na_b,y.tif\n", encoding="utf-8")
    done = engine_here(*words(trained_example, tmp_path / "twice.csv", tmp_path / "maps"))
    assert done.status == 1
    assert "two tiles called 'a_b'" in done.stderr
    (tmp_path / "none.csv").write_text("name,other\na,x.tif\n", encoding="utf-8")
    done = engine_here(*words(trained_example, tmp_path / "none.csv", tmp_path / "maps"))
    assert done.status == 1
    assert "no field with paths" in done.stderr


def test_the_index_and_the_rasters_of_tiles_are_not_replaced_by_what_is_written(
    trained_example: TrainedExample, index: Path, tmp_path: Path
) -> None:
    """The index itself, a raster of another tile, one behind a virtual raster, and a file of the user's."""
    folder = tmp_path / "maps"
    folder.mkdir()
    own = index.rename(folder / "tiles.csv")
    for name in TILES:
        (tmp_path / f"{name}.tif").rename(folder / f"{name}.tif")
    done = engine_here(*words(trained_example, own, folder))
    assert "the job's tiles.csv and tiles are the same file" in done.stderr
    index = own.rename(folder / "index.csv")
    source = (folder / "ost.tif").rename(folder / "nord_soc.tif")
    write_mosaic(folder / "ost.vrt", [source], folder)
    index.write_text(index.read_text(encoding="utf-8").replace("ost.tif", "ost.vrt"), encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = engine_here(*words(trained_example, index, folder), "--products", "soc")
    assert "soc of tile nord and covariates of tile ost are the same file" in done.stderr
    (folder / "rest_processes.tif").write_text("a map of the user's")
    done = engine_here(*words(trained_example, index, folder), "--products", "processes")
    assert "that an earlier run of this kind did not write, or that have changed since then: rest_processes.tif" in done.stderr
    (folder / "rest_processes.tif").unlink()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("written", [{}, {"a": [12, 1], "b": None}, {"a": "12", "b": [1, 2, 3]}, "all"])
def test_a_record_that_lies_of_what_its_run_wrote_does_not_have_the_users_files_replaced(
    trained_example: TrainedExample, index: Path, tmp_path: Path, written: object
) -> None:
    """Names in ``outputs`` alone, which a stranger's record may hold, make no file the product's: neither for it nor for the user's run."""
    folder = tmp_path / "maps"
    folder.mkdir()
    mine = {name: folder / name for name in ("tiles.csv", "nord_soc.tif")}
    for path in mine.values():
        path.write_text("my own work")
    options = dict(zip(("tiles", "folder", "model", "forcing"), words(trained_example, index, folder)[2::2]))
    job = {"kind": "predict_tiles", **{name: str(path) for name, path in options.items()}, "products": ["soc"]}
    record = folder / "x.predict_tiles.run.json"
    record.write_text(json.dumps({"job": job, "outputs": {"a": "tiles.csv", "b": "nord_soc.tif"}, "written": written}))
    with pytest.raises(OutputError, match=r"have changed since then: tiles\.csv, nord_soc\.tif"):
        repeat(record)
    assert engine_here(*words(trained_example, index, folder), "--products", "soc").status == 1
    assert [path.read_text() for path in mine.values()] == ["my own work"] * 2
