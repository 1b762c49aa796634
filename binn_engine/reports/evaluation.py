"""The report on a model's scores at profiles that were not used to train it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..learning.dataset import Sites
from ..running.context import Run
from ..settings import EvaluateJob
from . import pages
from .figures import drawing
from .frame import Head, facts_of, write_report
from .score_parts import beside_parts

LABELS = {"gC_m3": "SOC", "log": "log SOC"}
_SCORES = {"nse": "NSE", "r2": "r2", "rmse": "RMSE", "bias": "bias"}


def write_evaluation_report(path: Path, run: Run[EvaluateJob], sites: Sites, predicted: np.ndarray, metrics: dict[str, Any]) -> None:
    """Write the HTML report.

    Parameters
    ----------
    path, run
        Where to write; the run.
    sites
        The sites with their observed layers.
    predicted
        SOC of the layers, gC/m3, ``(layers,)``.
    metrics
        The scores, as the run ends with them.
    """
    profiles = sites.profiles
    lead = f"{len(sites):,} profiles with {len(profiles.soc):,} layers, predicted by the model {Path(run.job.model).name}."
    cards = {f"NSE of {label}": pages.score(metrics[unit]["nse"]) for unit, label in LABELS.items()}
    cards |= {"RMSE (gC/m3)": pages.number(metrics["gC_m3"]["rmse"]), "bias (gC/m3)": pages.number(metrics["gC_m3"]["bias"])}
    layers = {"evaluated": (profiles.soc, predicted, profiles.depth)}
    body = [
        *_score_parts(metrics),
        pages.figure(drawing.observed_against_predicted(layers), "Observed and predicted SOC. On the line both are equal."),
        pages.figure(
            drawing.error_by_depth(layers), "Predicted SOC divided by observed SOC, by depth: median, and middle half of the layers."
        ),
        *beside_parts("Beside models that learned from the same profiles", metrics.get("rivals")),
        *beside_parts("Beside another map of SOC", metrics.get("soc_map")),
        *_interval_parts(metrics.get("intervals")),
        pages.heading("Places of the profiles"),
        pages.figure(drawing.split_map(profiles.longitude, profiles.latitude, ["evaluated"] * len(sites)), "Profiles that were scored."),
    ]
    write_report(path, Head(f"BINN evaluation: {Path(run.job.model).stem}", lead, cards), body, facts_of(run))


def _score_parts(metrics: dict[str, Any]) -> list[str]:
    """The scores, with a verdict against the mean of the observations, whose NSE is 0."""
    rows = []
    for unit, label in LABELS.items():
        scores = metrics[unit]
        shown = [pages.score(scores[name]) if name in ("nse", "r2") else float(scores[name]) for name in _SCORES]
        rows.append([label, *shown, pages.verdict(scores["nse"], scores["nse"], scores["nse"])])
    text = "NSE is 1 - SSE/SST: 1 is perfect, 0 is as good as the mean of the observations. RMSE and bias of SOC are in gC/m3."
    table = pages.table(("", *_SCORES.values(), "than the mean of the observations"), rows)
    return [pages.heading("How good are the predictions?"), table, pages.paragraph(text)]


def _interval_parts(intervals: dict[str, Any] | None) -> list[str]:
    """How many observations lie within the predicted intervals, at all depths and in ranges of depth."""
    if not intervals:
        return []
    rows = [
        ["all depths" if name == "all" else name, *(f"{100 * found[f'coverage_{level}']:.0f} %" for level in (50, 90)), found["width_90"]]
        for name, found in intervals.items()
        if isinstance(found, dict)
    ]
    header = ("layers", "within 50 % intervals", "within 90 % intervals", "mean width of 90 % intervals (gC/m3)")
    return [pages.heading(f"Intervals of {intervals['of']}"), pages.table(header, rows)]
