"""Forcing that is built with the soil temperature of another model, and rasters as CMIP and ERA5 write them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import xarray
from rasterio.transform import from_origin

from binn_engine.clm5.geometry import NODE_DEPTH
from binn_engine.covariates.grids import Grid
from binn_engine.errors import InputError
from binn_engine.forcing.climate_rasters import read_normals, with_known_variables
from binn_engine.forcing.reading import read_forcing
from binn_engine.forcing.soil_temperature_rasters import ERA5_LEVELS, levels_of
from binn_engine.forcing.stated_units import stated_unit, variables_of
from binn_engine.settings import BuildForcingJob
from tests.engine.commands import engine_here
from tests.engine.support.forcing_comparison import write

MONTHS = np.arange(12)
CORNER = from_origin(-76.0, 44.0, 0.5, 0.5)
AXES = {"lat": [43.75, 43.25], "lon": [-75.75, -75.25, -74.75]}
DEPTHS = (0.05, 0.3, 1.0, 3.0)


@pytest.fixture
def rasters(tmp_path: Path) -> dict[str, str]:
    """Two rows and three columns of half a degree."""
    temperature = np.repeat((8.0 - 14.0 * np.cos(2.0 * np.pi * (MONTHS + 0.5) / 12.0))[:, None, None], 6, axis=1).reshape(12, 2, 3)
    return {
        "temperature": write(tmp_path / "tavg.tif", temperature, CORNER),
        "precipitation": write(tmp_path / "prec.tif", np.full((12, 2, 3), 85.0), CORNER),
        "npp": write(tmp_path / "npp.tif", np.full((1, 2, 3), 400.0), CORNER),
        "sand": write(tmp_path / "sand.tif", np.full((1, 2, 3), 50.0), CORNER),
        "clay": write(tmp_path / "clay.tif", np.full((1, 2, 3), 20.0), CORNER),
    }


def kelvins(depth: float) -> np.ndarray:
    """A wave that is damped with depth, K, ``(12, 2, 3)``, a little warmer from cell to cell."""
    wave = 281.0 - 9.0 * np.exp(-depth / 2.0) * np.cos(2.0 * np.pi * (MONTHS - depth) / 12.0)
    return wave[:, None, None] + 0.1 * np.arange(6.0).reshape(2, 3)


def write_netcdf(path: Path, variables: dict[str, tuple], **axes: object) -> str:
    time = ("time", 30.0 * MONTHS + 15.0, {"units": "days since 1995-01-01"})
    xarray.Dataset(variables, {"time": time, **AXES, **axes}).to_netcdf(path)
    return str(path)


def tsl(path: Path) -> str:
    """As CMIP writes it: months and depths of one variable, in K."""
    values = np.stack([kelvins(depth) for depth in DEPTHS], 1).astype(np.float32)
    depth = ("depth", list(DEPTHS), {"units": "m"})
    return write_netcdf(path, {"tsl": (("time", "depth", "lat", "lon"), values, {"units": "K"})}, depth=depth)


def stl(path: Path) -> str:
    """As ERA5-Land gives it: four variables of one file, in K."""
    levels = {
        f"stl{name}": (("time", "lat", "lon"), kelvins(depth).astype(np.float32), {"units": "K"}) for name, depth in ERA5_LEVELS.items()
    }
    return write_netcdf(path, levels)


def normals_of(inputs: dict[str, str], told: list[tuple[str, str]] | None = None, **changed: object):
    job = with_known_variables(BuildForcingJob(**{**inputs, **changed}))
    grid = Grid.from_raster(job.grid or job.temperature)
    return read_normals(job, grid, grid.whole, lambda *row: None if told is None else told.append(row)).normals


def expected_layers(depths: tuple[float, ...]) -> np.ndarray:
    """Soil temperature of the layers between the first and the last level, degC, ``(6, layers, 12)``."""
    levels = np.stack([kelvins(depth).reshape(12, 6).T - 273.15 for depth in depths], 1)
    inside = NODE_DEPTH[depths[-1] >= NODE_DEPTH]
    weights = np.stack([np.interp(inside, depths, row) for row in np.eye(len(depths))], 1)
    return np.einsum("ld,cdm->clm", weights, levels)


@pytest.mark.parametrize("kind", ["tsl", "stl", "a raster for each depth"])
def test_soil_temperature_is_read_at_its_own_levels(rasters: dict[str, str], tmp_path: Path, kind: str) -> None:
    depths = tuple(ERA5_LEVELS.values()) if kind == "stl" else DEPTHS
    if kind == "tsl":
        paths = (tsl(tmp_path / "tsl.nc"),)
    elif kind == "stl":
        paths = (stl(tmp_path / "era5.nc"),)
    else:  # in degC, named by their depths, in any order
        paths = tuple(write(tmp_path / f"soil_{100.0 * depth:g}cm.tif", kelvins(depth) - 273.15, CORNER) for depth in reversed(DEPTHS))
    found = normals_of(rasters, soil_temperature=paths).soil_temperature
    assert found.shape == (6, 20, 12)
    expected = expected_layers(depths)
    np.testing.assert_allclose(found[:, : expected.shape[1]], expected, atol=1e-4)
    assert np.isfinite(found).all()


def test_forcing_has_the_soil_temperature_that_is_given_and_freezes_by_it(rasters: dict[str, str], tmp_path: Path) -> None:
    """A soil that is 20 K colder than the air freezes where the built one does not, and the file says where its temperature is from."""
    grids = {}
    cold = {f"{number}": write(tmp_path / f"t_{depth:g}m.tif", kelvins(depth) - 293.15, CORNER) for number, depth in enumerate(DEPTHS)}
    for name, more in {"built": [], "given": ["--soil-temperature", *cold.values()]}.items():
        words = [word for option, path in rasters.items() for word in (f"--{option}", path)]
        done = engine_here("build_forcing", *words, *more, "--forcing", tmp_path / f"{name}.nc")
        assert done.status == 0, done.stderr
        grids[name] = read_forcing(str(tmp_path / f"{name}.nc"), lambda *told: None).cells
        statement = done.last("warning")["message"]
        assert ("of another model" in statement) == (name == "given")
    expected = expected_layers(DEPTHS) - 20.0 + 273.15
    np.testing.assert_allclose(grids["given"]["soil_temperature"][:, : expected.shape[1]], expected, atol=1e-3)
    below = slice(0, 8)
    assert grids["given"]["water_scalar"][:, below].mean() < grids["built"]["water_scalar"][:, below].mean() - 0.3
    assert grids["given"]["active_layer_depth"].max() < 2.0
    assert grids["built"]["active_layer_depth"].min() > 40.0


def test_depths_that_are_given_count_before_names(rasters: dict[str, str], tmp_path: Path) -> None:
    paths = tuple(write(tmp_path / f"level{number}.tif", kelvins(depth), CORNER) for number, depth in enumerate(DEPTHS))
    with pytest.raises(InputError, match=r"level0\.tif does not say at which depth"):
        normals_of(rasters, soil_temperature=paths)
    found = normals_of(rasters, soil_temperature=paths, soil_temperature_depths=DEPTHS).soil_temperature
    np.testing.assert_allclose(found[:, : len(expected_layers(DEPTHS)[0])], expected_layers(DEPTHS), atol=1e-4)
    with pytest.raises(InputError, match=r"2 depths are given, but .* have 4 levels"):
        normals_of(rasters, soil_temperature=paths, soil_temperature_depths=(0.1, 0.2))


@pytest.mark.parametrize(
    ("depths", "offset", "words"),
    [((0.7, 2.0), 0.0, "near the surface is not known"), ((0.1, 0.1), 0.0, "cannot be used"), ((0.1, 0.5), 900.0, "impossible")],
)
def test_soil_temperature_that_cannot_be_is_refused(
    rasters: dict[str, str], tmp_path: Path, depths: tuple, offset: float, words: str
) -> None:
    paths = tuple(write(tmp_path / f"level{number}.tif", kelvins(depth) + offset, CORNER) for number, depth in enumerate(depths))
    with pytest.raises(InputError, match=words):
        normals_of(rasters, soil_temperature=paths, soil_temperature_depths=depths)


def test_bands_that_are_not_twelve_months_of_each_depth_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "all.tif", np.concatenate([kelvins(depth) for depth in DEPTHS]), CORNER)
    with pytest.raises(InputError, match="48 bands, which are not the twelve months of each of its depths"):
        levels_of(path)


def test_a_soil_with_levels_that_end_in_rock_has_a_temperature_to_the_bottom(rasters: dict[str, str], tmp_path: Path) -> None:
    paths = []
    for number, depth in enumerate(DEPTHS):
        values = kelvins(depth)
        values[:, 0, 0] = np.nan if number > 1 else values[:, 0, 0]
        paths.append(write(tmp_path / f"soil_{depth:g}m.tif", values, CORNER))
    found = normals_of(rasters, soil_temperature=tuple(paths)).soil_temperature
    assert len(found) == 6
    assert np.isfinite(found).all()


def test_files_of_cmip_and_era5_are_read_in_their_own_names_and_units(rasters: dict[str, str], tmp_path: Path) -> None:
    """The same climate as in the plain rasters: K, kg/m2/s, metres a day, metres of water; each use of a stated unit is told."""

    def values(name: str) -> np.ndarray:
        with rasterio.open(rasters[name]) as file:
            return file.read().astype(np.float32)

    dims, month = ("time", "lat", "lon"), 365.0 / 12.0
    rain = values("precipitation")
    cmip = {
        "tas": (dims, values("temperature") + 273.15, {"units": "K"}),
        "pr": (dims, rain / (month * 86400.0), {"units": "kg m-2 s-1"}),
        "npp": (dims, np.repeat(values("npp"), 12, 0) / (365.0 * 86.4e6), {"units": "kg m-2 s-1"}),
        "snw": (dims, np.full_like(rain, 30.0), {"units": "kg m-2"}),
    }
    era5 = {
        "t2m": (dims, values("temperature") + 273.15, {"units": "K"}),
        "tp": (dims, rain / (1000.0 * month), {"units": "m"}),
        "sd": (dims, np.full_like(rain, 0.03), {"units": "m of water equivalent"}),
    }
    one = write_netcdf(tmp_path / "cmip.nc", cmip)
    other = write_netcdf(tmp_path / "era5.nc", era5)
    plain = normals_of(rasters, snow=write(tmp_path / "snow.tif", np.full((12, 2, 3), 30.0), CORNER))
    for files in (
        {"temperature": one, "precipitation": one, "npp": one, "snow": one},
        {"temperature": other, "precipitation": other, "snow": other},
    ):
        told: list[tuple[str, str]] = []
        found = normals_of({**rasters, **files}, told)
        for name in ("air_temperature", "precipitation", "npp", "snow_water"):
            np.testing.assert_allclose(getattr(found, name), getattr(plain, name), rtol=1e-4, atol=1e-4)
        assert [code for code, _ in told] == ["unit_of_file"] * 3


def test_a_unit_that_fits_is_kept_whatever_the_file_states(rasters: dict[str, str], tmp_path: Path) -> None:
    """A file in mm a month that says mm a day stays as the job says, because its values are possible."""
    with rasterio.open(rasters["precipitation"]) as file:
        rain = file.read()
    path = write_netcdf(tmp_path / "p.nc", {"pr": (("time", "lat", "lon"), rain, {"units": "mm/day"})})
    told: list[tuple[str, str]] = []
    np.testing.assert_allclose(normals_of({**rasters, "precipitation": path}, told).precipitation, 85.0, rtol=1e-6)
    assert not told


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("kg m**-2 s**-1", "precipitation", "mm/s"),
        ("kg/m^2/s", "npp", "kgC/m2/s"),
        ("gC/m^2/s", "npp", "gC/m2/s"),
        ("mm/day", "precipitation", "mm/day"),
        ("Kelvin", "temperature", "K"),
        ("degrees_celsius", "temperature", "degC"),
        ("g/kg", "texture", "g/kg"),
        ("furlong", "bedrock", None),
    ],
)
def test_units_are_recognised_however_they_are_written(tmp_path: Path, text: str, kind: str, unit: str | None) -> None:
    path = write_netcdf(tmp_path / "u.nc", {"x": (("time", "lat", "lon"), np.ones((12, 2, 3), dtype=np.float32), {"units": text})})
    assert stated_unit(path, kind) == unit


def test_variables_are_found_by_name_in_files_that_have_several(tmp_path: Path) -> None:
    path = stl(tmp_path / "era5.nc")
    assert variables_of(path, "soil_temperature") == tuple(f'NETCDF:"{path}":stl{number}' for number in "1234")
    assert variables_of(path, "npp") == (path,)
    assert variables_of(f'NETCDF:"{path}":stl2', "soil_temperature") == (f'NETCDF:"{path}":stl2',)
