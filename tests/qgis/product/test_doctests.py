"""The examples in the docstrings of the plugin."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[3] / "ui"
MODULES = sorted(path.relative_to(UI.parent).with_suffix("").as_posix().replace("/", ".") for path in UI.rglob("*.py"))
WITH_EXAMPLES = [name for name in MODULES if ">>> " in (UI.parent / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_are_right(qgis_app, name):
    done = doctest.testmod(importlib.import_module(f"binn.{name}"))
    assert done.attempted > 0
    assert done.failed == 0


def test_there_are_examples():
    assert len(WITH_EXAMPLES) > 5
