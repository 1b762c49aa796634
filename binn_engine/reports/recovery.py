"""From the result of a recovery to its JSON file and its report, one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..experiments.recovery import NOISE_FREE, OBSERVED, PARAMETER, PROCESS, Recovered, checked_folds
from ..experiments.recovery_summary import GIVEN, NO_GRADIENT, NOT_RECOVERED, RECOVERED
from ..experiments.results import RecoveryResult
from ..running.context import Run
from ..settings import RecoveryJob
from ..tables import PARAMETER_NAMES, PROCESS_NAMES, variable_label
from . import pages
from .data_parts import quality_parts
from .figures import recovery as pictures
from .figures.drawing import learning_curves
from .frame import Head, experiment_values, facts_of, write_report

DIGITS = 10  # of the values of sites and layers in the JSON file: parameters that SOC hardly moves vary in their fifth
FEW_TRUTHS = 3  # below which a parameter may well seem to be recovered
GOOD_SOC = 0.8  # NSE of log SOC from which one might take the parameters for right
_ABOUT_SCORES = (
    "r is Pearson's correlation over the test profiles. R2 is 1 - SSE/SST. Bias is predicted minus true. "
    "Scatter is the standard deviation of the error. Ranges are those of the prior or, for a process, "
    "those of its map. By chance: the prediction for one set of true parameters, compared with other "
    "sets. Recovered: the mean r is above 0.4 and at least two standard deviations above chance. For a "
    "process, it must also be above the r that is found without any learning. If a true parameter is the "
    "same everywhere, recovered means that the error is at most half of the error by chance, and at most "
    "half of the error if the parameter is set to the middle of its range. Above chance on average: the "
    "mean over the sets is at least two standard errors above chance, but less than two standard "
    "deviations."
)
TRUTHS = {
    "smooth": "Each true parameter is a smooth random function of a few covariates. The network does not know these functions.",
    "constant": "Each true parameter has the same value at all profiles. A new value is drawn for each set of true parameters.",
    "raster": "The true parameters come from a raster. Parameters that are not in it have the same value everywhere.",
    "table": "The true parameters come from a table. Parameters that are not in it have the same value everywhere.",
}


def result_values(run: Run[RecoveryJob], result: RecoveryResult) -> dict[str, Any]:
    """Everything the report shows, and the values of sites and layers that the scores against the truth are computed from, ready for JSON.

    Scores by chance are in it as scores only: their truths follow from the seed, and would make the file many times as large.
    """
    profiles = result.sites.profiles
    return {
        **experiment_values(run, result.task, result.control),
        "words": [text for text, _ in result.words],
        "summary": result.summary.to_dict("records"),
        "soc_summary": result.soc_summary.to_dict("records"),
        "scores": result.scores.to_dict("records"),
        "soc_scores": result.soc.to_dict("records"),
        "folds": fold_rows(result),
        "history": [asdict(row) for row in result.recovered[0].runs[0].history],
        "answering": result.answering,
        "sites": {
            "profile_id": profiles.ids.tolist(),
            "longitude": profiles.longitude.tolist(),
            "latitude": profiles.latitude.tolist(),
            "fold": _tested_folds(result).tolist(),
            "fold_names": list(result.folds.names),
        },
        "truths": [_truth_values(result, row) for row in result.recovered],
        "shuffled": _truth_values(result, result.shuffled) if result.shuffled else None,
    }


def fold_rows(result: RecoveryResult) -> list[dict[str, Any]]:
    """Which profiles train and which test, by twin and fold: numbers and hashes of the profiles, and the epochs trained."""
    rows = []
    for recovered in (*result.recovered, *([result.shuffled] if result.shuffled else [])):
        for run, held in zip(recovered.runs, checked_folds(recovered, result.sites)):
            head = {"truth": recovered.twin.number, "shuffled": recovered is result.shuffled, "fold": result.folds.names[run.fold]}
            rows.append({**head, **asdict(held), "epochs": len(run.history)})
    return rows


def write_recovery_report(path: Path, run: Run[RecoveryJob], result: RecoveryResult) -> None:
    """Write the HTML report."""
    job = run.job
    lead = (
        f"{len(result.sites):,} profiles, {len(result.recovered)} set{'s' * (len(result.recovered) > 1)} of true parameters ({job.truth}), "
    )
    lead += f"noise {100 * job.noise:g} %; tested in {len(result.recovered[0].runs)} of {len(result.folds)} folds ({job.split})."
    body = [pages.heading("Which parameters and processes are recovered?"), *_cautions(result), *_score_parts(result, job)]
    body += [pages.heading("In words"), *(pages.paragraph(text) for text, _ in result.words), *_soc_parts(result)]
    body += _method_parts(result, job)
    head = Head(f"BINN recovery: {Path(job.report).stem}", lead, _cards(result))
    write_report(path, head, body, facts_of(run, {"recipe": asdict(result.task.recipe)}))


def _cards(result: RecoveryResult) -> dict[str, str]:
    rows = result.summary
    learned, tested = rows[rows["kind"] == PARAMETER], rows[(rows["kind"] != PARAMETER) & (rows["verdict"] != GIVEN)]
    noise_free = result.soc_summary.set_index("name").loc[NOISE_FREE]
    values = {}
    for label, part in (("parameters recovered", learned), ("processes recovered (without those from the forcing)", tested)):
        values[label] = f"{int((part['verdict'] == RECOVERED).sum())} of {len(part)}"
    if learned["r_mean"].notna().any():
        values["mean r of the learned parameters"] = f"{learned['r_mean'].mean():.2f}"
    values["NSE of SOC without noise"] = pages.score(float(noise_free["nse_mean"]))
    values["NSE of log SOC without noise"] = pages.score(float(noise_free["log_nse_mean"]))
    return values


def _cautions(result: RecoveryResult) -> list[str]:
    """What the scores do not say by themselves."""
    texts = []
    if len(result.recovered) < FEW_TRUTHS:
        texts.append(
            "With so few sets of true parameters, a parameter may be recovered by chance in one set and not in "
            "the next. Use five sets or more."
        )
    fit = float(result.soc_summary.set_index("name").loc[NOISE_FREE, "log_nse_mean"])
    learned = result.summary[result.summary["kind"] == PARAMETER]
    if fit > GOOD_SOC and (learned["verdict"] != RECOVERED).any():
        text = f"SOC is still predicted well (NSE of log SOC {fit:.2f})"
        texts.append(f"{text}. A good score for SOC does not prove that the parameters are right.")
    return [pages.notice(text) for text in texts]


def _score_parts(result: RecoveryResult, job: RecoveryJob) -> list[str]:
    score = "rmse_of_range" if job.truth == "constant" else "r"
    rule = (
        "A parameter is recovered if its error is at most half of the grey value."
        if score != "r"
        else "If the end of the bar is within the grey range, a single map of the parameter is not reliable."
    )
    caption = (
        f"Mean over the sets of true parameters; {'shorter' if score != 'r' else 'longer'} is better. Grey: "
        f"by chance, that is, predictions compared with another set of true parameters. {rule} Cross: trained "
        "on covariates shuffled among the profiles. Short line: nothing learned, that is, all learned "
        "parameters set to the middle of their ranges."
    )
    parts = [pages.figure(pictures.recovery_bars(result.summary, result.scores, score), caption)]
    space = result.task.space
    ranges = dict(zip(PARAMETER_NAMES, zip(space.lower, space.upper)))
    for kind, plural in ((PARAMETER, "Parameters"), (PROCESS, "Processes")):
        rows = result.summary[(result.summary["kind"] == kind) & (result.summary["verdict"] != GIVEN)]
        if len(rows):
            caption = (
                f"{plural} at the test profiles of all sets: true and predicted values. On the line both are equal. "
                "Darker means more profiles."
            )
            parts.append(pages.figure(pictures.truth_against_found(_pairs(result, rows["name"]), _notes(rows), ranges), caption))
    parts.append(pages.heading("Scores"))
    for kind in (PARAMETER, PROCESS):
        parts += _tables(result.summary[result.summary["kind"] == kind], kind)
    parts.append(pages.paragraph(_ABOUT_SCORES))
    return parts


def _tables(rows: pd.DataFrame, kind: str) -> list[str]:
    head = (kind, "r", "sd", "by chance", "sd", "shuffled", "nothing learned", "r2", "by chance", "verdict")
    keys = ("r_mean", "r_sd", "r_null_mean", "r_null_sd", "r_shuffled", "r_untaught", "r2_mean", "r2_null_mean")
    first = [[_label(row), *(_two_decimals(row[key]) for key in keys), _verdict(row["verdict"])] for row in rows.to_dict("records")]
    columns = ("unit", "R2", "by chance", "bias", "by chance", "scatter", "by chance", "bias / range", "scatter / range", "by chance")
    errors = [
        [
            _label(row), row["unit"], _two_decimals(row["skill_mean"]), _two_decimals(row["skill_null_mean"]),
            *(row[key] for key in ("bias_mean", "bias_null_mean", "scatter_mean", "scatter_null_mean")),
            *(_two_decimals(row[key]) for key in ("bias_of_range_mean", "scatter_of_range_mean", "scatter_of_range_null_mean")),
        ]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return [pages.table(head, first), pages.table((kind, *columns), errors)]


def _soc_parts(result: RecoveryResult) -> list[str]:
    head = ("against", "scale", "NSE", "sd", "by chance", "sd", "shuffled", "nothing learned")
    keys = ("mean", "sd", "null_mean", "null_sd", "shuffled", "untaught")
    rows = [
        [f"{row['name']} SOC", scale, *(pages.score(row[f"{score}_{key}"]) for key in keys)]
        for row in result.soc_summary.to_dict("records")
        for scale, score in (("gC/m3", "nse"), ("logarithm", "log_nse"))
    ]
    true, observed = (np.concatenate([getattr(row.twin, name)[row.layer] for row in result.recovered]) for name in ("soc", "observed"))
    picture = pictures.soc_against_found(true, observed, np.concatenate([row.soc for row in result.recovered]))
    caption = f"The {len(true):,} test layers of all sets. On the line both are equal. Darker means more layers."
    header = ("truth", "left out", "mean r", f"NSE, {NOISE_FREE}", f"log NSE, {NOISE_FREE}", f"log NSE, {OBSERVED}")
    parts = [pages.heading("SOC"), pages.figure(picture, caption), pages.table(head, rows)]
    return [*parts, pages.heading("Each set of true parameters"), pages.table(header, _truth_rows(result))]


def _truth_rows(result: RecoveryResult) -> list[list[Any]]:
    rows = []
    own, soc = (table[table["against"] == "truth"] for table in (result.scores, result.soc))
    for recovered in result.recovered:
        number = recovered.twin.number
        r = own.loc[(own["truth"] == number) & (own["kind"] == PARAMETER), "r"].mean()
        by_name = soc[soc["truth"] == number].set_index("name")
        scores = [by_name.loc[NOISE_FREE, "nse"], by_name.loc[NOISE_FREE, "log_nse"], by_name.loc[OBSERVED, "log_nse"]]
        rows.append([number, recovered.dropped, _two_decimals(r), *map(pages.score, scores)])
    return rows


def _method_parts(result: RecoveryResult, job: RecoveryJob) -> list[str]:
    """How the twins were made and tested: folds, truths, training, quality control."""
    profiles, fold = result.sites.profiles, _tested_folds(result)
    picture = pictures.fold_map(profiles.longitude, profiles.latitude, fold, result.folds.names)
    parts = [pages.heading("How it was tested"), pages.paragraph(TRUTHS[job.truth])]
    text = "SOC is computed with CLM5 from the true parameters, at the layers of the profiles and with their forcing"
    text += f", times lognormal noise of {100 * job.noise:g} %." if job.noise else "; no noise is added."
    parts.append(
        pages.paragraph(f"{text} The network is trained on this SOC. Parameters that are not learned are set to their true values.")
    )
    if result.answering and (without := [name for name, share in result.answering.items() if share == 0.0]):
        parts.append(
            pages.paragraph(f"Parameters on which SOC does not depend at any of these profiles: {pages.named(', '.join(without))}.")
        )
    caption = "The fold in which each profile is tested. The network that predicts a fold was not trained on its profiles."
    parts.append(pages.figure(picture, caption))
    if history := [asdict(row) for row in result.recovered[0].runs[0].history]:  # fields have no epochs
        caption = "Training on the first set of true parameters and the first fold. The epoch with the best validation score is kept."
        parts.append(pages.figure(learning_curves(history), caption))
    rows = [list(row.values()) for row in fold_rows(result)]
    head = ("truth", "shuffled", "fold", "training hash", "test hash", "training profiles", "test profiles", "epochs")
    parts += [pages.heading("Folds"), pages.table(head, rows)]
    depends = result.recovered[0].twin.truth.depends_on
    if depends:
        rows = [[name, ", ".join(covariates)] for name, covariates in depends.items() if name in result.task.space.learned_names]
        parts += [
            pages.heading("Covariates that the first set of true parameters depends on"),
            pages.table(("parameter", "covariates"), rows),
        ]
    return [*parts, *quality_parts(asdict(result.control))]


def _truth_values(result: RecoveryResult, recovered: Recovered) -> dict[str, Any]:
    """True and predicted values of one twin at its test sites and layers."""
    twin, site, layer = recovered.twin, recovered.site, recovered.layer
    learned = [(name, PARAMETER_NAMES.index(name)) for name in result.task.space.learned_names]
    processes = list(enumerate(PROCESS_NAMES))
    profiles = result.sites.profiles
    return {
        "truth": twin.number,
        "dropped": recovered.dropped,
        "depends_on": {name: list(names) for name, names in twin.truth.depends_on.items()},
        "site": site.tolist(),
        "fold": recovered.fold.tolist(),
        "parameters": {
            name: {"true": _rounded(twin.parameters[site, k]), "predicted": _rounded(recovered.parameters[:, k])} for name, k in learned
        },
        "processes": {
            name: {"true": _rounded(twin.processes[site, k]), "predicted": _rounded(recovered.processes[:, k])} for k, name in processes
        },
        "layers": {
            "site": profiles.profile[layer].tolist(),
            "depth_m": _rounded(profiles.depth[layer]),
            "soc_gC_m3": _rounded(twin.soc[layer]),
            "observed_gC_m3": _rounded(twin.observed[layer]),
            "predicted_gC_m3": _rounded(recovered.soc),
        },
    }


def _tested_folds(result: RecoveryResult) -> np.ndarray:
    """The fold of every site, ``(sites,)``; -1 where it was not run."""
    return np.where(np.isin(result.folds.fold, [run.fold for run in result.recovered[0].runs]), result.folds.fold, -1)


def _pairs(result: RecoveryResult, names: Sequence[str]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """True and predicted values of parameters and processes at the test sites of all truths."""
    pairs = {}
    for name in names:
        of_parameter = name in PARAMETER_NAMES
        column = (PARAMETER_NAMES if of_parameter else PROCESS_NAMES).index(name)
        field = "parameters" if of_parameter else "processes"
        true = [getattr(row.twin, field)[row.site, column] for row in result.recovered]
        pairs[name] = np.concatenate(true), np.concatenate([getattr(row, field)[:, column] for row in result.recovered])
    return pairs


def _notes(rows: pd.DataFrame) -> dict[str, str]:
    r = {row["name"]: f"r {row['r_mean']:.2f}, " if np.isfinite(row["r_mean"]) else "" for row in rows.to_dict("records")}
    return {row["name"]: f"{r[row['name']]}{row['verdict']}" for row in rows.to_dict("records")}


def _verdict(word: str) -> pages.Verdict:
    return pages.Verdict({RECOVERED: "better", NOT_RECOVERED: "worse"}.get(word, "tie"), word)


def _label(row: dict[str, Any]) -> str:
    return variable_label(row["name"]) + (" (no effect on SOC)" if row["verdict"] == NO_GRADIENT else "")


def _two_decimals(value: float) -> str:
    return f"{value:.2f}" if np.isfinite(value) else "–"


def _rounded(values: np.ndarray) -> list[float]:
    return [float(f"{value:.{DIGITS}g}") for value in values]
