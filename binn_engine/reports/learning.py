"""The reports of a training and of a prediction: one HTML file each, from plain values and arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..tables import EVIDENCE, PARAMETERS, PROCESS_NAMES, PROCESSES, PRODUCT_BY_NAME
from . import pages
from .covariate_parts import covariate_parts
from .figures import drawing
from .figures.drawing import MapPanel

__all__ = ["MapPanel", "PredictionReport", "TestLayers", "TrainingReport", "prediction_report", "training_report"]

BINN = "BINN"
METRICS = {
    "nse": "NSE",
    "r2": "r2",
    "rmse": "RMSE (gC/m3)",
    "bias": "bias (gC/m3)",
    "log_nse": "NSE of log SOC",
}
CLOSE = 0.03  # NSE: two fits on a single split may differ by this much by chance


@dataclass(frozen=True)
class TestLayers:
    """Observed and predicted SOC (gC/m3) and depth (m) of the layers of a test split, ``(n,)`` each."""

    __test__ = False  # not a test, for all that its name says

    observed: np.ndarray
    predicted: np.ndarray
    depth_m: np.ndarray


@dataclass(frozen=True)
class TrainingReport:
    """What the report of a training shows.

    Parameters
    ----------
    title
        Heading of the page.
    job, provenance
        Settings, and versions, device, seed, hashes and timings; values may be mappings.
    command
        What repeats the run, as typed into a shell.
    longitude, latitude, split
        Of every profile, ``(n,)``; degrees; ``train``, ``validation``, ``random test`` or ``blocked test``.
    history
        One mapping an epoch: ``epoch``, ``train_loss``, ``validation_nse``, ``validation_log_nse``.
    scores
        Model (``BINN`` and the baselines) to split to score, named as in ``METRICS``.
    layers
        Test layers by split.
    parameters, lower, upper, learned
        Predicted parameters ``(profiles, 21)``, their bounds ``(21,)`` and the names of those that are learned.
    processes
        Predicted processes ``(profiles, 6)``.
    warnings
        What the user should know.
    quality
        What quality control found, as :func:`quality_parts` takes it; empty: not shown.
    evidence
        What the data said of each learned parameter: rows of :func:`binn_engine.experiments.identifiability.evidence_rows`, in words.
    held_out
        Test to the hashes and numbers of the profiles that taught and that test, see :class:`binn_engine.learning.scores.HeldOut`.
    """

    title: str
    job: Mapping[str, Any]
    provenance: Mapping[str, Any]
    command: str
    longitude: np.ndarray
    latitude: np.ndarray
    split: Sequence[str]
    history: Sequence[Mapping[str, float]]
    scores: Mapping[str, Mapping[str, Mapping[str, float]]]
    layers: Mapping[str, TestLayers]
    parameters: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    learned: Sequence[str]
    processes: np.ndarray
    warnings: Sequence[str] = ()
    quality: Mapping[str, Any] = field(default_factory=dict)
    evidence: Sequence[Mapping[str, Any]] = ()
    held_out: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class PredictionReport:
    """What the report of a prediction shows.

    Parameters
    ----------
    title, job, provenance, command, warnings
        As in :class:`TrainingReport`.
    maps
        Bands to show; those of one group share a figure.
    statistics
        Rows of the table of the bands: equal mappings from column to value, such as ``name``, ``unit``, ``mean``, ``sd``.
    evidence
        What the data said of each learned parameter: rows of :func:`binn_engine.experiments.identifiability.evidence_rows`, in words.
    truth
        Rows of the comparison with known truth: ``name``, ``r2``, ``r``, ``bias``, ``rmse``, ``n``; empty where none is known.
    pairs
        Band to truth and map, pixel by pixel, ``(n,)`` each, for the scatter plots.
    """

    title: str
    job: Mapping[str, Any]
    provenance: Mapping[str, Any]
    command: str
    maps: Sequence[MapPanel]
    statistics: Sequence[Mapping[str, Any]] = ()
    evidence: Sequence[Mapping[str, Any]] = ()
    truth: Sequence[Mapping[str, Any]] = ()
    pairs: Mapping[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    warnings: Sequence[str] = ()


def training_report(path: str | Path, report: TrainingReport) -> None:
    """Write the report of a training as one HTML file."""
    counts = {name: list(report.split).count(name) for name in dict.fromkeys(report.split)}
    lead = f"{len(report.split):,} profiles: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()) + "."
    parts = [_training_cards(report), *map(pages.notice, report.warnings), pages.heading("How good is it?"), *_verdicts(report.scores)]
    parts.append(_score_table(report.scores))
    parts.append(
        pages.paragraph(
            "NSE is 1 - SSE/SST: 1 is perfect, 0 is as good as the mean of the observations. Blocked test profiles lie in whole blocks of "
            "land from which nothing was learned; they tell how well the model maps. Random test profiles have neighbours in training."
        )
    )
    if report.layers:
        layers = {name: (rows.observed, rows.predicted, rows.depth_m) for name, rows in report.layers.items()}
        parts.append(pages.figure(drawing.observed_against_predicted(layers), "Observed and predicted SOC of the test layers."))
        caption = "Predicted over observed SOC by depth: the line is the median, the band holds the middle half of the layers."
        parts.append(pages.figure(drawing.error_by_depth(layers), caption))
    parts += _learned_parts(report)
    parts.append(pages.heading("Profiles and training"))
    parts.append(pages.figure(drawing.split_map(report.longitude, report.latitude, report.split), "What each profile was used for."))
    if report.held_out:
        parts.append(pages.paragraph("No profile and no place both taught and tests. The hashes are of the sorted ids of the profiles."))
        columns = ("test", *next(iter(report.held_out.values())))
        parts.append(pages.table(columns, [[name, *row.values()] for name, row in report.held_out.items()]))
    if report.history:
        parts.append(pages.figure(drawing.learning_curves(report.history), "The epoch with the best validation score was kept."))
    if report.quality:
        parts += quality_parts(report.quality)
        parts += covariate_parts(report.quality["covariates"])
    _write(path, report, lead, parts)


def prediction_report(path: str | Path, report: PredictionReport) -> None:
    """Write the report of a prediction as one HTML file."""
    parts = list(map(pages.notice, report.warnings))
    if report.truth:
        parts += _truth_parts(report)
    for group in dict.fromkeys(panel.group for panel in report.maps):
        panels = [panel for panel in report.maps if panel.group == group]
        parts.append(pages.heading(group or "Maps"))
        parts.append(pages.figure(drawing.map_panels(panels), f"{group or 'Maps'}. Grey: no value, because a covariate has none."))
        if report.evidence and group == PRODUCT_BY_NAME["parameters"].title:
            parts += evidence_parts(report.evidence)
    if report.statistics:
        columns = list(report.statistics[0])
        parts += [pages.heading("Values"), pages.table(columns, [[row.get(column) for column in columns] for row in report.statistics])]
    _write(path, report, "Maps of soil organic carbon, of the processes behind it, and of the parameters that set them.", parts)


def evidence_parts(evidence: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each learned parameter rests on: a notice that names those that only repeat the prior, and a table."""
    idle = [row["parameter"] for row in evidence if row["informed_by"] == EVIDENCE["prior"]]
    text = f"Prior, not data: {', '.join(idle)}. Observed SOC hardly depends on them; do not read patterns off their maps."
    columns = ("parameter", "first_order", "posterior_over_prior_sd", "correlated_with", "informed_by")
    rows = [[row[name] for name in columns] for row in evidence]
    header = ("parameter", "first-order sensitivity of SOC", "posterior / prior spread, one profile", "posterior goes with", "rests on")
    return [*([pages.notice(text)] if idle else []), pages.table(header, rows)]


