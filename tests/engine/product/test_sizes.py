"""Files and functions stay short enough to be read at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.engine.commands import ROOT

LINES = {".": 300, "binn_engine": 300, "ui": 300, "scripts": 300, "tests": 500}
TABLES = {"binn_engine/tables.py"}  # rows of data, one after the other
FUNCTION = 50
ARGUMENTS = 5
# Functions that take six arguments all the same. This list only becomes shorter: give a new function a value with a name of its own.
SIX_ARGUMENTS = {
    "binn_engine/clm5/radiocarbon _along",
    "binn_engine/clm5/radiocarbon soil_radiocarbon",
    "binn_engine/example/writing write_example",
    "binn_engine/experiments/crossvalidation _predict_fold",
    "binn_engine/experiments/crossvalidation cross_validate",
    "binn_engine/experiments/recovery score_values",
    "binn_engine/learning/baselines pure_ensemble_predictions",
    "binn_engine/learning/losses soc_loss",
    "binn_engine/model/calibration quantiles",
    "binn_engine/model/network __init__",
    "binn_engine/model/scaling fit_scaling",
    "binn_engine/profiles/horizons grams_per_cubic_metre",
    "binn_engine/profiles/preparation prepare",
    "binn_engine/reports/projection write_projection_report",
    "binn_engine/soil_climate/build _soil_temperature",
}  # fmt: skip


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


def arguments_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many arguments a function takes, without the object or the context of a gradient that it belongs to."""
    rows = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(row.arg not in ("self", "cls", "ctx") for row in rows)


def many_arguments(text: str) -> Iterator[tuple[str, int]]:
    """Functions with more than five arguments, and how many they take; kernels take arrays one by one, since numba compiles them so."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            compiled = any("njit" in ast.unparse(row) for row in node.decorator_list)
            if arguments_of(node) > ARGUMENTS and not compiled:
                yield node.name, arguments_of(node)


def test_functions_take_few_arguments() -> None:
    found: dict[str, int] = {}
    for folder in ("binn_engine", "ui", "scripts"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).with_suffix("").as_posix()
            found |= {f"{name} {function}": count for function, count in many_arguments(path.read_text(encoding="utf-8"))}
    most = [name for name, count in found.items() if count > ARGUMENTS + 1]
    assert not most, f"put arguments that belong together into one value, a frozen dataclass that has a meaning: {most}"
    assert not set(found) - SIX_ARGUMENTS, "put arguments that belong together into one value, a frozen dataclass that has a meaning"
    assert not SIX_ARGUMENTS - set(found), "take these out of SIX_ARGUMENTS: they take fewer arguments now"


def test_a_function_with_many_arguments_is_seen() -> None:
    source = "class A:\n    def __init__(self, a, b, c, d, *, e): ...\n    def f(self, a, b, c, d, e, /, f): ...\n"
    assert list(many_arguments(source + "@njit\ndef g(a, b, c, d, e, f): ...\n")) == [("f", 6)]
