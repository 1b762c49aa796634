"""The job ``predict_tiles``: one map after another, as a tile index lists them, and virtual mosaics of the maps."""

from __future__ import annotations

import dataclasses
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
from rasterio.errors import RasterioError

from ..cells import write_csv
from ..covariates.grids import Grid
from ..covariates.tile_index import Tile, read_tile_index
from ..errors import BinnError, Cancelled, JobError
from ..files.opening import opened
from ..json_text import to_json
from ..learning.durations import Workload, expected_parts
from ..maps.mosaics import by_crs, write_mosaic
from ..maps.prediction_plan import NO_SAY
from ..maps.production import READING_THREADS
from ..protocol import RECORD_SUFFIX, job_to_dict
from ..running.clusters import Cluster, open_cluster
from ..running.context import Run
from ..running.events import PartReporter
from ..running.job_paths import check_paths, check_separate, inputs_read, paths_of, warn_elsewhere, with_absolute_paths
from ..running.outputs import StagedOutputs, made_folder
from ..running.record import input_hashes, write_record
from ..running.repeating import check_derived
from ..running.versions import versions
from ..settings import PredictJob, PredictTilesJob
from ..tables import PRODUCT_NAMES
from . import predict

MAPPED, KEPT, FAILED = "mapped", "kept", "failed"
TABLE, SUMMARY = "tiles.csv", "tiles.json"


def run(run: Run[PredictTilesJob]) -> dict[str, Any]:
    """Map every tile that is not mapped yet, and report on all.

    A failed tile is reported; the other tiles are still mapped; the job fails where every tile does. A finished tile stays, whatever
    becomes of the others, and the next run keeps it where neither settings nor inputs have changed.
    """
    job = run.job
    unknown = [name for name in job.products if name not in PRODUCT_NAMES]
    if unknown or not job.products:
        raise JobError(f"Unknown products: {', '.join(unknown) or 'no product is given'}.", f"The products are {', '.join(PRODUCT_NAMES)}.")
    tiles = read_tile_index(job.tiles, job.path_fields, job.name_field, job.forcing_field, run.reporter.warning)
    run.reporter.expect(*expected_parts(job, Workload(pixels=_pixels(tiles), maps=len(tiles))))
    folder = made_folder(Path(job.folder).absolute())
    inputs = _check_outputs(job, tiles, folder)
    rows = []
    with open_cluster(job.workers, job.scheduler, 1 + READING_THREADS) as cluster:
        for number, tile in enumerate(tiles):
            part = PartReporter(run.reporter, 0.95 * number / len(tiles), 0.95 * (number + 1) / len(tiles), tile.name)
            rows.append(_map_tile(tile, folder, run, part, cluster))
    failed = [row for row in rows if row["status"] == FAILED]
    if len(failed) == len(rows):
        raise JobError(
            f"No tile could be mapped ({len(rows)} tiles); {rows[0]['tile']}: {rows[0]['message']}",
            "The warnings give the reasons for the other tiles.",
        )
    run.reporter.progress(0.96, "writing mosaics")
    mosaics = _write_mosaics(folder, [row["tile"] for row in rows if row["status"] != FAILED], run, inputs)
    if failed:
        text = (
            f"{len(failed)} of {len(rows)} tiles failed: {', '.join(row['tile'] for row in failed[:10])}. If "
            "you run it again, only these are mapped."
        )
        run.reporter.warning("tiles_failed", text)
    counts = {status: sum(row["status"] == status for row in rows) for status in (MAPPED, KEPT, FAILED)}
    write_csv(pd.DataFrame(rows), run.output("table", str(folder / TABLE)))
    run.output("json", str(folder / SUMMARY)).write_text(to_json({**counts, "mosaics": mosaics, "tiles": rows}), encoding="utf-8")
    return {"tiles": len(rows), **counts, "mosaics": len(mosaics)}


def _pixels(tiles: list[Tile]) -> int:
    """How many pixels the maps may have: tiles are of about one size, so that the first that can be read tells of all."""
    for tile in tiles:
        with suppress(BinnError, RasterioError):
            if tile.covariates:
                grid = Grid.from_raster(tile.covariates[0])
                return len(tiles) * grid.width * grid.height
    return 0


