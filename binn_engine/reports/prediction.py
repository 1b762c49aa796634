"""The report of a prediction: its maps, and a comparison with the known truth if there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from ..bands import band_depth, product_bands
from ..covariates.bands import open_raster
from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..files.opening import opened
from ..running.callbacks import Progress
from ..running.context import Run
from ..scoring.scores import agreement
from ..settings import KNOWN_TRUTHS, PredictJob, SocMapJob, StatisticalMapJob
from ..settings.texts import parse_thresholds
from ..tables import PROCESS_NAMES, PRODUCT_BY_NAME, variable_label
from . import pages
from .figures import drawing
from .figures.maps import MapPanel, map_panels
from .frame import Head, RunFacts, facts_of, write_report
from .parameter_parts import evidence_in_words, evidence_parts

# The title of a page, the sentence below it, and what the data said of each learned parameter, by name.
About = tuple[str, str, dict[str, dict[str, Any]]]
SAME = 1e-4  # relative: values that differ by less have no pattern that can be told in numbers
DRAWN = 0.995  # progress of a run whose maps are drawn
LARGEST_SIDE = 400  # pixels of a map in the report; larger rasters are thinned
SHOWN = ("soc", "processes", "parameters", "soc_sd", "processes_sd", "parameters_sd", "soc_exceedance", "ages", "ages_sd", "domain")


@dataclass(frozen=True)
class PredictionReport:
    """The content of the report of a prediction.

    Parameters
    ----------
    title, lead
        Heading of the page, and the sentence below it.
    facts
        Facts about the run.
    maps
        Bands to show; those of one group share a figure.
    statistics
        Rows of the table of the bands: equal mappings from column to value, such as ``name``, ``unit``, ``mean``, ``sd``.
    evidence
        What the data said of each learned parameter: rows of :func:`binn_engine.reports.parameter_parts.evidence_in_words`.
    truth
        Rows of the comparison with the known truth: ``name``, ``r2``, ``r``, ``bias``, ``rmse``, ``n``; empty if it is unknown.
    pairs
        Band to truth and map, pixel by pixel, ``(n,)`` each, for the scatter plots.
    """

    title: str
    lead: str
    facts: RunFacts
    maps: Sequence[MapPanel]
    statistics: Sequence[Mapping[str, Any]] = ()
    evidence: Sequence[Mapping[str, Any]] = ()
    truth: Sequence[Mapping[str, Any]] = ()
    pairs: Mapping[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)


def about_model(job: PredictJob, evidence: dict[str, dict[str, Any]], parameters_from: str) -> About:
    """How the page of a model's maps begins.

    Parameters
    ----------
    job
        That maps.
    evidence
        What the data said of each learned parameter, by name.
    parameters_from
        What gives the parameters, in words.
    """
    lead = f"Maps of soil organic carbon, of the processes that govern it, and of their parameters. {parameters_from}"
    return f"BINN prediction: {Path(job.model).stem}", lead, evidence


def about_trees(job: StatisticalMapJob, name: str) -> About:
    """How the page of the maps of trees begins.

    Parameters
    ----------
    job
        That maps.
    name
        What people call these trees.
    """
    lead = "Maps of soil organic carbon by a statistical model that learned it from profiles and covariates, without a soil carbon model."
    return f"SOC by {name}: {Path(job.observations).stem}", lead, {}


def write_prediction_report(
    path: Path, run: Run[SocMapJob], paths: dict[str, Path], metrics: dict[str, Any], about: About
) -> list[dict[str, Any]]:
    """Write the HTML report and return the rows of the comparison with truth.

    Parameters
    ----------
    path, run
        Where to write; the run, for its settings and provenance.
    paths
        Files of the maps, by product.
    metrics
        The numbers of the run, such as those of its pixels.
    about
        How the page begins: of :func:`about_model` or :func:`about_trees`.
    """
    job, (title, lead, evidence) = run.job, about
    panels, statistics, rows = [], [], []
    pairs: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for name in SHOWN:
        if name not in paths:
            continue
        maps = _panels(name, paths[name], job)
        panels += maps
        statistics += [_statistics(panel) for panel in maps]
        if name in KNOWN_TRUTHS and getattr(job, KNOWN_TRUTHS[name]):
            found, compared = _compare(paths[name], getattr(job, KNOWN_TRUTHS[name]), maps)
            rows += found
            pairs |= compared
    report = PredictionReport(
        title=title,
        lead=lead,
        facts=facts_of(run, origin={"pixels": metrics}),
        maps=panels,
        evidence=evidence_in_words(list(evidence.values())) if "parameters" in paths else [],
        statistics=statistics,
        truth=rows,
        pairs=pairs,
    )
    prediction_report(path, report, run.reporter.rest(DRAWN))
    return rows


def _panels(name: str, path: Path, job: SocMapJob) -> list[MapPanel]:
    product = PRODUCT_BY_NAME[name]
    bands = product_bands(product, job.depths, job.quantiles, parse_thresholds(job.thresholds, job.depths))
    values = thinned(path)
    shared = {unit: own_limits(values[[band.unit == unit for band in bands]]) for unit in {band.unit for band in bands}}
    panels = []
    for band, layer in zip(bands, values):
        # Depths of SOC share their colours; other bands have nothing in common but a unit.
        limits = shared[band.unit] if product.variables == "soc" and band_depth(band.name) is not None else own_limits(layer)
        panels.append(MapPanel(band.name, band.unit, limits or band.limits, layer, product.title, product.ramp))
    return sorted(panels, key=lambda panel: band_depth(panel.name) is not None)  # stocks of SOC first


def thinned(path: Path) -> np.ndarray:
    """All bands of a map, ``(bands, rows, columns)``, NaN where there is none; of a large map only some of its pixels."""
    with opened(str(path)) as file:
        step = max(1, -(-max(file.width, file.height) // LARGEST_SIDE))
        shape = (-(-file.height // step), -(-file.width // step))
        return file.read(out_shape=(file.count, *shape), masked=True).astype(float).filled(np.nan)


def own_limits(values: np.ndarray) -> tuple[float, float] | None:
    """Readable limits of colours: the 2 and 98 % quantiles of a map, rounded outwards; None for a map of (nearly) one value, or of none.

    Parameters
    ----------
    values
        Of any shape; NaN where there is none.
    """
    known = values[np.isfinite(values)]
    if not known.size:
        return None
    low, high = np.quantile(known, (0.02, 0.98))
    if not high - low > SAME * max(abs(low), abs(high)):
        return None
    step = 10.0 ** np.floor(np.log10(high - low)) / 5.0
    return float(np.floor(low / step) * step), float(np.ceil(high / step) * step)


def _statistics(panel: MapPanel) -> dict[str, Any]:
    valid = panel.values[np.isfinite(panel.values)]
    low, middle, high = np.quantile(valid, (0.05, 0.5, 0.95)) if valid.size else (np.nan,) * 3
    return {
        "name": panel.name,
        "unit": panel.unit,
        "mean": valid.mean() if valid.size else np.nan,
        "5 %": low,
        "median": middle,
        "95 %": high,
    }


def _compare(path: Path, truth_path: str, maps: list[MapPanel]) -> tuple[list[dict[str, Any]], dict[str, tuple[np.ndarray, np.ndarray]]]:
    """Scores and pairs of every band that the truth has too, pixel by pixel on the product's grid."""
    with open_raster(truth_path) as file:
        shared = [panel.name for panel in maps if panel.name in file.descriptions]
    grid = Grid.from_raster(str(path))
    with opened(str(path)) as file:
        names = list(file.descriptions)  # panels are in another order than bands
        mapped = file.read(masked=True).astype(float).filled(np.nan)
    with CovariateStack([truth_path], shared, (), grid) as stack:
        known = stack.read(grid.whole)
    rows, pairs = [], {}
    for number, name in enumerate(shared):
        both = np.isfinite(known[number]) & np.isfinite(mapped[names.index(name)])
        truth, found = known[number][both], mapped[names.index(name)][both]
        if not truth.size:
            continue
        scores = agreement(truth, found)
        varies = np.ptp(truth) > 0.0 and np.ptp(found) > 0.0
        r = float(np.corrcoef(truth, found)[0, 1]) if varies else float("nan")
        rows.append(
            {
                "name": name,
                "r2": scores["r2"],
                "r": r,
                "nse": scores["nse"],
                "bias": scores["bias"],
                "rmse": scores["rmse"],
                "n": int(truth.size),
            }
        )
        pairs[name] = (truth, found)
    return rows, pairs


