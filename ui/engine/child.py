"""A child process whose output is read line by line while it can be cancelled."""

from __future__ import annotations

import collections
import os
import queue
import signal
import subprocess  # nosec B404 (child processes are how the engine is kept out of QGIS)
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from . import last_log
from .environment import child_options, clean_environment

GRACE_S = 1.0
POLL_S = 0.1
KEPT_LINES = 60
LOGGED_LINES = 300


class Child:
    """A running program, in a process group of its own, with a clean environment.

    Its standard input is a pipe that stays open as long as this process lives: a program that watches it ends with QGIS,
    however QGIS ends. Standard error is drained and its last lines kept. ``variables`` are added to the environment.

    Raises
    ------
    OSError
        Where the program cannot be started.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, merge_stderr: bool = False, variables: Mapping[str, str] | None = None
    ) -> None:
        self.process = subprocess.Popen(  # nosec B603 (a list of arguments, no shell)
            list(command),
            cwd=str(folder),
            env={**clean_environment(), **(variables or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merge_stderr else subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            **child_options(),
        )
        self._command = tuple(command)
        self._said: collections.deque = collections.deque(maxlen=LOGGED_LINES)
        self._lines: queue.Queue = queue.Queue()
        self._tail: collections.deque = collections.deque(maxlen=KEPT_LINES)
        self._threads = [threading.Thread(target=self._read_output, daemon=True)]
        if not merge_stderr:
            self._threads.append(threading.Thread(target=self._read_errors, daemon=True))
        for thread in self._threads:
            thread.start()

    def lines(self, cancelled: Callable[[], bool], idle: Callable[[], None] = lambda: None) -> Iterator[str]:
        """Lines of standard output as they come, until the output ends, the program has, or ``cancelled()`` is true. ``idle`` is called
        several times a second while none comes."""
        while not cancelled():
            ended = self.process.poll() is not None
            try:
                line = self._lines.get(timeout=GRACE_S if ended else POLL_S)
            except queue.Empty:
                idle()
                if ended:  # something that the program started may still hold its output open
                    return
                continue
            if line is None:
                return
            self._said.append(line)
            yield line

    def wait(self, cancelled) -> int | None:
        """The exit status once the program has ended, or None where it was cancelled before."""
        while not cancelled():
            try:
                return self.process.wait(POLL_S)
            except subprocess.TimeoutExpired:
                continue
        return None

    def stop(self) -> None:
        """End the program and all that it started, within two seconds: asked first, killed after one. What it said is kept."""
        ended = self.process.poll()
        self._close_input()
        self._signal_group(force=False)
        deadline = time.monotonic() + GRACE_S
        while self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        self._signal_group(force=True)
        self.process.wait()
        self._join()
        last_log.keep(self._command, [*self._said, *self._tail], ended)

    def tail(self) -> str:
        """The last lines that the program wrote to standard error."""
        self._join()
        return "\n".join(self._tail)

    def _join(self) -> None:
        """Let the readers finish; each closes its pipe."""
        for thread in self._threads:
            thread.join(timeout=GRACE_S)

    def _close_input(self) -> None:
        try:
            self.process.stdin.close()
        except OSError:  # the program had closed its end: nothing is left to close
            return

    def _signal_group(self, force: bool) -> None:
        """Signal the process group; it may outlive its first process, so the group is signalled in any case."""
        if sys.platform == "win32":
            if self.process.poll() is None:
                self.process.kill() if force else self.process.send_signal(signal.CTRL_BREAK_EVENT)
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL if force else signal.SIGTERM)
        except (ProcessLookupError, PermissionError):  # the group is gone, which is what was wanted
            return

    def _read_output(self) -> None:
        with self.process.stdout:
            for line in self.process.stdout:
                self._lines.put(line.rstrip("\r\n"))
        self._lines.put(None)

    def _read_errors(self) -> None:
        with self.process.stderr:
            for line in self.process.stderr:
                self._tail.append(line.rstrip("\r\n"))
