"""``binn:setupengine``."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputString

from ..engine.environment import set_engine_python
from ..setup.choices import Installation
from ..setup.installation import set_up
from ..translation import tr
from .shared.base import BinnAlgorithm, said_by_qgis
from .shared.parameters import Call, Choice, InputFile, Text

ENGINE_PYTHON = "ENGINE_PYTHON"


class SetUpEngineAlgorithm(BinnAlgorithm):
    """Make or choose the engine's Python environment."""

    id_ = "setupengine"
    title = "Set up the engine"
    brief = "Creates or chooses the Python environment in which BINN runs."
    summary = (
        "Creates the Python environment in which BINN runs (PyTorch, rasterio and others, about 2 GB), or "
        "uses one that you already have.\n\nThe environment is separate from QGIS's Python: nothing is "
        "installed there. Before it is used, it is checked with a real computation. To resume a set-up that "
        "was cancelled or failed, run it again with the same folder. The proxy from QGIS's options is used, "
        "and certificates are always checked."
    )
    takes = (
        "Example: leave everything empty to create an environment beside your QGIS profile. It takes about 5 minutes with a "
        "fast network, and 2 GB on the disk."
    )
    words = ("install", "environment", "python", "torch", "dependencies")
    job = Installation
    basic = ("PYTHON", "FOLDER", "DEVICE")
    declared = (
        InputFile("PYTHON", "Existing Python to use", "python"),
        Text("FOLDER", "Folder for the environment", "folder"),
        Choice("DEVICE", "Processor used by PyTorch", "device"),
        InputFile("WHEELS", "Folder with wheel files", "wheels", folder=True),
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
