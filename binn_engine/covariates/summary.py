"""Summary of the covariates at the profiles: statistics of each, and which of them are strongly correlated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from .table import CovariateTable

STRONG = 0.8  # rank correlation from which two covariates say nearly the same
MOST_PAIRS = 20


@dataclass(frozen=True)
class CovariateSummary:
    """Statistics and correlations of covariates, ready for JSON.

    Parameters
    ----------
    statistics
        One row for each covariate: ``covariate``, ``kind``, ``profiles`` with a value, ``missing``; if continuous, ``minimum``,
        ``median``, ``mean``, ``maximum`` and ``sd``; if categorical, its ``classes`` and the share of the most frequent class.
    names, correlation
        The continuous covariates that vary, and Spearman's rank correlation of each pair of them, as rows.
    pairs
        The pairs with the strongest correlations from :data:`STRONG` on, at most :data:`MOST_PAIRS`.
    """

    statistics: list[dict[str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    correlation: list[list[float]] = field(default_factory=list)
    pairs: list[dict[str, Any]] = field(default_factory=list)


def summarise_covariates(table: CovariateTable) -> CovariateSummary:
    """The summary of covariates at profiles, those without a value counted."""
    frame = pd.DataFrame(table.values, columns=list(table.names))
    classes = [name for name, categorical in zip(table.names, table.categorical, strict=True) if categorical]
    statistics = [_classes(name, frame[name]) if name in classes else _numbers(name, frame[name]) for name in table.names]
    varying = [name for name in table.names if name not in classes and frame[name].nunique() > 1]
    correlation = frame[varying].corr("spearman")
    values = correlation.to_numpy()
    above = [(values[i, j], varying[i], varying[j]) for i in range(len(varying)) for j in range(i) if abs(values[i, j]) >= STRONG]
    strongest = sorted(above, key=lambda row: -abs(row[0]))[:MOST_PAIRS]
    pairs = [{"covariate": one, "other": other, "correlation": float(value)} for value, one, other in strongest]
    return CovariateSummary(statistics, varying, values.tolist(), pairs)


_MEASURES: dict[str, Callable[[pd.Series], Any]] = {
    "minimum": np.min,
    "median": np.median,
    "mean": np.mean,
    "maximum": np.max,
    "sd": np.std,
}


def _numbers(name: str, column: pd.Series) -> dict[str, Any]:
    known = column.dropna()
    row: dict[str, Any] = {"covariate": name, "kind": "continuous", "profiles": len(known), "missing": len(column) - len(known)}
    return row | {measure: float(function(known)) if len(known) else float("nan") for measure, function in _MEASURES.items()}


def _classes(name: str, column: pd.Series) -> dict[str, Any]:
    counts = column.dropna().value_counts()
    row: dict[str, Any] = {"covariate": name, "kind": "classes", "profiles": int(counts.sum()), "missing": int(column.isna().sum())}
    return row | {"classes": len(counts), "largest_share": float(counts.iloc[0] / counts.sum()) if len(counts) else float("nan")}
