"""The Processing provider ``binn``."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..binn_engine.protocol import ENGINE_VERSION
from .algorithms import ALGORITHMS
from .icons import ICON_PATH, binn_icon


class BinnProvider(QgsProcessingProvider):
    """BINN's algorithms, for the toolbox, batch, models and ``qgis_process``."""

    def id(self) -> str:
        return "binn"

    def name(self) -> str:
        return "BINN"

    def longName(self) -> str:  # noqa: N802
        return f"BINN: soil organic carbon and its processes ({ENGINE_VERSION})"

    def versionInfo(self) -> str:  # noqa: N802
        return ENGINE_VERSION

    def icon(self) -> QIcon:
        return binn_icon()

    def svgIconPath(self) -> str:  # noqa: N802
        return str(ICON_PATH)

    def supportedOutputRasterLayerExtensions(self) -> list:  # noqa: N802
        """The engine writes GeoTIFF and nothing else."""
        return ["tif"]

    def defaultRasterFileExtension(self) -> str:  # noqa: N802
        return "tif"

    def loadAlgorithms(self) -> None:  # noqa: N802
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
