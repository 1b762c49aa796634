"""Code of the product that is written twice: the same lines, the same shape of a function, or the same settings of two jobs."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from tests.engine.commands import ROOT

SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder in ("binn_engine", "ui")
    for path in sorted((ROOT / folder).rglob("*.py"))
}
LINES = 10
# Shorter runs of one shape are often two formulas that only look alike.
SHAPED_LINES = 8
LIKE_FIELDS = 6


def code_of(source: str) -> list[tuple[int, str]]:
    """The lines of code with their numbers; blank lines, comments, imports and lone brackets do not count."""
    rows = [(number, line.strip()) for number, line in enumerate(source.splitlines(), 1)]
    return [(number, line) for number, line in rows if len(line) > 2 and not line.startswith(("#", "import ", "from "))]


class Shape(ast.NodeTransformer):
    """Takes names, strings and numbers out of code, and docstrings too; names of attributes and of keyword arguments stay."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.copy_location(ast.Name("name", node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.copy_location(ast.arg("name"), node)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.copy_location(ast.Constant(0), node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.Constant:
        return ast.copy_location(ast.Constant(0), node)

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)  # type: ignore[return-value]


def shapes_of(source: str) -> Iterator[list[tuple[int, str]]]:
    """The bodies of all functions as lines without names, strings and numbers, each with the number of its statement's line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            rows = [row for row in node.body if not isinstance(row, (ast.Import, ast.ImportFrom))]
            shaped = [(row.lineno, Shape().visit(row)) for row in rows]
            yield [(number, line) for number, row in shaped if row is not None for line in ast.unparse(row).splitlines()]


def repeats(blocks: dict[str, list[list[tuple[int, str]]]], length: int) -> list[list[str]]:
    """The places of every run of so many lines that stands in the blocks more than once; ``blocks`` is by module."""
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for module, rows in blocks.items():
        for block in rows:
            last: dict[tuple[str, ...], int] = {}
            for start in range(len(block) - length + 1):
                run = tuple(line for _, line in block[start : start + length])
                # Like lines one below the other are a table: its rows are not copies of themselves.
                if start >= last.get(run, -length) + length:
                    places[run].append(f"{module}:{block[start][0]}")
                    last[run] = start
    # A function within another is met twice, at one place.
    return [found for found in places.values() if len(set(found)) > 1]


def copied_lines(sources: dict[str, str]) -> list[list[str]]:
    return repeats({module: [code_of(source)] for module, source in sources.items()}, LINES)


def copied_shapes(sources: dict[str, str]) -> list[list[str]]:
    return repeats({module: list(shapes_of(source)) for module, source in sources.items()}, SHAPED_LINES)


def test_no_ten_lines_of_the_product_are_written_twice() -> None:
    assert sum(len(code_of(source)) for source in SOURCES.values()) > 10_000
    assert not copied_lines(SOURCES)


def test_no_part_of_a_function_is_a_copy_with_other_names() -> None:
    assert sum(len(list(shapes_of(source))) for source in SOURCES.values()) > 1_000
    assert not copied_shapes(SOURCES)


@pytest.fixture
def function() -> str:
    """A function of ten lines, no two of one shape."""
    return "\n".join(["def f(rows, width):", '    """One."""', *(f"    {'-' * number}rows.kind(width, 5)" for number in range(1, 11))])


def test_copied_lines_are_seen_within_a_file_and_between_files(function: str) -> None:
    assert copied_lines({"a.py": function.replace("def f", "def g") + "\n\n\n" + function})
    assert copied_lines({"a.py": function, "b.py": function})
    assert not copied_lines({"a.py": function})


@pytest.mark.parametrize(("old", "new"), [("width", "breadth"), (", 5", ", 7"), ('"""One."""', '"""Another."""'), ("def f", "def g")])
def test_a_copied_function_is_seen_when_names_numbers_or_texts_are_changed(function: str, old: str, new: str) -> None:
    assert copied_shapes({"a.py": function, "b.py": function.replace(old, new)})
    assert copied_shapes({"a.py": function + "\n\n\n" + function.replace(old, new)})
    assert not copied_shapes({"a.py": function, "b.py": function.replace("kind", "sort")})


def test_rows_of_a_table_are_no_copies() -> None:
    table = "\n".join(["def f(rows):", *(f"    rows.append({number})" for number in range(12))])
    assert not copied_shapes({"a.py": table})


def own_fields(source: str) -> dict[str, set[tuple[str, str, str]]]:
    """Class to the fields that it declares itself, each as name, type and default with its help."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            rows = [row for row in node.body if isinstance(row, ast.AnnAssign) and row.value is not None]
            found[node.name] = {(ast.unparse(row.target), ast.unparse(row.annotation), ast.unparse(row.value)) for row in rows}
    return found


def like_fields(sources: list[str]) -> dict[tuple[str, str], list[str]]:
    """Pairs of classes that declare ``LIKE_FIELDS`` or more fields alike, with the names of these."""
    classes = {name: fields for source in sources for name, fields in own_fields(source).items()}
    shared = {(one, other): classes[one] & classes[other] for one, other in combinations(classes, 2)}
    return {pair: sorted(name for name, _, _ in fields) for pair, fields in shared.items() if len(fields) >= LIKE_FIELDS}


