"""Value by uncertainty: a map in its own colours that becomes transparent where the model is uncertain.

It is shown alone: above the same map without transparency, nobody would see it fade.

A small virtual raster beside the maps contains the band of values and, as opacity, the band of their spread; QGIS uses the second as the
alpha band of the first. The maps themselves are neither copied nor changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 (writes XML, reads none)

from qgis.core import QgsProject, QgsRasterLayer

from ...binn_engine.bands import Band
from ...binn_engine.errors import InputError, OutputError
from ...binn_engine.tables import NODATA, PRODUCT_BY_NAME, unit_label
from ..layers.limits import Limits, band_limits, limits_alone
from ..layers.limits_choice import table_bands
from ..layers.products import ProductSet, open_raster
from ..layers.sidecars import PLUGIN, WRITER, is_own, write_whole
from ..layers.styles import style_layer
from ..layers.titles import layer_title
from ..translation import tr
from .layers_at_depth import layers_of

FAINTEST = 25  # of 255: opacity where the spread reaches the upper limit of its map


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
    band, spread_band = table_bands(value.path)[number - 1], table_bands(spread.path)[number - 1]
    limits = limits_alone(spread.path, table_bands(spread.path), number)
    target = Path(value.path).with_name(f"{Path(value.path).stem}_faded_{re.sub('[^a-z0-9]+', '_', band.name.lower())}.vrt")
    if not (is_own(target) or _is_faded(target)):
        raise OutputError(
            tr("The file {path} was not written by BINN, so it is not replaced.").format(path=target), tr("Move it, or rename it.")
        )
    try:
        write_whole(target, ElementTree.tostring(_virtual(value.path, spread.path, number, limits), encoding="utf-8"))
    except OSError as error:
        raise OutputError(
            tr("The raster {path} cannot be written: {reason}.").format(path=target, reason=error.strerror),
            tr("Copy the maps to a folder that you can write to."),
        ) from error
    return (
        target,
        band,
        tr("{name}, fading with its uncertainty from {low} to {high}").format(
            name=layer_title(band), low=f"{limits.low:g}", high=f"{limits.high:g} {unit_label(spread_band.unit)}".removesuffix(" 1")
        ),
    )


def _is_faded(path: Path) -> bool:
    """Whether a virtual raster was written here and then again by GDAL, which adds statistics to it and drops the mark of its root."""
    file = open_raster(str(path)) if path.is_file() and not path.is_symlink() else None
    return file is not None and file.GetMetadataItem(WRITER) == PLUGIN


def _virtual(value: str, spread: str, number: int, limits: Limits) -> ElementTree.Element:
    """A virtual raster of a band of values and, in 0 to 255, how sure they are."""
    file = open_raster(value)
    size = {"rasterXSize": str(file.RasterXSize), "rasterYSize": str(file.RasterYSize), WRITER: PLUGIN}
    root = ElementTree.Element("VRTDataset", size)
    ElementTree.SubElement(root, "SRS", dataAxisToSRSAxisMapping="1,2").text = file.GetProjection()
    ElementTree.SubElement(root, "GeoTransform").text = ", ".join(map(repr, file.GetGeoTransform()))
    ElementTree.SubElement(ElementTree.SubElement(root, "Metadata"), "MDI", key=WRITER).text = PLUGIN
    values = ElementTree.SubElement(root, "VRTRasterBand", dataType="Float32", band="1")
    ElementTree.SubElement(values, "NoDataValue").text = repr(NODATA)
    _add_source(values, value, number, "SimpleSource")
    alpha = ElementTree.SubElement(root, "VRTRasterBand", dataType="Byte", band="2")
    ElementTree.SubElement(alpha, "ColorInterp").text = "Alpha"
    source = _add_source(alpha, spread, number, "ComplexSource")
    ElementTree.SubElement(source, "NODATA").text = repr(NODATA)
    ElementTree.SubElement(source, "LUT").text = f"{limits.low!r}:255,{limits.high!r}:{FAINTEST}"
    return root


def _add_source(band: ElementTree.Element, path: str, number: int, kind: str) -> ElementTree.Element:
    source = ElementTree.SubElement(band, kind)
    ElementTree.SubElement(source, "SourceFilename", relativeToVRT="0").text = os.path.abspath(path)
    ElementTree.SubElement(source, "SourceBand").text = str(number)
    return source


def add_faded_map(project: QgsProject, products: ProductSet, part: str, number: int) -> QgsRasterLayer:
    """Add the faded map of a band (from 1) to the project, above the run's maps of that part; raises as :func:`write_faded`."""
    path, band, title = write_faded(products, part, number)
    layer = QgsRasterLayer(str(path), title, "gdal", QgsRasterLayer.LayerOptions(False))
    file = products.file(part)
    limits = band_limits(file.path, table_bands(file.path))[number - 1]
    style_layer(layer, 1, band, PRODUCT_BY_NAME[part].ramp, limits)
    layer.renderer().setAlphaBand(2)
    project.addMapLayer(layer, False)
    root = project.layerTreeRoot()
    for other in root.findLayers():
        if other.layer() is not None and other.layer().source() in {*products.key, str(path)}:
            other.setItemVisibilityChecked(False)
    nodes = [root.findLayer(other.id()) for other in layers_of(project, products.file(part))]
    group = next((node.parent() for node in nodes if node is not None), root)
    group.insertLayer(0, layer).setItemVisibilityCheckedParentRecursive(True)  # type: ignore[attr-defined]  # absent from the stubs
    return layer
