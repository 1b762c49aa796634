"""``binn:setupengine``."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputString

from ..engine.environment import set_engine_python
from ..setup.choices import Installation
from ..setup.installation import set_up
from ..translation import tr
from .base import BinnAlgorithm, said_by_qgis
from .parameters import Call, Choice, InputFile, Text

ENGINE_PYTHON = "ENGINE_PYTHON"


class SetUpEngineAlgorithm(BinnAlgorithm):
    """Make or choose the engine's Python environment."""

    id_ = "setupengine"
    title = "Set up the engine"
    brief = "Makes or chooses the Python environment in which BINN computes."
    summary = (
        "Makes the Python environment in which BINN computes (PyTorch, rasterio and others, about 2 GB), or takes one that you have.\n\n"
        "The environment is separate from QGIS's Python, into which nothing is installed. "
        "It is checked by a real computation before it is used. A set-up that was cancelled or failed goes on where it stopped when it is "
        "run again with the same folder. The proxy of QGIS's options is used, and certificates are always checked."
    )
    words = ("install", "environment", "python", "torch", "dependencies")
    job = Installation
    declared = (
        InputFile("PYTHON", "Python to use as it is", "python"),
        Text("FOLDER", "Folder for the environment", "folder"),
        Choice("DEVICE", "PyTorch for", "device"),
        InputFile("WHEELS", "Folder with wheel files", "wheels", folder=True, advanced=True),
    )

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputString(ENGINE_PYTHON, "The engine's Python"))

    def processAlgorithm(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        call = Call(self, parameters, context)
        values: dict[str, Any] = {}
        for parameter in self.declared:
            values.update(parameter.values(call))
        with said_by_qgis():
            python = set_up(Installation(**values), feedback)
        set_engine_python(python)
        feedback.setProgress(100)
        feedback.pushInfo(tr("The engine's Python is {python}").format(python=python))
        return {ENGINE_PYTHON: str(python)}
