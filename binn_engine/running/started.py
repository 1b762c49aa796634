"""What a run started, found by the word that all its processes have in their environment, and ended.

Plain standard-library Python where that is enough: the guard calls it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

# All that the engine starts has this in its environment.
TOKEN = "BINN_RUN_TOKEN"  # nosec B105 (the name of a variable)


def end_started(token: str) -> bool:
    """Kill the processes that have the token in their environment, save this one and its parent; whether there were any."""
    found = _with_variable(f"{TOKEN}={token}")
    for pid in found - {os.getpid(), os.getppid()}:
        with contextlib.suppress(OSError):
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    return bool(found)


def _with_variable(variable: str) -> set[int]:
    found = set()
    if sys.platform == "linux":
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                with contextlib.suppress(OSError), open(f"/proc/{entry}/environ", "rb") as file:
                    if variable.encode() in file.read().split(b"\0"):
                        found.add(int(entry))
        return found
    try:
        import psutil  # of the engine's environment; the guard may run in another Python
    except ImportError:
        return found
    name, _, value = variable.partition("=")
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(name) == value:
                found.add(process.pid)
    return found