def quality_parts(quality: Mapping[str, Any]) -> list[str]:
    """What quality control found: ``rows`` as of :meth:`binn_engine.profiles.quality.Quality.rows`, ``profiles_read``, ``layers_read``,
    ``profiles_kept`` and ``layers_kept``; what is there of ``covariates`` is for :func:`covariate_parts`."""
    text = (
        f"Of {quality['profiles_read']:,} profiles with {quality['layers_read']:,} layers that were read, "
        f"{quality['profiles_kept']:,} with {quality['layers_kept']:,} were kept; profiles without covariates go after that."
    )
    rows = [
        [row["meaning"], row["profiles"] if row["checked"] else None, row["layers"] if row["checked"] else None, _handled(row), row["flag"]]
        for row in quality["rows"]
    ]
    return [pages.heading("Quality control"), pages.paragraph(text), pages.table(("finding", "profiles", "layers", "", "flag"), rows)]


def _handled(row: Mapping[str, Any]) -> str:
    if not row["checked"]:
        return "not checked: the data lack bulk density"
    return "left out" if row["excluded"] else "kept"


def _write(path: str | Path, report: TrainingReport | PredictionReport, lead: str, parts: list[str]) -> None:
    parts = [*parts, pages.heading("To repeat this run"), pages.code(report.command)]
    chosen = {name: value for name, value in report.job.items() if value not in ("", (), [])}
    parts += [pages.heading("Settings"), pages.properties(chosen), pages.heading("Provenance"), pages.properties(report.provenance)]
    Path(path).write_text(pages.page(report.title, lead, parts), encoding="utf-8")


