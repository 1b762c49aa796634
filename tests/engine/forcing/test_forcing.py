"""CLM5 forcing from NetCDF files, by cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import xarray
from hypothesis import given, settings
from hypothesis import strategies as st

from binn_engine.clm5 import Forcing, SoilCarbonModel
from binn_engine.errors import InputError
from binn_engine.forcing.grid import ForcingGrid
from binn_engine.forcing.reading import read_forcing
from binn_engine.tables import PARAMETERS
from tests.engine.commands import SHARED
from tests.engine.support.forcing import LITTER, dataset

SHARED = SHARED / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real data are not at {SHARED}")

LAYERED = ("TSOI", "W_SCALAR", "O_SCALAR", "FPI_vr")


def silent(code: str, message: str) -> None:
    """Take a warning without a word."""


def read(tmp_path: Path, made: xarray.Dataset) -> ForcingGrid:
    path = tmp_path / "forcing.nc"
    made.to_netcdf(path, encoding={name: {"_FillValue": 1e36} for name in made.data_vars})
    return read_forcing(str(path), silent)


def test_every_value_arrives_at_its_cell_level_and_month(tmp_path: Path) -> None:
    grid = read(tmp_path, dataset())
    assert len(grid) == 6
    cell, level, month = np.arange(6)[:, None, None], np.arange(20)[None, :, None], np.arange(12)[None, None, :]
    np.testing.assert_allclose(grid.cells["soil_temperature"], 270.0 + month + level / 10.0 + cell / 100.0)
    for name, base in (("water_scalar", 0.1), ("oxygen_scalar", 0.2), ("nitrogen_scalar", 0.3)):
        np.testing.assert_allclose(grid.cells[name], base + month / 100.0 + level / 1000.0 + cell / 10000.0)
    np.testing.assert_allclose(grid.cells["active_layer_depth"], 3.0 + (month + cell / 10.0)[:, 0])
    np.testing.assert_allclose(grid.cells["active_layer_depth_last_year"], 2.0 + (month + cell / 10.0)[:, 0])
    assert grid.cells["bedrock_layer"].tolist() == [5, 6, 7, 8, 9, 10]
    # The sum over 12 months of base + month + cell / 10.
    expected = 12.0 * np.array([1.0, 10.0, 20.0, 5.0]) + 66.0 + 1.2 * np.arange(6)[:, None]
    np.testing.assert_allclose(grid.cells["litter_input"], expected)
    assert grid.longitude.tolist() == [-75.0, -74.0, -73.0] * 2
    assert grid.latitude.tolist() == [44.0] * 3 + [43.0] * 3


@pytest.mark.parametrize(
    "shape",
    [
        lambda made: made.transpose("lon", "levsoi", "lat", "time"),
        lambda made: made.rename(time="month", lat="latitude", lon="longitude"),
        lambda made: made.assign(nbedrock=made["nbedrock"].isel(time=0, drop=True)),
        lambda made: made.drop_vars(["levsoi", "time"]),
        lambda made: made.astype(np.float32),
    ],
    ids=["dimensions in another order", "other names", "bedrock without months", "no level depths", "float32"],
)
def test_the_layout_of_the_file_changes_nothing(tmp_path: Path, shape: Callable[[xarray.Dataset], xarray.Dataset]) -> None:
    plain = read(tmp_path, dataset())
    other = read(tmp_path, shape(dataset()))
    order = np.lexsort((other.longitude, -other.latitude))
    np.testing.assert_array_equal(other.longitude[order], plain.longitude)
    for name, values in plain.cells.items():
        np.testing.assert_allclose(other.cells[name][order], values, rtol=1e-6)


def test_curvilinear_and_unstructured_grids_are_read(tmp_path: Path) -> None:
    plain = read(tmp_path, dataset())
    lon, lat = np.meshgrid([285.0, 286.0, 287.0], [44.0, 43.0])
    curved = dataset().drop_vars(["lat", "lon"]).rename_dims(lat="y", lon="x").assign(lat=(("y", "x"), lat), lon=(("y", "x"), lon))
    listed = curved.stack(cell=("y", "x")).reset_index("cell", drop=True).drop_vars(["x", "y"], errors="ignore")
    for made in (curved, listed):
        grid = read(tmp_path, made)
        np.testing.assert_array_equal(grid.longitude, plain.longitude)
        np.testing.assert_array_equal(grid.latitude, plain.latitude)
        np.testing.assert_allclose(grid.cells["soil_temperature"], plain.cells["soil_temperature"])


def spoil(name: str, value: float, **where: int) -> Callable[[xarray.Dataset], None]:
    """What sets a variable's value in the second cell."""

    def change(made: xarray.Dataset) -> None:
        made[name][{"lat": 0, "lon": 1, **where}] = value

    return change


def no_litter(made: xarray.Dataset) -> None:
    for name in LITTER:
        made[name][{"lat": 0, "lon": 1}] = 0.0


