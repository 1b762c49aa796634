"""Values at a place, read from the rasters of a run.

One pixel costs a whole block of its band, about 2 ms of unpacking each, and a run has up to 180 bands. So only bands that are shown are
read, in parallel threads: GDAL's Python releases the interpreter while it unpacks, which QGIS's providers do not.
Each thread has its own handles and does not use the project.
"""

from __future__ import annotations

import math
import struct
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext, QgsCsException, QgsPointXY  # type: ignore[attr-defined]  # absent from the stubs

from ..layers.products import ProductSet, open_raster
from .place import Estimate, Interval, Place
from .read_plan import estimates, plan_part

# In the order they are read: what the depth profile needs comes first and alone. "soc_rest" are means and stocks, kept with "soc".
PARTS = ("soc", "domain", "soc_rest", "series", "processes", "parameters")
THREADS = 4
BANDS_AT_ONCE = 4  # of one file that a thread reads before it takes others


@dataclass(frozen=True)
class PixelGrid:
    """The position of a raster: its reference system, its geotransform and its size in pixels."""

    crs: QgsCoordinateReferenceSystem
    transform: tuple[float, ...]
    columns: int
    rows: int

    def pixel(self, point: QgsPointXY) -> tuple[int, int] | None:
        """Column and row of a point in the raster's reference system, or None where it lies beside the raster."""
        inverse = gdal.InvGeoTransform(self.transform)
        column, row = (math.floor(value) for value in gdal.ApplyGeoTransform(inverse, point.x(), point.y()))
        return (column, row) if 0 <= column < self.columns and 0 <= row < self.rows else None


class PlaceReader:
    """Reads the rasters of one run at points. It has to be closed: on Windows, open files cannot be replaced."""

    def __init__(self, products: ProductSet) -> None:
        self.products = products
        self._plans = {part: plan_part(products, part) for part in PARTS}
        parameters = products.file("parameters")
        self._evidence = dict(zip(parameters.bands, parameters.evidence)) if parameters else {}
        self._grids = {file.path: read_grid(file.path) for file in products.files}
        self._handles: dict[tuple[int, str], gdal.Dataset | None] = {}  # by thread, since a handle serves one
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="binn-panel")

    def close(self) -> None:
        """End the threads and close the files."""
        self._pool.shutdown(wait=True)
        self._handles.clear()

    @property
    def grid(self) -> PixelGrid | None:
        """The grid of the run's first raster; None where it cannot be opened."""
        return self._grids[self.products.files[0].path]

    def ask(
        self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext, parts: Iterable[str] = PARTS
    ) -> PointRequest:
        """Begin to read the first of ``parts`` at a point of any reference system; the others follow once it has been waited for.

        Raises
        ------
        QgsCsException
            Where the point has no place in another reference system.
        """
        place = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem("EPSG:4326"), context).transform(point)
        pixels: dict[str, tuple[int, int] | None] = {}
        for path in {row[0].path for part in parts for row in self._plans[part].bands}:
            grid = self._grids[path]
            pixels[path] = grid.pixel(QgsCoordinateTransform(crs, grid.crs, context).transform(point)) if grid else None
        return PointRequest(self, Place(place.x(), place.y(), self.products.title), tuple(parts), pixels)

    def moved(
        self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext, pixels: tuple[int, int]
    ) -> tuple[QgsPointXY, QgsCoordinateReferenceSystem] | None:
        """A point moved by some pixels to the right and upwards, in the rasters' reference system; None where it has no place there."""
        if self.grid is None:
            return None
        try:
            there = QgsCoordinateTransform(crs, self.grid.crs, context).transform(point)
        except QgsCsException:
            return None
        width, height = abs(self.grid.transform[1]), abs(self.grid.transform[5])
        return QgsPointXY(there.x() + pixels[0] * width, there.y() + pixels[1] * height), self.grid.crs

    def result(self, part: str, values: list[float]) -> tuple[dict[str, Estimate], Interval]:
        """The estimates of a part from the values of its bands."""
        plan = self._plans[part]
        return estimates(plan, values, self._evidence if part == "parameters" else {}), plan.interval

    def jobs(self, part: str, pixels: dict[str, tuple[int, int] | None]) -> list[Future]:
        """Begin to read a part: a job for every few bands of a file, in the order of the plan."""
        jobs, start, bands = [], 0, self._plans[part].bands
        while start < len(bands):
            path = bands[start][0].path
            numbers = [row[1] for row in bands[start : start + BANDS_AT_ONCE] if row[0].path == path]
            jobs.append(self._pool.submit(self._read, path, numbers, pixels[path]))
            start += len(numbers)
        return jobs

    def _read(self, path: str, numbers: list[int], pixel: tuple[int, int] | None) -> list[float]:
        """What a thread does: bands of a file at a pixel, through the thread's own handle."""
        key = (threading.get_ident(), path)
        if key not in self._handles:
            self._handles[key] = open_raster(path)
        return read_pixel(self._handles[key], numbers, pixel)


