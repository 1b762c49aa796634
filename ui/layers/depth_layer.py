"""One layer with all depths: the Elevation Controller of QGIS (3.38 and later) selects the depth."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsRasterLayer

from ...binn_engine.bands import Band
from ...binn_engine.tables import Product, unit_label
from ..compat import set_band_elevations
from .limits import Limits
from .styles import style_layer

TITLE = "SOC density by depth"
ALL_DEPTHS_PROPERTY = "binn/all_depths"  # custom property of the layer


def depth_ranges(depths_m: Sequence[float]) -> list[tuple[float, float]]:
    """The range of elevation (m, downwards negative) that each depth stands for, from halfway above to halfway below, in the depths' order.

    >>> depth_ranges((0.1, 0.3, 1.0))
    [(-0.2, 0.0), (-0.65, -0.2), (-1.35, -0.65)]
    """
    order = sorted(depths_m)
    edges = [0.0, *((upper + lower) / 2 for upper, lower in zip(order, order[1:]))]
    edges.append(order[-1] + (order[-1] - edges[-1]))
    ranges = {depth: (-round(edges[place + 1], 9), -round(edges[place], 9) or 0.0) for place, depth in enumerate(order)}
    return [ranges[depth] for depth in depths_m]


def depth_layer(path: str, depths_m: Sequence[float], band: Band, product: Product, limits: Limits | None = None) -> QgsRasterLayer | None:
    """A layer of a raster's densities, whose first bands are the depths, coloured between ``limits``; None where this QGIS has no
    elevation of bands.

    Parameters
    ----------
    path
        The raster.
    depths_m
        Depths of its first bands, in their order.
    band, product
        A band of density, for the unit, and the product, for the colours.
    limits
        Of the colours; None: those of the tables.
    """
    layer = QgsRasterLayer(path, f"{TITLE} ({unit_label(band.unit)})", "gdal", QgsRasterLayer.LayerOptions(False))
    if len(depths_m) < 2 or not set_band_elevations(layer, dict(enumerate(depth_ranges(depths_m), 1))):
        return None
    style_layer(layer, 1, band, product.ramp, limits)
    layer.setCustomProperty(ALL_DEPTHS_PROPERTY, True)
    return layer
