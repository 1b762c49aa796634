"""The job ``build_forcing``: from rasters to a forcing that says what it is; and how near it comes to real CLM5."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import xarray
from rasterio.crs import CRS
from rasterio.transform import from_origin

from binn_engine.clm5.geometry import INTERFACE_DEPTH, LAYER_THICKNESS, N_LAYERS
from binn_engine.covariates.bands import covariate_bands
from binn_engine.covariates.grids import Grid
from binn_engine.errors import InputError
from binn_engine.forcing.climate_rasters import read_normals
from binn_engine.forcing.reading import read_forcing
from binn_engine.settings import BuildForcingJob
from tests.engine.commands import SHARED, engine_here
from tests.engine.support.forcing_comparison import Comparison, new_york_job, write

MONTHS = np.arange(12)
ALBERS = CRS.from_epsg(5070)


@pytest.fixture
def rasters(tmp_path: Path) -> dict[str, str]:
    """Two rows and three columns of half a degree; the last cell has no productivity."""
    corner = from_origin(-76.0, 44.0, 0.5, 0.5)
    cells = np.arange(6.0).reshape(2, 3)
    temperature = 8.0 - 14.0 * np.cos(2.0 * np.pi * (MONTHS + 0.5) / 12.0)[:, None, None] + 0.1 * cells
    npp = np.where(cells == 5.0, np.nan, 400.0 + 10.0 * cells)[None]
    texture = np.stack([np.full((2, 3), 0.2), np.full((2, 3), 0.5)])
    return {
        "temperature": write(tmp_path / "tavg.tif", temperature, corner),
        "precipitation": write(tmp_path / "prec.tif", np.full((12, 2, 3), 85.0), corner),
        "npp": write(tmp_path / "npp.tif", npp, corner),
        "sand": write(tmp_path / "soil.tif", texture, corner, names=("clay", "sand")),
        "clay": str(tmp_path / "soil.tif"),
    }


def normals_of(inputs: dict[str, str], **changed: object):
    job = BuildForcingJob(**{**inputs, "texture_unit": "1", **changed})
    grid = Grid.from_raster(job.grid or job.temperature)
    return read_normals(job, grid, grid.window_of(job.bounds))


def options(inputs: dict[str, str], **more: object) -> list[str]:
    return [str(word) for name, value in {**inputs, **more}.items() for word in (f"--{name.replace('_', '-')}", value)]


def test_the_job_writes_a_forcing_that_says_that_it_is_approximate(rasters: dict[str, str], tmp_path: Path) -> None:
    target = tmp_path / "forcing.nc"
    done = engine_here("build_forcing", *options(rasters, texture_unit="1", forcing=target))
    assert done.status == 0, done.stderr
    assert done.last("result")["metrics"]["cells_with_forcing"] == 5
    assert done.last("warning")["code"] == "approximate_forcing"
    said: list[str] = []
    grid = read_forcing(str(target), lambda code, message: said.append(code))
    assert said == ["approximate_forcing"]
    assert sorted(zip(grid.longitude, grid.latitude)) == [
        (-75.75, 43.25),
        (-75.75, 43.75),
        (-75.25, 43.25),
        (-75.25, 43.75),
        (-74.75, 43.75),
    ]
    first = int(np.argmax((grid.longitude == -75.75) & (grid.latitude == 43.75)))
    assert grid.cells["litter_input"][first].sum() == pytest.approx(400.0, rel=1e-6)
    assert (tmp_path / "forcing.build_forcing.run.json").is_file()


def test_a_change_of_air_temperature_gives_the_forcing_of_a_later_year(rasters: dict[str, str], tmp_path: Path) -> None:
    """As if the normals were those of the later year; half of the change of 2060 has come in 2040."""
    months = 2.0 + np.sin(MONTHS)
    values = np.stack([np.zeros(12), 2.0 * months])[:, :, None, None] * np.ones((2, 2))
    axes = {"year": [2020, 2060], "month": MONTHS + 1, "lat": [43.0, 44.0], "lon": [-76.0, -74.0]}
    xarray.Dataset({"dtas": (("year", "month", "lat", "lon"), values)}, axes).to_netcdf(tmp_path / "air.nc")
    with rasterio.open(rasters["temperature"]) as raster:
        warmer = raster.read().astype(float) + months[:, None, None]
    direct = {**rasters, "temperature": write(tmp_path / "warmer.tif", warmer, from_origin(-76.0, 44.0, 0.5, 0.5))}
    later = {"air_change": tmp_path / "air.nc", "normals_year": 2020, "air_year": 2040}
    built = {}
    for name, words in (("direct", options(direct)), ("later", options(rasters, **later)), ("today", options(rasters))):
        done = engine_here("build_forcing", *words, *options({}, texture_unit="1", forcing=tmp_path / f"{name}.nc"))
        assert done.status == 0, done.stderr
        with xarray.open_dataset(tmp_path / f"{name}.nc", decode_times=False) as dataset:
            built[name] = dataset.load()
    for name in ("TSOI", "W_SCALAR", "ALTMAX", "LITR1_INPUT"):
        np.testing.assert_allclose(built["later"][name], built["direct"][name], rtol=1e-5)
    warming = np.nanmean(built["later"]["TSOI"] - built["today"]["TSOI"])
    assert 0.5 < warming < 2.5
    assert "changed as in air.nc from 2020 to 2040" in str(built["later"].attrs)


@pytest.mark.parametrize(
    ("words", "told"),
    [({"air_year": 1990}, "normals_year is 2020 and air_year is 1990"), ({"air_year": 2040, "snow": "tavg"}, "snow and air_change")],
)
def test_a_later_year_that_cannot_be_is_refused(rasters: dict[str, str], tmp_path: Path, words: dict[str, Any], told: str) -> None:
    given = {**words, "snow": rasters["temperature"]} if "snow" in words else words
    more = {"air_change": rasters["temperature"], "normals_year": 2020, "texture_unit": "1", "forcing": tmp_path / "f.nc"}
    done = engine_here("build_forcing", *options(rasters, **more, **given))
    assert done.status == 1
    assert told in done.last("error")["message"]


def test_units_are_converted(rasters: dict[str, str], tmp_path: Path) -> None:
    plain = normals_of(rasters).normals
    corner = from_origin(-76.0, 44.0, 0.5, 0.5)

    def scaled(name: str, factor: float, offset: float = 0.0) -> str:
        with rasterio.open(rasters[name]) as raster:
            values = raster.read(masked=True).astype(float).filled(np.nan) * factor + offset
            names = tuple(text or "" for text in raster.descriptions)
        return write(tmp_path / f"scaled_{name}.tif", values, corner, names=names)

    other = normals_of(
        {
            "temperature": scaled("temperature", 1.0, 273.15),
            "precipitation": scaled("precipitation", 12.0 / 365.0),
            "npp": scaled("npp", 1e-3),
            "sand": scaled("sand", 1000.0),
            "clay": scaled("clay", 1000.0),
        },
        temperature_unit="K",
        precipitation_unit="mm/day",
        npp_unit="kgC/m2/yr",
        texture_unit="g/kg",
        bedrock=write(tmp_path / "bedrock.tif", np.full((1, 2, 3), 250.0), corner),
        bedrock_unit="cm",
        trees=write(tmp_path / "trees.tif", np.full((1, 2, 3), 40.0), corner),
    ).normals
    for name in ("air_temperature", "precipitation", "npp", "sand", "clay", "latitude"):
        np.testing.assert_allclose(getattr(other, name), getattr(plain, name), rtol=1e-4)
    np.testing.assert_allclose(other.soil_depth, 2.5)
    np.testing.assert_allclose(other.tree_cover, 0.4)


def test_cells_take_the_mean_of_finer_rasters(rasters: dict[str, str], tmp_path: Path) -> None:
    fine = np.full((1, 10, 15), 300.0)
    fine[0, :, ::2] = 500.0  # the columns of a cell: 500, 300, 500, 300, 500, then the other way round
    path = write(tmp_path / "fine.tif", fine, from_origin(-76.0, 44.0, 0.1, 0.1))
    found = normals_of({**rasters, "npp": path}).normals.npp.reshape(2, 3)
    np.testing.assert_allclose(found[0], [420.0, 380.0, 420.0])


def test_cells_lie_between_the_pixels_of_coarser_rasters(rasters: dict[str, str], tmp_path: Path) -> None:
    path = write(tmp_path / "coarse.tif", np.array([[[300.0, 500.0], [300.0, 500.0]]]), from_origin(-77.0, 45.0, 2.0, 2.0))
    found = normals_of({**rasters, "npp": path}).normals.npp
    # From the middle of the west pixel (-76) on 100 a degree.
    assert found.reshape(-1, 3)[0].tolist() == pytest.approx([325.0, 375.0, 425.0])


def test_cells_may_lie_in_another_crs(rasters: dict[str, str], tmp_path: Path) -> None:
    grid = write(tmp_path / "grid.tif", np.ones((1, 2, 2)), from_origin(1_640_000.0, 2_470_000.0, 20_000.0, 20_000.0), ALBERS)
    target = tmp_path / "projected.nc"
    done = engine_here("build_forcing", *options(rasters, texture_unit="1", grid=grid, forcing=target))
    assert done.status == 0, done.stderr
    found = read_forcing(str(target), lambda code, message: None)
    assert len(found) == 4
    assert ((found.longitude > -76.0) & (found.longitude < -74.5) & (found.latitude > 43.0) & (found.latitude < 44.0)).all()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"temperature_unit": "K"}, ("tavg.tif", "air temperature", "K")),
        ({"texture_unit": "%"}, ("soil.tif", "sand", "%")),
        ({"npp_unit": "gC/m2/s"}, ("npp.tif", "net primary production")),
        ({"npp_unit": "kgC/m2/yr"}, ("npp.tif", "kgC/m2/yr")),
        ({"precipitation_unit": "mm/s"}, ("prec.tif", "precipitation")),
    ],
)
def test_a_wrong_unit_is_refused_by_name(rasters: dict[str, str], changed: dict[str, str], words: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        normals_of(rasters, **changed)
    assert all(word in str(caught.value) for word in words)


def test_a_raster_without_the_bands_that_are_needed_is_refused_by_name(rasters: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"npp\.tif has 1 band, not 12"):
        normals_of({**rasters, "temperature": rasters["npp"]})
    with pytest.raises(InputError, match=r"soil\.tif has 2 bands, but none of them is named 'npp'"):
        normals_of({**rasters, "npp": rasters["sand"]})


def test_variables_of_a_netcdf_are_rasters(rasters: dict[str, str], tmp_path: Path) -> None:
    with rasterio.open(rasters["npp"]) as file:
        npp = np.where(file.read(1) < 0.0, np.nan, file.read(1))
    axes = {"lat": ("lat", [43.75, 43.25], {"units": "degrees_north"}), "lon": ("lon", [284.25, 284.75, 285.25], {"units": "degrees_east"})}
    months = {"NPP": (("time", "lat", "lon"), np.stack([npp] * 12)), "nbedrock": (("time", "lat", "lon"), np.full((12, 2, 3), 9.0))}
    xarray.Dataset(months, axes).to_netcdf(tmp_path / "fields.nc")
    fields = {name: f'NETCDF:"{tmp_path}/fields.nc":{name}' for name in months}
    found = normals_of({**rasters, "npp": fields["NPP"], "bedrock": fields["nbedrock"], "bedrock_unit": "layer"})
    np.testing.assert_array_equal(found.normals.npp, normals_of(rasters).normals.npp)
    np.testing.assert_allclose(found.normals.soil_depth, INTERFACE_DEPTH[8])
    assert covariate_bands(fields["NPP"])[0] == ("NPP_band1", 1)
    done = engine_here("build_forcing", *options({**rasters, "npp": fields["NPP"]}, texture_unit="1", forcing=tmp_path / "forcing.nc"))
    assert done.status == 0, done.stderr
    hashed = json.loads((tmp_path / "forcing.build_forcing.run.json").read_text(encoding="utf-8"))["inputs"]
    assert str(tmp_path / "fields.nc") in hashed


def test_rasters_of_different_land_are_refused(rasters: dict[str, str], tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "far.tif", np.full((1, 2, 3), 400.0), from_origin(10.0, 44.0, 0.5, 0.5))
    with pytest.raises(InputError, match="In no cell do all rasters have a value"):
        normals_of({**rasters, "npp": elsewhere})


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Forcing built by the job on the cells of the real one, beside it."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"the real data are not at {SHARED / 'data'}")
    folder = tmp_path_factory.mktemp("new_york")
    job = new_york_job(SHARED / "data", folder)
    words = [word for name, value in dataclasses.asdict(job).items() if value for word in (f"--{name.replace('_', '-')}", str(value))]
    done = engine_here("build_forcing", *words)
    assert done.status == 0, done.stderr
    real = SHARED / "data" / "new_york" / "clm5_forcing.nc"
    return Comparison(*(read_forcing(str(path), lambda code, message: None) for path in (job.forcing, real)))


def test_soil_temperature_around_new_york_is_within_a_kelvin_and_a_half_of_clm5(comparison: Comparison) -> None:
    assert len(comparison.built["soil_temperature"]) > 110
    error = np.sqrt(comparison.topsoil("soil_temperature").mean())
    assert error < 1.5


def test_the_water_scalar_around_new_york_goes_with_that_of_clm5(comparison: Comparison) -> None:
    bedrock = comparison.real["bedrock_layer"][:, None]
    every = np.ones((len(bedrock), N_LAYERS), dtype=bool)
    soil = np.arange(1, N_LAYERS + 1) <= bedrock
    topsoil = soil & (np.cumsum(LAYER_THICKNESS) <= 1.0)
    assert comparison.correlation("water_scalar", every) > 0.8
    assert comparison.correlation("water_scalar", soil) > 0.6
    assert comparison.correlation("water_scalar", topsoil) > 0.6


def test_soil_carbon_around_new_york_goes_with_that_of_real_forcing(comparison: Comparison) -> None:
    built, real = comparison.stocks(comparison.built), comparison.stocks(comparison.real)
    assert np.corrcoef(built, real)[0, 1] > 0.9
    assert 0.5 < built.mean() / real.mean() < 1.2
    with_real_water = comparison.stocks({**comparison.built, "water_scalar": comparison.real["water_scalar"]})
    assert np.abs(with_real_water - real).mean() < 0.5 * np.abs(built - real).mean(), "water is what drives the difference"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("precipitation", 3e-5, "precipitation is 0.00036 mm a year"), ("precipitation", 2500.0, "3e+04 mm a year")],
)
def test_precipitation_in_another_unit_is_refused(rasters: dict[str, str], tmp_path: Path, name: str, value: float, words: str) -> None:
    other = write(tmp_path / "other.tif", np.full((12, 2, 3), value), from_origin(-76.0, 44.0, 0.5, 0.5))
    with pytest.raises(InputError) as caught:
        normals_of({**rasters, name: other})
    assert words in caught.value.message


def test_sand_and_clay_of_more_than_the_soil_are_refused(rasters: dict[str, str], tmp_path: Path) -> None:
    sand = write(tmp_path / "sand.tif", np.full((1, 2, 3), 0.95), from_origin(-76.0, 44.0, 0.5, 0.5))
    with pytest.raises(InputError, match=r"sand and clay together are 115 %"):
        normals_of({**rasters, "sand": sand})


UNUSUAL = [
    ({}, 0, ()),
    ({"precipitation": 2.8}, 12, ("unit_of_normals",)),  # mm a day
    ({"npp": 38.0}, 1, ("unit_of_normals",)),  # gC a month
    ({"bedrock": 150.0}, 1, ("unit_of_normals",)),  # cm
    ({"trees": 0.55}, 1, ("unit_of_normals",)),  # a share
    ({"bedrock": 3.0, "trees": 55.0}, 1, ()),
    ({"temperature": 1.0}, 12, ("order_of_months",)),
]


@pytest.mark.parametrize(("changed", "bands", "told"), UNUSUAL)
def test_what_is_unusual_in_its_unit_is_told_of(
    rasters: dict[str, str], tmp_path: Path, changed: dict[str, float], bands: int, told: tuple[str, ...]
) -> None:
    for name, value in changed.items():
        values = np.full((bands, 2, 3), value)
        if name == "temperature":
            values = values * (8.0 + 14.0 * np.cos(2.0 * np.pi * (MONTHS + 0.5) / 12.0))[:, None, None]
        rasters[name] = write(tmp_path / f"new_{name}.tif", values, from_origin(-76.0, 44.0, 0.5, 0.5))
    job, said = BuildForcingJob(**{**rasters, "texture_unit": "1"}), []
    grid = Grid.from_raster(job.temperature)
    read_normals(job, grid, grid.whole, lambda code, message: said.append(code))
    assert tuple(said) == told
