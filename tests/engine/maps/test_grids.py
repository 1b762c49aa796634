"""Maps on awkward grids, pixel by pixel against what ``evaluate`` says of profiles at the centres of the pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio import Affine
from rasterio.enums import ColorInterp

from binn_engine.covariates.grids import Grid
from binn_engine.tables import DEFAULT_DEPTHS_M, NODATA
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample

DEGREES = Affine(0.1, 0, -76.0, 0, -0.1, 44.0)
UTM = Affine(9000.0, 0, 400000.0, 0, -9000.0, 4_900_000.0)  # zone 18N, over the same land
DEPTH, BAND = DEFAULT_DEPTHS_M[1], 2
CLASSES = "land_cover"
FAR = ("--max-forcing-distance", 400)  # in cells of half a degree: some of these grids lie far from the example


@dataclass(frozen=True)
class Layer:
    """A raster of all covariates: where it lies, and how it is stored."""

    transform: Affine = DEGREES
    crs: Any = 4326
    width: int = 7
    height: int = 5
    dtype: str = "float32"
    nodata: float | None = None
    options: tuple[tuple[str, object], ...] = ()
    finish: Callable[[rasterio.io.DatasetWriter], None] | None = None
    scaled: bool = False


@dataclass(frozen=True)
class Landscape:
    """Covariates as functions of place: their means, deviations and classes are those the model knows."""

    names: list[str]
    mean: np.ndarray
    deviation: np.ndarray
    classes: np.ndarray

    def values(self, layer: Layer) -> np.ndarray:
        """All covariates at the pixels of a layer ``(covariates, rows, columns)``."""
        col, row = np.meshgrid(np.arange(layer.width) + 0.5, np.arange(layer.height) + 0.5)
        waves = [np.sin(0.9 * col + number) + np.cos(0.7 * row + 2 * number) for number in range(len(self.names))]
        values = self.mean[:, None, None] + 0.5 * self.deviation[:, None, None] * np.stack(waves)
        at = (col.astype(int) + 2 * row.astype(int)) % len(self.classes)
        values[self.names.index(CLASSES)] = self.classes[at]
        return values

    def write(self, path: Path, layer: Layer) -> Path:
        """The layer as a GeoTIFF, with a band a covariate."""
        values, names = self.values(layer), list(self.names)
        scale = np.ones(len(names))
        if layer.scaled:
            # A constant band would have no range to scale by.
            low = values.min((1, 2))
            scale = np.maximum(np.ptp(values, axis=(1, 2)) / 1000.0, 1e-6)
            scale[names.index(CLASSES)], low[names.index(CLASSES)] = 1.0, 0.0
            values = np.round((values - low[:, None, None]) / scale[:, None, None])
        profile = {"driver": "GTiff", "width": layer.width, "height": layer.height, "count": len(names), "dtype": layer.dtype}
        profile |= {"crs": layer.crs, "transform": layer.transform, "nodata": layer.nodata, **dict(layer.options)}
        with rasterio.open(path, "w+", **profile) as file:
            file.write(values.astype(layer.dtype), indexes=list(range(1, len(names) + 1)))
            for number, name in enumerate(names, 1):
                file.set_band_description(number, name)
            if layer.scaled:
                file.scales, file.offsets = tuple(scale), tuple(low)
            if layer.finish:
                layer.finish(file)
        return path


@pytest.fixture(scope="module")
def landscape(trained_example: TrainedExample) -> Landscape:
    """What the model of the example was trained on."""
    names, mean, deviation, classes = [], [], [], np.empty(0)
    for path in trained_example.covariates:
        with rasterio.open(path) as file:
            values = file.read(1, masked=True).compressed()
        names.append(Path(path).stem)
        mean.append(values.mean())
        deviation.append(values.std())
        if names[-1] == CLASSES:
            classes = np.unique(values)
    return Landscape(names, np.array(mean), np.array(deviation), classes)


def predicted(example: TrainedExample, covariates: list[Path], folder: Path, *options: object) -> rasterio.io.DatasetReader:
    words = ["--model", example.model, "--forcing", example.forcing, "--covariates", *covariates, *FAR]
    done = engine_here("predict", *words, "--soc", folder / "soc.tif", "--tile-size", 3, *options)
    assert done.status == 0, done.stderr
    return rasterio.open(folder / "soc.tif")


def evaluated(example: TrainedExample, covariates: list[Path], grid: Grid, folder: Path) -> np.ndarray:
    """What ``evaluate`` says of SOC at the centre of every pixel ``(rows, columns)``, NaN where it has no covariates."""
    longitude, latitude = (axis.ravel() for axis in grid.lonlat(grid.whole))
    there = np.isfinite(longitude) & np.isfinite(latitude)
    table = {"profile_id": np.flatnonzero(there), "longitude": longitude[there], "latitude": latitude[there]}
    pd.DataFrame({**table, "depth": DEPTH, "soc": 9000.0}).to_csv(folder / "places.csv", index=False, float_format="%.17g")
    words = ["--model", example.model, "--forcing", example.forcing, "--covariates", *covariates, "--sampling", "bilinear", *FAR]
    words += ["--observations", folder / "places.csv", "--predictions", folder / "p.csv", "--allow-training-profiles"]
    done = engine_here("evaluate", *words)
    assert done.status == 0, done.stderr
    found = pd.read_csv(folder / "p.csv")
    values = np.full(len(longitude), np.nan)
    values[found["profile_id"].astype(int)] = found["predicted_gC_m3"]
    return values.reshape(grid.height, grid.width)


def assert_right(example: TrainedExample, covariates: list[Path], folder: Path, grid: Path | None = None) -> np.ndarray:
    """The map has the values of ``evaluate`` at every pixel, and values at no other; returns which pixels have."""
    options = ["--grid", grid] if grid else []
    with predicted(example, covariates, folder, *options) as file:
        mapped = file.read(BAND).astype(float)
        assert Grid.of(file) == Grid.from_raster(str(grid or covariates[0]))
        expected = evaluated(example, covariates, Grid.of(file), folder)
    np.testing.assert_allclose(np.where(mapped == NODATA, np.nan, mapped), expected, rtol=1e-6)
    return np.isfinite(expected)


def holes(file: rasterio.io.DatasetWriter) -> None:
    """NaN in one band here and in another there."""
    for band, (row, col) in ((1, (0, 0)), (4, (2, 3))):
        values = file.read(band)
        values[row, col] = np.nan
        file.write(values, band)


def fills(value: float) -> Callable[[rasterio.io.DatasetWriter], None]:
    def write(file: rasterio.io.DatasetWriter) -> None:
        values = file.read(2)
        values[1, 1:4] = value
        file.write(values, 2)

    return write


def mask(file: rasterio.io.DatasetWriter) -> None:
    seen = np.full((file.height, file.width), 255, dtype=np.uint8)
    seen[3, :2] = 0
    file.write_mask(seen)


POLAR = Affine(9000.0, 0, 300_000.0, 0, -9000.0, -4_500_000.0)
ONE_FILE = {
    "degrees": (Layer(), 35),
    "projected": (Layer(UTM, 32618), 35),
    "south-up": (Layer(Affine(0.1, 0, -76.0, 0, 0.1, 43.5)), 35),
    "east to west": (Layer(Affine(-0.1, 0, -75.3, 0, -0.1, 44.0)), 35),
    "pixels that are not square": (Layer(Affine(0.1, 0, -76.0, 0, -0.03, 44.0)), 35),
    "across the date line": (Layer(Affine(0.1, 0, 179.65, 0, -0.1, 67.0)), 35),
    "longitudes to 360": (Layer(Affine(0.1, 0, 284.0, 0, -0.1, 44.0)), 35),
    "around a pole": (Layer(POLAR, 3995), 35),
    "one pixel": (Layer(width=1, height=1), 1),
    "one row": (Layer(height=1), 7),
    "one column": (Layer(width=1), 5),
    "whole numbers with scale and offset": (Layer(dtype="int32", scaled=True), 35),
    "small whole numbers with nodata": (Layer(dtype="int16", nodata=-32768, scaled=True, finish=fills(-32768)), 32),
    "float with NaN": (Layer(finish=holes), 33),
    "NaN as nodata": (Layer(nodata=float("nan"), finish=holes), 33),
    "nodata that is no round number": (Layer(nodata=-3.4028234663852886e38, finish=fills(-3.4028234663852886e38)), 32),
    "a fill that is not declared": (Layer(finish=fills(1e36)), 32),
    "a mask": (Layer(finish=mask), 33),
    "double precision": (Layer(dtype="float64"), 35),
    "blocks across bands": (
        Layer(width=40, height=21, options=(("interleave", "pixel"), ("tiled", True), ("blockxsize", 16), ("blockysize", 16))),
        840,
    ),
}


@pytest.mark.parametrize("name", ONE_FILE)
def test_a_map_on_the_grid_of_its_covariates_is_right(trained_example, landscape, tmp_path, name: str) -> None:
    layer, valid = ONE_FILE[name]
    path = landscape.write(tmp_path / "all.tif", layer)
    assert assert_right(trained_example, [path], tmp_path).sum() == valid


MOVED = replace(Layer(), transform=Affine(0.1, 0, -76.05, 0, -0.1, 44.05))
COARSE = Layer(Affine(0.25, 0, -76.1, 0, -0.25, 44.1), width=4, height=4)
FINE = Layer(Affine(0.02, 0, -76.0, 0, -0.02, 44.0), width=35, height=25)
OTHER_GRID = {
    "shifted by half a pixel": (Layer(), MOVED, 35),
    "coarse to fine": (COARSE, Layer(), 35),
    "fine to coarse": (FINE, Layer(), 35),
    "another reference system": (replace(FINE, transform=Affine(0.05, 0, -76.5, 0, -0.05, 44.5)), Layer(UTM, 32618), 35),
    "in part beside": (Layer(), replace(Layer(), transform=Affine(0.1, 0, -75.8, 0, -0.1, 43.8)), 15),
    "longitudes to 360 onto those to 180": (replace(FINE, transform=Affine(0.02, 0, 284.0, 0, -0.02, 44.0)), Layer(), 35),
    "the date line from either side": (
        replace(Layer(), transform=Affine(0.1, 0, 179.6, 0, -0.1, 67.0)),
        Layer(Affine(0.1, 0, -180.4, 0, -0.1, 67.0)),
        35,
    ),
    "south-up onto north-up": (replace(Layer(), transform=Affine(0.1, 0, -76.0, 0, 0.1, 43.5)), Layer(), 35),
}


@pytest.mark.parametrize("name", OTHER_GRID)
def test_a_map_on_another_grid_is_right(trained_example, landscape, tmp_path, name: str) -> None:
    covariates, target, valid = OTHER_GRID[name]
    path, grid = landscape.write(tmp_path / "all.tif", covariates), landscape.write(tmp_path / "grid.tif", target)
    assert assert_right(trained_example, [path], tmp_path, grid).sum() == valid


def test_a_map_of_a_virtual_mosaic_is_right(trained_example, landscape, tmp_path) -> None:
    """Of two rasters side by side, with a gap between them."""
    from binn_engine.maps.mosaics import write_mosaic

    layer = Layer(nodata=-9999.0)
    west = landscape.write(tmp_path / "west.tif", layer)
    east = landscape.write(tmp_path / "east.tif", replace(layer, transform=Affine(0.1, 0, -75.1, 0, -0.1, 44.0)))
    write_mosaic(tmp_path / "all.vrt", [west, east], tmp_path)
    valid = assert_right(trained_example, [tmp_path / "all.vrt"], tmp_path)
    assert valid.shape == (5, 16)
    assert valid.sum() == 70


def test_a_map_of_separate_files_with_an_alpha_band_is_right(trained_example, landscape, tmp_path) -> None:
    """A file a covariate; one has an alpha band, which hides pixels and is no covariate, one another nodata value."""
    layer = Layer()
    landscape.write(tmp_path / "all.tif", layer)
    paths = []
    for number, name in enumerate(landscape.names):
        # GDAL takes alpha for a mask in whole numbers only.
        kind = np.uint16 if number == 0 else np.float32
        values = landscape.values(layer)[number].astype(kind)
        path = tmp_path / f"{name}.tif"
        profile = {"driver": "GTiff", "width": 7, "height": 5, "dtype": kind, "crs": 4326, "transform": DEGREES}
        with rasterio.open(path, "w", **profile, count=2 if number == 0 else 1, nodata=-1.0 if number == 1 else None) as file:
            if number == 0:
                file.colorinterp = [ColorInterp.gray, ColorInterp.alpha]
                alpha = np.full((5, 7), 65535, dtype=kind)
                alpha[4, 6] = 0
                file.write(alpha, 2)
            if number == 1:
                values[0, 5] = -1.0
            file.write(values, 1)
            file.set_band_description(1, name)
        paths.append(path)
    assert assert_right(trained_example, paths, tmp_path).sum() == 33


def refused(example: TrainedExample, path: Path, folder: Path) -> str:
    words = ["--model", example.model, "--forcing", example.forcing, "--covariates", path, "--soc", folder / "soc.tif", *FAR]
    done = engine_here("predict", *words)
    assert done.status == 1
    assert not (folder / "soc.tif").exists()
    return done.stderr


@pytest.mark.parametrize("transform", [DEGREES @ Affine.rotation(10.0), DEGREES @ Affine.shear(5.0)])
def test_rotated_and_sheared_grids_are_refused_by_name(trained_example, landscape, tmp_path, transform: Affine) -> None:
    said = refused(trained_example, landscape.write(tmp_path / "turned.tif", Layer(transform)), tmp_path)
    assert "turned.tif is rotated" in said
    assert "Warp it" in said


def test_a_map_without_a_value_and_one_without_a_place_are_refused(trained_example, landscape, tmp_path) -> None:
    empty = landscape.write(tmp_path / "empty.tif", Layer(nodata=1.0, finish=lambda file: file.write(np.ones((1, 5, 7), np.float32), [3])))
    assert "no pixel has a value of every covariate" in refused(trained_example, empty, tmp_path)
    nowhere = landscape.write(tmp_path / "nowhere.tif", Layer(crs=None))
    assert "nowhere.tif has no coordinate reference system" in refused(trained_example, nowhere, tmp_path)


def test_overviews_are_means_of_the_same_pixels(trained_example, landscape, tmp_path) -> None:
    path = landscape.write(tmp_path / "all.tif", Layer(Affine(0.01, 0, -76.0, 0, -0.01, 44.0), width=600, height=20))
    for layout in ("plain", "overviews"):
        (tmp_path / layout).mkdir()
        predicted(trained_example, [path], tmp_path / layout, "--layout", layout, "--tile-size", 0).close()
    with rasterio.open(tmp_path / "plain" / "soc.tif") as plain, rasterio.open(tmp_path / "overviews" / "soc.tif") as file:
        values = plain.read(1, masked=True).filled(np.nan)
        np.testing.assert_array_equal(plain.read(), file.read())
        assert file.overviews(1) == file.overviews(file.count) == [2, 4]
        assert (plain.descriptions, plain.units, plain.nodatavals, plain.tags(1)) == (
            file.descriptions,
            file.units,
            file.nodatavals,
            file.tags(1),
        )
    with rasterio.open(tmp_path / "overviews" / "soc.tif", overview_level=0) as half:
        means = np.nanmean(values.reshape(10, 2, 300, 2), (1, 3))
        np.testing.assert_allclose(half.read(1, masked=True).filled(np.nan), means, rtol=1e-6)


def test_a_cloud_optimised_map_has_the_same_pixels_and_names(trained_example, landscape, tmp_path) -> None:
    layer = Layer(Affine(0.01, 0, -76.0, 0, -0.01, 44.0), width=600, height=20)
    path = landscape.write(tmp_path / "all.tif", layer)
    for layout in ("plain", "cog"):
        (tmp_path / layout).mkdir()
        predicted(trained_example, [path], tmp_path / layout, "--layout", layout, "--tile-size", 0).close()
    with rasterio.open(tmp_path / "plain" / "soc.tif") as plain, rasterio.open(tmp_path / "cog" / "soc.tif") as cog:
        np.testing.assert_array_equal(plain.read(), cog.read())
        assert cog.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert cog.overviews(1)[0] == 2
        assert not plain.overviews(1)
        assert (plain.descriptions, plain.units, plain.nodatavals, plain.tags(1)) == (
            cog.descriptions,
            cog.units,
            cog.nodatavals,
            cog.tags(1),
        )
        assert plain.tags()["product"] == cog.tags()["product"]
