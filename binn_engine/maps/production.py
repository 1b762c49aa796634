"""From a model to finished maps: plan, tiles, files. What every job does that streams its maps."""

from __future__ import annotations

import dataclasses
import math
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from rasterio.windows import Window

from ..covariates.grids import Grid
from ..covariates.stacks import StackRasters
from ..errors import InputError
from ..forcing.grid import ForcingGrid
from ..forcing.reach import TILES, FarPixels, ForcingReach, warn_far_forcing
from ..forcing.reading import read_forcing
from ..forcing.region import region_of_map
from ..learning.durations import Workload, expected_parts
from ..model.checkpoints import Model
from ..model.ranges import tell_outside, together
from ..running.clusters import Cluster, open_cluster
from ..running.context import Run
from ..settings import MapJob, PredictJob, ProjectJob
from .assembly import Assembly
from .layouts import lay_out
from .making import make_maps
from .memory import GB
from .plans import MapPlan
from .plausible import warn_beyond_soils
from .prediction_plan import check_unchanged, description_of, input_states, planned, unfinished_folder
from .rasters import ProductWriter, RasterTexts
from .requests import MapRequest
from .sites import PixelModel, SiteModel
from .tiles import TileNotes, TileWork
from .unfinished import TiledMaps, open_unfinished

READING_THREADS = 1  # of a local process, beside the one that computes


@dataclasses.dataclass(frozen=True)
class MadeMaps:
    """Maps that were made: their ``paths`` by product, the paths of ``others``, which are still to be written, the ``plan``, the ``notes``
    of all tiles, and the numbers of the run."""

    paths: dict[str, Path]
    others: dict[str, Path]
    plan: MapPlan
    notes: list[TileNotes]
    metrics: dict[str, Any]


def produce(run: Run[MapJob], request: MapRequest, cluster: Cluster | None = None) -> MadeMaps:
    """Make the maps that are requested, by the processes of ``cluster`` or, where None, of the one that the job names.

    Tiles that are finished outlast a run that is not, see :mod:`binn_engine.maps.unfinished`.

    Parameters
    ----------
    run
        The run.
    request
        The maps.
    cluster
        Whose processes make the tiles; None: those that the job names.
    """
    job, sites, grid, window = run.job, request.sites, request.grid, request.window
    rasters = StackRasters(tuple(request.rasters), tuple(request.names), tuple(sites.encoding.categorical), grid, request.further)
    with rasters.open() as stack:
        stack.warn_of_missing(run.reporter.warning)
        sites.reach.check_map(stack, window)
        paths = {name: run.output(name, getattr(job, name)) for name in request.bands}
        others = run.wanted_outputs(*request.others)
        states = input_states(job, stack)
        description = {**description_of(job, list(request.bands), run.device, states, grid), "totals": request.totals}
        plan, tiling, budget = planned(run, stack, request, description)
    run.reporter.log(plan.text)
    at_a_time = 0 if job.scheduler else 1
    work = TileWork(rasters, sites.by(plan.sites), list(request.bands), at_a_time, request.zones)
    workers = nullcontext(cluster) if cluster else open_cluster(min(budget.processes, plan.tiles), job.scheduler, 1 + READING_THREADS)
    description |= {"tile": [tiling.width, tiling.height, tiling.column, tiling.row], "sites": plan.sites}
    folder, counts = unfinished_folder(run), request.counts
    maps = TiledMaps(description, tiling.tiles, sum(counts.values()), ", ".join(str(path) for path in run.published.values()))
    opened = open_unfinished(folder, maps, run.reporter.span(0.0, 0.02), run.reporter.log)
    with closing(opened) as finished:
        before = len(finished.done)
        texts = RasterTexts(request.tags, sites.evidence, request.uncertainty)
        with ProductWriter(paths, request.bands, grid, window, texts) as writer:
            writing = make_maps(work, Assembly(tiling, finished, counts, writer, work.check), workers, run.reporter)
            notes = [finished.done[number] for number in range(len(tiling.tiles))]
            writer.add_tags(**far_pixels(sites, notes).tags)
    check_unchanged(states)
    _lay_out_maps(paths, run)
    run.outputs.supersede(folder)
    metrics = {**metrics_of(plan, sites, notes, run), "tiles_kept": before}
    writer.check_filled()
    metrics["seconds"]["writing"] = round(writing, 3)
    return MadeMaps(paths, others, plan, notes, metrics)


