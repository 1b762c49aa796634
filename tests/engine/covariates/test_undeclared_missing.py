"""Values that stand for nothing though a file does not say so: fills, codes of products, what a covariate cannot be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray
from rasterio.transform import from_origin
from rasterio.windows import Window

from binn_engine.covariates.bands import open_raster, read_values
from binn_engine.covariates.table import CovariateChoice, read_covariates
from binn_engine.errors import InputError
from binn_engine.forcing.reading import read_forcing
from binn_engine.paths import NODATA_TAG
from binn_engine.tables import COVARIATES
from tests.engine.commands import engine_here
from tests.engine.support.covariates import profiles_at, table, whole, write
from tests.engine.support.forcing import dataset

CORNER = from_origin(0.0, 55.0, 0.5, 0.5)
TWO = profiles_at([0.25, 5.25], [54.75, 54.75])  # on the first pixel, which is missing in these tests, and on another


def holding(path: Path, kind: str, code: float, others: object = 7, **options: object) -> str:
    """A raster of 20 x 20 pixels with ``others``, the first pixel the code."""
    values = np.resize(np.atleast_1d(others), (20, 20)).astype(kind)
    values[0, 0] = code
    return write(path, values, transform=CORNER, **options)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        *(("float32", code) for code in (1e20, -1e20, 1e15, 1e29, 9.96921e36, -1e34, 3.4e38, -3.4e38, -9999.9, -99999.99, -999999)),
        *(("float32", code) for code in (-9999, -99999, -32768, -2147483648, 65535, 32767, -999, 99999)),
        *(("float64", code) for code in (1e20, 1e30, -1.7e308, -99999)),
        ("uint8", 255), ("uint16", 65535), ("int16", 32767), ("int16", -32767), ("int16", -32768), ("int16", -9999),
        ("uint32", 4294967295), ("int32", 2147483647), ("int32", -2147483648), ("int32", -99999), ("int8", -128),
    ],
)  # fmt: skip
def test_a_fill_that_is_not_declared_is_missing_and_told_of(kind: str, code: float, tmp_path: Path) -> None:
    path = holding(tmp_path / "clay.tif", kind, code, [5, 7, 9])
    values = whole(path)[0]
    assert np.isnan(values[0, 0])
    assert np.isfinite(values).sum() == 399
    warned: list[tuple[str, str]] = []
    read = read_covariates([path], TWO, warn=lambda *told: warned.append(told))
    assert np.isnan(read.values[0, 0])
    assert read.values[1, 0] in (5.0, 7.0, 9.0)
    assert [code for code, _ in warned] == ["undeclared_nodata"]
    assert "clay.tif" in warned[0][1]
    assert "1 profiles" in warned[0][1]


@pytest.mark.parametrize(
    ("kind", "code", "others"),
    [
        ("uint8", 255, [0]),  # a mask
        ("uint8", 255, range(0, 240)),  # a colour, or a scaled index
        ("uint8", 255, [10, 60, 130, 220]),  # classes
        ("uint8", 200, [10, 60, 130, 220]),
        ("uint16", 65535, range(0, 60000, 150)),
        ("int16", 32767, range(-20000, 32000, 130)),
        ("float32", 255, range(0, 200)),
        ("float32", 32763, range(0, 30000, 75)),
        ("int16", -3000, range(-2900, 3000, 15)),  # the sea's depth
        ("uint16", 0, range(7500, 7900)),  # a scale would make it a temperature
    ],
)
def test_a_value_at_the_limit_of_a_type_that_others_are_near_stays(kind: str, code: float, others: object, tmp_path: Path) -> None:
    assert np.isfinite(whole(holding(tmp_path / "a.tif", kind, code, list(others)))).all()


@pytest.mark.parametrize(
    ("kind", "codes", "others", "scale", "name"),
    [
        ("int16", range(32761, 32767), [5500, 12000, 29000], 0.0001, "npp"),
        ("int16", [32761, 32766], [100, 200], 1.0, "any"),
        ("float32", [3.2761, 3.2763, 3.2766], [0.55, 1.2, 2.9], 1.0, "MOD17_NPP"),
        ("float32", [32762, 32765], [5500, 12000], 1.0, "gpp_2010"),
        ("uint16", [65529, 65530, 65535], [300, 9000], 0.1, "PET"),
        ("uint8", range(249, 256), [0, 33, 100], 0.1, "LAI"),
        ("uint8", [200, 253], [0, 33, 100], 1.0, "trees"),
        ("int16", [-3000], [-1990, 400, 9900], 0.0001, "a"),
        ("int16", [-3000], [-1990, 400, 9900], 1.0, "NDVI_june"),
        ("uint16", [0], [14000, 15800], 0.02, "day"),
    ],
)
def test_codes_beyond_the_valid_range_of_a_product_are_missing(
    kind: str, codes: object, others: list[float], scale: float, name: str, tmp_path: Path
) -> None:
    codes = list(codes)
    values = np.resize(np.array(others, dtype=kind), (20, 20))
    values.flat[: len(codes)] = codes
    path = write(tmp_path / "a.tif", values, [name], CORNER, finish=lambda file: setattr(file, "scales", [scale]))
    read = whole(path)[0]
    assert np.isnan(read.flat[: len(codes)]).all()
    np.testing.assert_allclose(read.flat[len(codes) :], values.flat[len(codes) :] * np.float64(scale), rtol=1e-6)


def test_a_pixel_of_a_large_raster_is_the_same_in_every_window(tmp_path: Path) -> None:
    values = np.random.default_rng(1).integers(20, 90, (700, 900)).astype("uint16")
    values[100:400, 300:500] = 65535
    path = write(tmp_path / "a.tif", values, transform=from_origin(0.0, 50.0, 0.01, 0.01), tiled=True, blockxsize=128, blockysize=128)
    once = whole(path)[0]
    np.testing.assert_array_equal(np.isnan(once), values == 65535)
    with open_raster(path) as file:
        for window in (Window(290, 90, 40, 40), Window(0, 0, 10, 10), Window(350, 150, 5, 5)):
            part = once[window.row_off : window.row_off + window.height, window.col_off : window.col_off + window.width]
            np.testing.assert_array_equal(read_values(file, [1], window)[0], part)


@pytest.mark.parametrize("value", [900.0, 255.0, -4.0, 5000.0])
def test_what_a_well_known_covariate_cannot_be_is_missing_with_a_warning(value: float, tmp_path: Path) -> None:
    path = holding(tmp_path / "Clay_Content_0cm.tif", "float32", value, range(0, 63))
    warned: list[tuple[str, str]] = []
    read = read_covariates([path], profiles_at([0.25, 5.25, 6.25], [54.75, 54.75, 54.75]), warn=lambda *told: warned.append(told))
    assert np.isnan(read.values[0, 0])
    assert np.isfinite(read.values[1:, 0]).all()
    assert len(warned) == 1
    # 255 is told as the limit of a type, before the ranges of covariates are looked at.
    assert ("255" if value == 255.0 else "Clay_Content_0cm") in warned[0][1]


def test_a_well_known_covariate_most_of_which_cannot_be_is_refused_with_the_likely_unit(tmp_path: Path) -> None:
    for name, values, says in (("Clay_Content_0cm", range(150, 400), "10 times too large"), ("BIO1", range(265, 300), "kelvin")):
        path = holding(tmp_path / f"{name}.tif", "float32", 280.0, list(values))
        with pytest.raises(InputError, match=says):
            read_covariates([path], TWO)


def test_values_beyond_either_bound_are_no_other_unit_and_are_missing(tmp_path: Path) -> None:
    path = holding(tmp_path / "NPP.tif", "float32", 500.0, [-90_000, -80_000, 90_000, 600, 700])
    warned: list[str] = []
    read = read_covariates([path], profiles_at([0.25, 0.75, 1.25, 1.75], [54.75] * 4), warn=lambda code, _: warned.append(code))
    np.testing.assert_array_equal(read.values[:, 0], [500.0, np.nan, np.nan, 600.0])
    assert warned == ["impossible_values"]


def test_a_code_is_told_of_whichever_turn_of_the_globe_a_place_counts(tmp_path: Path) -> None:
    values = np.full((18, 36), 600, dtype="int16")
    values[3, 34] = -9999
    path = write(tmp_path / "npp.tif", values, transform=from_origin(0.0, 90.0, 10.0, 10.0))
    for longitude in (345.0, -15.0):
        warned: list[str] = []
        read = read_covariates([path], profiles_at([longitude, 5.0], [55.0, 55.0]), warn=lambda code, _, told=warned: told.append(code))
        np.testing.assert_array_equal(read.values[:, 0], [np.nan, 600.0])
        assert warned == ["undeclared_nodata"]


@pytest.mark.parametrize(
    ("name", "impossible"),
    [
        ("mean_annual_temperature", -2000.0), ("mean_annual_temperature", 5000.0), ("annual_precipitation", -50.0),
        ("Annual Precipitation", 1e6), ("npp", -99.0), ("npp", 1e6), ("temperature_seasonality", -5.0), ("bulk_density", -9.0),
        ("coarse_fragments", 5000.0), ("tree_cover", -4.0), ("cec_0-5cm_mean", -12.0),
    ],
)  # fmt: skip
def test_long_names_of_covariates_have_bounds_too(name: str, impossible: float, tmp_path: Path) -> None:
    """Those of the example among them."""
    warned: list[tuple[str, str]] = []
    path = table(tmp_path, **{name: [impossible, 2.0, 1.0]})
    read = read_covariates(
        [path],
        profiles_at([0.0] * 3, [0.0] * 3, ["11", "12", "13"]),
        CovariateChoice(exclude=["BIO1"]),
        warn=lambda *row: warned.append(row),
    )
    np.testing.assert_array_equal(read.values[:, 0], [np.nan, 2.0, 1.0])
    assert any(f"{name!r}" in message or name in message for _, message in warned)


def test_the_bounds_of_the_glossary_hold_the_published_ranges() -> None:
    for row in COVARIATES:
        assert row.possible[0] <= row.lower < row.upper <= row.possible[1], row.name


def test_what_the_user_calls_missing_is_missing(tmp_path: Path) -> None:
    """As the plugin writes it for a layer's additional nodata values, in the band's units."""
    path = write(
        tmp_path / "a.tif", np.arange(400, dtype="int16").reshape(20, 20), transform=CORNER,
        finish=lambda file: (setattr(file, "scales", [0.1]), file.update_tags(1, **{NODATA_TAG: "[[0.5, 0.5], [10.0, 12.0]]"})),
    )  # fmt: skip
    values = whole(path)[0].ravel()
    gone = np.flatnonzero(np.isnan(values))
    np.testing.assert_array_equal(gone, [5, *range(100, 121)])


def test_fills_in_tables_are_missing_too(tmp_path: Path) -> None:
    path = table(tmp_path, clay=[1e20, -99999.0, 30.0])
    read = read_covariates([path], profiles_at([0.0] * 3, [0.0] * 3, ["11", "12", "13"]), CovariateChoice(exclude=["BIO1"]))
    np.testing.assert_array_equal(read.values[:, 0], [np.nan, np.nan, 30.0])


def test_classes_of_mod17_become_no_litter(tmp_path: Path) -> None:
    months = np.broadcast_to(8.0 - 10.0 * np.cos(np.arange(12) * np.pi / 6.0)[:, None, None], (12, 8, 8)).astype("float32")
    npp = np.full((8, 8), 5500, dtype="int16")
    npp[0, :4], npp[5, 5:7] = [32761, 32762, 32765, 32766], 32764
    finish = lambda file: setattr(file, "scales", [0.0001])  # noqa: E731
    paths = {
        "temperature": write(tmp_path / "t.tif", months, transform=CORNER),
        "precipitation": write(tmp_path / "p.tif", np.full((12, 8, 8), 60, "float32"), transform=CORNER),
        "sand": write(tmp_path / "sand.tif", np.full((8, 8), 40, "uint8"), transform=CORNER),
        "clay": write(tmp_path / "clay.tif", np.full((8, 8), 20, "uint8"), transform=CORNER),
        "npp": write(tmp_path / "npp.tif", npp, transform=CORNER, finish=finish, nodata=32767),
    }
    words = [word for name, path in paths.items() for word in (f"--{name}", path)]
    done = engine_here("build_forcing", *words, "--npp-unit", "kgC/m2/yr", "--forcing", tmp_path / "forcing.nc")
    assert done.status == 0, done.stderr
    assert done.last("result")["metrics"]["cells_with_forcing"] == 58
    assert done.last("result")["metrics"]["mean_litter_gC_m2_yr"] == pytest.approx(550.0)
    assert any("npp.tif" in row["message"] and "MOD17" in row["message"] for row in done.events if row["event"] == "warning")


@pytest.mark.parametrize("fill", [1e20, -9999.0, 1e15, -99999.0, -1e34])
@pytest.mark.parametrize("name", ["TSOI", "LITR1_INPUT", "ALTMAX", "W_SCALAR", "nbedrock"])
def test_fills_in_a_forcing_file_leave_the_cell_out_with_a_warning(name: str, fill: float, tmp_path: Path) -> None:
    made = dataset()
    made[name].values[..., 0, 1] = fill
    made.to_netcdf(tmp_path / "forcing.nc", encoding={variable: {"_FillValue": None} for variable in made.data_vars})
    warned: list[tuple[str, str]] = []
    grid = read_forcing(str(tmp_path / "forcing.nc"), lambda *told: warned.append(told))
    assert len(grid) == 5
    assert max(np.abs(values).max() for values in grid.cells.values()) < 1e4
    assert any(code == "undeclared_nodata" and name in message for code, message in warned)


@pytest.mark.parametrize(
    ("name", "value"),
    [("ALTMAX", -5.0), ("ALTMAX_LASTYEAR", 500.0), ("LITR2_INPUT", 65535.0), ("TSOI", 15.0), ("W_SCALAR", 255.0), ("nbedrock", 255.0)],
)
def test_a_value_that_a_variable_of_the_forcing_cannot_have_is_refused(name: str, value: float, tmp_path: Path) -> None:
    made: xarray.Dataset = dataset()
    made[name].values[..., 1, 1] = value
    made.to_netcdf(tmp_path / "forcing.nc")
    with pytest.raises(InputError, match=name):
        read_forcing(str(tmp_path / "forcing.nc"), lambda *told: None)
