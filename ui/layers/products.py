"""Rasters of a run, found by the tags that the engine wrote into them.

``osgeo.gdal`` comes with every QGIS. A file is opened here only to read its tags and closed at once: on Windows, an open file
cannot be overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from osgeo import gdal

from ...binn_engine.tables import PRODUCT_BY_NAME
from ..translation import tr
from .places import is_temporary, model_name

SUFFIXES = (".tif", ".tiff", ".vrt")
MOST_FILES = 400  # of a folder that are looked into; a folder of results has a few dozen
RUN_PROPERTY = "binn/run"  # custom property of a layer: the run that made it, where its files do not share a folder

_QUANTILE = re.compile(r"(.+) q([0-9.]+)")


@dataclass(frozen=True)
class ProductFile:
    """One raster of a run: its path, product, names of bands, the evidence for each band, and the meaning of its spread."""

    path: str
    product: str
    bands: tuple[str, ...]
    evidence: tuple[str, ...]
    uncertainty: str
    run: tuple[str, ...]  # model, seed, passes and size of the grid: equal in all rasters of a run


@dataclass(frozen=True)
class ProductSet:
    """The rasters of one run, one for each product."""

    title: str
    files: tuple[ProductFile, ...]

    def file(self, product: str) -> ProductFile | None:
        """The raster of a product, or None where the run wrote none."""
        return next((file for file in self.files if file.product == product), None)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells two sets apart: the paths of their files."""
        return tuple(file.path for file in self.files)


def band_quantile(name: str) -> tuple[str, float] | None:
    """The variable and the level of a band of quantiles; None for another band.

    >>> band_quantile("SOC density at 5 cm q2.5")
    ('SOC density at 5 cm', 0.025)
    """
    match = _QUANTILE.fullmatch(name)
    return (match.group(1), float(match.group(2)) / 100) if match else None


def open_raster(path: str) -> gdal.Dataset | None:
    """The raster at ``path``, or None where it cannot be opened; whether another plugin has GDAL raise exceptions or not."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER)
    except RuntimeError:
        return None
    finally:
        gdal.PopErrorHandler()


def read_product(path: str) -> ProductFile | None:
    """What the raster at ``path`` is, or None where it cannot be opened or is no product of BINN.

    A file is looked into once, until it changes.
    """
    file = Path(path)
    try:
        found = file.stat() if file.is_file() else None
    except OSError:
        found = None
    return _read_product(path, found.st_mtime_ns if found else 0)


@lru_cache(maxsize=1000)
def _read_product(path: str, changed: int) -> ProductFile | None:
    file = open_raster(path)
    tags = (file.GetMetadata() or {}) if file is not None else {}
    if tags.get("product") not in PRODUCT_BY_NAME:
        return None
    bands = [file.GetRasterBand(number) for number in range(1, file.RasterCount + 1)]
    return ProductFile(
        path,
        tags["product"],
        tuple(band.GetDescription() for band in bands),
        tuple(band.GetMetadataItem("evidence") or "" for band in bands),
        tags.get("uncertainty", ""),
        (tags.get("model", ""), tags.get("seed", ""), tags.get("passes", ""), f"{file.RasterXSize} x {file.RasterYSize}"),
    )


def beside(path: str) -> list[str]:
    """The rasters in the folder of ``path``, itself first."""
    folder = Path(path).parent
    if not Path(path).is_file():  # a layer may come from a database or a server
        return [path]
    others = sorted(str(other) for other in folder.iterdir() if other.suffix.lower() in SUFFIXES and str(other) != path)
    return [path, *others[:MOST_FILES]]


def product_sets(sources: Iterable[tuple[str, str]]) -> list[ProductSet]:
    """The runs behind layers, in the layers' order.

    ``sources`` are each layer's path and run, the latter empty where the layer does not know it. Layers of one run belong together
    wherever their files lie; a file is joined by those beside it that the same model wrote with the same settings.
    """
    groups: dict[tuple, dict[str, ProductFile]] = {}
    for path, run in sources:
        file = read_product(path)
        if file is not None:
            groups.setdefault((run or str(Path(path).parent), file.run), {}).setdefault(file.product, file)
    for (_, run), files in groups.items():
        for file in list(files.values()):
            for other in map(read_product, beside(file.path)):
                if other is not None and other.run == run:
                    files.setdefault(other.product, other)
    found: list[ProductSet] = []
    for (origin, run), files in groups.items():
        ordered = tuple(files[name] for name in PRODUCT_BY_NAME if name in files)
        name = model_name(run[0]) or (tr("temporary results") if is_temporary(origin) else Path(origin).name)
        item = ProductSet(name, ordered)
        if item.key not in {other.key for other in found}:
            found.append(item)
    return found