def place_of(run: Run[MapJob]) -> tuple[Grid, Window]:
    """The grid of the maps and the window of it; they say how long the run may take."""
    job = run.job
    grid = Grid.from_raster(job.grid or job.covariates[0])
    window = grid.window_of(job.bounds)
    run.reporter.expect(*expected_parts(job, Workload(pixels=window.width * window.height)))
    run.reporter.progress(0.0, "loading the model")
    return grid, window


def reach_of(run: Run[MapJob], model: Model, grid: Grid, window: Window) -> ForcingReach:
    """The forcing of a window of a grid, read as the model was trained, and how far it reaches."""
    run.reporter.progress(0.005, "reading forcing")
    return ForcingReach.of(run.job, forcing_of(run, model.forcing_interpolation, grid, window, run.job.forcing))


def forcing_of(run: Run[MapJob], interpolation: str, grid: Grid, window: Window, path: str) -> ForcingGrid:
    """The forcing in a file for a window of a grid.

    Parameters
    ----------
    run
        The run, for its memory and its warnings.
    interpolation
        How places read its cells.
    grid, window
        The grid of the maps, and the part of it to map.
    path
        Of the forcing.
    """
    memory = run.job.memory
    allowed = memory * GB if memory > 0.0 else math.inf  # a number that cannot be is refused with the plan
    return read_forcing(path, run.reporter.warning, region_of_map(grid, window, allowed), interpolation)


def tags_of(job: PredictJob | ProjectJob, sites: SiteModel) -> dict[str, str]:
    """What rasters say of the run that made them."""
    tags = {"model": Path(job.model).name, "seed": str(job.seed), "passes": str(job.passes)}
    return tags | {"forcing_interpolation": sites.reach.forcing.read_as}


def _lay_out_maps(paths: dict[str, Path], run: Run[MapJob]) -> None:
    for number, path in enumerate(paths.values()):
        run.reporter.progress(0.94 + 0.02 * number / len(paths), "preparing the maps for display")
        lay_out(path, run.job.layout)


def metrics_of(plan: MapPlan, sites: PixelModel, notes: list[TileNotes], run: Run[MapJob]) -> dict[str, Any]:
    """Numbers of the run: pixels, shares of them outside the range of the training, those inside the domain where asked for, passes that
    pixels took, seconds.

    Parameters
    ----------
    plan, sites, notes
        The plan, what computed the pixels, and the notes of all tiles.
    run
        The run.
    """
    valid = [note for note in notes if note.valid]
    far = far_pixels(sites, notes)
    far.check(len(valid))
    if not valid:
        raise InputError(
            "The maps would be empty: no pixel has a value of every covariate, or no result of the model is finite.",
            "Check the nodata values, and that the rasters overlap.",
        )
    far.tell(run.reporter.warning)
    warn_far_forcing(np.array([note.distance for note in valid]), TILES, run.reporter.warning)
    found: dict[str, Any] = {"pixels": plan.width * plan.height, "valid_pixels": sum(note.valid for note in valid), "tiles": plan.tiles}
    found |= {"forcing_interpolation": sites.reach.forcing.read_as, **far.metrics}
    counts = together(note.outside for note in valid)
    found["outside_training"] = tell_outside(sites.encoding, counts, found["valid_pixels"], run.reporter)
    found["pixels_beyond_soc_limit"] = sum(note.beyond for note in valid)
    warn_beyond_soils(found["pixels_beyond_soc_limit"], found["valid_pixels"], sites.soc_limit, run.reporter.warning)
    found |= {"inside_domain": sum(note.inside for note in valid)} if sites.domain else {}
    draws = [note.draws for note in valid if note.draws]
    if draws:
        least, most, total = zip(*draws)
        found["draws"] = {"least": min(least), "most": max(most), "total": sum(total)}
    seconds = {what: round(sum(getattr(note, what) for note in notes), 3) for what in ("reading", "computing")}
    return {**found, "plan": dataclasses.asdict(plan), "seconds": seconds}


def far_pixels(sites: PixelModel, notes: list[TileNotes]) -> FarPixels:
    """The pixels of all tiles that are too far from the forcing."""
    far = FarPixels(sites.reach)
    for note in notes:
        far.add(note.far, note.farthest)
    return far