def test_what_jobs_have_in_common_is_declared_once() -> None:
    sources = [source for module, source in SOURCES.items() if Path(module).parent.name == "settings"]
    assert sum(map(len, (fields for source in sources for fields in own_fields(source).values()))) > 200
    assert not like_fields(sources), "give these jobs a base class with the fields that they share, as MappingFields is"


def test_fields_declared_twice_are_seen() -> None:
    fields = "\n".join(f"    field{number}: int = option('Words.', {number})" for number in range(LIKE_FIELDS))
    assert list(like_fields([f"class One:\n{fields}", f"class Other:\n{fields}\n    more: int = 1"])) == [("One", "Other")]
    assert not like_fields([f"class One:\n{fields}", f"class Other:\n{fields.replace('Words', 'Other words')}"])


def constants_of(source: str) -> Iterator[tuple[str, str]]:
    """The constants of a module with their expressions, but for plain numbers: limits of two modules may happen to be equal."""
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        names = [row.id.lstrip("_") for row in targets if isinstance(row, ast.Name)]
        value = getattr(node, "value", None)
        if value is not None and any(isinstance(row, (ast.Name, ast.Dict, ast.Tuple)) or holds_text(row) for row in ast.walk(value)):
            yield from ((name, ast.unparse(value)) for name in names if name.isupper())


def holds_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def constants_given_twice(sources: dict[str, str]) -> dict[str, list[str]]:
    """Constants to which several modules give the same name and the same value."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, source in sources.items():
        for constant in constants_of(source):
            places[constant].append(name)
    return {name: found for (name, _), found in places.items() if len(found) > 1}


LISTED = 4
SMALL_FUNCTION = 24  # parts of a function below which two may be equal by chance


def lists_of(source: str) -> Iterator[str]:
    """The lists of texts, and tables by text, that a module writes out, wherever it does."""
    for node in ast.walk(ast.parse(source)):
        texts = node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else node.keys if isinstance(node, ast.Dict) else []
        if len(texts) >= LISTED and all(row is not None and holds_text(row) for row in texts):
            yield ast.unparse(node) if isinstance(node, ast.Dict) else ", ".join(map(ast.unparse, texts))  # type: ignore[arg-type]


def bodies_of(source: str) -> Iterator[str]:
    """The bodies of the functions of a module, without docstrings and with numbers for the names of parameters."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            rows = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            numbers = {row.arg: f"parameter{number}" for number, row in enumerate(rows)}
            body = [row for row in node.body if not (isinstance(row, ast.Expr) and isinstance(row.value, ast.Constant))]
            parts = [part for row in body for part in ast.walk(row)]
            for part in parts:
                if isinstance(part, ast.Name):
                    part.id = numbers.get(part.id, part.id)
            if len(parts) >= SMALL_FUNCTION:
                yield "\n".join(map(ast.unparse, body))


def test_no_list_of_texts_and_no_small_function_is_written_twice() -> None:
    assert sum(len(list(lists_of(source))) for source in SOURCES.values()) > 100
    assert written_twice({name: lists_of(source) for name, source in SOURCES.items()}) == {}
    assert written_twice({name: bodies_of(source) for name, source in SOURCES.items()}) == {}


def test_a_list_and_a_small_function_that_are_written_twice_are_seen() -> None:
    first, second = "A = ('a', 'b', 'c', 'd')", "def f(): return {x for x in ['a', 'b', 'c', 'd']}"
    assert written_twice({"one.py": lists_of(first), "two.py": lists_of(second)}) == {"'a', 'b', 'c', 'd'": ["one.py", "two.py"]}
    assert written_twice({"one.py": lists_of("f(a={'a': 1, 'b': 2, 'c': 3, 'd': x}, b={'a': 1, 'b': 2, 'c': 3, 'd': x})")})
    body = "'A.'\n    return ', '.join({0}[:MOST]) + (', ...' if len({0}) > MOST else '')"
    sources = {"one.py": "def some(ids):\n    " + body.format("ids"), "two.py": "def few(names):\n    " + body.format("names")}
    assert len(written_twice({name: bodies_of(source) for name, source in sources.items()})) == 1


ERRORS = {"BinnError", "JobError", "InputError", "OutputError", "CheckpointError", "EngineError"}
FEW_WORDS = 3


def worded(node: ast.expr) -> str:
    """A text with ``{}`` for its values; empty for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(worded(row) if isinstance(row, ast.Constant) else "{}" for row in node.values)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return worded(node.func.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr" and node.args:
        return worded(node.args[0])
    return ""


def messages_of(source: str) -> Iterator[str]:
    """What the errors that a module makes say, with ``{}`` for values."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS and node.args:
            message = worded(node.args[0])
            if len(message.replace("{}", "").split()) >= FEW_WORDS:
                yield message


