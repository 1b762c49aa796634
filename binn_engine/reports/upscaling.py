"""From an upscaled model to its report."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np

from ..learning.ensembles import ensemble_sites
from ..proda.results import UpscalingResult
from ..proda.upscaling_data import test_names
from ..running.context import Run
from ..settings import ProdaUpscaleJob
from . import pages
from .figures import drawing
from .frame import Head, facts_of, write_report
from .parameter_parts import evidence_in_words, evidence_parts, process_parts, range_figure
from .training import LABELS


def write_upscaling_report(path: Path, run: Run[ProdaUpscaleJob], result: UpscalingResult) -> None:
    """Write the HTML report."""
    sites, left_out = result.data.sites, result.data.left_out
    lead = (
        f"A network with {len(sites.covariates.names)} covariates, trained on the posteriors of {len(sites):,} "
        f"profiles. Left out: {left_out['not_converged']:,} profiles with R-hat above {run.job.max_rhat:g}, {left_out['badly_fitted']:,} "
        f"that are fitted badly, {left_out['without_covariates']:,} without covariates."
    )
    cards = {f"NSE of SOC, {test}": pages.score(rows["gC_m3"]["nse"]) for test, rows in result.scores["soc"].items()}
    cards |= {f"NSE of log SOC, {test}": pages.score(rows["log"]["nse"]) for test, rows in result.scores["soc"].items()}
    body = [*_score_parts(result), *_learned_parts(run, result), *_training_parts(run.job, result)]
    head = Head(f"PRODA upscaling: {Path(run.job.model).stem}", lead, cards)
    write_report(path, head, body, facts_of(run, {"recipe": asdict(result.data.task.recipe)}))


def _score_parts(result: UpscalingResult) -> list[str]:
    scores = result.scores["parameters"]
    rows = [[name, *(pages.score(scores[test][name]) for test in scores)] for name in result.model.space.learned_names]
    text = (
        "r2 of the posterior means at profiles that were held out. It shows how well the covariates predict "
        "the parameters that were estimated from single profiles."
    )
    return [pages.heading("Do the covariates predict the posteriors?"), pages.paragraph(text), pages.table(("parameter", *scores), rows)]


def _learned_parts(run: Run[ProdaUpscaleJob], result: UpscalingResult) -> list[str]:
    model, data = result.model, result.data
    tensors = data.task.tensors(data.sites, np.arange(len(data.sites)), model.encoding, run.device)
    parameters, processes = ensemble_sites(model, tensors)
    picture = range_figure(parameters, np.array(model.space.lower), np.array(model.space.upper), model.space.learned_names)
    evidence = evidence_parts(evidence_in_words(result.evidence))
    return [pages.heading("Learned parameters and processes"), picture, *evidence, *process_parts(processes)]


def _training_parts(job: ProdaUpscaleJob, result: UpscalingResult) -> list[str]:
    names, profiles = LABELS | test_names(job), result.data.sites.profiles
    labels = [names[name] for name in result.split.labels()]
    picture = drawing.split_map(profiles.longitude, profiles.latitude, labels)
    epochs = [[number, len(history), min(row["validation_loss"] for row in history)] for number, history in enumerate(result.histories, 1)]
    sizes = [[name, row.train_profiles, row.test_profiles] for name, row in result.held_out.items()]
    return [
        pages.heading("Profiles and training"),
        pages.figure(picture, "Use of each profile: training, validation or testing."),
        pages.table(("network", "epochs", "best validation loss"), epochs),
        pages.table(("test", "training profiles", "test profiles"), sizes),
    ]
