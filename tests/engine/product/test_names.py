"""Names of the product: one class name, one meaning."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from tests.engine.commands import ROOT

PRODUCT = (ROOT / "plugin.py", *sorted((ROOT / "binn_engine").rglob("*.py")), *sorted((ROOT / "ui").rglob("*.py")))


def types_named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names of types with what tells their meaning: classes wherever they are, and aliases, named tuples and TypeVars of the module.

    A class means something of its own. What is assigned has the meaning of the assigned expression, so that modules may share a TypeVar.
    Private names count without their underscore.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name.lstrip("_"), f"class in line {node.lineno}"
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [row.id.lstrip("_") for row in targets if isinstance(row, ast.Name)]
            yield from ((name, ast.unparse(node.value)) for name in names if looks_like_a_type(name, node.value))


def looks_like_a_type(name: str, value: ast.expr) -> bool:
    """Whether an assigned name is written as those of types are, and not as a constant."""
    made = ast.unparse(value.func) if isinstance(value, ast.Call) else ""
    return made.endswith("TypeVar") or (name[:1].isupper() and not name.isupper())


def shared_names(sources: dict[str, str]) -> dict[str, list[str]]:
    """Names of types that have two meanings, with the modules that give them; ``sources`` is the text of each module."""
    meanings: dict[str, dict[str, str]] = defaultdict(dict)
    for module, source in sources.items():
        for name, meaning in types_named(ast.parse(source)):
            own = meaning.startswith("class in line")
            meanings[name][f"{module}: {meaning}" if own else meaning] = module
    return {name: sorted(found.values()) for name, found in meanings.items() if len(found) > 1}


def assigned_twice(tree: ast.Module) -> list[str]:
    """Attributes that the body of a class assigns more than once: the first value is lost."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            targets = [row.targets for row in node.body if isinstance(row, ast.Assign)]
            targets += [[row.target] for row in node.body if isinstance(row, ast.AnnAssign)]
            names = [one.id for several in targets for one in several if isinstance(one, ast.Name)]
            found += [f"{node.name}.{name}" for name, count in Counter(names).items() if count > 1]
    return found


def test_no_class_assigns_an_attribute_twice() -> None:
    assert assigned_twice(ast.parse("class A:\n    one = 1\n    two: int = 2\n    one: int = 3")) == ["A.one"]
    assert [name for path in PRODUCT for name in assigned_twice(ast.parse(path.read_text(encoding="utf-8")))] == []


def test_no_two_types_share_a_name() -> None:
    sources = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in PRODUCT}
    assert sum(len(list(types_named(ast.parse(source)))) for source in sources.values()) > 300
    assert shared_names(sources) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("class Grid: ...", "class Grid: ..."),
        ("class Grid: ...", "class _Grid: ..."),
        ("class Grid: ...", "def make():\n    class Grid: ..."),
        ("class Task: ...", "Task = TypeVar('Task')"),
        ("class Watch: ...", "_Watch = Callable[[float], None]"),
        ("Pair = tuple[int, int]", "Pair = tuple[float, float]"),
        ("T = TypeVar('T')", "T = TypeVar('T', bound=Job)"),
    ],
)
def test_a_shared_name_is_seen(one: str, other: str) -> None:
    assert list(shared_names({"one.py": one, "other.py": other}).values()) == [["one.py", "other.py"]]


def test_modules_may_share_a_type_variable_and_constants() -> None:
    assert not shared_names({"one.py": "Item = TypeVar('Item')\nROWS = 1", "other.py": "Item = TypeVar('Item')\nROWS = 2"})


SHORT_WORDS = {"found", "known", "own", "wanted", "given"}  # for locals of a few lines: from far away they say nothing


def vague_names(source: str) -> list[str]:
    """Parameters, methods and attributes of a module that are called by one of the short words."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            names += [row.arg for row in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        if isinstance(node, ast.ClassDef):
            names += [row.name for row in node.body if isinstance(row, ast.FunctionDef)]
            names += [row.target.id for row in node.body if isinstance(row, ast.AnnAssign) and isinstance(row.target, ast.Name)]
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.append(node.attr)
    return [name for name in names if name in SHORT_WORDS]


@pytest.mark.parametrize(
    "source",
    ["def f(found): ...", "g = lambda own: own", "class A:\n    def known(self): ...", "class A:\n    given: int", "a.wanted = 1"],
)
def test_a_vague_name_is_noticed(source: str) -> None:
    assert len(vague_names(source)) == 1


def test_parameters_methods_and_attributes_say_what_they_are() -> None:
    assert {str(path.relative_to(ROOT)): names for path in PRODUCT if (names := vague_names(path.read_text(encoding="utf-8")))} == {}