def prediction_report(path: str | Path, report: PredictionReport, progress: Progress = lambda share, phase: None) -> None:
    """Write the report of a prediction as one HTML file; ``progress`` gets the share of its maps that are drawn."""
    parts: list[str] = []
    numbers = count(1)

    def drawn() -> None:
        progress(next(numbers) / len(report.maps), "writing the report")

    for group in dict.fromkeys(panel.group for panel in report.maps):
        panels = [panel for panel in report.maps if panel.group == group]
        parts.append(pages.heading(group or "Maps"))
        parts.append(pages.figure(map_panels(panels, drawn), f"{group or 'Maps'}. Grey: no value, because a covariate has no value."))
        if report.evidence and group == PRODUCT_BY_NAME["parameters"].title:
            parts += evidence_parts(report.evidence)
    parts += _truth_parts(report) if report.truth else []
    if report.statistics:
        columns = list(report.statistics[0])
        parts += [pages.heading("Values"), pages.table(columns, [[row.get(column) for column in columns] for row in report.statistics])]
    write_report(path, Head(report.title, report.lead, _cards(report)), parts, report.facts)


def _cards(report: PredictionReport) -> dict[str, str]:
    """The SOC stock of the map in figures."""
    stocks = [row for row in report.statistics if str(row["name"]).startswith("SOC stock") and "5 %" in row][:2]
    found = {}
    for row in stocks:
        if np.isfinite(row["mean"]):
            found[f"mean {row['name']} ({row['unit']})"] = pages.number(float(row["mean"]))
            found["in 90 % of the pixels, " + row["name"]] = f"{pages.number(float(row['5 %']))} to {pages.number(float(row['95 %']))}"
    return found


def _truth_parts(report: PredictionReport) -> list[str]:
    header = {"name": "band", "r2": "r2", "r": "r", "bias": "bias", "rmse": "RMSE", "n": "pixels"}
    rows = [[variable_label(row["name"]), *(row.get(key) for key in list(header)[1:])] for row in report.truth]
    parts = [pages.heading("Comparison with the known true values"), pages.table(tuple(header.values()), rows)]
    scored = [row for row in report.truth if row["name"] in PROCESS_NAMES and row["r2"] is not None]
    weak = [variable_label(row["name"]) for row in scored if not row["r2"] > 0.5]
    if weak:
        text = f"Weakly recovered (r2 of 0.5 or less): {', '.join(weak)}. Do not interpret the differences between places on these maps."
        parts.append(pages.notice(text))
    if report.pairs:
        parts.append(
            pages.figure(
                drawing.truth_scatters(report.pairs), "True and mapped values of a sample of the pixels. On the line both are equal."
            )
        )
    return parts
