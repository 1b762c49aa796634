"""The job ``project``: soil carbon by year in a scenario, with intervals of its change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from rasterio.windows import Window

from ..bands import series_bands
from ..cells import write_csv
from ..covariates.bands import covariate_bands
from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import InputError, JobError
from ..forcing.air_change import AirChange
from ..forcing.air_file import read_air_change
from ..maps.production import MadeMaps, forcing_of, place_of, produce, reach_of, tags_of
from ..maps.requests import MapRequest, check_spread, chosen_maps
from ..maps.scenario_sites import START, ScenarioModel
from ..maps.start_check import ALIKE, check_start
from ..maps.start_zones import StartZones
from ..model.checkpoints import Model, load_model
from ..model.spread import Spread
from ..prediction.calibrated_stocks import calibrates_stocks
from ..prediction.product_request import ProductRequest
from ..prediction.projection import networks_of
from ..prediction.scenario import KINDS, LONGEST, ChangeTable, Scenario, check_change, scenario_of
from ..profiles.tables.numerals import numbers_and_words
from ..profiles.tables.vectors import read_table
from ..running.callbacks import Warn
from ..running.clusters import Cluster
from ..running.context import Run
from ..running.record import check_depths, check_interval
from ..settings import ProjectJob
from ..settings.choices import START_DEPTHS, START_UNITS
from ..tables import BY_TWINS, PRODUCT_BY_NAME, RAW_SPREAD, SERIES_NAMES, STOCK_RANGES_M, depth_label
from ..zones.coverage import Coverage, MapCoverage
from ..zones.extent import HiddenErrors
from ..zones.polygons import no_overlap, read_zones
from ..zones.series import WHOLE_MAP, SeriesTotals
from ..zones.summary import warn_of_empty_zones

TONNES_PER_HECTARE = 0.1  # in kgC/m2


def run(run: Run[ProjectJob], cluster: Cluster | None = None) -> dict[str, Any]:
    """Map the years that the job names, by the processes of ``cluster`` or, where None, of the one that the job names."""
    job = run.job
    wanted = wanted_products(job)
    check_depths(job.depths)
    scenario, air = read_scenario(job, run.reporter.warning)
    grid, window = place_of(run)
    model = load_model(job.model, run.device.name, run.device.dtype)
    columns, names, rasters = further_columns(job)
    request = request_of(model, wanted, job)
    later = tuple(forcing_of(run, model.forcing_interpolation, grid, window, path) for path in job.later_forcing)
    files = (job.forcing, *job.later_forcing) if later else ()
    sites = ScenarioModel(
        model, replace(reach_of(run, model, grid, window), later=later, files=files), request, False, run.device, scenario=scenario,
        columns=columns, start_depth=START_DEPTHS.index(job.start_depth), interval=job.interval,
        air=air, start_factor=1.0 if job.start_unit == START_UNITS[0] else TONNES_PER_HECTARE,
        start_map=f"{job.start_source} ({job.start_unit})", errors=HiddenErrors.over(grid, window, job.range_km),
    )  # fmt: skip
    zones, coverage = _zones(run, grid, window)
    bands = {name: series_bands(PRODUCT_BY_NAME[name], job.years, job.depths) for name in wanted}
    kind = RAW_SPREAD if request.calibration is None else BY_TWINS
    spreads = {name: kind for name in wanted if PRODUCT_BY_NAME[name].needs_draws}
    tags = tags_of(job, sites) | {"start_year": str(job.start_year), "years": ",".join(map(str, job.years))}
    both = (*model.file_covariates, *names)
    others, read = ("csv", "report"), (*job.covariates, *rasters)
    maps = MapRequest(sites, read, both, grid, window, bands, tags, spreads, others, coverage, len(names), kind)
    warn_of_spread(request, job, run.reporter.warning)
    with CovariateStack(maps.rasters, both, model.encoding.categorical, grid) as stack:
        if air is not None:
            air.check_map(stack, window)
        if job.start:
            check_start(sites, stack, window, run.reporter.warning)
        if job.start_zones:
            maps = replace(maps, sites=with_start_zones(run, sites, stack, window))
    made = produce(run, maps, cluster)
    parts = (part for note in made.notes for part in note.sums)
    totals = SeriesTotals.of(zones, (job.start_year, *job.years), parts, networks_of(model, request.spread))
    _warn_of_gaps(job, made, totals, run.reporter.warning)
    metrics = {**made.metrics, "totals": _in_numbers(totals, job), **({"uncertainty": spreads} if spreads else {})}
    metrics |= {} if interval_of(job, totals) is None else {"uncertainty_of_totals": RAW_SPREAD if totals.calibrated is None else BY_TWINS}
    _write_others(run, made, totals, scenario, metrics)
    return metrics


def read_scenario(job: ProjectJob, warn: Warn) -> tuple[Scenario, AirChange | None]:
    """The scenario that the settings and their files describe, and the change of air temperature since the start, if there is one."""
    table = read_change_table(job.change_table, warn) if job.change_table else None
    if table is not None and table["year"][0] <= job.start_year:
        there = {name: float(np.interp(job.start_year, table["year"], table[name])) for name in KINDS if name in table}
        begun = [f"{name} {value:g}" for name, value in there.items() if value != KINDS[name]]
        if begun:
            warn(
                "change_before_start",
                f"In the year of the start, {job.start_year}, the table {job.change_table} has {', '.join(begun)}. The soil is assumed to "
                "be at steady state without any change until then, so the whole of this change comes in the first year.",
            )
    air = read_air_change(job.air_temperature, job.air_variable) if job.air_temperature else None
    if air is not None and job.years:
        air = air.since(job.start_year, max(job.years), warn)
    return scenario_of(job, table, None if air is None else air.years), air


def _warn_of_gaps(job: ProjectJob, made: MadeMaps, totals: SeriesTotals, warn: Warn) -> None:
    """Tell of pixels that only the change or the start leaves without a value, and of zones without any."""
    lost = sum(note.lost for note in made.notes)
    if lost:
        named = " or ".join(path for path in (job.change, job.start) if path)
        warn("no_change_there", f"{lost:,} pixels have no value, because {named} has none there, although all covariates have.")
    warn_of_empty_zones(totals.names, totals.area, warn)


def _write_others(run: Run[ProjectJob], made: MadeMaps, totals: SeriesTotals, scenario: Scenario, metrics: dict[str, Any]) -> None:
    """The table and the report."""
    if "csv" in made.others:
        write_csv(totals.table(interval_of(run.job, totals)), made.others["csv"])
    if "report" in made.others:
        from ..reports.projection import write_projection_report  # without a report, drawing need not be loaded

        run.reporter.progress(0.96, "writing the report")
        write_projection_report(made.others["report"], run, made.paths, totals, scenario, metrics)


def interval_of(job: ProjectJob, totals: SeriesTotals) -> float | None:
    """The probability of intervals; None where there is no spread."""
    return job.interval if Spread(job.passes, job.spread).active and totals.stocks.shape[1] > 1 else None


def wanted_products(job: ProjectJob) -> list[str]:
    """Names of the products that the job names a file for; raises :class:`JobError` where there is none or one cannot be had."""
    wanted = chosen_maps(job, SERIES_NAMES)
    if (job.start and job.start_zones) or bool(job.start_zones) != bool(job.start_field):
        raise JobError(
            "The stocks at the start need either a map (start), or zones with their field (start_zones and start_field).",
            "Give one of them, and both settings of zones.",
        )
    check_spread(Spread(job.passes, job.spread), wanted)
    check_interval(job.interval)
    return wanted


def with_start_zones(run: Run[ProjectJob], sites: ScenarioModel, stack: CovariateStack, window: Window) -> ScenarioModel:
    """The model with the factors of its stocks in zones at the start; warns of a factor that no soil explains, but another unit does."""
    job, warn = run.job, run.reporter.warning
    zones = read_zones(job.start_zones, "", stack.grid, warn)
    given = StartZones.of(zones, job.start_field, job.start_zones, stack.grid)
    run.reporter.progress(0.005, "computing stocks of the zones at the start")

    def own(values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
        stocks = sites.own_stocks(values, longitude, latitude, warn) / sites.start_factor
        return np.where(sites.reach.beyond(longitude, latitude)[0], np.nan, stocks)

    found = given.factors(stack, window, own)
    middle = float(np.nanmedian(found.numbers))
    if not ALIKE[0] <= middle <= ALIKE[1]:
        warn(
            "start_unlike_model",
            f"The stocks of the zones in {job.start_zones} ({job.start_unit}) are {middle:.3g} times those of the model (median). Check "
            "their unit (start_unit): 1 kgC/m2 is 10 tC/ha.",
        )
    return replace(sites, start_zones=found)


def intervals_of(job: ProjectJob, names: Sequence[str]) -> bool:
    """Whether anything that the job makes, with products ``names``, has intervals of a change."""
    return Spread(job.passes, job.spread).active and bool(job.csv or job.report or any(PRODUCT_BY_NAME[name].needs_draws for name in names))


def request_of(model: Model, names: list[str], job: ProjectJob) -> ProductRequest:
    """What the job asks of the model; raises :class:`JobError` where the model cannot give it."""
    spread = Spread(job.passes, job.spread, seed=job.seed)
    known = model.calibration if job.calibrated and not job.start_source and intervals_of(job, names) else None
    calibration = known if known is not None and known.change else None
    request = ProductRequest(tuple(names), job.depths if {"densities", "pools"} & set(names) else (), spread, calibration=calibration)
    request.check(model)
    if calibration is not None:
        calibration.check(spread.resolved(model))
    models = [name for name in names if PRODUCT_BY_NAME[name].statistic == "models"]
    if models and len({id(network) for network, _ in request.spread.draws(model)}) < 2:
        raise JobError(
            f"{', '.join(models)} need several networks, but only one is used.",
            "Train a model with several networks (members), and set spread to both, ensemble or auto.",
        )
    return request


def warn_of_spread(request: ProductRequest, job: ProjectJob, warn: Warn) -> None:
    """Say where intervals are the raw spread."""
    calibration = request.calibration
    if not intervals_of(job, request.products):
        return
    if calibration is None and job.start_source:
        text = "the stocks at the start are given, and the calibration is for soils that start at steady state"
    elif calibration is None:
        text = "the model is not calibrated for it" if job.calibrated else "that was asked for (calibrated: no)"
    if calibration is None:
        warn("not_calibrated", f"The intervals of the change are the raw spread, because {text}: they are too narrow.")
    elif not calibrates_stocks(calibration):
        warn(
            "stocks_not_calibrated",
            "In the totals, the intervals of stocks have the raw spread at the start, because the model is not calibrated for SOC down to "
            "100 cm: they are too narrow. Those of changes are calibrated.",
        )


def further_columns(job: ProjectJob) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What rasters beside the covariates give, the names of their bands, and their paths."""
    columns: list[str] = []
    names: list[str] = []
    rasters: list[str] = []
    if job.change:
        there = [name for name, _ in covariate_bands(job.change)]
        found = [name for name in KINDS if name in there]
        if not found:
            raise InputError(
                f"The raster {job.change} has no band of a change: its bands are {', '.join(there)}.",
                f"Name its bands as the changes that they give: {', '.join(KINDS)}.",
            )
        columns, names, rasters = found, list(found), [job.change]
    if job.start:
        there = [name for name, _ in covariate_bands(job.start)]
        usual = f"SOC stock {job.start_depth} cm"
        name = usual if usual in there else there[0] if len(there) == 1 else ""
        if not name:
            raise InputError(
                f"The raster {job.start} has several bands, none of which is named {usual!r}: {', '.join(there)}.",
                "Rename the band with the stock, or give a raster with one band.",
            )
        columns, names, rasters = [*columns, START], [*names, name], [*rasters, job.start]
    return tuple(columns), tuple(names), tuple(rasters)


