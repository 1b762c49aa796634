"""What a run says of how far it is: never back, never silent for long, with the time that is left."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable

import pytest

from binn_engine.running import events
from binn_engine.running.events import BEAT_S, Reporter
from binn_engine.running.pace import RunClock
from tests.engine.commands import engine_here


def told(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_progress_never_goes_back() -> None:
    stream = io.StringIO()
    reporter = Reporter(stream)
    for share, phase in ((0.4, "one"), (0.9, "two"), (0.5, "three"), (0.95, "four")):
        reporter.progress(share, phase)
    assert [(row["percent"], row["phase"]) for row in told(stream)] == [(40, "one"), (90, "two"), (90, "three"), (95, "four")]


def test_details_of_a_phase_are_told_a_few_times_a_second_and_a_new_phase_at_once() -> None:
    stream = io.StringIO()
    reporter = Reporter(stream)
    for number in range(1000):
        reporter.progress(number / 1000, f"training: epoch {number}")
    reporter.progress(0.999, "scoring")
    rows = told(stream)
    assert 2 <= len(rows) < 40
    assert rows[0]["phase"] == "training: epoch 0"
    assert rows[-1]["phase"] == "scoring"


def test_a_part_of_a_run_says_where_it_is() -> None:
    stream = io.StringIO()
    span = Reporter(stream).span(0.2, 0.6).part(0.0, 0.5, "fold 1 of 2").part(0.5, 1.0, "network 3 of 8")
    span(0.0, "training: epoch 4 of 100")
    span(1.0, "trees")
    assert [row["phase"] for row in told(stream)] == [
        "training: fold 1 of 2, network 3 of 8, epoch 4 of 100",
        "trees: fold 1 of 2, network 3 of 8",
    ]
    assert [row["percent"] for row in told(stream)] == [30, 40]


def test_a_long_step_gives_signs_of_life_with_the_time() -> None:
    stream = io.StringIO()
    reporter = Reporter(stream)
    with reporter.beating():
        reporter.progress(0.1, "a long step")
        time.sleep(BEAT_S + 1.5)
    rows = told(stream)
    assert len(rows) == 2
    assert rows[1]["phase"] == "a long step"
    assert rows[1]["elapsed"] >= BEAT_S
    time.sleep(0.1)
    assert len(told(stream)) == 2


def test_no_sign_of_life_follows_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would tell an earlier progress: while files move to their places, a run is silent for long."""
    stream = io.StringIO()
    reporter = Reporter(stream)
    monkeypatch.setattr(events, "BEAT_S", 0.0)
    with reporter.beating():
        reporter.progress(0.86, "writing")
        reporter.done({}, {})
        time.sleep(1.5)
    percents = [row["percent"] for row in map(json.loads, stream.getvalue().splitlines()) if row["event"] == "progress"]
    assert percents == [86, 100]


def clock_after(speeds: Callable[[float], float], until: float) -> tuple[RunClock, float]:
    """A clock at a share of a run whose speed, in shares a second, depends on the share; and what is really left."""
    now = 0.0
    clock = RunClock(lambda: now)
    share, left = 0.0, 0.0
    while share < 1.0:
        if share < until:
            now += 1.0
        else:
            left += 1.0
        share += speeds(share)
        if share < until:
            clock.mark(share)
    return clock, left


@pytest.mark.parametrize("until", [0.3, 0.5, 0.8])
@pytest.mark.parametrize(
    "speeds",
    [lambda share: 0.01, lambda share: 0.002 if share < 0.05 else 0.01, lambda share: 0.01 if share < 0.5 else 0.007],
    ids=["even", "slow start", "slower end"],
)
def test_the_time_that_is_left_is_right_within_a_factor_of_two(speeds: Callable[[float], float], until: float) -> None:
    clock, left = clock_after(speeds, until)
    assert clock.remaining is not None
    assert 0.5 < clock.remaining / left < 2.0


def test_nothing_is_said_of_the_end_before_anything_is_done() -> None:
    clock = RunClock()
    assert clock.remaining is None
    clock.mark(0.01)
    assert clock.remaining is None


@pytest.mark.long
def test_training_tells_epoch_and_score_and_when_it_ends(trained_example, tmp_path) -> None:
    """The estimate after a third of the run is held with much room, and at one moment of many: the machine does other things too."""
    inputs = ["--observations", trained_example.folder / "soc_profiles.gpkg", *trained_example.inputs[2:]]
    start = time.monotonic()
    done = engine_here(
        "train", *inputs, "--model", tmp_path / "m.safetensors", "--teacher", "none", "--epochs", 25, "--members", 2, "--hidden", 32
    )
    took = time.monotonic() - start
    assert done.status == 0, done.stderr
    rows = [row for row in done.events if row["event"] == "progress"]
    assert any("epoch" in row["phase"] and "validation NSE" in row["phase"] and "network 2 of 2" in row["phase"] for row in rows)
    times = [row["elapsed"] for row in rows]
    assert max(later - earlier for earlier, later in zip(times, times[1:])) < 5.0
    middle = [row for row in rows if took / 3 <= row["elapsed"] <= 0.6 * took and row["remaining"] is not None]
    assert any(0.3 < row["remaining"] / (took - row["elapsed"]) < 3.0 for row in middle)
