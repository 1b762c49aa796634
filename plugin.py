"""The plugin: registers the Processing provider and the BINN menu."""

from __future__ import annotations

from qgis.core import QgsApplication

from .ui.compat import QAction
from .ui.icons import binn_icon
from .ui.panel.dock import PanelDock
from .ui.provider import BinnProvider

MENU = "BINN"
SETUP_ALGORITHM = "binn:setupengine"


class BinnPlugin:
    """What QGIS loads. ``iface`` is None in ``qgis_process`` and tests, where there is no menu."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider = None
        self.panel = PanelDock()
        self.actions: list = []

    def initProcessing(self) -> None:
        """Register the provider; all that a headless QGIS needs."""
        if self.provider is None:
            self.provider = BinnProvider()
            QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Register the provider and, on a desktop, the menu."""
        self.initProcessing()
        if self.iface is None:
            return
        action = QAction(binn_icon(), "Set up the engine", self.iface.mainWindow())
        action.setObjectName("binnSetUpEngine")
        action.triggered.connect(self.set_up_engine)
        self.iface.addPluginToMenu(MENU, action)
        self.actions.append(action)
        self.panel.install(self.iface)

    def unload(self) -> None:
        """Take back the menu and the provider."""
        self.panel.remove()
        for action in self.actions:
            self.iface.removePluginMenu(MENU, action)
        self.actions.clear()
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None

    def set_up_engine(self) -> None:
        """Open the dialog that creates or chooses the engine's Python environment."""
        import processing  # QGIS's own plugin, on the path only once QGIS has loaded it

        processing.execAlgorithmDialog(SETUP_ALGORITHM)
