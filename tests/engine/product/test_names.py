"""Names of the product: one class name, one meaning."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.engine.commands import ROOT

# Names that two classes share, still: rename one and take the name out of here. Nothing is to be added.
SHARED = {"Grid", "Parameter"}


def places_of_classes() -> dict[str, list[str]]:
    """Name of a class to the modules that define one of that name, private ones and those within functions included."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in (ROOT / "plugin.py", *sorted((ROOT / "binn_engine").rglob("*.py")), *sorted((ROOT / "ui").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    return places


def test_no_two_classes_share_a_name() -> None:
    places = places_of_classes()
    assert len(places) > 150
    assert {name: paths for name, paths in places.items() if len(paths) > 1 and name not in SHARED} == {}


def test_the_list_of_shared_names_only_shrinks() -> None:
    places = places_of_classes()
    assert {name for name in SHARED if len(places[name]) < 2} == set()
    assert len(SHARED) <= 2


def runs_of_lines(path: Path, length: int) -> dict[tuple[str, ...], str]:
    """Every run of so many lines of code to where it starts; blank lines, comments, imports and lone brackets do not count."""
    rows = [(number, line.strip()) for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)]
    code = [(number, line) for number, line in rows if len(line) > 2 and not line.startswith(("#", "import ", "from "))]
    starts = range(len(code) - length + 1)
    return {tuple(line for _, line in code[start : start + length]): f"{path.relative_to(ROOT)}:{code[start][0]}" for start in starts}


def test_no_ten_lines_of_the_product_are_written_twice() -> None:
    places: dict[tuple[str, ...], str] = {}
    twice = []
    for path in (*sorted((ROOT / "binn_engine").rglob("*.py")), *sorted((ROOT / "ui").rglob("*.py"))):
        runs = runs_of_lines(path, 10)
        twice += [(places[run], place) for run, place in runs.items() if run in places]
        places |= runs
    assert len(places) > 10_000
    assert not twice
