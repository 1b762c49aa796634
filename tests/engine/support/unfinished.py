"""Something happens to a run of ``predict`` once some of its tiles are finished."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = "soc.predict.unfinished"  # where the tiles of a map of SOC lie until the map is there


@contextmanager
def once_tiles_are_done(folder: Path, what: Callable[[], object], least: int = 2) -> Iterator[None]:
    """Do something as soon as ``least`` tiles of the run that maps into ``folder`` are finished; nothing where it ends before."""
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            if len(list(folder.glob(f"{UNFINISHED}/tile-*.f32"))) >= least:
                what()
                return
            time.sleep(0.005)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()
