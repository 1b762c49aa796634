"""The sections of reports on the data: quality control of the profiles, and the covariates at the profiles."""

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
        text = (
            "Correlations of the continuous covariates. If two of them are strongly correlated, it is partly "
            "chance which of them appears important."
        )
        parts.append(pages.figure(drawing.covariate_correlations(summary["names"], summary["correlation"]), text))
    if summary["pairs"]:
        pairs = [[row["covariate"], row["other"], f"{row['correlation']:+.2f}"] for row in summary["pairs"]]
        parts.append(pages.table(("strongest correlations", "", "rank correlation"), pairs))
    return parts


def quality_parts(quality: Mapping[str, Any]) -> list[str]:
    """What quality control found: ``rows`` as of :meth:`binn_engine.profiles.quality.Quality.rows`, ``profiles_read``, ``layers_read``,
    ``profiles_kept`` and ``layers_kept``; what is there of ``covariates`` is for :func:`covariate_parts`."""
    text = (
        f"{quality['profiles_read']:,} profiles with {quality['layers_read']:,} layers were read; {quality['profiles_kept']:,} "
        f"profiles with {quality['layers_kept']:,} layers were kept. Profiles without covariates are left out "
        "after this step."
    )
    rows = [
        [row["meaning"], row["profiles"] if row["checked"] else None, row["layers"] if row["checked"] else None, _handled(row), row["flag"]]
        for row in quality["rows"]
    ]
    return [pages.heading("Quality control"), pages.paragraph(text), pages.table(("finding", "profiles", "layers", "", "flag"), rows)]


def _handled(row: Mapping[str, Any]) -> str:
    if not row["checked"]:
        return "not checked, because the data have no bulk density"
    return "left out" if row["excluded"] else "kept"
