"""Signals at random moments over jobs and blocked reads; ``scripts/signals.sh ROUNDS SEED`` runs more, over every kind."""

from __future__ import annotations

import sys

import pytest

from tests.engine.running import signals

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> signals.Inputs:
    folder = tmp_path_factory.mktemp("signals") / "inputs"
    folder.mkdir()
    return signals.make_inputs(folder, ("example", "prepare_profiles"))


def test_twelve_signals_end_runs_of_all_sorts_at_once_and_nothing_is_left(inputs: signals.Inputs) -> None:
    """Kinds that need nothing but the example, and reads that wait for a pipe."""
    kinds = ("example", "prepare_profiles", *signals.WAITING)
    rows = signals.rounds(inputs, kinds, 12, seed=3)
    wrong = [text for row in rows.values() for text in row.wrong]
    assert not wrong, "\n".join(wrong)
    assert sum(row.caught for row in rows.values()) >= 6
