"""How long a run has taken, and how long it will still take."""

from __future__ import annotations

import collections
import time
from collections.abc import Callable

LEAST_SHARE = 0.03  # of the run, before which nothing is said of its end
WINDOW = 0.5  # share of the time so far that the newest speed is measured over
LATE, LATE_OF_PARTS = 0.75, 0.3  # weight of the newest speed; where the parts of the run have their expected times, few of which are wrong
LEARNED = 0.15  # share of the run by which what was expected before it counts no more
AS_LONG_AGAIN = 0.75  # of a silence that lasts longer than the rest should: at least so much of it is still to come
MARKS = 400


class RunClock:
    """The time since it was made, and the time that is left by the share of the run that is done.

    The rest is estimated from two speeds: that since the beginning, which a slow start distorts, and that of late, which a step with a
    wrong share does; and, in the beginning, from what was expected.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._started = now, now()
        self.expected: float | None = None  # seconds of the whole run
        self.due = 0.0  # seconds expected until the end of the part under way
        self._marks: collections.deque[tuple[float, float]] = collections.deque([(0.0, 0.0)], MARKS)

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return self._now() - self._started

    def mark(self, share: float) -> None:
        """Note that a share of the run, 0 to 1, is done."""
        if share > self._marks[-1][1]:
            self._marks.append((self.elapsed, share))

    @property
    def remaining(self) -> float | None:
        """Seconds that the rest will take; None where too little is done to tell."""
        elapsed, (at, share) = self.elapsed, self._marks[-1]
        if share < LEAST_SHARE or at <= 0.0:
            return self._by_expectation(elapsed)
        since = next(mark for mark in self._marks if mark[0] >= (1.0 - WINDOW) * at or mark is self._marks[-2])
        late = (share - since[1]) / (at - since[0]) if at > since[0] else share / at
        newest = LATE_OF_PARTS if self.expected else LATE
        speed = (1.0 - newest) * share / at + newest * late
        if self.expected:
            known = min(share / LEARNED, 1.0)
            speed = known * speed + (1.0 - known) / self.expected
        silence = elapsed - at
        return max((1.0 - share) / speed - silence, AS_LONG_AGAIN * silence)

    def _by_expectation(self, elapsed: float) -> float | None:
        """What is left by what was expected; a part that takes longer than it should says that the computer is slow."""
        if self.expected is None:
            return None
        due = self.due or self.expected
        return max(due - elapsed, 0.0) + max(elapsed / due, 1.0) * (self.expected - due)
