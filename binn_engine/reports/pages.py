"""HTML pages in one file: without scripts, without content from other places, with all text escaped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape as escaped
from typing import Any

from ..errors import in_number
from ..tables import PARAMETER_NAMES, variable_label
from .labels import powers
from .picture import Picture

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2a33; --soft: #56646e; --line: #dde3e6; --paper: #ffffff; --wash: #f4f6f5; --mark: #2b6f5c;
  --warn: #8a4b08; --warned: #fdf4e7; --praised: #eef6f2; --bad: #a33b00; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--wash); color: var(--ink); overflow-wrap: break-word; word-wrap: break-word;
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
.scroll { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; font-size: .88rem; width: 100%; }
th, td { padding: .32rem .7rem .32rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; border-bottom: 1.5px solid var(--ink); }
.properties td { overflow-wrap: anywhere; word-break: break-word; }
.properties td:first-child { width: 14rem; color: var(--soft); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.better { color: var(--mark); font-weight: 650; }
.tie { color: var(--soft); }
.worse { color: var(--bad); font-weight: 650; }
figure { margin: 1rem 0 1.4rem; }
img { max-width: 100%; height: auto; display: block; background: #ffffff; border-radius: 4px; }
img.narrow { display: none; }
.tiles img { display: inline-block; width: 33.3%; vertical-align: top; }
figcaption { color: var(--soft); font-size: .88rem; margin-top: .35rem; max-width: 46rem; }
.notice { padding: .6rem 1rem; margin: .6rem 0; background: var(--warned); border-left: 4px solid var(--warn); max-width: none; }
.good { background: var(--praised); border-left-color: var(--mark); }
pre { background: var(--wash); padding: .8rem 1rem; font-size: .84rem; white-space: pre-wrap;
  overflow-wrap: anywhere; word-break: break-word; }
@media (max-width: 640px) { main { padding: 1.2rem 1rem 2.5rem; } h1 { font-size: 1.5rem; } h2 { margin-top: 1.8rem; }
  .card { flex-basis: 8rem; } img.wide { display: none; } img.narrow { display: block; }
  .tiles img { width: 50%; } img.scrolled { min-width: 900px; } .properties td:first-child { width: 8rem; } }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e8ea; --soft: #a5b1b8; --line: #39444b; --paper: #171c1f; --wash: #20272b;
  --mark: #6fc3a8; --warn: #e0a04a; --warned: #33291a; --praised: #1b2f29; --bad: #ff9d6b; } }
@media print { :root { --ink: #1d2a33; --soft: #56646e; --paper: #ffffff; --wash: #f4f6f5; --mark: #2b6f5c; --bad: #a33b00; }
  body { background: none; } main { padding: 0; max-width: none; } figure, table, tr { break-inside: avoid; } }
"""

# A browser that honours this loads nothing, whatever a file name or a field may contain.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def escape(text: str) -> str:
    """A text for people as HTML."""
    return escaped(powers(text))


def page(title: str, lead: str, parts: Sequence[str]) -> str:
    """A whole page; ``parts`` are made by the functions of this module."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="lead">{escape(in_number(lead))}</p>\n' + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"
    )


@dataclass(frozen=True)
class Verdict:
    """A word on how a model did against another, for a cell of a table: ``better``, ``tie`` or ``worse``."""

    kind: str
    text: str = ""


def verdict(value: float, lower: float, upper: float) -> Verdict:
    """Whether a difference with its interval says that a model is better; one that is not known is no success."""
    if not math.isfinite(value):
        return Verdict("worse", "not known")
    return Verdict("better" if lower > 0.0 else "worse" if upper < 0.0 else "tie")


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


def figure(picture: Picture, caption: str) -> str:
    """A picture with its caption; narrow screens get its narrow form, or fewer of its tiles side by side, or scroll it."""
    if picture.tiles:
        images = "".join(_image("tile", tile.name, tile.png) for tile in picture.tiles)
        return f'<figure><div class="tiles">{images}</div><figcaption>{escape(caption)}</figcaption></figure>'
    forms = {"wide": picture.wide, "narrow": picture.narrow} if picture.narrow else {"scrolled": picture.wide}
    images = "".join(_image(kind, caption, png) for kind, png in forms.items())
    return f'<figure><div class="scroll">{images}</div><figcaption>{escape(caption)}</figcaption></figure>'


def _image(kind: str, name: str, png: str) -> str:
    return f'<img class="{kind}" alt="{escape(name)}" src="data:image/png;base64,{png}">'


def code(text: str) -> str:
    """A command or other text to be taken as it stands."""
    return f"<pre>{escaped(text)}</pre>"


def table(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table; numbers are set right and rounded to three figures."""
    numeric = [bool(rows) and all(_reads_as_number(row[column]) for row in rows) for column in range(len(header))]

    def cell(tag: str, value: Any, column: int) -> str:
        if isinstance(value, Verdict):
            return f'<{tag} class="{value.kind}">{escape(value.text or value.kind)}</{tag}>'
        text = number(value) if _is_number(value) else named(_plain(value))
        kind = ' class="n"' if numeric[column] else ""
        return f"<{tag}{kind}>{escape(text)}</{tag}>"

    heads = ((' class="n"' if numeric[column] else "", named(name)) for column, name in enumerate(header))
    lines = ["".join(f"<th{kind}>{escape(text)}</th>" for kind, text in heads)]
    lines += ["".join(cell("td", value, column) for column, value in enumerate(row)) for row in rows]
    return _rows("table", lines)


def named(text: str) -> str:
    """A cell that lists variables by their codes, with what people call them.

    >>> named("cryo (-0.41), q10"), named("beta version")
    ('cryo: cryoturbation (-0.41), q10: temperature sensitivity', 'beta version')
    """
    items = [item.partition(" (") for item in text.split(", ")]
    if not all(name in PARAMETER_NAMES for name, _, _ in items):
        return variable_label(text)
    return ", ".join(variable_label(name) + sign + rest for name, sign, rest in items)


def properties(values: Mapping[str, Any]) -> str:
    """A mapping as a table of two columns; mappings within it are written with dotted names."""
    lines = [f"<td>{escaped(name)}</td><td>{escaped(value)}</td>" for name, value in _flattened(values)]
    return _rows('table class="properties"', lines)


def _rows(tag: str, lines: Sequence[str]) -> str:
    return f'<div class="scroll"><{tag}>\n' + "\n".join(f"<tr>{line}</tr>" for line in lines) + "\n</table></div>"


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
