"""docs/inputs.md names everything that the tables of layouts, units, functions, reasons and flags hold."""

from __future__ import annotations

import pytest

from binn_engine.profiles.audit import REASONS
from binn_engine.profiles.pedotransfer import PEDOTRANSFER, Pedotransfer
from binn_engine.profiles.quality import EXCLUDED, REPEATED_ID
from binn_engine.profiles.tables.layouts import LAYOUTS
from binn_engine.settings import SOC_UNITS
from tests.engine.commands import ROOT

TEXT = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
# Heads of columns in the table of pedotransfer functions.
EQUATION, MINERAL, ORGANIC = "bulk density (g/cm3)", "error, below 12 % OC", "error, 12 % OC and above"


@pytest.mark.parametrize("name", [*(row.name for row in REASONS), *SOC_UNITS, *(name for name in EXCLUDED if name != REPEATED_ID)])
def test_every_reason_unit_and_excluded_flag_is_documented(name: str) -> None:
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda row: row.name)
def test_every_layout_is_documented(layout) -> None:
    assert any(line.startswith(f"| {layout.name}") for line in TEXT.splitlines()), "docs/inputs.md: add a row to the table of databases"


def test_every_documented_database_has_a_layout() -> None:
    table = TEXT.split("### Databases")[1].split("\n\n")[2]
    databases = [line[2:] for line in table.splitlines()[2:]]
    assert len(databases) >= 8
    for database in databases:
        assert any(database.startswith(layout.name) for layout in LAYOUTS), database


def documented_errors(text: str) -> dict[str, dict[str, str]]:
    """Pedotransfer function to the cells of its row in the table of the page, by the heads of the columns."""
    lines = text.splitlines()
    [first] = [number for number, line in enumerate(lines) if f"| {EQUATION} |" in line]
    heads, _, *rows = [cells_of(line) for line in lines[first : lines.index("", first)]]
    return {cells[0].strip("`"): dict(zip(heads, cells)) for cells in rows}


def cells_of(line: str) -> list[str]:
    """The cells of a row of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def organic_error(row: Pedotransfer) -> str:
    """The error of a function in organic soil as the page writes it."""
    return "not for organic soil" if row.error_organic is None else f"{row.error_organic:g}"


def faults_of_errors(text: str) -> list[str]:
    """Pedotransfer functions whose equation or errors on the page are not those of the table in the code."""
    documented, faults = documented_errors(text), []
    for row in PEDOTRANSFER:
        cells = documented.get(row.name, {})
        found = [cells.get(head, "") for head in (EQUATION, MINERAL, ORGANIC)]
        if found != [row.equation, f"{row.error_mineral:g}", organic_error(row)]:
            faults.append(row.name)
    return faults


def test_every_pedotransfer_function_is_documented_with_its_equation_and_errors() -> None:
    rows = [f"| `{row.name}` | {row.equation} | ... | {row.error_mineral:g} | {organic_error(row)} |" for row in PEDOTRANSFER]
    assert not faults_of_errors(TEXT), f"write these rows in docs/inputs.md, with the same numbers: {rows}"
    assert len(documented_errors(TEXT)) == len(PEDOTRANSFER), "docs/inputs.md has functions that PEDOTRANSFER does not have"


def test_swapped_columns_are_seen() -> None:
    assert TEXT.count("| 0.28 | 0.12 |") == 1
    assert "honeysett_ratkowsky_1989" in faults_of_errors(TEXT.replace("| 0.28 | 0.12 |", "| 0.12 | 0.28 |"))
