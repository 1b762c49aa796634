"""Fills that nothing declares: where in a file they lie, what is taken for one, and the sound values that are not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from rasterio.io import DatasetReader
from rasterio.windows import Window

from binn_engine.covariates.bands import open_raster, read_values
from binn_engine.covariates.fills import possible
from binn_engine.covariates.sample_warnings import likely_factor
from binn_engine.covariates.table import CovariateChoice, CovariateStack, Grid, read_covariates
from binn_engine.errors import InputError
from binn_engine.forcing.reading import read_forcing
from tests.engine.support.covariates import DEGREES, profiles_at, whole, write
from tests.engine.support.forcing import dataset
from tests.engine.support.warnings import TRAINING, told, warnings_of

RANDOM = np.random.default_rng(11)
SIDE = 900


def row_of(path: Path, kind: str, values: Sequence[float], **options: object) -> str:
    return write(path, np.array([values], dtype=kind), **options)


def lost(path: str, values: Sequence[float]) -> set[float]:
    """Which of a row's values are missing."""
    return {float(value) for value, read in zip(values, whole(path)[0, 0], strict=True) if np.isnan(read)}


@pytest.mark.parametrize("layout", [{}, {"tiled": True, "blockxsize": 64, "blockysize": 64}, {"blockysize": 50}])
@pytest.mark.parametrize(
    "where",
    [np.s_[:, SIDE - 40 :], np.s_[SIDE - 20 :, :], np.s_[:, SIDE // 2 :], np.s_[500:620, 300:420], np.s_[:, 100:]],
    ids=["right edge", "bottom", "right half", "block", "all but the left"],
)
@pytest.mark.parametrize(("kind", "fill", "high"), [("uint8", 255, 121), ("float32", -999.0, 9), ("uint16", 65535, 90)])
def test_fills_are_found_wherever_in_a_large_raster_they_lie(
    kind: str, fill: float, high: float, where: tuple[slice, slice], layout: dict[str, object], tmp_path: Path
) -> None:
    values = RANDOM.integers(0, high, (SIDE, SIDE)).astype(kind)
    values[where] = fill
    read = whole(write(tmp_path / "a.tif", values, **layout))[0]
    np.testing.assert_array_equal(np.isnan(read), values == fill)


@pytest.mark.parametrize(("kind", "fill"), [("float32", -999.0), ("int16", -9999), ("uint16", 65535), ("int16", 9999)])
def test_a_fill_that_no_sample_shows_is_missing_too(kind: str, fill: float, tmp_path: Path) -> None:
    values = RANDOM.integers(3, 90, (SIDE, SIDE)).astype(kind)
    values[100:103, 110:113] = fill
    np.testing.assert_array_equal(np.isnan(whole(write(tmp_path / "a.tif", values))[0]), values == fill)


@pytest.mark.parametrize(
    ("kind", "others", "fills"),
    [
        ("int16", range(200, 900, 7), [-999]), ("int16", range(200, 900, 7), [9999]), ("int16", range(0, 3000, 31), [-99]),
        ("int16", range(-200, 300, 9), [-999]), ("int16", range(0, 30500, 111), [32767]), ("uint16", range(0, 40000, 411), [65535]),
        ("uint16", range(0, 3000, 31), [65534, 65535]), ("uint8", range(0, 131), [255]), ("uint8", range(60), [253, 254, 255]),
        ("float32", [5.1, 7.3, 9.9], [-99.0]), ("float32", [5.1, 7.3, 9.9], [np.float32(-99.9)]), ("float32", [-20.5, 31.0], [-99.0]),
        ("float32", [0.0, 9.9], [-8888.0]), ("float32", [0.0, 3.0], [-10000.0]), ("float32", [0.5, 9.9], [1e10]),
        ("float32", [12.5, 800.0], [9999.0]), ("float32", range(0, 400), [-999.0, -99.0, -9999.0]), ("int32", range(0, 99), [-9999, -999]),
    ],
)  # fmt: skip
def test_numbers_that_are_written_for_none_are_missing(kind: str, others: Sequence[float], fills: list[float], tmp_path: Path) -> None:
    values = [*others, *fills]
    assert lost(row_of(tmp_path / "a.tif", kind, values), values) == {float(value) for value in fills}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("float32", [250, 251, 252, 255]), ("float32", [300, 255]), ("float32", [260.0, 260.5, 255.0]), ("float32", [1, 2, 3, 255]),
        ("float32", [9990, 9991, 9999]), ("int8", [10, 12, 127]), ("uint8", [180, 181, 255]), ("uint8", [*range(170, 190), 255]),
        ("uint8", [1, 255]), ("uint8", [0, 255]), ("uint8", [7, 255]), ("uint8", [0, 1, 5, 80, 250]), ("uint8", [100, 253]),
        ("uint8", [20, 30, 40, 100, 200]), ("uint8", range(256)), ("uint16", [1, 65535]), ("int16", [31000, 32000, 32767]),
        ("int16", [30000, 31000, 32761]), ("float32", [-1000, -998, -999]), ("float32", [-98.5, -98.25, -99.0]),
        ("int16", range(-1500, 300)), ("int16", range(-99, 1)), ("int16", range(8000, 10000)), ("float32", [254, 127, 128]),
    ],
)  # fmt: skip
def test_sound_values_are_kept(kind: str, values: Sequence[float], tmp_path: Path) -> None:
    assert not lost(row_of(tmp_path / "a.tif", kind, values), values)


