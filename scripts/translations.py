"""Bring ``resources/i18n/binn_*.ts`` up to date with what users read: new texts join as unfinished, those that are gone leave.

Run by QGIS's Python with the plugin's folder on the path as ``binn``:  bash scripts/translations.sh [LANGUAGE]

Texts are collected from two places: literals given to ``tr`` or ``mark`` in the code, and the tables that the plugin is made of:
algorithms with their parameters, the settings' help, the parameters, processes, products and terms of the model.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]


def in_code() -> Iterator[str]:
    """The literals that the code gives to ``tr`` and ``mark``; anything else given to ``mark`` is a mistake."""
    for path in sorted([ROOT / "plugin.py", *(ROOT / "ui").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "mark") and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value
                elif isinstance(text, ast.JoinedStr) or node.func.id == "mark":
                    raise SystemExit(f"{path}:{node.lineno}: a text to translate is one literal, with names in braces for its values")


def in_algorithms() -> Iterator[str]:
    """Titles, summaries, labels and help of the algorithms."""
    from binn.ui.algorithms import ALGORITHMS

    for algorithm in ALGORITHMS:
        yield from (algorithm.title, algorithm.brief, algorithm.summary, algorithm.takes)
        for parameter in algorithm.declared:
            yield parameter.label
            yield parameter.help(algorithm.job)


def in_tables() -> Iterator[str]:
    """What the engine's tables say to people."""
    from binn.binn_engine import tables
    from binn.ui.terms import TERMS

    for row in tables.PROCESSES:
        yield from (row.label, row.meaning)
    for table in (tables.PARAMETERS, tables.PRODUCTS):
        yield from (row.meaning for row in table)
    yield from (
        tables.RAW_SPREAD,
        tables.BY_PROFILES,
        tables.BY_TWINS,
        *tables.UNCERTAIN.values(),
        *tables.EVIDENCE.values(),
        *tables.PARAMETER_LABELS.values(),
    )
    for term in TERMS:
        yield from (term.name, term.meaning)


def texts() -> list[str]:
    """Every text once, in the order in which it is found."""
    found = (*in_algorithms(), *in_tables(), *in_code())
    return [text for text in dict.fromkeys(found) if any(sign.isalpha() for sign in text)]


def written(language: str, translations: dict[str, str]) -> str:
    """The file of Qt Linguist."""
    rows = []
    for source in texts():
        text = translations.get(source, "")
        unfinished = "" if text else ' type="unfinished"'
        pair = f"        <source>{escape(source)}</source>\n        <translation{unfinished}>{escape(text)}</translation>\n"
        rows.append(f"    <message>\n{pair}    </message>\n")
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="{language}" sourcelanguage="en">\n'
    return f"{head}<context>\n    <name>BINN</name>\n{''.join(rows)}</context>\n</TS>\n"


def main(language: str) -> None:
    from binn.ui.translation import FOLDER, messages

    path = FOLDER / f"binn_{language}.ts"
    before = messages(path) if path.is_file() else {}
    path.write_text(written(language, before), encoding="utf-8")
    missing = [text for text in texts() if not before.get(text)]
    print(f"{path.relative_to(ROOT)}: {len(texts())} texts, {len(missing)} to translate")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "de")