@pytest.mark.parametrize(
    "change",
    [
        spoil("TSOI", np.nan, time=3, levsoi=19),
        spoil("O_SCALAR", 1e35, time=3, levsoi=0),
        spoil("ALTMAX", np.nan, time=0),
        spoil("nbedrock", 0.0),
        spoil("W_SCALAR", 0.0, levsoi=5),
        no_litter,
    ],
    ids=["a missing value", "an undeclared fill", "no active layer", "no bedrock layer", "a dry layer above bedrock", "no litter"],
)
def test_a_cell_that_is_not_complete_is_no_cell(tmp_path: Path, change: Callable[[xarray.Dataset], None]) -> None:
    made = dataset()
    change(made)
    grid = read(tmp_path, made)
    assert len(grid) == 5
    assert (-74.0, 44.0) not in set(zip(grid.longitude, grid.latitude, strict=True))


def test_a_dry_layer_below_bedrock_or_in_one_month_does_no_harm(tmp_path: Path) -> None:
    made = dataset()
    made["W_SCALAR"][{"lat": 0, "lon": 1, "levsoi": 6}] = 0.0  # the cell's bedrock layer is 6: this is layer 7
    made["W_SCALAR"][{"lat": 0, "lon": 2, "levsoi": 0, "time": 7}] = 0.0
    assert len(read(tmp_path, made)) == 6


def celsius(made: xarray.Dataset) -> xarray.Dataset:
    return made.assign(TSOI=made["TSOI"] - 273.15)


def in_moles(made: xarray.Dataset) -> xarray.Dataset:
    made["LITR2_INPUT"].attrs["units"] = "mol m-2 s-1"
    return made


@pytest.mark.parametrize(
    ("unit", "per_month"),
    [
        ("gC/m^2/s", 1.0 / (365.0 * 86400.0 / 12.0)),
        ("gC m-2 yr-1", 12.0),
        ("kg C m-2 month-1", 1e-3),
        ("gC/m2/day", 12.0 / 365.0),
        ("gC m-2 per month", 1.0),
    ],
)
def test_litter_is_read_in_the_unit_that_the_file_gives(tmp_path: Path, unit: str, per_month: float) -> None:
    made = dataset()
    made["LITR2_INPUT"] = made["LITR2_INPUT"] * per_month
    made["LITR2_INPUT"].attrs["units"] = unit
    np.testing.assert_allclose(read(tmp_path, made).cells["litter_input"], read(tmp_path, dataset()).cells["litter_input"], rtol=1e-6)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made.drop_vars("FPI_vr"), ["'FPI_vr'"]),
        (lambda made: made.drop_vars("LITR3_INPUT"), ["'LITR3_INPUT'"]),
        (lambda made: made.drop_vars("lat"), ["'lat'"]),
        (lambda made: made.isel(levsoi=slice(15)), ["TSOI", "15 soil levels", "not 20"]),
        (lambda made: made.isel(time=slice(6)), ["TSOI", "6 months", "not 12"]),
        (lambda made: made.isel(levsoi=slice(None, None, -1)), ["levsoi", "not those of CLM5"]),
        (lambda made: made.assign_coords(levsoi=np.linspace(0.05, 3.0, 20)), ["levsoi", "not those of CLM5"]),
        (lambda made: made.rename_dims(levsoi="z").drop_vars("levsoi"), ["TSOI", "soil levels"]),
        (celsius, ["TSOI", "K"]),
        (lambda made: made.assign(W_SCALAR=made["W_SCALAR"] * 100.0), ["W_SCALAR"]),
        (lambda made: made.assign(CWD_INPUT=-made["CWD_INPUT"]), ["CWD_INPUT"]),
        (in_moles, ["LITR2_INPUT", "'mol m-2 s-1'"]),
        (lambda made: made.assign(ALTMAX=made["ALTMAX"].isel(time=0, drop=True)), ["ALTMAX", "time"]),
        (lambda made: made.assign(ALTMAX=made["ALTMAX"] * np.nan), ["no cell"]),
        (lambda made: made.assign(W_SCALAR=made["W_SCALAR"] * 0.0), ["no cell"]),
    ],
)
def test_a_forcing_that_cannot_be_used_is_refused_by_file_and_variable(
    tmp_path: Path, change: Callable[[xarray.Dataset], xarray.Dataset], words: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, change(dataset()))
    assert caught.value.remedy
    for word in ["forcing.nc", *words]:
        assert word.lower() in caught.value.message.lower()


def test_what_is_no_netcdf_is_refused_by_name(tmp_path: Path) -> None:
    text = tmp_path / "text.nc"
    text.write_text("no forcing")
    with pytest.raises(InputError, match=r"text\.nc cannot be read"):
        read_forcing(str(text), silent)
    with pytest.raises(InputError, match=r"gone\.nc cannot be read"):
        read_forcing(str(tmp_path / "gone.nc"), silent)
    cut = tmp_path / "cut.nc"
    dataset().to_netcdf(cut)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    with pytest.raises(InputError, match=r"cut\.nc cannot be read"):
        read_forcing(str(cut), silent)


