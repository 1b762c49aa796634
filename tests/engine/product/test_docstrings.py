"""Public functions that take arrays, or five or more arguments, say what each of them is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.engine.commands import ROOT

ENGINE = ROOT / "binn_engine"
# Compiled by numba, by rules of its own.
COMPILED = (ENGINE / "clm5" / "compiled", ENGINE / "proda" / "kernels.py", ENGINE / "proda" / "fits.py")
ARRAY = re.compile(r"\b(ndarray|NDArray|ArrayLike|Tensors?)\b")
MANY = 5


def public_functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of a module, and the methods of its classes, whose names do not begin with an underscore."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from ((f"{node.name}.{row.name}", row) for row in node.body if isinstance(row, ast.FunctionDef))


def parameters_of(function: ast.FunctionDef) -> list[ast.arg]:
    """All parameters but ``self`` and ``cls``."""
    rows = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [row for row in rows if row.arg not in ("self", "cls")]


def needs_section(function: ast.FunctionDef) -> bool:
    """Whether the docstring has to have a section of parameters."""
    rows = parameters_of(function)
    public = not function.name.startswith("_")
    return public and (len(rows) >= MANY or any(row.annotation and ARRAY.search(ast.unparse(row.annotation)) for row in rows))


def undescribed(function: ast.FunctionDef) -> list[str]:
    """The parameters that the section ``Parameters`` of the docstring does not name; several may share a line: ``lower, upper``."""
    _, _, section = (ast.get_docstring(function) or "").partition("Parameters\n----------\n")
    section = re.split(r"\n\n\w[\w ]*\n-+\n", section)[0]
    heads = {name.strip() for line in section.splitlines() if line[:1].strip() for name in line.split(",")}
    return [row.arg for row in parameters_of(function) if row.arg not in heads]


def functions_to_describe() -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of the engine that need a section, each with its name as ``module.py function``."""
    for path in sorted(ENGINE.rglob("*.py")):
        if not any(path == place or place in path.parents for place in COMPILED):
            name = path.relative_to(ENGINE).as_posix()
            for title, function in public_functions(ast.parse(path.read_text(encoding="utf-8"))):
                if needs_section(function):
                    yield f"{name} {title}", function


def test_functions_with_arrays_or_many_arguments_describe_their_parameters() -> None:
    functions = list(functions_to_describe())
    assert len(functions) > 300
    found = [name for name, function in functions if undescribed(function)]
    assert not found, f"give these functions a numpydoc section Parameters that names every parameter, with shapes and units: {found}"


@pytest.mark.parametrize(
    ("source", "lacking"),
    [
        ("def f(a: np.ndarray, b: int):\n    '''F.'''", ["a", "b"]),
        ("def f(a: np.ndarray):\n    '''F.\n\n    Parameters\n    ----------\n    a\n        ``(n,)``.\n    '''", []),
        ("def f(a, b, c, d, e):\n    '''F.\n\n    Parameters\n    ----------\n    a, b, c\n        Words: d, e.\n    '''", ["d", "e"]),
    ],
)
def test_a_parameter_without_a_description_is_seen(source: str, lacking: list[str]) -> None:
    [(_, function)] = public_functions(ast.parse(source))
    assert needs_section(function)
    assert undescribed(function) == lacking


def test_a_function_with_few_plain_arguments_needs_no_section() -> None:
    [(_, function)] = public_functions(ast.parse("def f(a: int, b: str): ..."))
    assert not needs_section(function)
