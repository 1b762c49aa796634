"""Radiocarbon of the air: the product's table against the published curves, and files of users."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from binn_engine.errors import InputError
from binn_engine.radiocarbon.atmosphere import PUBLISHED, ZONES, read_atmosphere
from scripts.make_atmosphere import HEADER, yearly
from tests.engine.commands import SHARED
from tests.engine.support.profiles import Warnings

CURVES = SHARED / "data" / "atmosphere_14c"
needs_curves = pytest.mark.skipif(not CURVES.exists(), reason="the published curves are not beside the checkout (../shared/data)")


def curve(path: Path, **columns: object) -> str:
    pd.DataFrame(columns).to_csv(path, index=False)
    return str(path)


@needs_curves
def test_the_table_is_what_the_script_makes_of_the_curves() -> None:
    made = yearly(pd.read_csv(CURVES / "hua2021_native.csv.gz"), pd.read_csv(CURVES / "intcal20_shcal20.csv.gz"))
    assert PUBLISHED.read_text(encoding="utf-8") == HEADER + made.to_csv(index_label="year", lineterminator="\n")


@needs_curves
def test_the_table_agrees_with_yearly_means_that_others_made(warnings: Warnings) -> None:
    others = pd.read_csv(CURVES / "atm_d14c_annual_1850_2020.csv", index_col="year")
    air = read_atmosphere("", warnings)
    assert (air.years[0], air.end) == (1850, 2019.0)
    for zone in ZONES:
        np.testing.assert_allclose(air.delta[zone], others.loc[air.years, zone], atol=0.051)


def test_no_sample_can_have_more_than_the_highest_air_until_its_year(warnings: Warnings) -> None:
    air = read_atmosphere("", warnings)
    before, at, after = air.highest_until(np.array(["nh1"] * 3), np.array([1900.5, 1964.9, 2018.0]))
    assert before < 10.0
    assert at == air.delta["nh1"].max() == after
    assert air.highest_until(np.array(["sh12"]), np.array([2018.0]))[0] < after


def test_one_column_is_that_of_all_zones(tmp_path: Path, warnings: Warnings) -> None:
    air = read_atmosphere(curve(tmp_path / "air.csv", Year=[2000, 2001, 2002], D14C=[90.0, 85.0, 80.0]), warnings)
    assert all(air.delta[zone].tolist() == [90.0, 85.0, 80.0] for zone in ZONES)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"year": [2000, 2002], "d14c": [90.0, 80.0]}, "not whole years one after another"),
        ({"year": [2000, 2001], "d14c": [1.09, np.nan]}, "has nan in 2001"),
        ({"year": [2000, 2001], "carbon": [90.0, 80.0]}, "no field for the radiocarbon of the air"),
        ({"year": [2000, 2001], "d14c": [90.0, 9999.0]}, "has 9999 in 2001"),
    ],
)
def test_a_curve_that_cannot_be_is_refused(tmp_path: Path, warnings: Warnings, columns: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_atmosphere(curve(tmp_path / "air.csv", **columns), warnings)
