"""Maps of rasters on printed pages."""

from __future__ import annotations

from qgis.core import QgsRasterLayer

from ...binn_engine.bands import DOMAIN_BANDS, Band, value_bands
from ...binn_engine.errors import InputError
from ..layers.limits import Limits
from ..layers.limits_choice import table_bands
from ..layers.styles import style_layer, tick_labels
from ..layers.titles import layer_title
from ..translation import tr
from .parts import PagePart

MOST = 6  # maps of a page
_MEANINGS = {row.name: row.meaning for row in (*value_bands("processes"), *value_bands("parameters"), *DOMAIN_BANDS)}


def bands_of(path: str) -> tuple[Band, ...]:
    """The bands of a raster; raises where it has none with names."""
    bands = table_bands(path) if QgsRasterLayer(path, "", "gdal", QgsRasterLayer.LayerOptions(False)).isValid() else ()
    if not any(band.name for band in bands):
        raise InputError(tr("The raster {path} has no map that can be printed.").format(path=path), tr("Choose a raster that BINN wrote."))
    return bands


def raster_part(path: str, number: int, band: Band, ramp: str, limits: Limits) -> PagePart:
    """The map of a band of a raster.

    Parameters
    ----------
    path
        Of the raster.
    number
        Of the band, from 1.
    band
        What it holds.
    ramp
        The name of its colours.
    limits
        Of the colours, in the unit of the band.
    """

    def layer() -> QgsRasterLayer:
        made = QgsRasterLayer(path, band.name, "gdal", QgsRasterLayer.LayerOptions(False))
        style_layer(made, number, band, ramp, limits)
        return made

    return PagePart(layer, layer_title(band), tr(_MEANINGS.get(band.name, "")), ramp, tick_labels(limits, "1"))
