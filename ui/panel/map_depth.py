"""How the map shows the run: the slider that chooses the depth of soil carbon, and the limits of the colours."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject

from ...binn_engine.tables import depth_label
from ..layers.limits_choice import has_table_limits, use_limits
from ..layers.products import ProductSet
from .controls import Controls
from .layers_at_depth import density_bands, show_depth


class MapDepth:
    """Depths of the run that is shown, and the selected depth, which the map and the depth profile show."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._products: ProductSet | None = None
        self._depths: list[float] = []
        controls.limits.triggered.connect(self.change_limits)

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
        self._controls.limits.setChecked(any(map(has_table_limits, self._layers())))

    @property
    def depth(self) -> float:
        """The depth (m) that is chosen; 0 where the run has none."""
        index = self._controls.depth.value()
        return self._depths[index] if index < len(self._depths) else 0.0

    def choose(self, depth: float) -> None:
        """Choose a depth (m), where the run has it."""
        if depth in self._depths:
            self._controls.depth.setValue(self._depths.index(depth))

    def change_limits(self, *checked: bool) -> None:
        """Colour the layers of the run between limits that are the same for all maps or, where they are, between their own."""
        own = any(map(has_table_limits, self._layers()))
        use_limits(self._layers(), own)
        self._controls.limits.setChecked(not own)

    def _layers(self) -> list[QgsMapLayer]:
        """The project's layers of the run."""
        key = self._products.key if self._products is not None else ()
        return [layer for layer in QgsProject.instance().mapLayers().values() if layer.source() in key]

    def show(self, index: int) -> None:
        """Show the map of SOC density at a depth, by its place among the depths."""
        if not 0 <= index < len(self._depths) or self._products is None:
            return
        file = self._products.file("soc")
        show_depth(QgsProject.instance(), file, density_bands(file)[index][1])
        self._controls.depth_label.setText(depth_label(self._depths[index]))
        self._controls.depths.depth = self._depths[index]
        self._controls.depths.update()
