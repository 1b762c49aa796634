"""What the code must be like to run on Qt 6 too, read from its source: enumerations by their scope, Qt through ``qgis.PyQt``."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
SOURCES = sorted([REPOSITORY / "__init__.py", REPOSITORY / "plugin.py", *(REPOSITORY / "ui").rglob("*.py")])
# Gone in Qt 6 or PyQt6, whatever they are called on.
GONE = {"exec_", "QRegExp", "QDesktopWidget", "QMatrix", "setTabStopWidth", "MidButton", "QVariantList"}
# Of GDAL's objects, written like classes though they are numbers.
OF_GDAL = {"RasterXSize", "RasterYSize", "RasterCount", "XSize", "YSize", "DataType"}


def imported(tree: ast.Module) -> dict[str, Any]:
    """The things of QGIS and Qt that a module imports, by the names it gives them."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "qgis":
            module = importlib.import_module(node.module)
            for name in node.names:
                # Some are there only in newer releases, and imported under a condition.
                known[name.asname or name.name] = getattr(module, name.name, None)
    return {name: value for name, value in known.items() if value is not None}


def value_of(node: ast.expr, known: dict[str, Any]) -> Any:
    """What a dotted name stands for, or None where that shows only when the code runs."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = value_of(node.value, known)
        return None if owner is None else getattr(owner, node.attr, None)
    return None


def unscoped(tree: ast.Module) -> Iterator[str]:
    """Members of enumerations that are read from something else than their enumeration."""
    known, called = imported(tree), {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        owner, value = value_of(node.value, known), value_of(node, known)
        member = isinstance(value, int) and type(value) not in (int, bool)
        if member and type(value) is not owner:
            yield f"line {node.lineno}: {ast.unparse(node)}"
        # What an object calls like a class, and does not call, can only be a member of an enumeration.
        on_object = owner is None and root_of(node) not in {*known, *other_imports(tree)}
        if on_object and id(node) not in called and node.attr not in OF_GDAL and node.attr[0].isupper() and not node.attr.isupper():
            yield f"line {node.lineno}: {ast.unparse(node)}"


def root_of(node: ast.expr) -> str:
    """The first name of a dotted one; empty where that is no name."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def other_imports(tree: ast.Module) -> set[str]:
    """The names of all that a module imports, from wherever."""
    statements = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    return {(name.asname or name.name).split(".")[0] for node in statements for name in node.names}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_member_of_an_enumeration_is_named_by_its_scope(source, qgis_app):
    assert list(unscoped(ast.parse(source.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "line",
    [
        "from qgis.PyQt.QtCore import Qt\nx = Qt.AlignLeft",
        "from qgis.PyQt import QtWidgets\nx = QtWidgets.QFrame.StyledPanel",
        "from qgis.core import QgsProcessing\nx = QgsProcessing.TypeRaster",
        "from qgis.core import Qgis\nx = Qgis.Warning",
        "def style(frame):\n    frame.setFrameShape(frame.StyledPanel)",
        "class Dialog:\n    def done(self):\n        return self.box.Cancel",
    ],
)
def test_a_member_without_its_scope_is_found(line, qgis_app):
    assert len(list(unscoped(ast.parse(line)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from qgis.PyQt.QtCore import Qt\nx = Qt.AlignmentFlag.AlignLeft",
        "from qgis.core import Qgis\nx = Qgis.MessageLevel.Warning",
        "from qgis.PyQt import QtWidgets\nx = QtWidgets.QLabel",
        "from qgis.core import QgsProcessing\nx = QgsProcessing.TEMPORARY_OUTPUT",
    ],
)
def test_what_is_scoped_or_no_member_is_left_alone(line, qgis_app):
    assert list(unscoped(ast.parse(line))) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_qt_is_reached_through_qgis_and_what_qt_6_dropped_is_not_used(source):
    tree = ast.parse(source.read_text(encoding="utf-8"))
    reached = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    reached += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert not [name for name in reached if name.split(".")[0] in ("PyQt5", "PyQt6", "PySide2", "PySide6", "sip")]
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not used & GONE


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_releases_of_qgis_are_told_apart_by_what_they_have_not_by_their_number(source):
    tree = ast.parse(source.read_text(encoding="utf-8"))
    names = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(tree)}
    assert not names & {"QGIS_VERSION_INT", "versionInt", "QT_VERSION", "PYQT_VERSION"}
