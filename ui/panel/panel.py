"""The panel: a dock that shows what the maps of a run say at one place, or at two."""

from __future__ import annotations

import math
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QDockWidget

from ...binn_engine.tables import depth_label
from ..layers.products import RUN_PROPERTY, SUFFIXES, ProductSet, product_sets
from ..plain_text import literal
from .controls import Controls
from .distribution import Distribution, DistributionTask
from .drawing import described, theme_of
from .export import as_csv
from .layers_at_depth import density_bands, show_depth
from .naming import told_apart
from .observed import Observation, ObservationsTask, ObservedProfiles, recognise
from .picking import Picker
from .plots import picture
from .reading import PARTS, Asked, Place, PlaceReader
from .rows import parameter_rows, process_rows
from .sharing import Sharing
from .words import tr

POLL_MS = 8
RESCAN_MS = 200


class Panel(QDockWidget):
    """The dock. It is connected to the project and the canvas, and holds files and threads, only while it is seen."""

    closed = pyqtSignal()
    shown = pyqtSignal()  # a place has been read whole

    def __init__(self, iface) -> None:
        super().__init__(tr("BINN: soil carbon at a place"), iface.mainWindow())
        self.setObjectName("binnPanelDock")
        self.iface, self.canvas = iface, iface.mapCanvas()
        self.controls = Controls(self)
        self.setWidget(self.controls)
        self.picker = Picker(self.canvas, self.look)
        self.sharing = Sharing(self)
        self.sets: list[ProductSet] = []
        self.reader: PlaceReader | None = None
        self.place: Place | None = None
        self.pinned: Place | None = None
        self.observed: list[Observation] = []
        self._asked: Asked | None = None
        self._at: tuple[QgsPointXY, QgsCoordinateReferenceSystem] | None = None
        self._folders: list[str] = []
        self._distributions: dict[tuple[str, ...], dict[str, Distribution]] = {}
        self._profiles: ObservedProfiles | None = None
        self._observed_in = ""  # the id of their layer
        self._tasks: dict[str, object] = {}
        self._connected: list = []
        self._opened = False
        self._rest = self._timer(POLL_MS, self._read_rest)
        self._rescan = self._timer(RESCAN_MS, self.scan)
        self._wire()

    def _timer(self, interval: int, slot) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    def _wire(self) -> None:
        """Connect the panel's own widgets, which live and die with it."""
        controls = self.controls
        controls.runs.currentIndexChanged.connect(self.choose)
        controls.pick.toggled.connect(self.picker.pick)
        controls.follow.toggled.connect(self.picker.follow)
        controls.pin.toggled.connect(self.pin)
        controls.copy_csv.triggered.connect(self.sharing.copy_csv)
        controls.copy_png.triggered.connect(self.sharing.copy_png)
        controls.save_csv.triggered.connect(self.sharing.save_csv)
        controls.save_png.triggered.connect(self.sharing.save_png)
        controls.folder.triggered.connect(self.sharing.ask_folder)
        controls.fade.triggered.connect(self.sharing.fade)
        controls.tabs.currentChanged.connect(self._read_tab)
        controls.depth.valueChanged.connect(self.show_map_depth)
        controls.observations.layerChanged.connect(self.read_observations)
        controls.radius.valueChanged.connect(self._find_observed)
        for plot in (controls.depths, controls.processes, controls.parameters):
            plot.moved.connect(self.step)
        self.visibilityChanged.connect(self._visibility_changed)

    # --- opening and closing

    def _visibility_changed(self, visible: bool) -> None:
        if visible:
            self.open()
        else:
            self.shut()

    def open(self) -> None:
        """Connect to the project and the canvas, and find the runs; nothing where that is done."""
        if self._opened:
            return
        self._opened = True
        project = QgsProject.instance()
        later = self._rescan.start
        for signal, slot in (
            (project.layersAdded, lambda layers: later()),
            (project.layersRemoved, self._layers_gone),
            (project.cleared, self.forget),
            (self.canvas.mapToolSet, self._tool_changed),
            (self.canvas.destinationCrsChanged, self._mark),
            (self.iface.currentLayerChanged, self._layer_chosen),
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
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()
        self._close_reader()

    def closeEvent(self, event) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _close_reader(self) -> None:
        self._asked = None
        if self.reader is not None:
            self.reader.close()
            self.reader = None

    def forget(self) -> None:
        """The project is another one: nothing of the last stays."""
        self._close_reader()
        self._at, self._folders = None, []
        self._rescan.start()
        self._leave_places()

    def _leave_places(self) -> None:
        """Show no place: its maps are gone."""
        self.place = self.pinned = None
        self.observed = []
        self._uncheck_pin()
        self._show()

    # --- runs

    def scan(self) -> None:
        """Find the runs whose rasters are in the project or in the folders opened; keep to the one that is shown."""
        sources = [(path, "") for folder in self._folders for path in _rasters(folder)]
        for layer in QgsProject.instance().layerTreeRoot().layerOrder():
            if isinstance(layer, QgsRasterLayer) and layer.providerType() == "gdal":
                sources.append((layer.source(), str(layer.customProperty(RUN_PROPERTY) or "")))
        current = self.reader.products.key if self.reader else None
        self.sets = told_apart(product_sets(sources), QgsProject.instance())
        runs = self.controls.runs
        runs.blockSignals(True)
        runs.clear()
        runs.addItems([item.title for item in self.sets])
        keys = [item.key for item in self.sets]
        runs.setCurrentIndex(keys.index(current) if current in keys else 0 if keys else -1)
        runs.blockSignals(False)
        if current is None or current not in keys:
            self.choose()
        else:
            self._show()

    def choose(self) -> None:
        """Read the run that is chosen in the list."""
        self._close_reader()
        index = self.controls.runs.currentIndex()
        if not 0 <= index < len(self.sets):
            self._leave_places()
            return
        products = self.sets[index]
        self.reader = PlaceReader(products)
        soc = products.file("soc")
        self._set_depths([depth for depth, _ in density_bands(soc)] if soc else [])
        if products.key not in self._distributions:
            task = DistributionTask(products, lambda found: self._distributed(products.key, found))
            self._begin("distribution", task)
        if self._at is not None:
            self.look(*self._at)
        else:
            self._show()

    def open_folder(self, folder: str) -> bool:
        """Read the products in a folder, whether the project has them or not; False where it holds none."""
        self._folders.insert(0, folder)
        self.scan()
        inside = [index for index, item in enumerate(self.sets) if Path(item.files[0].path).parent == Path(folder)]
        if not inside:
            self._folders.remove(folder)
            return False
        self.controls.runs.setCurrentIndex(inside[0])
        return True

    def _layers_gone(self, layers: list[str]) -> None:
        """Layers were removed: runs with them, and observed profiles, of which the list of layers says nothing."""
        self._rescan.start()
        if self._observed_in in layers:
            self.read_observations()

    def _layer_chosen(self, layer) -> None:
        """The run of the layer that is chosen in the layer tree."""
        if isinstance(layer, QgsRasterLayer):
            inside = [index for index, item in enumerate(self.sets) if layer.source() in item.key]
            if inside and self.controls.runs.currentIndex() not in inside:
                self.controls.runs.setCurrentIndex(inside[0])

    def _begin(self, name: str, task) -> None:
        """Start a task in the background in place of the former one of that name."""
        former = self._tasks.pop(name, None)
        if former is not None:
            former.cancel()
        self._tasks[name] = task
        QgsApplication.taskManager().addTask(task)

    def _distributed(self, key: tuple[str, ...], found: dict[str, Distribution]) -> None:
        self._tasks.pop("distribution", None)
        self._distributions[key] = found
        self._show()

    # --- places

    def look(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem, clicked: bool = True) -> None:
        """Show the place: soil carbon at once, the rest as soon as it is read. While the cursor moves, only what is seen is read."""
        self._at = (QgsPointXY(point), crs)
        if self.reader is None:
            return
        parts = PARTS if clicked else ("soc", "domain", "soc_rest", self._tab_part())
        if self._asked is not None:
            self._asked.give_up()
        try:
            self._asked = self.reader.ask(point, crs, QgsProject.instance().transformContext(), parts)
        except QgsCsException:
            self._asked, self.place = None, Place(math.nan, math.nan, self.reader.products.title)
            self._find_observed()
            self._show()
            return
        self.place = self._asked.wait("soc")
        self._find_observed()
        self._show_profile()
        self.controls.depths.repaint()
        self._rest.start()

    def look_whole(self) -> Place | None:
        """The place with all its parts, read to the end."""
        if self._at is not None and self.reader is not None:
            self.look(*self._at)
        if self._asked is not None:
            self._asked.wait()
            self._rest.stop()
            self._show()
            self.shown.emit()
        return self.place

    def step(self, columns: int, rows: int) -> None:
        """Go some pixels to the right and upwards."""
        if self._at is None or self.reader is None or self.reader.grid is None:
            return
        grid = self.reader.grid
        point, crs = self._at
        there = _transformed(point, crs, grid.crs)
        if there is not None:
            moved = QgsPointXY(there.x() + columns * abs(grid.transform[1]), there.y() + rows * abs(grid.transform[5]))
            self.look(moved, grid.crs)

    def _tab_part(self) -> str:
        return ("processes", "parameters")[self.controls.tabs.currentIndex()]

    def _read_tab(self) -> None:
        """A tab whose part was not read, since the cursor was moving, is read now."""
        if self.place is not None and self._asked is not None and self._tab_part() not in {*self.place.parts, *self._asked.missing}:
            self.look(*self._at)

    def _read_rest(self) -> None:
        """Take in parts that have come; never wait for them."""
        if self._asked is None:
            return
        come = [part for part in self._asked.missing if self._asked.ready(part)]
        if come:
            self._asked.wait(*come)
            self._show()
        if self._asked.missing:
            self._rest.start()
        else:
            self.shown.emit()

    def pin(self, on: bool) -> None:
        """Keep the place that is shown beside those to come, or no longer."""
        self.pinned = self.look_whole() if on else None
        if on and self.pinned is None:
            self._uncheck_pin()
        self._show()

    def _uncheck_pin(self) -> None:
        self.controls.pin.blockSignals(True)
        self.controls.pin.setChecked(False)
        self.controls.pin.blockSignals(False)

    @property
    def places(self) -> list[Place]:
        """The place looked at and, where one is pinned, that one."""
        return [place for place in (self.place, self.pinned) if place is not None]

    # --- what is shown

    def _show(self) -> None:
        self._describe()
        self._show_profile()
        self._show_rows()
        self._mark()

    def _show_profile(self) -> None:
        plot = self.controls.depths
        plot.places, plot.observed = self.places, self.observed
        plot.update()

    def _show_rows(self) -> None:
        known = self._distributions.get(self.reader.products.key, {}) if self.reader else {}
        self.controls.processes.rows = process_rows(self.places, known)
        self.controls.parameters.rows = parameter_rows(self.places, known)

    def _describe(self) -> None:
        controls, place = self.controls, self.place
        for action in (controls.pin, controls.copy_csv, controls.copy_png, controls.save_csv, controls.save_png):
            action.setEnabled(place is not None)
        controls.fade.setEnabled(self.reader is not None)
        controls.place.setText(self._words())
        domain = place.parts.get("domain", {}) if place else {}
        if place is not None and place.outside_domain:
            text = tr("Outside the model's domain: do not trust these values. Dissimilarity {0}, out of range {1}; 1 is the edge.")
            controls.warning.setText(text.format(*(described(domain[name]) for name in ("dissimilarity", "out of range"))))
        controls.warning.setVisible(place is not None and place.outside_domain)

    def _words(self) -> str:
        if self.reader is None:
            return tr("No map of BINN is in the project. Map with BINN, add its rasters, or open a folder of maps.")
        if self.place is None:
            return tr("Click on the map, or follow the cursor.")
        if not self.place.somewhere:
            return tr("This place has no coordinates in the maps' reference system.")
        where = f"{self.place.longitude:.5f}°, {self.place.latitude:.5f}°"
        if not self.place.on_map:
            return tr("{0}: no value on the maps here.").format(where)
        stocks = [f"{name.replace('SOC stock ', '')}: {described(estimate, 'kgC/m²')}" for name, estimate in self.place.stocks]
        kind = self.place.intervals["soc"].kind if "soc" in self.place.intervals else ""
        return "\n".join(filter(None, (where, *stocks, kind)))

    def _mark(self) -> None:
        theme = theme_of(self.palette())
        for name, place, colour in (("here", self.place, theme.here), ("pinned", self.pinned, theme.pinned)):
            if place is not None and place.somewhere and self._opened:
                self.picker.mark(name, place.longitude, place.latitude, colour)
            else:
                self.picker.unmark(name)

    def _tool_changed(self, tool, *former) -> None:
        """Another tool of the map was chosen: the click is no longer the panel's."""
        if self.controls.pick.isChecked() and not self.picker.is_tool(tool):
            self.controls.pick.setChecked(False)

    # --- depth of the map

    def _set_depths(self, depths: list[float]) -> None:
        self._depths = depths
        slider = self.controls.depth
        slider.blockSignals(True)
        slider.setRange(0, max(len(depths) - 1, 0))
        slider.setValue(0)
        slider.blockSignals(False)
        slider.setEnabled(len(depths) > 1)
        self.controls.depth_label.setText(depth_label(depths[0]) if depths else "–")
        self.controls.depths.depth = depths[0] if depths else 0.0

    def show_map_depth(self, index: int) -> None:
        """Show the map of SOC density at a depth, by its place among the depths."""
        if not 0 <= index < len(self._depths) or self.reader is None:
            return
        file = self.reader.products.file("soc")
        show_depth(QgsProject.instance(), file, density_bands(file)[index][1])
        self.controls.depth_label.setText(depth_label(self._depths[index]))
        self.controls.depths.depth = self._depths[index]
        self.controls.depths.update()

    # --- observed profiles

    def read_observations(self, layer=None) -> None:
        """Read the layer of observed profiles that is chosen, in the background; what an earlier one had is no longer shown."""
        layer = self.controls.observations.currentLayer()
        self._profiles, self._observed_in = None, layer.id() if layer is not None else ""
        self._find_observed()
        former = self._tasks.pop("observations", None)
        if former is not None:
            former.cancel()
        if layer is None or not self._opened:
            return
        fields = recognise(layer.fields().names())
        if fields is None:
            text = tr('{0} has no fields of depth and of carbon per volume. Run "Prepare SOC profiles" on it first.')
            self.complain(text.format(layer.name()))
            return
        name, context = layer.name(), QgsProject.instance().transformContext()
        task = ObservationsTask(layer, fields, context, lambda profiles: self._observed_read(task, name, profiles))
        self._begin("observations", task)

    def _observed_read(self, task: ObservationsTask, name: str, profiles: ObservedProfiles) -> None:
        if self._tasks.get("observations") is not task:  # another layer was chosen meanwhile
            return
        self._tasks.pop("observations")
        self._profiles = profiles
        self._find_observed()
        if not profiles.count:
            self.complain(tr("{0} has no soil layer with a place, a depth and a density.").format(name))

    def _find_observed(self, *changed) -> None:
        near = self._profiles is not None and self.place is not None and self.place.somewhere
        radius = self.controls.radius.value() * 1000
        self.observed = self._profiles.near(self.place.longitude, self.place.latitude, radius) if near else []
        self._show_profile()

    def show_run(self, path: str, observed: QgsVectorLayer | None = None) -> None:
        """Show the run that the raster at ``path`` belongs to and, as observed profiles, a layer of the project."""
        self.scan()
        inside = [index for index, item in enumerate(self.sets) if path in item.key]
        if inside:
            self.controls.runs.setCurrentIndex(inside[0])
        if observed is not None:
            self.controls.observations.setLayer(observed)

    # --- taking it away

    def image(self):
        """All plots as a picture, the place read whole."""
        self.look_whole()
        lines = [self.reader.products.title if self.reader else "", *self.controls.place.text().splitlines()]
        if self.place is not None and self.place.outside_domain:
            lines.append(self.controls.warning.text())
        groups = [
            (self.controls.tabs.tabText(index), plot.rows) for index, plot in enumerate((self.controls.processes, self.controls.parameters))
        ]
        return picture(self.palette(), self.font(), lines, self.places, self.observed, groups)

    def csv(self) -> str:
        """The numbers as a table, the place read whole."""
        self.look_whole()
        return as_csv(self.places, self.observed)

    def complain(self, text: str) -> None:
        """Say what went wrong where the desktop says such things."""
        self.iface.messageBar().pushWarning("BINN", literal(text))


def _rasters(folder: str) -> list[str]:
    """The rasters in a folder."""
    path = Path(folder)
    return sorted(str(file) for file in path.iterdir() if file.suffix.lower() in SUFFIXES) if path.is_dir() else []


def _transformed(point: QgsPointXY, crs: QgsCoordinateReferenceSystem, other: QgsCoordinateReferenceSystem) -> QgsPointXY | None:
    try:
        return QgsCoordinateTransform(crs, other, QgsProject.instance().transformContext()).transform(point)
    except QgsCsException:
        return None
