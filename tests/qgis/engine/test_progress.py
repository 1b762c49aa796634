"""The progress of the engine in the dialog: one bar that never goes back, and a line with the times every few seconds."""

from __future__ import annotations

import time

import pytest


@pytest.fixture
def shown(feedback, monkeypatch):
    """The progress of a run that tells every 0.3 seconds."""
    from binn.ui.engine import progress

    monkeypatch.setattr(progress, "BETWEEN_S", 0.3)
    return progress.ShownProgress(feedback)


def test_the_bar_never_goes_back(shown, feedback):
    percents = []
    feedback.progressChanged.connect(percents.append)
    for percent in (41, 93, 55, 100):
        shown.event({"percent": percent, "phase": "one"})
    assert percents == sorted(percents)
    assert feedback.progress() == 100


def test_a_new_phase_is_named_at_once_and_its_details_a_few_times(shown, feedback):
    for number in range(500):
        shown.event({"percent": 1, "phase": f"training: epoch {number}", "remaining": 75.0})
    shown.event({"percent": 2, "phase": "scoring", "remaining": None})
    assert feedback.said["phase"] == ["training: epoch 0", "scoring"]


def test_a_silent_engine_is_seen_to_live_with_the_time_that_is_left(shown, feedback):
    shown.event({"percent": 10, "phase": "computing", "remaining": 75.0})
    start = time.monotonic()
    while time.monotonic() - start < 1.0:
        shown.idle()
        time.sleep(0.02)
    assert 3 <= len(feedback.said["phase"]) <= 5
    assert feedback.said["phase"][-1].startswith("computing (1 s, about 1 min 1")
    assert feedback.said["phase"][-1].endswith("s left)")


def test_the_start_of_the_engine_is_told_too(shown, feedback):
    time.sleep(0.35)
    shown.idle()
    assert feedback.said["phase"] == ["starting the engine"]
