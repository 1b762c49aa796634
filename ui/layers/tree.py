"""The layer tree of a run: a group, with a group for each kind of layer."""

from __future__ import annotations

import uuid

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsProject
from qgis.PyQt.QtCore import QTimer

from ...binn_engine.tables import PRODUCTS, SERIES_NAMES, UNCERTAINTY
from ..translation import mark, tr
from .titles import FIRST, MAP_TITLES

PRIOR = mark("From the prior, not from data")
# In their order in the tree, whatever comes first: below the uncertainty what people look at most.
LOOKED_AT = (
    *("soc_sd", "soc_quantiles", "soc_cv", "soc_exceedance", "domain", "ages_sd"),
    *(f"{variables}_{statistic}" for variables in ("processes", "parameters") for statistic in ("sd", "quantiles", "cv")),
)
KINDS = (*LOOKED_AT, *(row.name for row in PRODUCTS if row.group == UNCERTAINTY and row.name not in LOOKED_AT))
VALUES = (mark("Soil carbon"), mark("Change of soil carbon"), mark("Ages of soil carbon"), mark("Processes"), mark("Parameters"))
BY_YEAR = tuple(name for name in MAP_TITLES if name in SERIES_NAMES)
GROUPS = (*VALUES, mark("Uncertainty"), *(MAP_TITLES[kind] for kind in (*KINDS, *BY_YEAR)), PRIOR)
OPEN = ("Soil carbon", MAP_TITLES["soc_sd"])

Path = tuple[str, ...]  # titles of groups, from the group of the run downwards


def _plays_with(node: QgsLayerTreeLayer, shown: QgsLayerTreeLayer) -> bool:
    """Whether a layer is of another time of the same raster: the temporal controller shows one of them at a time."""
    one, other = node.layer(), shown.layer()
    both = one is not None and other is not None and one.source() == other.source()
    return both and one.temporalProperties().isActive() and other.temporalProperties().isActive()


class RunGroup:
    """The layer tree of one run: ``BINN <model>`` with a group for each kind of layer.

    QGIS puts a loaded layer into the tree before or after post-processing, depending on its version; so the tree is arranged
    when QGIS processes events again: after all layers of the run or, if QGIS does so earlier, between them.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.identity = uuid.uuid4().hex  # the layers' custom property: which of them are of one run
        self._claimed = False
        self._pending: list[tuple[Path, list[str]]] = []

    def add(self, path: Path, layer_ids: list[str], project: QgsProject) -> None:
        """Take in layers of the group at ``path``, an empty one for the run's own."""
        if not self._pending:
            QTimer.singleShot(0, lambda: self.arrange(project))
        self._pending.append((path, layer_ids))

    def arrange(self, project: QgsProject) -> None:
        """Put the layers taken in into their groups; of all the run's, only one map is visible: the stock of SOC, else the topmost."""
        pending, self._pending = self._pending, []
        new, top = not self._claimed, self._top(project.layerTreeRoot())
        for path, layer_ids in pending:
            self._fill(self._group(top, path), layer_ids, project)
        nodes = top.findLayers()
        shown = next((node for node in nodes if node.name().startswith(f"{FIRST} (")), nodes[0] if nodes else None)
        for node in nodes:
            node.setItemVisibilityChecked(node is shown or _plays_with(node, shown))
            node.setExpanded(node is shown)
        if new:  # a view takes no notice of a group that was open while it was empty
            top.setExpanded(False)
            top.setExpanded(True)

    def _top(self, root: QgsLayerTreeGroup) -> QgsLayerTreeGroup:
        """The run's group, made at the first call under a title that no earlier run has."""
        if self._claimed:
            found = root.findGroup(self.title)
            return found if found is not None else root.insertGroup(0, self.title)
        taken = {group.name() for group in root.findGroups()}
        numbered = (self.title if n == 1 else f"{self.title} ({n})" for n in range(1, len(taken) + 2))
        self.title, self._claimed = next(title for title in numbered if title not in taken), True
        return root.insertGroup(0, self.title)

    @staticmethod
    def _group(top: QgsLayerTreeGroup, path: Path) -> QgsLayerTreeGroup:
        """The group at a path, made where it is not there yet."""
        names = [tr(name) for name in GROUPS]
        for title in path:
            there = [node for node in top.children() if isinstance(node, QgsLayerTreeGroup)]
            found = next((group for group in there if group.name() == tr(title)), None)
            if found is None:
                after = [group for group in there if group.name() in names[: GROUPS.index(title)]]
                place = top.children().index(after[-1]) + 1 if after else len(top.children()) if title == PRIOR else 0
                found = top.insertGroup(place, tr(title))
                found.setExpanded(title in OPEN)
            top = found
        return top

    @staticmethod
    def _fill(group: QgsLayerTreeGroup, layer_ids: list[str], project: QgsProject) -> None:
        """Move or add the layers to ``group``, before its own groups; one that the user removed meanwhile is left out."""
        for layer_id in layer_ids:
            layer = project.mapLayer(layer_id)
            if layer is None:
                continue
            node = project.layerTreeRoot().findLayer(layer_id)
            groups = [number for number, child in enumerate(group.children()) if isinstance(child, QgsLayerTreeGroup)]
            group.insertLayer(groups[0] if groups else -1, layer)
            if node is not None:
                node.parent().removeChildNode(node)  # type: ignore[attr-defined]  # absent from the stubs