def written_twice(texts: dict[str, Iterator[str]]) -> dict[str, list[str]]:
    """Texts that several places have, with these places."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, rows in texts.items():
        for row in rows:
            places[row].append(place)
    return {text: found for text, found in places.items() if len(found) > 1}


def test_no_error_is_worded_twice() -> None:
    assert sum(len(list(messages_of(source))) for source in SOURCES.values()) > 400
    twice = written_twice({name: messages_of(source) for name, source in SOURCES.items()})
    assert not twice, "make the error in one function, as those of binn_engine/errors.py, and use it in these modules"


def test_an_error_that_is_worded_twice_is_seen() -> None:
    one, other = 'raise JobError(f"The size {a} is wrong.", "Mend it.")', 'raise InputError(f"The size {b:g} is wrong.")'
    assert written_twice({"one.py": messages_of(one), "two.py": messages_of(other)}) == {"The size {} is wrong.": ["one.py", "two.py"]}
    assert list(messages_of('raise OutputError(tr("The page {path} cannot be written.").format(path=path))')) == [
        "The page {path} cannot be written."
    ]


LONG_HELP = 60


def helps_of(source: str) -> Iterator[str]:
    """The long help texts that the fields of a module's classes write out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call) and node.value.args:
            text = worded(node.value.args[0])
            if len(text) >= LONG_HELP:
                yield text


def test_no_help_of_a_setting_is_written_twice() -> None:
    texts = {name: helps_of(source) for name, source in SOURCES.items() if Path(name).parent.name == "settings"}
    twice = written_twice(texts)
    assert not twice, "write the help in binn_engine/settings/help_texts.py, and use it in these modules"


def test_a_help_that_is_written_twice_is_seen() -> None:
    field = f"class One:\n    seed: int = option('{'word ' * 15}', 1)"
    assert len(written_twice({"one.py": helps_of(field), "two.py": helps_of(field)})) == 1
    assert list(helps_of("class One:\n    seed: int = option(SEED_HELP, 1)\n    size: int = option('Size.', 1)")) == []


# What each module means by these is its own, or both sides of a wall need it: that the numbers are equal is chance, or cannot be helped.
OWN_NUMBERS = {
    *("FOLDS", "LEAST_VARIANCE", "MARGIN", "ROUNDING", "SAME", "SECONDS_BETWEEN_LOOKS", "TILE", "VARIES", "YEARS"),
}


def numbers_of(source: str) -> Iterator[tuple[str, float]]:
    """The public constants of a module that are numbers, also those in products and powers of numbers, and several in one line."""
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            names, value = [target], [node.value]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                names, value = target.elts, node.value.elts
            for name, row in zip(names, value):
                if isinstance(name, ast.Name) and name.id.isupper() and not name.id.startswith("_") and row is not None and is_number(row):
                    yield name.id, float(eval(ast.unparse(row)))


def is_number(node: ast.AST) -> bool:
    """Whether an expression is made of numbers and arithmetic alone."""
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float)
    if isinstance(node, ast.UnaryOp):
        return is_number(node.operand)
    return isinstance(node, ast.BinOp) and is_number(node.left) and is_number(node.right)


def numbers_given_twice(sources: dict[str, str]) -> dict[str, list[str]]:
    """Public numbers to which several modules give the same name and the same value."""
    places: dict[tuple[str, float], list[str]] = defaultdict(list)
    for module, source in sources.items():
        for number in numbers_of(source):
            places[number].append(module)
    return {name: found for (name, _), found in places.items() if len(found) > 1}


def test_no_number_is_given_twice() -> None:
    assert sum(len(list(numbers_of(source))) for source in SOURCES.values()) > 300
    twice = numbers_given_twice(SOURCES)
    assert set(twice) <= OWN_NUMBERS, f"define the number in one module and import it in the others: {twice}"
    assert set(twice) == OWN_NUMBERS, "take names out of OWN_NUMBERS that no two modules share any more"


def test_a_number_that_is_given_twice_is_seen() -> None:
    sources = {
        "one.py": "PER_DAY = 86400.0\n_OWN = 1\nMOST, LEAST = 9, 2",
        "two.py": "PER_DAY: int = 24 * 3600\n_OWN = 1\nLEAST = 2\nMOST = 8",
    }
    assert numbers_given_twice(sources) == {"PER_DAY": ["one.py", "two.py"], "LEAST": ["one.py", "two.py"]}


def test_no_constant_is_given_twice() -> None:
    assert sum(len(list(constants_of(source))) for source in SOURCES.values()) > 300
    assert not constants_given_twice(SOURCES), "define the constant in one of these modules and import it in the others"


def test_a_constant_that_is_given_twice_is_seen() -> None:
    one = "ROWS = ('a', 'b')\nLIMIT = 3.0\nOTHER = 'x'"
    assert constants_given_twice({"one.py": one, "two.py": "_ROWS = ('a', 'b')\nLIMIT = 3.0\nOTHER = 'y'"}) == {
        "ROWS": ["one.py", "two.py"]
    }
