"""Every window on small screens, with large letters and in the themes of QGIS: it fits, no text is cut, and all can be read.

Pictures of the windows go to the folder that BINN_PICTURES names.
"""

from __future__ import annotations

import itertools
import json

import pytest
from desk import Desk
from landscape import EPSG, centre, write_landscape
from looks import DARK, LETTERS, LIGHT, NIGHT, SCREENS, THEMES, cut, faint, keep_picture, lines_of, looking, sideways
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsBrowserGuiModel, QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import QEvent, QSize, Qt
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel

SIZE = 16
SETTLES = 3  # rounds of events until layouts within layouts have their places
BARS = 130  # of a screen's height: title, menu, tool bars and status bar of QGIS
ALL_BARS = 180  # with two rows of tool bars, as QGIS comes
SMALL, LARGE = SCREENS
ENGLISH, GERMAN = "en", "de"  # German words are longer
QUICK = ((SMALL, 1.0, NIGHT, ENGLISH), (SMALL, 1.5, DARK, GERMAN), (SMALL, 2.0, LIGHT, ENGLISH), (LARGE, 1.0, LIGHT, ENGLISH))
ALL = [*itertools.product(SCREENS, LETTERS, THEMES, (ENGLISH, GERMAN))]
LOOKS = pytest.mark.parametrize(
    "look", [*QUICK, *(pytest.param(look, marks=pytest.mark.slow) for look in ALL if look not in QUICK)], ids=str
)
QUICK_FORMS = ("predict", "prepare_profiles", "train")
RECORD = {
    "job": {"kind": "predict", "model": "/m/small.safetensors", "covariates": ["/a/long/path/to/some/covariate.tif"] * 3, "passes": 50},
    "outputs": {"soc": "/gone/somewhere/soc.tif"},
    "metrics": {"pixels": 1000, "test": {"mean_error": 1.5}},
    "warnings": [{"message": "The forcing does not reach 5 of the pixels. " * 3}],
    "started": "2026-01-01T00:00:00Z",
    "seconds": 1.0,
    "device": {"name": "cpu"},
}


def look_at(window, name: str, room: QSize, ours=lambda line: True, scrolls: bool = False) -> None:
    """Fails where a window needs more than some room, has to be scrolled sideways (unless that is said), or has texts that are cut or
    faint."""
    for _ in range(SETTLES):
        QApplication.processEvents()
    keep_picture(window, name)
    least = window.minimumSizeHint()
    found = [] if least.boundedTo(room) == least else [f"needs {least.width()} x {least.height()}"]
    lines = [line for line in lines_of(window) if ours(line)]
    assert lines
    found += [*cut(window, lines), *faint(window, lines), *([] if scrolls else sideways(window))]
    assert not found, "\n".join([name, *dict.fromkeys(found)])


def is_label(line) -> bool:
    """Whether a line is of BINN in a dialog that else is QGIS's."""
    return isinstance(line.widget, (QLabel, QCheckBox))


def frameless(screen) -> QSize:
    """What a window may take of a screen."""
    from binn.ui.readable import FRAME

    return QSize(*screen) - FRAME


@pytest.fixture(scope="module")
def maps(tmp_path_factory) -> dict[str, str]:
    """Paths of a landscape's rasters, and of a report."""
    made = write_landscape(tmp_path_factory.mktemp("hills"), SIZE)
    report = tmp_path_factory.mktemp("report") / "maps.html"
    report.write_text("<html></html>", encoding="utf-8")
    return {**made, "report": str(report)}


@pytest.fixture
def screen(look) -> tuple[int, int]:
    return look[0]


@pytest.fixture
def letters(look) -> float:
    return look[1]


@pytest.fixture
def shown(look, qgis_app, monkeypatch):
    """QGIS as it is to look, and the end of names of pictures."""
    from binn.ui import translation

    (_, height), letters, theme, language = look

    class Application:
        @staticmethod
        def locale() -> str:
            return language

    monkeypatch.setattr(translation, "QgsApplication", Application)
    QgsProject.instance().clear()
    with looking(theme, letters):
        yield f"{height}-{letters:g}-{theme}-{language}"
        QApplication.processEvents()
        QgsProject.instance().clear()


