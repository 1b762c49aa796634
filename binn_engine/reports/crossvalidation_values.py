"""The numbers in the report of a cross-validation, and sentences about them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from ..experiments.crossvalidation import ALL, BINN, POOLED, fold_held_out
from ..experiments.results import CrossvalidationResult
from ..running.context import Run
from ..settings import CrossvalidateJob
from ..tables import PARAMETER_NAMES, PROCESS_NAMES
from . import pages
from .frame import experiment_values
from .score_parts import SCORE_LABELS


def verdict(subject: str, score: float, differences: pd.DataFrame) -> str:
    """A sentence that says plainly which baselines are better than BINN and which are worse.

    ``score`` is BINN's, ``differences`` how much higher it is than that of each baseline: ``against``, ``value``, ``lower``, ``upper``.
    A difference that is undefined counts as no success.
    """
    rivals: dict[str, list[str]] = {"worse than": [], "as good as": [], "not known to be better than": [], "better than": []}
    for row in differences.itertuples():
        word = (
            "not known to be better than"
            if np.isnan(row.value)
            else {-1: "worse than", 0: "as good as", 1: "better than"}[int(np.sign(row.value))]
        )
        rivals[word].append(
            row.against if word in ("as good as", "not known to be better than") else _margin(row.against, row.value, row.lower, row.upper)
        )
    found = " and ".join(f"{word} {'; '.join(named)}" for word, named in rivals.items() if named)
    return f"{subject}: BINN ({pages.score(score)}) is {found}."


def _margin(against: str, value: float, lower: float, upper: float) -> str:
    """By how much one model is worse or better than another, as a positive number."""
    low, high = (lower, upper) if value > 0.0 else (-upper, -lower)
    chance = "" if low > 0.0 else ", difference not significant"
    return f"{against} by {pages.score(abs(value))} (90 % interval {pages.score(low)} to {pages.score(high)}{chance})"


def verdicts(scores: pd.DataFrame) -> list[tuple[str, bool]]:
    """:func:`verdict` of every kind of layers and score, and whether no baseline is better."""
    pooled = scores[(scores["fold"] == POOLED) & (scores["depth"] == ALL) & (scores["model"] == BINN)]
    found = []
    for layers in reversed(dict.fromkeys(pooled["layers"])):
        for score, label in SCORE_LABELS.items():
            rows = pooled[(pooled["layers"] == layers) & (pooled["score"] == score)]
            own, differences = float(rows[rows["against"] == ""]["value"].iloc[0]), rows[rows["against"] != ""]
            subject = f"{'All layers' if layers == ALL else f'Layers {layers}'}, {label}"
            found.append((verdict(subject, own, differences), bool((differences["value"] > 0.0).all())))
    return found


def prediction_table(findings: CrossvalidationResult) -> pd.DataFrame:
    """Every layer with its fold, observed SOC and the prediction of every model by the fold that tests it, gC/m3."""
    profiles, result = findings.sites.profiles, findings.result
    of = profiles.profile
    columns = {
        "profile_id": profiles.ids[of],
        "lon": profiles.longitude[of],
        "lat": profiles.latitude[of],
        "fold": np.array(result.folds.names, dtype=object)[result.folds.fold[of]],
        "block": result.folds.block[of],
        "top_m": profiles.top,
        "bottom_m": profiles.bottom,
        "depth_m": profiles.depth,
        "soc_gC_m3": profiles.soc,
    }
    return pd.DataFrame(columns | result.predictions)


def report_values(run: Run[CrossvalidateJob], findings: CrossvalidationResult) -> dict[str, Any]:
    """Everything behind the report, ready for JSON."""
    profiles, result, why = findings.sites.profiles, findings.result, findings.why
    heard = findings.radiocarbon
    variogram = findings.variogram
    return {
        **experiment_values(run, findings.task, findings.control),
        "limit_gC_m3": findings.limit,
        "folds": fold_rows(findings),
        "block_degrees": result.folds.block_degrees,
        "variogram": variogram and {name: np.asarray(value).tolist() for name, value in vars(variogram).items()},
        "scores": findings.scores.to_dict("records"),
        "soc_map": findings.soc_map,
        "test_profiles": findings.apart,
        "verdicts": [text for text, _ in verdicts(findings.scores)],
        "profiles": {
            "profile_id": profiles.ids.tolist(),
            "lon": profiles.longitude.tolist(),
            "lat": profiles.latitude.tolist(),
            "fold": result.folds.fold.tolist(),
            "parameters": dict(zip(PARAMETER_NAMES, result.parameters.T.tolist())),
            "processes": dict(zip(PROCESS_NAMES, result.processes.T.tolist())),
        },
        "bounds": {name: list(ends) for name, *ends in zip(PARAMETER_NAMES, findings.task.space.lower, findings.task.space.upper)},
        "layers": prediction_table(findings).to_dict("list"),
        "histories": [
            [pd.DataFrame(map(asdict, history)).to_dict("list") for history in fitted.histories] for fitted in result.fitted
        ],
        "why": {
            "sensitivity": why.sensitivity.to_dict("records"),
            "parameters": why.identifiability.parameters.to_dict("records"),
            "correlation": why.identifiability.correlation.to_dict("split"),
            "correlated_pairs": why.identifiability.pairs.to_dict("records"),
            "directions": why.identifiability.directions,
            "error_scale": why.identifiability.scale,
            "error_sigma": why.identifiability.sigma,
            "importance": why.importance.to_dict("records"),
            "partial_dependence": why.dependence.to_dict("list"),
            "process_control": why.control.to_dict("records"),
            "marginal_curves": why.marginal.curves.to_dict("records"),
            "marginal_slopes": why.marginal.slopes.to_dict("records"),
        },
        **({"radiocarbon": {**heard.values, "layers": heard.layers}} if heard else {}),
    }  # fmt: skip


def fold_rows(findings: CrossvalidationResult) -> list[dict[str, Any]]:
    """A row a fold: its name, numbers of profiles that it was trained and tested on, of layers tested, and the hashes of both sets."""
    result, sites = findings.result, findings.sites
    layers = np.bincount(result.folds.fold[sites.profiles.profile], minlength=len(result.folds))
    return [
        {"fold": name, "layers_tested": int(layers[number]), **asdict(fold_held_out(sites, part))}
        for number, (name, part) in enumerate(zip(result.folds.names, result.parts))
    ]
