"""What several tests of warnings make and read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pandas as pd

from binn_engine.model.encoding import fit_encoding
from binn_engine.model.ranges import outside_counts, tell_outside
from binn_engine.profiles.observations import read_profiles
from binn_engine.running.events import Reporter
from binn_engine.settings import ProfileFields
from tests.engine.support.profiles import Warnings

RANDOM = np.random.default_rng(7)


TRAINING = np.stack([RANDOM.uniform(5.0, 48.0, 200), RANDOM.uniform(-3.0, 22.0, 200), RANDOM.integers(1, 5, 200).astype(float)], 1)


ENCODING = fit_encoding(["clay", "temperature", "cover"], [False, False, True], TRAINING)


def told(values: np.ndarray) -> tuple[dict[str, float], list[str], list[str]]:
    """Shares, lines of the log and warnings of pixels with these covariates."""
    stream = io.StringIO()
    shares = tell_outside(ENCODING, outside_counts(ENCODING, values), len(values), Reporter(stream))
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    logged, warned = ([row["message"] for row in events if row["event"] == kind] for kind in ("log", "warning"))
    return shares, logged, warned


def table(places: list[tuple[float, float]]) -> pd.DataFrame:
    lon, lat = zip(*places, strict=True)
    names = [f"p{number}" for number in range(len(places))]
    return pd.DataFrame({"profile_id": names, "lon": lon, "lat": lat, "top_cm": 0, "bottom_cm": 10, "soc_gc_m3": 9000.0})


def warnings_of(tmp_path: Path, places: list[tuple[float, float]]) -> dict[str, str]:
    warnings = Warnings()
    table(places).to_csv(tmp_path / "soil.csv", index=False)
    read_profiles(str(tmp_path / "soil.csv"), ProfileFields(), warnings)
    return dict(warnings)
