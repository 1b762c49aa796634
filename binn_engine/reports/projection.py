"""The report of a projection: the trajectory, what was assumed, maps of the change and totals of zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..bands import series_bands
from ..covariates.bands import covariate_bands
from ..model.spread import Spread
from ..prediction.scenario import KINDS, Scenario
from ..running.context import Run
from ..settings import ProjectJob
from ..tables import CHANGE_RAMP, PRODUCT_BY_NAME, STOCK_RANGES_M, TONNES_PER_TG, depth_label
from ..zones.series import SeriesTotals
from . import pages
from .figures.maps import MapPanel, map_panels
from .figures.trajectory import StockCourse, courses
from .frame import Head, facts_of, write_report
from .prediction import own_limits, thinned

SHOWN = ("change_100", "change_30", "stock_100", "stock_30", "change_100_models", "change_30_models", "respiration", "committed", "reached")
MOST_YEARS, MOST_ZONES = 6, 200
CHANGES = {
    "litter_factor": "litter input times {:g}",
    "warming": "soil temperature {:+g} K",
    "water_factor": "soil water scalar times {:g}",
}
LABELS = {"litter_factor": "litter input", "warming": "soil temperature", "water_factor": "soil water scalar"}
RANGES = {
    "litter_factor": "litter input times {:g} to {:g}",
    "warming": "soil temperature {:+g} to {:+g} K",
    "water_factor": "soil water scalar times {:g} to {:g}",
}
STEADY = (
    "Before the change, the soil is assumed to be at steady state: each year it receives as much carbon as it loses. Soils that were "
    "cleared, drained, fertilised or planted in the last decades are not."
)
FIXED = (
    "The parameters of each pixel stay the same. They were found from stocks of today, which depend on input and decomposition together: "
    "models that fit stocks equally well can differ in their change. The networks of the model show a part of this difference."
)
DECLARED = "The change of litter input is an assumption of yours. It is not computed from climate, land use or CO2."
ONLY = (
    "Thaw depth, the depth distribution of litter, nitrogen and bedrock stay as they are under today's forcing, unless a later forcing is "
    "given. A warming that is given as a number is the same in all months and layers."
)
SHIFTED = (
    "The change of air temperature since the start is added to the temperature of the soil. Its yearly mean is added in all layers. The "
    "differences between the months and this mean are added with a weight that decreases with depth. Snow, moisture and thaw depth do not "
    "change with it; they would change in a forcing that is built for the later climate."
)
SCALED = (
    "All pools were multiplied by one factor, so that the stock at the start is that of the map. The soil is then not at steady state, and "
    "moves towards it, even if litter and climate do not change. The map is assumed to be exact: the intervals do not include its error."
)
ZONED = (
    "In each zone of {}, all stocks and pools were multiplied by one factor, so that the mean stock of the zone at the start is the given "
    "one. The soil is then not at steady state, and moves towards it, also where nothing changes. The given stocks are taken to be exact: "
    "their error is in no interval."
)
RAW = "Intervals of totals are the raw spread of the draws, which is not calibrated: they are too narrow."
BY_TWINS = (
    "Intervals of totals are calibrated with simulated twins (of stocks at the start: with held-out profiles). Errors that the draws do "
    "not show are taken to {}."
)
SAME, RANGED = "be the same at all pixels: this is the upper limit of the uncertainty", "have almost nothing in common beyond {:g} km"


def _about_totals(job: ProjectJob, totals: SeriesTotals) -> str:
    """What intervals of totals are."""
    return RAW if totals.calibrated is None else BY_TWINS.format(RANGED.format(job.range_km) if job.range_km else SAME)


def write_projection_report(
    path: Path, run: Run[ProjectJob], paths: Mapping[str, Path], totals: SeriesTotals, scenario: Scenario, metrics: Mapping[str, Any]
) -> None:
    """Write the HTML report.

    Parameters
    ----------
    path, run
        Where to write; the run, for its settings and provenance.
    paths
        Files of the maps, by product.
    totals
        Of the whole map and of zones.
    scenario
        What changed.
    metrics
        The numbers of the run.
    """
    job = run.job
    body = [
        *_trajectory_parts(job, totals),
        pages.heading("What changes, and what was assumed"),
        *map(pages.paragraph, assumptions(job, scenario)),
        *_zone_parts(job, totals),
        *_map_parts(job, paths),
    ]
    lead = f"Soil organic carbon from {job.start_year} to {job.years[-1]}, {pages.number(totals.area[0] / 1e6)} km2 mapped."
    facts = facts_of(run, origin={"pixels": {name: value for name, value in metrics.items() if name != "totals"}})
    write_report(path, Head(f"BINN projection: {Path(job.model).stem}", lead, _cards(job, totals)), body, facts)


def assumptions(job: ProjectJob, scenario: Scenario) -> list[str]:
    """What changes in words, and what is taken for granted."""
    mapped = [name for name, _ in covariate_bands(job.change) if name in KINDS] if job.change else []
    told = [what_changes(job, scenario, mapped), _start_of(job), FIXED]
    litter = any(phase.change[0] != 1.0 for phase in scenario.phases) or job.change
    return [*told, *([DECLARED] if litter else []), *([SHIFTED] if job.air_temperature else []), ONLY]


def _start_of(job: ProjectJob) -> str:
    """What is taken for the start."""
    if job.start_zones:
        return ZONED.format(Path(job.start_zones).name)
    return SCALED if job.start else STEADY


def what_changes(job: ProjectJob, scenario: Scenario, mapped: Sequence[str] = ()) -> str:
    """The change in a sentence, each part with the time at which it comes; the kinds that a raster gives are ``mapped``."""
    if job.years[-1] <= job.start_year:
        return "The maps show the start alone, before any change."
    when = f"evenly until {job.start_year + job.ramp_years}" if job.ramp_years else f"from {job.start_year + 1} on"
    told = [_by_table(job, scenario)] if job.change_table else _by_numbers(job, when, mapped)
    if job.change:
        told.append(f"{', '.join(LABELS[name] for name in mapped)} by the raster {Path(job.change).name}, pixel by pixel, {when}")
    if job.air_temperature:
        told.append(f"air temperature as in {Path(job.air_temperature).name} {job.air_variable}".rstrip() + ", year by year")
    for path, year in zip(job.later_forcing, job.later_years):
        if year >= job.years[-1]:
            continue
        later = f"evenly from {year + 1} to {year + job.ramp_years}" if job.ramp_years else f"from {year + 1} on"
        told.append(f"the forcing of {Path(path).name}, {later}")
    told = [text for text in told if text]
    if told:
        return f"What changes: {'; '.join(told)}."
    return "Nothing changes in litter input, temperature and moisture." + ("" if job.start_source else " Stocks stay as they are.")


def _by_numbers(job: ProjectJob, when: str, mapped: Sequence[str]) -> list[str]:
    """Changes that are one number for the whole map; those that a raster gives stand in place of them."""
    numbers = {name: getattr(job, name) for name, none in KINDS.items() if getattr(job, name) != none and name not in mapped}
    words = [CHANGES[name].format(value) for name, value in numbers.items()]
    return [f"{', '.join(words)}, {when}"] if words else []


def _by_table(job: ProjectJob, scenario: Scenario) -> str:
    """The changes of a table, with the lowest and the highest value until the last year."""
    words = []
    for number, (name, none) in enumerate(KINDS.items()):
        values = [phase.change[number] for phase in scenario.phases]
        if any(value != none for value in values):
            words.append(RANGES[name].format(min(values), max(values)))
    return f"by the table {Path(job.change_table).name} until {job.years[-1]}: {', '.join(words)}" if words else ""


def _interval(job: ProjectJob, totals: SeriesTotals) -> tuple[float, float] | None:
    """The levels of the limits; None where there is no spread."""
    drawn = Spread(job.passes, job.spread).active and len(totals.members) > 1
    return (0.5 - job.interval / 2.0, 0.5 + job.interval / 2.0) if drawn else None


def _cards(job: ProjectJob, totals: SeriesTotals) -> dict[str, str]:
    found, levels = {}, _interval(job, totals)
    for number, (_, bottom) in enumerate(STOCK_RANGES_M):
        change, spread = (values[0, :, -1, number] / TONNES_PER_TG for values in (totals.changes, totals.spread_of_changes))
        start = totals.stocks[0, :, 0, number].mean() / TONNES_PER_TG
        kind = "raw" if totals.calibrated is None else "calibrated"
        limits = "" if levels is None else f" ({' to '.join(pages.number(float(value)) for value in np.quantile(spread, levels))}, {kind})"
        share = f", {100.0 * change.mean() / start:+.1f} %" if start else ""
        found[f"Tg C, change of 0-{depth_label(bottom)} until {job.years[-1]}{share}"] = pages.number(float(change.mean())) + limits
    return found


def _trajectory_parts(job: ProjectJob, totals: SeriesTotals) -> list[str]:
    """The stock of the whole map by year."""
    levels, networks = _interval(job, totals), totals.by_network[:, 0] / TONNES_PER_TG
    panels = {}
    for number, (_, bottom) in enumerate(STOCK_RANGES_M):
        stocks = totals.stocks[0, ..., number] / TONNES_PER_TG
        limits = None if levels is None else np.quantile(totals.spread[0, ..., number] / TONNES_PER_TG, levels, axis=0)
        panels[f"SOC stock 0-{depth_label(bottom)}, whole map"] = StockCourse(stocks.mean(0), limits, networks[..., number])
    about = (
        f" The band is the {100 * job.interval:g} % interval of the stock; that of its change is in the table. {_about_totals(job, totals)}"
        if levels
        else ""
    )
    caption = f"Stock of the whole map by year.{about} Grey lines: the networks of the model, which fit the observations equally well."
    return [pages.heading("Trajectory"), pages.figure(courses(totals.years, panels, "Tg C"), caption)]


def _zone_parts(job: ProjectJob, totals: SeriesTotals) -> list[str]:
    """Totals of the zones in the last year, and of the whole map in all years."""
    levels = _interval(job, totals)
    header = ("zone", "year", "km2", "stock 0-100 cm (t C)", "change (t C)", *(("low", "high") if levels else ()), "change (t C/ha/yr)")
    rows = []
    for zone, name in enumerate(totals.names[:MOST_ZONES]):
        for row, year in enumerate(totals.years):
            if row and (zone == 0 or row == len(totals.years) - 1):
                change, area = totals.changes[zone, :, row, -1], totals.area[zone]
                limits = [float(value) for value in np.quantile(totals.spread_of_changes[zone, :, row, -1], levels)] if levels else []
                rate = float(change.mean()) / (area / 1e4) / max(year - job.start_year, 1) if area else np.nan
                stock = float(totals.stocks[zone, :, row, -1].mean())
                rows.append([name, str(year), area / 1e6, stock, float(change.mean()), *limits, rate])
    text = (
        "The change is computed in every draw: the end of a draw minus the start of the same draw. A draw is one map, so the interval of a "
        f"total contains the correlation of its pixels, as far as the draws show it. {_about_totals(job, totals)}"
    )
    return [pages.heading("Totals by year"), *([pages.paragraph(text)] if levels else []), pages.table(header, rows)]


def _map_parts(job: ProjectJob, paths: Mapping[str, Path]) -> list[str]:
    parts = []
    for name in SHOWN:
        if name not in paths:
            continue
        product = PRODUCT_BY_NAME[name]
        bands, values = series_bands(product, job.years, job.depths), thinned(paths[name])
        some = np.unique(np.linspace(0, len(bands) - 1, min(len(bands), MOST_YEARS)).round().astype(int))
        limits = own_limits(values) or bands[0].limits
        if product.ramp == CHANGE_RAMP:
            limits = around_zero(values) or bands[0].limits
        panels = [MapPanel(bands[number].name, bands[number].unit, limits, values[number], product.title, product.ramp) for number in some]
        parts += [pages.heading(product.title), pages.figure(map_panels(panels), f"{product.meaning}. Grey: no value.")]
    return parts


def around_zero(values: np.ndarray) -> tuple[float, float] | None:
    """Limits of colours as far below zero as above; None for a map without a change.

    Parameters
    ----------
    values
        Of any shape; NaN where there is none.
    """
    found = own_limits(np.concatenate([values.ravel(), -values.ravel()]))
    return None if found is None else (-max(map(abs, found)), max(map(abs, found)))
