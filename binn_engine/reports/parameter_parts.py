"""The sections of reports on parameters and processes at the profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..tables import EVIDENCE, PROCESSES
from . import pages
from .figures import drawing


def evidence_in_words(evidence: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of :func:`binn_engine.experiments.evidence.evidence_rows`, with what each parameter rests on as a sentence."""
    return [{**row, "informed_by": EVIDENCE[row["informed_by"]]} for row in evidence]


def evidence_parts(evidence: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each learned parameter rests on, from rows of :func:`evidence_in_words`: a notice that names those that only repeat the prior,
    and a table."""
    idle = [row["parameter"] for row in evidence if row["informed_by"] == EVIDENCE["prior"]]
    text = (
        f"Determined by the prior, not by data: {pages.named(', '.join(idle))}. Do not interpret the patterns on their "
        "maps, because the observed SOC hardly depends on these parameters."
    )
    columns: tuple[str, ...] = ("parameter", "first_order", "posterior_over_prior_sd", "correlated_with", "informed_by")
    header: tuple[str, ...] = (
        "parameter",
        "first-order sensitivity of SOC",
        "posterior / prior spread, one profile",
        "posterior correlated with",
        "based on",
    )
    if any("follows" in row for row in evidence):  # a model of fields
        columns, header = (*columns, "follows"), (*header, "follows (share of its variance)")
    rows = [[row[name] for name in columns] for row in evidence]
    return [*([pages.notice(text)] if idle else []), pages.table(header, rows)]


def range_figure(parameters: np.ndarray, lower: np.ndarray, upper: np.ndarray, learned: Sequence[str]) -> str:
    """A figure of the parameters at the profiles within their ranges.

    Parameters
    ----------
    parameters
        ``(profiles, 21)``, in the units of the parameters.
    lower, upper
        Bounds of the ranges, ``(21,)``.
    learned
        Names of the learned parameters.
    """
    caption = (
        "Parameters at the profiles, within their ranges: median, middle half of the profiles (thick) and "
        "middle 90 % (thin). Grey: not learned."
    )
    return pages.figure(drawing.parameter_ranges(parameters, lower, upper, learned), caption)


def process_parts(processes: np.ndarray) -> list[str]:
    """The six processes at the profiles: a figure and a table.

    Parameters
    ----------
    processes
        In table order and their units, ``(profiles, 6)``.
    """
    quantiles = np.nanpercentile(processes, (5, 50, 95), axis=0)
    rows = [[row.label, row.unit, *map(float, quantiles[:, k]), row.meaning] for k, row in enumerate(PROCESSES)]
    return [
        pages.figure(drawing.process_histograms(processes), "The six processes at the profiles."),
        pages.table(("process", "unit", "5 %", "median", "95 %", "meaning"), rows),
    ]
