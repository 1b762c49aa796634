"""Value by uncertainty: a map in its own colours that becomes transparent where the model is uncertain.

A small virtual raster beside the maps contains the band of values and, as opacity, the band of their spread; QGIS uses the second as the
alpha band of the first. The maps themselves are neither copied nor changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 (writes XML, reads none)

from qgis.core import QgsProject, QgsRasterLayer

from ...binn_engine.errors import InputError, OutputError
from ...binn_engine.tables import NODATA, PRODUCT_BY_NAME, Band, band_depth, product_bands
from ..layers.limits import band_limits
from ..layers.limits_choice import table_bands
from ..layers.products import ProductFile, ProductSet, open_raster
from ..layers.sidecars import PLUGIN, WRITER, is_own, write_whole
from ..layers.styles import style_layer
from ..layers.titles import layer_title
from ..translation import tr
from .layers_at_depth import layers_of

FAINTEST = 25  # of 255: opacity where the spread reaches its limit in the table


def table_band(file: ProductFile, number: int) -> Band:
    """The table's row for band ``number`` (from 1) of a raster of values or of spread, depths taken from the bands' names."""
    depths = tuple(depth for depth in map(band_depth, (name.split(" cm")[0] + " cm" for name in file.bands)) if depth is not None)
    return product_bands(PRODUCT_BY_NAME[file.product], depths, ())[number - 1]


def write_faded(products: ProductSet, part: str, number: int) -> tuple[Path, Band, str]:
    """Write the virtual raster of band ``number`` (from 1) of a part; its path, the band, and what it fades by, in words.

    Raises
    ------
    InputError
        Where the run has no map of the part or of its spread.
    OutputError
        Where the file cannot be written.
    """
    value = products.file(part)
    spread = products.file(f"{part}_cv") or products.file(f"{part}_sd")
    if value is None or spread is None:
        raise InputError(
            tr("The run {title} has no map of its uncertainty ({product}).").format(
                title=products.title, product=tr(PRODUCT_BY_NAME[part].title)
            ),
            tr('Run "Predict maps" again, and choose its standard deviation or coefficient of variation.'),
        )
    band, limit = table_band(value, number), table_band(spread, number).limits[1]
    target = Path(value.path).with_name(f"{Path(value.path).stem}_faded_{re.sub('[^a-z0-9]+', '_', band.name.lower())}.vrt")
    if not is_own(target):
        raise OutputError(
            tr("The file {path} was not written by BINN, so it is not replaced.").format(path=target), tr("Move it, or rename it.")
        )
    try:
        write_whole(target, ElementTree.tostring(_virtual(value.path, spread.path, number, limit), encoding="utf-8"))
    except OSError as error:
        raise OutputError(
            tr("The raster {path} cannot be written: {reason}.").format(path=target, reason=error.strerror),
            tr("Copy the maps to a folder that you can write to."),
        ) from error
    return (
        target,
        band,
        tr("opaque at 0 %, transparent at 100 %")
        if spread.product.endswith("_cv")
        else tr("transparent at a standard deviation of {limit:g}").format(limit=limit),
    )


def _virtual(value: str, spread: str, number: int, limit: float) -> ElementTree.Element:
    """A virtual raster of a band of values and, in 0 to 255, how sure they are."""
    file = open_raster(value)
    size = {"rasterXSize": str(file.RasterXSize), "rasterYSize": str(file.RasterYSize), WRITER: PLUGIN}
    root = ElementTree.Element("VRTDataset", size)
    ElementTree.SubElement(root, "SRS", dataAxisToSRSAxisMapping="1,2").text = file.GetProjection()
    ElementTree.SubElement(root, "GeoTransform").text = ", ".join(map(repr, file.GetGeoTransform()))
    values = ElementTree.SubElement(root, "VRTRasterBand", dataType="Float32", band="1")
    ElementTree.SubElement(values, "NoDataValue").text = repr(NODATA)
    _add_source(values, value, number, "SimpleSource")
    alpha = ElementTree.SubElement(root, "VRTRasterBand", dataType="Byte", band="2")
    ElementTree.SubElement(alpha, "ColorInterp").text = "Alpha"
    source = _add_source(alpha, spread, number, "ComplexSource")
    ElementTree.SubElement(source, "NODATA").text = repr(NODATA)
    ElementTree.SubElement(source, "LUT").text = f"0:255,{limit!r}:{FAINTEST}"
    return root


def _add_source(band: ElementTree.Element, path: str, number: int, kind: str) -> ElementTree.Element:
    source = ElementTree.SubElement(band, kind)
    ElementTree.SubElement(source, "SourceFilename", relativeToVRT="0").text = os.path.abspath(path)
    ElementTree.SubElement(source, "SourceBand").text = str(number)
    return source


def add_faded_map(project: QgsProject, products: ProductSet, part: str, number: int) -> QgsRasterLayer:
    """Add the faded map of a band (from 1) to the project, above the run's maps of that part; raises as :func:`write_faded`."""
    path, band, words = write_faded(products, part, number)
    layer = QgsRasterLayer(str(path), f"{layer_title(band)}, {words}", "gdal", QgsRasterLayer.LayerOptions(False))
    file = products.file(part)
    limits = band_limits(file.path, table_bands(file.path))[number - 1]
    style_layer(layer, 1, band, PRODUCT_BY_NAME[part].ramp, limits)
    layer.renderer().setAlphaBand(2)
    project.addMapLayer(layer, False)
    root = project.layerTreeRoot()
    nodes = [root.findLayer(other.id()) for other in layers_of(project, products.file(part))]
    group = next((node.parent() for node in nodes if node is not None), root)
    group.insertLayer(0, layer).setItemVisibilityCheckedParentRecursive(True)  # type: ignore[attr-defined]  # absent from the stubs
    return layer
