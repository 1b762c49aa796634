"""The runs that the panel can show: those with rasters in the project, and those in folders that the user opened."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtWidgets import QComboBox

from ..layers.products import RUN_PROPERTY, SUFFIXES, ProductSet, product_sets
from .naming import disambiguate


class RunList:
    """Fills the panel's list of runs; ``sets`` has the runs in the order of the list."""

    def __init__(self, box: QComboBox) -> None:
        self._box = box
        self._folders: list[str] = []
        self.sets: list[ProductSet] = []

    @property
    def chosen(self) -> ProductSet | None:
        """The run that is chosen in the list."""
        index = self._box.currentIndex()
        return self.sets[index] if 0 <= index < len(self.sets) else None

    def refresh(self, current: tuple[str, ...] | None) -> bool:
        """Find the runs again and keep to the one with the key ``current``; False where it is gone."""
        self.sets = disambiguate(product_sets(self._sources()), QgsProject.instance())
        self._box.blockSignals(True)
        self._box.clear()
        self._box.addItems([item.title for item in self.sets])
        keys = [item.key for item in self.sets]
        self._box.setCurrentIndex(keys.index(current) if current in keys else 0 if keys else -1)
        self._box.blockSignals(False)
        return current is not None and current in keys

    def _sources(self) -> list[tuple[str, str]]:
        """Paths of rasters, each with the run that its layer belongs to where it says so."""
        sources = [(path, "") for folder in self._folders for path in rasters_in(folder)]
        for layer in QgsProject.instance().layerTreeRoot().layerOrder():
            if isinstance(layer, QgsRasterLayer) and layer.providerType() == "gdal":
                sources.append((layer.source(), str(layer.customProperty(RUN_PROPERTY) or "")))
        return sources

    def add_folder(self, folder: str) -> None:
        """Read the rasters of a folder too, before those of the project."""
        self._folders.insert(0, folder)

    def remove_folder(self, folder: str) -> None:
        """Read the rasters of a folder no longer."""
        self._folders.remove(folder)

    def forget_folders(self) -> None:
        """Read the project's rasters alone."""
        self._folders = []

    def choose_folder(self, folder: str) -> bool:
        """Choose the first run in a folder; False where there is none."""
        return self._choose([index for index, item in enumerate(self.sets) if Path(item.files[0].path).parent == Path(folder)])

    def choose_file(self, path: str) -> bool:
        """Choose the run that a raster belongs to; False where there is none."""
        return self._choose([index for index, item in enumerate(self.sets) if path in item.key])

    def choose_layer(self, layer: QgsMapLayer | None) -> None:
        """Choose the run of a layer, where it has one."""
        if isinstance(layer, QgsRasterLayer):
            self.choose_file(layer.source())

    def _choose(self, indexes: list[int]) -> bool:
        if indexes and self._box.currentIndex() not in indexes:
            self._box.setCurrentIndex(indexes[0])
        return bool(indexes)


def rasters_in(folder: str) -> list[str]:
    """The rasters in a folder, in the order of their names."""
    path = Path(folder)
    return sorted(str(file) for file in path.iterdir() if file.suffix.lower() in SUFFIXES) if path.is_dir() else []
