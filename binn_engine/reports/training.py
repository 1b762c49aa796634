"""The report of a training: one HTML file, from plain values and arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..experiments.score_rows import BINN
from ..learning.ensembles import ensemble_layers, ensemble_sites
from ..learning.results import TESTS, TrainingResult
from ..running.context import Run
from ..settings import TrainJob
from ..tables import PARAMETERS
from . import pages
from .data_parts import covariate_parts, quality_parts
from .figures import drawing
from .frame import Head, RunFacts, facts_of, write_report
from .parameter_parts import evidence_in_words, evidence_parts, process_parts, range_figure
from .radiocarbon_parts import radiocarbon_parts

LABELS = {"train": "train", "validation": "validation", **TESTS}
METRICS = {
    "nse": "NSE",
    "r2": "r2",
    "rmse": "RMSE (gC/m3)",
    "bias": "bias (gC/m3)",
    "log_nse": "NSE of log SOC",
}
HELD_OUT = {
    "train_hash": "hash of the training profiles",
    "test_hash": "hash of the test profiles",
    "train_profiles": "training profiles",
    "test_profiles": "test profiles",
}
CLOSE = 0.03  # NSE: two fits on a single split may differ by this much by chance


@dataclass(frozen=True)
class TestLayers:
    """Observed and predicted SOC (gC/m3) and depth (m) of the layers of a test split, ``(n,)`` each."""

    __test__ = False  # not a test, for all that its name says

    observed: np.ndarray
    predicted: np.ndarray
    depth_m: np.ndarray


@dataclass(frozen=True)
class TrainingReport:
    """The content of the report of a training.

    Parameters
    ----------
    title
        Heading of the page.
    facts
        Facts about the run.
    longitude, latitude, split
        Of every profile, ``(n,)``; degrees; ``train``, ``validation``, ``random test`` or ``blocked test``.
    history
        One mapping an epoch: ``epoch``, ``train_loss``, ``validation_nse``, ``validation_log_nse``.
    scores
        Model (``BINN`` and the baselines) to split to score, named as in ``METRICS``.
    layers
        Test layers by split.
    parameters, lower, upper, learned
        Predicted parameters ``(profiles, 21)``, their bounds ``(21,)`` and the names of those that are learned.
    processes
        Predicted processes ``(profiles, 6)``.
    quality
        What quality control found, as :func:`binn_engine.reports.data_parts.quality_parts` takes it; empty: not shown.
    evidence
        What the data said of each learned parameter: rows of :func:`binn_engine.reports.parameter_parts.evidence_in_words`.
    held_out
        Test to the hashes and numbers of the profiles that trained and that test, see :class:`binn_engine.scoring.scores.HeldOut`.
    parameters_from
        What gives the parameters, in words.
    radiocarbon
        What was learned from radiocarbon, as :func:`binn_engine.reports.radiocarbon_parts.radiocarbon_parts` takes it; empty: not shown.
    """

    title: str
    facts: RunFacts
    longitude: np.ndarray
    latitude: np.ndarray
    split: Sequence[str]
    history: Sequence[Mapping[str, float]]
    scores: Mapping[str, Mapping[str, Mapping[str, float]]]
    layers: Mapping[str, TestLayers]
    parameters: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    learned: Sequence[str]
    processes: np.ndarray
    quality: Mapping[str, Any] = field(default_factory=dict)
    evidence: Sequence[Mapping[str, Any]] = ()
    held_out: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    parameters_from: str = ""
    radiocarbon: Mapping[str, Any] = field(default_factory=dict)


def write_training_report(
    path: Path, run: Run[TrainJob], trained: TrainingResult, scores: dict[str, Any], evidence: list[dict[str, Any]]
) -> None:
    """Write the HTML report of a training.

    Parameters
    ----------
    path, run
        Where to write; the run, for its settings and provenance.
    trained
        The model, the sites, and how they were split.
    scores
        By model (BINN and the baselines), test and unit (``gC_m3`` or ``log``).
    evidence
        What the data said of each learned parameter.
    """
    model, split, sites = trained.model, trained.split, trained.sites
    layers = {
        label: TestLayers(
            trained.parts[name].soc.cpu().numpy(),
            ensemble_layers(model, trained.parts[name], run.reporter.warning),
            sites.profiles.subset(split.parts()[name]).depth,
        )
        for name, label in TESTS.items()
        if name in trained.parts
    }
    predicted = [ensemble_sites(model, part, run.reporter.warning) for part in trained.parts.values()]
    report = TrainingReport(
        title=f"BINN training: {Path(run.job.model).stem}",
        facts=facts_of(run),
        longitude=sites.profiles.longitude,
        latitude=sites.profiles.latitude,
        split=[LABELS[name] for name in split.labels()],
        history=[asdict(row) for row in trained.fitted.histories[0]],
        scores={
            name: {test: {**rows["gC_m3"], "log_nse": rows["log"]["nse"]} for test, rows in tests.items()} for name, tests in scores.items()
        },
        layers=layers,
        parameters=np.concatenate([row[0] for row in predicted]),
        lower=np.array(model.space.lower),
        upper=np.array(model.space.upper),
        learned=model.space.learned_names,
        processes=np.concatenate([row[1] for row in predicted]),
        evidence=evidence_in_words(evidence),
        quality=asdict(trained.control),
        held_out={label: asdict(row) for label, row in trained.held_out.items()},
        parameters_from=model.parameters_from,
        radiocarbon=trained.radiocarbon,
    )
    training_report(path, report)


def training_report(path: str | Path, report: TrainingReport) -> None:
    """Write the report of a training as one HTML file."""
    counts = {name: list(report.split).count(name) for name in dict.fromkeys(report.split)}
    lead = f"{len(report.split):,} profiles: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()) + "."
    parts = [pages.heading("How good is the model?")]
    if report.scores.get(BINN):
        parts += [*_verdict_table(report.scores), _score_table(report.scores)]
    else:
        parts.append(pages.notice("The model was not tested: it was trained on all profiles. 'Cross-validate' tells how good it is."))
    parts.append(
        pages.paragraph(
            "NSE is 1 - SSE/SST: 1 is perfect, 0 is as good as the mean of the observations. Blocked test "
            "profiles are in whole spatial blocks without training profiles. They show how good the model is in "
            "new areas. Random test profiles have training profiles nearby."
        )
    )
    if report.layers:
        layers = {name: (rows.observed, rows.predicted, rows.depth_m) for name, rows in report.layers.items()}
        parts.append(pages.figure(drawing.observed_against_predicted(layers), "Observed and predicted SOC of the test layers."))
        caption = (
            "Predicted SOC divided by observed SOC, by depth. The line is the median; the band contains the middle half of the layers."
        )
        parts.append(pages.figure(drawing.error_by_depth(layers), caption))
    parts += radiocarbon_parts(report.radiocarbon)
    parts += _learned_parts(report)
    parts.append(pages.heading("Profiles and training"))
    parts.append(
        pages.figure(
            drawing.split_map(report.longitude, report.latitude, report.split), "Use of each profile: training, validation or testing."
        )
    )
    if report.held_out:
        parts.append(
            pages.paragraph(
                "No profile and no place is used both for training and for testing. The hashes are computed from the "
                "sorted ids of the profiles."
            )
        )
        columns = ("test", *(HELD_OUT.get(name, name) for name in next(iter(report.held_out.values()))))
        parts.append(pages.table(columns, [[name, *row.values()] for name, row in report.held_out.items()]))
    if report.history:
        parts.append(pages.figure(drawing.learning_curves(report.history), "The epoch with the best validation score was kept."))
    if report.quality:
        parts += quality_parts(report.quality)
        parts += covariate_parts(report.quality["covariates"])
    write_report(path, Head(report.title, lead, _cards(report)), parts, report.facts)


def _cards(report: TrainingReport) -> dict[str, str]:
    values = {}
    for split, scores in report.scores.get(BINN, {}).items():
        values[f"NSE of SOC, {split}"] = pages.score(scores.get("nse", float("nan")))
        values[f"NSE of log SOC, {split}"] = pages.score(scores.get("log_nse", float("nan")))
    return values


def _verdict_table(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """BINN against every baseline, a row each: its score, the baseline's, and which of them is better."""
    rows = []
    for split, own in scores.get(BINN, {}).items():
        for metric in ("nse", "log_nse"):
            rivals = {name: rows[split][metric] for name, rows in scores.items() if name != BINN and metric in rows.get(split, {})}
            rows += [[split, METRICS[metric], name, *_judged(own[metric], value)] for name, value in rivals.items() if metric in own]
    text = f"Scores that differ by less than {CLOSE:g} are close: two fits on one split may differ by this much by chance."
    return [pages.table(("test", "score", "against", "BINN", "baseline", "BINN is"), rows), pages.paragraph(text)] if rows else []


