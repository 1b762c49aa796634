"""The plugin: registers the Processing provider, the menu and the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

if TYPE_CHECKING:  # loaded when they are first needed
    from .ui.layers.limits_choice import LimitsChoice
    from .ui.menu import Menu
    from .ui.panel.dock import PanelDock
    from .ui.provider import BinnProvider


class BinnPlugin:
    """What QGIS loads. ``iface`` is None in ``qgis_process`` and tests, where there is no menu."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider: BinnProvider | None = None
        self.menu: Menu | None = None
        self.panel: PanelDock | None = None
        self.limits: LimitsChoice | None = None

    def initProcessing(self) -> None:
        """Register the provider; all that a headless QGIS needs."""
        # Within the call: a test or a headless program may load the module without the interface.
        from .ui.provider import BinnProvider

        if self.provider is None:
            self.provider = BinnProvider()
            QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Register the provider and, on a desktop, the menu."""
        self.initProcessing()
        if self.iface is None:
            return
        # A headless QGIS has none of them.
        from .ui.layers.limits_choice import LimitsChoice
        from .ui.menu import Menu
        from .ui.panel.dock import PanelDock

        self.menu, self.panel, self.limits = Menu(self.iface), PanelDock(), LimitsChoice(self.iface)
        self.menu.install()
        self.limits.install()
        self.panel.install(self.iface)

    def unload(self) -> None:
        """Take back the menu, the panel and the provider."""
        for part in (self.menu, self.limits, self.panel):
            if part is not None:
                part.remove()
        self.menu = self.limits = self.panel = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
