"""The choice of colour limits for the layers of a run: an entry in the menu of each layer changes all of them, and back."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer

from ...binn_engine.bands import Band
from ...binn_engine.tables import PRODUCT_BY_NAME
from ..compat import RASTER_LAYER, QAction
from ..desktop import MENU
from ..translation import tr
from .limits import band_limits, product_limits
from .products import RUN_PROPERTY, open_raster, read_product
from .styles import style_layer

LIMITS_PROPERTY = "binn/limits"  # custom property of a layer whose colours are those of the tables


def use_limits(layers: Iterable[QgsMapLayer], of_map: bool) -> int:
    """Colour BINN's layers between the limits of their own map, or between those of the tables; returns how many there were."""
    count = 0
    for layer in layers:
        if not isinstance(layer, QgsRasterLayer):
            continue
        file = read_product(layer.source())
        used = layer.renderer().usesBands() if file is not None and layer.renderer() else []
        if file is None or not used or used[0] > len(file.bands):
            continue
        bands = table_bands(file.path)
        product = PRODUCT_BY_NAME[file.product]
        limits = (product_limits(file.path, bands, product) if of_map else band_limits(file.path, bands, False))[used[0] - 1]
        style_layer(layer, used[0], bands[used[0] - 1], product.ramp, limits)
        layer.setCustomProperty(LIMITS_PROPERTY, "" if of_map else "table")
        count += 1
    return count


def has_table_limits(layer: QgsMapLayer) -> bool:
    """Whether a layer's colours are those of the tables."""
    return layer.customProperty(LIMITS_PROPERTY) == "table"


def table_bands(path: str) -> tuple[Band, ...]:
    """The bands of a raster of BINN, as the engine described them in it."""
    file = open_raster(path)
    found = []
    for number in range(1, file.RasterCount + 1):
        band = file.GetRasterBand(number)
        tags = band.GetMetadata() or {}
        limits = (float(tags.get("lower_limit", 0.0)), float(tags.get("upper_limit", 1.0)))
        found.append(Band(band.GetDescription(), band.GetUnitType() or "1", limits, tags.get("meaning", "")))
    return tuple(found)


def layers_of_run(layer: QgsMapLayer, project: QgsProject) -> list[QgsMapLayer]:
    """The layers of the run that made a layer, itself among them."""
    run = layer.customProperty(RUN_PROPERTY)
    return [other for other in project.mapLayers().values() if run and other.customProperty(RUN_PROPERTY) == run] or [layer]


class LimitsChoice:
    """The entry in the menu of every layer of BINN."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.action = QAction(tr("Change the limits of the colours: this map, or comparable between maps"), iface.mainWindow())
        self.action.setObjectName("binnLimits")
        self.action.triggered.connect(lambda _=False: self.change(self.iface.activeLayer()))

    def install(self) -> None:
        """Offer the entry for the layers of the project, and for those to come."""
        self.iface.addCustomActionForLayerType(self.action, MENU, RASTER_LAYER, False)
        QgsProject.instance().layersAdded.connect(self._offer)
        self._offer(QgsProject.instance().mapLayers().values())

    def remove(self) -> None:
        """Take the entry back."""
        QgsProject.instance().layersAdded.disconnect(self._offer)
        self.iface.removeCustomActionForLayerType(self.action)
        self.action.deleteLater()

    def change(self, layer: QgsMapLayer | None) -> None:
        """Give all layers of a layer's run the other limits."""
        if layer is not None:
            use_limits(layers_of_run(layer, QgsProject.instance()), of_map=has_table_limits(layer))

    def _offer(self, layers: Iterable[QgsMapLayer]) -> None:
        for layer in layers:
            if isinstance(layer, QgsRasterLayer) and read_product(layer.source()) is not None:
                self.iface.addCustomActionForLayer(self.action, layer)
