"""Writes maps to files: products are written part by part, and checked when they are complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import rasterio
from rasterio._err import CPLE_BaseError  # GDAL's own errors, which rasterio lets through where it writes
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ..bands import Band
from ..covariates.grids import Grid
from ..errors import InputError, cannot_write
from ..files.opening import opened
from ..protocol import ENGINE_VERSION
from ..tables import EVIDENCE, NODATA, PRODUCT_BY_NAME

BLOCK = 256  # GeoTIFF block size in pixels
EVIDENCE_DETAILS = ("posterior_over_prior_sd", "first_order", "correlated_with")


def written_values(values: np.ndarray) -> np.ndarray:
    """Values as maps hold them: float32, nodata for those that are none, or that are infinite in it.

    Parameters
    ----------
    values
        Of a band, in its unit, any shape.
    """
    with np.errstate(over="ignore"):
        single = np.asarray(values).astype(np.float32)
    return np.where(np.isfinite(single), single, np.float32(NODATA))


@dataclass(frozen=True)
class RasterTexts:
    """What rasters say of themselves.

    Parameters
    ----------
    tags
        Of every file.
    evidence
        From a parameter to what the model card says of it, a tag of its bands.
    uncertainty
        From a product to the meaning of its spread.
    """

    tags: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    uncertainty: Mapping[str, str] = field(default_factory=dict)


SILENT = RasterTexts()


class ProductWriter:
    """GeoTIFFs of products on one window of a grid: float32, tiled, compressed, one nodata value, named bands with units.

    Use as a context manager.

    Parameters
    ----------
    paths, bands
        By the name of the product, the file and its bands.
    grid, window
        The grid, and the part of it that the files cover.
    texts
        What the files say of themselves.
    """

    def __init__(
        self,
        paths: Mapping[str, Path],
        bands: Mapping[str, Sequence[Band]],
        grid: Grid,
        window: Window,
        texts: RasterTexts = SILENT,
    ) -> None:
        self._paths, self._bands, self._grid, self.window, self._texts = paths, bands, grid, window, texts
        self._files: dict[str, rasterio.io.DatasetWriter] = {}
        self._valid = dict.fromkeys(paths, 0)
        self._stack = ExitStack()

    def __enter__(self) -> ProductWriter:
        for name, path in self._paths.items():
            try:
                self._files[name] = self._stack.enter_context(rasterio.open(path, "w", **self._profile(len(self._bands[name]))))
            except (RasterioError, CPLE_BaseError) as error:
                self._stack.close()
                raise cannot_write(f"The raster {path.name}", error) from error
            self._describe(name)
        return self

    def _profile(self, count: int) -> dict:
        width, height = self.window.width, self.window.height
        profile = {
            "driver": "GTiff",
            "dtype": "float32",
            "count": count,
            "width": width,
            "height": height,
            "crs": self._grid.crs,
            "transform": rasterio.windows.transform(self.window, self._grid.transform),
            "nodata": NODATA,
            "compress": "deflate",
            "predictor": 3,
            "interleave": "band",
            "BIGTIFF": "IF_SAFER",
        }
        if max(width, height) >= BLOCK:
            profile |= {"tiled": True, "blockxsize": BLOCK, "blockysize": BLOCK}
        return profile

    def _describe(self, name: str) -> None:
        file, product = self._files[name], PRODUCT_BY_NAME[name]
        if name in self._texts.uncertainty:
            file.update_tags(uncertainty=self._texts.uncertainty[name])
        file.update_tags(product=name, title=product.title, meaning=product.meaning, engine_version=ENGINE_VERSION, **self._texts.tags)
        for number, band in enumerate(self._bands[name], 1):
            _describe_band(file, number, band)
            # Bands of spread and quantiles begin with the parameter's name too.
            row = self._texts.evidence.get(band.name.split()[0]) if product.variables == "parameters" else None
            if row is not None:
                file.update_tags(number, evidence=EVIDENCE[row["informed_by"]], **{name: str(row[name]) for name in EVIDENCE_DETAILS})

    def add_tags(self, **tags: str) -> None:
        """Give every product more tags, such as what is known only once the maps are computed."""
        for file in self._files.values():
            file.update_tags(**tags)

    def write(self, tile: Window, valid: np.ndarray, values: Mapping[str, np.ndarray]) -> int:
        """Write one tile.

        Returns how many pixels have a value in any product.

        Parameters
        ----------
        tile, valid
            Its place in the grid, and which pixels have all covariates, ``(rows, columns)``.
        values
            Of the valid pixels by product, ``(n, bands)`` each, in the units of the bands.
        """
        filled = np.zeros(valid.shape, dtype=bool)
        for name, file in self._files.items():
            block = np.full((file.count, *valid.shape), NODATA, dtype=np.float32)
            if valid.any():
                block[:, valid] = written_values(values[name]).T
            filled |= (block != NODATA).any(0)
            self.put(name, tile, block)
        return int(filled.sum())

    def check_filled(self) -> None:
        """Raise :class:`InputError` for a map without a valid pixel, though there are pixels with all that the model reads."""
        empty = [name for name, count in self._valid.items() if not count]
        if empty:
            raise InputError(
                f"No pixel has a value of {', '.join(empty)}, because the results of the model are not finite numbers anywhere.",
                "Check the parameters, the covariates and the forcing for impossible values.",
            )

    def put(self, name: str, part: Window, block: np.ndarray) -> None:
        """Write all bands of a product ``(bands, rows, columns)``, nodata filled in, in a part of the grid.

        Parameters
        ----------
        name, part, block
            The product, the place in the grid, and values with nodata filled in, ``(bands, rows, columns)``, in the units of the bands.
        """
        file, place = (
            self._files[name],
            Window(part.col_off - self.window.col_off, part.row_off - self.window.row_off, part.width, part.height),
        )
        self._valid[name] += int((block != NODATA).any(0).sum())
        try:
            file.write(block, window=place)
        except (RasterioError, CPLE_BaseError) as error:
            raise cannot_write(f"The raster {Path(file.name).name}", error) from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)
        if kind is None:
            for path in self._paths.values():
                check_whole(path)


def write_bands(
    path: Path, grid: Grid, values: np.ndarray, labels: Sequence[tuple[str, str]], tags: Mapping[str, str] | None = None
) -> None:
    """Write ``values`` ``(bands, rows, columns)`` on the whole grid as a compressed GeoTIFF with named bands; NaN is nodata.

    Parameters
    ----------
    path, grid, tags
        Of the file.
    values, labels
        Of the bands: ``(bands, rows, columns)``, NaN where there is none; and of each its name and its unit.

    Raises
    ------
    OutputError
        Where the file cannot be written.
    """
    profile = {"driver": "GTiff", "dtype": "float32", "count": len(values), "width": grid.width, "height": grid.height}
    profile |= {"crs": grid.crs, "transform": grid.transform, "nodata": NODATA, "compress": "deflate", "predictor": 3}
    try:
        with rasterio.open(path, "w", **profile, interleave="band", BIGTIFF="IF_SAFER") as file:
            file.write(written_values(values))
            file.update_tags(engine_version=ENGINE_VERSION, **(tags or {}))
            for number, (name, unit) in enumerate(labels, 1):
                file.set_band_description(number, name)
                file.set_band_unit(number, unit)
    except (RasterioError, CPLE_BaseError) as error:
        raise cannot_write(f"The raster {path.name}", error) from error


def check_whole(path: Path) -> None:
    """Raise :class:`OutputError` where the end of a raster, or of one of its overviews, is not on the drive: GDAL is silent about what it
    cannot write when it closes a file."""
    try:
        with opened(str(path)) as file:
            _read_last(file)
            levels = len(file.overviews(file.count))
        for level in range(levels):
            with opened(str(path), overview_level=level) as file:
                _read_last(file)
    except (RasterioError, CPLE_BaseError) as error:
        raise cannot_write(f"The raster {path.name}", error) from error


def _read_last(file: rasterio.io.DatasetReader) -> None:
    """Read the last block of the last band."""
    rows, columns = file.block_shapes[-1]
    last = Window(file.width - 1 - (file.width - 1) % columns, file.height - 1 - (file.height - 1) % rows, columns, rows)
    file.read(file.count, window=last.intersection(Window(0, 0, file.width, file.height)))


def _describe_band(file: rasterio.io.DatasetWriter, number: int, band: Band) -> None:
    file.set_band_description(number, band.name)
    file.set_band_unit(number, band.unit)
    file.update_tags(number, units=band.unit, meaning=band.meaning, lower_limit=band.limits[0], upper_limit=band.limits[1])
