"""The canvas of a figure: its look, its panels, and the pictures of it for wide and for narrow pages; without state, without a display."""

from __future__ import annotations

import base64
import functools
import io
import textwrap
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Literal, ParamSpec

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.text import Text

from ..labels import powers
from ..picture import Picture

WIDTH, NARROW = 9.6, 5.0  # inches; a page shows them at full width, and at that of a narrow screen
NARROW_COLUMNS = {1: 1, 2: 1}  # panels side by side on a narrow page, by those on a wide one; two of more
LETTERS, FEW_LETTERS = 46, 24  # of a line of a title: above a panel as wide as a narrow page, and above a narrower one
BESIDE_A_BAR = 16  # above a map, which its colour bar makes narrow
MOST_NARROW = 12  # panels of a figure that has a narrow form: of more, the form takes seconds to draw, and is too long to look at
LAYOUT: Literal["constrained"] | None = "constrained"  # leaves room for every text; tests that look at no picture do without
LONG_NAME = 20  # letters of the name of a row, beside which a panel is narrower

LOOK: Any = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": "#5d6b75",
    "legend.frameon": False,
}

Arguments = ParamSpec("Arguments")
_is_narrow: ContextVar[bool] = ContextVar("narrow", default=False)


def _styled(draw: Callable[Arguments, Figure]) -> Callable[Arguments, Picture]:
    """A function that draws a figure as one that gives its picture, in both forms if it has few panels, drawn within the look: matplotlib's
    settings outside stay as they are."""

    @functools.wraps(draw)
    def drawn(*values: Arguments.args, **named: Arguments.kwargs) -> Picture:
        with rc_context(LOOK):
            figure = draw(*values, **named)
            wide = png(figure)
            if len(_panels(figure)) > MOST_NARROW:
                return Picture(wide)
            token = _is_narrow.set(True)
            try:
                figure = draw(*values, **named)
                _fit(figure)
                return Picture(wide, png(figure))
            finally:
                _is_narrow.reset(token)

    return drawn


def _wide(draw: Callable[Arguments, Figure]) -> Callable[Arguments, Picture]:
    """The same for a figure whose panels need each other's names: it has no narrow form, and is scrolled."""

    @functools.wraps(draw)
    def drawn(*values: Arguments.args, **named: Arguments.kwargs) -> Picture:
        with rc_context(LOOK):
            return Picture(png(draw(*values, **named)))

    return drawn


def _axes(rows: int, columns: int, height: float) -> tuple[Figure, list[Axes]]:
    """A figure with panels, row by row; on a narrow page fewer are side by side."""
    count, of_row = rows * columns, height / rows
    if _is_narrow.get():
        columns = NARROW_COLUMNS.get(columns, 2)
        rows = -(-count // columns)
    size = (NARROW if _is_narrow.get() else WIDTH, of_row * rows)
    figure = Figure(figsize=size, layout=LAYOUT, dpi=110)
    axes = list(figure.subplots(rows, columns, squeeze=False).ravel())
    for axis in axes[count:]:
        axis.remove()
    return figure, axes[:count]


def _fit(figure: Figure) -> None:
    """Bring the texts of a figure into the width of a narrow page, and close rows of which no panel is left."""
    panels = _panels(figure)
    columns = _closed(figure)
    letters = FEW_LETTERS if columns > 1 else LETTERS
    letters = letters if len(panels) == len(figure.axes) else min(letters, BESIDE_A_BAR)
    names: list[str] = []
    for axis in panels:
        labels = [label.get_text() for label in axis.get_yticklabels()]
        if any(labels):
            names = labels
        elif names and len(labels) == len(names):  # a panel that has its names from the one beside it, which is above it now
            axis.set_yticks(axis.get_yticks(), names)
        here = min(letters, FEW_LETTERS) if any(len(name) > LONG_NAME for name in names) else letters
        for text in (axis.xaxis.label, *_titles(axis)):
            text.set_text(textwrap.fill(" ".join(text.get_text().split()), here))
        _move_below(axis)
    for legend in figure.legends:
        legend.set_ncols(1 if max((len(label.get_text()) for label in legend.get_texts()), default=0) > FEW_LETTERS else 2)


def _move_below(axis: Axes) -> None:
    """Put a legend that is beside a panel below it."""
    legend = axis.get_legend()
    if legend is not None and legend.get_bbox_to_anchor().x0 >= axis.bbox.x1 - 1.0 and axis.get_aspect() != "auto":
        legend.set_loc("upper center")
        legend.set_bbox_to_anchor((0.5, -0.12), axis.transAxes)
        legend.set_ncols(2)


def _panels(figure: Figure) -> list[Axes]:
    """The panels of a figure, without colour bars."""
    return [axis for axis in figure.axes if axis.get_subplotspec() is not None]


def _titles(axis: Axes) -> list[Text]:
    """The titles of a panel: bold, as no other text is."""
    texts = [text for text in axis.findobj(Text) if isinstance(text, Text)]
    return [text for text in texts if text.get_fontweight() == "bold" and text.get_text()]


def _closed(figure: Figure) -> int:
    """Give the panels of a figure the rows that they need; the number of panels of a row."""
    places = [(axis, spec.get_gridspec()) for axis in figure.axes if (spec := axis.get_subplotspec()) is not None]
    grid = places[0][1]
    rows = -(-len(places) // grid.ncols)
    if rows < grid.nrows:
        fewer = GridSpec(rows, grid.ncols, figure=figure)
        for number, (axis, _) in enumerate(places):
            axis.set_subplotspec(fewer[divmod(number, grid.ncols)])
        figure.set_figheight(figure.get_figheight() * rows / grid.nrows)
    return grid.ncols


def png(figure: Figure) -> str:
    """A figure as PNG in base64, its units as people write them."""
    for text in figure.findobj(Text):
        if (shown := powers(text.get_text())) != text.get_text():
            text.set_text(shown)
    buffer = io.BytesIO()
    FigureCanvasAgg(figure).print_png(buffer)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
