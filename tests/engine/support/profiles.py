"""What several tests of profiles make and read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from binn_engine.errors import InputError
from binn_engine.profiles.observations import Profiles, read_profiles
from binn_engine.settings import ProfileFields


class Warnings(list):
    """Collects warnings as (code, message)."""

    def __call__(self, code: str, message: str) -> None:
        self.append((code, message))

    @property
    def codes(self) -> set[str]:
        return {code for code, _ in self}


def layers(**columns: object) -> pd.DataFrame:
    """Two profiles of two layers; columns given replace or add to the usual ones, None leaves one out."""
    table = {
        "profile_id": ["b", "b", "a", "a"],
        "lon": [-72.0, -72.0, -75.0, -75.0],
        "lat": [44.0, 44.0, 42.0, 42.0],
        "top_cm": [20.0, 0.0, 0.0, 10.0],
        "bottom_cm": [50.0, 20.0, 10.0, 30.0],
        "soc_gC_m3": [8000.0, 20000.0, 30000.0, 9000.0],
    } | columns
    return pd.DataFrame({name: values for name, values in table.items() if values is not None})


def read(tmp_path: Path, table: pd.DataFrame, warnings: Warnings, **fields: str) -> Profiles:
    path = tmp_path / "soil.csv"
    table.to_csv(path, index=False)
    return read_profiles(str(path), ProfileFields(**fields), warnings)


def refusal(tmp_path: Path, table: pd.DataFrame, warnings: Warnings, **fields: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(tmp_path, table, warnings, **fields)
    assert "soil.csv" in caught.value.message
    assert caught.value.remedy
    return caught.value
