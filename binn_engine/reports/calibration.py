"""From a finished calibration to its report, its JSON file and its table of intervals."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..experiments.calibrating import CALIBRATED, FOREST_CONFORMAL, RAW
from ..experiments.calibration_evidence import CHANGE, METHODS, NOISE_FREE, PARAMETER, PROCESS
from ..experiments.crossvalidation import ALL, limit_label
from ..experiments.reliability import INTERVALS
from ..experiments.results import CalibrationResult
from ..model.scaling import LEVELS, at_level
from ..running.context import Run
from ..scoring.scores import held_out
from ..settings import CalibrationJob
from ..tables import variable_label
from . import pages
from .data_parts import quality_parts
from .figures import calibration as figures_calibration
from .figures.drawing import split_map
from .frame import Head, experiment_values, facts_of, write_report

SHOWN_LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
NOMINAL_SLACK = 0.05  # by which the coverage of an interval may miss what it claims before the report says that it does
_ABOUT_TWINS = (
    "Parameters and processes cannot be observed, so profiles cannot show how large their errors are. In "
    "simulated twins with the same sites, depths and forcing, the true values are known. A model that is "
    "trained on a twin shows how wide the intervals must be. Some twins are used to find this width, and "
    "other twins to test it. This is a simulation-based correction: the intervals are right only if the "
    "real parameters vary with the covariates as smoothly as those of the twins. The coverage also shows "
    "that the raw spread of networks and dropout is not a posterior."
)
_ABOUT_SOC = (
    "Each layer is tested with networks and factors of the spread for which its profile was not used. "
    "Profiles used for calibration were used neither to train the networks nor to decide when training "
    "stops. Intervals are those of a new observation."
)
_ABOUT_NOISE = (
    "Error of an observation: the standard deviation of the difference between one observation and the "
    "mean SOC of its place (log SOC), estimated from neighbouring profiles. Intervals of the mean do not "
    "include it. 0: too few neighbours for an estimate."
)


def prediction_table(result: CalibrationResult) -> pd.DataFrame:
    """Observed SOC and predicted quantiles of every layer, by split and method, gC/m3."""
    profiles, tables = result.sites.profiles, []
    for split, calibrated in result.results.items():
        tested = calibrated.tested
        of = profiles.profile[tested.layer]
        columns: dict[str, Any] = {
            "split": split,
            "profile_id": profiles.ids[of],
            "fold": np.array(calibrated.folds.names, dtype=object)[tested.fold],
            "depth_m": profiles.depth[tested.layer],
            "soc_gC_m3": profiles.soc[tested.layer],
            "predicted": tested.value,
        }
        for method in METHODS:
            for level in SHOWN_LEVELS:
                columns[f"{method} q{100 * level:g}"] = at_level(tested.quantiles[method], LEVELS, level)
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def report_values(run: Run[CalibrationJob], result: CalibrationResult) -> dict[str, Any]:
    """Everything behind the report, ready for JSON."""
    return {
        **experiment_values(run, result.task, result.control),
        "limit_gC_m3": result.limit,
        "folds": {split: fold_rows(result, split) for split in result.results},
        "scores": result.scores.to_dict("records"),
        "curves": result.curves,
        "twins": None if result.twins is None else result.twins.to_dict("records"),
        "twin_summary": None if result.summary is None else result.summary.to_dict("records"),
        "calibration": result.calibration.to_card(),
        "layers": prediction_table(result).to_dict("list"),
    }


def fold_rows(result: CalibrationResult, split: str) -> list[dict[str, Any]]:
    """A row a fold: who trained, who calibrated and who tested, with hashes; raises where they overlap."""
    sites, calibrated, rows = result.sites, result.results[split], []
    ids, places = sites.profiles.ids.tolist(), sites.hashes()
    for name, part in zip(calibrated.folds.names, calibrated.parts):
        against = held_out(ids, places, part.seen, part.test)
        own = held_out(ids, places, part.seen, part.calibration)
        held_out(ids, places, part.calibration, part.test)
        rows.append({"fold": name, **asdict(against), "calibration_hash": own.test_hash, "calibration_profiles": own.test_profiles})
    return rows


def write_calibration_report(path: Path, run: Run[CalibrationJob], result: CalibrationResult) -> None:
    """Write the HTML report."""
    job = run.job
    profiles, folds = result.sites.profiles, result.results[job.split].folds
    lead = f"{len(profiles):,} profiles with {len(profiles.soc):,} layers, {len(folds)} folds ({job.split})"
    tests = 0 if result.twins is None else result.twins["truth"].nunique()
    lead += f", {job.twins} twins for calibration and {tests} for testing."
    body = [*_soc_parts(job, result), *_twin_parts(result), *_fold_parts(job, result), *quality_parts(asdict(result.control))]
    head = Head(f"BINN calibration: {Path(job.report).stem}", lead, _cards(job, result))
    write_report(path, head, body, facts_of(run, {"recipe": asdict(result.task.recipe)}))


def _rows(result: CalibrationResult, split: str, layers: str, depth: str | None = ALL) -> pd.DataFrame:
    scores = result.scores[(result.scores["split"] == split) & (result.scores["layers"] == layers)]
    return scores[scores["depth"] == depth] if depth else scores[scores["depth"] != ALL]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if np.isfinite(share) else "–"


def _cards(job: CalibrationJob, result: CalibrationResult) -> dict[str, str]:
    rows = _rows(result, job.split, ALL).set_index("method")
    values = {
        "observed SOC within calibrated 90 % intervals": _percent(rows.loc[CALIBRATED, "coverage_90"]),
        "within 90 % intervals of the raw spread": _percent(rows.loc[RAW, "coverage_90"]),
        "mean width of 90 % intervals, BINN divided by conformal quantile forest": pages.number(
            rows.loc[CALIBRATED, "width_90"] / rows.loc[FOREST_CONFORMAL, "width_90"]
        ),
    }
    if result.summary is not None:
        for kind, plural in ((PARAMETER, "parameters"), (PROCESS, "processes"), (CHANGE, "changes of stocks")):
            part = result.summary[result.summary["kind"] == kind]
            values[f"true {plural} of twins within 90 % intervals, calibrated (raw)"] = (
                f"{_percent(part['calibrated_90'].mean())} ({_percent(part['raw_90'].mean())})"
            )
    return values


def _soc_parts(job: CalibrationJob, result: CalibrationResult) -> list[str]:
    parts = [pages.heading("SOC: do the intervals contain the right share of the observations?"), pages.paragraph(_ABOUT_SOC)]
    tables = {split: _rows(result, split, ALL) for split in result.results}
    parts.append(
        pages.figure(
            figures_calibration.coverage_curves(tables),
            "Coverage. On the line, intervals contain exactly the share of observations that they should.",
        )
    )
    caption = "Coverage of 90 % intervals in ranges of depth, with the job's own folds."
    parts.append(pages.figure(figures_calibration.coverage_by_depth(_rows(result, job.split, ALL, None)), caption))
    parts += [pages.notice(text, good) for text, good in verdicts(result, job.split)]
    curves = result.curves[job.split]
    caption = (
        "Position of each observation in its predicted distribution. Flat: the distributions are right. High "
        "at both ends: the intervals are too narrow. Sloped: the predictions are biased."
    )
    parts.append(pages.figure(figures_calibration.pit_histograms(curves), caption))
    caption = "Are errors large where the predicted uncertainty is large? Ten groups of layers, ordered by predicted uncertainty."
    parts.append(pages.figure(figures_calibration.spread_against_skill(curves), caption))
    for split in result.results:
        for layers in (ALL, limit_label(result.limit)):
            title = f"Folds: {split}; {'all layers' if layers == ALL else f'layers {layers}'}. Widths and CRPS in gC/m3."
            parts += [pages.paragraph(title), _score_table(_rows(result, split, layers))]
        parts += [pages.paragraph(f"Folds: {split}; by depth, all layers."), _depth_table(_rows(result, split, ALL, None))]
    noise = [[name, value] for name, value in result.calibration.noise.items()]
    return [*parts, pages.paragraph(_ABOUT_NOISE), pages.table(("depth", "error of an observation"), noise)]


def verdicts(result: CalibrationResult, split: str) -> list[tuple[str, bool]]:
    """Sentences on whether the calibrated intervals of SOC hold, at all depths and in each range, and whether that is good news."""
    sentences = []
    rows = result.scores[(result.scores["split"] == split) & (result.scores["layers"] == ALL) & (result.scores["method"] == CALIBRATED)]
    for row in rows.to_dict("records"):
        if row["n"]:
            where = "All depths" if row["depth"] == ALL else row["depth"]
            off = row["coverage_90"] - 0.9
            good = abs(off) <= NOMINAL_SLACK
            said = "right" if good else f"too {'narrow' if off < 0 else 'wide'}"
            text = f"{where}: of {row['n']:,} layers, {_percent(row['coverage_90'])} are within their 90 % intervals and "
            text += f"{_percent(row['coverage_50'])} within their 50 % intervals. The intervals are {said}."
            sentences.append((text, good))
    return sentences


def _score_table(rows: pd.DataFrame) -> str:
    names = [f"coverage_{100 * inside:g}" for inside in INTERVALS]
    header = ("method", *(f"within {100 * inside:g} %" for inside in INTERVALS), "width 50 %", "width 90 %", "CRPS", "layers")
    table = [
        [
            row["method"],
            *(_percent(row[name]) for name in names),
            *(pages.number(row[name]) for name in ("width_50", "width_90", "crps")),
            row["n"],
        ]
        for row in rows.to_dict("records")
    ]
    return pages.table(header, table)


def _depth_table(rows: pd.DataFrame) -> str:
    table = [
        [row["depth"], row["method"], _percent(row["coverage_50"]), _percent(row["coverage_90"]), pages.number(row["width_90"]), row["n"]]
        for row in rows.to_dict("records")
    ]
    return pages.table(("depth", "method", "within 50 %", "within 90 %", "width 90 %", "layers"), table)


def _twin_parts(result: CalibrationResult) -> list[str]:
    parts = [pages.heading("Parameters and processes: results from simulated twins"), pages.paragraph(_ABOUT_TWINS)]
    if not result.calibration.parameters:
        return [*parts, pages.notice("No twin was simulated, so the uncertainty of parameters and processes is the raw spread.")]
    if result.summary is None or result.twins is None:
        return [
            *parts,
            pages.notice("No twin was used to test this calibration (test_twins is 0), so the coverage of its intervals is not known."),
        ]
    summary = result.summary
    labels = ["SOC without noise" if name == NOISE_FREE else variable_label(name) for name in summary["name"]]
    caption = f"Means over {result.twins['truth'].nunique()} twins that were not used for calibration."
    parts.append(pages.figure(figures_calibration.twin_coverage(summary, labels), caption))
    header = ("", "raw 90 %", "smallest to largest", "50 %", "80 %", "90 %", "95 %", "90 %, worst twin", "error / raw spread")
    columns = ("raw_90", "extremes", "calibrated_50", "calibrated_80", "calibrated_90", "calibrated_95", "least_90")
    table = [
        [label, *(_percent(row[name]) for name in columns), pages.number(row["error_over_spread"])]
        for label, row in zip(labels, summary.to_dict("records"))
    ]
    return [*parts, pages.table(header, table)]


def _fold_parts(job: CalibrationJob, result: CalibrationResult) -> list[str]:
    calibrated, profiles = result.results[job.split], result.sites.profiles
    label = np.full(len(profiles), "train", dtype=object)
    label[calibrated.parts[0].validation], label[calibrated.parts[0].calibration], label[calibrated.parts[0].test] = (
        "validation",
        "calibration",
        "blocked test",
    )
    parts = [pages.heading("Profiles used for training, calibration and testing")]
    parts.append(pages.figure(split_map(profiles.longitude, profiles.latitude, label.tolist()), "The first fold."))
    rows = fold_rows(result, job.split)
    return [*parts, pages.table(tuple(name.replace("_", " ") for name in rows[0]), [list(row.values()) for row in rows])]
