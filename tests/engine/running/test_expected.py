"""The bar and the estimate of the end follow the time that the parts of a run are expected to take, and what is measured of it."""

from __future__ import annotations

import io
import json

import pytest

from binn_engine.running.events import Reporter
from binn_engine.running.pace import RunClock


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def told(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_the_bar_follows_the_expected_seconds_of_the_parts() -> None:
    stream = io.StringIO()
    reporter = Reporter(stream)
    reporter.expect((0.1, 50.0), (0.9, 25.0), (1.0, 25.0))
    for number, share in enumerate((0.05, 0.1, 0.5, 0.9, 0.95, 1.0)):
        reporter.progress(share, f"part {number}")
    assert [row["percent"] for row in told(stream)] == [25, 50, 62, 75, 87, 100]


def test_the_bar_goes_on_evenly_from_where_it_is_when_a_run_learns_how_long_it_is() -> None:
    stream = io.StringIO()
    reporter = Reporter(stream)
    reporter.expect((0.1, 10.0), (1.0, 10.0))
    reporter.progress(0.1, "read")
    reporter.expect((0.1, 10.0), (1.0, 190.0))
    for number, share in enumerate((0.1, 0.55, 1.0)):
        reporter.progress(share, f"part {number}")
    assert [row["percent"] for row in told(stream)] == [50, 50, 50, 75, 100]


def test_what_is_expected_is_told_at_once() -> None:
    stream = io.StringIO()
    reporter = Reporter(stream)
    reporter.progress(0.0, "starting")
    reporter.expect((1.0, 60.0))
    assert [row["remaining"] for row in told(stream)] == [None, pytest.approx(60.0, abs=0.5)]


def test_a_part_that_is_silent_lasts_as_long_as_expected_and_then_longer() -> None:
    watch = Watch()
    clock = RunClock(watch)
    assert clock.remaining is None
    clock.expect((0.1, 20.0), (1.0, 80.0))
    watch.now = 10.0
    assert clock.remaining == pytest.approx(90.0)
    watch.now = 60.0  # the first part takes three times as long as it should: the computer is slow, or the part is a long one
    assert clock.remaining is not None
    assert 80.0 < clock.remaining < 240.0


@pytest.mark.parametrize("slowness", [0.4, 1.0, 2.5])
def test_on_a_faster_and_on_a_slower_computer_the_estimate_after_a_third_is_within_a_factor_of_two(slowness: float) -> None:
    watch = Watch()
    clock = RunClock(watch)
    clock.expect((0.05, 10.0), (0.9, 60.0), (1.0, 30.0))
    for share in (0.02, 0.05, *(0.05 + 0.85 * number / 60 for number in range(1, 24))):
        watch.now += slowness * (5.0 if share <= 0.05 else 1.0)
        clock.mark(share)
    assert clock.remaining is not None
    assert 0.5 < clock.remaining / (slowness * 67.0) < 2.0


@pytest.mark.parametrize("error", [0.4, 2.5])
def test_one_part_that_takes_another_time_than_expected_says_little_of_the_others(error: float) -> None:
    watch = Watch()
    clock = RunClock(watch)
    clock.expect((0.5, 33.0), (1.0, 67.0))
    for step in range(1, 11):
        watch.now += error * 3.3
        clock.mark(0.05 * step)
    assert clock.remaining is not None
    assert 0.5 < clock.remaining / 67.0 < 2.0


def test_the_part_under_way_follows_its_own_speed() -> None:
    watch = Watch()
    clock = RunClock(watch)
    clock.expect((0.1, 10.0), (1.0, 10.0))
    watch.now = 10.0
    clock.mark(0.1)
    for step in range(1, 46):  # the second part takes twenty times as long as expected
        watch.now += 2.0
        clock.mark(0.1 + 0.01 * step)
    assert clock.remaining is not None
    assert 0.7 < clock.remaining / 90.0 < 1.3


def test_of_many_marks_enough_are_kept() -> None:
    watch = Watch()
    clock = RunClock(watch)
    clock.expect((0.5, 100.0), (1.0, 100.0))
    for step in range(1, 15_001):
        watch.now += 0.01
        clock.mark(step / 20_000)
    assert clock.remaining == pytest.approx(50.0, rel=0.1)


def test_a_step_that_lasts_longer_than_the_rest_should_is_not_said_to_end_at_once() -> None:
    watch = Watch()
    clock = RunClock(watch)
    for step in range(1, 6):
        watch.now = float(step)
        clock.mark(0.1 * step)
    assert clock.remaining == pytest.approx(5.0)
    watch.now = 8.0
    assert clock.remaining == pytest.approx(2.0)
    watch.now = 25.0  # twenty seconds without a sign, where five were left
    assert clock.remaining == pytest.approx(10.0)
