"""Ends this process when the process that started it ends, in any way. Dask's workers load this module first."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

SECONDS_BETWEEN_LOOKS = 0.5
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """End this process at once when its parent has ended: by the kernel where there is Linux, else by a thread that looks."""
    parent = os.getppid()
    if sys.platform == "linux":
        _let_the_kernel_kill()

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    threading.Thread(target=look, daemon=True, name="parent").start()


def _let_the_kernel_kill() -> None:
    """The kernel sends the signal when the *thread* that started this process ends, which Dask keeps as long as the process."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):  # a system without it: the thread looks
        return


def dask_setup(_worker: object) -> None:
    """Called by a worker of Dask before its first task."""
    end_with_parent()
