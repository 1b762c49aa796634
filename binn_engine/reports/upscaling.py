"""From an upscaled model to its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ..learning.ensembles import ensemble_sites
from ..learning.scores import HeldOut
from ..model.checkpoints import Model
from ..proda.upscaling_data import UpscalingData, test_names
from ..resampling.splits import Split
from ..running.command import command_line
from ..running.context import Run
from ..running.record import provenance
from ..settings import ProdaUpscaleJob
from ..tables import EVIDENCE
from . import pages
from .figures import drawing
from .learning import evidence_parts
from .training import LABELS


def write_upscaling_report(
    path: Path,
    job: ProdaUpscaleJob,
    run: Run,
    taught: UpscalingData,
    split: Split,
    model: Model,
    scores: Mapping[str, Any],
    evidence: Sequence[Mapping[str, Any]],
    histories: Sequence[Sequence[Mapping[str, float]]],
    held_out: Mapping[str, HeldOut],
) -> None:
    """Write the HTML report of ``model``; ``scores`` are those on profiles held out."""
    sites, left_out = taught.sites, taught.left_out
    lead = (
        f"A network of {len(sites.covariates.names)} covariates, taught by the posteriors of {len(sites):,} profiles. Left out: "
        f"{left_out['not_converged']:,} that have not converged, {left_out['badly_fitted']:,} badly fitted, "
        f"{left_out['without_covariates']:,} without covariates."
    )
    cards = {f"NSE of SOC, {test}": pages.score(rows["gC_m3"]["nse"]) for test, rows in scores["soc"].items()}
    cards |= {f"NSE of log SOC, {test}": pages.score(rows["log"]["nse"]) for test, rows in scores["soc"].items()}
    tests = list(scores["parameters"])
    rows = [[name, *(pages.score(scores["parameters"][test][name]) for test in tests)] for name in model.space.learned_names]
    parameters, processes = ensemble_sites(model, taught.task.tensors(sites, np.arange(len(sites)), model.encoding, run.device))
    text = "r2 of the posterior means of profiles held out: how much of what single profiles say follows from the covariates."
    lower, upper = np.array(model.space.lower), np.array(model.space.upper)
    picture = drawing.parameter_ranges(parameters, lower, upper, model.space.learned_names)
    parts = [pages.cards(cards), *map(pages.notice, (message for _, message in run.reporter.warnings))]
    parts += [pages.heading("Do the covariates tell the posteriors?"), pages.paragraph(text), pages.table(("parameter", *tests), rows)]
    parts += [pages.heading("What it learned"), pages.figure(picture, "Parameters at the profiles, within their ranges.")]
    parts += evidence_parts([{**row, "informed_by": EVIDENCE[row["informed_by"]]} for row in evidence])
    parts.append(pages.figure(drawing.process_histograms(processes), "The six processes at the profiles."))
    names = LABELS | test_names(job)
    labels = [names[name] for name in split.labels()]
    parts += [pages.heading("Profiles and training")]
    parts.append(
        pages.figure(drawing.split_map(sites.profiles.longitude, sites.profiles.latitude, labels), "What each profile was used for.")
    )
    epochs = [[number, len(history), min(row["validation_loss"] for row in history)] for number, history in enumerate(histories, 1)]
    parts.append(pages.table(("network", "epochs", "best validation loss"), epochs))
    parts.append(
        pages.table(
            ("test", "training profiles", "test profiles"),
            [[name, row.train_profiles, row.test_profiles] for name, row in held_out.items()],
        )
    )
    parts += [pages.heading("To repeat this run"), pages.code(command_line(job)), pages.heading("Settings"), pages.properties(asdict(job))]
    parts += [pages.properties({"recipe": asdict(taught.task.recipe)}), pages.heading("Provenance"), pages.properties(provenance(run))]
    path.write_text(pages.page(f"PRODA upscaling: {Path(job.model).stem}", lead, parts), encoding="utf-8")
