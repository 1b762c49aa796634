"""The job ``zonal``: totals and means of SOC and processes over polygons, and their uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import shapely
from rasterio.windows import Window
from scipy.sparse import csr_matrix

from ..cells import write_csv
from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import JobError
from ..forcing.reach import TILES, FarPixels, ForcingReach, warn_far_forcing
from ..forcing.reading import read_forcing
from ..forcing.region import region_of_map
from ..json_text import to_json
from ..learning.durations import Workload, expected_parts
from ..maps.by_tiles import check_tile, tiles_of
from ..model.checkpoints import Model, load_model
from ..model.ranges import Counts, tell_outside, together
from ..model.spread import Spread
from ..running.callbacks import Progress
from ..running.context import Run
from ..running.record import check_depths, check_interval
from ..settings import ZonalJob
from ..zones.correlation import FieldExtent, VarianceOfSum
from ..zones.coverage import Coverage
from ..zones.ellipsoid import plane_around
from ..zones.extent import extent_of
from ..zones.mapped import MappedValues, soc_depths
from ..zones.modelled import KINDS, SUMMING, Pixels, ZonalModel, correlations_of
from ..zones.polygons import Zones, no_overlap, read_zones
from ..zones.result import ZonalResult, ZoneStatistics
from ..zones.summary import metrics_of, total_line
from ..zones.sums import FULL, PASSES, STATED, DrawnSums, SpreadSums, ZoneSums, variables_of
from ..zones.tables import long_table, readable_table, wide_table, write_table, write_zones

MOST_BYTES = 2e9  # of sums that are in memory together


def run(run: Run[ZonalJob]) -> dict[str, Any]:
    """Add up, and write the layer, the tables and the report."""
    job = run.job
    _check(job)
    paths = run.wanted_outputs("zones", "table", "csv", "json", "report")
    result = _sums_of_model(run) if job.model else _sums_of_maps(run)
    if not result.headline:
        run.reporter.warning("no_spread", _without_spread(job))
    run.reporter.progress(0.95, "writing zones")
    write_zones(paths["zones"], result.zones, wide_table(result.each, result.variables, result.headline), run.reporter.warning)
    metrics = metrics_of(result, run.reporter.warning)
    metrics |= {"forcing_interpolation": result.forcing_read} if result.forcing_read else {}
    run.reporter.log(total_line(result, job.interval))
    if "table" in paths:
        write_table(readable_table(result), paths["table"])
    rows = long_table(result.each, result.variables)
    if "csv" in paths:
        write_csv(rows, paths["csv"])
    if "json" in paths:
        together = long_table(result.total, result.variables)
        values = {"job": asdict(job), **metrics, "warnings": run.reporter.messages}
        values |= {"rows": rows.to_dict("records"), "total_rows": together.to_dict("records")}
        paths["json"].write_text(to_json(values), encoding="utf-8")
    if "report" in paths:
        from ..reports.zonal import write_zonal_report  # without a report, drawing need not be loaded

        write_zonal_report(paths["report"], run, result)
    return metrics


def _without_spread(job: ZonalJob) -> str:
    """Why the zones have no intervals, and what gives them some."""
    if job.model:
        return "The zones have no intervals, because passes is 0. Give at least 2 passes, for example 50."
    lacking = [name for name in ("soc", "processes") if getattr(job, name) and not getattr(job, f"{name}_sd")]
    return f"The zones have no intervals, because no map of standard deviations is given: {', '.join(f'{name}_sd' for name in lacking)}."


def _check(job: ZonalJob) -> None:
    """Raise :class:`JobError` where settings contradict each other or lie out of their ranges."""
    maps = [name for name in ("soc", "processes") if getattr(job, name)]
    if bool(job.model) == bool(maps):
        raise JobError("Give either a model or maps: here both are given, or neither.", "Set model, or set soc or processes.")
    if job.model and not (job.covariates and job.forcing):
        raise JobError(
            "A model needs covariates and a forcing, and one of them is missing.",
            "Give both, or use maps that predict wrote instead of a model.",
        )
    lone = [name for name in ("soc", "processes") if getattr(job, f"{name}_sd") and not getattr(job, name)]
    if lone:
        raise JobError(f"{lone[0]}_sd is given, but {lone[0]} is not.", f"Also give the map of {lone[0]}.")
    check_interval(job.interval)
    if not 0.0 <= job.nugget <= 1.0 or job.range_km < 0.0:
        raise JobError(
            f"nugget is {job.nugget:g} and range_km is {job.range_km:g}, which cannot be used.",
            "Set nugget from 0 to 1, and range_km to 0 or more.",
        )


def _sums_of_model(run: Run[ZonalJob]) -> ZonalResult:
    """By the model, pass by pass."""
    job = run.job
    check_depths(job.depths)
    model = load_model(job.model, run.device.name, run.device.dtype)
    spread = Spread(job.passes, job.spread, seed=job.seed)
    spread.check(model)
    calibrated = _uses_calibration(model, spread, run)
    grid = Grid.from_raster(job.grid or job.covariates[0])
    zones = read_zones(job.polygons, job.id_field, grid, run.reporter.warning).with_all()
    forcing = read_forcing(job.forcing, run.reporter.warning, region_of_map(grid, grid.whole), model.forcing_interpolation)
    middle, region = _region(zones, grid)
    correlations = correlations_of(job.range_km, job.nugget)
    zonal = ZonalModel(model, forcing, tuple(job.depths), spread, calibrated, correlations, region, middle, run.reporter.warning)
    variables = variables_of(KINDS, job.depths)
    sums = ZoneSums.empty(len(zones), len(variables))
    _check_memory(len(zones) * len(variables) * 8 * len(zonal.scenarios) * zonal.draws)
    drawn = DrawnSums.empty(zonal.scenarios, len(zones), zonal.draws, len(variables))
    far, mapped = FarPixels(ForcingReach.of(job, forcing)), 0
    distances: list[float] = []
    counts: list[Counts] = []
    with CovariateStack(job.covariates, model.file_covariates, model.encoding.categorical, grid) as stack:
        stack.warn_of_missing(run.reporter.warning)
        for tile, areas, progress in _tiles(run, zones, grid):
            values = stack.read(tile).reshape(len(stack.names), -1)
            longitude, latitude = (axis.ravel() for axis in grid.lonlat(tile))
            known = np.isfinite(values).all(0) & np.isfinite(longitude) & np.isfinite(latitude)
            used = np.flatnonzero(known & (np.bincount(areas.indices, minlength=areas.shape[1]) > 0))
            if not len(used):
                continue
            used = used[far.near(longitude[used], latitude[used])]
            if not len(used):
                continue
            longitude, latitude = longitude[used], latitude[used]
            pixels = Pixels(values[:, used].T, longitude, latitude, _pixel_numbers(grid, tile)[used], areas[:, used])
            distance, outside = zonal.distance_and_outside(pixels)
            distances.append(distance)
            counts.append(outside)
            mapped += len(used)
            parts = zonal.sums(pixels, progress)
            sums.add(pixels.areas, np.concatenate([part.means for part in parts]))
            for part in parts:
                drawn.add(part)
    far.check(mapped)
    far.tell(run.reporter.warning)
    warn_far_forcing(np.array(distances), TILES, run.reporter.warning)
    shares = tell_outside(model.encoding, together(counts), mapped, run.reporter) if mapped else {}
    headline = (STATED if job.range_km > 0.0 else FULL) if calibrated else PASSES
    distributions = drawn.distributions(sums.area, job.interval)
    return ZonalResult(ZoneStatistics(zones, sums, distributions), variables, headline if zonal.scenarios else "", shares, forcing.read_as)


def _uses_calibration(model: Model, spread: Spread, run: Run[ZonalJob]) -> bool:
    """Whether the calibration of the model is used; warns where there is none."""
    job = run.job
    if not spread.active or not job.calibrated:
        return False
    if model.calibration is None:
        text = "The uncertainty is the raw spread of the passes, because the model is not calibrated for it: its intervals are too narrow."
        run.reporter.warning("not_calibrated", text)
        return False
    model.calibration.check(spread.resolved(model))
    return True


def _sums_of_maps(run: Run[ZonalJob]) -> ZonalResult:
    """From maps of values and of standard deviations."""
    job = run.job
    values = {name: getattr(job, name) for name in KINDS if getattr(job, name)}
    spreads = {name: path for name in values if (path := getattr(job, f"{name}_sd"))}
    if spreads and len(spreads) < len(values):
        raise JobError(
            "Standard deviations are given for one map, but not for the other.",
            "Give the standard deviations of both maps, or use only one map.",
        )
    grid = Grid.from_raster(next(iter(values.values())))
    zones = read_zones(job.polygons, job.id_field, grid, run.reporter.warning).with_all()
    variables = variables_of(list(values), soc_depths(job.soc) if job.soc else ())
    middle, region = _region(zones, grid)
    correlation = correlations_of(job.range_km, job.nugget).get(STATED)
    waves = VarianceOfSum(correlation, region) if correlation and spreads else None
    _check_memory(len(zones) * len(variables) * 16 * (waves.waves if waves else 1))
    sums, spread = ZoneSums.empty(len(zones), len(variables)), SpreadSums.empty(len(zones), len(variables), waves)
    with MappedValues(values, spreads, variables, grid) as maps:
        maps.warn_of_missing(run.reporter.warning)
        for tile, areas, _ in _tiles(run, zones, grid):
            mapped, deviations = maps.read(tile)
            known = np.isfinite(mapped).all(0).ravel()
            if deviations is not None:
                known &= np.isfinite(deviations).all(0).ravel()
            used = np.flatnonzero(known & (np.bincount(areas.indices, minlength=areas.shape[1]) > 0))
            sums.add(areas[:, used], mapped.reshape(len(variables), -1)[:, used].T)
            if deviations is not None:
                longitude, latitude = (axis.ravel()[used] for axis in grid.lonlat(tile))
                place = plane_around(*middle)(longitude, latitude)
                spread.add(areas[:, used], deviations.reshape(len(variables), -1)[:, used].T, waves.at(*place) if waves else None)
    if not spreads:
        return ZonalResult(ZoneStatistics(zones, sums, {}), variables, "")
    distributions = spread.distributions(sums.area, sums.means(), waves, job.interval)
    return ZonalResult(ZoneStatistics(zones, sums, distributions), variables, STATED if waves else FULL)


def _tiles(run: Run[ZonalJob], zones: Zones, grid: Grid) -> Iterator[tuple[Window, csr_matrix, Progress]]:
    """The tiles that zones have a part in, with the areas of their pixels, and what takes the progress within the tile."""
    job = run.job
    coverage = Coverage(zones, grid)
    run.reporter.expect(*expected_parts(job, Workload(pixels=coverage.pixels)))
    whole = grid.window_of(())
    check_tile(job.tile_size, whole)
    tiles = [tile for tile in tiles_of(whole, job.tile_size) if coverage.touches(tile)]
    for number, tile in enumerate(tiles):
        progress = run.reporter.span(*(0.02 + 0.92 * (number + end) / len(tiles) for end in (0, 1)))
        progress(0.0, SUMMING)
        areas = coverage.areas(tile)
        if areas.nnz:
            yield tile, areas, progress


def _pixel_numbers(grid: Grid, tile: Window) -> np.ndarray:
    """The pixels of a tile counted through the whole grid, ``(rows * cols,)``."""
    rows, cols = tile.row_off + np.arange(tile.height), tile.col_off + np.arange(tile.width)
    return (rows[:, None] * grid.width + cols[None, :]).ravel().astype(np.int64)


def _region(zones: Zones, grid: Grid) -> tuple[tuple[float, float], FieldExtent]:
    """The longitude and latitude in the middle of the zones' part of the grid, and its extent and pixels in metres."""
    west, south, east, north = shapely.total_bounds(zones.shapes)
    left, bottom, right, top = grid.bounds
    west, south, east, north = max(west, left), max(south, bottom), min(east, right), min(north, top)
    if not (west < east and south < north):
        raise no_overlap()
    return extent_of(grid, (west, south, east, north))


def _check_memory(size: float) -> None:
    if size > MOST_BYTES:
        raise JobError(
            f"The sums of all zones would need {size / 1e9:.1f} GB of memory.",
            "Divide the polygons into several layers, or use fewer depths or passes.",
        )
