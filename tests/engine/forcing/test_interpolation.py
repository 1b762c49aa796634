"""Forcing between its cells: weights of at most four of them, on grids of every kind, with cells that are missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import RegularGridInterpolator

from binn_engine.clm5.interpolation import interpolated
from binn_engine.errors import JobError
from binn_engine.forcing.cell_weights import CellWeights
from binn_engine.forcing.grid import ForcingGrid
from binn_engine.forcing.lattice import Axes, Curves, lattice_of, lattice_of_list
from binn_engine.forcing.reading import read_forcing
from tests.engine.support.forcing import dataset

ROWS, COLUMNS = np.arange(6), np.arange(9)


def silent(code: str, message: str) -> None:
    """Take a warning without a word."""


def grid_on(lattice: Axes | Curves, there: np.ndarray | None = None) -> ForcingGrid:
    """A forcing with a cell at every node, or at those that are ``there``."""
    row, column = np.indices(lattice.shape)
    node = np.flatnonzero(np.ones(row.size, dtype=bool) if there is None else there.ravel())
    lon, lat = lattice.places(row.ravel()[node], column.ravel()[node])
    lon = np.mod(lon + 180.0, 360.0) - 180.0
    return ForcingGrid({"bedrock_layer": np.arange(len(node))}, lon, lat, None, lattice, node, "bilinear")


def value_at(grid: ForcingGrid, by_cell: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    cells, _ = grid.cells_at(lon, lat)
    np.testing.assert_allclose(cells.weight.sum(1), 1.0, rtol=1e-12)
    assert cells.weight.min() >= 0.0
    return (cells.weight * by_cell[cells.index]).sum(1)


AXES = {
    "northwards": Axes(-80.0 + 0.625 * COLUMNS, 40.0 + 0.5 * ROWS),
    "southwards": Axes(-80.0 + 0.625 * COLUMNS, 40.0 - 0.5 * ROWS),
    "westwards": Axes(-80.0 - 0.625 * COLUMNS, 40.0 - 0.5 * ROWS),
    "across the date line": Axes(178.0 + 0.625 * COLUMNS, -40.0 + 0.5 * ROWS),
    "uneven": Axes(10.0 + np.cumsum([0.0, 1.0, 0.5, 2.0, 1.0, 1.0, 0.3, 1.0, 1.0]), 40.0 + np.cumsum([0.0, 1.0, 0.2, 0.5, 2.0, 1.0])),
}


@pytest.mark.parametrize("axes", AXES.values(), ids=AXES)
def test_weights_between_cells_are_bilinear(axes: Axes) -> None:
    """Against scipy's interpolation, at random places within the grid."""
    random = np.random.default_rng(1)
    by_cell = random.normal(size=axes.shape)
    lon = random.uniform(axes.longitude.min(), axes.longitude.max(), 500)
    lat = random.uniform(axes.latitude.min(), axes.latitude.max(), 500)
    expected = RegularGridInterpolator((axes.latitude, axes.longitude), by_cell)(np.stack([lat, lon], 1))
    wrapped = np.mod(lon + 180.0, 360.0) - 180.0
    np.testing.assert_allclose(value_at(grid_on(axes), by_cell.ravel(), wrapped, lat), expected, atol=1e-9)


@pytest.mark.parametrize("axes", AXES.values(), ids=AXES)
def test_the_centre_of_a_cell_reads_this_cell_alone(axes: Axes) -> None:
    there = np.random.default_rng(2).random(axes.shape) < 0.6
    grid = grid_on(axes, there)
    cells, distance = grid.cells_at(grid.longitude, grid.latitude)
    assert cells.single
    np.testing.assert_array_equal(cells.cell, np.arange(len(grid)))
    np.testing.assert_allclose(distance, 0.0, atol=1e-6)


def test_the_own_cell_is_the_nearest_where_it_counts() -> None:
    random = np.random.default_rng(3)
    grid = grid_on(AXES["southwards"], random.random((6, 9)) < 0.7)
    lon, lat = random.uniform(-81.0, -74.0, 400), random.uniform(36.0, 41.0, 400)
    cells, _ = grid.cells_at(lon, lat)
    nearest, _ = grid.nearest(lon, lat)
    counts = ((cells.index == nearest[:, None]) & (cells.weight > 0.0)).any(1)
    np.testing.assert_array_equal(cells.cell[counts], nearest[counts])
    assert counts.mean() > 0.9
    assert (cells.weight[:, 0] > 0.0).all()


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.floats(0.2, 1.0))
def test_values_change_without_a_step_also_where_cells_are_missing_and_beyond_the_grid(seed: int, share: float) -> None:
    """A step of a thousandth of a cell changes no value by more than two thousandths of the range of all values."""
    random = np.random.default_rng(seed)
    axes = AXES["northwards"]
    there = random.random(axes.shape) < share
    there[2, 3] = True
    grid = grid_on(axes, there)
    by_cell = random.random(len(grid))
    start, end = random.uniform((-82.0, 38.0), (-73.0, 45.0), (2, 2))
    steps = int(np.ceil(1000 * np.abs((end - start) / (0.625, 0.5)).max()))
    lon, lat = np.linspace(start, end, steps + 1).T
    assert np.abs(np.diff(value_at(grid, by_cell, lon, lat))).max() < 2.1e-3


