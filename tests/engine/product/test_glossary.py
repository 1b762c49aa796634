"""The glossary says what the tables say."""

from __future__ import annotations

import runpy
from pathlib import Path

import pandas as pd

from binn_engine.covariates.table import looks_categorical
from binn_engine.tables import COVARIATES, PARAMETERS, PROCESSES
from tests.engine.commands import ROOT


def test_the_glossary_is_that_of_the_tables() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert text == runpy.run_path(str(ROOT / "scripts" / "make_glossary.py"))["glossary"](), "run scripts/make_glossary.py"


def test_the_glossary_has_a_row_for_every_parameter_and_process() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    for row in PARAMETERS:
        assert len([line for line in lines if line.startswith(f"| `{row.name}` |") and line.endswith(f"{row.meaning} |")]) == 1
    for row in PROCESSES:
        assert len([line for line in lines if line.startswith(f"| {row.label} (`{row.name}`) |")]) == 1


def test_the_glossary_has_the_58_covariates_of_the_published_network() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    assert len({row.name for row in COVARIATES}) == 58
    for row in COVARIATES:
        assert len([line for line in lines if line.startswith(f"| `{row.name}` |") and line.endswith(f"{row.meaning} |")]) == 1
        assert row.lower < row.upper
        assert looks_categorical(row.name) == (row.unit == "class"), row.name


def test_the_covariates_of_new_york_are_those_of_the_glossary_in_its_units(new_york: Path) -> None:
    table = pd.read_csv(new_york / "covariates.csv").drop(columns=["profile_id", "Lon", "Lat"])
    known = {row.name: row for row in COVARIATES}
    assert set(table.columns) <= set(known)
    for name in table.columns:
        reach = known[name].upper - known[name].lower
        assert table[name].median() > known[name].lower - 0.05 * reach, name
        assert table[name].median() < known[name].upper + 0.05 * reach, name