def test_a_product_is_told_by_the_name_of_the_file_or_by_several_of_its_codes(tmp_path: Path) -> None:
    cover = [0, 5, 80, 200, 253]
    assert lost(row_of(tmp_path / "MOD44B_2010.tif", "uint8", cover, names=["band"]), cover) == {200.0, 253.0}
    assert lost(row_of(tmp_path / "MCD15A2H.tif", "uint8", [1, 60, 249, 254], names=["b"]), [1, 60, 249, 254]) == {249.0, 254.0}
    many = [*range(0, 80, 4), 200, 253]
    assert lost(row_of(tmp_path / "a.tif", "uint8", many), many) == {200.0, 253.0}
    assert not lost(row_of(tmp_path / "clay_plain.tif", "uint8", [1, 60, 254]), [1, 60, 254])


CLASSES = np.resize(np.array([20, 30, 40, 100, 200, 253], dtype="uint8"), (6, 60))


def test_nothing_is_guessed_of_classes(tmp_path: Path) -> None:
    """As a land cover whose class 200 was tree cover's code of water: 26 of 60 profiles were lost by it."""
    named = write(tmp_path / "land_cover.tif", CLASSES)
    coloured = write(tmp_path / "vcf.tif", CLASSES, finish=lambda file: file.write_colormap(1, {200: (1, 2, 3, 255)}))
    assert np.isfinite(whole(named)).all()
    assert np.isfinite(whole(coloured)).all()
    said = write(tmp_path / "trees.tif", CLASSES)
    places = profiles_at(DEGREES.c + 0.05 + 0.1 * np.arange(60), np.full(60, DEGREES.f - 0.05))
    warned: list[str] = []
    read = read_covariates([said], places, CovariateChoice(categorical=["trees"]), warn=lambda code, message: warned.append(code))
    np.testing.assert_array_equal(read.values[:, 0], CLASSES[0])
    assert "undeclared_nodata" not in warned
    with open_raster(said) as file, CovariateStack([said], ["trees"], ["trees"], Grid.of(file)) as stack:
        assert len(stack.valid(_all(file))[0]) == CLASSES.size
        assert np.isnan(read_values(file, [1], _all(file))).any()  # whoever does not say so has a product's codes


def _all(file: DatasetReader) -> Window:
    return Window(0, 0, file.width, file.height)


