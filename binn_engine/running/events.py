"""Events that the engine sends to its caller."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from ..errors import Cancelled, in_number
from ..protocol import encode_event
from ..times import in_words
from .pace import RunClock
from .stopping import ask_to_stop, leave_signals_to_main_thread, stop_if_asked

BEAT_S = 3.0  # of silence, after which the newest progress is told again
LEAST_S = 0.25  # between news of one phase

# Set once standard output is closed.
_nobody_listens = threading.Event()


class Reporter:
    """Writes events as JSON lines to ``stream`` (standard output); a terminal on standard error also gets plain lines.

    A ``silent`` reporter writes nothing: it is for the processes beside the one that reports.
    """

    def __init__(self, stream: TextIO | None = None, silent: bool = False) -> None:
        self._stream = stream or sys.stdout
        self._silent = silent
        self._share, self._phase = 0.0, ""
        self._since = (0.0, 0.0)  # the share that was told, and that of the time, when something was last expected
        self._clock, self._told, self._told_at = RunClock(), (-1, ""), -math.inf
        self._writing = threading.RLock()
        self.warnings: list[tuple[str, str]] = []

    def event(self, event: str, **values: Any) -> None:
        """One event, written at once."""
        if self._silent or _nobody_listens.is_set():
            return
        try:
            with self._writing:
                self._stream.write(encode_event(event, **values) + "\n")
                self._stream.flush()
        except BrokenPipeError as error:
            # Who started the run is gone: it stops, as where standard input closes.
            _nobody_listens.set()
            ask_to_stop(error)

    def progress(self, share: float, phase: str) -> None:
        """Progress between 0 and 1, which never goes back. A ``phase`` may have details after a colon; news of the same phase are told four
        times a second at most.

        Raises :class:`Cancelled` where a signal has asked to stop: what it raised may have reached a library's ``except Exception``, or
        a finalizer, which keep it.
        """
        stop_if_asked()
        with self._writing:
            begins = phase.partition(":")[0] != self._phase.partition(":")[0]
            self._clock.mark(min(share, 1.0))
            self._share, self._phase = max(self._share, self._of_time(min(share, 1.0))), phase
            news = (int(100 * self._share), phase) != self._told
            if begins or (news and time.monotonic() - self._told_at >= LEAST_S):
                self._tell()

    def expect(self, *parts: tuple[float, float]) -> None:
        """The parts of the run in their order: the progress at the end of each, as :meth:`progress` is told it, and the seconds that the
        part may take on an ordinary computer. What is told then follows the time, whatever progress the parts were given. A run that
        learns more of its inputs may say so again."""
        with self._writing:
            self._clock.expect(*parts)
            self._since = (self._share, self._clock.share(self._clock.progress))
            if self._phase:
                self._tell()

    def _of_time(self, progress: float) -> float:
        """The share that is told at a progress: it goes on evenly with the time from where it was when something was last expected."""
        told, then = self._since
        return told + (1.0 - told) * (self._clock.share(progress) - then) / max(1.0 - then, 1e-9)

    def _tell(self) -> None:
        """Say where the run is."""
        percent, elapsed, remaining = int(100 * self._share), self._clock.elapsed, self._clock.remaining
        self._told, self._told_at = (percent, self._phase), time.monotonic()
        left = None if remaining is None else round(remaining, 1)
        self.event("progress", percent=percent, phase=self._phase, elapsed=round(elapsed, 1), remaining=left)
        rest = "" if remaining is None else f", about {in_words(remaining)} left"
        self._say(f"{percent:3d} % {self._phase} ({in_words(elapsed)}{rest})", end="\r")

    @contextmanager
    def beating(self) -> Iterator[None]:
        """A block in which the newest progress is told again, with the time, wherever nothing was told for some seconds."""
        over = threading.Event()

        def beat() -> None:
            leave_signals_to_main_thread()
            while not over.wait(1.0):
                with suppress(Cancelled, OSError, ValueError), self._writing:  # the run itself hears that nobody listens
                    if self._phase and time.monotonic() - self._told_at >= BEAT_S and not over.is_set():
                        self._tell()

        threading.Thread(target=beat, daemon=True, name="heartbeat").start()
        try:
            yield
        finally:
            over.set()

    def done(self, outputs: Mapping[str, str], metrics: Mapping[str, Any]) -> None:
        """The run's end and its result, whoever has asked to stop meanwhile."""
        elapsed = self._clock.elapsed
        with self._writing:
            self._phase = ""  # from here on the heart is still: it would tell an earlier progress
        self.event("progress", percent=100, phase="done", elapsed=round(elapsed, 1), remaining=0.0)
        self._say(f"100 % done ({in_words(elapsed)})")
        self.event("result", outputs=outputs, metrics=metrics)

    def span(self, start: float, stop: float) -> Span:
        """A part of the progress bar, for a step of the run."""
        return Span(self, start, stop)

    def rest(self, stop: float) -> Span:
        """The part of the progress bar from where the run is until ``stop``."""
        return Span(self, self._clock.progress, stop)

    def log(self, message: str) -> None:
        """A line for the run's log."""
        message = in_number(message)
        self.event("log", message=message)
        self._say(message)

    def warning(self, code: str, message: str) -> None:
        """Something the user should know, kept for the report as well."""
        message = in_number(message)
        self.warnings.append((code, message))
        self.event("warning", code=code, message=message)
        self._say(f"Warning: {message}")

    @property
    def messages(self) -> list[str]:
        """The texts of all warnings so far."""
        return [message for _, message in self.warnings]

    def _say(self, text: str, end: str = "\n") -> None:
        if sys.stderr.isatty() and not self._silent:
            sys.stderr.write(f"\033[2K{text}{end}")
            sys.stderr.flush()


class PartReporter(Reporter):
    """Passes the events of a part of a run, called ``name``, to the reporter of the whole: its progress goes from ``start`` to
    ``stop``, and its messages begin with the name."""

    def __init__(self, whole: Reporter, start: float, stop: float, name: str) -> None:
        super().__init__()
        self._whole, self._part, self._name = whole, whole.span(start, stop), name

    def event(self, event: str, **values: Any) -> None:
        """An event of the whole run."""
        self._whole.event(event, **values)

    def progress(self, share: float, phase: str) -> None:
        """Progress of the part."""
        self._part(share, f"{self._name}: {phase}")

    def log(self, message: str) -> None:
        """A line for the run's log."""
        self._whole.log(f"{self._name}: {message}")

    def warning(self, code: str, message: str) -> None:
        """A warning of the part, kept for its own report too."""
        message = in_number(message)
        self.warnings.append((code, message))
        self._whole.warning(code, f"{self._name}: {message}")


class Span:
    """Maps the progress of a step, 0 to 1, onto its part of the run's."""

    def __init__(self, reporter: Reporter, start: float, stop: float, where: str = "") -> None:
        self._reporter, self._start, self._stop, self._where = reporter, start, stop, where

    def __call__(self, share: float, phase: str) -> None:
        kind, _, details = phase.partition(": ")
        told = ", ".join(text for text in (self._where, details) if text)
        self._reporter.progress(self._start + share * (self._stop - self._start), f"{kind}: {told}" if told else kind)

    def part(self, start: float, stop: float, where: str = "") -> Span:
        """A part of this part; the details of its phases begin with ``where`` it is, such as ``fold 2 of 5``."""
        width = self._stop - self._start
        return Span(self._reporter, self._start + start * width, self._start + stop * width, ", ".join(filter(None, (self._where, where))))
