"""Change of air temperature by year: read from files of climate models, at places, through time, and into the soil."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
import xarray
from rasterio.transform import from_origin

from binn_engine.clm5.geometry import NODE_DEPTH
from binn_engine.errors import InputError
from binn_engine.forcing.air_change import AirChange, read_air_change
from binn_engine.learning.scenario import SiteAir, scenario_of
from binn_engine.settings import ScenarioFields
from tests.engine.commands import SHARED

SCENARIOS = SHARED / "data" / "scenario"
LAT, LON, YEARS = np.array([30.0, 40.0, 50.0]), np.array([-100.0, -90.0, -80.0, -70.0]), np.array([2030, 2050, 2090])


def plane(lat: np.ndarray, lon: np.ndarray, year: np.ndarray) -> np.ndarray:
    """A change that is a plane in space and in time, so that interpolation is exact."""
    return 0.02 * (year - 2020) * (1.0 + 0.01 * (lat - 40.0) + 0.005 * (lon + 85.0))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A NetCDF with the dimensions in an order of its own."""
    values = plane(LAT[None, :, None], LON[:, None, None], YEARS[None, None, :])
    xarray.Dataset({"dtas": (("lon", "lat", "year"), values)}, {"lat": LAT, "lon": LON, "year": YEARS}).to_netcdf(tmp_path / "a.nc")
    return tmp_path / "a.nc"