@pytest.mark.parametrize(
    ("names", "sound", "wrong"),
    [
        (["elevation", "DEM", "altitude", "srtm_dem_30m"], [-430, 8848, 29029, -10000.5], [31000, -13000]),
        (["clay", "Clay", "sand_0-5cm_mean", "silt", "clay_content_0cm"], [0, 35, 350, 1000], [-5, 1100]),
        (["ph", "pH", "phh2o_0-5cm_mean", "PH_WATER_0CM"], [3.5, 8, 65, 140], [-1, 255]),
        (["ndvi", "NDVI"], [-0.2, 0.9, 9000, -2000], [-11000, 32767]),
        (["bio1", "wc2.1_30s_bio_1", "CHELSA_bio1_1981-2010_V.2.1"], [-30, 27, 270, 2950, 80], [-999, 9999]),
        (["bio12", "wc2.1_30s_bio_12", "Bio_12"], [0, 800, 8000, 0.5], [-50, -999]),
        (["slope"], [0, 45, 300], [-3]),
        (["Elevation"], [-400, 8848], [-600, 9999]),
    ],
)  # fmt: skip
def test_what_a_covariate_cannot_be_in_any_unit_goes_by_its_common_names(names: list[str], sound: list[float], wrong: list[float]) -> None:
    for name in names:
        bounds = possible(name)
        assert bounds is not None, name
        assert all(bounds[0] <= value <= bounds[1] for value in sound), name
        assert not any(bounds[0] <= value <= bounds[1] for value in wrong), name


@pytest.mark.parametrize(
    "name", ["clay_ratio", "elevation_change", "phosphorus", "ndvi_trend", "bio12_anomaly", "biomass", "distance_to_sand", "a"]
)
def test_other_names_have_no_bounds(name: str) -> None:
    assert possible(name) is None


def test_values_that_clay_of_a_common_name_cannot_have_are_missing_and_told_of(tmp_path: Path) -> None:
    path = row_of(tmp_path / "clay.tif", "float32", [20.0, 1500.0, 35.0, 41.0])
    warned: list[tuple[str, str]] = []
    read = read_covariates([path], profiles_at([-75.95, -75.85, -75.75], [44.95] * 3), warn=lambda *told: warned.append(told))
    np.testing.assert_array_equal(read.values[:, 0], [20.0, np.nan, 35.0])
    assert [code for code, _ in warned] == ["impossible_values"]
    with pytest.raises(InputError, match="in any unit"):
        read_covariates([row_of(tmp_path / "sand.tif", "float32", [2000.0, 1500.0, 35.0])], profiles_at([-75.95, -75.85], [44.95] * 2))


@pytest.mark.parametrize("litter", [999.0, 9999.0])
def test_litter_that_stands_for_nothing_is_refused(litter: float, tmp_path: Path) -> None:
    made = dataset()
    made["LITR1_INPUT"].values[..., 1, 1] = litter
    made.to_netcdf(tmp_path / "forcing.nc")
    with pytest.raises(InputError, match="LITR1_INPUT"):
        read_forcing(str(tmp_path / "forcing.nc"), lambda *told: None)
    made["LITR1_INPUT"].values[..., 1, 1] = 600.0
    made.to_netcdf(tmp_path / "rich.nc")
    assert len(read_forcing(str(tmp_path / "rich.nc"), lambda *told: None)) == 6


def test_feet_are_not_called_ten_times_too_large() -> None:
    heights = RANDOM.uniform(100.0, 1500.0, 400)
    assert "feet" in likely_factor(heights / 0.3048, 100.0, 1500.0)
    assert "10 times too large" in likely_factor(heights * 10.0, 100.0, 1500.0)
    assert likely_factor(RANDOM.uniform(2000.0, 4000.0, 400), 100.0, 1500.0) == ""  # feet, or decimetres


def test_a_map_in_another_unit_that_two_explain_names_none() -> None:
    values = TRAINING.copy()
    values[:, 0] = values[:, 0] / 0.3048
    assert "feet" in told(values)[2][0]
    values[:, 0] = np.linspace(70.0, 130.0, len(values))
    assert told(values)[2][0].endswith("Check that its unit is the same as in training.")


def test_places_in_radians_are_told_of(tmp_path: Path) -> None:
    degrees = [(10.0 + number, 50.0 + number / 3.0) for number in range(12)]
    assert "radians" not in warnings_of(tmp_path, degrees)
    radians = [(float(np.radians(lon)), float(np.radians(lat))) for lon, lat in degrees]
    assert "look like radians" in warnings_of(tmp_path, radians)["radians"]
    assert "radians" not in warnings_of(tmp_path, radians[:10])
    assert "radians" not in warnings_of(tmp_path, [*radians, (10.0, 50.0)])
