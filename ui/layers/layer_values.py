"""The settings of a raster layer in QGIS, its CRS and its missing values, written to a virtual raster that the engine reads.

A band of a file has at most one nodata value, but a layer can have any number of values and ranges: these are written to the metadata of
the virtual raster's bands, in the layer's units, and the engine reads them there.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsRasterLayer, QgsRasterRange

from ...binn_engine.paths import NODATA_TAG
from ..compat import HIGHEST_OUT, LOWEST_OUT

NO_PLACE = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)  # which GDAL takes for no place


def has_crs_of_its_own(layer: QgsMapLayer) -> bool:
    """Whether the layer's CRS was set in QGIS and is not that of its file."""
    return layer.crs() != layer.dataProvider().crs()


def has_nodata_of_its_own(layer: QgsRasterLayer) -> bool:
    """Whether the layer has additional nodata values, or leaves out that of its file."""
    provider = layer.dataProvider()
    return any(provider.userNoDataValues(band) or _source_off(layer, band) for band in range(1, layer.bandCount() + 1))


def has_control_points(source: str) -> bool:
    """Whether what GDAL opens as ``source`` has its place by control points alone, by which QGIS shows it warped."""
    dataset = _opened(source)
    return dataset is not None and dataset.GetGCPCount() > 0 and dataset.GetGeoTransform(can_return_null=True) is None


def is_without_place(source: str) -> bool:
    """Whether nothing in what GDAL opens as ``source`` says where its pixels are."""
    dataset = _opened(source)
    if dataset is None or dataset.GetGCPCount() > 0 or dataset.GetMetadata("RPC"):
        return False
    return dataset.GetGeoTransform(can_return_null=True) in (None, NO_PLACE)


def _opened(source: str) -> gdal.Dataset | None:
    try:
        return gdal.Open(source) if source else None
    except RuntimeError:  # where another plugin has GDAL raise exceptions
        return None


def write_virtual(layer: QgsRasterLayer, source: str, path: Path) -> bool:
    """Write a virtual raster over ``source`` with the layer's CRS and what it takes as missing; whether that was possible."""
    options = {"format": "VRT"}
    if has_crs_of_its_own(layer):
        options["outputSRS"] = layer.crs().toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)  # type: ignore[attr-defined]  # absent from the stubs
    try:
        made = gdal.Translate(str(path), source, **options)
        if made is None:
            return False
        for band in range(1, layer.bandCount() + 1):
            if _source_off(layer, band):
                made.GetRasterBand(band).DeleteNoDataValue()
            ranges = [_closed(found) for found in layer.dataProvider().userNoDataValues(band)]
            if ranges:
                made.GetRasterBand(band).SetMetadataItem(NODATA_TAG, json.dumps(ranges))
        made.FlushCache()
    except RuntimeError:  # where another plugin has GDAL raise exceptions
        return False
    return True


def _source_off(layer: QgsRasterLayer, band: int) -> bool:
    provider = layer.dataProvider()
    return provider.sourceHasNoDataValue(band) and not provider.useSourceNoDataValue(band)


def _closed(limits: QgsRasterRange) -> list[float]:
    """A range with both its ends; an end that is open lies beside it, one that is not set at infinity."""
    low = -math.inf if math.isnan(limits.min()) else limits.min()
    high = math.inf if math.isnan(limits.max()) else limits.max()
    if limits.bounds() in LOWEST_OUT:
        low = math.nextafter(low, math.inf)
    if limits.bounds() in HIGHEST_OUT:
        high = math.nextafter(high, -math.inf)
    return [low, high]
