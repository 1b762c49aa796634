"""Public functions that take arrays, or five or more arguments, say what each of them is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.engine.commands import ROOT

ENGINE = ROOT / "binn_engine"
PLUGIN = ROOT / "ui"
ARRAY = re.compile(r"\b(ndarray|NDArray|ArrayLike|Tensors?)\b")
# The class Tensors says the shapes of its own fields.
ONE_ARRAY = re.compile(r"\b(ndarray|NDArray|ArrayLike|Tensor)\b")
# A shape such as ``(layers, 20)``, words that leave it open, or another docstring that has it.
SHAPE = re.compile(
    r"``[^`]*\([^`]*\)[^`]*``|\bany (common )?shape\b|\bshapes that broadcast\b|\ba (single number|scalar)\b"
    r"|\b([Aa]s|[Aa]s in|[Aa]s of|[Ff]rom|see) :(meth|func):"
)
MANY = 5
CALLED_BY_ITS_CLASS = ("__init__", "__call__")
# Of arrays by name, and tables of them.
ALIAS = re.compile(r"^(Mapping|Sequence|dict|list|tuple)\[.*\b(ndarray|NDArray|Tensor)\b")


def aliases_of(tree: ast.Module) -> set[str]:
    """Names that a module gives to types of arrays."""
    rows = [node for node in tree.body if isinstance(node, ast.Assign) and ALIAS.search(ast.unparse(node.value))]
    return {target.id for node in rows for target in node.targets if isinstance(target, ast.Name)}


ALIASES = {name for path in sorted(ENGINE.rglob("*.py")) for name in aliases_of(ast.parse(path.read_text(encoding="utf-8")))}


def public_functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of a module, and the methods of its classes, whose names do not begin with an underscore."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for row in node.body:
                if isinstance(row, ast.FunctionDef):
                    if row.name in CALLED_BY_ITS_CLASS:
                        row.body = [*_docstring(f"{ast.get_docstring(row) or ''}\n\n{parameters_section(node)}"), *row.body]
                    yield f"{node.name}.{row.name}", row


def _docstring(text: str) -> list[ast.stmt]:
    return [ast.Expr(ast.Constant(text))]


def parameters_section(node: ast.ClassDef) -> str:
    """The section of parameters in the docstring of a class, which may describe those of its ``__init__`` and ``__call__``."""
    _, mark, section = (ast.get_docstring(node) or "").partition("Parameters\n----------\n")
    return mark + section


def parameters_of(function: ast.FunctionDef) -> list[ast.arg]:
    """All parameters but ``self`` and ``cls``."""
    rows = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [row for row in rows if row.arg not in ("self", "cls")]


def is_compiled(function: ast.FunctionDef) -> bool:
    """Whether numba compiles the function: its parameters have no annotations."""
    return any("njit" in ast.unparse(row) for row in function.decorator_list)


def is_read_at_places(parameter: ast.arg, function: ast.FunctionDef) -> bool:
    """Whether numba compiles the function, and it reads or writes numbers of the parameter: then this is an array."""
    nodes = ast.walk(function) if is_compiled(function) else ()
    return any(isinstance(row, ast.Subscript) and isinstance(row.value, ast.Name) and row.value.id == parameter.arg for row in nodes)


def holds_arrays(annotation: str) -> bool:
    """Whether a type is that of an array, or another name for arrays."""
    return ARRAY.search(annotation) is not None or not ALIASES.isdisjoint(re.findall(r"\w+", annotation))


def needs_section(function: ast.FunctionDef) -> bool:
    """Whether the docstring has to have a section of parameters."""
    rows = parameters_of(function)
    public = not function.name.startswith("_") or function.name in CALLED_BY_ITS_CLASS
    arrays = (is_read_at_places(row, function) or (row.annotation and holds_arrays(ast.unparse(row.annotation))) for row in rows)
    return public and (len(rows) >= MANY or any(arrays))


def descriptions(function: ast.FunctionDef) -> dict[str, str]:
    """Parameter to its text in the section ``Parameters`` of the docstring; several may share a text: ``lower, upper``."""
    _, _, section = (ast.get_docstring(function) or "").partition("Parameters\n----------\n")
    section = re.split(r"\n\n\w[\w ]*\n-+\n", section)[0]
    found: dict[str, str] = {}
    names: list[str] = []
    for line in section.splitlines():
        if line[:1].strip():
            names = [name.strip() for name in line.split(",")]
        found.update({name: f"{found.get(name, '')} {line.strip() if not line[:1].strip() else ''}".strip() for name in names})
    return found


def undescribed(function: ast.FunctionDef) -> list[str]:
    """The parameters of which the docstring says nothing."""
    found = descriptions(function)
    return [row.arg for row in parameters_of(function) if not re.search(r"\w", found.get(row.arg, ""))]


def is_array(parameter: ast.arg, function: ast.FunctionDef) -> bool:
    """Whether a parameter is an array or tensor, or holds some; what a function that is handed over takes is not looked at."""
    annotation = re.sub(r"Callable\[\[.*?\]", "", ast.unparse(parameter.annotation)) if parameter.annotation else ""
    return ONE_ARRAY.search(annotation) is not None or is_read_at_places(parameter, function)


def shapeless(function: ast.FunctionDef) -> list[str]:
    """The arrays whose shape the docstring neither gives nor leaves open in words, nor takes from another docstring."""
    found = descriptions(function)
    return [row.arg for row in parameters_of(function) if is_array(row, function) and not SHAPE.search(found.get(row.arg, ""))]


def functions_to_describe() -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of both sides that need a section, each with its name as ``room/module.py function``."""
    for path in (*sorted(ENGINE.rglob("*.py")), *sorted(PLUGIN.rglob("*.py"))):
        name = path.relative_to(ROOT).as_posix()
        for title, function in public_functions(ast.parse(path.read_text(encoding="utf-8"))):
            if needs_section(function):
                yield f"{name} {title}", function


