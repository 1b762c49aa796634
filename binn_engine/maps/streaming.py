"""Tiles on their way: read ahead, computed here or by a cluster, and put by behind, all at once."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from rasterio.windows import Window

from ..running.clusters import Cluster, ThisProcess
from .tiles import TileResult, TileWork, map_tile

WAITING = 2  # results that may wait to be put by


def stream(work: TileWork, tiles: Sequence[Window], cluster: Cluster, keep: Callable[[int, TileResult], None]) -> Iterator[int]:
    """Numbers, within ``tiles``, of those that are done, as they are; ``keep`` gets every result, one after the other, in a thread.

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
        # What is being put by is put by; what waits is dropped.
        pool.shutdown(cancel_futures=True)
        results.close()


def _done(behind: deque[tuple[int, Future[None]]]) -> int:
    number, kept = behind[0]
    kept.result()
    behind.popleft()
    return number


def _alone(work: TileWork, tiles: Sequence[Window]) -> Generator[tuple[int, TileResult], None, None]:
    """Results of the tiles in this process, the next one being read meanwhile."""
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
    """How long the rest will take, from how long the tiles of this run have taken so far."""

    def __init__(self, tiles: int) -> None:
        self._tiles, self._done, self._started, self._told = tiles, 0, time.monotonic(), 0.0

    def next(self) -> str:
        """Count a tile; what there is to say of the time, if it is time to say something: after the first tiles, and at times later."""
        self._done += 1
        now = time.monotonic()
        left = (now - self._started) / self._done * (self._tiles - self._done)
        first = self._told == 0.0 and self._done >= 2 and now - self._started > 2.0
        if left < 10.0 or not (first or (self._told and now - self._told > max(60.0, left / 10.0))):
            return ""
        self._told = now
        return f"{self._done} of {self._tiles} tiles took {duration(now - self._started)}; the others will take about {duration(left)}."


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> duration(42.4), duration(400), duration(8000), duration(500000)
    ('42 s', '7 min', '2.2 h', '5.8 days')
    """
    if seconds < 120.0:
        return f"{seconds:.0f} s"
    if seconds < 7200.0:
        return f"{seconds / 60.0:.0f} min"
    return f"{seconds / 3600.0:.1f} h" if seconds < 172800.0 else f"{seconds / 86400.0:.1f} days"
