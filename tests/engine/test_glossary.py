"""The glossary says what the tables say."""

from __future__ import annotations

import runpy
from pathlib import Path

from binn_engine.tables import PARAMETERS, PROCESSES

ROOT = Path(__file__).resolve().parents[2]


def test_the_glossary_is_that_of_the_tables() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert text == runpy.run_path(str(ROOT / "scripts" / "make_glossary.py"))["glossary"](), "run scripts/make_glossary.py"


def test_the_glossary_has_a_row_for_every_parameter_and_process() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    for row in PARAMETERS:
        assert len([line for line in lines if line.startswith(f"| `{row.name}` |") and line.endswith(f"{row.meaning} |")]) == 1
    for row in PROCESSES:
        assert len([line for line in lines if line.startswith(f"| {row.label} (`{row.name}`) |")]) == 1
