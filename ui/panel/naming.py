"""Names that distinguish the runs in the panel: two runs of one model have the same title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qgis.core import QgsProject

from ..layers.products import ProductSet


def disambiguate(sets: Sequence[ProductSet], project: QgsProject) -> list[ProductSet]:
    """The runs in their order; where several share a title: the group in the layer tree, else title and folder, else a number."""
    count = Counter(item.title for item in sets)
    named = [replace(item, title=_name(item, project)) if count[item.title] > 1 else item for item in sets]
    taken: Counter[str] = Counter()
    found = []
    for item in named:
        taken[item.title] += 1
        found.append(item if taken[item.title] == 1 else replace(item, title=f"{item.title} ({taken[item.title]})"))
    return found


def _name(item: ProductSet, project: QgsProject) -> str:
    root = project.layerTreeRoot()
    for node in root.findLayers():
        if node.layer() is None or node.layer().source() not in item.key or node.parent() is root:
            continue
        group = node.parent()
        while group.parent() is not None and group.parent() is not root:
            group = group.parent()
        return group.name()
    return f"{item.title}, {Path(item.key[0]).parent.name}"