def read_change_table(path: str, warn: Warn) -> ChangeTable:
    """The table of the change: years, increasing, and the kinds of change that it has.

    Raises
    ------
    InputError
        For a table that cannot be read or used, naming the field.
    """
    table = read_table(path, warn, located=False)
    there = ", ".join(map(str, table.columns))
    kinds = [name for name in KINDS if name in table.columns]
    if "year" not in table.columns or not kinds:
        raise InputError(
            f"The table {path} needs a field year and one of {', '.join(KINDS)}; its fields are {there}.", "Add or rename the fields."
        )
    found = {name: np.asarray(numbers_and_words(table[name])[0], dtype=float) for name in ("year", *kinds)}
    for name, values in found.items():
        if not np.isfinite(values).all():
            raise InputError(f"The field {name} of {path} has values that are not numbers.", "Give a number in every row.")
    years = found["year"]
    if not len(years):
        raise InputError(f"The table {path} has no rows.", "Give a row for each year in which the change is known.")
    if (np.diff(years) <= 0.0).any():
        raise InputError(f"The years in {path} do not increase from row to row.", "Sort the rows by year, and give each year once.")
    if np.ptp(years) > LONGEST:
        raise InputError(f"The years in {path} are from {years[0]:g} to {years[-1]:g}.", f"Give at most {LONGEST:,} years.")
    for name in kinds:
        check_change(name, found[name], path)
    return found


