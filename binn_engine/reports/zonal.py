"""The report on the SOC stocks of zones."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..running.context import Run
from ..settings import ZonalJob
from ..tables import TONNES_PER_TG, variable_label
from ..zones.polygons import ALL_ZONES
from ..zones.result import ZonalResult, ZoneStatistics
from ..zones.summary import total_values
from ..zones.sums import MEANINGS
from . import pages
from .figures import zones as figures_zones
from .frame import Head, facts_of, write_report

MOST_ROWS = 200  # zones in a table
TOGETHER = f"The row '{ALL_ZONES}' is their total. Land that is in several zones counts once in it."
TOGETHER_INTERVAL = (
    "Its interval contains the correlation of errors between zones: it is computed from the total of all zones, not from the intervals "
    "of the zones."
)


def write_zonal_report(path: Path, run: Run[ZonalJob], result: ZonalResult) -> None:
    """Write the HTML report."""
    job = run.job
    mapped = result.total.sums.area[0] / 1e6
    source = f"the model {Path(job.model).name}, with one map for each pass" if job.model else "maps"
    lead = f"{len(result.zones):,} zones, {pages.number(mapped)} km² mapped (area on the ellipsoid), from {source}."
    body = [*_map_parts(result), *_total_parts(job, result), *_assumption_parts(job, result), *_mean_parts(result)]
    write_report(path, Head("Soil carbon of zones", lead, _cards(result)), body, facts_of(run))


def _cards(result: ZonalResult) -> dict[str, str]:
    cards = {"zones": pages.number(len(result.zones)), "km² mapped": pages.number(result.total.sums.area[0] / 1e6)}
    for name, row in total_values(result).items():
        limits = f" ({pages.number(row['low'] / TONNES_PER_TG)} to {pages.number(row['high'] / TONNES_PER_TG)})" if "low" in row else ""
        cards[f"Tg C in all zones, {name}"] = pages.number(row["value"] / TONNES_PER_TG) + limits
    return cards


def _map_parts(result: ZonalResult) -> list[str]:
    number = next((number for number, row in enumerate(result.variables) if row.stock), 0)
    row = result.variables[number]
    picture = figures_zones.zone_map(result.zones.table.geometry.to_list(), result.sums.means()[:, number], row.band.unit)
    return [
        pages.heading("Map"),
        pages.figure(picture, f"Mean of {row.band.name} in every zone, in the coordinate reference system of the layer."),
    ]


def _total_parts(job: ZonalJob, result: ZonalResult) -> list[str]:
    if not result.stocks:
        return []
    spread = result.distributions.get(result.headline)
    parts = [pages.heading("Totals"), pages.paragraph(TOGETHER if spread is None else f"{TOGETHER} {TOGETHER_INTERVAL}")]
    for number in result.stocks:
        name, totals = result.variables[number].band.name, result.sums.weighted[:, number] / 1e9
        limits = None if spread is None else [values[:, number] * result.sums.area / 1e9 for values in (spread.lower, spread.upper)]
        about = f"with {100 * job.interval:g} % intervals" if limits else "without uncertainty"
        parts.append(pages.figure(figures_zones.total_bars(result.zones.names, totals, limits), f"{name}, Tg C, {about}."))
        header = ("zone", "km²", "mapped (%)", "Tg C", *(("sd", "low", "median", "high") if limits else ()))
        rows = [_total_row(result.each, zone, number, result.headline) for zone in _shown(result)]
        parts.append(pages.table(header, [_total_row(result.total, 0, number, result.headline), *rows]))
    return parts


def _shown(result: ZonalResult) -> range:
    return range(min(len(result.zones), MOST_ROWS))


def _total_row(summed: ZoneStatistics, zone: int, number: int, headline: str) -> list[str | float]:
    area, spread = summed.sums.area[zone], summed.distributions.get(headline)
    whole = summed.zones.area_m2[zone]
    row = [str(summed.zones.names[zone]), whole / 1e6, 100.0 * area / whole if whole else np.nan, summed.sums.weighted[zone, number] / 1e9]
    if spread is not None:
        row += [values[zone, number] * area / 1e9 for values in (spread.sd, spread.lower, spread.median, spread.upper)]
    return [row[0], *map(float, row[1:])]


def _assumption_parts(job: ZonalJob, result: ZonalResult) -> list[str]:
    if not result.distributions:
        return []
    number = next((number for number, row in enumerate(result.variables) if row.stock), 0)
    text = "The uncertainty of a total depends on the spatial correlation of the errors of its pixels. "
    if job.model:
        text += "For the errors that the Monte Carlo passes show, this correlation is known, because each pass is one map. "
        text += "For the other errors, it is not known. "
    else:
        text += "For maps, it is not known. "
    text += "Therefore two limits are given, and also the result for a correlation range if you gave one. "
    text += f"The layer and the tables above use this assumption: {result.headline}."
    means = result.sums.means()[:, number]
    rows = []
    for name, spread in result.distributions.items():
        with np.errstate(invalid="ignore", divide="ignore"):
            relative = 100.0 * spread.sd[:, number] / means
        rows.append([name, MEANINGS[name], *(float(value) for value in np.nanquantile(relative, (0.0, 0.5, 1.0)))])
    header = ("assumption", "meaning", "smallest sd (%)", "median zone (%)", "largest (%)")
    title = f"Spatial correlation of errors: standard deviation of {result.variables[number].band.name} in percent"
    return [pages.heading(title), pages.paragraph(text), pages.table(header, rows)]


def _mean_parts(result: ZonalResult) -> list[str]:
    means, spread = result.sums.means(), result.distributions.get(result.headline)
    header = ["zone", *(f"{variable_label(row.band.name)} ({row.band.unit})" for row in result.variables)]

    def shown(zone: int, number: int) -> str:
        sd = "" if spread is None else f" ± {pages.number(float(spread.sd[zone, number]))}"
        return pages.number(float(means[zone, number])) + sd

    rows = [[str(result.zones.names[zone]), *(shown(zone, number) for number in range(len(result.variables)))] for zone in _shown(result)]
    parts = [pages.heading("Area-weighted means, ± one standard deviation" if spread else "Area-weighted means"), pages.table(header, rows)]
    if len(result.zones) > MOST_ROWS:
        parts.append(pages.paragraph(f"The first {MOST_ROWS} of {len(result.zones):,} zones are shown; the layer has all of them."))
    return parts
