"""What docs and docstrings refer to is there: files that pages name, modules and functions that docstrings link to."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.engine.commands import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = [path for folder in ("binn_engine", "ui", "tests", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]
# Pages name files from the root of the checkout, or from one of these folders.
FOLDERS = ("", "binn_engine", "binn_engine/clm5", "ui", "docs")
BARE = {path.name for folder in ("binn_engine", "ui", "scripts", "tests", "resources") for path in (ROOT / folder).rglob("*")}
ROOMS = {path.name for folder in (".", "binn_engine", "ui") for path in (ROOT / folder).iterdir() if path.is_dir()}
# What the recipes of docs/adding.md, and runs, make.
MADE = re.compile(r"list_?covariates|binn_(pt|fr|LANGUAGE)\.ts|^demo-output/|^\.venv")


def files_named(text: str) -> set[str]:
    """Files and folders of the checkout that a page names between backticks; alternatives of a decision may name what never was."""
    text = re.split(r"^## Alternatives$", text, flags=re.MULTILINE)[0]
    found = set(re.findall(r"`((?:[\w.-]+/)+(?:[\w.-]*\w)?|[\w-]+\.(?:py|sh|ts))`", text))
    found |= set(re.findall(r"(?<![\w/.])((?:scripts|tests|binn_engine|resources)/[\w./-]+\.\w+)", text))
    return {name for name in found if ("/" not in name or name.split("/")[0] in ROOMS) and not MADE.search(name)}


def is_there(name: str) -> bool:
    """Whether the checkout has a file or folder of this name, or a module with this attribute (``room/module.function``)."""
    module = name.rpartition(".")[0]
    places = [place for folder in FOLDERS for place in (ROOT / folder / name, ROOT / folder / f"{name}.py")]
    if any(place.exists() for place in places):
        return True
    attributes = [ROOT / folder / f"{module}.py" for folder in FOLDERS] if module else []
    if any(place.exists() and name.rpartition(".")[2] in defined(place) for place in attributes):
        return True
    return "/" not in name and name in BARE


def defined(path: Path) -> set[str]:
    """The names that a module defines, those of methods included, and the names that a package takes from its modules."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            names |= {row.id for row in ast.walk(node) if isinstance(row, ast.Name) and isinstance(row.ctx, ast.Store)}
        elif isinstance(node, ast.ImportFrom) and path.name == "__init__.py":
            names |= {row.asname or row.name for row in node.names}
    return names


def module_file(name: str) -> Path | None:
    """The file of a module or package of ours by its dotted name."""
    base = ROOT.joinpath(*name.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.exists()), None)


def lost_links(source: str) -> list[str]:
    """Targets of ``:func:``, ``:class:``, ``:mod:`` and their like that name a module of the engine in full, and are not in it."""
    lost = []
    for target in re.findall(r":(?:mod|class|func|meth|data):`~?(binn_engine\.[\w.]+)(?:\(\))?`", source):
        parts = target.split(".")
        ends = [number for number in range(len(parts), 0, -1) if module_file(".".join(parts[:number]))]
        file, rest = module_file(".".join(parts[: ends[0]])), parts[ends[0] :]
        if file is None or not set(rest) <= defined(file):
            lost.append(target)
    return lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_a_page_names_are_there(page: Path) -> None:
    lost = sorted(name for name in files_named(page.read_text(encoding="utf-8")) if not is_there(name))
    assert not lost, "these files have moved, or never were"


def test_pages_name_files() -> None:
    assert sum(len(files_named(page.read_text(encoding="utf-8"))) for page in PAGES) > 100


def test_docstrings_link_to_what_is_there() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in SOURCES}
    assert sum(text.count("`binn_engine.") for text in texts.values()) > 20
    assert {name: lost for name, text in texts.items() if (lost := lost_links(text)) and not name.endswith("test_references.py")} == {}


# Where the code of the recipes is, by the dots before a module: an algorithm, a job, and an algorithm that reads the seam.
RECIPE_PACKAGES = {".": "ui.algorithms", "..": "binn_engine", "...": ""}


def lost_imports(recipes: str) -> list[str]:
    """Imports in the code of the recipes that find nothing, but for what the recipes themselves make."""
    lost = []
    for dots, module, names in re.findall(r"^ +from (\.*)([\w.]+) import (.+)$", recipes, re.MULTILINE):
        name = f"{RECIPE_PACKAGES[dots]}.{module}".strip(".") if dots else module
        file = module_file(name)
        if name.split(".")[0] in ("binn_engine", "ui", "tests"):
            wanted = {row.strip() for row in names.split(",")}
            lost += [
                f"{name}.{row}" for row in sorted(wanted) if not MADE.search(row.lower()) and (file is None or row not in defined(file))
            ]
    return lost


def test_the_code_of_the_recipes_imports_what_is_there() -> None:
    text = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^ +from \.", text, re.MULTILINE)) >= 8
    assert lost_imports(text) == []


def test_an_import_of_a_recipe_that_finds_nothing_is_seen() -> None:
    assert lost_imports("        from .base import EngineAlgorithm\n") == ["ui.algorithms.base.EngineAlgorithm"]
    assert lost_imports("        from .shared.base import EngineAlgorithm\n        from ..cells import none\n") == [
        "binn_engine.cells.none"
    ]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("See `profiles/columns.py`.", ["profiles/columns.py"]),
        ("See `binn_engine/tables.py`, `clm5/` and `ui/translation.tr`, or g/kg in `kg/m3`.", []),
        ("    bash scripts/none.sh", ["scripts/none.sh"]),
        ("## Alternatives\n\n- `running/none.py`", []),
    ],
)
def test_a_file_that_has_moved_is_seen(text: str, lost: list[str]) -> None:
    assert [name for name in files_named(text) if not is_there(name)] == lost


def test_a_link_to_what_has_moved_is_seen() -> None:
    assert lost_links(":func:`binn_engine.bands.product_bands` :mod:`binn_engine.clm5.elimination` :class:`binn_engine.clm5.Forcing`") == []
    assert lost_links(":func:`binn_engine.tables.product_bands`") == ["binn_engine.tables.product_bands"]
    assert lost_links(":mod:`binn_engine.nowhere`") == ["binn_engine.nowhere"]