def grid_of(lon: np.ndarray, lat: np.ndarray) -> ForcingGrid:
    return ForcingGrid({"bedrock_layer": np.arange(len(lon))}, np.asarray(lon), np.asarray(lat))


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**32 - 1))
def test_the_nearest_cell_is_the_nearest_along_the_great_circle(seed: int) -> None:
    random = np.random.default_rng(seed)
    cells = random.uniform(-180, 180, 40), np.degrees(np.arcsin(random.uniform(-1, 1, 40)))
    places = random.uniform(-180, 360, (4, 5)), random.uniform(-90, 90, (4, 5))
    cell, distance = grid_of(*cells).nearest(*places)
    lon, lat = (np.radians(axis)[..., None] for axis in places)
    to_lon, to_lat = (np.radians(axis) for axis in cells)
    half = np.sin((lat - to_lat) / 2) ** 2 + np.cos(lat) * np.cos(to_lat) * np.sin((lon - to_lon) / 2) ** 2  # haversine
    angle = np.degrees(2 * np.arcsin(np.sqrt(half)))
    assert cell.shape == (4, 5)
    np.testing.assert_allclose(distance, angle.min(-1), atol=1e-6)
    np.testing.assert_array_equal(cell, angle.argmin(-1))


def test_the_date_line_and_the_poles_part_no_neighbours() -> None:
    grid = grid_of([179.5, -170.0, 0.0], [10.0, 10.0, 89.0])
    cell, distance = grid.nearest(np.array([-179.5, 180.0]), np.array([10.0, 89.9]))
    assert cell.tolist() == [0, 2]
    np.testing.assert_allclose(distance, [np.cos(np.radians(10.0)), 1.1], rtol=1e-4)


def test_a_place_without_coordinates_is_infinitely_far_from_forcing() -> None:
    cell, distance = grid_of([0.0], [0.0]).nearest(np.array([np.inf, 1.0]), np.array([np.nan, 0.0]))
    assert cell.tolist() == [0, 0]
    np.testing.assert_allclose(distance, [np.inf, 1.0])


def test_sites_share_the_cells_they_lie_in(tmp_path: Path) -> None:
    grid = read(tmp_path, dataset())
    forcing = grid.forcing(np.array([4, 1, 4, 4]))
    assert isinstance(forcing, Forcing)
    assert (forcing.n_cells, forcing.n_sites) == (2, 4)
    assert forcing.soil_temperature.dtype == torch.float64
    gathered = forcing.gathered()
    np.testing.assert_array_equal(gathered.soil_temperature.numpy(), grid.cells["soil_temperature"][[4, 1, 4, 4]])
    np.testing.assert_array_equal(gathered.litter_input.numpy(), grid.cells["litter_input"][[4, 1, 4, 4]])
    assert gathered.bedrock_layer.tolist() == [9, 6, 9, 9]
    assert grid.forcing().n_cells == 6


@needs_shared
def test_the_new_york_forcing_drives_the_model_and_is_near_every_profile() -> None:
    grid = read_forcing(str(SHARED / "new_york" / "clm5_forcing.nc"), silent)
    assert len(grid) == 129
    lines = (SHARED / "new_york" / "soc_layers.csv").read_text(encoding="utf-8").splitlines()[1:]
    lon, lat = np.array([line.split(",")[1:3] for line in lines], dtype=float).T
    cell, distance = grid.nearest(lon, lat)
    assert distance.max() < 0.3603
    litter = grid.cells["litter_input"][np.unique(cell)].sum(axis=1)
    assert 8.0 < litter.min() < litter.max() < 600.0
    middle = torch.tensor([[(row.lower + row.upper) / 2 for row in PARAMETERS]], dtype=torch.float64).repeat(129, 1)
    soc = SoilCarbonModel()(middle, grid.forcing()).soc
    assert bool(torch.isfinite(soc).all())
    assert bool((soc[:, 0] > 0).all())


@needs_shared
def test_a_file_without_soil_temperature_is_refused() -> None:
    with pytest.raises(InputError, match=r"cesm2_fields\.nc has no variable 'TSOI'"):
        read_forcing(str(SHARED / "conus" / "cesm2_fields.nc"), silent)


def test_a_layer_without_oxygen_all_year_leaves_its_cell_out(tmp_path: Path) -> None:
    """Nothing would decompose there, and soil carbon would be infinite."""
    made = dataset()
    made["O_SCALAR"][:, 1, 0, 0] = 0.0
    assert len(read(tmp_path, made)) == 5
    with pytest.raises(InputError, match="O_SCALAR"):
        read(tmp_path, made.assign(O_SCALAR=0.0 * made["O_SCALAR"]))
