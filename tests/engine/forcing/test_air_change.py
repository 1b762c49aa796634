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
from binn_engine.forcing.air_change import AirChange
from binn_engine.forcing.air_file import read_air_change
from binn_engine.prediction.scenario import SiteAir, scenario_of
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


@pytest.mark.parametrize("first", [0.0, -180.0, 15.0])
@pytest.mark.parametrize("twice", [False, True])
def test_a_grid_around_the_globe_has_no_seam(first: float, twice: bool) -> None:
    """Wherever its longitudes begin, and whether the last column is the first one again."""
    lon, lat = first + np.arange(0.0, 361.0 if twice else 360.0, 30.0), np.arange(-90.0, 91.0, 30.0)
    wave = np.broadcast_to(1.0 + np.cos(np.radians(lon)), (len(lat), len(lon))).reshape(-1, 1, 1) * np.ones((1, 1, 12))
    east, north = (axis.ravel() for axis in np.meshgrid(lon, lat))
    found = AirChange(np.array([2050.0]), wave, east, north, (len(lat), len(lon)))
    places = np.array([-15.0, -7.5, 0.0, 172.5, 180.0, -172.5, 345.0, 352.5])
    nodes = np.radians(np.floor((places - first) / 30.0) * 30.0 + first), np.radians(np.ceil((places - first) / 30.0) * 30.0 + first)
    share = (places - first) / 30.0 % 1.0
    expected = 1.0 + (1.0 - share) * np.cos(nodes[0]) + share * np.cos(nodes[1])
    np.testing.assert_allclose(at(found, places, np.full(len(places), 45.0))[:, 0, 0], expected, atol=1e-7)


def test_a_grid_across_greenwich_is_read_in_both_counts(tmp_path: Path) -> None:
    lon = np.array([350.0, 0.0, 10.0])
    values = np.array([1.0, 2.0, 3.0])[None, None] * np.ones((1, 2, 1))
    axes = {"lat": [40.0, 50.0], "lon": lon, "year": [2050]}
    xarray.Dataset({"dtas": (("year", "lat", "lon"), values)}, axes).to_netcdf(tmp_path / "a.nc")
    found = at(read_air_change(str(tmp_path / "a.nc")), np.array([-5.0, 355.0, 5.0, 13.0]), np.full(4, 45.0))
    np.testing.assert_allclose(found[:, 0, 0], [1.5, 1.5, 2.5, 3.0], atol=1e-7)


def test_places_far_from_the_file_are_refused(file: Path) -> None:
    found = read_air_change(str(file))
    with pytest.raises(InputError, match=r"1 pixel is more than 1,668 km \(1.5 cells\) .*a.nc \(up to [\d,]+ km\)"):
        found.weights(np.array([-85.0, 10.0]), np.array([45.0, 45.0]))
    places = AirChange(np.array([2050.0]), np.zeros((1, 1, 12)), np.array([-85.0]), np.array([45.0]), None, "a.nc")
    assert places.weights(np.array([-80.0]), np.array([45.0])).index.tolist() == [[0, 0, 0, 0]]
    with pytest.raises(InputError, match="more than 1,000 km from"):
        places.weights(np.array([-60.0]), np.array([45.0]))


def test_a_raster_has_a_band_for_each_year(tmp_path: Path) -> None:
    profile = {"driver": "GTiff", "dtype": "float64", "count": 3, "width": 4, "height": 3, "crs": "EPSG:4326"}
    with rasterio.open(tmp_path / "a.tif", "w", transform=from_origin(-105.0, 55.0, 10.0, 10.0), **profile) as raster:
        for number, year in enumerate(YEARS, 1):
            raster.write(plane(LAT[::-1][:, None], LON[None], year), number)
            raster.set_band_description(number, f"tas {year}")
    found = at(read_air_change(str(tmp_path / "a.tif")), np.array([-95.0]), np.array([33.0]))
    np.testing.assert_allclose(found[0, :, 5], plane(33.0, -95.0, YEARS), rtol=1e-12)


def test_the_change_counts_from_the_start() -> None:
    """On the line from no change where the file begins later, which is told; else less what it has at the start."""
    told: list[str] = []
    kelvin = np.arange(1.0, 4.0)[None, :, None] * np.ones((1, 3, 12))
    later = AirChange(np.array([2030.0, 2040.0, 2050.0]), kelvin, np.zeros(1), np.zeros(1), None, "a.nc")
    later = later.since(2020, 2100, lambda code, text: told.append(f"{code}: {text}"))
    assert [text[:26] for text in told] == ["air_begins_late: a.nc begi", "air_ends_early: a.nc ends "]
    assert "2030" in told[0]
    assert "stays the same until 2100" in told[1]
    assert later.years.tolist() == [2020.0, 2030.0, 2040.0, 2050.0]
    assert later.kelvin[0, :, 0].tolist() == [0.0, 1.0, 2.0, 3.0]
    within = AirChange(np.array([2010.0, 2030.0, 2050.0]), kelvin, np.zeros(1), np.zeros(1), None, "a.nc")
    with pytest.raises(InputError, match=r"a\.nc has no change of air temperature after the start in 2050"):
        within.since(2050, 2100, lambda *told: None)
    within = within.since(2020, 2050, lambda *told: pytest.fail(str(told)))
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
    for name, words in (
        ("warm", "cannot be changes of air temperature"),
        ("gap", "has gaps"),
        ("two", "several"),
        ("nowhere", "lat and lon"),
    ):
        with pytest.raises(InputError, match=words):
            read_air_change(str(tmp_path / f"{name}.nc"))


