"""Values at a place, read from the rasters of a run.

One pixel costs a whole block of its band, about 2 ms of unpacking each, and a run has up to 180 bands. So only bands that are shown are
read, side by side in threads: GDAL's Python lets go of the interpreter while it unpacks, which QGIS's providers do not.
Each thread has handles of its own; none of them knows of the project.
"""

from __future__ import annotations

import math
import struct
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext, QgsPointXY

from ...binn_engine.tables import PARAMETERS
from ..layers.products import ProductFile, ProductSet, band_depth, band_quantile, open_raster
from ..translation import mark

# In the order they are read: what the depth profile needs comes first and alone. "soc_rest" are means and stocks, kept with "soc".
PARTS = ("soc", "domain", "soc_rest", "processes", "parameters")
THREADS = 4
BANDS_AT_ONCE = 4  # of one file that a thread reads before it takes others
_NORMAL_90 = 1.645  # half width of a normal distribution's 90 % interval, in standard deviations
_BOUNDS = {row.name: (row.lower, row.upper) for row in PARAMETERS}


@dataclass(frozen=True)
class Estimate:
    """One variable at a place: its middle, its interval where the run has a spread, the mean that the map shows, what it rests on."""

    middle: float
    lower: float = math.nan
    upper: float = math.nan
    mean: float = math.nan
    evidence: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a value: outside the map there is none."""
        return math.isfinite(self.middle)

    @property
    def has_interval(self) -> bool:
        """Whether there is an interval around it."""
        return math.isfinite(self.lower) and math.isfinite(self.upper)


@dataclass(frozen=True)
class Interval:
    """What middles and intervals are, in words: ``median`` and ``5 to 95 %``; ``interval`` is empty where there is none."""

    middle: str
    interval: str
    kind: str = ""


@dataclass
class Place:
    """What the rasters of a run say at a point: estimates by band, a dictionary a part, as far as they have been read."""

    longitude: float
    latitude: float
    title: str
    parts: dict[str, dict[str, Estimate]] = field(default_factory=dict)
    intervals: dict[str, Interval] = field(default_factory=dict)

    @property
    def depths(self) -> list[tuple[float, Estimate]]:
        """SOC density (gC/m3) by depth (m), downwards."""
        found = [(band_depth(name), estimate) for name, estimate in self.parts.get("soc", {}).items()]
        return sorted(((depth, estimate) for depth, estimate in found if depth is not None), key=lambda row: row[0])

    @property
    def stocks(self) -> list[tuple[str, Estimate]]:
        """SOC stocks (kgC/m2) by the name of their band."""
        return [(name, estimate) for name, estimate in self.parts.get("soc", {}).items() if band_depth(name) is None]

    @property
    def somewhere(self) -> bool:
        """Whether the place has coordinates: one beyond the reach of a reference system has none."""
        return math.isfinite(self.longitude) and math.isfinite(self.latitude)

    @property
    def on_map(self) -> bool:
        """Whether any raster has a value here."""
        return any(estimate.known for part in self.parts.values() for estimate in part.values())

    @property
    def outside_domain(self) -> bool:
        """Whether the model says that it should not be trusted here."""
        inside = self.parts.get("domain", {}).get("inside")
        return inside is not None and inside.known and inside.middle < 0.5


@dataclass(frozen=True)
class Plan:
    """Which bands of which files a part needs: (file, band number from 1, variable, role)."""

    bands: tuple[tuple[ProductFile, int, str, str], ...]
    interval: Interval

    @property
    def has_middle(self) -> bool:
        """Whether a median is read, so that the mean is one number more."""
        return any(role == "middle" for _, _, _, role in self.bands)


def plan_part(products: ProductSet, part: str) -> Plan:
    """The fewest bands that tell a part's middles and intervals: quantiles where the run has them, else mean and standard deviation."""
    if part in ("soc", "soc_rest"):
        whole = _plan(products, "soc", also_mean=True)
        first = [row for row in whole.bands if band_depth(row[2]) is not None and (row[3] != "mean" or not whole.has_middle)]
        rows = first if part == "soc" else [row for row in whole.bands if row not in first]
        return Plan(tuple(rows), whole.interval)
    return _plan(products, part)


