"""Maps in reports: each a small picture of its own with its colour bar, so that as many stand side by side as a page has room for.

Nothing is laid out by what is drawn, which takes most of the time of a picture: a map with its processes and parameters has 41 bands.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from ...tables import CHANGE_RAMP, variable_label
from ..labels import powers
from ..picture import Picture, PictureTile
from .canvas import LOOK, png

SIDE = 420  # pixels of a map's longer side, at most: a page shows no more
WIDTH, MAP_WIDTH = 2.7, 1.88  # inches of a tile, and of its map
SHORTEST, TALLEST = 0.8, 3.0  # inches of a map's height
LETTERS, LINE, EDGE = 31, 0.17, 0.06  # letters of a line of the title; inches of a line, and around a map
BAR = (0.09, 0.085, 0.8)  # inches from the map to its colour bar, and of the bar; the share of the map's height that it takes
DOTS = 130  # an inch: of three tiles side by side, letters are as large as those of the text
NO_VALUE = "#cfd5d8"


@dataclass(frozen=True)
class MapPanel:
    """One band of a map to show.

    ``values`` is ``(rows, columns)`` with NaN for pixels without a value; ``limits`` are those of the colours; ``group`` says which
    panels share a figure; ``ramp`` names a colour ramp as ``tables.Product`` does.
    """

    name: str
    unit: str
    limits: tuple[float, float]
    values: np.ndarray
    group: str = ""
    ramp: str = "Viridis"

    @property
    def title(self) -> str:
        """The name, and the unit where it has one, in lines."""
        label = variable_label(self.name)
        return textwrap.fill(powers(label if self.unit == "1" else f"{label} ({self.unit})"), LETTERS)


def map_panels(panels: Sequence[MapPanel], drawn: Callable[[], object] = lambda: None) -> Picture:
    """Maps of one shape, each a tile with its colour bar; ``drawn`` is called after each."""
    lines = max(panel.title.count("\n") for panel in panels) + 1
    tiles = []
    for panel in panels:
        with rc_context(LOOK):
            tiles.append(PictureTile(panel.title.replace("\n", " "), png(_tile(panel, lines))))
        drawn()
    return Picture(tiles=tuple(tiles))


def _tile(panel: MapPanel, lines: int) -> Figure:
    """A map with its colour bar, below a title for which so many lines are free."""
    rows, columns = panel.values.shape
    tall = min(max(MAP_WIDTH * rows / columns, SHORTEST), TALLEST)
    height = tall + lines * LINE + 4 * EDGE
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS)

    def box(left: float, bottom: float, width: float, above: float) -> tuple[float, float, float, float]:
        return left / WIDTH, bottom / height, width / WIDTH, above / height

    below = 2 * EDGE
    axis = figure.add_axes(box(EDGE, below, MAP_WIDTH, tall))
    step = max(1, -(-max(rows, columns) // SIDE))
    shown = panel.values[::step, ::step]
    low, high = panel.limits
    colours = panel.ramp if panel.ramp in ("Purples", CHANGE_RAMP) else panel.ramp.lower()
    picture = axis.imshow(shown, cmap=colours, vmin=low, vmax=high, interpolation="nearest")
    axis.set(xticks=[], yticks=[])
    axis.set_facecolor(NO_VALUE)
    known = shown[np.isfinite(shown)]
    over, under = bool((known > high).any()), bool((known < low).any())
    extend = {(True, True): "both", (True, False): "max", (False, True): "min"}.get((over, under), "neither")
    gap, width, share = BAR
    place = figure.add_axes(box(EDGE + MAP_WIDTH + gap, below + 0.5 * (1.0 - share) * tall, width, share * tall))
    figure.colorbar(picture, cax=place, extend=extend)
    size = LOOK["axes.titlesize"]
    figure.text(EDGE / WIDTH, (below + tall + EDGE) / height, panel.title, va="bottom", fontweight="bold", fontsize=size)
    return figure
