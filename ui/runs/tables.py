"""The tables of runs: settings, scores and outputs by what people call them, a column a run."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtWidgets import QTreeWidget, QTreeWidgetItem

from ...binn_engine.tables import variable_label
from ..plain_text import literal
from ..translation import mark, tr

# Parts of the names of scores.
_PARTS = {
    "gC_m3": mark("SOC (gC/m³)"),
    "log": mark("log SOC"),
    "nse": mark("NSE"),
    "rmse": mark("RMSE"),
    "r2": mark("R²"),
    "n_profiles": mark("Number of profiles"),
    "n_layers": mark("Number of layers"),
    "outside_training": mark("Fraction outside the range of training"),
    "converged_share": mark("Fraction of profiles with converged chains"),
}


def labelled(values: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """Settings or scores by what people call them, in the order of the labels; a key that has none is spelled out.

    >>> labelled({"passes": 50, "random test.gC_m3.nse": 1.0}, {"passes": "Number of passes"})
    {'Number of passes': 50, 'Random test: SOC (gC/m³): NSE': 1.0}
    """
    found: dict[str, Any] = {}
    order = [*(key for key in labels if key in values), *(key for key in values if key not in labels)]
    for key, value in ((key, values[key]) for key in order):
        words = ": ".join(_words(part) for part in key.split("."))
        label = labels.get(key) or f"{words[:1].upper()}{words[1:]}"
        found[label if label not in found else f"{label} ({key})"] = value
    return found


def _words(part: str) -> str:
    """A part of the name of a score as people write it."""
    return tr(_PARTS[part]) if part in _PARTS else variable_label(part).replace("_", " ").replace("kg/m3", "kg/m³")


def shown(value: Any) -> str:
    """A setting or a score as a cell of a table."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(item) for item in value)
    return "" if value is None else str(value)


def fill_table(table: QTreeWidget, columns: list[str], rows: list[tuple[str, list[Any], bool]]) -> None:
    """Show rows of one run or several; what differs is bold."""
    table.clear()
    table.setColumnCount(1 + len(columns))
    table.setHeaderLabels(["", *columns])
    for name, values, differs in rows:
        item = QTreeWidgetItem([name, *map(shown, values)])
        font = item.font(0)
        font.setBold(differs)
        for column in range(1 + len(values)):
            item.setFont(column, font)
            item.setToolTip(column, literal(item.text(column)))
        table.addTopLevelItem(item)
    table.resizeColumnToContents(0)
