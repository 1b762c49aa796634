"""The part of a report on radiocarbon that a model learned from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..experiments.radiocarbon import HeardFolds
from ..learning.radiocarbon.reading import MEANINGS
from ..profiles.audit import BY_NAME
from . import pages

PARTS = {"train": "training", "validation": "validation"}


def radiocarbon_parts(summary: Mapping[str, Any]) -> list[str]:
    """A section on the sites and layers that were used and left out, the errors of the model, and the fit; nothing without radiocarbon.

    Parameters
    ----------
    summary
        Of :func:`binn_engine.learning.heard.heard_summary`.
    """
    if not summary:
        return []
    errors = summary["errors_permil"]
    counts = f"{summary['layers_used']:,} of {summary['rows_read']:,} layers at {summary['sites_used']:,} sites were used"
    text = (
        f"The model learned from Δ14C beside SOC: {counts}. A site is a place; all its layers share an error of the model. The training "
        f"found that this error is {errors['site']:.0f} permil at a site, and {errors['layer']:.0f} permil at each layer besides. The "
        f"smaller these errors, the more a layer weighs."
    )
    parts = [pages.heading("Radiocarbon"), pages.paragraph(text), scores_table(summary["fit"])]
    parts.append(
        pages.paragraph(
            "Bias is predicted minus observed Δ14C: above 0, the carbon of the model is too young. Training sites are predicted by the "
            "networks that learned from them, validation sites by networks that did not, but whose best epoch they helped to choose. A "
            "place is never on both sides, with SOC or with radiocarbon."
        )
    )
    return [*parts, *_left_out(summary)]


def held_out_radiocarbon(heard: HeardFolds | None) -> list[str]:
    """A section on how well held-out radiocarbon is predicted by BINN, taught by SOC alone and by both; nothing without radiocarbon.

    Parameters
    ----------
    heard
        The folds; None without radiocarbon.
    """
    if heard is None:
        return []
    found = heard.values
    errors = found["errors_permil"]
    text = (
        f"Δ14C of {found['layers_used']:,} layers at {found['sites_used']:,} sites. Each site is predicted by the fold that holds out its "
        "place and its block, with SOC and with radiocarbon. 'BINN' was taught by SOC alone, 'BINN with radiocarbon' by both. The depth "
        "curve is the mean of the training sites by depth. The random forest learns from covariates, depth and year of collection. The "
        "scores of SOC are in the tables above."
    )
    learned = f"Learned error of the model: {errors['site']:.0f} permil at a site, {errors['layer']:.0f} permil at each layer besides."
    parts = [pages.heading("Radiocarbon on held-out folds"), pages.paragraph(text), scores_table(found["fit"])]
    return [*parts, pages.paragraph(f"{learned} Bias is predicted minus observed: above 0, the carbon is too young."), *_left_out(found)]


def _left_out(summary: Mapping[str, Any]) -> list[str]:
    """A table of the rows and sites that are left out, by reason."""
    rows = [(reason_in_words(name), f"{count:,} layers") for name, count in summary["left_out"].items()]
    if summary["left_out_by_split"]:
        rows.append(("On both sides of the split", f"{summary['left_out_by_split']:,} sites"))
    return [pages.paragraph("Left out:"), pages.table(("reason", "number"), rows)] if rows else []


def scores_table(fit: Mapping[str, Mapping[str, Any]]) -> str:
    """Scores of Δ14C, a row for each group of sites (or model) and range of depth.

    Parameters
    ----------
    fit
        By group: scores of :func:`binn_engine.learning.radiocarbon.scores.radiocarbon_scores`.
    """
    rows = []
    for name, scores in fit.items():
        for depth, row in {"all depths": scores, **scores["by_depth"]}.items():
            numbers = pages.score(row["nse"]), row["rmse"], row["bias"]
            rows.append((PARTS.get(name, name), depth, row["sites"], row["layers"], *numbers))
    return pages.table(("Δ14C of", "depth", "sites", "layers", "NSE", "RMSE (permil)", "bias (permil)"), rows)


def reason_in_words(name: str) -> str:
    """Why layers are left out, as a phrase."""
    if name in BY_NAME:
        return BY_NAME[name].meaning
    words = MEANINGS[name]
    return f"{words[0].upper()}{words[1:]}"
