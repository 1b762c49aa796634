"""The frame of every report: first key figures and warnings; last how to repeat the run, its settings and the provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..learning.site_sources import QualityControl
from ..learning.task import Task
from ..running.command import command_line
from ..running.context import Run
from ..running.layer_copies import job_without_copies, text_without_copies, without_copy
from ..running.record import provenance
from . import pages

COPIED = "These layers had no file of their own, so a copy was made for this run. To repeat it, save them under these names:"
EMPTY: tuple[Any, ...] = ("", (), [], None)  # settings that are not set


@dataclass(frozen=True)
class Head:
    """The beginning of a report: its title, a sentence on what was done, and key figures, label to value."""

    title: str
    lead: str
    cards: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RunFacts:
    """Facts about the run, for its report.

    Parameters
    ----------
    settings
        Of the job; values may be mappings. Settings that are not set are not shown.
    command
        The shell command that repeats the run.
    provenance
        Versions, device, hashes of inputs, timings; values may be mappings.
    warnings
        Warnings of the run.
    copies
        Names of the files that the plugin made of layers for this run, which are gone after it.
    """

    settings: Mapping[str, Any]
    command: str
    provenance: Mapping[str, Any] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    copies: Sequence[str] = ()


def facts_of(run: Run, settings: Mapping[str, Any] | None = None, origin: Mapping[str, Any] | None = None) -> RunFacts:
    """What there is to say of ``run``, with further ``settings`` such as the recipe, and further facts of where results come from."""
    job, known = job_without_copies(run.job), provenance(run)
    copied = [path for path in known["inputs"] if without_copy(path) != path]
    inputs = {without_copy(path): state for path, state in known["inputs"].items()}
    return RunFacts(
        settings=asdict(job) | dict(settings or {}),
        command=command_line(job),
        provenance=known | {"inputs": inputs} | dict(origin or {}),
        warnings=[text_without_copies(text, copied) for text in run.reporter.messages],
        copies=sorted(map(without_copy, copied)),
    )


def write_report(path: str | Path, head: Head, body: Sequence[str], facts: RunFacts) -> None:
    """Write a report as one HTML file; the ``body`` is made by the functions of :mod:`binn_engine.reports.pages`."""
    parts = [
        *([pages.cards(head.cards)] if head.cards else []),
        *map(pages.notice, dict.fromkeys(facts.warnings)),
        *body,
        pages.heading("To repeat this run"),
        pages.code(facts.command),
        *([pages.paragraph(f"{COPIED} {', '.join(facts.copies)}.")] if facts.copies else []),
        pages.heading("Settings"),
        pages.properties({name: value for name, value in facts.settings.items() if value not in EMPTY}),
        pages.heading("Provenance"),
        pages.properties(facts.provenance),
    ]
    Path(path).write_text(pages.page(head.title, head.lead, parts), encoding="utf-8")


def experiment_values(run: Run, task: Task, control: QualityControl) -> dict[str, Any]:
    """What the JSON file of every experiment opens with: the run, the recipe, and what quality control found."""
    return {
        "job": asdict(run.job),
        "recipe": asdict(task.recipe),
        "command": command_line(run.job),
        "provenance": provenance(run),
        "warnings": run.reporter.messages,
        "quality": asdict(control),
    }
