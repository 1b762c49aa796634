"""Files and functions stay short enough to be read at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.engine.commands import ROOT

LINES = {".": 300, "binn_engine": 300, "ui": 300, "scripts": 300, "tests": 500}
TABLES = {"binn_engine/tables.py"}  # rows of data, one after the other
FUNCTION = 50


def long_functions(text: str) -> Iterator[tuple[str, int]]:
    """Functions of over fifty lines, with their lengths."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION:
                yield node.name, length


@pytest.mark.parametrize("folder", sorted(LINES))
def test_files_and_functions_are_short(folder: str) -> None:
    paths = (ROOT / folder).glob("*.py") if folder == "." else (ROOT / folder).rglob("*.py")
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    assert len(sources) > 1
    long = {name: text.count("\n") for name, text in sources.items() if name not in TABLES and text.count("\n") > LINES[folder]}
    assert not long, f"split these files, one idea each: {long}"
    functions = {f"{name} {function}": length for name, text in sources.items() for function, length in long_functions(text)}
    assert not functions, f"split these functions: {functions}"


def test_a_long_function_is_seen() -> None:
    body = "\n".join(f"    a = {number}" for number in range(FUNCTION))
    assert list(long_functions(f"def short():\n    return 1\ndef long():\n{body}\n")) == [("long", FUNCTION + 1)]
