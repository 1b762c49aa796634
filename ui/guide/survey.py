"""What is known of the inputs: rasters at once, profiles and forcing read in the background."""

from __future__ import annotations

import os
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..background import Background
from ..translation import tr
from .checks import model_card
from .inputs import GuideInputs, unpaired
from .layers import add_raster, flag_outside, profiles_on_map, rows_of, shown_profiles, vector_of
from .places import ProfilePlaces, RasterFacts, outside, places_reader, raster_facts
from .reach import ForcingExtent, forcing_extent

NOTHING = ProfilePlaces(0, ())


class Survey(QObject):
    """Looks at the inputs whenever they change; ``changed`` tells that more is known."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rasters: list[RasterFacts] = []
        self.gone: list[str] = []  # rasters that cannot be read
        self.profiles: ProfilePlaces | None = None
        self.fields: tuple[str, ...] = ()  # of the profiles as they were chosen
        self.located = False  # whether these have geometries
        self.forcing: ForcingExtent | None = None
        self.card: dict[str, Any] = {}  # of the model
        self._seen: dict[str, object] = {}
        self._tasks: dict[str, Background] = {}

    @property
    def reading(self) -> bool:
        """Whether something is being read."""
        return bool(self._tasks)

    def look(self, inputs: GuideInputs) -> None:
        """Look at what is new in the inputs."""
        project = QgsProject.instance()
        if self._new("rasters", inputs.covariates):
            self._look_at_rasters(inputs, project)
        profiles = inputs.prepared if os.path.isfile(inputs.prepared) else inputs.profiles
        if self._new("profiles", (profiles, inputs.reading)):
            self._look_at_profiles(profiles, inputs, project)
        if self._new("forcing", inputs.forcing):
            self._look_at_forcing(inputs.forcing)
        if self._new("model", inputs.model):
            self.card = model_card(inputs.model) if inputs.model else {}
        self._flag()

    def forget(self) -> None:
        """Know nothing, as of another project."""
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()
        self._seen.clear()
        self.rasters, self.gone, self.profiles, self.forcing, self.card = [], [], None, None, {}
        self.fields, self.located = (), False

    def _new(self, what: str, value: object) -> bool:
        if self._seen.get(what) == value:
            return False
        self._seen[what] = value
        return True

    def _look_at_rasters(self, inputs: GuideInputs, project: QgsProject) -> None:
        layers = {source: add_raster(source, project) for source in inputs.covariates}
        self.gone = [source for source, layer in layers.items() if layer is None]
        context = project.transformContext()
        self.rasters = [raster_facts(layer, context) for layer in layers.values() if layer is not None]

    def _look_at_profiles(self, profiles: str, inputs: GuideInputs, project: QgsProject) -> None:
        self.profiles = None
        self._stop("profiles")
        fields = unpaired(inputs.reading)
        source = vector_of(inputs.profiles, project) if inputs.profiles else None
        self.fields = tuple(source.fields().names()) if source is not None else ()
        self.located = source is not None and source.isSpatial()
        chosen = (fields.get("LON_FIELD", ""), fields.get("LAT_FIELD", ""), fields.get("COORDINATES_CRS", ""))
        layer = profiles_on_map(profiles, chosen, project)
        if layer is None:
            self.profiles = rows_of(profiles, project) if profiles else None
            return
        read = places_reader(layer, project.transformContext())
        self._begin("profiles", tr("Reading the profiles"), lambda feedback: read(feedback.isCanceled))

    def _look_at_forcing(self, path: str) -> None:
        self.forcing = None
        self._stop("forcing")
        if path:
            self._begin("forcing", tr("Reading the forcing"), lambda feedback: forcing_extent(path))

    def _begin(self, what: str, title: str, work) -> None:
        task = Background(title, work, lambda result, error: self._read(what, task, result, error))
        self._tasks[what] = task
        task.start()

    def _stop(self, what: str) -> None:
        task = self._tasks.pop(what, None)
        if task is not None:
            task.cancel()

    def _read(self, what: str, task: Background, result, error) -> None:
        if self._tasks.get(what) is not task:  # something else was chosen meanwhile
            return
        del self._tasks[what]
        if what == "profiles":
            self.profiles = result if error is None else NOTHING
            self._flag()
        else:
            self.forcing = result if error is None else ForcingExtent()
        self.changed.emit()

    def _flag(self) -> None:
        """Show the profiles outside all rasters on the map."""
        if self.profiles is None or not self.profiles.places:
            return
        outlines = [raster.outline for raster in self.rasters if raster.outline is not None]
        beyond = outside(self.profiles.places, outlines) if outlines else 0
        if self._new("flags", (self.profiles, tuple(raster.name for raster in self.rasters), beyond)):
            layer = shown_profiles(QgsProject.instance())
            if layer is not None:
                flag_outside(layer, outlines, beyond)
