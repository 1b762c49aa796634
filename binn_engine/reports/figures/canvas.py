"""The canvas of a figure: its panels, and the pictures of it for wide and for narrow pages."""

from __future__ import annotations

import base64
import io

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.text import Text

from ..labels import powers
from ..picture import Picture

WIDTH, NARROW = 9.6, 5.0  # inches; a page shows them at full width, and at that of a narrow screen
NARROW_COLUMNS = {1: 1, 2: 1}  # panels side by side there, by those on a wide page; two of more


def _axes(rows: int, columns: int, height: float) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained", dpi=110)
    return figure, list(figure.subplots(rows, columns, squeeze=False).ravel())


def _picture(figure: Figure) -> Picture:
    """Both forms of a figure; afterwards it has the narrow one."""
    for text in figure.findobj(Text):
        if (shown := powers(text.get_text())) != text.get_text():
            text.set_text(shown)
    wide = _png(figure)
    _make_narrow(figure)
    return Picture(wide, _png(figure))


def _make_narrow(figure: Figure) -> None:
    """Fewer panels side by side, so that letters are as large on a narrow page as on a wide one. Panels without names of their own on
    the axis stay beside the one that has them. The figure has been drawn."""
    places = [(axis, spec) for axis in figure.axes if (spec := axis.get_subplotspec()) is not None]
    old = places[0][1].get_gridspec()
    columns = old.ncols if any(_leans(axis) for axis, spec in places if spec.colspan.start) else NARROW_COLUMNS.get(old.ncols, 2)
    rows = -(-len(places) // columns)
    grid = GridSpec(rows, columns, figure=figure)
    for number, (axis, _) in enumerate(places):
        axis.set_subplotspec(grid[divmod(number, columns)])
    figure.set_size_inches(NARROW, figure.get_figheight() / old.nrows * rows)
    for legend in figure.legends:
        legend.set_ncols(min(len(legend.get_texts()), 2))


def _leans(axis: Axes) -> bool:
    """Whether the names of the rows of a panel are on the panel to its left."""
    names = [label.get_text() for label in axis.get_yticklabels()]
    return bool(names) and not any(names)


def _png(figure: Figure) -> str:
    buffer = io.BytesIO()
    FigureCanvasAgg(figure).print_png(buffer)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