@pytest.fixture
def desk(shown, screen):
    """A desktop on the screen, whose map shows the landscape."""
    (west, north), (east, south) = centre(0, 0), centre(SIZE, SIZE)
    desk = Desk(f"EPSG:{EPSG}", QgsRectangle(west, south, east, north))
    desk.window.resize(screen[0], screen[1] - BARS)
    yield desk
    desk.window.close()
    desk.window.deleteLater()


@LOOKS
def test_the_set_up(shown, screen, monkeypatch):
    from binn.ui.setup.dialog import OFFLINE, SetupDialog
    from binn.ui.setup.graphics import Driver

    dialog = SetupDialog(driver=Driver(("NVIDIA A2000",), (12, 8)))
    assert dialog.size().boundedTo(QApplication.primaryScreen().availableGeometry().size()) == dialog.size()
    dialog.resize(frameless(screen))
    dialog.show()
    look_at(dialog, f"setup-{shown}", frameless(screen))
    dialog.ways[OFFLINE].setChecked(True)
    dialog.device.setCurrentIndex(1)
    dialog.log.appendPlainText("A line of the log.")
    look_at(dialog, f"setup-wheels-{shown}", frameless(screen))
    dialog.close()


@LOOKS
def test_runs(provider, shown, screen, tmp_path, monkeypatch):
    from binn.ui.runs import dialog as runs_dialog
    from binn.ui.runs import past_runs

    monkeypatch.setattr(past_runs, "remembered_folders", lambda: [str(tmp_path)])
    for day, passes in ((1, 20), (2, 50)):
        changed = {"started": f"2026-01-0{day}T00:00:00Z", "job": {**RECORD["job"], "passes": passes}}
        (tmp_path / f"run{day}.predict.run.json").write_text(json.dumps({**RECORD, **changed}), encoding="utf-8")
    dialog = runs_dialog.RunsDialog(None)
    assert dialog.size().boundedTo(QApplication.primaryScreen().availableGeometry().size()) == dialog.size()
    dialog.resize(dialog.size().boundedTo(frameless(screen)))
    dialog.show()
    for rows in ((), (0,), (0, 1)):
        dialog.choose(*rows)
        look_at(dialog, f"runs-{len(rows)}-{shown}", frameless(screen))
    dialog.close()


@pytest.fixture
def panel(desk):
    """The panel, open on a project without maps."""
    from binn.ui.panel.dock import PanelDock

    dock = PanelDock()
    dock.install(desk)
    dock.action.trigger()
    yield dock.panel
    dock.remove()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@LOOKS