def _training_cards(report: TrainingReport) -> str:
    values = {}
    for split, scores in report.scores.get(BINN, {}).items():
        values[f"NSE of SOC, {split}"] = pages.score(scores.get("nse", float("nan")))
        values[f"NSE of log SOC, {split}"] = pages.score(scores.get("log_nse", float("nan")))
    return pages.cards(values)


def _verdicts(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """A sentence a split and measure that says plainly what BINN is above, and what it is below."""
    notices = []
    for split, own in scores.get(BINN, {}).items():
        for metric in ("nse", "log_nse"):
            rivals = {name: rows[split][metric] for name, rows in scores.items() if name != BINN and metric in rows.get(split, {})}
            if metric not in own or not rivals:
                continue
            below = {name: value for name, value in rivals.items() if not own[metric] > value}
            above = {name: value for name, value in rivals.items() if name not in below}
            text = f"{split.capitalize()}, {METRICS[metric]}: BINN ({pages.score(own[metric])}) is "
            text += " and ".join(f"{word} {_listed(named, own[metric])}" for word, named in (("below", below), ("above", above)) if named)
            notices.append(pages.notice(text + ".", good=not below))
    return notices


def _listed(rivals: Mapping[str, float], own: float) -> str:
    def one(name: str, value: float) -> str:
        near = ", a gap that chance may give" if abs(own - value) < CLOSE else ""
        return f"the {name} ({pages.score(value)}{near})"

    return ", ".join(one(name, value) for name, value in rivals.items())


def _score_table(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    rows = [
        [split, model, *(_cell(metric, values.get(metric, float("nan"))) for metric in METRICS)]
        for split in dict.fromkeys(split for splits in scores.values() for split in splits)
        for model, values in ((name, splits[split]) for name, splits in scores.items() if split in splits)
    ]
    return pages.table(("test", "model", *METRICS.values()), rows)


def _cell(metric: str, value: float) -> float | str:
    return value if metric in ("rmse", "bias") else pages.score(value)


def _learned_parts(report: TrainingReport) -> list[str]:
    span = report.upper - report.lower
    low, median, high = np.percentile(report.parameters, (5, 50, 95), axis=0)
    spread = (high - low) / span
    rows = [
        [row.name, row.unit, float(low[k]), float(median[k]), float(high[k]), float(spread[k]), row.meaning]
        for k, row in enumerate(PARAMETERS)
    ]
    picture = drawing.parameter_ranges(report.parameters, report.lower, report.upper, report.learned)
    caption = "Parameters at the profiles: median, middle half (thick) and middle 90 % (thin) within their ranges. Grey: not learned."
    parts = [pages.heading("What it learned"), pages.figure(picture, caption)]
    if report.evidence:
        parts += evidence_parts(report.evidence)
    parts.append(pages.table(("parameter", "unit", "5 %", "median", "95 %", "spread / range", "meaning"), rows))
    parts.append(pages.figure(drawing.process_histograms(report.processes), "The six processes at the profiles."))
    quantiles = np.nanpercentile(report.processes, (5, 50, 95), axis=0)
    parts.append(pages.table(("process", "unit", "5 %", "median", "95 %", "meaning"), _process_rows(quantiles)))
    return parts


def _process_rows(quantiles: np.ndarray) -> list[list[Any]]:
    return [[row.label, row.unit, *map(float, quantiles[:, k]), row.meaning] for k, row in enumerate(PROCESSES)]


def _truth_parts(report: PredictionReport) -> list[str]:
    header = {"name": "band", "r2": "r2", "r": "r", "bias": "bias", "rmse": "RMSE", "n": "pixels"}
    labels = {row.name: row.label for row in PROCESSES}
    rows = [[labels.get(row["name"], row["name"]), *(row.get(key) for key in list(header)[1:])] for row in report.truth]
    parts = [pages.heading("Against the known truth"), pages.table(tuple(header.values()), rows)]
    weak = [labels[row["name"]] for row in report.truth if row["name"] in PROCESS_NAMES and row["r2"] is not None and not row["r2"] > 0.5]
    if weak:
        text = f"Weakly recovered (r2 of 0.5 or less): {', '.join(weak)}. Do not read differences between places off these maps."
        parts.append(pages.notice(text))
    if report.pairs:
        parts.append(pages.figure(drawing.truth_scatters(report.pairs), "Truth against map, a sample of the pixels; the line is equality."))
    return parts
