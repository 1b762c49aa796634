"""The tables of runs: settings, scores and outputs by what people call them, a column a run."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtWidgets import QTreeWidget, QTreeWidgetItem

from ..plain_text import literal
from ..translation import tr


def labelled(values: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """Settings or scores by what people call them, in the order of the labels; a key that has none is spelled out.

    >>> labelled({"passes": 50, "test.mean_error": 1.0}, {"passes": "Number of passes"})
    {'Number of passes': 50, 'Test: mean error': 1.0}
    """
    found: dict[str, Any] = {}
    order = [*(key for key in labels if key in values), *(key for key in values if key not in labels)]
    for key, value in ((key, values[key]) for key in order):
        words = key.replace(".", ": ").replace("_", " ")
        label = labels.get(key) or f"{words[:1].upper()}{words[1:]}"
        found[label if label not in found else f"{label} ({key})"] = value
    return found


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
