"""The distribution of a run's processes and parameters over its map: counts in classes, from a sample that is read in the background."""

from __future__ import annotations

import bisect
import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from osgeo import gdal
from qgis.core import QgsTask

from ..layers.products import ProductSet, open_raster
from ..translation import tr
from .tasks import Tasks

# A map is looked at through at most WINDOWS x WINDOWS windows of EDGE x EDGE pixels: some 37,000 pixels of a map of any size, in few
# blocks. Maps up to 240 pixels wide are seen whole.
WINDOWS, EDGE = 12, 20
CLASSES = 32
SAMPLED = ("processes", "parameters")


@dataclass(frozen=True)
class Distribution:
    """Values of one variable over the map: sorted sample."""

    values: tuple[float, ...]

    def quantile(self, level: float) -> float:
        """The value below which a share ``level`` of the map lies."""
        return self.values[min(int(level * len(self.values)), len(self.values) - 1)]

    def rank(self, value: float) -> float:
        """The share of the map below ``value``, ties counted half.

        >>> Distribution((1.0, 2.0, 3.0, 4.0)).rank(2.0)
        0.375
        """
        return (bisect.bisect_left(self.values, value) + bisect.bisect_right(self.values, value)) / (2 * len(self.values))

    def shares(self, lower: float, upper: float, classes: int = CLASSES) -> list[float]:
        """The share of the map in each of some classes of equal width between two limits, values beyond them in the outer ones."""
        edges = [bisect.bisect_left(self.values, lower + (upper - lower) * step / classes) for step in range(1, classes)]
        bounds = [0, *edges, len(self.values)]
        return [(stop - start) / len(self.values) for start, stop in zip(bounds, bounds[1:])]


def starts(size: int) -> list[int]:
    """Where windows begin along a side of ``size`` pixels: side by side where they cover it, else at equal distances.

    >>> starts(50)
    [0, 20, 40]
    >>> len(starts(10_000)), starts(10_000)[-1]
    (12, 9980)
    """
    if size <= WINDOWS * EDGE:
        return list(range(0, size, EDGE))
    return [round(step * (size - EDGE) / (WINDOWS - 1)) for step in range(WINDOWS)]


def windows(columns: int, rows: int) -> Iterator[tuple[int, int, int, int]]:
    """Column, row, width and height of the windows of a map."""
    for row in starts(rows):
        for column in starts(columns):
            yield column, row, min(EDGE, columns - column), min(EDGE, rows - row)


def sample_band(band: gdal.Band, stopped: Callable[[], bool]) -> Distribution | None:
    """The distribution of a band's values; None where it has none in the windows, or ``stopped`` says so."""
    nodata = band.GetNoDataValue()
    found: list[float] = []
    for window in windows(band.XSize, band.YSize):
        if stopped():
            return None
        try:
            data = band.ReadRaster(*window, buf_type=gdal.GDT_Float64)
        except RuntimeError:
            data = None
        if data is not None:
            values = struct.unpack(f"{window[2] * window[3]}d", bytes(data))
            found += [value for value in values if value != nodata and math.isfinite(value)]
    return Distribution(tuple(sorted(found))) if found else None


class DistributionTask(QgsTask):
    """Samples the maps of a run's processes and parameters in a thread of QGIS's, which only reads files.

    ``done`` is called in the main thread with the distributions by band.
    """

    def __init__(self, products: ProductSet, done: Callable[[dict[str, Distribution]], None]) -> None:
        super().__init__(tr("BINN: distribution of the values of {run}").format(run=products.title), QgsTask.Flag.CanCancel)
        self._files = [file for file in map(products.file, SAMPLED) if file is not None]
        self._done = done
        self._found: dict[str, Distribution] = {}

    def run(self) -> bool:
        for file in self._files:
            raster = open_raster(file.path)
            for number, name in enumerate(file.bands if raster else (), 1):
                found = sample_band(raster.GetRasterBand(number), self.isCanceled)
                if self.isCanceled():
                    return False
                if found is not None:
                    self._found[name] = found
        return True

    def finished(self, fine: bool) -> None:
        if fine:
            self._done(self._found)


class Distributions:
    """Distributions by run, each sampled once; ``changed`` is called when those of a run are ready."""

    def __init__(self, tasks: Tasks, changed: Callable[[], None]) -> None:
        self._tasks, self._changed = tasks, changed
        self._by_run: dict[tuple[str, ...], dict[str, Distribution]] = {}

    def __len__(self) -> int:
        return len(self._by_run)

    def of(self, products: ProductSet) -> dict[str, Distribution]:
        """A run's distributions by band, empty until they are there."""
        return self._by_run.get(products.key, {})

    def read(self, products: ProductSet) -> None:
        """Begin to sample a run's maps where that was not done before."""
        if products.key not in self._by_run:
            task = DistributionTask(products, lambda distributions: self._take(task, products.key, distributions))
            self._tasks.begin("distribution", task)

    def _take(self, task: DistributionTask, key: tuple[str, ...], distributions: dict[str, Distribution]) -> None:
        awaited = self._tasks.finish("distribution", task)
        self._by_run[key] = distributions
        if awaited:  # else the panel was closed, or shows another run, since the task was begun
            self._changed()
