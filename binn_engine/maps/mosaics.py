"""Virtual mosaics: many rasters that are read as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree  # nosec B405 (writes XML, reads none)

from rasterio.crs import CRS
from rasterio.io import DatasetReader

from ..covariates.bands import open_raster
from ..files.opening import opened


def by_crs(paths: Sequence[Path]) -> dict[str, list[Path]]:
    """The rasters by their reference system, named as part of a file's name (``EPSG_32632``), the first raster's first."""
    groups: list[tuple[CRS, list[Path]]] = []
    for path in paths:
        with open_raster(str(path)) as file:
            known = next((members for crs, members in groups if crs == file.crs), None)
            if known is None:
                groups.append((file.crs, [path]))
            else:
                known.append(path)
    found = {}
    for number, (crs, members) in enumerate(groups, 1):
        authority = crs.to_authority()
        found["_".join(authority) if authority else f"CRS_{number}"] = members
    return found


def write_mosaic(path: Path, tiles: Sequence[Path], folder: Path) -> None:
    """Write a virtual raster (GDAL's VRT) over ``tiles``, which lie in ``folder``, as the mosaic will.

    Its pixels are those of the first tile, continued; where tiles overlap, the last one with a value shows. Bands keep their names, units
    and nodata value. The tiles have one CRS.
    """
    with opened(str(tiles[0])) as first:
        crs, step_x, step_y = first.crs.to_wkt(), first.transform.a, first.transform.e
        bands = [(first.dtypes[n], first.descriptions[n], first.units[n], first.nodatavals[n]) for n in range(first.count)]
        tags = first.tags()
    extents = {tile: _corners(tile) for tile in tiles}
    west = (min if step_x > 0 else max)(extent.left for extent in extents.values())
    north = (max if step_y < 0 else min)(extent.top for extent in extents.values())
    east = (max if step_x > 0 else min)(extent.right for extent in extents.values())
    south = (min if step_y < 0 else max)(extent.bottom for extent in extents.values())
    size = {"rasterXSize": str(round((east - west) / step_x)), "rasterYSize": str(round((south - north) / step_y))}
    root = ElementTree.Element("VRTDataset", size)
    ElementTree.SubElement(root, "SRS", dataAxisToSRSAxisMapping="1,2").text = crs
    ElementTree.SubElement(root, "GeoTransform").text = f"{west!r}, {step_x!r}, 0.0, {north!r}, 0.0, {step_y!r}"
    metadata = ElementTree.SubElement(root, "Metadata")
    for key, value in tags.items():
        if key != "AREA_OR_POINT":
            ElementTree.SubElement(metadata, "MDI", key=key).text = value
    for number, (kind, name, unit, nodata) in enumerate(bands, 1):
        band = ElementTree.SubElement(root, "VRTRasterBand", dataType=_GDAL_TYPES[kind], band=str(number))
        _texts(band, {"Description": name or "", "UnitType": unit or "", "NoDataValue": repr(nodata)})
        for tile, extent in extents.items():
            source = _source(band, tile, folder, extent.placed((west, north), (step_x, step_y)))
            _texts(source, {"NODATA": repr(nodata)})
    ElementTree.indent(root)
    path.write_bytes(ElementTree.tostring(root, encoding="utf-8"))


_GDAL_TYPES = {"float32": "Float32", "float64": "Float64"}


class _TileCorners(NamedTuple):
    """x and y of the first pixel's outer corner and of the last one's."""

    left: float
    top: float
    right: float
    bottom: float

    def placed(self, corner: tuple[float, float], step: tuple[float, float]) -> dict[str, str]:
        """Where a tile lies in a mosaic with this first corner, in its pixels; rounding of coordinates is no part of a pixel."""
        (west, north), (step_x, step_y) = corner, step
        first = (self.left - west) / step_x, (self.top - north) / step_y
        size = (self.right - self.left) / step_x, (self.bottom - self.top) / step_y
        return {key: repr(round(value, 6)) for key, value in zip(("xOff", "yOff", "xSize", "ySize"), (*first, *size))}


def _corners(tile: Path) -> _TileCorners:
    with opened(str(tile)) as file:
        return _TileCorners(*_corner(file, 0, 0), *_corner(file, file.width, file.height))


def _corner(file: DatasetReader, column: int, row: int) -> tuple[float, float]:
    return file.transform.c + file.transform.a * column, file.transform.f + file.transform.e * row


def _source(band: ElementTree.Element, tile: Path, folder: Path, place: dict[str, str]) -> ElementTree.Element:
    """The tile as a source of the same band of the mosaic."""
    with opened(str(tile)) as file:
        width, height = str(file.width), str(file.height)
    source = ElementTree.SubElement(band, "ComplexSource")
    ElementTree.SubElement(source, "SourceFilename", relativeToVRT="1").text = tile.relative_to(folder).as_posix()
    _texts(source, {"SourceBand": band.attrib["band"]})
    ElementTree.SubElement(source, "SrcRect", xOff="0", yOff="0", xSize=width, ySize=height)
    ElementTree.SubElement(source, "DstRect", place)
    return source


def _texts(parent: ElementTree.Element, values: Mapping[str, str]) -> None:
    for tag, text in values.items():
        if text:
            ElementTree.SubElement(parent, tag).text = text
