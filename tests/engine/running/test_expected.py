"""The bar follows the time that the parts of a run are expected to take."""

from __future__ import annotations

import io
import json

import pytest

from binn_engine.running.events import Reporter
from binn_engine.running.pace import RunClock


def test_the_bar_follows_the_expected_seconds_of_the_parts() -> None:
    stream = io.StringIO()
    reporter = Reporter(stream)
    reporter.expect((0.1, 50.0), (0.9, 25.0), (1.0, 25.0))
    for number, share in enumerate((0.05, 0.1, 0.5, 0.9, 0.95, 1.0)):
        reporter.progress(share, f"part {number}")
    percents = [json.loads(line)["percent"] for line in stream.getvalue().splitlines()]
    assert percents == [25, 50, 62, 75, 87, 100]


def test_what_is_expected_counts_until_the_run_knows_better() -> None:
    now = 0.0
    clock = RunClock(lambda: now)
    assert clock.remaining is None
    clock.expected = 100.0
    now = 10.0
    assert clock.remaining == pytest.approx(90.0)
    clock.due = 20.0
    assert clock.remaining == pytest.approx(90.0)
    now = 60.0  # the first part takes three times as long as it should
    assert clock.remaining == pytest.approx(240.0)
    for step in range(1, 51):
        now = 60.0 + 4.0 * step
        clock.mark(step / 100)
    assert clock.remaining is not None
    assert 180.0 < clock.remaining < 300.0


def test_a_step_that_lasts_longer_than_the_rest_should_is_not_said_to_end_at_once() -> None:
    now = 0.0
    clock = RunClock(lambda: now)
    for step in range(1, 6):
        now = float(step)
        clock.mark(0.1 * step)
    assert clock.remaining == pytest.approx(5.0)
    now = 8.0
    assert clock.remaining == pytest.approx(2.25)
    now = 25.0  # twenty seconds without a sign, where five were left
    assert clock.remaining == pytest.approx(15.0)
