"""Tables of the scores of several models on the same layers, from rows of :func:`binn_engine.experiments.score_rows.paired_rows`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from . import pages

SCORE_LABELS = {"nse": "NSE of SOC", "log_nse": "NSE of log SOC"}


def beside_parts(title: str, scores: list[dict[str, Any]] | None) -> list[str]:
    """A section on where a model, mostly BINN, is better and worse than others on the same layers; nothing without rows.

    Parameters
    ----------
    title
        Of the section.
    scores
        Rows of :meth:`binn_engine.experiments.score_rows.ScoredLayers.rows`.
    """
    if not scores:
        return []
    rows = pd.DataFrame(scores)
    parts = [pages.heading(title), *verdict_table(rows)]
    for layers, part in rows.groupby("layers", sort=False):
        count = int(part["n_layers"].iloc[0])
        parts += [pages.paragraph(f"{'All layers' if layers == 'all' else f'Layers {layers}'} ({count:,}):"), pooled_table(part)]
    return parts


def verdict_table(rows: pd.DataFrame) -> list[str]:
    """A model, mostly BINN, less every other model, a row each with a verdict on each score, by kind of ``layers``."""
    table = []
    differences = rows[rows["against"] != ""]
    for (layers, against), part in differences.groupby(["layers", "against"], sort=False):
        scores = part.set_index("score")
        cells = [cell for name in SCORE_LABELS for cell in _difference(scores.loc[name])]
        table.append([f"layers {layers}" if layers != "all" else "all layers", against, *cells])
    own = differences["model"].iloc[0] if len(differences) else "BINN"
    header = (
        "layers",
        "against",
        *(text for label in SCORE_LABELS.values() for text in (f"{label}: difference [90 % interval]", f"{own} is")),
    )
    text = "A tie is a difference that is not significant: its interval contains 0."
    return [pages.table(header, table), pages.paragraph(text)]


def pooled_table(rows: pd.DataFrame) -> str:
    """Scores with intervals, a row a model."""
    table = []
    for model, part in rows[rows["against"] == ""].groupby("model", sort=False):
        scores = part.set_index("score")
        cells = [_interval(scores.loc[name], pages.score) for name in SCORE_LABELS]
        cells += [_interval(scores.loc[name], lambda value: pages.number(float(value))) for name in ("rmse", "bias")]
        table.append([model, *cells])
    return pages.table(("model", *SCORE_LABELS.values(), "RMSE (gC/m3)", "bias (gC/m3)"), table)


def _difference(row: pd.Series) -> list[str | pages.Verdict]:
    return [_interval(row, pages.score), pages.verdict(row["value"], row["lower"], row["upper"])]


def _interval(row: pd.Series, shown: Callable[[Any], str]) -> str:
    if not np.isfinite(row["lower"]):
        return shown(row["value"])
    return f"{shown(row['value'])} [{shown(row['lower'])}, {shown(row['upper'])}]"
