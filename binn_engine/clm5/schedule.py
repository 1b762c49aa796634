"""When a transient run stops: at whole years, at the times asked for, and where the forcing changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ..errors import InputError

CLOSE = 1e-9  # yr within which two times are one


class Stop(NamedTuple):
    """A time in years at which a step ends; ``year`` if it is a whole one (else 0), and ``row``, its place among the times asked for
    (else -1)."""

    time: float
    year: int
    row: int


def run_stops(durations: Sequence[float], times: Sequence[float]) -> list[list[Stop]]:
    """The stops of each run of constant forcing, to the last of ``times``; the first starts at time 0, the last of them goes on.

    Parameters
    ----------
    durations
        Years that each forcing lasts.
    times
        Times asked for, increasing, years from the start.
    """
    last = times[-1]
    marks = [*(float(year) for year in range(1, whole_years(last) + 1)), *(time for time in times if time > CLOSE)]
    marks = _apart(sorted(marks))
    runs, begin = [], 0.0
    for number, duration in enumerate(durations):
        end = last if number == len(durations) - 1 else min(begin + duration, last)
        # A change of the forcing that rounding put beside a mark is at the mark.
        end = next((mark for mark in marks if abs(mark - end) <= CLOSE), end)
        inside = [mark for mark in marks if begin + CLOSE < mark <= end]
        if end > begin + CLOSE and (not inside or inside[-1] != end):
            inside.append(end)
        runs.append([_stop(mark, times) for mark in inside])
        begin = end
    return runs


def whole_years(last: float) -> int:
    """How many whole years have ended by the time ``last``."""
    return math.floor(last + CLOSE)


def checked_times(times: Sequence[float]) -> list[float]:
    """The times as numbers. Raises :class:`InputError` where they do not increase from 0 on."""
    values = [float(time) for time in times]
    increasing = all(one < other for one, other in zip(values, values[1:]))
    if not values or not increasing or values[0] < 0.0 or not all(map(math.isfinite, values)):
        raise InputError(
            f"times is {values}, which cannot be used.", "Give at least one time, in years from the start, each later than the one before."
        )
    return values


def _apart(marks: list[float]) -> list[float]:
    """Sorted marks without those that are another one to rounding."""
    kept: list[float] = []
    for mark in marks:
        if not kept or mark - kept[-1] > CLOSE:
            kept.append(mark)
    return kept


def _stop(mark: float, times: Sequence[float]) -> Stop:
    year = round(mark)
    row = next((number for number, time in enumerate(times) if abs(time - mark) <= CLOSE), -1)
    return Stop(mark, year if abs(mark - year) <= CLOSE else 0, row)
