"""Makes maps tile by tile, beginning with the tiles that are already finished."""

from __future__ import annotations

import threading
import time
from contextlib import AbstractContextManager

from ..running.clusters import Cluster
from ..running.events import Reporter
from .assembly import Assembly
from .streaming import Pace, stream
from .tiles import TileResult, TileWork


def make_maps(work: TileWork, assembly: Assembly, cluster: AbstractContextManager[Cluster], reporter: Reporter) -> float:
    """Make the tiles that are not done, and write the maps from all of them; returns the seconds that keeping tiles and writing took.

    Parameters
    ----------
    work
        What tiles are made from.
    assembly
        Writes the maps; it has the tiles, and those that are done.
    cluster
        Who makes the tiles; asked for only where there are any to make.
    reporter
        Gets progress, log and warnings.
    """
    tiling, finished = assembly.tiling, assembly.finished
    todo = [number for number in range(len(tiling.tiles)) if number not in finished.done]
    writing, telling = 0.0, threading.Lock()
    told: set[tuple[str, str]] = set()

    def keep(number: int, result: TileResult) -> None:
        nonlocal writing
        started = time.monotonic()
        finished.keep(todo[number], result)
        assembly.advance()
        with telling:
            _warn_once(result, told, reporter)
        writing += time.monotonic() - started

    progress = reporter.span(0.02, 0.88)
    if todo:
        before, pace = len(finished.done), Pace(len(todo))
        progress(before / len(tiling.tiles), f"mapping: {before} of {len(tiling.tiles)} tiles")
        with cluster as workers:
            for count, _ in enumerate(stream(work, [tiling.tiles[number] for number in todo], workers, keep), before + 1):
                progress(count / len(tiling.tiles), f"mapping: {count} of {len(tiling.tiles)} tiles")
                if said := pace.next():
                    reporter.log(said)
    started, span = time.monotonic(), reporter.span(0.88, 0.94)
    assembly.advance(lambda share: span(share, "writing the maps"))
    return writing + time.monotonic() - started


def _warn_once(result: TileResult, told: set[tuple[str, str]], reporter: Reporter) -> None:
    """Pass on the warnings of a tile that no tile before had."""
    for warning in result.notes.warnings:
        if warning not in told:
            told.add(warning)
            reporter.warning(*warning)
