"""The engine's client: runs a job in a process of its own and turns its events into feedback."""

from __future__ import annotations

import dataclasses
import shutil
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingFeedback

from ...binn_engine import protocol
from ...binn_engine.errors import Cancelled, EngineError
from ...binn_engine.running.layer_copies import copies_in, text_without_copies
from ..translation import tr
from .child import Child
from .environment import PLUGIN_FOLDER, engine_python, why_no_engine
from .labels import with_labels
from .progress import ShownProgress


def run_job(job: protocol.Job, folder: Path, feedback: QgsProcessingFeedback, labels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run ``job`` in the engine and return its ``result`` event, a mapping with ``outputs``, ``metrics``, ``warnings`` and their ``codes``.

    ``folder`` takes ``job.json``; ``labels`` are what messages call the fields of the job. Progress, log and warnings go to ``feedback``,
    whose cancellation ends the engine's whole process group within two seconds.

    Raises
    ------
    EngineError
        With the engine's own message and remedy where it reports an error; with what is known where it dies without one.
    Cancelled
        If the user cancelled; unfinished outputs of the engine are removed, except those from which the job can be resumed.
    """
    missing = why_no_engine()
    if missing:
        raise EngineError(missing)
    job_file = Path(folder) / "job.json"
    protocol.write_job(job, job_file)
    command = [str(engine_python()), "-m", "binn_engine", "run", str(job_file), "--watch-stdin"]
    try:
        child = Child(command, PLUGIN_FOLDER)
    except OSError as error:
        raise EngineError(
            tr("The engine cannot be started: {python}: {reason}.").format(python=engine_python(), reason=error.strerror),
            tr("Run 'Set up the engine' again."),
        ) from error
    pids, copies = {child.process.pid}, copies_in(job)

    def in_words(text: object) -> str:
        """A message as the user knows the layers and the parameters."""
        return with_labels(text_without_copies(str(text), copies), labels or {})

    try:
        result = _follow(child, feedback, pids, protocol.left_by(job), in_words)
    finally:
        child.stop()
        remove_partial_outputs(job, pids)
    return result


def _follow(child: Child, feedback: QgsProcessingFeedback, pids: set[int], left: str, in_words: Callable[[object], str]) -> dict[str, Any]:
    """The result of a running engine, its events passed on to ``feedback``; its own process id joins ``pids``.
    ``left`` is what a cancelled run leaves; ``in_words`` says messages in the user's words."""
    result, error = None, None
    progress = ShownProgress(feedback)
    warnings: list[str] = []
    codes: dict[str, str] = getattr(feedback, "codes", {})  # those of the warnings, for a feedback that keeps them
    for line in child.lines(feedback.isCanceled, progress.idle):
        event = protocol.decode_event(line)
        if event is None:
            feedback.pushDebugInfo(line)
            continue
        kind = event["event"]
        if kind == "progress":
            progress.event(event)
        elif kind == "log":
            feedback.pushInfo(in_words(event.get("message", "")))
        elif kind == "warning":
            warnings.append(in_words(event.get("message", "")))
            codes[warnings[-1]] = str(event.get("code", ""))
            feedback.pushWarning(warnings[-1])
        elif kind == "started":
            pids.add(event.get("pid"))  # on Windows, a virtual environment's Python starts another
            feedback.pushDebugInfo(f"Engine {event.get('engine_version')} on {event.get('device')}, process {event.get('pid')}")
        elif kind == "result":
            result = event
        elif kind == "error":
            error = event
    status = child.wait(feedback.isCanceled)
    if feedback.isCanceled():
        raise Cancelled(left)
    if error is not None:
        raise EngineError(in_words(error.get("message", "The engine failed and gave no reason.")), in_words(error.get("remedy", "")))
    if status != protocol.EXIT_OK or result is None:
        raise _unexplained(status, child.tail())
    return {**result, "warnings": warnings, "codes": codes}


def _unexplained(status: int | None, tail: str) -> EngineError:
    """The error of an engine that ended without a word of its own."""
    log = "\n" + tr("Last lines of its log:") + f"\n{tail}" if tail else ""
    if status is not None and status < 0:
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = f"signal {-status}"
        why = tr("The operating system stopped the engine ({name}).").format(name=name)
        remedy = tr(
            "The computer may not have enough memory. Use smaller tiles, fewer passes or a smaller extent, and close other programs."
        )
        return EngineError(why, remedy + log)
    if status == protocol.EXIT_OK:
        return EngineError(tr("The engine stopped without a result."), tr("Run 'Set up the engine' again.") + log)
    return EngineError(
        tr("The engine failed with exit status {status} and no message.").format(status=status), tr("Run 'Set up the engine' again.") + log
    )


def remove_partial_outputs(job: protocol.Job, pids: set[int]) -> None:
    """Remove what an engine that was killed could not remove itself: its hidden folders in or beside the outputs."""
    rows = [row for row in dataclasses.fields(job) if row.metadata["path"].direction == "out"]
    outputs = [Path(getattr(job, row.name)) for row in rows if getattr(job, row.name)]
    folders = {folder for path in outputs for folder in (path, path.parent) if folder.is_dir()}
    for folder in folders:
        for pid in pids:
            for partial in folder.glob(f"{protocol.STAGING_PREFIX}{pid}-*"):
                shutil.rmtree(partial, ignore_errors=True)
