"""Faults of one expression each, such as a programmer makes: a wrong sign, a condition the wrong way round, a wrong number."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Rooms of the engine with science and jobs. The seam, processes, reports and the command line are held by other means.
ROOMS = (
    "clm5", "soil_climate", "resampling", "profiles", "covariates", "forcing", "model", "scoring", "learning", "prediction",
    "experiments", "proda", "maps", "zones", "comparison", "jobs",
)  # fmt: skip
_ARITHMETIC = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}
_COMPARISONS = {ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<", ast.Eq: "!=", ast.NotEq: "=="}
_LOGIC = {ast.And: "or", ast.Or: "and"}


@dataclass(frozen=True)
class Mutation:
    """One fault: the text of ``path`` from ``start`` to ``end`` (characters) becomes ``text``.

    ``line`` counts from 1; ``was`` is what stands there now.
    """

    path: Path
    line: int
    start: int
    end: int
    was: str
    text: str

    def apply(self, source: str) -> str:
        """The source with the fault."""
        return source[: self.start] + self.text + source[self.end :]


def mutations(path: Path, source: str) -> list[Mutation]:
    """Every fault of the operators in a module's functions, in the order of the source.

    Annotations, docstrings, messages and arguments' defaults are left alone, and so is what stands outside functions.
    """
    starts = _line_starts(source)
    tree = ast.parse(source)
    found = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for statement in function.body:
            for node in _expressions(statement):
                found += [_mutation(path, source, starts, node, text) for text in _faults(node, source)]
    return sorted(set(found), key=lambda mutation: (mutation.start, mutation.end))


def choose(paths: list[Path], count: int, seed: int) -> list[Mutation]:
    """``count`` faults drawn at random: first a room, then a module, then a fault, so that large modules do not crowd out small ones."""
    draw = random.Random(seed)
    rooms: dict[str, list[list[Mutation]]] = {}
    for path in paths:
        found = mutations(path, path.read_text(encoding="utf-8"))
        if found:
            rooms.setdefault(path.relative_to(_package(path)).parts[0], []).append(found)
    chosen: dict[Mutation, None] = {}
    while len(chosen) < count:
        chosen[draw.choice(draw.choice(rooms[draw.choice(sorted(rooms))]))] = None
    return list(chosen)


def _package(path: Path) -> Path:
    return next(parent for parent in path.parents if parent.name == "binn_engine")


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes of a statement in which a fault shows in what is computed; nested functions come by themselves."""
    if isinstance(node, (ast.FunctionDef, ast.Raise, ast.JoinedStr, ast.Assert)):
        return
    if isinstance(node, ast.AnnAssign):
        if node.value is not None:
            yield from _expressions(node.value)
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _expressions(child)


def _faults(node: ast.AST, source: str) -> Iterator[str]:
    """The texts that may stand in place of a node."""
    part = lambda child: ast.get_source_segment(source, child) or ""  # noqa: E731 (of this source)
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC and not any(map(_no_number, (node.left, node.right))):
        yield f"({part(node.left)}) {_ARITHMETIC[type(node.op)]} ({part(node.right)})"
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARISONS:
        yield f"({part(node.left)}) {_COMPARISONS[type(node.ops[0])]} ({part(node.comparators[0])})"
    elif isinstance(node, ast.BoolOp):
        yield f" {_LOGIC[type(node.op)]} ".join(f"({part(value)})" for value in node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"({part(node.operand)})"
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield f"({part(node)} + 1)"


def _no_number(node: ast.AST) -> bool:
    """Whether an operand is text, a list or a path: a fault in its operator fails wherever it is run, which shows nothing."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        name = node.id if isinstance(node, ast.Name) else node.attr
        return any(word in name.lower() for word in ("folder", "path", "suffix", "name"))
    return isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple)) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _mutation(path: Path, source: str, starts: list[int], node: ast.expr, text: str) -> Mutation:
    """``ast`` counts columns in bytes, a string in characters."""
    lines = source.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    start, end = offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)
    return Mutation(path, node.lineno, start, end, source[start:end], f"({text})")
