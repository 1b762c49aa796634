"""What tests of running share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.commands import engine_here
from tests.engine.support.records import PROFILES


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The record of a run that made profiles clean."""
    (tmp_path / "soil").mkdir()
    profiles = tmp_path / "soil" / "profiles.csv"
    profiles.write_text(PROFILES)
    words = ["--observations", profiles, "--layers", profiles.with_name("clean.gpkg"), "--rejected", profiles.with_name("left out.csv")]
    done = engine_here("prepare_profiles", *words)
    assert done.status == 0, done.stderr
    return profiles.with_name("clean.prepare_profiles.run.json")
