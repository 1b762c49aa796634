"""The layer of observed profiles that the panel draws beside the maps."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProject, QgsVectorLayer

from ..translation import tr
from .controls import Controls
from .observed import Observation, ObservationsTask, ObservedProfiles, recognise
from .place import Place
from .tasks import Tasks

_TASK = "observations"


class ObservedLayer:
    """Reads the layer that is chosen in the background, and finds its profiles near a place.

    ``changed`` is called when profiles were read or removed, ``complain`` with a sentence if the layer cannot be used.
    """

    def __init__(self, controls: Controls, tasks: Tasks, changed: Callable[[], None], complain: Callable[[str], None]) -> None:
        self._controls, self._tasks, self._changed, self._complain = controls, tasks, changed, complain
        self._layer_id = ""
        self.profiles: ObservedProfiles | None = None

    def is_of(self, layer_ids: list[str]) -> bool:
        """Whether the layer is one of these."""
        return self._layer_id in layer_ids

    def read(self, reading: bool) -> None:
        """Let go of what was read and, where ``reading``, read the layer that is chosen now."""
        layer = self._controls.observations.currentLayer()
        self.profiles, self._layer_id = None, layer.id() if layer is not None else ""
        self._changed()
        self._tasks.cancel(_TASK)
        if not isinstance(layer, QgsVectorLayer) or not reading:
            return
        fields = recognise(layer.fields().names())
        if fields is None:
            text = tr('{0} has no fields for depth and carbon density. Run "Prepare SOC profiles" on it first.')
            self._complain(text.format(layer.name()))
            return
        name, context = layer.name(), QgsProject.instance().transformContext()
        task = ObservationsTask(layer, fields, context, lambda profiles: self._read(task, name, profiles))
        self._tasks.begin(_TASK, task)

    def _read(self, task: ObservationsTask, name: str, profiles: ObservedProfiles) -> None:
        if not self._tasks.finish(_TASK, task):  # another layer was chosen meanwhile
            return
        self.profiles = profiles
        self._changed()
        if not profiles.count:
            self._complain(tr("{0} has no soil layer with coordinates, depth and density.").format(name))

    def near(self, place: Place | None) -> list[Observation]:
        """Observed layers within the radius that is chosen."""
        if self.profiles is None or place is None or not place.somewhere:
            return []
        return self.profiles.near(place.longitude, place.latitude, self._controls.radius.value() * 1000)
