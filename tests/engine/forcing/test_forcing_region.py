"""Forcing by parts: what is read around a map or profiles is what the whole file would give, in less memory."""

from __future__ import annotations

import resource
from pathlib import Path

import numpy as np
import pytest
import xarray
from affine import Affine
from pyproj import CRS
from rasterio.windows import Window

from binn_engine.clm5.geometry import NODE_DEPTH
from binn_engine.clm5.interpolation import interpolated
from binn_engine.covariates.grids import Grid
from binn_engine.errors import InputError, JobError
from binn_engine.forcing import cell_file
from binn_engine.forcing.grid import ForcingGrid
from binn_engine.forcing.reading import read_forcing
from binn_engine.forcing.region import region_of_map, region_of_places, sampled_lines

Told = list[tuple[str, str]]


def write_globe(path: Path, degrees: float, holes: np.ndarray | None = None) -> None:
    """A climatology of the globe in which soil temperature says where a cell lies; ``holes`` ``(rows, columns)`` have no value."""
    lat, lon = np.arange(-90.0 + degrees / 2, 90.0, degrees), np.arange(degrees / 2, 360.0, degrees)
    place = 250.0 + (lat[:, None] + 90.0) / 10.0 + lon / 100.0
    place = np.where(holes, np.nan, place) if holes is not None else place
    by_layer = {"TSOI": place, "W_SCALAR": 0.5 + 0.0 * place, "O_SCALAR": 1.0 + 0.0 * place, "FPI_vr": 0.9 + 0.0 * place}
    by_month = {"ALTMAX": 2.0, "ALTMAX_LASTYEAR": 2.0, "CWD_INPUT": 10.0, "LITR1_INPUT": 10.0, "LITR2_INPUT": 10.0, "LITR3_INPUT": 10.0}
    layers = {
        name: (("time", "levsoi", "lat", "lon"), np.broadcast_to(values, (12, 20, *place.shape)).astype(np.float32))
        for name, values in by_layer.items()
    }
    months = {name: (("time", "lat", "lon"), np.full((12, *place.shape), value, dtype=np.float32)) for name, value in by_month.items()}
    bedrock = {"nbedrock": (("lat", "lon"), np.full(place.shape, 20.0, dtype=np.float32))}
    axes = {"levsoi": NODE_DEPTH, "lat": ("lat", lat), "lon": ("lon", lon)}
    xarray.Dataset({**layers, **months, **bedrock}, axes).to_netcdf(path, encoding={name: {"zlib": True} for name in layers})


def interpolated_temperature(grid: ForcingGrid, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    grid = grid.read_by("bilinear")
    return interpolated(grid.forcing(grid.cells_at(lon, lat)[0])).soil_temperature[:, 0, 0].numpy()


def grid_of(left: float, top: float, size: float, width: int, height: int) -> Grid:
    return Grid(CRS(4326), Affine(size, 0.0, left, 0.0, -size, top), width, height)


WINDOWS = {
    "inland": (10.0, 50.0, 0.1, 40, 30),
    "across the seam": (179.0, 10.0, 0.1, 30, 20),
    "by the pole": (-30.0, 90.0, 0.5, 120, 12),
    "far from any land": (-150.0, -40.0, 0.2, 20, 20),
    "the globe": (-180.0, 90.0, 5.0, 72, 36),
}


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
def test_every_pixel_gets_the_cell_that_the_whole_file_would_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: tuple) -> None:
    """With two thirds of the cells without a value, in scattered places and in an ocean, and blocks of a few cells."""
    random = np.random.default_rng(3)
    holes = random.random((45, 90)) < 0.66
    holes[5:20, 40:70] = True
    write_globe(tmp_path / "f.nc", 4.0, holes)
    monkeypatch.setattr(cell_file, "BLOCK_CELLS", 50)
    grid = grid_of(*window)
    lon, lat = grid.lonlat(grid.whole)
    whole = read_forcing(str(tmp_path / "f.nc"), lambda *told: None)
    part = read_forcing(str(tmp_path / "f.nc"), lambda *told: None, region_of_map(grid, grid.whole))
    (a, near), (b, distance) = whole.nearest(lon.ravel(), lat.ravel()), part.nearest(lon.ravel(), lat.ravel())
    np.testing.assert_array_equal(distance, near)
    for name in whole.cells:
        np.testing.assert_array_equal(part.cells[name][b], whole.cells[name][a])
    between = [interpolated_temperature(grid, lon.ravel(), lat.ravel()) for grid in (whole, part)]
    np.testing.assert_allclose(between[1], between[0], atol=1e-9)
    if window[0] == 10.0:
        assert len(part) < len(whole) / 10


