"""The progress of the engine as its dialog shows it: one bar that never goes back, and a line with the times every few seconds."""

from __future__ import annotations

import time
from typing import Any

from qgis.core import QgsProcessingFeedback

from ...binn_engine.times import in_words
from ..translation import tr

BETWEEN_S = 4.0  # between two lines on the same phase: QGIS writes each into the log too


class ShownProgress:
    """Passes the progress of a run on to ``feedback``. What the engine does is named at once; while it goes on, its details and the times
    come every few seconds, also where the engine itself says nothing."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self._started, self._said_at = time.monotonic(), time.monotonic()
        self._phase, self._percent = "", 0.0
        self._ends_at: float | None = None

    def event(self, event: dict[str, Any]) -> None:
        """Take in a progress event of the engine."""
        percent, phase, remaining = event.get("percent"), str(event.get("phase") or ""), event.get("remaining")
        self._ends_at = time.monotonic() + remaining if isinstance(remaining, (int, float)) else None
        begins = phase.partition(":")[0] != self._phase.partition(":")[0]
        self._phase = phase or self._phase
        if isinstance(percent, (int, float)):
            self._percent = max(self._percent, min(max(float(percent), 0.0), 100.0))
            self._feedback.setProgress(self._percent)
        if begins and phase:
            self._say()
        else:
            self.idle()

    def idle(self) -> None:
        """Say how it stands where nothing was said for some seconds."""
        if time.monotonic() - self._said_at >= BETWEEN_S:
            self._say()

    def _say(self) -> None:
        self._said_at = now = time.monotonic()
        phase = self._phase or tr("starting the engine")
        elapsed = now - self._started
        if self._ends_at is not None and elapsed >= BETWEEN_S:
            text = tr("{phase} ({elapsed}, about {remaining} left)")
            text = text.format(phase=phase, elapsed=in_words(elapsed), remaining=in_words(max(self._ends_at - now, 0.0)))
        else:
            text = phase if elapsed < 1.0 else tr("{phase} ({elapsed})").format(phase=phase, elapsed=in_words(elapsed))
        self._feedback.setProgressText(text)