def at(found: AirChange, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """The change at places, ``(places, years, 12)``."""
    cells = found.weights(lon, lat)
    return (found.kelvin[cells.index] * cells.weight[:, :, None, None]).sum(1)


def test_places_between_the_cells_are_interpolated(file: Path) -> None:
    """Also from longitudes counted to 360."""
    lon, lat = np.array([-95.0, -71.0, -88.5, 272.0]), np.array([31.0, 49.0, 40.0, 45.0])
    expected = plane(lat[:, None], np.where(lon > 180.0, lon - 360.0, lon)[:, None], YEARS[None])
    found = at(read_air_change(str(file)), lon, lat)
    np.testing.assert_allclose(found, np.repeat(expected[:, :, None], 12, 2), rtol=1e-12)


def test_rows_from_the_north_and_places_beyond_the_edge(tmp_path: Path) -> None:
    values = plane(LAT[::-1][None, :, None], LON[None, None, :], YEARS[:, None, None])
    coordinates = {"lat": LAT[::-1], "lon": LON, "year": YEARS}
    xarray.Dataset({"dtas": (("year", "lat", "lon"), values)}, coordinates).to_netcdf(tmp_path / "a.nc")
    found = at(read_air_change(str(tmp_path / "a.nc")), np.array([-95.0, -60.0]), np.array([33.0, 55.0]))
    np.testing.assert_allclose(found[0, :, 0], plane(33.0, -95.0, YEARS), rtol=1e-12)
    np.testing.assert_allclose(found[1, :, 0], plane(50.0, -70.0, YEARS), rtol=1e-12)


def test_a_raster_has_a_band_for_each_year(tmp_path: Path) -> None:
    profile = {"driver": "GTiff", "dtype": "float64", "count": 3, "width": 4, "height": 3, "crs": "EPSG:4326"}
    with rasterio.open(tmp_path / "a.tif", "w", transform=from_origin(-105.0, 55.0, 10.0, 10.0), **profile) as raster:
        for number, year in enumerate(YEARS, 1):
            raster.write(plane(LAT[::-1][:, None], LON[None], year), number)
            raster.set_band_description(number, f"tas {year}")
    found = at(read_air_change(str(tmp_path / "a.tif")), np.array([-95.0]), np.array([33.0]))
    np.testing.assert_allclose(found[0, :, 5], plane(33.0, -95.0, YEARS), rtol=1e-12)


def test_the_change_counts_from_the_start() -> None:
    """On the line from no change where the file begins later; else less what it has at the start."""
    kelvin = np.arange(1.0, 4.0)[None, :, None] * np.ones((1, 3, 12))
    later = AirChange(np.array([2030.0, 2040.0, 2050.0]), kelvin, np.zeros(1), np.zeros(1)).since(2020)
    assert later.years.tolist() == [2020.0, 2030.0, 2040.0, 2050.0]
    assert later.kelvin[0, :, 0].tolist() == [0.0, 1.0, 2.0, 3.0]
    within = AirChange(np.array([2010.0, 2030.0, 2050.0]), kelvin, np.zeros(1), np.zeros(1)).since(2020)
    assert within.years.tolist() == [2020.0, 2030.0, 2050.0]
    assert within.kelvin[0, :, 0].tolist() == [0.0, 0.5, 1.5]


def test_the_soil_gets_the_mean_of_the_year_and_the_months_fade_with_depth() -> None:
    months = 2.0 + np.cos(np.arange(12) * np.pi / 6.0)
    table = torch.from_numpy(np.stack([np.zeros(12), months])[None])
    site = SiteAir(table, torch.zeros((1, 4), dtype=torch.long), torch.tensor([[1.0, 0.0, 0.0, 0.0]], dtype=torch.float64))
    half = site.in_soil(0.5)[0].numpy()
    np.testing.assert_allclose(half.mean(1), 1.0)
    np.testing.assert_allclose(np.ptp(half, axis=1), np.exp(-NODE_DEPTH / 2.2), rtol=1e-12)


def test_years_of_the_scenario_follow_those_of_the_file() -> None:
    phases = scenario_of(ScenarioFields(years=(2040,)), air_years=np.array([2020.0, 2030.0, 2035.0])).phases
    assert [phase.years for phase in phases] == [1] * 14 + [6]
    assert phases[4].air == pytest.approx(0.5)
    assert phases[-1].air == 2.0


@pytest.mark.parametrize(
    ("name", "variable", "nodes", "years", "kelvin"),
    [
        ("state_monthly_access1-0_rcp45_rcp85.nc", "dtas_rcp85", 49, (2026.0, 2096.0), (4.5, 7.5)),
        ("tas_annual_ukmo_a1b_e1_conus_1p875x1p25.nc", "dtas_a1b", 28 * 37, (1865.0, 2095.0), (2.0, 6.5)),
        ("tas_monthly_ipsl_cm6a_lr_ssp126_ssp585_18x9.nc", "d_ssp585_r1", 30, (2026.0, 2096.0), (4.0, 9.0)),
    ],
)
def test_files_of_climate_models_are_read(name: str, variable: str, nodes: int, years: tuple, kelvin: tuple) -> None:
    """The mean warming of their last decade is that which their makers tell."""
    if not SCENARIOS.exists():
        pytest.skip("the scenarios are not beside the checkout (../shared/data/scenario)")
    found = read_air_change(str(SCENARIOS / name), variable)
    assert found.kelvin.shape == (nodes, len(found.years), 12)
    assert (found.years[0], found.years[-1]) == years
    assert kelvin[0] < found.kelvin[:, -1].mean() < kelvin[1]


def test_what_is_no_change_of_temperature_is_refused(tmp_path: Path, file: Path) -> None:
    with pytest.raises(InputError, match="no variable 'tas'"):
        read_air_change(str(file), "tas")
    with xarray.open_dataset(file) as dataset:
        (dataset["dtas"] + 280.0).to_netcdf(tmp_path / "warm.nc")
        dataset["dtas"].where(dataset["lat"] > 35.0).to_netcdf(tmp_path / "gap.nc")
        dataset.assign(other=dataset["dtas"]).to_netcdf(tmp_path / "two.nc")
        dataset.rename(lat="y").drop_vars("y").to_netcdf(tmp_path / "nowhere.nc")
    for name, words in (("warm", "no changes of air temperature"), ("gap", "has gaps"), ("two", "several"), ("nowhere", "lat and lon")):
        with pytest.raises(InputError, match=words):
            read_air_change(str(tmp_path / f"{name}.nc"))