def test_functions_with_arrays_or_many_arguments_describe_their_parameters() -> None:
    functions = list(functions_to_describe())
    assert len(functions) > 400
    assert sum(is_compiled(function) for _, function in functions) > 80
    found = [name for name, function in functions if undescribed(function)]
    assert not found, f"give these functions a numpydoc section Parameters that names every parameter, with shapes and units: {found}"


def test_arrays_are_described_with_their_shapes() -> None:
    found = {name: shapeless(function) for name, function in functions_to_describe() if shapeless(function)}
    assert not found, f"give each array its shape in double backticks, such as ``(layers, 20)``, or say that it has any shape: {found}"


@pytest.mark.parametrize(
    ("source", "lacking"),
    [
        ("def f(a: np.ndarray, b: int):\n    '''F.'''", ["a", "b"]),
        ("def f(a: np.ndarray):\n    '''F.\n\n    Parameters\n    ----------\n    a\n        ``(n,)``.\n    '''", []),
        ("def f(a: np.ndarray, b):\n    '''F.\n\n    Parameters\n    ----------\n    a\n    b\n        ``(n,)``.\n    '''", ["a"]),
        ("def f(a: np.ndarray):\n    '''F.\n\n    Parameters\n    ----------\n    a\n        .\n    '''", ["a"]),
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


@pytest.mark.parametrize(
    ("annotation", "text", "complete"),
    [
        ("np.ndarray", "SOC in gC/m3.", False),
        ("np.ndarray", "SOC of `n` layers (gC/m3), as ``float``.", False),
        ("dict[str, torch.Tensor]", "As of the others.", False),
        ("np.ndarray", "``(layers, 20)`` gC/m3.", True),
        ("torch.Tensor | None", "gC/m3, any shape.", True),
        ("np.ndarray", "As in :meth:`Network.forward`.", True),
        ("Tensors", "The sites.", True),
        ("Callable[[torch.Tensor], float]", "The loss.", True),
        ("Callable[[int], torch.Tensor]", "The loss.", False),
    ],
)
def test_an_array_without_a_shape_is_seen(annotation: str, text: str, complete: bool) -> None:
    source = f"def f(a: {annotation}):\n    '''F.\n\n    Parameters\n    ----------\n    a\n        {text}\n    '''"
    [(_, function)] = public_functions(ast.parse(source))
    assert shapeless(function) == ([] if complete else ["a"])


KERNEL = """
@njit(**OPTIONS)
def f(field, scale):
    '''F.

    Parameters
    ----------
    field
        {text}
    scale
        Factor, without unit.
    '''
    field[0] *= scale
"""


@pytest.mark.parametrize(("text", "complete"), [("K.", False), ("K, ``(cells,)``.", True), ("As :func:`g`.", True)])
def test_an_array_of_a_kernel_without_a_shape_is_seen(text: str, complete: bool) -> None:
    [(_, function)] = public_functions(ast.parse(KERNEL.format(text=text)))
    assert needs_section(function)
    assert shapeless(function) == ([] if complete else ["field"])


@pytest.mark.parametrize(("text", "lacking"), [("A.", ["a"]), ("A.\n\n    Parameters\n    ----------\n    a\n        ``(n,)``.\n    ", [])])
@pytest.mark.parametrize("method", ["__init__", "__call__"])
def test_what_a_class_is_made_from_and_called_with_is_described(method: str, text: str, lacking: list[str]) -> None:
    [(name, function)] = public_functions(ast.parse(f"class A:\n    '''{text}'''\n    def {method}(self, a: np.ndarray): ..."))
    assert name == f"A.{method}"
    assert needs_section(function)
    assert undescribed(function) == lacking


def test_an_array_by_another_name_is_seen() -> None:
    assert "ChangeParts" in ALIASES
    assert aliases_of(ast.parse("Draws = Mapping[str, np.ndarray]\nOther = Mapping[str, int]")) == {"Draws"}
    [(_, function)] = public_functions(ast.parse("def f(a: ChangeParts): ..."))
    assert needs_section(function)
