"""What reports say of the covariates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import pages
from .figures import drawing

LARGEST_SHOWN = 60  # covariates in one picture


def covariate_parts(summary: Mapping[str, Any]) -> list[str]:
    """Statistics and correlations of covariates, from a :class:`binn_engine.covariates.summary.CovariateSummary` as a mapping."""
    rows = summary["statistics"]
    if not rows:
        return []
    parts = [pages.heading("Covariates at the profiles")]
    numbers = [row for row in rows if row["kind"] == "continuous"]
    if numbers:
        columns = ("covariate", "profiles", "missing", "minimum", "median", "mean", "maximum", "sd")
        parts.append(pages.table(columns, [[row[name] for name in columns] for row in numbers]))
    classes = [row for row in rows if row["kind"] == "classes"]
    if classes:
        shown = [
            [row["covariate"], row["profiles"], row["missing"], row["classes"], f"{100 * row['largest_share']:.0f} %"] for row in classes
        ]
        parts.append(pages.table(("classes", "profiles", "missing", "number of classes", "in the largest"), shown))
    if 1 < len(summary["names"]) <= LARGEST_SHOWN:
        text = "How alike the continuous covariates are. Of two that say the same, importance may be dealt to either."
        parts.append(pages.figure(drawing.covariate_correlations(summary["names"], summary["correlation"]), text))
    if summary["pairs"]:
        pairs = [[row["covariate"], row["other"], f"{row['correlation']:+.2f}"] for row in summary["pairs"]]
        parts.append(pages.table(("strongest pairs", "", "rank correlation"), pairs))
    return parts