def _check_outputs(job: PredictTilesJob, tiles: list[Tile], folder: Path) -> dict[str, str]:
    """Raise where a file that the job is going to write is one that it reads, or one that no earlier run wrote; returns what each file
    that is read is called in messages, by path."""
    inputs = inputs_read(job)
    outputs = {f"the job's {name}": str(folder / name) for name in (TABLE, SUMMARY, *(f"{product}.vrt" for product in job.products))}
    for tile in tiles:
        one = tile_job(job, tile, folder)
        inputs = {path: f"{name} of tile {tile.name}" for path, name in inputs_read(one).items()} | inputs
        outputs |= {f"{name} of tile {tile.name}": path for name, (path,) in paths_of(one, "out").items()}
    check_separate(outputs, inputs)
    check_derived(map(Path, outputs.values()))
    return inputs


def tile_job(job: PredictTilesJob, tile: Tile, folder: Path) -> PredictJob:
    """What ``predict`` is to do for a tile."""
    shared = {row.name for row in dataclasses.fields(PredictJob)} & {row.name for row in dataclasses.fields(PredictTilesJob)}
    values = {name: getattr(job, name) for name in shared}
    outputs = {name: str(folder / f"{tile.name}_{name}.tif") for name in job.products}
    return with_absolute_paths(PredictJob(**{**values, **outputs, "covariates": tile.covariates, "forcing": tile.forcing or job.forcing}))


def _map_tile(tile: Tile, folder: Path, run: Run[PredictTilesJob], reporter: PartReporter, cluster: Cluster) -> dict[str, Any]:
    """A row of the table: what became of the tile."""
    job = run.job
    row: dict[str, Any] = {"tile": tile.name, "status": MAPPED, "pixels": None, "valid_pixels": None, "message": ""}
    one = tile_job(job, tile, folder)
    record = folder / f"{tile.name}.{one.kind}.{RECORD_SUFFIX}"
    try:
        if not one.covariates:
            raise JobError(
                "The tile index has no path of a raster for this tile.", "Write the paths of its rasters into the fields of the index."
            )
        if not one.forcing:
            raise JobError(
                "The tile index has no forcing for this tile.",
                "Give one forcing for all tiles, or a field of the index (forcing_field) with the forcing of each tile.",
            )
        check_paths(one)
        warn_elsewhere(one, reporter.warning)
        metrics = kept_metrics(one, record)
        if metrics is not None:
            row["status"] = KEPT
            reporter.log("kept, because its settings and inputs have not changed.")
        else:
            with StagedOutputs() as outputs:
                own = Run(one, run.device, reporter, outputs, record=folder / tile.name)
                metrics = predict.run(own, cluster)
                write_record(own, metrics)
    except Cancelled:
        raise
    except BinnError as error:
        reporter.warning("tile_failed", str(error))
        return {**row, "status": FAILED, "message": str(error)}
    return {**row, "pixels": metrics["pixels"], "valid_pixels": metrics["valid_pixels"]}


def kept_metrics(job: PredictJob, record: Path) -> dict[str, Any] | None:
    """The metrics of an earlier run of this very job on the same inputs by the same engine, whose outputs are still there; else None."""
    try:
        earlier = json.loads(record.read_text(encoding="utf-8"))
        same = _settings_of_maps(earlier["job"]) == _settings_of_maps(json.loads(to_json(job_to_dict(job))))
        same = same and earlier["versions"]["engine"] == versions()["engine"]
        if not same or earlier["inputs"] != input_hashes(job):
            return None
        for path in earlier["outputs"].values():
            with opened(path):
                pass
        return earlier["metrics"]
    except (OSError, ValueError, KeyError, TypeError, RasterioError):
        return None


def _settings_of_maps(job: dict[str, Any]) -> dict[str, Any]:
    """A job without the settings that have no say in its maps."""
    return {name: value for name, value in job.items() if name not in NO_SAY or name == "layout"}


def _write_mosaics(folder: Path, names: list[str], run: Run[PredictTilesJob], inputs: dict[str, str]) -> list[str]:
    """Write a virtual mosaic of every product, one for each CRS; returns their names. None of them is one of the ``inputs``."""
    job = run.job
    written = []
    for product in job.products:
        groups = by_crs([folder / f"{name}_{product}.tif" for name in names])
        for crs, paths in groups.items():
            name = product if len(groups) == 1 else f"{product}_{crs}"
            check_separate({f"the mosaic {name}.vrt": str(folder / f"{name}.vrt")}, inputs)
            check_derived([folder / f"{name}.vrt"])
            write_mosaic(run.output(name, str(folder / f"{name}.vrt")), paths, folder)
            written.append(f"{name}.vrt")
    return written
