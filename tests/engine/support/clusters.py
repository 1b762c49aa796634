"""What several tests of clusters make and read."""

from __future__ import annotations

import os
import time


def squared_slowly(offset: int, task: int) -> tuple[int, int]:
    time.sleep(0.05)
    return offset + task * task, os.getpid()


def sleeps(shared: None, task: int) -> None:
    time.sleep(600)
