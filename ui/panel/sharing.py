"""Exports from the panel and additions to it: numbers, pictures, transparent maps, folders of maps, and the guide to new ones."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QApplication, QFileDialog

from ...binn_engine.errors import BinnError
from ..compat import QAction
from ..desktop import GUIDE_ACTION
from ..translation import tr
from .controls import Controls
from .fading import add_faded_map
from .layers_at_depth import density_bands, layers_of


class Sharing:
    """The entries of the panel's menu."""

    def __init__(self, panel) -> None:
        self._panel = panel

    def connect(self, controls: Controls) -> None:
        """Have the entries do what they say."""
        controls.copy_csv.triggered.connect(self.copy_csv)
        controls.copy_png.triggered.connect(self.copy_png)
        controls.save_csv.triggered.connect(self.save_csv)
        controls.save_png.triggered.connect(self.save_png)
        controls.folder.triggered.connect(self.ask_folder)
        controls.fade.triggered.connect(self.fade)
        controls.new_map.clicked.connect(lambda: self.new_map())

    def new_map(self) -> None:
        """Open the guide, which the menu has."""
        action = self._panel.iface.mainWindow().findChild(QAction, GUIDE_ACTION)
        if action is not None:
            action.trigger()

    def copy_csv(self) -> None:
        """Put the numbers on the clipboard."""
        QApplication.clipboard().setText(self._panel.csv())

    def copy_png(self) -> None:
        """Put the plots on the clipboard."""
        QApplication.clipboard().setImage(self._panel.image())

    def save_csv(self) -> None:
        """Write the numbers to a file that the user names."""
        path, _ = QFileDialog.getSaveFileName(self._panel, tr("Save as CSV"), "place.csv", "CSV (*.csv)")
        if path:
            try:
                Path(path).write_text(self._panel.csv(), encoding="utf-8")
            except OSError as error:
                self._panel.complain(tr("{0} cannot be written: {1}. Choose another folder.").format(path, error.strerror))

    def save_png(self) -> None:
        """Write the plots to a file that the user names."""
        path, _ = QFileDialog.getSaveFileName(self._panel, tr("Save as picture"), "place.png", "PNG (*.png)")
        if path and not self._panel.image().save(path):
            self._panel.complain(tr("{0} cannot be written. Choose another folder.").format(path))

    def ask_folder(self) -> None:
        """Read the maps in a folder that the user names."""
        folder = QFileDialog.getExistingDirectory(self._panel, tr("Open a folder of maps"))
        if folder and not self._panel.open_folder(folder):
            self._panel.complain(tr("{0} contains no raster that was written by BINN. Choose another folder.").format(folder))

    def fade(self) -> None:
        """Add a map that fades where it is unsure: of the layer that is chosen, or of soil carbon at the slider's depth."""
        products, layer = self._panel.reader.products, self._panel.iface.activeLayer()
        soc = products.file("soc")
        depths = density_bands(soc) if soc else []
        index = self._panel.controls.depth.value()
        part, number = "soc", depths[index][1] if index < len(depths) else 1
        for name in ("processes", "parameters"):
            file = products.file(name)
            if file is not None and layer in layers_of(QgsProject.instance(), file):
                part, number = name, layer.renderer().usesBands()[0]
        try:
            add_faded_map(QgsProject.instance(), products, part, number)
        except BinnError as error:
            self._panel.complain(str(error))