def test_the_panel(panel, desk, shown, screen, letters, maps, qtbot):
    half = QSize(screen[0] // 2, screen[1] - BARS)
    look_at(panel, f"panel-empty-{shown}", half)
    QgsProject.instance().addMapLayer(QgsRasterLayer(maps["soc"], "SOC", "gdal"))
    qtbot.waitUntil(lambda: bool(panel.distributions), timeout=10_000)
    desk.click(*centre(7, 4))
    panel.look_whole()
    panel.controls.pin.trigger()
    desk.click(*centre(11, SIZE - 1))  # outside the domain
    panel.look_whole()
    panel.setFloating(True)
    for width, scrolls in ((half.width(), False), (screen[0] // 3, letters > 1.5)):
        panel.resize(width, half.height())
        for tab in (0, 1):
            panel.controls.tabs.setCurrentIndex(tab)
            qtbot.wait(20)
            look_at(panel, f"panel-{width}-{tab}-{shown}", half, scrolls=scrolls)


@pytest.fixture
def guide(provider, desk, tmp_path):
    """The guide on a saved project."""
    from binn.ui.guide.dock import GuideDock

    assert QgsProject.instance().write(str(tmp_path / "soils.qgs"))
    dock = GuideDock(desk)
    dock.setFloating(True)
    dock.show()
    yield dock
    dock.shut()
    dock.close()


@LOOKS
def test_the_guide(guide, shown, screen, letters, covariates):
    room = QSize(screen[0] // 2, screen[1] - BARS)
    guide.resize(room)
    guide.tabs.setCurrentIndex(1)
    guide.page.add_files([*covariates[:10], "/maps/none.tif"])
    for step in range(5):
        guide.tabs.setCurrentIndex(step)
        look_at(guide, f"guide-{step + 1}-{shown}", room, scrolls=letters > 1.5)


def test_a_guide_that_is_made_narrow_keeps_the_room_that_its_texts_need(provider, context, tmp_path, covariates):
    """Docks give room away when the window of QGIS shrinks."""
    from binn.ui.guide.checks import WARNING, Finding
    from binn.ui.guide.dock import GuideDock

    assert QgsProject.instance().write(str(tmp_path / "soils.qgs"))
    desk = Desk()
    desk.window.resize(SMALL[0], SMALL[1] - BARS)
    guide = GuideDock(desk)
    desk.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, guide)
    for step in range(5):
        guide.tabs.setCurrentIndex(step)
        guide.page.told = [Finding(WARNING, "5 of 150 profiles are outside all rasters (-53.640707,43.943296, -54.087905,41.556592).")]
        guide.refresh()
        desk.window.resizeDocks([guide], [10], Qt.Orientation.Horizontal)
        for _ in range(SETTLES):
            QApplication.processEvents()
        keep_picture(guide, f"narrow-guide-{step + 1}")
        assert sideways(guide) == [], (step, guide.stack.minimumWidth(), guide.page.minimumSizeHint().width())
        lists = [found for found in guide.page.findChildren(QComboBox) if found.isVisible()]
        letter = guide.fontMetrics().averageCharWidth()
        assert all(found.width() > 8 * letter for found in lists), "also lists of fields that have none yet"
        assert guide.width() <= 0.4 * SMALL[0]
    guide.shut()
    desk.window.close()


@pytest.mark.parametrize("saved", [True, False])
def test_guide_and_panel_one_below_the_other_fit_a_small_screen(provider, context, tmp_path, saved):
    from binn.ui.guide.dock import GuideDock
    from binn.ui.panel.dock import PanelDock

    if saved:
        assert QgsProject.instance().write(str(tmp_path / "soils.qgs"))
    desk, panel = Desk(), PanelDock()
    desk.window.resize(SMALL[0], SMALL[1] - BARS)
    panel.install(desk)
    panel.action.trigger()
    guide = GuideDock(desk)
    desk.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, guide)
    for step in range(5):
        guide.tabs.setCurrentIndex(step)
        for _ in range(SETTLES):
            QApplication.processEvents()
        assert panel.panel.isVisible()
        assert guide.isVisible()
        assert desk.window.minimumSizeHint().height() <= SMALL[1] - ALL_BARS
    guide.progress.begin()
    guide.buttons.hide()
    guide.log.setChecked(True)
    for _ in range(SETTLES):
        QApplication.processEvents()
    assert desk.window.minimumSizeHint().height() <= SMALL[1] - ALL_BARS
    keep_picture(desk.window, f"docks-{saved}")
    guide.shut()
    panel.remove()
    desk.window.close()


@LOOKS
def test_the_message_at_the_end_of_a_run(desk, shown, screen, maps):
    from binn.ui.compat import QAction
    from binn.ui.ending import PANEL_ACTION, Ending, announce

    QAction("panel", desk.mainWindow()).setObjectName(PANEL_ACTION)
    made = {"Soil carbon": maps["soc"], "Soil carbon: standard deviation": maps["soc_sd"], "Map report": maps["report"]}
    for warnings in ((), ("The forcing is 55 degrees away from the map.", "Two.")):
        announce(Ending("Predict maps", made, warnings, maps), desk)
        desk.bar.show()
        desk.bar.resize(screen[0], desk.bar.sizeHint().height())
        assert warnings == () or warnings[0] in desk.bar.currentItem().toolTip()
        look_at(desk.bar, f"message-{len(warnings)}-{shown}", QSize(*screen))


@LOOKS
def test_the_labels_of_the_dialogs_of_algorithms(provider, look, shown, screen, letters, monkeypatch):
    """What QGIS has around them is QGIS's."""
    from qgis.utils import iface

    browser = QgsBrowserGuiModel()
    monkeypatch.setattr(iface, "browserModel", lambda: browser)
    for algorithm in provider.algorithms():
        dialog = algorithm.create().createCustomParametersWidget(None)
        if dialog is None or (look in QUICK and algorithm.name() not in QUICK_FORMS):
            continue
        dialog.resize(frameless(screen))
        dialog.show()
        form = dialog.mainWidget()
        for folded in form.findChildren(QgsCollapsibleGroupBox):
            folded.setCollapsed(False)
        look_at(form, f"dialog-{algorithm.name()}-{shown}", frameless(screen), ours=is_label, scrolls=letters > 1.0)
        dialog.close()
    browser.deleteLater()
