"""The ways to the guide: the menu and the empty panel."""

from __future__ import annotations

from desk import Desk
from qgis.core import QgsProject


def test_the_empty_panel_leads_to_the_guide(provider, context):
    from binn.ui.menu import Menu
    from binn.ui.panel.panel import Panel

    QgsProject.instance().clear()
    desk = Desk()
    menu, panel = Menu(desk), Panel(desk)
    menu.install()
    desk.addDockWidget(2, panel)
    panel.open()
    assert panel.controls.new_map.isVisibleTo(panel)
    panel.controls.new_map.click()
    assert menu.guide is not None
    assert menu.guide.isVisible()
    panel.shut()
    menu.remove()
    assert menu.guide is None
