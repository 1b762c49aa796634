"""Thousands that commas or points part, and text among depths: read where it can be one thing, refused by field where it can be two."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from binn_engine.covariates.table import read_covariates
from binn_engine.errors import InputError
from binn_engine.forcing.table import read_forcing_table
from binn_engine.profiles.observations import Profiles, read_layers, read_profiles
from binn_engine.profiles.tables.vectors import read_table
from binn_engine.settings import ProfileFields
from tests.engine.commands import engine_here
from tests.engine.support.profiles import Warnings, layers


def written(tmp_path: Path, table: pd.DataFrame, separator: str) -> str:
    path = tmp_path / "soil.csv"
    table.to_csv(path, index=False, sep=separator)
    return str(path)


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_commas_that_may_part_thousands_are_refused_whatever_parts_fields(tmp_path: Path, separator: str) -> None:
    path = written(tmp_path, layers(soc_gC_m3=["30,500", "15,250", "31,000", "987"], lon=[10, 10, 11, 11]), separator)
    done = engine_here("prepare_profiles", "--observations", path, "--layers", tmp_path / "out.gpkg")
    assert done.status == 1
    assert "field 'soc_gC_m3'" in done.stderr
    assert "30,500 separates thousands" in done.stderr


@pytest.mark.parametrize("separator", ["\t", ";"])
@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1,030,500", "15,250", "31,000", "987"], [1030500.0, 15250.0, 31000.0, 987.0]),
        (["30,500.5", "15,250", "31,000", "987.25"], [30500.5, 15250.0, 31000.0, 987.25]),
        (["1.030.500", "15.250", "31.000", "987"], [1030500.0, 15250.0, 31000.0, 987.0]),
        (["30.500,5", "15.250,0", "31.000", "987"], [30500.5, 15250.0, 31000.0, 987.0]),
        (["0,125", "30,5", "9000", "987,125"], [0.125, 30.5, 9000.0, 987.125]),
    ],
)
def test_thousands_that_can_be_nothing_else_are_read(tmp_path: Path, separator: str, texts: list[str], values: list[float]) -> None:
    table = read_table(written(tmp_path, layers(soc_gC_m3=texts), separator), Warnings())
    assert table["soc_gC_m3"].tolist() == values


def test_commas_are_decimal_signs_where_another_field_shows_that_they_are(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, layers(lon="10,25", soc_gC_m3=["30,500", "15,250", "31,000", "987"]), ";"), Warnings())
    assert table["soc_gC_m3"].tolist() == [30.5, 15.25, 31.0, 987.0]


def test_points_among_decimal_commas_are_asked_about(tmp_path: Path) -> None:
    warnings = Warnings()
    read_table(written(tmp_path, layers(lon="10,25", soc_gC_m3=["30.500", "15.250", "31.000", "987"]), ";"), warnings)
    assert any(code == "thousands" and "30.500" in message for code, message in warnings)


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_covariates_with_parted_thousands_are_refused(tmp_path: Path, separator: str) -> None:
    nothing, ids = np.empty(0), np.array(["A", "B", "C", "D"])
    profiles = Profiles(ids, np.zeros(4), np.zeros(4), nothing.astype(int), nothing, nothing, nothing, nothing)
    path = written(tmp_path, pd.DataFrame({"profile_id": ids, "elevation_m": ["475", "1,365", "1,764", "329"]}), separator)
    with pytest.raises(InputError, match=r"'elevation_m' has text .*1,365 separates thousands"):
        read_covariates([path], profiles)


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_forcing_with_parted_thousands_is_refused(tmp_path: Path, separator: str) -> None:
    columns = ("TSOI", "W_SCALAR", "O_SCALAR", "FPI_vr", "ALTMAX", "ALTMAX_LASTYEAR", "nbedrock", "CWD_INPUT")
    litter = {f"LITR{part}_INPUT": "1,200" for part in (1, 2, 3)}
    lines = [
        {"lon": 1, "lat": 2, "month": month, "level": level, **dict.fromkeys(columns, 1), **litter}
        for month in range(1, 13)
        for level in range(1, 21)
    ]
    with pytest.raises(InputError, match=r"'LITR1_INPUT' .*1,200 separates thousands"):
        read_forcing_table(written(tmp_path, pd.DataFrame(lines), separator), Warnings())


def test_text_depths_of_which_half_are_none_name_their_field(tmp_path: Path) -> None:
    table = layers(top_cm=None, bottom_cm=None, depth_cm=["0-20", "Ah", "B horizon", "10-30"])
    path = written(tmp_path, table, ",")
    with pytest.raises(InputError, match="'depth_cm' has text that is not a depth range, such as 'Ah', 'B horizon'"):
        read_profiles(path, ProfileFields(), Warnings())
    warnings = Warnings()
    found = read_layers(path, ProfileFields(), warnings, strict=False)
    assert found.audit.counts() == {"text": 2}
    assert found.table["bottom"].iloc[[0, 3]].tolist() == [0.2, 0.3]
    assert any(code == "text" and "'depth_cm'" in message and "'Ah'" in message for code, message in warnings)


def test_a_first_line_that_says_the_separator_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "soil.csv"
    path.write_text("sep=;\nid;lon;lat;top;bottom;soc\n007;10,5;50;0;10;9000,5\n", encoding="utf-8")
    found = read_profiles(str(path), ProfileFields(), Warnings())
    assert (found.ids.tolist(), found.longitude.tolist(), found.soc.tolist()) == (["007"], [10.5], [9000.5])
