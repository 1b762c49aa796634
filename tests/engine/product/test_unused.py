"""Functions, classes, constants and methods of the product that nothing in the product uses: tests alone keep no code alive."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.engine.commands import ROOT

SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        *(ROOT / "plugin.py", ROOT / "__init__.py"),
        *(path for folder in ("binn_engine", "ui", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))),
    )
}
CALLED_BY_OTHERS = {
    "dask_setup",  # by Dask's workers
    "_reduced_of_type",  # by numba, which it is registered with
    "initGui",  # by QGIS
    "job_of",  # by tests, which take the words of a command line to be a job without a process
}


def defined_in(source: str) -> Iterator[str]:
    """Functions, classes and constants of a module, and the methods of classes without a base, which nobody else calls."""
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        if isinstance(node, ast.ClassDef) and not node.bases:
            yield from (row.name for row in node.body if isinstance(row, ast.FunctionDef))
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (row.id for target in targets for row in ast.walk(target) if isinstance(row, ast.Name))


def used_in(source: str) -> Iterator[str]:
    """Names that are read anywhere in a module, also in short texts, such as annotations and what is imported by its name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[\w.:\[\], |]{1,80}", node.value):
            yield from re.findall(r"\w+", node.value)


def unused(sources: dict[str, str]) -> list[str]:
    """What is defined in some module and read in none, as ``module name``."""
    uses = Counter(name for source in sources.values() for name in used_in(source))
    names = ((module, name) for module, source in sources.items() for name in defined_in(source))
    return [f"{module} {name}" for module, name in names if not uses[name] and not re.fullmatch("__.*__", name)]


def test_nothing_of_the_product_is_unused() -> None:
    assert sum(len(list(defined_in(source))) for source in SOURCES.values()) > 3000
    found = unused(SOURCES)
    assert [row for row in found if row.split()[-1] not in CALLED_BY_OTHERS] == [], "delete it, and what tests it alone"
    assert {row.split()[-1] for row in found} == CALLED_BY_OTHERS, "take names out of CALLED_BY_OTHERS that are used, or are gone"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("A = 1\nB: int = 2\nprint(B)", ["A"]),
        ("def f(): ...\ndef g(): f()", ["g"]),
        ("class A:\n    def b(self): ...\n    def __len__(self): ...\nA()", ["b"]),
        ("class A(QgsTask):\n    def run(self): ...\nA()", []),
        ("def f(): ...\nCALLS = ['one:f']\nfor c in CALLS: ...", []),
    ],
)
def test_what_is_unused_is_seen(source: str, names: list[str]) -> None:
    assert unused({"one.py": source}) == [f"one.py {name}" for name in names]
