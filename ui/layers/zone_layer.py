"""The layer of zones: classes of SOC stock, labels, names of fields, groups in its form, and a group of its own in the layer tree."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsAttributeTableConfig,
    QgsExpression,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsPalLayerSettings,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRectangle,
    QgsRendererRange,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont
from qgis.PyQt.QtXml import QDomDocument

from ...binn_engine.bands import Band, band_depth, value_bands, zone_field, zone_labels
from ...binn_engine.tables import SOC_STOCK_UNIT, unit_label
from ..compat import FORM_OF_GROUPS
from ..translation import mark, tr
from .limits import OUTER, readable
from .products import SUFFIXES
from .results import finished, let_finish
from .sidecars import PLUGIN, WRITER, write_beside
from .styles import NODATA_COLOUR, colour_ramp
from .titles import layer_title
from .tree import RunGroup
from .zone_units import ShownUnit

CLASSES, RAMP = 5, "Viridis"
INK = QColor("#1d2a33")
MISSING = -1.0  # of values that are never negative
FORM_GROUPS = (mark("Zone"), mark("SOC stocks"), mark("SOC densities"), mark("Processes"))
RARE, MAPPED = ("mapped_km2", "pixels"), "mapped_share"


def zone_bands(fields: Sequence[str]) -> tuple[Band, ...]:
    """The bands that were summed, by the names of a layer's fields.

    >>> [band.name for band in zone_bands(["soc_density_at_12_5_cm", "soc_stock_0_30_cm", "soc_stock_0_30_cm_t"])]
    ['SOC density at 12.5 cm', 'SOC stock 0-30 cm']
    """
    found = (re.fullmatch(r"soc_density_at_([0-9_]+)_cm", name) for name in fields)
    depths = tuple(float(match[1].replace("_", ".")) / 100 for match in found if match)
    return tuple(band for band in (*value_bands("soc", depths), *value_bands("processes")) if zone_field(band) in fields)


def present_zones(path: str, name_field: str, run: str, context: QgsProcessingContext) -> None:
    """Give zones that are to be loaded their look, and a group called ``run``; ``name_field`` has their names (empty: numbers)."""
    for key in context.layersToLoadOnCompletion():
        if os.path.abspath(key) == os.path.abspath(path):
            details = context.layerToLoadOnCompletionDetails(key)
            let_finish(details, ZonePostProcessor(name_field, RunGroup(run)))


class ZonePostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Styles the zones and puts them into their group."""

    def __init__(self, name_field: str, run: RunGroup) -> None:
        super().__init__()
        self.name_field, self.run = name_field, run

    def postProcessLayer(  # type: ignore[override]  # only vector layers get it
        self, layer: QgsVectorLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        look = ZoneLook(layer, self.name_field)
        if look.bands:
            look.give()
            write_zone_style(layer)
        self.run.add((), [layer.id()], context.project() or QgsProject.instance())
        finished(self)


def write_zone_style(layer: QgsVectorLayer) -> None:
    """Write the look beside the file (.qml), where QGIS finds it; not where a raster of that name has its own there."""
    path = Path(layer.source().split("|")[0])
    if any(path.with_suffix(suffix).exists() for suffix in SUFFIXES):
        return
    document = QDomDocument("qgis")
    layer.exportNamedStyle(document)
    document.documentElement().setAttribute(WRITER, PLUGIN)
    write_beside(path, ".qml", document, tr("The style {path} cannot be written: {reason}."))


def class_limits(values: np.ndarray) -> list[tuple[float, float]]:
    """The lower and upper limits of five classes of readable width, the outer ones as wide as the values are.

    >>> class_limits(np.array([3.1, 4.0, 5.0, 7.9]))
    [(3.0, 4.0), (4.0, 5.0), (5.0, 6.0), (6.0, 7.0), (7.0, 8.0)]

    Parameters
    ----------
    values
        Of the zones, ``(zones,)``, at least one, all of them finite.
    """
    low, high = (float(value) for value in np.percentile(values, OUTER)) if len(values) > 2 * CLASSES else (values.min(), values.max())
    if not high - low > 1e-6 * max(abs(low), abs(high)):
        return [(float(values.min()), float(values.max()))]
    first, last = readable(float(low), float(high), CLASSES)
    edges = [round(first + (last - first) * number / CLASSES, 12) for number in range(CLASSES + 1)]
    edges[0], edges[-1] = min(edges[0], float(values.min())), max(edges[-1], float(values.max()))
    return list(zip(edges, edges[1:]))


def zones_with_values(layer: QgsVectorLayer) -> QgsRectangle | None:
    """The extent of the zones that have a value: others may be far away; None where no zone has one."""
    field = zone_field(ZoneLook(layer).main)
    found = QgsRectangle()
    for feature in layer.getFeatures():
        if isinstance(feature[field], (int, float)) and np.isfinite(feature[field]):
            found.combineExtentWith(feature.geometry().boundingBox())
    return None if found.isEmpty() else found


class ZoneLook:
    """The look of a layer of zones: classes, labels, names of the fields, the form and the table."""

    def __init__(self, layer: QgsVectorLayer, name_field: str = "") -> None:
        self.layer = layer
        self.fields = layer.fields().names()
        self.bands = zone_bands(self.fields)
        self.named = next((field for field in self.fields if name_field and field.lower() == name_field.lower()), "")

    @property
    def main(self) -> Band:
        """The band of the classes: the upper stock or, without one, the first."""
        return next((band for band in self.bands if band.unit == SOC_STOCK_UNIT), self.bands[0])

    def give(self) -> None:
        """Give the layer its look and name."""
        self.layer.setRenderer(self._renderer())
        self.layer.setLabeling(QgsVectorLayerSimpleLabeling(self._labels()))
        self.layer.setLabelsEnabled(True)
        labels = zone_labels(self.bands)
        for number, name in enumerate(self.fields):
            if name in labels:
                self.layer.setFieldAlias(number, labels[name])
        self._group_form()
        self._hide_columns()
        self.layer.setName(tr("{name} by zone").format(name=layer_title(self.main)))
        self.layer.triggerRepaint()

    @property
    def has_totals(self) -> bool:
        """Whether the zones have totals, not only means."""
        return f"{zone_field(self.main)}_t" in self.fields

    @property
    def unit(self) -> ShownUnit:
        """The unit of the zones' stocks or, where nothing has a stock, of their means."""
        field = zone_field(self.main)
        if self.has_totals:
            return ShownUnit.of_totals(self._values(f"{field}_t"))
        return ShownUnit.of_means(self._values(field), "" if self.main.unit == "1" else unit_label(self.main.unit))

    def largest(self, count: int) -> list[str]:
        """The zones with the largest stocks, each with its stock and interval, in lines; none where nothing has a stock."""
        total, unit = f"{zone_field(self.main)}_t", self.unit
        known = [feature for feature in self.layer.getFeatures() if self.has_totals and isinstance(feature[total], (int, float))]
        known.sort(key=lambda feature: -feature[total])
        lines = []
        for feature in known[:count]:
            ends = [feature[name] for name in (f"{total}_low", f"{total}_high") if name in self.fields]
            name = feature[self.named] if self.named else feature.id()
            lines.append(f"{name}: {unit.text(feature[total], *(ends if _numbers(ends) else ()))}")
        return lines

    def mapped_parts(self, whole: float) -> dict[str, float]:
        """The mapped shares of the zones of which less than ``whole`` is mapped, but some, by their names."""
        if MAPPED not in self.fields:
            return {}
        shares = {str(feature[self.named] if self.named else feature.id()): feature[MAPPED] for feature in self.layer.getFeatures()}
        return {name: share for name, share in shares.items() if isinstance(share, (int, float)) and 0.0 < share < whole}

    def _values(self, field: str) -> np.ndarray:
        """The values of a field that are there."""
        found = (feature[field] for feature in self.layer.getFeatures())
        return np.array([value for value in found if isinstance(value, (int, float)) and np.isfinite(value)], dtype=float)

    def _renderer(self) -> QgsGraduatedSymbolRenderer:
        field, unit = zone_field(self.main), "" if self.main.unit == "1" else f" {unit_label(self.main.unit)}"
        values, ramp = self._values(field), colour_ramp(RAMP)
        missing = len(values) < self.layer.featureCount()
        ranges = [QgsRendererRange(MISSING, MISSING, _symbol(NODATA_COLOUR), tr("no data"))] if missing else []
        limits = class_limits(values) if len(values) else []
        for number, (low, high) in enumerate(limits):
            colour = ramp.color(number / max(len(limits) - 1, 1))
            ranges.append(QgsRendererRange(low, high, _symbol(colour), f"{low:.4g} – {high:.4g}{unit}"))
        return QgsGraduatedSymbolRenderer(f'coalesce("{field}", {MISSING:g})', ranges)

    def _labels(self) -> QgsPalLayerSettings:
        """The name of a zone and, below it, its stock."""
        settings = QgsPalLayerSettings()
        name = QgsExpression.quotedColumnRef(self.named) if self.named else "$id"
        settings.fieldName, settings.isExpression = f"to_string({name}) || {self._stock_text()}", True
        text, halo = QgsTextFormat(), QgsTextBufferSettings()
        halo.setEnabled(True)
        halo.setSize(0.8)
        halo.setColor(QColor("white"))
        text.setFont(QFont("Open Sans"))
        text.setSize(8)
        text.setColor(INK)
        text.setBuffer(halo)
        settings.setFormat(text)
        return settings

    def _stock_text(self) -> str:
        """The expression of a line with a zone's stock or, where nothing has a stock, its mean."""
        field = zone_field(self.main) + ("_t" if self.has_totals else "")
        return f"if({QgsExpression.quotedColumnRef(field)} is null, '', '\\n' || {self.unit.expression(field)})"

    def _kinds(self) -> dict[str, list[str]]:
        """The fields by the groups of the form."""
        bands = {zone_field(band): band for band in self.bands}
        found: dict[str, list[str]] = {title: [] for title in FORM_GROUPS}
        for name in self.fields:
            band = next((bands[own] for own in bands if name == own or name.startswith(f"{own}_")), None)
            place = 0 if band is None else 1 if band.unit == SOC_STOCK_UNIT else 2 if band_depth(band.name) is not None else 3
            found[FORM_GROUPS[place]].append(name)
        return found

    def _group_form(self) -> None:
        config = self.layer.editFormConfig()
        config.setLayout(FORM_OF_GROUPS)
        config.clearTabs()
        for title, names in self._kinds().items():
            if not names:
                continue
            group = QgsAttributeEditorContainer(tr(title), config.invisibleRootContainer())
            for name in names:
                group.addChildElement(QgsAttributeEditorField(name, self.fields.index(name), group))
            config.addTab(group)
        self.layer.setEditFormConfig(config)

    def _hide_columns(self) -> None:
        """Show the zones' own fields, their area and their stocks with intervals in the table; the form has all."""
        _, stocks, *rest = self._kinds().values()
        rare = {name for names in rest for name in names} | {name for name in stocks if name.endswith("_sd")} | set(RARE)
        config = QgsAttributeTableConfig()
        config.update(self.layer.fields())
        columns = config.columns()
        for column in columns:
            column.hidden = column.name in rare - {zone_field(self.main)}
        config.setColumns(columns)
        self.layer.setAttributeTableConfig(config)


def _numbers(values: list) -> bool:
    return len(values) == 2 and all(isinstance(value, (int, float)) for value in values)


def _symbol(colour: QColor) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple({"color": colour.name(), "outline_color": "#ffffff", "outline_width": "0.2"})
