"""How long a run has taken, and how long it will still take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

LEAST_SHARE = 0.03  # of a run of which nothing is expected, before which nothing is said of its end
WINDOW = 0.5  # share of the time of a part so far that the newest speed is measured over
LATE, LATE_OF_PARTS = 0.75, 0.3  # weight of the newest speed; where parts have their expected times, few of which are wrong
MACHINE, OWN = 0.25, 0.25  # what was expected counts as much as so much of the run in the speed of the machine, of a part in its own
AS_LONG_AGAIN = 0.5  # of a silence that lasts longer than a part should: at least so much of the part is still to come
MARKS = 400


@dataclass(frozen=True)
class RunPart:
    """A part of a run: the progress at its beginning and at its end, 0 to 1, and the seconds that it may take."""

    first: float
    end: float
    seconds: float

    def done(self, progress: float) -> float:
        """The share of the part that is done at a progress of the run."""
        return min(max((progress - self.first) / max(self.end - self.first, 1e-9), 0.0), 1.0)


class RunClock:
    """The time since it was made, and the time that is left by the progress of the run and the times that its parts are expected to take.

    The part under way has a speed of its own; those to come have that of the machine, which is how the parts until now took their times.
    Both begin as expected, and follow what is measured.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._started = now, now()
        self._parts: tuple[RunPart, ...] = ()
        self._marks: list[tuple[float, float]] = [(0.0, 0.0)]  # times and the progress then

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return self._now() - self._started

    def expect(self, *parts: tuple[float, float]) -> None:
        """What the parts of the run in their order are expected to take: the progress at the end of each, and its seconds."""
        ends = [0.0, *(end for end, _ in parts)]
        self._parts = tuple(RunPart(first, end, max(seconds, 1e-3)) for first, (end, seconds) in zip(ends, parts))

    def mark(self, progress: float) -> None:
        """Note that the run is at a progress, 0 to 1."""
        if progress > self._marks[-1][1]:
            self._marks.append((self.elapsed, progress))
            if len(self._marks) > MARKS:
                del self._marks[1:-1:2]

    @property
    def progress(self) -> float:
        """The newest progress, 0 to 1."""
        return self._marks[-1][1]

    @property
    def expected(self) -> float:
        """Seconds that the whole run is expected to take; 0 where nothing is expected."""
        return sum(part.seconds for part in self._parts)

    def share(self, progress: float) -> float:
        """The share of the expected time that goes with a progress."""
        return self._done(progress) / self.expected if self._parts else progress

    @property
    def remaining(self) -> float | None:
        """Seconds that the rest will take; None where too little is done to tell."""
        at, progress = self._marks[-1]
        silence = self.elapsed - at
        if not self._parts:
            if progress < LEAST_SHARE or at <= 0.0:
                return None
            speed = (1.0 - LATE) * progress / at + LATE * self._newest_speed(0.0)
            return _after_silence((1.0 - progress) / speed, silence)
        part = next((part for part in self._parts if progress < part.end), self._parts[-1])
        left = part.seconds * (1.0 - part.done(progress))
        machine = self._machine_speed(min(silence, left))
        later = sum(other.seconds for other in self._parts if other.first > part.first)
        return _after_silence(left / self._own_speed(part, machine), silence) + later / machine

    def _done(self, progress: float) -> float:
        """Seconds that the parts until a progress are expected to take."""
        return sum(part.seconds * part.done(progress) for part in self._parts)

    def _machine_speed(self, since: float) -> float:
        """Expected seconds that are done in a second, in all parts until now; ``since`` the newest mark, that many are taken to be done."""
        usual = MACHINE * self.expected
        return (self._done(self._marks[-1][1]) + since + usual) / (self.elapsed + usual)

    def _own_speed(self, part: RunPart, machine: float) -> float:
        """Expected seconds that are done in a second, in a part."""
        at, progress = self._marks[-1]
        usual, done = OWN * part.seconds, part.seconds * part.done(progress)
        speed = (done + usual) / (at - self._time_at(part.first) + usual / machine)
        if part.done(progress) < OWN:
            return speed
        width = part.end - part.first
        return (1.0 - LATE_OF_PARTS) * speed + LATE_OF_PARTS * part.seconds / width * self._newest_speed(part.first)

    def _newest_speed(self, first: float) -> float:
        """Progress in a second of late, since a progress at which a part began."""
        at, progress = self._marks[-1]
        began = self._time_at(first)
        middle = began + (1.0 - WINDOW) * (at - began)
        time_then, progress_then = next(mark for mark in self._marks if mark[0] >= middle or mark is self._marks[-2])
        if time_then < began:
            time_then, progress_then = began, first
        return (progress - progress_then) / max(at - time_then, 1e-3)

    def _time_at(self, progress: float) -> float:
        """When the run was at a progress, which it has passed."""
        number = next(number for number, mark in enumerate(self._marks) if mark[1] >= progress)
        (later, after), (earlier, before) = self._marks[number], self._marks[max(number - 1, 0)]
        return later if after <= before else earlier + (later - earlier) * (progress - before) / (after - before)


def _after_silence(rest: float, silence: float) -> float:
    """What is left of a part of which ``rest`` seconds were left when it was last heard of."""
    return max(rest - silence, AS_LONG_AGAIN * silence)