class PointRequest:
    """Values of a point that are being read."""

    def __init__(self, reader: PlaceReader, place: Place, parts: tuple[str, ...], pixels: dict[str, tuple[int, int] | None]) -> None:
        self._reader, self.place, self._pixels = reader, place, pixels
        self.missing = list(parts)
        self._jobs = {part: reader.jobs(part, pixels) for part in parts[:1]}

    def ready(self, part: str) -> bool:
        """Whether a part is already loaded."""
        return part in self._jobs and all(job.done() for job in self._jobs[part])

    def wait(self, *parts: str) -> Place:
        """The place after ``parts`` are read; without names, all requested parts."""
        for part in parts or tuple(self.missing):
            if part in self.missing:
                self._begin(part)
                values = [value for job in self._jobs.pop(part) for value in job.result()]
                self._take(part, *self._reader.result(part, values))
                self.missing.remove(part)
                for other in self.missing:
                    self._begin(other)
        return self.place

    def give_up(self) -> None:
        """Begin nothing more: another place is asked for."""
        self.missing.clear()
        for job in (job for jobs in self._jobs.values() for job in jobs):
            job.cancel()

    def _begin(self, part: str) -> None:
        if part not in self._jobs:
            self._jobs[part] = self._reader.jobs(part, self._pixels)

    def _take(self, part: str, estimates: dict[str, Estimate], interval: Interval) -> None:
        if part != "soc_rest":
            self.place.parts[part], self.place.intervals[part] = estimates, interval
            return
        soc = self.place.parts.setdefault("soc", {})
        for name, estimate in estimates.items():
            soc[name] = replace(soc[name], mean=estimate.mean) if name in soc else estimate


def read_grid(path: str) -> PixelGrid | None:
    """Where a raster lies; None where it cannot be opened."""
    file = open_raster(path)
    if file is None:
        return None
    system = QgsCoordinateReferenceSystem.fromWkt(file.GetProjection())
    return PixelGrid(system, file.GetGeoTransform(), file.RasterXSize, file.RasterYSize)


def read_pixel(file: gdal.Dataset | None, numbers: list[int], pixel: tuple[int, int] | None) -> list[float]:
    """The values of some bands at a pixel; NaN for nodata, beside the raster, and where the file cannot be read."""
    nothing = [math.nan] * len(numbers)
    if file is None or pixel is None:
        return nothing
    try:
        data = file.ReadRaster(*pixel, 1, 1, buf_type=gdal.GDT_Float64, band_list=numbers)
    except RuntimeError:  # where another plugin has GDAL raise
        data = None
    if data is None:
        return nothing
    nodata = [file.GetRasterBand(number).GetNoDataValue() for number in numbers]
    values = struct.unpack(f"{len(numbers)}d", bytes(data))
    return [math.nan if value == missing else value for value, missing in zip(values, nodata)]
