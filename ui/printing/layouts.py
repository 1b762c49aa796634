"""Print layouts of pages: ordinary ones of the project, in which every item can be moved and changed, or files.

A page's maps have layers of their own, so that it does not change with what the canvas shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsLayoutExporter, QgsLayoutItemMap, QgsMapLayer, QgsPrintLayout, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QPointF, QRectF, Qt

from ...binn_engine.errors import OutputError
from ..layers.places import model_file
from ..layers.products import open_raster
from ..layers.styles import NODATA_COLOUR, colour_ramp
from ..layers.titles import uncertainty_words
from ..layers.zone_layer import zones_with_values
from ..translation import tr
from .items import SOFT, PageItems
from .parts import PagePart, PrintPage

WIDTH, HEIGHT = 297.0, 210.0
MARGIN, GAP, TOP, FOOT = 12.0, 8.0, 28.0, 22.0
HEADING, NOTE, LEGEND = 6.0, 4.5, 10.0
LISTED, ROW = 64.0, 4.0  # below the legend
SIDE = 60.0  # for the legend of classes, beside their map
DPI = 200


@dataclass(frozen=True)
class MadeLayout:
    """A layout and the layers of its maps."""

    layout: QgsPrintLayout
    layers: tuple[QgsMapLayer, ...]


def make_layout(page: PrintPage, title: str, project: QgsProject) -> MadeLayout:
    """The layout of a page, called ``title`` and its headline, or like it where the name is taken; not yet in the project."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(_free_name(f"{title}: {page.title}", project))
    items = PageItems(layout)
    items.heading(page.title, QRectF(MARGIN, 9.0, WIDTH - 2 * MARGIN - 20.0, 10.0), 18)
    items.label(title, QRectF(MARGIN, 18.5, WIDTH - 2 * MARGIN - 20.0, 6.0), 10, SOFT)
    layers = []
    above = HEADING + (NOTE if any(part.note for part in page.parts) else 0.0)
    for box, part in zip(_cells(len(page.parts)), page.parts):
        layers.append(part.layer())
        _caption(items, part, box)
        shown = _draw(items, part, layers[-1], box.adjusted(0.0, above, 0.0, 0.0))
    items.north_arrow(shown, QRectF(WIDTH - MARGIN - 9.0, 8.0, 9.0, 15.0))
    items.scale(shown, QPointF(WIDTH - MARGIN, HEIGHT - FOOT + 6.0))
    if page.parts[0].ramp:  # classes have one of their own
        items.key(NODATA_COLOUR, tr("no data"), QPointF(MARGIN, HEIGHT - FOOT + 4.5))
    crs = layers[0].crs()
    where = f"{crs.authid()} {crs.description()}".strip()
    items.label(where, QRectF(MARGIN + 45.0, HEIGHT - FOOT + 4.0, 120.0, 4.0), 7)
    items.label(_source(page), QRectF(MARGIN, HEIGHT - FOOT + 10.0, WIDTH - 2 * MARGIN, 8.0), 7, SOFT)
    return MadeLayout(layout, tuple(layers))


def _caption(items: PageItems, part: PagePart, box: QRectF) -> None:
    """The heading of a map and the line below it."""
    items.heading(part.heading, QRectF(box.left(), box.top(), box.width(), HEADING), 10)
    if part.note:
        items.label(part.note, QRectF(box.left(), box.top() + HEADING, box.width(), NOTE), 7, SOFT)


def _draw(items: PageItems, part: PagePart, layer: QgsMapLayer, box: QRectF) -> QgsLayoutItemMap:
    """A map with its colours below it or, where they are classes, beside it."""
    if not part.ramp:
        extent = zones_with_values(layer) if isinstance(layer, QgsVectorLayer) else None
        shown = items.map(layer, box.adjusted(0.0, 0.0, -SIDE, 0.0), extent)
        items.legend(layer, shown, QRectF(box.right() - SIDE + 6.0, box.top(), SIDE - 6.0, 60.0))
        if part.rows:
            place = QRectF(box.right() - SIDE + 6.0, box.top() + LISTED, SIDE - 6.0, ROW * len(part.rows))
            items.label("\n".join(part.rows), place, 7)
        return shown
    shown = items.map(layer, box.adjusted(0.0, 0.0, 0.0, -LEGEND))
    items.colour_bar(colour_ramp(part.ramp), part.labels, QRectF(box.left(), box.bottom() - LEGEND + 1.5, box.width(), LEGEND))
    return shown


def _cells(count: int) -> list[QRectF]:
    """The parts of the page, in mm, for so many maps: in one row up to three, then in two."""
    rows = 1 if count <= 3 else 2
    columns = math.ceil(count / rows)
    width = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns
    height = (HEIGHT - TOP - FOOT - (rows - 1) * 3.0) / rows
    places = (divmod(place, columns) for place in range(count))
    return [QRectF(MARGIN + column * (width + GAP), TOP + row * (height + 3.0), width, height) for row, column in places]


def _free_name(title: str, project: QgsProject) -> str:
    taken = {layout.name() for layout in project.layoutManager().printLayouts()}
    names = (title if number == 1 else f"{title} ({number})" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _source(page: PrintPage) -> str:
    """What the maps are, how they were made and when, without paths."""
    file = open_raster(page.source)
    tags = (file.GetMetadata() or {}) if file is not None else {}
    parts = [tr("BINN, with the CLM5 soil carbon model. Maps are estimated, not observed.")]
    if tags.get("model"):
        parts.append(tr("Model: {name}.").format(name=model_file(tags["model"])))
    told = uncertainty_words(tags.get("uncertainty", ""))
    parts += [f"{told[0].upper()}{told[1:].rstrip('.')}."] if told else []
    parts += page.origin
    today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
    return " ".join([*parts, tr("Printed on {date}.").format(date=today)])


def add_layout(page: PrintPage, title: str, project: QgsProject) -> QgsPrintLayout:
    """A page as a layout of the project; its layers are in the project, but not in its layer tree."""
    made = make_layout(page, title, project)
    for layer in made.layers:
        layer.setFlags(layer.flags() | QgsMapLayer.LayerFlag.Private)
        project.addMapLayer(layer, False)
    project.layoutManager().addLayout(made.layout)
    return made.layout


def save_pages(pages: Sequence[PrintPage], title: str, folder: Path, suffix: str) -> list[Path]:
    """Write every page to a file of its own in ``folder``, as PDF or PNG by ``suffix``; their paths.

    Raises
    ------
    OutputError
        Naming the file that cannot be written.
    """
    paths = []
    for page in pages:
        made = make_layout(page, title, QgsProject.instance())
        path = _free_path(folder, f"{_file_name(title)}_{page.name}", suffix)
        exporter = QgsLayoutExporter(made.layout)
        if suffix == ".pdf":
            done = exporter.exportToPdf(str(path), QgsLayoutExporter.PdfExportSettings())
        else:
            settings = QgsLayoutExporter.ImageExportSettings()
            settings.dpi = DPI
            settings.generateWorldFile = False
            done = exporter.exportToImage(str(path), settings)
        if done != QgsLayoutExporter.ExportResult.Success or not path.is_file():  # Qt calls a PDF in no folder a success
            raise OutputError(tr("The page {path} cannot be written.").format(path=path), tr("Choose a folder that you can write to."))
        paths.append(path)
    return paths


def _file_name(title: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in title)


def _free_path(folder: Path, name: str, suffix: str) -> Path:
    numbered = (name if number == 1 else f"{name}_{number}" for number in range(1, 10_000))
    return next(path for stem in numbered if not (path := folder / f"{stem}{suffix}").exists())
