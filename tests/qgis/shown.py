"""What QGIS shows: an algorithm's results as the toolbox loads them, and windows once events have run."""

from __future__ import annotations

import time

import pytest
from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeModel,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
)
from qgis.gui import QgsLayerTreeView
from qgis.PyQt.QtCore import QCoreApplication


def load_results(patch: pytest.MonkeyPatch, algorithm, inputs: dict, layers: dict[str, str]) -> tuple[dict, str]:
    """Run an algorithm as the toolbox does and load what it made; ``layers`` are paths by output. Returns the results and the log."""
    from processing.gui import Postprocessing
    from qgis.utils import iface

    project, context, feedback = QgsProject.instance(), QgsProcessingContext(), QgsProcessingFeedback()
    # pytest-qgis has no more than a stand-in for it, which newer releases do not take.
    view = QgsLayerTreeView()
    view.setModel(QgsLayerTreeModel(project.layerTreeRoot(), view))
    patch.setattr(iface, "layerTreeView", lambda: view)
    if hasattr(Postprocessing, "iface"):  # newer QGIS ask it for the layer tree's widget, which the tests' stand-in has not
        patch.setattr(Postprocessing, "iface", None)
    context.setProject(project)
    parameters = {**inputs, **{name: QgsProcessingOutputLayerDefinition(path, project) for name, path in layers.items()}}
    results, fine = algorithm.run(parameters, context, feedback, {}, False)
    assert fine, feedback.textLog()
    Postprocessing.handleAlgorithmResults(algorithm, context, feedback, parameters=parameters)
    until = time.monotonic() + 0.05
    while time.monotonic() < until:
        QCoreApplication.processEvents()
    return results, feedback.textLog()


def tree() -> dict:
    """The layer tree as names; a group is a dictionary, a layer whether it is checked."""

    def names(group):
        return {
            node.name(): names(node) if isinstance(node, QgsLayerTreeGroup) else node.itemVisibilityChecked() for node in group.children()
        }

    return names(QgsProject.instance().layerTreeRoot())


def settle(fits, at_most_s: float = 60.0) -> float:
    """Let events run until ``fits()``; the seconds that it took. Fails where it does not come to that."""
    start = time.monotonic()
    while not fits():
        assert time.monotonic() - start < at_most_s
        QCoreApplication.processEvents()
        time.sleep(0.005)
    return time.monotonic() - start
