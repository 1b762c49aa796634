"""Covariates from tables and rasters, at profiles and on the grid of a map."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import pytest
import rasterio
from rasterio import Affine
from rasterio.transform import from_origin
from rasterio.windows import Window

from binn_engine.covariates.table import (
    CovariateChoice,
    CovariateStack,
    Grid,
    covariate_bands,
    looks_categorical,
    read_covariates,
    sample_rasters,
)
from binn_engine.errors import InputError
from binn_engine.profiles.observations import read_profiles
from binn_engine.settings import ProfileFields
from tests.engine.commands import SHARED
from tests.engine.support.covariates import DEGREES, UTM, counted, plane, profiles_at, table, write

SHARED = SHARED / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real data are not at {SHARED}")


THREE = profiles_at([-75.0, -74.0, -73.0], [43.0, 43.0, 43.0], ["13", "11", "99"])


# --- tables ---------------------------------------------------------------------------------------------------------------------


def test_a_table_is_joined_by_profile_id_without_ids_and_coordinates(tmp_path: Path) -> None:
    warnings: list[str] = []
    read = read_covariates([table(tmp_path, Koppen_Climate_2018=[26, 25, 26])], THREE, warn=lambda code, _: warnings.append(code))
    assert read.names == ("BIO1", "Koppen_Climate_2018")
    assert read.categorical == (False, True)
    np.testing.assert_array_equal(read.values, [[3.0, 26.0], [1.0, 26.0], [np.nan, np.nan]])
    assert warnings == ["profiles_without_covariates"]


def test_a_table_without_ids_is_joined_by_place(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    pd.DataFrame({"lon": [-74.0, -75.0], "lat": 43.0, "ph": [5.0, 6.0]}).to_csv(path, index=False)
    places = profiles_at([-75.0, -74.0], [43.0, 43.0], ["-75.000000,43.000000", "-74.000000,43.000000"])
    assert read_covariates([str(path)], places).values.tolist() == [[6.0], [5.0]]


def test_names_of_a_trained_model_are_taken_exactly_in_its_order(tmp_path: Path) -> None:
    path = table(tmp_path, Slope=[7.0, 8.0, 9.0], Texture_USDA=[1, 2, 3], note=["text", "is", "ignored"])
    read = read_covariates([path], THREE, CovariateChoice(categorical=["Slope"], names=["Texture_USDA", "Slope"]))
    assert read.names == ("Texture_USDA", "Slope")
    assert read.categorical == (False, True)
    np.testing.assert_array_equal(read.values[:2], [[3.0, 9.0], [1.0, 7.0]])


@pytest.mark.parametrize(
    ("columns", "options", "words"),
    [
        ({}, {"names": ["BIO1", "BIO12"]}, ["'BIO12'", "covariates.csv"]),
        ({}, {"categorical": ["Geology"]}, ["'Geology'"]),
        ({"BIO5": [0.5, 1.5, 2.5]}, {"categorical": ["BIO5"]}, ["'BIO5'", "2.5", "covariates.csv"]),
        ({"cover": ["forest", "field", "forest"]}, {}, ["'cover'", "'forest'", "covariates.csv"]),
        ({"BIO5": [None, 1.0, None]}, {}, ["'BIO5'", "covariates.csv", "no value at any profile"]),
        ({"Profile_ID": [11, 13, 13]}, {}, ["'BIO1'", "profile 13", "more than one value"]),
        ({"Profile_ID": [21, 22, 23]}, {}, ["covariates.csv", "'21'", "'13'"]),
        ({}, {"exclude": ["BIO1"]}, ["covariates.csv", "No covariates"]),
    ],
)
def test_tables_that_cannot_be_used_are_refused_by_name(
    tmp_path: Path, columns: dict[str, object], options: dict[str, list[str]], words: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        read_covariates([table(tmp_path, **columns)], THREE, CovariateChoice(**options))
    assert caught.value.remedy
    for word in words:
        assert word in caught.value.message


def test_text_is_no_obstacle_where_it_is_excluded(tmp_path: Path) -> None:
    assert read_covariates([table(tmp_path, note=["a", "b", "c"])], THREE, CovariateChoice(exclude=["note"])).names == ("BIO1",)


def test_a_name_to_exclude_that_is_no_covariate_and_carbon_as_a_covariate_are_warned_of(tmp_path: Path) -> None:
    warnings: list[str] = []
    read_covariates(
        [table(tmp_path, orgC=[1.0, 2.0, 3.0])], THREE, CovariateChoice(exclude=["BIO99"]), warn=lambda code, _: warnings.append(code)
    )
    assert {"exclude", "soc_as_covariate"} <= set(warnings)


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("ESA_Land_Cover", True),
        ("Texture_USDA_30cm", True),
        ("USDA_Suborder", True),
        ("WRB_Subgroup", True),
        ("Koppen_Climate_2018", True),
        ("koeppen", True),
        ("igbp_class", True),
        ("modis_igbp_2019_0p05", True),
        ("landcover", True),
        ("soil_order", True),
        ("land_cover_forest_fraction", False),
        ("BIO1", False),
        ("Elevation", False),
        ("Clay_Content_0cm", False),
        ("nbedrock", False),
    ],
)
def test_known_class_covariates_are_recognised_by_name(name: str, classes: bool) -> None:
    assert looks_categorical(name) is classes


# --- bands and points -----------------------------------------------------------------------------------------------------------


def test_bands_are_named_by_description_else_by_file(tmp_path: Path) -> None:
    one = write(tmp_path / "slope.tif", counted())
    two = write(tmp_path / "clim.tif", np.stack([counted()] * 2), ["BIO1", ""])
    assert covariate_bands(one) == [("slope", 1)]
    assert covariate_bands(two) == [("BIO1", 1), ("clim_band2", 2)]


def test_points_take_the_pixel_they_lie_in_whatever_the_crs(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    lon, lat = random.uniform(-75.5, -73.0, 200), random.uniform(43.5, 44.5, 200)
    degrees = write(tmp_path / "here.tif", counted())
    metres = write(tmp_path / "there.tif", counted(80, 90), transform=UTM, crs=32618)
    read = read_covariates([degrees, metres], profiles_at(lon, lat))
    assert read.names == ("here", "there")
    np.testing.assert_array_equal(read.values[:, 0], np.floor((45.0 - lat) / 0.1) * 40 + np.floor((lon + 76.0) / 0.1))
    x, y = pyproj.Transformer.from_crs(4326, 32618, always_xy=True).transform(lon, lat)
    col, row = np.floor((x - 380000.0) / 3000.0), np.floor((5010000.0 - y) / 3000.0)
    inside = (col >= 0) & (col < 90) & (row >= 0) & (row < 80)
    assert 0 < inside.sum() < 200
    np.testing.assert_array_equal(read.values[:, 1], np.where(inside, row * 90 + col, np.nan))


def test_points_far_apart_on_a_large_raster_are_read_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "large.tif", counted(600, 800), transform=from_origin(-80.0, 50.0, 0.01, 0.01), tiled=True)
    random = np.random.default_rng(5)
    lon, lat = random.uniform(-80.0, -72.0, 300), random.uniform(44.0, 50.0, 300)
    whole = read_covariates([path], profiles_at(lon, lat)).values
    monkeypatch.setattr("binn_engine.covariates.bands.VALUES_AT_ONCE", 1000)
    np.testing.assert_array_equal(read_covariates([path], profiles_at(lon, lat)).values, whole)
    np.testing.assert_array_equal(whole[:, 0], np.floor((50.0 - lat) / 0.01) * 800 + np.floor((lon + 80.0) / 0.01))


def test_longitudes_of_a_raster_may_run_from_0_to_360(tmp_path: Path) -> None:
    path = write(tmp_path / "globe.tif", counted(18, 36), transform=from_origin(0.0, 90.0, 10.0, 10.0))
    read = read_covariates([path], profiles_at([-75.0, 15.0, 0.0], [45.0, 45.0, 45.0]))
    assert read.values[:, 0].tolist() == [4 * 36 + 28, 4 * 36 + 1, 4 * 36]


def test_nodata_masks_nan_infinity_and_undeclared_fills_are_missing(tmp_path: Path) -> None:
    values = plane(DEGREES).astype(np.float32)
    values[0, :4] = [-9999.0, np.nan, np.inf, 1e36]
    filled = write(tmp_path / "filled.tif", values, nodata=-9999.0)

    def mask(file: rasterio.io.DatasetWriter) -> None:
        file.write_mask(np.arange(1200).reshape(30, 40) != 4)

    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        masked = write(tmp_path / "masked.tif", counted(), finish=mask)
    lon = [-75.95, -75.85, -75.75, -75.65, -75.55, -75.45]
    read = read_covariates([filled, masked], profiles_at(lon, [44.95] * 6))
    assert np.isnan(read.values[:, 0]).tolist() == [True, True, True, True, False, False]
    assert np.isnan(read.values[:, 1]).tolist() == [False, False, False, False, True, False]
    with CovariateStack([filled, masked], ["filled", "masked"], (), Grid.from_raster(filled)) as stack:
        top = stack.read(Window(0, 0, 6, 1))[:, 0]
    np.testing.assert_array_equal(np.isnan(top), np.isnan(read.values.T))


def test_each_band_has_its_own_nodata_value(tmp_path: Path) -> None:
    values = counted().astype(np.int32)
    a, b = write(tmp_path / "a.tif", values, nodata=5), write(tmp_path / "b.tif", values, nodata=7)
    # A virtual raster is the format in which bands differ in their nodata value.
    vrt = tmp_path / "both.vrt"
    band = (
        '<VRTRasterBand dataType="Int32" band="{0}"><Description>{1}</Description><NoDataValue>{2}</NoDataValue><SimpleSource>'
        '<SourceFilename relativeToVRT="0">{3}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>'
    )
    head = '<VRTDataset rasterXSize="40" rasterYSize="30"><SRS>EPSG:4326</SRS><GeoTransform>-76, 0.1, 0, 45, 0, -0.1</GeoTransform>'
    vrt.write_text(head + band.format(1, "a", 5, a) + band.format(2, "b", 7, b) + "</VRTDataset>", encoding="utf-8")
    read = read_covariates([str(vrt)], profiles_at([-75.45, -75.25], [44.95, 44.95]))
    np.testing.assert_array_equal(read.values, [[np.nan, 5.0], [7.0, np.nan]])


def test_scale_and_offset_give_values_in_the_bands_unit(tmp_path: Path) -> None:
    def scale(file: rasterio.io.DatasetWriter) -> None:
        file.scales, file.offsets = (0.1, 1.0), (-273.15, 0.0)

    path = write(tmp_path / "scaled.tif", np.stack([counted(), counted()]), ["degC", "raw"], nodata=1, finish=scale)
    read = read_covariates([path], profiles_at([-75.95, -75.85, -75.75], [44.95] * 3))
    np.testing.assert_allclose(read.values, [[-273.15, 0.0], [np.nan, np.nan], [-272.95, 2.0]])


def test_a_colour_table_makes_a_band_categorical(tmp_path: Path) -> None:
    def colour(file: rasterio.io.DatasetWriter) -> None:
        file.write_colormap(1, {1: (255, 0, 0, 255), 2: (0, 255, 0, 255)})

    path = write(tmp_path / "rock.tif", (counted() % 3).astype(np.uint8), finish=colour)
    assert read_covariates([path], profiles_at([-75.0], [43.0])).categorical == (True,)


def test_fractions_under_the_name_of_classes_are_continuous_with_a_warning(tmp_path: Path) -> None:
    warnings: list[str] = []
    path = write(tmp_path / "soil_order.tif", plane(DEGREES))
    read = read_covariates([path], profiles_at([-75.0], [43.0]), warn=lambda code, _: warnings.append(code))
    assert (read.categorical, warnings) == ((False,), ["not_classes"])


def test_a_covariate_in_two_files_is_refused_unless_excluded(tmp_path: Path) -> None:
    a = write(tmp_path / "a.tif", np.stack([counted()] * 2), ["clay", "sand"])
    b = write(tmp_path / "b.tif", np.stack([counted()] * 2), ["clay", "silt"])
    with pytest.raises(InputError, match=r"'clay' is in two files: .*a\.tif and .*b\.tif"):
        read_covariates([a, b], profiles_at([-75.0], [43.0]))
    assert read_covariates([a, b], profiles_at([-75.0], [43.0]), CovariateChoice(exclude=["clay"])).names == ("sand", "silt")
    with pytest.raises(InputError, match=r"'clay' is in two rasters: .*a\.tif and .*b\.tif"):
        CovariateStack([a, b], ["clay", "silt"], (), Grid.from_raster(a))
    with CovariateStack([a, b], ["silt", "sand"], (), Grid.from_raster(a)) as stack:
        assert stack.read(Window(1, 0, 1, 1)).ravel().tolist() == [1.0, 1.0]


def test_two_bands_of_one_name_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "twice.tif", np.stack([counted()] * 2), ["clay", "clay"])
    with pytest.raises(InputError, match=r"twice\.tif has two bands named 'clay': band 1 and band 2"):
        covariate_bands(path)


def test_sampled_rasters_are_what_profiles_there_would_get(tmp_path: Path) -> None:
    path = write(tmp_path / "two.tif", np.stack([plane(DEGREES), counted().astype(float)]), ["plane", "count"])
    lon, lat = np.array([-75.01, -73.5, -60.0]), np.array([43.01, 44.2, 43.0])
    sampled = sample_rasters([path], ["count", "plane"], ["count"], lon, lat)
    np.testing.assert_array_equal(sampled, read_covariates([path], profiles_at(lon, lat), CovariateChoice(names=["count", "plane"])).values)
    assert np.isnan(sampled[2]).all()


# --- rasters that cannot be used ------------------------------------------------------------------------------------------------


def test_a_raster_without_crs_is_refused_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "nowhere.tif", counted(), crs=None)
    for use in (lambda: read_covariates([path], THREE), lambda: Grid.from_raster(path), lambda: covariate_bands(path)):
        with pytest.raises(InputError, match=r"nowhere\.tif has no coordinate reference system"):
            use()


def test_a_rotated_raster_is_refused_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "tilted.tif", counted(), transform=Affine(0.1, 0.02, -76.0, 0.02, -0.1, 45.0))
    with pytest.raises(InputError, match=r"tilted\.tif is rotated"):
        Grid.from_raster(path)


@pytest.mark.parametrize("layout", [{"compress": "deflate"}, {"tiled": True, "blockxsize": 64, "blockysize": 64}, {}])
def test_a_truncated_raster_is_refused_by_name(tmp_path: Path, layout: dict[str, object]) -> None:
    noise = np.random.default_rng(1).normal(size=(300, 400))
    path = Path(write(tmp_path / "cut.tif", noise, **layout))
    good = write(tmp_path / "good.tif", counted(300, 400))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    everywhere = profiles_at(np.linspace(-75.9, -40.0, 50), np.linspace(44.9, 16.0, 50))
    with pytest.raises(InputError, match=r"cut\.tif") as caught:
        read_covariates([good, str(path)], everywhere)
    assert caught.value.remedy
    with (
        pytest.raises(InputError, match=r"cut\.tif"),
        CovariateStack([good, str(path)], ["good", "cut"], (), Grid.from_raster(good)) as stack,
    ):
        stack.read(stack.grid.whole)


def test_what_is_no_raster_or_absent_is_refused_by_name(tmp_path: Path) -> None:
    text = tmp_path / "text.tif"
    text.write_text("no raster")
    with pytest.raises(InputError, match=r"text\.tif cannot be opened"):
        covariate_bands(str(text))
    with pytest.raises(InputError, match=r"gone\.tif cannot be opened"):
        Grid.from_raster(str(tmp_path / "gone.tif"))
    grid = Grid.from_raster(write(tmp_path / "grid.tif", counted()))
    with pytest.raises(InputError, match=r"covariates\.csv is a table"):
        CovariateStack([table(tmp_path)], ["BIO1"], (), grid)


def test_a_covariate_absent_from_the_rasters_is_named_with_the_files(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", counted())
    with pytest.raises(InputError, match=r"'BIO1', but no band of the rasters .*a\.tif"):
        CovariateStack([path], ["a", "BIO1"], (), Grid.from_raster(path))


def test_a_raster_off_the_grid_is_refused_by_name(tmp_path: Path) -> None:
    here = write(tmp_path / "here.tif", counted())
    away = write(tmp_path / "away.tif", counted(), transform=from_origin(10.0, 45.0, 0.1, 0.1))
    with pytest.raises(InputError, match=r"away\.tif does not overlap"):
        CovariateStack([here, away], ["here", "away"], (), Grid.from_raster(here))


def test_a_raster_much_smaller_than_the_grid_is_no_raster_off_the_grid(tmp_path: Path) -> None:
    small = write(tmp_path / "small.tif", counted(3, 3), transform=from_origin(-75.503, 44.502, 0.001, 0.001))
    grid = Grid(rasterio.crs.CRS.from_epsg(4326), from_origin(-80.0, 50.0, 0.001, 0.001), 8000, 8000)
    with CovariateStack([small], ["small"], (), grid) as stack:
        assert stack.read(Window(4497, 5498, 3, 3))[0].tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]]


# --- the grid and the stack -----------------------------------------------------------------------------------------------------


def read_in_tiles(stack: CovariateStack, size: int) -> np.ndarray:
    grid = stack.grid
    out = np.empty((len(stack.names), grid.height, grid.width))
    for row in range(0, grid.height, size):
        for col in range(0, grid.width, size):
            rows, cols = min(size, grid.height - row), min(size, grid.width - col)
            out[:, row : row + rows, col : col + cols] = stack.read(Window(col, row, cols, rows))
    return out


def test_pixel_centres_are_given_in_degrees(tmp_path: Path) -> None:
    grid = Grid.from_raster(write(tmp_path / "metres.tif", counted(80, 90), transform=UTM, crs=32618))
    lon, lat = grid.lonlat(Window(5, 7, 3, 2))
    assert lon.shape == lat.shape == (2, 3)
    x, y = pyproj.Transformer.from_crs(4326, 32618, always_xy=True).transform(lon, lat)
    np.testing.assert_allclose(x, [[396500.0, 399500.0, 402500.0]] * 2, atol=1e-3)
    np.testing.assert_allclose(y, [[4987500.0] * 3, [4984500.0] * 3], atol=1e-3)
    globe = Grid(rasterio.crs.CRS.from_epsg(4326), from_origin(0.0, 90.0, 10.0, 10.0), 36, 18)
    assert globe.lonlat(Window(28, 0, 1, 1))[0].tolist() == [[-75.0]]


def test_bounds_give_the_pixels_they_touch(tmp_path: Path) -> None:
    grid = Grid.from_raster(write(tmp_path / "grid.tif", counted()))
    assert grid.window_of(()) == grid.whole
    assert grid.window_of((-75.0, 43.0, -74.0, 44.0)) == Window(10, 10, 10, 10)
    assert grid.window_of((-75.05, 42.95, -74.0, 44.0)) == Window(9, 10, 11, 11)
    assert grid.window_of((-180.0, -90.0, 180.0, 42.1)) == Window(0, 29, 40, 1)
    with pytest.raises(InputError, match="outside the grid"):
        grid.window_of((10.0, 43.0, 11.0, 44.0))
    with pytest.raises(InputError, match="xmin, ymin, xmax, ymax"):
        grid.window_of((-74.0, 43.0, -75.0, 44.0))


def test_a_raster_on_the_grid_is_read_as_it_is_and_missing_beyond_its_edge(tmp_path: Path) -> None:
    noise = np.random.default_rng(2).normal(size=(30, 40))
    part = write(tmp_path / "part.tif", noise[10:20, 15:25], transform=from_origin(-74.5, 44.0, 0.1, 0.1))
    grid = Grid.from_raster(write(tmp_path / "grid.tif", counted()))
    with CovariateStack([part], ["part"], (), grid) as stack:
        read = stack.read(grid.whole)[0]
    np.testing.assert_array_equal(read[10:20, 15:25], noise[10:20, 15:25])
    assert np.isfinite(read).sum() == 100


def test_continuous_covariates_are_interpolated_and_classes_are_those_of_the_nearest_pixel(tmp_path: Path) -> None:
    path = write(tmp_path / "deg.tif", np.stack([plane(DEGREES), counted().astype(float)]), ["plane", "class"])
    grid = Grid.from_raster(write(tmp_path / "metres.tif", counted(80, 90), transform=UTM, crs=32618))
    x = 380000.0 + 3000.0 * (np.arange(90) + 0.5)
    y = 5010000.0 - 3000.0 * (np.arange(80) + 0.5)
    lon, lat = pyproj.Transformer.from_crs(32618, 4326, always_xy=True).transform(*np.meshgrid(x, y))
    with CovariateStack([path], ["class", "plane"], ["class"], grid) as stack:
        classes, smooth = stack.read(grid.whole)
    inside = (lon >= -76.0) & (lon < -72.0) & (lat <= 45.0) & (lat > 42.0)
    assert 0.5 < inside.mean() < 1.0
    np.testing.assert_array_equal(np.isfinite(smooth), inside)
    expected = np.floor((45.0 - lat) / 0.1) * 40 + np.floor((lon + 76.0) / 0.1)
    np.testing.assert_array_equal(classes, np.where(inside, expected, np.nan))
    inner = (lon > -75.95) & (lon < -72.05) & (lat < 44.95) & (lat > 42.05)
    np.testing.assert_allclose(smooth[inner], (3.0 * lon - 2.0 * lat + 1.0)[inner], rtol=0, atol=1e-9)


def test_a_hole_stays_as_large_as_it_is_and_its_rim_is_interpolated_from_the_values_there_are(tmp_path: Path) -> None:
    values = np.full((30, 40), 8.0, dtype=np.float32)
    values[10, 10] = -9999.0
    path = write(tmp_path / "hole.tif", values, nodata=-9999.0)
    fine = Grid(rasterio.crs.CRS.from_epsg(4326), from_origin(-76.0, 45.0, 0.025, 0.025), 160, 120)
    with CovariateStack([path], ["hole"], (), fine) as stack:
        read = stack.read(fine.whole)[0]
    hole = np.zeros((120, 160), dtype=bool)
    hole[40:44, 40:44] = True
    np.testing.assert_array_equal(np.isnan(read), hole)
    np.testing.assert_allclose(read[~hole], 8.0, rtol=1e-12)


@pytest.mark.parametrize("size", [7, 64])
def test_the_size_of_tiles_changes_no_pixel(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(4)
    noise = random.normal(size=(300, 400)).astype(np.float32)
    noise[random.random(noise.shape) < 0.05] = -9999.0
    fine = write(tmp_path / "fine.tif", noise, transform=from_origin(-76.0, 45.0, 0.01, 0.01), nodata=-9999.0)
    coarse = write(tmp_path / "coarse.tif", random.normal(size=(7, 9)), transform=from_origin(-77.0, 46.0, 0.7, 0.7))
    classes = write(tmp_path / "classes.tif", counted(400, 400), transform=from_origin(1.6e6, 2.7e6, 1000.0, 1000.0), crs=5070)
    grid = Grid.from_raster(write(tmp_path / "metres.tif", counted(80, 90), transform=UTM, crs=32618))
    with CovariateStack([fine, coarse, classes], ["fine", "coarse", "classes"], ["classes"], grid) as stack:
        whole = stack.read(grid.whole)
        assert (np.isfinite(whole).mean(axis=(1, 2)) > 0.3).all()
        np.testing.assert_array_equal(read_in_tiles(stack, size), whole)
        monkeypatch.setattr("binn_engine.covariates.bands.VALUES_AT_ONCE", 5000)  # so that windows are read in pieces
        np.testing.assert_array_equal(stack.read(grid.whole), whole)


def test_rows_may_run_from_south_to_north(tmp_path: Path) -> None:
    upward = Affine(0.1, 0.0, -76.0, 0.0, 0.1, 42.0)
    path = write(tmp_path / "up.tif", plane(upward), transform=upward)
    grid = Grid.from_raster(write(tmp_path / "grid.tif", counted()))
    with CovariateStack([path], ["up"], (), grid) as stack:
        np.testing.assert_allclose(stack.read(grid.whole)[0], plane(DEGREES), atol=1e-9)


def test_a_raster_from_0_to_360_degrees_serves_a_grid_of_western_longitudes(tmp_path: Path) -> None:
    values = np.arange(360, dtype=float)[None].repeat(180, axis=0) + 0.5  # the longitude of the centre
    path = write(tmp_path / "globe.tif", values, transform=from_origin(0.0, 90.0, 1.0, 1.0))
    grid = Grid.from_raster(write(tmp_path / "grid.tif", counted()))
    with CovariateStack([path], ["globe"], (), grid) as stack:
        np.testing.assert_allclose(stack.read(grid.whole)[0], grid.lonlat(grid.whole)[0] + 360.0, atol=1e-9)


# --- real data ------------------------------------------------------------------------------------------------------------------


@needs_shared
def test_the_new_york_covariates_read_from_the_table_and_from_the_raster() -> None:
    folder = SHARED / "new_york"
    profiles = read_profiles(str(folder / "soc_layers.csv"), ProfileFields(), lambda code, message: None)
    read = read_covariates([str(folder / "covariates.csv")], profiles)
    assert read.values.shape == (1146, 36)
    assert np.isfinite(read.values).all(axis=1).sum() == 1121
    assert [name for name, classes in zip(read.names, read.categorical, strict=True) if classes] == [
        *("ESA_Land_Cover", "Texture_USDA_0cm", "Texture_USDA_30cm", "Texture_USDA_100cm"),
        *("USDA_Suborder", "WRB_Subgroup", "Koppen_Climate_2018"),
    ]
    raster = read_covariates([str(folder / "covariates_0p5deg.tif")], profiles, CovariateChoice(names=read.names))
    climate = read.names.index("BIO1")
    both = np.isfinite(read.values[:, climate] + raster.values[:, climate])
    assert np.corrcoef(read.values[both, climate], raster.values[both, climate])[0, 1] > 0.8


@needs_shared
def test_the_rasters_of_the_conterminous_us_read_at_profiles_and_on_one_grid() -> None:
    paths = sorted(str(path) for path in (SHARED / "conus").glob("*.tif"))
    profiles = read_profiles(str(SHARED / "conus" / "soc_layers.csv.gz"), ProfileFields(), lambda code, message: None)
    with pytest.raises(InputError, match=r"'clay' is in two files: .*clm5_gswp3_soil.*wise_soil"):
        read_covariates(paths, profiles)
    read = read_covariates(paths, profiles, CovariateChoice(exclude=["clay", "silt", "sand", "soil_resp", "orgC", "CN"]))
    classes = [name for name, is_class in zip(read.names, read.categorical, strict=True) if is_class]
    assert classes == ["koppen", "igbp_class"]
    assert np.isfinite(read.values).all(axis=1).mean() > 0.98
    grid = Grid.from_raster(str(SHARED / "conus" / "era5_tavg_0p25.tif"))
    with CovariateStack(paths, read.names, classes, grid) as stack:
        whole = stack.read(grid.whole)
        np.testing.assert_array_equal(read_in_tiles(stack, 64), whole)
    koppen = whole[read.names.index("koppen")]
    assert np.isin(koppen[np.isfinite(koppen)], np.arange(1, 30)).all()
