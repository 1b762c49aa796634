"""The parameter for a window of a grid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterExtent, QgsRasterLayer, QgsRectangle

from ....binn_engine.errors import JobError
from ...translation import mark, tr
from .parameters import Call, ToolParameter

HELP = mark(
    "Part of the grid: draw it, or take it from a layer. If you type it, give xmin, xmax, ymin, ymax, the order of QGIS, and the CRS in "
    "square brackets if it is not the CRS of the project. If it is empty, the whole grid is used."
)
_NUMBER = r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
_TYPED = re.compile(rf"\s*{_NUMBER}\s*,\s*{_NUMBER}\s*,\s*{_NUMBER}\s*,\s*{_NUMBER}\s*(\[.*\])?\s*")


def fits_better(other: QgsRectangle, window: QgsRectangle, grid: QgsRectangle) -> bool:
    """Whether another window than the one that was read is probably meant: the latter reaches beyond the grid, and the other one is far
    more on the grid, or about as much and more like the whole of it."""
    if grid.contains(window):
        return False
    on_grid, other_on_grid = _on_grid(window, grid), _on_grid(other, grid)
    if other_on_grid > 2.0 * on_grid:
        return True
    return other_on_grid >= 0.5 * on_grid > 0.0 and _likeness(other, grid) > _likeness(window, grid)


def _on_grid(window: QgsRectangle, grid: QgsRectangle) -> float:
    """The share of a window that lies on the grid."""
    return _common(window, grid) / area if (area := window.width() * window.height()) > 0.0 else 0.0


def _likeness(window: QgsRectangle, grid: QgsRectangle) -> float:
    """The common area of a window and the grid, as a share of the area that they cover together."""
    common = _common(window, grid)
    return common / (window.width() * window.height() + grid.width() * grid.height() - common)


def _common(window: QgsRectangle, grid: QgsRectangle) -> float:
    common = window.intersect(grid)
    return 0.0 if common.isEmpty() else common.width() * common.height()


@dataclass(frozen=True)
class Extent(ToolParameter):
    """A window to map, converted to the CRS of the grid: the raster of ``grid``, else the first of ``rasters``."""

    grid: str = ""
    rasters: str = ""

    def help(self, job: type) -> str:
        return HELP

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterExtent(self.name, self.label, None, True)

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        window = self._window(call, self._layer(call))
        if window.isEmpty():
            raise JobError(
                tr("{label} ({name}) is empty.").format(label=tr(self.label), name=self.name),
                tr("Choose an extent with a width and a height, or leave it empty."),
            )
        return {self.field: (window.xMinimum(), window.yMinimum(), window.xMaximum(), window.yMaximum())}

    def problem(self, call: Call) -> str:
        """An extent that reaches beyond the grid, and would fit it better if its numbers were in the order of GDAL: most likely a
        mistake."""
        typed = call.parameters.get(self.name)
        match = _TYPED.fullmatch(typed) if isinstance(typed, str) else None
        layer = self._layer(call) if match else None
        if match is None or layer is None:
            return ""
        west, south, east, north, crs = match.groups()
        exchanged = f"{west},{east},{south},{north} {crs or ''}".strip()
        other = Call(call.algorithm, {**call.parameters, self.name: exchanged}, call.context)
        if not fits_better(self._window(other, layer), self._window(call, layer), layer.extent()):
            return ""
        return tr(
            "{label} ({name}): {value} reaches beyond the grid. QGIS reads xmin, xmax, ymin, ymax. Did you mean {exchanged}? Correct the "
            "order."
        ).format(label=tr(self.label), name=self.name, value=typed, exchanged=exchanged)

    def _layer(self, call: Call) -> QgsRasterLayer | None:
        layer = call.algorithm.parameterAsRasterLayer(call.parameters, self.grid, call.context)
        if layer is None and self.rasters:
            layer = next(iter(call.algorithm.parameterAsLayerList(call.parameters, self.rasters, call.context)), None)
        return layer

    def _window(self, call: Call, layer: QgsRasterLayer) -> QgsRectangle:
        return call.algorithm.parameterAsExtent(call.parameters, self.name, call.context, layer.crs())
