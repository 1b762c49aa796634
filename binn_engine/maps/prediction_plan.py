"""Plans a prediction before it starts: which maps it makes and the resources that it needs."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from rasterio.windows import Window

from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import InputError, JobError
from ..paths import files_of
from ..protocol import ENGINE_VERSION
from ..running.clusters import usable_cores
from ..running.context import Run
from ..running.devices import Device
from ..running.job_paths import file_of, path_kinds, paths_of, state_of
from ..settings import MapJob, TileFields
from .layouts import COPIES
from .memory import GB, Budget, Weights, bytes_of_draws, fit
from .plans import MapPlan, bytes_to_read, check_disk, disk_needed, look, tiling_of
from .requests import MapRequest
from .tiles import Tiling
from .unfinished import SUFFIX, read_manifest

# What has no say in any pixel of the products. A finished tile of a run that refuses pixels beyond the forcing has none of these.
NO_SAY = ("beyond_forcing", "workers", "scheduler", "memory", "tile_size", "layout", "report", "truth", "truth_processes", "device")
# Inputs whose files decide no pixel, or that the stack of rasters names.
NOT_READ = ("covariates", "grid", "truth", "truth_processes")
TILES_OF_A_MAP, SMALLEST_TILE = 24, 1024  # pixels


def unfinished_folder(run: Run) -> Path:
    """Where the finished tiles of a prediction are kept: beside its record."""
    base = run.record or next(iter(run.published.values())).with_suffix("")
    return base.with_name(f"{base.name}.{run.job.kind}.{SUFFIX}")


def input_states(job: MapJob, stack: CovariateStack) -> dict[str, tuple[int, int]]:
    """Size and time of change (ns) of all files that the maps are made from, those behind virtual rasters included."""
    files = [name for source in stack.bands for name in (file_of(source.dataset.name), *source.dataset.files)]
    others = [path for name, paths in paths_of(job, "in").items() if name not in NOT_READ for path in paths]
    files += [file for path in others for file in files_of(file_of(path))]
    return {path: state for path in dict.fromkeys(files) if (state := state_of(path)) is not None}


def check_unchanged(states: Mapping[str, tuple[int, int]]) -> None:
    """Raise an :class:`InputError` naming a file that was changed or removed since."""
    for path, before in states.items():
        now = state_of(path)
        if now != before:
            raise InputError(
                f"The file {path} was {'removed' if now is None else 'changed'} while the maps were computed.",
                "Restore the file, or run again with the new one.",
            )


def description_of(
    job: MapJob, products: Sequence[str], device: Device, states: Mapping[str, tuple[int, int]], grid: Grid
) -> dict[str, Any]:
    """Which maps these are: everything that decides their pixels, hashed. The grid by what it is, since its file may be made anew.

    Parameters
    ----------
    job
        The prediction; settings that decide no pixel are left out.
    products
        Names of the products, in their order.
    device
        Where they are computed.
    states
        Size and time of change (ns) of every input, by path.
    grid
        Of the maps.
    """
    outputs = {name for name, kind in path_kinds(job).items() if kind.direction == "out"}
    settings = {row.name: getattr(job, row.name) for row in dataclasses.fields(job) if row.name not in outputs and row.name not in NO_SAY}
    decides: dict[str, Any] = {"settings": settings, "products": list(products), "inputs": states, "device": device.name}
    decides |= {"engine": ENGINE_VERSION, "grid": [grid.crs.to_wkt(), *grid.transform[:6], grid.width, grid.height]}
    text = json.dumps(decides, sort_keys=True)
    return {"maps": hashlib.sha256(text.encode()).hexdigest(), "engine": ENGINE_VERSION, "products": list(products)}


def planned(run: Run[MapJob], stack: CovariateStack, request: MapRequest, description: dict[str, Any]) -> tuple[MapPlan, Tiling, Budget]:
    """The plan, the tiles, and what the run may take; tiles and batches are those of an unfinished run of the same maps where they fit.

    Parameters
    ----------
    run, stack, request
        The run; the covariates; the maps to make.
    description
        Which maps these are, as of :func:`description_of`.

    Raises
    ------
    JobError
        For settings out of their ranges, or where memory does not hold the maps.
    OutputError
        Where a drive does not.
    """
    job, window, sites, bands = run.job, request.window, request.sites, request.counts
    _check_settings(job)
    draws = sites.draws
    sources = stack.bands
    pixels = min(job.tile_size, window.width) * min(job.tile_size, window.height) or None
    needs = (len(stack.names), sum(bands.values()), sites.working + bytes_of_draws(draws, sites.drawn), sites.size)
    budget, weights, (at_once, largest) = _fitted(job, needs, draws, pixels)
    size = min(job.tile_size, max(window.width, window.height))
    tiling = Tiling(window, size, size, window.col_off, window.row_off) if size else tiling_of(window, at_most(largest, window), sources)
    folder = unfinished_folder(run)
    tiling, at_once = _resume_tiling(folder, description, tiling, at_once, keep_tiles=bool(size))
    valid, places = look(stack, window)
    outputs = {run.published[name]: count for name, count in bands.items()}
    area = float(window.width * window.height)
    disk = disk_needed(folder.parent, outputs, area, min(valid + 1, places) / places, COPIES[job.layout])
    memory, processes = weights.total(at_once, math.prod(tiling.largest)), 0 if job.scheduler else budget.processes
    plan = MapPlan(
        window.width, window.height, valid / places, *tiling.largest, len(tiling.tiles), len(stack.names), len(sources),
        bytes_to_read(sources, stack.grid, window), 4.0 * area * sum(bands.values()), memory, budget.memory, processes, at_once,
        run.device.name, disk,
    )  # fmt: skip
    check_disk(disk, sum(path.stat().st_size for path in folder.glob("tile-*")) if folder.is_dir() else 0.0)
    return plan, tiling, budget


def at_most(pixels: int, window: Window) -> int:
    """Pixels of a tile where at most ``pixels`` fit into memory: so few that a small map has several tiles too, whose number says how far
    the run is."""
    return min(pixels, max(window.width * window.height // TILES_OF_A_MAP, SMALLEST_TILE))


def _check_settings(job: TileFields) -> None:
    """Raise :class:`JobError` for settings out of their ranges."""
    if job.tile_size < 0 or not job.memory > 0.0 or not math.isfinite(job.memory) or job.workers < 0:
        text = f"tile_size is {job.tile_size}, memory is {job.memory:g} and workers is {job.workers}; at least one of them cannot be used."
        raise JobError(text, "Set tile_size and workers to 0 or more, and memory to a positive number of GB.")


def _fitted(
    job: TileFields, needs: tuple[int, int, float, float], draws: int, pixels: int | None
) -> tuple[Budget, Weights, tuple[int, int]]:
    """The budget with as many processes as asked for, or, where as many as there are cores, as fit; ``needs`` as :meth:`Weights.of`."""
    most = 1 if job.scheduler else job.workers or usable_cores()
    for processes in range(most, 0, -1):
        threads = torch.get_num_threads() if processes == 1 else 1
        budget = Budget(job.memory * GB, processes, threads)
        weights = Weights.of(*needs, budget)
        try:
            return budget, weights, fit(weights, budget, draws, pixels)
        except JobError:
            if job.workers or processes == 1:
                raise
    raise AssertionError("unreachable")


def _resume_tiling(folder: Path, description: Mapping[str, Any], tiling: Tiling, sites: int, keep_tiles: bool) -> tuple[Tiling, int]:
    """Tiles and batch of the run whose finished tiles lie in ``folder``, where they are of the same maps and no larger."""
    found, _ = read_manifest(folder)
    if any(found.get(name) != value for name, value in description.items()):
        return tiling, sites
    try:
        (width, height, column, row), before = map(int, found["tile"]), int(found["sites"])
    except (KeyError, TypeError, ValueError, OverflowError):  # a manifest that was damaged: its tiles are made anew
        return tiling, sites
    if min(width, height, before) < 1:
        return tiling, sites
    same = (width, height, column, row) == (tiling.width, tiling.height, tiling.column, tiling.row)
    if before > sites or not (same or (not keep_tiles and width * height <= tiling.width * tiling.height)):
        return tiling, sites
    return Tiling(tiling.window, width, height, column, row), before
