"""No CSV that the product writes holds a formula, and what it wrote is read back to the letter."""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import pandas as pd
import pytest

from binn_engine.cells import meant_cells, plain_cell, write_csv
from binn_engine.profiles.observations import read_layers, read_profiles
from binn_engine.profiles.tables.vectors import read_table
from binn_engine.settings import ProfileFields
from tests.engine.commands import ROOT, engine_here
from tests.engine.support.profiles import Warnings

FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-x", "@SUM(1)", "=1", "＝1+1", "-2+3", "'=x"]
PLAIN = ["a=b", "-5", "+3.5", "-1e-5", "7", "'quoted'", "x-1", "NA", "007"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_of_a_formula_gets_an_apostrophe(text: str) -> None:
    assert plain_cell(text) == "'" + text


@pytest.mark.parametrize("text", PLAIN)
def test_numbers_and_other_text_stay_as_they_are(text: str) -> None:
    assert plain_cell(text) == text


def test_tabs_and_ends_of_lines_are_no_way_around() -> None:
    assert [plain_cell(sign + "=1")[0] for sign in "\t\r\n"] == ["'"] * 3


def test_what_was_written_is_read_back_to_the_letter(tmp_path: Path) -> None:
    table = pd.DataFrame({"profile_id": [*FORMULAS, *PLAIN], "clay": range(len(FORMULAS) + len(PLAIN))})
    write_csv(table, tmp_path / "own.csv")
    assert read_table(str(tmp_path / "own.csv"), Warnings())["profile_id"].tolist() == [*FORMULAS, *PLAIN]
    with open(tmp_path / "own.csv", encoding="utf-8", newline="") as stream:
        assert all(cell[0] not in "=+@" and not cell.startswith("-x") for row in csv.reader(stream) for cell in row if cell != "+3.5")


def test_ids_of_others_keep_their_apostrophes(tmp_path: Path) -> None:
    pd.DataFrame({"profile_id": ["'=x", "=x"], "clay": [1, 2]}).to_csv(tmp_path / "theirs.csv", index=False)
    assert read_table(str(tmp_path / "theirs.csv"), Warnings())["profile_id"].tolist() == ["'=x", "=x"]
    assert meant_cells(["'quoted'", "a"]) is None


def test_rows_that_are_left_out_are_no_formulas(tmp_path: Path) -> None:
    table = pd.DataFrame({"profile_id": FORMULAS, "lon": 10.0, "lat": 50.0, "top_cm": 0, "bottom_cm": 10, "soc_gc_m3": [9000.0] + [""] * 7})
    table.to_csv(tmp_path / "=soil.csv", index=False)
    words = ["--observations", tmp_path / "=soil.csv", "--layers", tmp_path / "out.gpkg", "--rejected", tmp_path / "rejected.csv"]
    assert engine_here("prepare_profiles", *words).status == 0
    with open(tmp_path / "rejected.csv", encoding="utf-8", newline="") as stream:
        cells = [row for row in csv.reader(stream)][1:]
    assert [row[2] for row in cells] == ["'" + name for name in FORMULAS[1:]]
    assert {row[0] for row in cells} == {"'=soil.csv"}
    assert read_table(str(tmp_path / "rejected.csv"), Warnings())["profile_id"].tolist() == FORMULAS[1:]
    assert read_layers(str(tmp_path / "=soil.csv"), ProfileFields(), Warnings(), strict=False).table["id"].tolist() == FORMULAS
    assert read_profiles(str(tmp_path / "out.gpkg"), ProfileFields(), Warnings()).ids.tolist() == FORMULAS[:1]


def test_one_writer_writes_every_csv() -> None:
    """``to_csv`` and ``csv.writer`` stand in the one writer, and in the panel's, whose cells pass the same function."""
    allowed = {"binn_engine/cells.py", "ui/panel/export.py"}
    found = set()
    for path in [*(ROOT / "binn_engine").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            wrote = isinstance(node, ast.Attribute) and (
                node.attr in ("to_csv", "DictWriter") or (node.attr == "writer" and getattr(node.value, "id", "") == "csv")
            )
            if wrote:
                found.add(path.relative_to(ROOT).as_posix())
    assert found == allowed
