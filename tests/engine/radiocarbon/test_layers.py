"""Observed radiocarbon: every row is kept in Delta14C, or left out for a reason."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest

from binn_engine.errors import InputError
from binn_engine.radiocarbon.atmosphere import read_atmosphere
from binn_engine.radiocarbon.layers import RadiocarbonLayers, read_radiocarbon
from binn_engine.settings import RadiocarbonFields
from tests.engine.commands import SHARED, engine_here
from tests.engine.support.profiles import Warnings

ISRAD = SHARED / "data" / "radiocarbon"


def rows(count: int = 1, **columns: object) -> pd.DataFrame:
    usual = {"profile_id": "a", "lon": -75.0, "lat": 43.0, "top_cm": 0.0, "bottom_cm": 10.0, "year": 2005.0, "d14c_permil": 50.0}
    table = pd.DataFrame({**usual, **columns}, index=range(count))
    return table.dropna(axis=1, how="all")


def read(table: pd.DataFrame, tmp_path: Path, warnings: Warnings, **fields: object) -> RadiocarbonLayers:
    table.to_csv(tmp_path / "c14.csv", index=False)
    return read_radiocarbon(str(tmp_path / "c14.csv"), RadiocarbonFields(**fields), read_atmosphere("", warnings), warnings)


def test_all_units_give_the_same_layer(tmp_path: Path, warnings: Warnings) -> None:
    """A sample of 2005 with F14C = 0.9: Delta14C is 0.9 exp(-55 / 8267) - 1, the conventional age 8033 ln(1 / 0.9)."""
    delta = 1000.0 * (0.9 * np.exp(-55.0 / 8267.0) - 1.0)
    age = 8033.0 * np.log(1.0 / 0.9)
    for name, value in (("d14c_permil", delta), ("F14C", 0.9), ("pMC", 90.0), ("c14_age", age), ("Δ14C (‰)", delta)):
        found = read(rows(**{"d14c_permil": None, name: value}), tmp_path, warnings).kept
        np.testing.assert_allclose(found["delta"], [delta], atol=1e-6, err_msg=name)
        assert found["depth"].tolist() == [0.05]


def test_what_cannot_be_used_is_left_out_for_its_reason(tmp_path: Path, warnings: Warnings) -> None:
    table = rows(9)
    table["d14c_permil"] = [50.0, np.nan, 50.0, 50.0, 1200.0, 50.0, -1000.0, 20.0, 50.0]
    table["year"] = [2005, 2005, np.nan, 2026, 2005, 2005, 2005, 1930, 2005]
    table["peatland"] = ["", "", "", "", "", "yes", "", "", "no"]
    table["frc_14c"] = [np.nan] * 8 + [30.0]
    found = read(table, tmp_path, warnings)
    reasons = ["", "no_radiocarbon", "no_year", "year_beyond_curve", "above_atmosphere", "peat", "impossible_radiocarbon"]
    assert found.audit.reason.tolist() == [*reasons, "above_atmosphere", "fraction"]  # no air before 1955 had 20 permil


def test_a_sample_may_exceed_the_air_by_its_error(tmp_path: Path, warnings: Warnings) -> None:
    table = rows(2, year=1930.0)
    table["d14c_permil"], table["d14c_sigma"] = [10.0, 10.0], [20.0, 2.0]
    assert read(table, tmp_path, warnings).audit.reason.tolist() == ["", "above_atmosphere"]


def test_rows_whose_two_values_disagree_are_left_out_or_kept_as_wanted(tmp_path: Path, warnings: Warnings) -> None:
    table = rows(2)
    table["f14c"] = [1.05 * np.exp(55.0 / 8267.0), 1.05]
    assert read(table, tmp_path, warnings).audit.reason.tolist() == ["", "disagreeing"]
    kept = read(table, tmp_path, warnings, keep_disagreeing=True).kept
    np.testing.assert_allclose(kept["difference"], [0.0, 50.0 - 1000.0 * (1.05 * np.exp(-55.0 / 8267.0) - 1.0)], atol=1e-9)


def test_errors_are_measured_converted_or_assumed(tmp_path: Path, warnings: Warnings) -> None:
    """An error of zero is none; that of F14C counts where Delta14C has none."""
    table = rows(3)
    table["d14c_sigma"], table["f14c_sigma"] = [3.0, 0.0, np.nan], [0.001, np.nan, 0.004]
    found = read(table, tmp_path, warnings, sigma=7.0).kept
    np.testing.assert_allclose(found["sigma"], [3.0, 7.0, 4.0 * np.exp(-55.0 / 8267.0)])
    assert found["sigma_source"].tolist() == ["measured", "assumed", "measured"]


@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("d14c", [1.05, 0.98, 1.1, 0.9, 0.6], "read as Delta14C in permil, but all its values lie between 0.6 and 1.1. If it is F14C"),
        ("f14c", [105.0, 98.0, 110.0, 90.0, 60.0], "read as F14C, but all its values lie between 60 and 110. If it is percent"),
    ],
)
def test_values_that_look_like_another_unit_are_asked_about(tmp_path: Path, field: str, values: list[float], words: str) -> None:
    told = Warnings()
    table = rows(6, **{"d14c_permil": None, field: [*values, np.nan]})
    table["F14C" if field == "d14c" else "d14c"] = [np.nan] * 5 + [1.01 if field == "d14c" else 10.0]
    read(table, tmp_path, told)
    assert any(words in message for _, message in told)


def test_a_table_without_radiocarbon_or_year_is_refused_once_for_both(tmp_path: Path, warnings: Warnings) -> None:
    with pytest.raises(InputError, match=r"year of collection was found\. .* radiocarbon was found"):
        read(rows(year=None, d14c_permil=None), tmp_path, warnings)


def test_the_layout_of_israd_is_recognised(tmp_path: Path, warnings: Warnings) -> None:
    names = {
        "profile_id": "pro_name", "lon": "pro_long", "lat": "pro_lat", "top_cm": "lyr_top", "bottom_cm": "lyr_bot",
        "year": "lyr_obs_date_y", "d14c_permil": "lyr_14c",
    }  # fmt: skip
    found = read(rows().rename(columns=names).assign(lyr_14c_sigma=4.0, pro_peatland=""), tmp_path, warnings).kept
    assert found[["id", "delta", "sigma", "year", "bottom"]].to_numpy().tolist() == [["a", 50.0, 4.0, 2005.0, 0.1]]


@pytest.mark.skipif(not ISRAD.exists(), reason="the radiocarbon of ISRaD is not beside the checkout (../shared/data/radiocarbon)")
@pytest.mark.parametrize("name", ["conus", "global"])
def test_the_layers_of_israd_agree_with_their_own_fraction_as_counted_there(tmp_path: Path, name: str) -> None:
    """The rows that disagree are those that the data set marks."""
    source = ISRAD / f"c14_layers_{name}.csv.gz"
    table = pd.read_csv(source)
    words = ["--observations", source, "--layers", tmp_path / "clean.gpkg", "--json", tmp_path / "counts.json"]
    done = engine_here("prepare_radiocarbon", *words, "--rejected", tmp_path / "rejected.csv")
    assert done.status == 0, done.stderr
    counts = json.loads((tmp_path / "counts.json").read_text(encoding="utf-8"))
    assert counts["rows_read"] == len(table) == counts["rows_kept"] + sum(counts["left_out"].values())
    assert counts["delta_and_fraction_agree"] == (table["d14c_check"] == "ok").sum()
    rejected = pd.read_csv(tmp_path / "rejected.csv")
    wrong = rejected[rejected["reason"] == "disagreeing"]["source_row"] - 1
    assert set(table["d14c_check"].iloc[wrong]) == {"F14C_disagrees"}
    clean = geopandas.read_file(tmp_path / "clean.gpkg", layer="radiocarbon_layers")
    assert set(table["d14c_check"].iloc[clean["source_row"] - 1]) == {"ok"}
    again = read_radiocarbon(str(tmp_path / "clean.gpkg"), RadiocarbonFields(), read_atmosphere("", Warnings()), Warnings())
    np.testing.assert_allclose(again.kept["delta"], clean["delta14c_permil"])