def test_a_node_without_a_cell_is_stood_for_by_the_nearest_complete_cell() -> None:
    """In the middle of four nodes of which one is missing, whose neighbour beyond the four is nearest of all."""
    axes = Axes(np.array([0.0, 1.0, 1.9]), np.array([0.0, 1.0, 2.0]))
    there = np.ones((3, 3), dtype=bool)
    there[1, 1] = False
    grid = grid_on(axes, there)
    by_cell = np.arange(8.0)
    # Nodes (0, 0), (0, 1), (1, 0) are cells 0, 1, 3; in the place of (1, 1) stands (1, 2), cell 4, which is 0.9 degree away.
    np.testing.assert_allclose(value_at(grid, by_cell, np.array([0.5]), np.array([0.5])), (0.0 + 1.0 + 3.0 + 4.0) / 4.0)


def test_a_grid_around_the_globe_has_no_seam() -> None:
    axes = Axes(np.arange(0.0, 360.0, 30.0), np.arange(-75.0, 80.0, 30.0))
    by_cell = np.tile(np.cos(np.radians(axes.longitude)), 6)
    lon = np.array([-15.0, -30.0, 345.0, 359.999, 0.0, 15.0, 180.0, -180.0])
    expected = np.interp(np.mod(lon, 360.0), np.append(axes.longitude, 360.0), np.append(by_cell[:12], by_cell[0]))
    np.testing.assert_allclose(value_at(grid_on(axes), by_cell, lon, np.full(8, 10.0)), expected, atol=1e-9)


def test_a_projected_grid_is_interpolated_between_its_rows_and_columns() -> None:
    """On an equal-area grid, a value that is linear in its coordinates is found again, to the curvature of the globe within a cell."""
    pyproj = pytest.importorskip("pyproj")
    to_degrees = pyproj.Transformer.from_crs(5070, 4326, always_xy=True)
    x, y = np.meshgrid(1.2e6 + 30e3 * np.arange(12), 2.4e6 - 30e3 * np.arange(10))
    lon, lat = to_degrees.transform(x, y)
    lattice = lattice_of(lon, lat)
    assert isinstance(lattice, Curves)
    grid = grid_on(lattice)
    random = np.random.default_rng(4)
    to_x, to_y = random.uniform(x.min(), x.max(), 300), random.uniform(y.min(), y.max(), 300)
    places = to_degrees.transform(to_x, to_y)
    for values, expected in ((x, to_x), (y, to_y)):
        np.testing.assert_allclose(value_at(grid, values.ravel(), *places), expected, atol=30e3 * 1e-3)
    cells, _ = grid.cells_at(lon.ravel(), lat.ravel())
    np.testing.assert_array_equal(cells.cell, np.arange(lon.size))
    assert cells.weight[:, 0].min() > 1.0 - 1e-6


def test_a_projected_grid_with_nodes_of_no_place_is_read_by_the_nearest_there() -> None:
    lon, lat = np.meshgrid(np.arange(6.0) * 1.0, np.arange(5.0))
    lon, lat = lon + 0.1 * lat, lat - 0.1 * lon
    lon[0, 0] = lat[0, 0] = np.nan
    there = np.isfinite(lon)
    grid = grid_on(Curves(lon, lat), there)
    cells, _ = grid.cells_at(np.array([0.6, 3.4]), np.array([0.4, 1.4]))
    assert cells.weight[0, 0] == 1.0
    assert cells.weight[1].max() < 0.9


def test_cells_in_a_list_lie_in_the_rows_and_columns_of_their_grid() -> None:
    """As in files that hold columns of land alone: in any order, without the row and the column that have no cell."""
    random = np.random.default_rng(5)
    axes = AXES["across the date line"]
    there = random.random(axes.shape) < 0.6
    there[3], there[:, 4] = False, False
    grid = grid_on(axes, there)
    order = random.permutation(len(grid))
    listed = lattice_of_list(grid.longitude[order], grid.latitude[order])
    assert listed is not None
    again = ForcingGrid({}, grid.longitude[order], grid.latitude[order], None, *listed, "bilinear")
    lon, lat = random.uniform(178.5, 182.5, 200), random.uniform(-40.0, -37.6, 200)
    by_cell = random.random(len(grid))
    np.testing.assert_allclose(value_at(again, by_cell[order], lon, lat), value_at(grid, by_cell, lon, lat), atol=1e-6)


