"""From a finished cross-validation to its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from ..experiments.attribution import ALL_PARAMETERS, CONTROL
from ..experiments.crossvalidation import ALL, BINN, DEPTH_RANGES, POOLED, limit_label
from ..experiments.radiocarbon import BINN_WITH_BOTH
from ..experiments.results import CrossvalidationResult
from ..learning.baselines import DEPTH_CURVE, PURE_NETWORK
from ..learning.soc_trees import BOOSTING, FOREST
from ..model.recipes import source_of_parameters
from ..running.context import Run
from ..settings import CrossvalidateJob
from ..tables import PARAMETERS
from . import pages
from .crossvalidation_values import fold_rows
from .data_parts import covariate_parts, quality_parts
from .figures import crossvalidation as figures_crossvalidation
from .figures import why as figures_why
from .frame import Head, facts_of, write_report
from .parameter_parts import process_parts, range_figure
from .radiocarbon_parts import held_out_radiocarbon
from .score_parts import SCORE_LABELS, beside_parts, pooled_table, verdict_table

OWN = (BINN,)
# Baselines that stand in the same picture as BINN; all are in the tables.
DRAWN = (*OWN, PURE_NETWORK, BOOSTING, FOREST, DEPTH_CURVE)
SHOWN_COVARIATES = 6
# What people call the rows of the table of processes that are set to the same value everywhere.
EVENED = {CONTROL: "none", ALL_PARAMETERS: "all learned parameters"}
_SPLITS = {"blocks": "spatial blocks", "random": "random places", "region": "regions"}


def write_crossvalidation_report(path: Path, run: Run[CrossvalidateJob], findings: CrossvalidationResult) -> None:
    """Write the HTML report."""
    job = run.job
    folds, profiles = findings.result.folds, findings.sites.profiles
    size = f" of {folds.block_degrees:.3g} degrees" if job.split == "blocks" else ""
    lead = (
        f"{len(profiles):,} profiles with {len(profiles.soc):,} layers in {len(folds)} folds made of {_SPLITS[job.split]}{size}. "
        "Every profile is tested once, with models that were not trained on it, nor on another profile at "
        "the same place."
    )
    body = [
        *_score_parts(findings),
        *beside_parts("On other profiles, which no fold was trained on", findings.apart),
        *beside_parts("Beside another map of SOC", findings.soc_map),
        *_depth_parts(findings),
        *held_out_radiocarbon(findings.radiocarbon),
        *_fold_parts(findings),
        *quality_parts(asdict(findings.control)),
        *covariate_parts(asdict(findings.control.covariates)),
        *_parameter_parts(findings),
        *_why_parts(findings),
    ]
    head = Head(f"BINN cross-validation: {Path(job.report).stem}", lead, _cards(findings))
    write_report(path, head, body, facts_of(run, {"recipe": asdict(findings.task.recipe)}))


def _select(findings: CrossvalidationResult, layers: str, depth: str = ALL, fold: str = POOLED) -> pd.DataFrame:
    scores = findings.scores
    return scores[(scores["layers"] == layers) & (scores["depth"] == depth) & (scores["fold"] == fold)]


def _cards(findings: CrossvalidationResult) -> dict[str, str]:
    usual = limit_label(findings.limit)
    rows = _select(findings, usual)
    own = rows[rows["against"] == ""]
    value = own.set_index(["model", "score"])["value"]
    best = own[(own["score"] == "nse") & ~own["model"].isin((*OWN, BINN_WITH_BOTH))].sort_values("value").iloc[-1]
    return {
        f"NSE of SOC, BINN, layers {usual}": pages.score(value[BINN, "nse"]),
        f"NSE of SOC, the best baseline: {best['model']}": pages.score(best["value"]),
        f"NSE of log SOC, BINN, layers {usual}": pages.score(value[BINN, "log_nse"]),
        "RMSE (gC/m3), BINN": pages.number(float(value[BINN, "rmse"])),
    }


def _score_parts(findings: CrossvalidationResult) -> list[str]:
    usual = limit_label(findings.limit)
    rows = _select(findings, usual)
    own = rows[rows["against"] == ""]
    parts = [pages.heading("Where BINN is better and where it is worse"), *_verdict_table(findings)]
    picture = figures_crossvalidation.scores_with_intervals(own[own["score"].isin(SCORE_LABELS)], OWN)
    parts.append(
        pages.figure(picture, f"Scores on held-out folds, layers {usual}: all folds together, with 90 % intervals from a block bootstrap.")
    )
    differences = rows[(rows["against"] != "") & (rows["model"] == BINN)]
    caption = (
        "Score of BINN minus the score of each baseline on the same layers, with the interval of this "
        "difference. Green: BINN is better. Orange: BINN is worse. Grey: the difference is not significant. "
        "Values beyond 1 are cut off."
    )
    parts.append(pages.figure(figures_crossvalidation.paired_differences(differences), caption))
    for layers in dict.fromkeys(findings.scores["layers"]):
        table = _select(findings, layers)
        title = "All layers" if layers == ALL else f"Layers {layers}"
        count = int(table["n_layers"].iloc[0])
        parts += [
            pages.paragraph(f"{title} ({count:,}); NSE is 1 - SSE/SST: 1 is perfect, 0 is as good as the mean."),
            pooled_table(table),
        ]
    return parts


def _verdict_table(findings: CrossvalidationResult) -> list[str]:
    """BINN less every baseline, the layers that are usually scored first."""
    usual = limit_label(findings.limit)
    kinds = [usual, *(name for name in dict.fromkeys(findings.scores["layers"]) if name != usual)]
    return verdict_table(pd.concat([_select(findings, layers) for layers in kinds]))


def _scores_by(scores: pd.DataFrame, column: str, values: Sequence[str]) -> str:
    """A table of NSE, models by the values of a column."""
    models = list(dict.fromkeys(scores["model"]))
    value = scores.set_index(["model", column])["value"]
    rows = [[model, *(pages.score(value.get((model, name), float("nan"))) for name in values)] for model in models]
    return pages.table(("NSE of SOC", *values), rows)


def _depth_parts(findings: CrossvalidationResult) -> list[str]:
    scores, profiles = findings.scores, findings.sites.profiles
    usual = limit_label(findings.limit)
    rows = scores[(scores["layers"] == usual) & (scores["depth"] != ALL) & (scores["score"] == "nse")]
    predicted = findings.result.predictions[BINN]
    parts = [pages.heading("At every depth")]
    picture = figures_crossvalidation.depth_scatters(profiles.soc, predicted, profiles.depth, DEPTH_RANGES)
    parts.append(
        pages.figure(
            picture, "Observed SOC and BINN's prediction on held-out folds, by the middle depth of the layer. On the line both are equal."
        )
    )
    shown = rows[rows["model"].isin(DRAWN)]
    caption = (
        f"NSE within ranges of depth, layers {usual}. Within a range, depth alone explains little, so these "
        "values show how well the models predict differences between places."
    )
    parts.append(pages.figure(figures_crossvalidation.nse_by_depth(shown, OWN), caption))
    return [*parts, _scores_by(rows, "depth", list(dict.fromkeys(rows["depth"])))]


def _fold_parts(findings: CrossvalidationResult) -> list[str]:
    scores, folds, profiles = findings.scores, findings.result.folds, findings.sites.profiles
    rows = scores[(scores["layers"] == limit_label(findings.limit)) & (scores["fold"] != POOLED) & (scores["score"] == "nse")]
    parts = [pages.heading("Folds and training")]
    picture = figures_crossvalidation.fold_map(profiles.longitude, profiles.latitude, folds.fold, folds.names)
    parts.append(pages.figure(picture, "The fold in which each profile is tested."))
    if findings.variogram:
        found = findings.variogram
        text = f"The range of the variogram of SOC is {found.range_km:.0f} km (nugget {found.nugget:.3g}, sill {found.sill:.3g})"
        parts.append(pages.paragraph(f"{text}. The size of the blocks, {folds.block_degrees:.3g} degrees, was set to this range."))
    shown = rows[rows["model"].isin(DRAWN)]
    parts.append(pages.figure(figures_crossvalidation.nse_by_fold(shown, OWN), "NSE of SOC in every fold."))
    parts.append(_scores_by(rows, "fold", folds.names))
    histories = [[list(map(asdict, history)) for history in fitted.histories] for fitted in findings.result.fitted]
    if any(history for members in histories for history in members):  # fields have no epochs
        text = "Training of every network of BINN, with one colour per fold. The epoch with the best validation score was kept."
        parts.append(pages.figure(figures_crossvalidation.fold_curves(histories, folds.names), text))
    table = fold_rows(findings)
    text = (
        "In each fold, no profile and no place is used both for training and for testing. The hashes are "
        "computed from the sorted ids of the profiles."
    )
    return [*parts, pages.paragraph(text), _whole_table(pd.DataFrame(table))]


def _parameter_parts(findings: CrossvalidationResult) -> list[str]:
    result, space = findings.result, findings.task.space
    lower, upper = np.array(space.lower), np.array(space.upper)
    low, median, high = np.percentile(result.parameters, (5, 50, 95), axis=0)
    edge = ((result.parameters - lower) / (upper - lower) < 0.02) | ((upper - result.parameters) / (upper - lower) < 0.02)
    parts = [pages.heading("Parameters and processes on held-out folds"), pages.paragraph(source_of_parameters(findings.task.recipe))]
    parts.append(range_figure(result.parameters, lower, upper, space.learned_names))
    rows = [
        [row.name, row.unit, *(float(value[k]) for value in (lower, low, median, high, upper)), f"{100 * edge[:, k].mean():.0f} %"]
        for k, row in enumerate(PARAMETERS)
    ]
    parts.append(pages.table(("parameter", "unit", "lower bound", "5 %", "median", "95 %", "upper bound", "profiles at a bound"), rows))
    return [*parts, *process_parts(result.processes)]


def _why_parts(findings: CrossvalidationResult) -> list[str]:
    why = findings.why
    known = why.identifiability
    names = known.parameters[known.parameters["prior_dominated"]]["parameter"].tolist()
    soc = why.importance[(why.importance["target"] == "soc") & (why.importance["measure"] == "nse_drop")]
    # The location has an importance, but no curve.
    soc = soc[soc["covariate"].isin(why.dependence["covariate"])]
    top = soc.sort_values("mean", ascending=False)["covariate"].tolist()[:SHOWN_COVARIATES]
    parts = [pages.heading("How much the data say about the parameters")]
    caption = (
        "Left: the fraction of the variance of the SOC stock that each parameter causes, if the parameters "
        "vary over the prior and the forcing is that of the profiles. Right: the standard deviation of each "
        "parameter after the data of one profile are used, divided by that of the prior. 1 means that the "
        "profile contains no information about the parameter."
    )
    parts.append(pages.figure(figures_why.sensitivity_and_shrinkage(why.sensitivity, known.parameters), caption))
    text = (
        f"The median profile gives information, in addition to the prior, about {known.directions:g} of {len(known.parameters)} "
        "combinations of parameters"
    )
    parts.append(
        pages.paragraph(f"{text} (observation error of {known.scale} SOC: {known.sigma:.3g}). This is for the BINN of the first fold.")
    )
    if names:
        parts.append(
            pages.notice(
                f"Determined by the prior, not by data: {pages.named(', '.join(names))}. Do not interpret the patterns on their "
                "maps, because the observations hardly depend on these parameters."
            )
        )
    parts.append(_whole_table(known.parameters))
    parts.append(pages.figure(figures_why.correlation_map(known.correlation), "Pairs of parameters that one profile cannot distinguish."))
    parts += [_whole_table(known.pairs), pages.heading("What SOC and its processes depend on")]
    caption = "Loss of accuracy if a covariate is shuffled among the test profiles of the first fold. BINN is not trained again."
    parts.append(pages.figure(figures_why.importance_heat_map(why.importance), caption))
    caption = (
        f"Processes as functions of the {len(top)} most important covariates: mean over the profiles, and the middle half of the profiles."
    )
    parts.append(pages.figure(figures_why.partial_dependence_curves(why.dependence, top), caption))
    caption = (
        "Loss of explained variation if a process is set to the same value everywhere. All profiles are "
        "used, most of which were used for training."
    )
    parts += [pages.figure(figures_why.process_control_bars(why.control), caption), _whole_table(why.control.replace({"process": EVENED}))]
    caption = "Change of the mean SOC stock if one process changes everywhere."
    parts.append(pages.figure(figures_why.marginal_curves(why.marginal.curves, why.marginal.slopes), caption))
    return [*parts, _whole_table(why.marginal.slopes)]


def _whole_table(table: pd.DataFrame) -> str:
    return pages.table([name.replace("_", " ") for name in table.columns], table.astype(object).to_numpy().tolist())
