"""The slider that chooses which depth of soil carbon the map shows."""

from __future__ import annotations

from qgis.core import QgsProject

from ...binn_engine.tables import depth_label
from ..layers.products import ProductSet
from .controls import Controls
from .layers_at_depth import density_bands, show_depth


class MapDepth:
    """Depths of the run that is shown, and the selected depth, which the map and the depth profile show."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._products: ProductSet | None = None
        self._depths: list[float] = []

    def set_run(self, products: ProductSet) -> None:
        """Offer the depths of a run; the uppermost is chosen."""
        soc = products.file("soc")
        self._products, self._depths = products, [depth for depth, _ in density_bands(soc)] if soc else []
        slider = self._controls.depth
        slider.blockSignals(True)
        slider.setRange(0, max(len(self._depths) - 1, 0))
        slider.setValue(0)
        slider.blockSignals(False)
        slider.setEnabled(len(self._depths) > 1)
        self._controls.depth_label.setText(depth_label(self._depths[0]) if self._depths else "–")
        self._controls.depths.depth = self._depths[0] if self._depths else 0.0

    def show(self, index: int) -> None:
        """Show the map of SOC density at a depth, by its place among the depths."""
        if not 0 <= index < len(self._depths) or self._products is None:
            return
        file = self._products.file("soc")
        show_depth(QgsProject.instance(), file, density_bands(file)[index][1])
        self._controls.depth_label.setText(depth_label(self._depths[index]))
        self._controls.depths.depth = self._depths[index]
        self._controls.depths.update()