def _zones(run: Run[ProjectJob], grid: Grid, window: Window) -> tuple[list[str], MapCoverage]:
    """Names of the zones, the whole map first, and the areas of pixels in them."""
    job = run.job
    if not job.polygons:
        return [WHOLE_MAP], MapCoverage(grid)
    zones = read_zones(job.polygons, job.id_field, grid, run.reporter.warning)
    if not Coverage(zones, grid).touches(window):
        raise no_overlap()
    zones = zones.with_all()
    return [WHOLE_MAP, *map(str, zones.names)], MapCoverage(grid, Coverage(zones, grid))


def _in_numbers(totals: SeriesTotals, job: ProjectJob) -> dict[str, Any]:
    """The total of the whole map by year, t C, for the record."""
    found: dict[str, Any] = {}
    interval = interval_of(job, totals)
    for number, (_, bottom) in enumerate(STOCK_RANGES_M):
        rows = []
        for row, year in enumerate(totals.years):
            stock, change = totals.stocks[0, :, row, number], totals.changes[0, :, row, number]
            entry = {"year": int(year), "stock_t": float(stock.mean()), "change_t": float(change.mean())}
            if interval is not None:
                low, high = np.quantile(totals.spread_of_changes[0, :, row, number], (0.5 - interval / 2.0, 0.5 + interval / 2.0))
                entry |= {"change_low_t": float(low), "change_high_t": float(high)}
            rows.append(entry)
        found[f"0-{depth_label(bottom)}"] = rows
    return found