def test_profiles_get_the_cells_that_the_whole_file_would_give(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    write_globe(tmp_path / "f.nc", 4.0, random.random((45, 90)) < 0.8)
    lon, lat = random.uniform(-180.0, 180.0, 40), random.uniform(-60.0, 80.0, 40)
    whole = read_forcing(str(tmp_path / "f.nc"), lambda *told: None)
    part = read_forcing(str(tmp_path / "f.nc"), lambda *told: None, region_of_places(np.append(lon, np.nan), np.append(lat, 1.0)))
    (a, near), (b, distance) = whole.nearest(lon, lat), part.nearest(lon, lat)
    np.testing.assert_array_equal(distance, near)
    np.testing.assert_array_equal(part.cells["soil_temperature"][b], whole.cells["soil_temperature"][a])
    between = [interpolated_temperature(grid, lon, lat) for grid in (whole, part)]
    np.testing.assert_allclose(between[1], between[0], atol=1e-9)


def test_a_warning_is_told_once_with_its_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell_file, "BLOCK_CELLS", 10)
    write_globe(tmp_path / "f.nc", 10.0)
    with xarray.open_dataset(tmp_path / "f.nc", decode_times=False) as file:
        changed = file.load()
    changed["TSOI"][:, :, 4, ::9] = 1e20
    changed.to_netcdf(tmp_path / "g.nc")
    told: Told = []
    forcing = read_forcing(str(tmp_path / "g.nc"), lambda *row: told.append(row))
    assert len(forcing) == 18 * 36 - 4
    assert [code for code, _ in told] == ["undeclared_nodata"]
    assert f"at {4 * 240:,} of {18 * 36 * 240:,} values" in told[0][1]


def test_a_file_without_a_complete_cell_is_refused_wherever_the_map_lies(tmp_path: Path) -> None:
    write_globe(tmp_path / "f.nc", 20.0, np.ones((9, 18), dtype=bool))
    grid = grid_of(*WINDOWS["inland"])
    with pytest.raises(InputError, match="no cell in which all variables have a value"):
        read_forcing(str(tmp_path / "f.nc"), lambda *told: None, region_of_map(grid, grid.whole))


def test_forcing_that_takes_more_than_the_memory_allowed_is_refused_with_a_remedy(tmp_path: Path) -> None:
    write_globe(tmp_path / "f.nc", 10.0)
    grid = grid_of(*WINDOWS["the globe"])
    with pytest.raises(JobError, match=r"needs more than 0\.001 GB of memory") as raised:
        read_forcing(str(tmp_path / "f.nc"), lambda *told: None, region_of_map(grid, grid.whole, 1e6))
    assert "bounds" in raised.value.remedy


def test_the_memory_of_a_part_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """A globe of 2 degrees holds 16,200 cells, 130 MB as it was read before; a window of it takes a small part of that."""
    write_globe(tmp_path / "f.nc", 2.0)
    grid = grid_of(10.0, 50.0, 0.1, 40, 30)
    read_forcing(str(tmp_path / "f.nc"), lambda *told: None, region_of_map(grid, Window(0, 0, 1, 1)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    part = read_forcing(str(tmp_path / "f.nc"), lambda *told: None, region_of_map(grid, grid.whole))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert part.cells["soil_temperature"].dtype == np.float32
    assert sum(values.nbytes for values in part.cells.values()) < 1e6
    assert grown < 20.0, f"{grown:.0f} MB"


def test_the_lines_looked_at_reach_from_edge_to_edge_of_the_window() -> None:
    columns, rows = sampled_lines(Window(3, 5, 1000, 4))
    assert (columns[0], columns[-1]) == (3, 1002)
    assert rows.tolist() == [5, 6, 7, 8]
