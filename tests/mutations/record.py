"""Where the record of tests and functions is, and how functions are named in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "build" / "tests-of-functions.json"


def functions(path: Path) -> Iterator[tuple[str, int, int]]:
    """The functions of a module, each with its first and its last line; inner ones after those they are in."""

    def within(node: ast.AST, prefix: str) -> Iterator[tuple[str, int, int]]:
        for child in ast.iter_child_nodes(node):
            name = f"{prefix}{child.name}" if isinstance(child, (ast.FunctionDef, ast.ClassDef)) else prefix
            if isinstance(child, ast.FunctionDef):
                yield name, child.lineno, child.end_lineno or child.lineno
            yield from within(child, f"{name}." if name != prefix else prefix)

    return within(ast.parse(path.read_text(encoding="utf-8")), "")