def dated(path: Path, time: np.ndarray, units: str, calendar: str = "noleap", name: str = "time", **bounds: np.ndarray) -> AirChange:
    """What is read of a file whose steps have the values 0, 1, 2 and so on."""
    values = 0.01 * np.arange(len(time))[:, None, None] * np.ones((1, 2, 2))
    data = {"dtas": ((name, "lat", "lon"), values, {"units": "K"})}
    data |= {key: ((name, "ends"), found) for key, found in bounds.items()}
    attrs = {"units": units, "calendar": calendar} | dict(zip(("bounds",), bounds))
    dataset = xarray.Dataset(data, {"lat": [40.0, 50.0], "lon": [0.0, 10.0], name: (name, time, attrs)})
    dataset.to_netcdf(path / "dated.nc")
    return read_air_change(str(path / "dated.nc"))


@pytest.mark.parametrize(
    ("time", "units", "calendar"),
    [
        ((np.arange(36) + 0.5) * 365.0 / 12.0, "days since 2015-01-01", "noleap"),
        ((np.arange(36) + 0.5) * 30.0, "days since 2015-01-01 00:00:00", "360_day"),
        ((np.arange(36) + 0.5) * 30.4375 * 24.0, "hours since 2015-01-01", "standard"),
        (np.arange(36) + 0.5, "months since 2015-01-01", "standard"),
        (np.cumsum(np.tile([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 3)), "days since 2015-01-01", "noleap"),
    ],
)
def test_dated_months_are_the_months_of_their_years(tmp_path: Path, time: np.ndarray, units: str, calendar: str) -> None:
    found = dated(tmp_path, np.asarray(time, dtype=float), units, calendar)
    assert found.years.tolist() == [2015.0, 2016.0, 2017.0]
    np.testing.assert_allclose(found.kelvin[0], 0.01 * np.arange(36).reshape(3, 12))


@pytest.mark.parametrize(
    ("time", "units"),
    [((np.arange(4) + 0.5) * 365.0, "days since 2015-01-01"), (np.arange(4.0), "years since 2015-01-01"), (np.arange(2015.0, 2019.0), "")],
)
def test_dated_years_are_years(tmp_path: Path, time: np.ndarray, units: str) -> None:
    for name in ("time", "year"):
        found = dated(tmp_path, time, units, name=name)
        assert found.years.tolist() == [2015.0, 2016.0, 2017.0, 2018.0]
        np.testing.assert_allclose(found.kelvin[0, :, 7], 0.01 * np.arange(4))


def test_a_year_that_has_the_date_of_its_end_is_told_by_its_bounds(tmp_path: Path) -> None:
    ends = 365.0 * np.arange(1.0, 4.0)
    found = dated(tmp_path, ends, "days since 2015-01-01", time_bnds=np.stack([ends - 365.0, ends], 1))
    assert found.years.tolist() == [2015.0, 2016.0, 2017.0]


@pytest.mark.parametrize(
    ("time", "units", "words"),
    [
        (np.arange(24.0), "", "are not years"),
        (np.arange(201501.0, 201513.0), "", "are not years"),
        (np.arange(30.0) * 30.0 + 15.0, "days since 2015-01-01", "neither years nor the months of whole years"),
        (np.arange(400.0), "days since 2015-01-01", "2015 has 365"),
        (np.arange(12.0), "moons since 2015-01-01", "cannot be converted to dates"),
        (np.arange(12.0), "days since the flood", "cannot be converted to dates"),
    ],
)
def test_steps_that_are_no_years_are_refused(tmp_path: Path, time: np.ndarray, units: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        dated(tmp_path, time, units)


@pytest.mark.parametrize(
    ("units", "factor"), [("K", 1.0), ("degC", 1.0), ("delta degC", 1.0), ("change in K", 1.0), ("degF", 5.0 / 9.0), ("m", None)]
)
def test_the_unit_of_the_file_counts(tmp_path: Path, file: Path, units: str, factor: float | None) -> None:
    with xarray.open_dataset(file) as dataset:
        dataset["dtas"].assign_attrs(units=units).to_netcdf(tmp_path / "unit.nc")
    if factor is None:
        with pytest.raises(InputError, match="is 'm', which is not known"):
            read_air_change(str(tmp_path / "unit.nc"))
    else:
        np.testing.assert_allclose(read_air_change(str(tmp_path / "unit.nc")).kelvin, factor * read_air_change(str(file)).kelvin)


def test_temperatures_in_degrees_are_no_changes(tmp_path: Path, file: Path) -> None:
    with xarray.open_dataset(file) as dataset:
        (dataset["dtas"] + 9.0).assign_attrs(units="degC").to_netcdf(tmp_path / "warm.nc")
    with pytest.raises(InputError, match="cannot be changes of air temperature"):
        read_air_change(str(tmp_path / "warm.nc"))
