"""Shows the places of the panel: words, plots, marks on the map, and a picture of them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qgis.PyQt.QtGui import QImage

from .controls import Controls
from .distribution import Distribution
from .drawing import theme_of
from .observed import Observation
from .picking import Picker
from .place import Place
from .plots import PictureParts, picture
from .rows import parameter_rows, process_rows
from .summary import domain_words, place_words
from .trajectory import draw_trajectory


@dataclass(frozen=True)
class Shown:
    """A state of the panel: the place looked at and the one pinned, observed layers near the first, and distributions over the map by
    band; ``title`` is the title of the run, empty if there is none."""

    title: str = ""
    place: Place | None = None
    pinned: Place | None = None
    observed: Sequence[Observation] = ()
    distributions: Mapping[str, Distribution] = field(default_factory=dict)

    @property
    def places(self) -> list[Place]:
        """The place looked at and, where one is pinned, that one."""
        return [place for place in (self.place, self.pinned) if place is not None]


class View:
    """Shows states of the panel with its controls, and with marks on the map."""

    def __init__(self, controls: Controls, picker: Picker) -> None:
        self._controls, self._picker = controls, picker

    def show(self, state: Shown, marks: bool) -> None:
        """Show everything; places are marked on the map where ``marks``."""
        self._describe(state)
        self.show_profile(state)
        self._controls.processes.rows = process_rows(state.places, state.distributions)
        self._controls.parameters.rows = parameter_rows(state.places, state.distributions)
        self._controls.trajectory.show_places(state.places)
        self.mark(state, marks)

    def show_profile(self, state: Shown) -> None:
        """Show the depth profile alone."""
        plot = self._controls.depths
        plot.places, plot.observed = state.places, state.observed
        plot.update()

    def mark(self, state: Shown, marks: bool) -> None:
        """Mark the places on the map, or where not ``marks`` take the marks away."""
        theme = theme_of(self._controls.palette())
        for name, place, colour in (("here", state.place, theme.here), ("pinned", state.pinned, theme.pinned)):
            if marks and place is not None and place.somewhere:
                self._picker.mark(name, place.longitude, place.latitude, colour)
            else:
                self._picker.unmark(name)

    def _describe(self, state: Shown) -> None:
        controls, place = self._controls, state.place
        for action in (controls.pin, controls.copy_csv, controls.copy_png, controls.save_csv, controls.save_png):
            action.setEnabled(place is not None)
        controls.fade.setEnabled(bool(state.title))
        controls.new_map.setVisible(not state.title)
        controls.place.setText(place_words(place, bool(state.title)))
        outside = place is not None and place.outside_domain
        if outside:
            controls.warning.setText(domain_words(place))
        controls.warning.setVisible(outside)

    def image(self, state: Shown) -> QImage:
        """All plots as one picture."""
        controls = self._controls
        lines = [state.title, *controls.place.text().splitlines()]
        if state.place is not None and state.place.outside_domain:
            lines.append(controls.warning.text())
        groups = [(controls.tabs.tabText(index), plot.rows) for index, plot in enumerate((controls.processes, controls.parameters))]
        years = [draw_trajectory] if any(place.trajectory for place in state.places) else []
        parts = PictureParts(lines, state.places, state.observed, groups, years)
        return picture(controls.palette(), controls.font(), parts)
