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

    def longName(self) -> str:
        return f"BINN: soil organic carbon and its processes ({ENGINE_VERSION})"

    def versionInfo(self) -> str:
        return ENGINE_VERSION

    def icon(self) -> QIcon:
        return binn_icon()

    def svgIconPath(self) -> str:
        return str(ICON_PATH)

    def supportedOutputRasterLayerExtensions(self) -> list:
        """The engine writes GeoTIFF and nothing else."""
        return ["tif"]

    def defaultRasterFileExtension(self) -> str:
        return "tif"

    def supportedOutputVectorLayerExtensions(self) -> list:
        """The engine writes GeoPackage and nothing else."""
        return ["gpkg"]

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:
        return "gpkg"

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def supportsNonFileBasedOutput(self) -> bool:
        """The engine writes files, never layers in memory or databases."""
        return False
