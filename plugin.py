"""The plugin: registers the Processing provider and the BINN menu."""

from __future__ import annotations

from qgis.core import QgsApplication


class BinnPlugin:
    """What QGIS loads. ``iface`` is None in ``qgis_process`` and tests, where there is no menu."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider = None
        self.menu = None

    def initProcessing(self) -> None:
        """Register the provider; all that a headless QGIS needs."""
        from .ui.provider import BinnProvider

        if self.provider is None:
            self.provider = BinnProvider()
            QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Register the provider and, on a desktop, the menu."""
        self.initProcessing()
        if self.iface is None:
            return
        from .ui.menu import Menu

        self.menu = Menu(self.iface)
        self.menu.install()

    def unload(self) -> None:
        """Take back the menu and the provider."""
        if self.menu is not None:
            self.menu.remove()
            self.menu = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