def _judged(score: float, rival: float) -> list[str | pages.Verdict]:
    apart = score - rival
    verdict = pages.verdict(apart, apart - CLOSE, apart + CLOSE)
    # Not a tie: that is a difference whose interval contains 0, and there is no interval here.
    return [pages.score(score), pages.score(rival), pages.Verdict("tie", "close") if verdict.kind == "tie" else verdict]


def _score_table(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    rows = [
        [split, model, *(_cell(metric, values.get(metric, float("nan"))) for metric in METRICS)]
        for split in dict.fromkeys(split for splits in scores.values() for split in splits)
        for model, values in ((name, splits[split]) for name, splits in scores.items() if split in splits)
    ]
    return pages.table(("test", "model", *METRICS.values()), rows)


def _cell(metric: str, value: float) -> float | str:
    return value if metric in ("rmse", "bias") else pages.score(value)


def _learned_parts(report: TrainingReport) -> list[str]:
    span = report.upper - report.lower
    low, median, high = np.percentile(report.parameters, (5, 50, 95), axis=0)
    spread = (high - low) / span
    rows = [
        [row.name, row.unit, float(low[k]), float(median[k]), float(high[k]), float(spread[k]), row.meaning]
        for k, row in enumerate(PARAMETERS)
    ]
    picture = range_figure(report.parameters, report.lower, report.upper, report.learned)
    parts = [pages.heading("Learned parameters and processes"), pages.paragraph(report.parameters_from), picture]
    if report.evidence:
        parts += evidence_parts(report.evidence)
    parts.append(pages.table(("parameter", "unit", "5 %", "median", "95 %", "spread / range", "meaning"), rows))
    return [*parts, *process_parts(report.processes)]
