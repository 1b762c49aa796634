"""Help pages for every algorithm and the glossary, made from the algorithms and tables, in the user's language.

The pages are HTML files without scripts or pictures. They are stored beside the QGIS profile and written again if they change.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingParameterDefinition
from qgis.PyQt.QtCore import QUrl

from ..binn_engine.tables import PARAMETERS, PROCESSES, PRODUCTS
from .choice_widget import words_in
from .compat import ADVANCED
from .terms import TERMS
from .translation import tr

GLOSSARY = "glossary"
_STYLE = (
    "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;line-height:1.45}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #8888;padding:.35em .5em;vertical-align:top;text-align:left}"
    "code{font-size:90%}@media(prefers-color-scheme:dark){body{background:#1d1f21;color:#ddd}a{color:#8ab4f8}}"
)


def page_address(algorithm: QgsProcessingAlgorithm) -> str:
    """The address of an algorithm's page, which is there when this returns; empty where it cannot be written."""
    return _kept(algorithm.name(), algorithm_page(algorithm)) if _kept(GLOSSARY, glossary_page()) else ""


def glossary_address() -> str:
    """The address of the glossary, which is there when this returns; empty where it cannot be written."""
    return _kept(GLOSSARY, glossary_page())


def algorithm_page(algorithm: QgsProcessingAlgorithm) -> str:
    """What an algorithm does, what goes in and what comes out."""
    inputs = [row for row in algorithm.parameterDefinitions() if not row.isDestination()]
    outputs = [row for row in algorithm.parameterDefinitions() if row.isDestination()]
    parts = [f"<p><b>{escape(algorithm.shortDescription())}</b></p>"]
    parts += [f"<p>{escape(paragraph)}</p>" for paragraph in algorithm.shortHelpString().split("\n\n")]
    for title, rows in ((tr("Inputs and settings"), inputs), (tr("Outputs"), outputs)):
        if rows:
            parts.append(f"<h2>{escape(title)}</h2>{_parameters(rows)}")
    parts.append(f'<p><a href="{GLOSSARY}.html">{escape(tr("Glossary"))}</a></p>')
    needed = " ".join(f"{row.name()}=…" for row in (*inputs, *outputs) if not _optional(row))
    parts.append(f"<p><code>{escape(f'qgis_process run {algorithm.id()} --json -- {needed}'.strip())}</code></p>")
    return _page(algorithm.displayName(), "".join(parts))


def glossary_page() -> str:
    """The terms, the processes, the parameters and the maps."""
    terms = "".join(f"<dt><b>{escape(tr(row.name))}</b></dt><dd>{escape(tr(row.meaning))}</dd>" for row in TERMS)
    processes = ((tr(row.label), row.symbol, row.unit, tr(row.meaning)) for row in PROCESSES)
    bounds = tr("{lower} to {upper}")
    parameters = (
        (row.name, row.symbol, row.unit, bounds.format(lower=f"{row.lower:g}", upper=f"{row.upper:g}"), f"{row.default:g}", tr(row.meaning))
        for row in PARAMETERS
    )
    products = ((row.name, tr(row.meaning)) for row in PRODUCTS)
    name, symbol, unit, meaning = tr("Name"), tr("Symbol"), tr("Unit"), tr("Meaning")
    return _page(
        tr("Glossary"),
        f"<dl>{terms}</dl>"
        f"<h2>{escape(tr('The six processes'))}</h2>{_table((name, symbol, unit, meaning), processes)}"
        f"<h2>{escape(tr('The 21 parameters'))}</h2>{_table((name, symbol, unit, tr('Bounds'), tr('CLM5 default'), meaning), parameters)}"
        f"<h2>{escape(tr('The maps'))}</h2>{_table((name, meaning), products)}",
    )


def _parameters(rows) -> str:
    cells = []
    for row in rows:
        notes = [tr("optional")] if _optional(row) else []
        notes += [tr("advanced")] if row.flags() & ADVANCED else []
        default = row.defaultValue()
        notes += [tr("default: {value}").format(value=default)] if default not in (None, "") else []
        words = words_in(row)
        choices = [f"{value} ({words[value]})" if words.get(value, value) != value else value for value in getattr(row, "options", list)()]
        notes += [tr("choices: {list}").format(list=", ".join(choices))] if choices else []
        cells.append((row.description(), row.name(), row.help(), "; ".join(notes)))
    return _table((tr("Label"), tr("Name"), tr("Meaning"), ""), cells)


def _optional(row: QgsProcessingParameterDefinition) -> bool:
    return bool(row.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional) or row.defaultValue() is not None  # type: ignore[attr-defined]  # absent from the stubs


def _table(header, rows) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f"<!DOCTYPE html><html><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>"


def _kept(name: str, page: str) -> str:
    """The address of a page that is written where it is not there yet or says something else."""
    path = Path(QgsApplication.qgisSettingsDirPath()) / "binn_engine" / "help" / f"{name}.html"
    try:
        if not path.is_file() or path.read_text(encoding="utf-8") != page:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
    except OSError:
        return ""
    return QUrl.fromLocalFile(str(path)).toString()
