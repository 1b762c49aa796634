"""The report on the comparison of two models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..comparison.agreement import PAPER_PEARSON, PARAMETER, PROCESS, PUBLISHED_EVALUATIONS, per_profile, per_profile_and_network
from ..comparison.result import ComparisonResult
from ..running.context import Run
from ..scoring.intervals import ScoreInterval
from ..settings import CompareJob
from ..tables import GIVEN_PROCESS, PROCESSES, variable_label
from . import pages
from .figures import proda as figures_proda
from .figures.maps import MapPanel, map_panels
from .frame import Head, facts_of, write_report
from .score_parts import beside_parts

_UNCERTAINTY = (
    "Own uncertainty: the standard deviation on the maps of a model, mean over the pixels. It comes from "
    "networks and Monte Carlo passes and is not calibrated, or it comes from the rasters that were "
    "given. Posterior of one profile: the standard deviation of the chains of one profile, median over "
    "the profiles."
)
_COSTS = {
    "profiles": "profiles",
    "evaluations": "evaluations of the CLM5 layer",
    "seconds": "wall time (s)",
    "peak_memory_mb": "peak memory (MB)",
    "trainings": "trainings of a network through the layer",
}


def write_comparison_report(path: Path, run: Run[CompareJob], result: ComparisonResult, values: dict[str, Any]) -> None:
    """Write the HTML report."""
    job = run.job
    first, second = job.first_name, job.second_name
    lead = f"{first} and {second} on the same {values['pixels']:,} pixels: agreement, uncertainty and computing cost."
    cards = {f"mean correlation of {first} and {second}, {name}": _interval(rows["pearson"]) for name, rows in result.means.items()}
    if np.isfinite(values["evaluations_ratio"]):
        cards["CLM5 layer evaluations per profile: larger number divided by smaller number"] = pages.number(values["evaluations_ratio"])
    body = [*_truth_parts(result, job), *_soc_parts(result, job), *_map_parts(result, job), *_agreement_parts(result, PROCESS, job)]
    body += [*_cost_parts(result, job), *_agreement_parts(result, PARAMETER, job)]
    write_report(path, Head(f"{first} and {second}", lead, cards), body, facts_of(run))


def _interval(row: ScoreInterval, shown: Callable[[float], str] = pages.score) -> str:
    return f"{shown(row.estimate)} [{shown(row.lower)}, {shown(row.upper)}]"


def _agreement_parts(result: ComparisonResult, kind: str, job: CompareJob) -> list[str]:
    rows = result.agreement[result.agreement["kind"] == kind]
    names = result.names[kind]
    if not names:
        return []
    labels = (job.first_name, job.second_name)
    parts = [pages.heading("Processes" if kind == PROCESS else "Parameters")]
    if kind == PROCESS and GIVEN_PROCESS in names:
        text = (
            f"{variable_label(GIVEN_PROCESS)} comes from the forcing and is the same in both models, so its correlation is "
            "always 1. The mean is also given without it. Published value for the conterminous US and six "
            f"processes: {PAPER_PEARSON['six processes']:g}."
        )
        parts.append(pages.paragraph(text))
    parts += [
        pages.figure(
            figures_proda.correlation_bars(result.agreement, kind), "Correlation over the pixels, with intervals from spatial blocks."
        ),
        pages.figure(
            figures_proda.model_scatters(*result.pair(kind), names, labels),
            f"{labels[0]} (horizontal) and {labels[1]} (vertical); on the line both are equal.",
        ),
    ]
    records = rows.to_dict("records")
    parts.append(pages.table((kind, "Pearson", "Spearman", "unit", "bias", "RMSE"), [_agreement_row(row) for row in records]))
    parts.append(pages.paragraph(f"Bias: {labels[1]} minus {labels[0]}. {_UNCERTAINTY}"))
    own = ("mean", "sd over land", "own uncertainty", "posterior of one profile")
    return [*parts, pages.table((kind, "unit", "model", *own), [line for row in records for line in _model_rows(row, labels)])]


def _agreement_row(row: dict[str, Any]) -> list[Any]:
    correlations = [_interval(ScoreInterval(row[score], row[f"{score}_lower"], row[f"{score}_upper"])) for score in ("pearson", "spearman")]
    return [variable_label(row["name"]), *correlations, row["unit"], row["bias"], row["rmse"]]


def _model_rows(row: dict[str, Any], labels: tuple[str, str]) -> list[list[Any]]:
    """What each model says of a process or parameter, a row a model."""
    name = variable_label(row["name"])
    return [
        [name, row["unit"], label, *(row[f"{side}_{what}"] for what in ("mean", "sd", "spread", "posterior"))]
        for side, label in zip(("first", "second"), labels)
    ]


def _soc_parts(result: ComparisonResult, job: CompareJob) -> list[str]:
    if result.soc is None:
        return []
    soc = result.soc
    scores = {"nse": pages.score, "log_nse": pages.score, "rmse": pages.number, "bias": pages.number}
    rows: list[list[Any]] = [
        [name, *(_interval(values[score], shown) for score, shown in scores.items())]
        for name, values in ((job.first_name, soc.first), (job.second_name, soc.second))
    ]
    rows.append(
        [f"{job.first_name} minus {job.second_name}", _interval(soc.difference["nse"]), _interval(soc.difference["log_nse"]), None, None]
    )
    who = (
        "that were used to train neither model"
        if soc.unseen_by_both
        else "that were not used to train the model given as a file (for rasters this is not known)"
    )
    text = f"On {soc.profiles:,} profiles with {soc.layers:,} layers {who} (hash of the profiles: {soc.test_hash}), with 90 % intervals."
    header = ("model", "NSE of SOC", "NSE of log SOC", "RMSE (gC/m3)", "bias (gC/m3)")
    apart = soc.difference["nse"]
    word = pages.verdict(apart.estimate, apart.lower, apart.upper)
    rows = [[*row, word if number == len(rows) - 1 else ""] for number, row in enumerate(rows)]
    table = pages.table((*header, f"NSE: {job.first_name} is"), rows)
    beside = [
        part
        for rows, name in zip(soc.soc_map, (job.first_name, job.second_name))
        for part in beside_parts(f"{name} beside another map of SOC", rows)
    ]
    return [pages.heading("SOC against observations"), pages.paragraph(text), table, *beside]


def _truth_parts(result: ComparisonResult, job: CompareJob) -> list[str]:
    if result.truth is None:
        return []
    table = result.truth
    labels = {
        "first": job.first_name,
        "second": job.second_name,
        "either": "not distinguishable",
        "same": "both models are equal",
        "constant": "the true value is the same everywhere",
    }
    rows = [
        [
            variable_label(row["name"]),
            *(row[f"{model}_rmse"] / row["truth_sd"] if row["truth_sd"] else None for model in ("first", "second")),
            *(pages.score(row[f"{model}_pearson"]) for model in ("first", "second")),
            labels[row["nearer"]],
        ]
        for row in table.to_dict("records")
    ]
    varied = table[table["truth_sd"] > 0.0]
    distances = {
        row["name"]: (row["first_rmse"] / row["truth_sd"], row["second_rmse"] / row["truth_sd"]) for row in varied.to_dict("records")
    }
    counts = _counts(table, labels)
    header = (
        "",
        *(f"RMSE / sd of truth, {labels[name]}" for name in ("first", "second")),
        *(f"r with truth, {labels[name]}" for name in ("first", "second")),
        "closer to the true values",
    )
    picture = figures_proda.truth_bars(distances, (job.first_name, job.second_name))
    return [
        pages.heading("Which model is closer to the true values?"),
        pages.paragraph(counts),
        pages.figure(picture, "Differences from the true values."),
        pages.table(header, rows),
    ]


def _counts(table: pd.DataFrame, labels: dict[str, str]) -> str:
    sentences = []
    for kind, plural in ((PROCESS, "processes"), (PARAMETER, "parameters")):
        rows = table[table["kind"] == kind]
        if len(rows):
            counted = "; ".join(f"{labels[name]}: {int((rows['nearer'] == name).sum())}" for name in labels)
            sentences.append(f"Closer to the true values, of {len(rows)} {plural}: {counted}.")
    return " ".join(sentences)


def _cost_parts(result: ComparisonResult, job: CompareJob) -> list[str]:
    costs = [side.cost for side in result.sides]
    rows = [[label, *(cost.get(name) for cost in costs)] for name, label in _COSTS.items()]
    rows += [["evaluations at each profile", *map(_or_none, map(per_profile, costs))]]
    rows += [["evaluations at each profile, one network trained once", *map(_or_none, map(per_profile_and_network, costs))]]
    rows += [["maps of this comparison: wall time (s)", *(side.seconds for side in result.sides)]]
    rows += [["peak memory of this run up to these maps (MB)", *(side.memory_mb for side in result.sides)]]
    text = (
        "One evaluation: the CLM5 layer is computed once for one profile. A forward and a backward pass "
        "together count as three evaluations. Times are those of the runs that made the models, on the "
        "computer and with its load at that time, unless stated otherwise."
    )
    table = pages.table(("cost", job.first_name, job.second_name), rows)
    return [pages.heading("Computing cost"), pages.paragraph(text), table, *map(pages.paragraph, _cost_ratios(costs, job))]


def _or_none(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _cost_ratios(costs: Sequence[dict[str, Any]], job: CompareJob) -> list[str]:
    """What a model trained through the layer costs beside one inverted, and beside chains of the published length."""
    named = [(cost, name) for cost, name in zip(costs, (job.first_name, job.second_name)) if cost.get("evaluations")]
    trained, inverted = [row for row in named if row[0].get("trainings")], [row for row in named if not row[0].get("trainings")]
    if len(trained) != 1 or len(inverted) != 1:
        return []
    (cost, name), (chains, other) = trained[0], inverted[0]
    one, inverted_each = per_profile_and_network(cost), per_profile(chains)
    fewer = f"The inversion of {other} needed {pages.number(inverted_each / one)} times as many evaluations for each profile as {name}"
    if cost["trainings"] > 1:
        several = pages.number(inverted_each / per_profile(cost))
        fewer += f" for one network trained once, and {several} times as many as all {cost['trainings']} trainings of the model"
    return [
        f"{fewer}.",
        f"Chains of the published length (three chains of 70,000 steps) would need {PUBLISHED_EVALUATIONS:,} "
        f"evaluations for each profile, {pages.number(PUBLISHED_EVALUATIONS / one)} times as many as one "
        "network trained once.",
    ]


def _map_parts(result: ComparisonResult, job: CompareJob) -> list[str]:
    first, second = (side.products["processes"] for side in result.sides)
    parts = [pages.heading("Maps")] if result.names[PROCESS] else []
    for number, row in enumerate(PROCESSES):
        if row.name == GIVEN_PROCESS or row.name not in result.names[PROCESS]:
            continue
        shown = np.concatenate([first[number][result.both], second[number][result.both]])
        limits = tuple(np.percentile(shown, (2, 98)))
        apart = second[number] - first[number]
        most = float(np.percentile(np.abs(apart[result.both]), 98)) or 1.0
        panels = [
            MapPanel(job.first_name, row.unit, limits, first[number], row.label),
            MapPanel(job.second_name, row.unit, limits, second[number], row.label),
            MapPanel("difference", row.unit, (-most, most), apart, row.label, "coolwarm"),
        ]
        caption = f"{row.label}. {row.meaning}. The difference is {job.second_name} minus {job.first_name}."
        parts.append(pages.figure(map_panels(panels), caption))
    return parts
