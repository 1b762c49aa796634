"""docs/inputs.md names everything that the tables of layouts, units, functions, reasons and flags hold."""

from __future__ import annotations

import pytest

from binn_engine.profiles.audit import REASONS
from binn_engine.profiles.layouts import LAYOUTS
from binn_engine.profiles.pedotransfer import PEDOTRANSFER
from binn_engine.profiles.quality import EXCLUDED, REPEATED_ID
from binn_engine.settings import SOC_UNITS
from tests.engine.commands import ROOT

TEXT = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")


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


@pytest.mark.parametrize("row", PEDOTRANSFER, ids=lambda row: row.name)
def test_every_pedotransfer_function_is_documented_with_its_equation_and_errors(row) -> None:
    [line] = [line for line in TEXT.splitlines() if line.startswith(f"| `{row.name}`")]
    assert row.equation in line
    for error in (row.error_mineral, row.error_organic):
        assert (f"| {error:g} |" if error is not None else "not for organic soil") in line