def test_scattered_sites_lie_in_no_rows_and_columns() -> None:
    random = np.random.default_rng(6)
    assert lattice_of_list(random.uniform(-80.0, -70.0, 50), random.uniform(40.0, 45.0, 50)) is None
    assert lattice_of_list(np.array([5.0]), np.array([50.0])) is None
    assert lattice_of(np.array([[1.0, 2.0, 3.0]]), np.array([[4.0, 4.0, 4.0]])) is None


@pytest.mark.parametrize("stored", ["grid", "curves", "list"])
def test_a_file_is_interpolated_however_it_stores_its_grid(tmp_path: Path, stored: str) -> None:
    made = dataset()
    if stored != "grid":
        lon, lat = np.meshgrid(made["lon"], made["lat"])
        made = made.rename(lat="y", lon="x").drop_vars(["x", "y"]).assign(lon=(("y", "x"), lon), lat=(("y", "x"), lat))
    if stored == "list":
        made = made.stack(cell=("y", "x")).reset_index("cell", drop=True)
    made.to_netcdf(tmp_path / "f.nc")
    grid = read_forcing(str(tmp_path / "f.nc"), silent, None, "bilinear")
    assert grid.read_as == "bilinear"
    cells, _ = grid.cells_at(np.array([-74.5, -74.0]), np.array([43.25, 44.0]))
    # Cells 0, 1 in the north and 3, 4 in the south; temperature rises by 0.01 K a cell.
    mean = 0.25 * (0.0 + 1.0) / 2.0 + 0.75 * (3.0 + 4.0) / 2.0
    temperature = interpolated(grid.forcing(cells)).soil_temperature[:, 0, 0].numpy()
    np.testing.assert_allclose(temperature, 270.0 + 0.01 * np.array([mean, 1.0]), rtol=1e-7)


def test_cells_without_rows_and_columns_are_read_by_the_nearest_with_a_warning(tmp_path: Path) -> None:
    made = dataset().stack(cell=("lat", "lon")).reset_index("cell", drop=True)
    made["lon"], made["lat"] = ("cell", [0.0, 1.1, 2.7, 0.4, 5.0, 3.9]), ("cell", [1.0, 2.3, 0.2, 4.1, 5.3, 2.9])
    made.to_netcdf(tmp_path / "f.nc")
    told: list[tuple[str, str]] = []
    grid = read_forcing(str(tmp_path / "f.nc"), lambda *row: told.append(row), None, "bilinear")
    assert grid.read_as == "nearest"
    assert [code for code, _ in told] == ["forcing_not_interpolated"]
    assert grid.cells_at(np.array([0.6]), np.array([1.4]))[0].single


def test_a_profile_with_cells_of_its_own_reads_them_alone() -> None:
    grid = grid_on(AXES["northwards"])
    named = ForcingGrid(grid.cells, grid.longitude, grid.latitude, np.array([f"P{n}" for n in range(54)]), None, None, "bilinear")
    cells, distance = named.cells_of(np.array(["P7", "other"]), np.array([-79.1, -79.1]), np.array([41.1, 41.1]))
    assert cells.single
    assert cells.cell[0] == 7
    assert distance[0] == 0.0


def test_a_place_without_coordinates_is_infinitely_far() -> None:
    cells, distance = grid_on(AXES["northwards"]).cells_at(np.array([np.nan, -79.0]), np.array([41.0, 41.2]))
    assert np.isinf(distance[0])
    assert cells.weight[0, 0] == 1.0
    assert cells.weight[1, 0] < 1.0


def test_a_way_to_read_that_there_is_not_is_refused() -> None:
    with pytest.raises(JobError, match="forcing_interpolation is 'cubic'"):
        grid_on(AXES["northwards"]).read_by("cubic")


def test_cells_that_do_not_count_are_not_kept() -> None:
    table = CellWeights(np.array([[5, 9, 7, 9], [7, 7, 7, 7]]), np.array([[0.5, 0.0, 0.5, 0.0], [1.0, 0.0, 0.0, 0.0]]))
    rows, index = table.used(12)
    assert rows.tolist() == [5, 7]
    np.testing.assert_array_equal(rows[index], [[5, 5, 7, 5], [7, 7, 7, 7]])
