"""Inputs that are small on disk and large in memory: refused from their headers."""

from __future__ import annotations

from pathlib import Path

import pytest
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

from binn_engine.covariates.grids import Grid
from binn_engine.errors import InputError, JobError
from binn_engine.files.opening import opened
from binn_engine.maps.by_tiles import check_tile
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample


def sparse(path: Path, width: int, height: int, **options: object) -> Path:
    """A raster without data: some kB, whatever its size."""
    place = from_origin(-180.0, 90.0, 360.0 / width, 180.0 / height)
    profile = {"driver": "GTiff", "width": width, "height": height, "count": 1, "dtype": "float32", "crs": 4326, "transform": place}
    with rasterio.open(path, "w", **profile, SPARSE_OK=True, BIGTIFF="YES", **options):
        pass
    return path


def virtual(path: Path, side: int) -> Path:
    """A raster of so many pixels that is a text of some lines."""
    place = f"-75, {1 / side}, 0, 43, 0, -{1 / side}"
    path.write_text(
        f'<VRTDataset rasterXSize="{side}" rasterYSize="{side}"><SRS>EPSG:4326</SRS><GeoTransform>{place}</GeoTransform>'
        '<VRTRasterBand dataType="Float32" band="1"/></VRTDataset>'
    )
    return path


def test_a_grid_of_more_pixels_than_any_map_is_refused(trained_example: TrainedExample, tmp_path: Path) -> None:
    """At once, for every job that maps."""
    grid = virtual(tmp_path / "grid.vrt", 2_000_000_000)
    simulate = ("simulate", "--forcing", trained_example.forcing, "--grid", grid, "--soc", tmp_path / "a.tif")
    predict = ("predict", *trained_example.inputs, "--grid", grid, "--soc", tmp_path / "a.tif")
    for words in (simulate, predict):
        done = engine_here(*words)
        assert done.status == 1
        assert "2,000,000,000 x 2,000,000,000 pixels" in done.stderr
        assert "bounds" in done.stderr
    window = Grid.from_raster(str(grid)).window_of((-75.0, 42.9999, -74.9999, 43.0))
    assert 200_000 <= window.width <= 200_001


def test_a_raster_in_one_strip_of_many_gigabytes_is_refused(tmp_path: Path) -> None:
    path = sparse(tmp_path / "strip.tif", 60_000, 60_000, blockysize=60_000, compress="deflate")
    assert path.stat().st_size < 100_000
    with pytest.raises(InputError, match=r"strip\.tif is stored in blocks of 14\.4 GB") as raised:
        opened(str(path))
    assert "TILED=YES" in raised.value.remedy


def test_bands_that_lie_together_count_together(tmp_path: Path) -> None:
    place = from_origin(0.0, 1.0, 1e-4, 1e-4)
    profile = {"driver": "GTiff", "width": 10_000, "height": 5_000, "count": 8, "dtype": "float32", "crs": 4326, "transform": place}
    for how, refused in (("pixel", True), ("band", False)):
        path = tmp_path / f"{how}.tif"
        with rasterio.open(path, "w", **profile, interleave=how, SPARSE_OK=True, blockysize=5_000, compress="deflate"):
            pass
        if refused:
            with pytest.raises(InputError, match=r"blocks of 1\.6 GB"):
                opened(str(path))
        else:
            opened(str(path)).close()


def test_rasters_in_tiles_of_any_size_are_read(tmp_path: Path) -> None:
    path = sparse(tmp_path / "tiled.tif", 1_000_000, 1_000_000, tiled=True, blockxsize=4096, blockysize=4096, compress="deflate")
    with opened(str(path)) as file:
        assert file.read(1, window=Window(5, 5, 2, 2)).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_tiles_too_large_for_memory_are_refused_where_no_plan_is_made() -> None:
    check_tile(100_000, Window(0, 0, 300, 300))
    check_tile(1414, Window(0, 0, 10**6, 10**6))
    for size in (0, -5, 1500, 100_000):
        with pytest.raises(JobError, match=r"[Tt]ile"):
            check_tile(size, Window(0, 0, 10**6, 10**6))
