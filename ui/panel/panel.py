"""The panel: a dock that shows the values of the maps of a run at one or two places."""

from __future__ import annotations

import math

from qgis.core import QgsCoordinateReferenceSystem, QgsCsException, QgsPointXY, QgsProject, QgsVectorLayer  # type: ignore[attr-defined]  # absent from the stubs
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QDockWidget

from ..desktop import MENU
from ..plain_text import literal
from ..readable import scrolled
from ..translation import tr
from .controls import Controls
from .distribution import Distributions
from .export import as_csv
from .map_depth import MapDepth
from .observed import Observation
from .observed_layer import ObservedLayer
from .picking import Picker
from .place import Place
from .reading import PARTS, PlaceReader, PointRequest
from .run_list import RunList
from .sharing import Sharing
from .tasks import Tasks, single_shot
from .view import Shown, View

POLL_MS, RESCAN_MS = 8, 200


class Panel(QDockWidget):
    """The dock. It is connected to the project and the canvas, and uses files and threads, only while it is visible."""

    closed = pyqtSignal()
    shown = pyqtSignal()  # a place has been read whole

    def __init__(self, iface) -> None:
        super().__init__(tr("BINN: soil carbon at a place"), iface.mainWindow())
        self.iface, self.canvas = iface, iface.mapCanvas()
        self.controls = Controls(self)
        self.setWidget(scrolled(self.controls))
        self.picker = Picker(self.canvas, self.look)
        self.view = View(self.controls, self.picker)
        self.sharing = Sharing(self)
        self.runs = RunList(self.controls.runs)
        self.map_depth = MapDepth(self.controls)
        self._tasks = Tasks()
        self.distributions = Distributions(self._tasks, self._show)
        self.observed_layer = ObservedLayer(self.controls, self._tasks, self._find_observed, self.complain)
        self.reader: PlaceReader | None = None
        self.place: Place | None = None
        self.pinned: Place | None = None
        self.observed: list[Observation] = []
        self._request: PointRequest | None = None
        self._at: tuple[QgsPointXY, QgsCoordinateReferenceSystem] | None = None
        self._connected: list[tuple] = []
        self._opened = False
        self._rest = single_shot(self, POLL_MS, self._read_rest)
        self._rescan = single_shot(self, RESCAN_MS, self.scan)
        self._wire()

    def _wire(self) -> None:
        """Connect the panel's own widgets, which live and die with it."""
        controls = self.controls
        controls.runs.currentIndexChanged.connect(self.choose)
        controls.pick.toggled.connect(self.picker.pick)
        controls.follow.toggled.connect(self.picker.follow)
        controls.pin.toggled.connect(self.pin)
        self.sharing.connect(controls)
        controls.tabs.currentChanged.connect(self._read_tab)
        controls.depth.valueChanged.connect(self.map_depth.show)
        controls.observations.layerChanged.connect(self.read_observations)
        controls.radius.valueChanged.connect(self._find_observed)
        for plot in (controls.depths, controls.trajectory, controls.processes, controls.parameters):
            plot.moved.connect(self.step)
        self.visibilityChanged.connect(self._visibility_changed)

    def _visibility_changed(self, visible: bool) -> None:
        (self.open if visible else self.shut)()

    def open(self) -> None:
        """Connect to the project and the canvas, and find the runs; nothing where that is done."""
        if self._opened:
            return
        self._opened = True
        project = QgsProject.instance()
        for signal, slot in (
            (project.layersAdded, lambda layers: self._rescan.start()),
            (project.layersRemoved, self._layers_gone),
            (project.cleared, self.forget),
            (self.canvas.mapToolSet, self._tool_changed),
            (self.canvas.destinationCrsChanged, self._mark),
            (self.iface.currentLayerChanged, self.runs.choose_layer),
        ):
            signal.connect(slot)
            self._connected.append((signal, slot))
        self.scan()
        self.read_observations()
        if not self.controls.follow.isChecked():
            self.controls.pick.setChecked(True)

    def shut(self) -> None:
        """Leave project, canvas, files and threads alone; what is shown stays."""
        if not self._opened:
            return
        self._opened = False
        for signal, slot in self._connected:
            signal.disconnect(slot)
        self._connected.clear()
        self._rest.stop()
        self._rescan.stop()
        self.controls.pick.setChecked(False)
        self.controls.follow.setChecked(False)
        self.picker.stop()
        self._tasks.cancel_all()
        self._close_reader()

    def closeEvent(self, event) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _close_reader(self) -> None:
        self._request = None
        if self.reader is not None:
            self.reader.close()
            self.reader = None

    def forget(self) -> None:
        """The project is another one: nothing of the last stays."""
        self._close_reader()
        self._at = None
        self.runs.forget_folders()
        self._rescan.start()
        self._leave_places()

    def _leave_places(self) -> None:
        """Show no place: its maps are gone."""
        self.place, self.pinned, self.observed = None, None, []
        self.controls.uncheck_pin()
        self._show()

    def scan(self) -> None:
        """Find the runs whose rasters are in the project or in the folders opened; keep to the one that is shown."""
        if self.runs.refresh(self.reader.products.key if self.reader else None):
            self._show()
        else:
            self.choose()

    def choose(self) -> None:
        """Read the run that is chosen in the list."""
        self._close_reader()
        products = self.runs.chosen
        if products is None:
            self._leave_places()
            return
        self.reader = PlaceReader(products)
        self.map_depth.set_run(products)
        self.distributions.read(products)
        if self._at is not None:
            self.look(*self._at)
        else:
            self._show()

    def open_folder(self, folder: str) -> bool:
        """Read the products in a folder, whether the project has them or not; False where it holds none."""
        self.runs.add_folder(folder)
        self.scan()
        if self.runs.choose_folder(folder):
            return True
        self.runs.remove_folder(folder)
        return False

    def _layers_gone(self, layers: list[str]) -> None:
        """Layers were removed: runs with them, and observed profiles, of which the list of layers says nothing."""
        self._rescan.start()
        if self.observed_layer.is_of(layers):
            self.read_observations()

    def look(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem, clicked: bool = True) -> None:
        """Show the place: soil carbon at once, the rest as soon as it is read. While the cursor moves, only what is seen is read."""
        self._at = (QgsPointXY(point), crs)
        if self.reader is None:
            return
        parts = PARTS if clicked else (*PARTS[:4], self.controls.tab_part)
        if self._request is not None:
            self._request.give_up()
        try:
            self._request = self.reader.ask(point, crs, QgsProject.instance().transformContext(), parts)
        except QgsCsException:
            self._request, self.place = None, Place(math.nan, math.nan, self.reader.products.title)
            self._find_observed()
            self._show()
            return
        self.place = self._request.wait("soc")
        self._find_observed()
        self.view.show_profile(self.state)
        self.controls.depths.repaint()
        self._rest.start()

    def look_whole(self) -> Place | None:
        """The place with all its parts, read to the end."""
        if self._at is not None and self.reader is not None:
            self.look(*self._at)
        if self._request is not None:
            self._request.wait()
            self._rest.stop()
            self._show()
            self.shown.emit()
        return self.place

    def step(self, columns: int, rows: int) -> None:
        """Go some pixels to the right and upwards."""
        if self._at is not None and self.reader is not None:
            moved = self.reader.moved(*self._at, QgsProject.instance().transformContext(), (columns, rows))
            if moved is not None:
                self.look(*moved)

    def _read_tab(self) -> None:
        """A tab whose part was not read, since the cursor was moving, is read now."""
        part = self.controls.tab_part
        if self.place is not None and self._request is not None and part not in {*self.place.parts, *self._request.missing}:
            self.look(*self._at)

    def _read_rest(self) -> None:
        """Take in parts that have come; never wait for them."""
        if self._request is None:
            return
        come = [part for part in self._request.missing if self._request.ready(part)]
        if come:
            self._request.wait(*come)
            self._show()
        if self._request.missing:
            self._rest.start()
        else:
            self.shown.emit()

    def pin(self, on: bool) -> None:
        """Keep the place that is shown beside those to come, or no longer."""
        self.pinned = self.look_whole() if on else None
        if on and self.pinned is None:
            self.controls.uncheck_pin()
        self._show()

    @property
    def state(self) -> Shown:
        """What there is to show now."""
        if self.reader is None:
            return Shown("", self.place, self.pinned, self.observed)
        products = self.reader.products
        return Shown(products.title, self.place, self.pinned, self.observed, self.distributions.of(products))

    def _show(self) -> None:
        self.view.show(self.state, marks=self._opened)

    def _mark(self) -> None:
        self.view.mark(self.state, marks=self._opened)

    def _tool_changed(self, tool, *former) -> None:
        if self.controls.pick.isChecked() and not self.picker.is_tool(tool):
            self.controls.pick.setChecked(False)

    def read_observations(self, layer=None) -> None:
        """Read the layer of observed profiles that is chosen, in the background; what an earlier one had is no longer shown."""
        self.observed_layer.read(self._opened)

    def _find_observed(self, *changed) -> None:
        self.observed = self.observed_layer.near(self.place)
        self.view.show_profile(self.state)

    def show_run(self, path: str, observed: QgsVectorLayer | None = None) -> None:
        """Show the run that the raster at ``path`` belongs to and, as observed profiles, a layer of the project."""
        self.scan()
        self.runs.choose_file(path)
        if observed is not None:
            self.controls.observations.setLayer(observed)

    def image(self):
        """All plots as a picture, the place read whole."""
        self.look_whole()
        return self.view.image(self.state)

    def csv(self) -> str:
        """The numbers as a table, the place read whole."""
        self.look_whole()
        return as_csv(self.state.places, self.observed)

    def complain(self, text: str) -> None:
        """Show a warning in QGIS's message bar."""
        self.iface.messageBar().pushWarning(MENU, literal(text))
