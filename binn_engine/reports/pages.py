"""HTML pages in one file: without scripts, without content from other places, with all text escaped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..errors import in_number

_STYLE = """
:root { --ink: #1d2a33; --soft: #5d6b75; --line: #dde3e6; --paper: #ffffff; --wash: #f4f6f5; --mark: #2b6f5c; --warn: #8a4b08; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--wash); color: var(--ink);
  font: 16px/1.55 "Open Sans", "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 2.5rem 2.5rem 4rem; background: var(--paper); }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; font-weight: 650; }
h2 { font-size: 1.25rem; margin: 2.6rem 0 .6rem; padding-top: .9rem; border-top: 2px solid var(--mark); font-weight: 650; }
p { margin: .5rem 0; max-width: 46rem; }
.lead { color: var(--soft); margin-bottom: 1.4rem; }
.cards { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1rem 0; }
.card { flex: 1 1 10rem; padding: .8rem 1rem; background: var(--wash); border-left: 4px solid var(--mark); }
.card b { display: block; font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.card span { color: var(--soft); font-size: .85rem; }
table { border-collapse: collapse; margin: .8rem 0; font-size: .88rem; width: 100%; }
th, td { padding: .32rem .7rem .32rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; border-bottom: 1.5px solid var(--ink); }
.properties td { overflow-wrap: anywhere; }
.properties td:first-child { width: 14rem; color: var(--soft); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1rem 0 1.4rem; }
img { max-width: 100%; height: auto; display: block; }
figcaption { color: var(--soft); font-size: .88rem; margin-top: .35rem; max-width: 46rem; }
.notice { padding: .6rem 1rem; margin: .6rem 0; background: #fdf4e7; border-left: 4px solid var(--warn); max-width: none; }
.good { background: #eef6f2; border-left-color: var(--mark); }
pre { background: var(--wash); padding: .8rem 1rem; font-size: .84rem; white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { background: none; } main { padding: 0; max-width: none; } figure, table, tr { break-inside: avoid; } }
"""

# A browser that honours this loads nothing, whatever a file name or a field may contain.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page(title: str, lead: str, parts: Sequence[str]) -> str:
    """A whole page; ``parts`` are made by the functions of this module."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="lead">{escape(in_number(lead))}</p>\n' + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"
    )


def heading(text: str) -> str:
    """The heading of a section."""
    return f"<h2>{escape(text)}</h2>"


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(in_number(text))}</p>"


def notice(text: str, good: bool = False) -> str:
    """A paragraph that stands out, as a warning or as good news."""
    kind = "notice good" if good else "notice"
    return f'<p class="{kind}">{escape(text)}</p>'


def cards(values: Mapping[str, str]) -> str:
    """Key figures side by side: label to value."""
    items = "".join(f'<div class="card"><b>{escape(value)}</b><span>{escape(label)}</span></div>' for label, value in values.items())
    return f'<div class="cards">{items}</div>'


def figure(png: str, caption: str) -> str:
    """A picture, PNG in base64, with its caption."""
    return f'<figure><img alt="{escape(caption)}" src="data:image/png;base64,{png}"><figcaption>{escape(caption)}</figcaption></figure>'


def code(text: str) -> str:
    """A command or other text to be taken as it stands."""
    return f"<pre>{escape(text)}</pre>"


def table(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table; numbers are set right and rounded to three figures."""
    numeric = [bool(rows) and all(_reads_as_number(row[column]) for row in rows) for column in range(len(header))]

    def cell(tag: str, value: Any, column: int) -> str:
        text = number(value) if _is_number(value) else _plain(value)
        kind = ' class="n"' if numeric[column] else ""
        return f"<{tag}{kind}>{escape(text)}</{tag}>"

    lines = ["".join(cell("th", name, column) for column, name in enumerate(header))]
    lines += ["".join(cell("td", value, column) for column, value in enumerate(row)) for row in rows]
    return _rows("table", lines)


def properties(values: Mapping[str, Any]) -> str:
    """A mapping as a table of two columns; mappings within it are written with dotted names."""
    lines = [f"<td>{escape(name)}</td><td>{escape(value)}</td>" for name, value in _flattened(values)]
    return _rows('table class="properties"', lines)


def _rows(tag: str, lines: Sequence[str]) -> str:
    return f"<{tag}>\n" + "\n".join(f"<tr>{line}</tr>" for line in lines) + "\n</table>"


def number(value: float, figures: int = 3) -> str:
    """A number to so many significant figures, thousands apart; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    size = abs(value)
    if size >= 10 ** (figures - 1):
        return f"{value:,.0f}"
    return f"{value:.{figures}g}" if size < 1e-3 else f"{value:,.{max(0, figures - 1 - math.floor(math.log10(size)))}f}"


def score(value: float) -> str:
    """A score such as NSE, where the third decimal is the last that counts; a dash where there is none."""
    return f"{value:.3f}" if math.isfinite(value) else "–"


def _reads_as_number(value: Any) -> bool:
    return value is None or _is_number(value) or (isinstance(value, str) and value.lstrip("-")[:1] in "0123456789–")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _plain(value: Any) -> str:
    if value is None or value == "" or (isinstance(value, (list, tuple)) and not value):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(item) for item in value)
    return str(value)


def _flattened(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            rows += _flattened(value, f"{prefix}{key}.")
        else:
            rows.append((f"{prefix}{key}", _plain(value)))
    return rows
