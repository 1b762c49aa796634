"""Rasters as a prediction writes them, of values that are known: no engine needed.

Every variable grows from left to right between its limits, its interval from top to bottom. The first column is nodata; in the last row
the model is outside its domain.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence
from pathlib import Path

from osgeo import gdal, osr

from binn.binn_engine.bands import Band, product_bands, value_bands  # isort: skip
from binn.binn_engine.tables import EVIDENCE, NODATA, PRODUCT_BY_NAME, Product, depth_label  # isort: skip

DEPTHS, QUANTILES = (0.05, 0.15, 0.3, 0.6, 1.0), (0.05, 0.5, 0.95)
PRODUCTS = ("soc", "soc_sd", "soc_cv", "soc_quantiles", "processes", "processes_quantiles", "parameters", "parameters_sd", "domain")
CORNER, PIXEL, EPSG = (500_000.0, 5_000_000.0), 30.0, 32618
BLOCK = 256
_random = random.Random(1)
_SHARES = [_random.random() for _ in range(BLOCK * BLOCK)]
PRIOR = "tau_cwd"  # the parameter that the data say nothing of


def middle(band: Band, column: int, columns: int) -> float:
    """The value of a band in a column."""
    lower, upper = band.limits
    share = 0.2 + 0.5 * column / columns
    for depth in DEPTHS:
        if band.name == f"SOC density at {depth_label(depth)}":
            share /= 1 + 4 * depth
    return lower + (upper - lower) * share


def half_width(band: Band, row: int, rows: int) -> float:
    """Half of a band's interval of 90 % in a row."""
    return (band.limits[1] - band.limits[0]) * (0.02 + 0.1 * row / rows)


def value_of(product: Product, number: int, column: int, row: int, size: int) -> float:
    """The value of band ``number`` (from 0) of a product at a pixel."""
    if product.variables == "domain":
        beyond = 2.0 * row / (size - 1)
        return (beyond, beyond / 2, 0.0 if row == size - 1 else 1.0)[number]
    values = value_bands(product.variables, DEPTHS)
    if product.statistic == "quantiles":
        band, level = values[number // len(QUANTILES)], QUANTILES[number % len(QUANTILES)]
        return middle(band, column, size) + half_width(band, row, size) * {0.05: -1, 0.5: 0, 0.95: 1}[level]
    band = values[number]
    sd = half_width(band, row, size) / 1.645
    return {"value": middle(band, column, size) * 1.1, "sd": sd, "cv": 100 * sd / middle(band, column, size)}[product.statistic]


def write_product(path: Path, name: str, size: int, blocks: Sequence[tuple[int, int]] = ()) -> None:
    """Write one product; of a sparse one only ``blocks`` of 256 x 256 pixels, by column and row, are filled."""
    product = PRODUCT_BY_NAME[name]
    bands = product_bands(product, DEPTHS, QUANTILES)
    options = ["COMPRESS=DEFLATE", "PREDICTOR=3", "INTERLEAVE=BAND", "SPARSE_OK=TRUE", "BIGTIFF=IF_SAFER"]
    options += ["TILED=YES"] if size >= 256 else []
    file = gdal.GetDriverByName("GTiff").Create(str(path), size, size, len(bands), gdal.GDT_Float32, options)
    file.SetGeoTransform((CORNER[0], PIXEL, 0, CORNER[1], 0, -PIXEL))
    system = osr.SpatialReference()
    system.ImportFromEPSG(EPSG)
    file.SetProjection(system.ExportToWkt())
    tags = {"product": name, "title": product.title, "model": "hills.safetensors", "seed": "1", "passes": "50", "engine_version": "1"}
    file.SetMetadata(tags | ({"uncertainty": "raw spread, not calibrated"} if product.statistic != "value" else {}))
    for number, described in enumerate(bands):
        band = file.GetRasterBand(number + 1)
        band.SetNoDataValue(NODATA)
        band.SetDescription(described.name)
        band.SetUnitType(described.unit)
        if product.variables == "parameters":
            band.SetMetadataItem("evidence", EVIDENCE["prior" if described.name.split()[0] == PRIOR else "profile"])
            band.SetMetadataItem("posterior_over_prior_sd", "0.9731" if described.name.split()[0] == PRIOR else "0.4")
        for column, row in blocks:
            band.WriteRaster(column * BLOCK, row * BLOCK, BLOCK, BLOCK, _noise(described))
        for row in () if blocks else range(size):
            line = array("f", (NODATA if x == 0 else value_of(product, number, x, row, size) for x in range(size)))
            band.WriteRaster(0, row, size, 1, line.tobytes())
    file.FlushCache()


def _noise(band: Band) -> bytes:
    """A block of numbers with random digits to the last, which unpack no faster than those of a model."""
    lower, upper = band.limits
    return array("f", (lower + (upper - lower) * share for share in _SHARES)).tobytes()


def write_landscape(
    folder: Path, size: int = 40, products: Sequence[str] = PRODUCTS, blocks: Sequence[tuple[int, int]] = ()
) -> dict[str, str]:
    """Write products into a folder; their paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.tif" for name in products}
    for name, path in paths.items():
        write_product(path, name, size, blocks)
    return {name: str(path) for name, path in paths.items()}


def centre(column: int, row: int) -> tuple[float, float]:
    """The middle of a pixel in the rasters' reference system."""
    return CORNER[0] + PIXEL * (column + 0.5), CORNER[1] - PIXEL * (row + 0.5)