def _plan(products: ProductSet, part: str, also_mean: bool = False) -> Plan:
    value, sd, quantiles = (products.file(part + ending) for ending in ("", "_sd", "_quantiles"))
    rows = {(number, name): band_quantile(name) for number, name in enumerate(quantiles.bands, 1)} if quantiles else {}
    levels = sorted({row[1] for row in rows.values() if row})
    means = [(value, number, name, "mean") for number, name in enumerate(value.bands, 1)] if value else []
    if len(levels) > 1:
        roles = {levels[0]: "lower", levels[-1]: "upper"} | ({0.5: "middle"} if 0.5 in levels[1:-1] else {})
        bands = [(quantiles, number, row[0], roles[row[1]]) for (number, _), row in rows.items() if row and row[1] in roles]
        bands += means if also_mean or 0.5 not in roles else []
        words = mark("median") if 0.5 in roles else "mean"
        return Plan(tuple(bands), Interval(words, f"{100 * levels[0]:g} to {100 * levels[-1]:g} %", quantiles.uncertainty))
    if not means:
        return Plan((), Interval("", ""))
    if sd is None:
        return Plan(tuple(means), Interval("value" if part == "domain" else "mean", ""))
    spread = [(sd, number, name[: -len(" sd")], "sd") for number, name in enumerate(sd.bands, 1)]
    return Plan((*means, *spread), Interval(mark("mean"), mark("90 % of a normal distribution"), sd.uncertainty))


def estimates(plan: Plan, values: Iterable[float], evidence: dict[str, str]) -> dict[str, Estimate]:
    """The estimates of a part by variable, from the values of its plan's bands."""
    found: dict[str, dict[str, float]] = {}
    for (_, _, variable, role), value in zip(plan.bands, values):
        found.setdefault(variable, {})[role] = value
    return {name: _estimate(name, roles, evidence.get(name, "")) for name, roles in found.items()}


def _estimate(name: str, roles: dict[str, float], evidence: str) -> Estimate:
    mean = roles.get("mean", math.nan)
    middle = roles.get("middle", mean)
    lower, upper = roles.get("lower", math.nan), roles.get("upper", math.nan)
    if "sd" in roles:
        least, most = _BOUNDS.get(name, (0.0, math.inf))  # nothing mapped is negative, and no parameter leaves its bounds
        lower, upper = max(middle - _NORMAL_90 * roles["sd"], least), min(middle + _NORMAL_90 * roles["sd"], most)
    return Estimate(middle, lower, upper, mean, evidence)


@dataclass(frozen=True)
class Grid:
    """Where a raster lies: its reference system, its geotransform and its size in pixels."""

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
    """Reads the rasters of one run at points. Close it: files that stay open cannot be replaced on Windows."""

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
    def grid(self) -> Grid | None:
        """The grid of the run's first raster; None where it cannot be opened."""
        return self._grids[self.products.files[0].path]

    def ask(
        self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext, parts: Iterable[str] = PARTS
    ) -> Asked:
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
            pixels[path] = grid and grid.pixel(QgsCoordinateTransform(crs, grid.crs, context).transform(point))
        return Asked(self, Place(place.x(), place.y(), self.products.title), tuple(parts), pixels)

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


class Asked:
    """Values of a point that are on their way."""

    def __init__(self, reader: PlaceReader, place: Place, parts: tuple[str, ...], pixels: dict[str, tuple[int, int] | None]) -> None:
        self._reader, self.place, self._pixels = reader, place, pixels
        self.missing = list(parts)
        self._jobs = {part: reader.jobs(part, pixels) for part in parts[:1]}

    def ready(self, part: str) -> bool:
        """Whether a part can be had without waiting."""
        return part in self._jobs and all(job.done() for job in self._jobs[part])

    def wait(self, *parts: str) -> Place:
        """The place with ``parts`` read, all those asked for where none is named."""
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

    def _take(self, part: str, found: dict[str, Estimate], interval: Interval) -> None:
        if part != "soc_rest":
            self.place.parts[part], self.place.intervals[part] = found, interval
            return
        soc = self.place.parts.setdefault("soc", {})
        for name, estimate in found.items():
            soc[name] = replace(soc[name], mean=estimate.mean) if name in soc else estimate


def read_grid(path: str) -> Grid | None:
    """Where a raster lies; None where it cannot be opened."""
    file = open_raster(path)
    if file is None:
        return None
    system = QgsCoordinateReferenceSystem.fromWkt(file.GetProjection())
    return Grid(system, file.GetGeoTransform(), file.RasterXSize, file.RasterYSize)


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
