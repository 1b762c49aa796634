"""Streams the tiles of a map: reading, computing (here or on a cluster) and writing run at the same time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from rasterio.windows import Window

from ..running.clusters import Cluster, ThisProcess
from .tiles import TileResult, TileWork, map_tile

WAITING = 2  # results that may wait to be written


def stream(work: TileWork, tiles: Sequence[Window], cluster: Cluster, keep: Callable[[int, TileResult], None]) -> Iterator[int]:
    """The indices of the tiles, in the order in which they are finished. ``keep`` is called in a thread with one result after the other.

    Raises
    ------
    BinnError
        What reading, computing or ``keep`` raises, and as :meth:`Cluster.map`.
    """
    results = _alone(work, tiles) if isinstance(cluster, ThisProcess) else cluster.map(map_tile, work, tiles)
    behind: deque[tuple[int, Future[None]]] = deque()
    pool = ThreadPoolExecutor(1, "write-behind")
    try:
        for number, result in results:
            behind.append((number, pool.submit(keep, number, result)))
            del result
            while behind and (len(behind) > WAITING or behind[0][1].done()):
                yield _done(behind)
        while behind:
            yield _done(behind)
    except BaseException:
        work.stop()
        raise
    finally:
        # The result that is being written is finished; waiting results are dropped.
        pool.shutdown(cancel_futures=True)
        results.close()


def _done(behind: deque[tuple[int, Future[None]]]) -> int:
    number, kept = behind[0]
    kept.result()
    behind.popleft()
    return number


def _alone(work: TileWork, tiles: Sequence[Window]) -> Generator[tuple[int, TileResult], None, None]:
    """Results of the tiles, computed in this process while the next tile is read."""
    pool = ThreadPoolExecutor(1, "read-ahead")
    try:
        following = pool.submit(work.read, tiles[0]) if tiles else None
        for number in range(len(tiles)):
            if following is None:  # never: one is read ahead as long as tiles are left
                break
            inputs = following.result()
            following = pool.submit(work.read, tiles[number + 1]) if number + 1 < len(tiles) else None
            result = work.compute(inputs)
            del inputs
            yield number, result
            del result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class Pace:
    """Estimates the remaining time from the time that the tiles of this run have taken so far."""

    def __init__(self, tiles: int) -> None:
        self._tiles, self._done, self._started, self._reported = tiles, 0, time.monotonic(), 0.0

    def next(self) -> str:
        """Count a tile. The remaining time as a sentence, after the first tiles and then now and again; otherwise an empty text."""
        self._done += 1
        now = time.monotonic()
        left = (now - self._started) / self._done * (self._tiles - self._done)
        first = self._reported == 0.0 and self._done >= 2 and now - self._started > 2.0
        if left < 10.0 or not (first or (self._reported and now - self._reported > max(60.0, left / 10.0))):
            return ""
        self._reported = now
        return f"{self._done} of {self._tiles} tiles took {duration(now - self._started)}; the others will take about {duration(left)}."


def duration(seconds: float) -> str:
    """A duration in a unit that is easy to read.

    >>> duration(42.4), duration(400), duration(8000), duration(500000)
    ('42 s', '7 min', '2.2 h', '5.8 days')
    """
    if seconds < 120.0:
        return f"{seconds:.0f} s"
    if seconds < 7200.0:
        return f"{seconds / 60.0:.0f} min"
    return f"{seconds / 3600.0:.1f} h" if seconds < 172800.0 else f"{seconds / 86400.0:.1f} days"
