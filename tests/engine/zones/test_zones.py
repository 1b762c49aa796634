"""Zones: true areas, shares of pixels, and how sure a total is, against what is known exactly."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio import Affine
from rasterio.crs import CRS
from scipy.sparse import csr_matrix
from scipy.stats import norm

from binn_engine.covariates.grids import Grid
from binn_engine.errors import InputError
from binn_engine.model.calibration import Calibration
from binn_engine.model.scaling import LEVELS, Scaling
from binn_engine.zones.correlation import Correlation, FieldExtent, RandomField, VarianceOfSum, white_noise
from binn_engine.zones.coverage import Coverage
from binn_engine.zones.ellipsoid import pixel_areas, polygon_area
from binn_engine.zones.polygons import Zones, read_zones
from binn_engine.zones.sums import FULL, INDEPENDENT, STATED, SpreadSums
from tests.engine.support.zones import layer

EARTH_M2 = 510_065_621_724_089.0  # the surface of the ellipsoid WGS 84
DEGREES = Grid(CRS.from_epsg(4326), Affine(0.05, 0.0, 10.0, 0.0, -0.05, 50.0), 60, 40)
UTM = Grid(CRS.from_epsg(32632), Affine(1000.0, 0.0, 300_000.0, 0.0, -1000.0, 5_500_000.0), 50, 40)
GEOD = pyproj.Geod(ellps="WGS84")


def silent(code: str, message: str) -> None:
    """A warning that does not matter here."""


def zones_on(grid: Grid, shapes: list, path: Path, crs: int = 4326, warn=silent) -> tuple[Zones, np.ndarray]:
    """The zones as read, and the area of their pixels in the whole grid, ``(zones,)``."""
    zones = read_zones(layer(path / "zones.gpkg", shapes, crs), "name", grid, warn)
    return zones, np.asarray(Coverage(zones, grid).areas(grid.whole).sum(1)).ravel()


def test_pixels_of_the_whole_earth_have_its_surface() -> None:
    grid = Grid(CRS.from_epsg(4326), Affine(0.5, 0.0, -180.0, 0.0, -0.5, 90.0), 720, 360)
    assert pixel_areas(grid, grid.whole).sum() == pytest.approx(EARTH_M2, rel=1e-12)


@pytest.mark.parametrize(
    ("epsg", "x", "y", "size", "tolerance"),
    [(32632, 4e5, 5.5e6, 1e3, 1e-8), (3857, 1e6, 8e6, 1e3, 1e-8), (3413, -2e6, 2e6, 25e3, 2e-6), (3031, -5e4, 5e4, 1e4, 1e-6)],
)
def test_pixels_of_a_projection_have_their_true_area(epsg: int, x: float, y: float, size: float, tolerance: float) -> None:
    """UTM, web Mercator, the Arctic, and around the south pole: as geodesic polygons whose edges are cut finely."""
    to_degrees = pyproj.Transformer.from_crs(epsg, 4326, always_xy=True)
    for flip in (1.0, -1.0):  # north up, south up
        grid = Grid(CRS.from_epsg(epsg), Affine(size, 0.0, x, 0.0, -flip * size, y), 6, 5)
        areas = pixel_areas(grid, grid.whole)
        for row in range(5):
            for col in range(6):
                square = shapely.box(x + size * col, y - flip * size * row, x + size * (col + 1), y - flip * size * (row + 1))
                ring = np.asarray(shapely.segmentize(square, size / 60.0).exterior.coords)[:-1]
                truth = abs(GEOD.polygon_area_perimeter(*to_degrees.transform(ring[:, 0], ring[:, 1]))[0])
                assert areas[row, col] == pytest.approx(truth, rel=tolerance)


def test_a_polygon_has_its_true_area_in_degrees_and_in_a_projection(tmp_path: Path) -> None:
    """A ring of degrees by the area of zones of the ellipsoid; a hole counts nothing; the same land in UTM."""
    ring = shapely.box(8.0, 47.0, 10.0, 48.0) - shapely.box(8.5, 47.2, 9.0, 47.6)
    one = Grid(CRS.from_epsg(4326), Affine(0.1, 0.0, 8.0, 0.0, -0.1, 48.0), 20, 10)
    cells = pixel_areas(one, one.whole)
    truth = cells.sum() - cells[4:8, 5:10].sum()
    assert polygon_area(ring, pyproj.CRS(4326)) == pytest.approx(truth, rel=1e-12)
    fine = shapely.segmentize(ring, 0.002)
    moved = geopandas.GeoSeries([fine], crs=4326).to_crs(32632).iloc[0]
    assert polygon_area(moved, pyproj.CRS(32632)) == pytest.approx(truth, rel=1e-7)
    zones, found = zones_on(one, [ring], tmp_path)
    assert found[0] == pytest.approx(truth, rel=1e-9)
    assert zones.area_m2[0] == pytest.approx(truth, rel=1e-12)


@pytest.mark.parametrize("grid", [DEGREES, UTM, Grid(UTM.crs, Affine(1000.0, 0.0, 300_000.0, 0.0, 1000.0, 5_460_000.0), 50, 40)])
def test_pixels_at_edges_count_by_their_share(grid: Grid, tmp_path: Path) -> None:
    """A small circle, drawn in degrees, has the area that it has by itself: on degrees, north up and south up."""
    west, south, east, north = grid.bounds
    to_degrees = pyproj.Transformer.from_crs(grid.crs.to_epsg(), 4326, always_xy=True)
    centre = shapely.Point(*to_degrees.transform((west + east) / 2.0 + 0.1, (south + north) / 2.0))
    circle = centre.buffer(0.11, quad_segs=64)
    zones, found = zones_on(grid, [circle], tmp_path)
    assert found[0] == pytest.approx(zones.area_m2[0], rel=2e-5)


def test_a_south_up_grid_counts_the_right_rows(tmp_path: Path) -> None:
    """A polygon in the south of both grids lies on the last rows of one and on the first of the other."""
    south = shapely.box(10.0, 48.0, 13.0, 48.5)
    turned = Grid(DEGREES.crs, Affine(0.05, 0.0, 10.0, 0.0, 0.05, 48.0), 60, 40)
    for grid, rows in ((DEGREES, slice(30, 40)), (turned, slice(0, 10))):
        zones = read_zones(layer(tmp_path / "south.gpkg", [south], 4326), "", grid, silent)
        areas = Coverage(zones, grid).areas(grid.whole).toarray().reshape(40, 60)
        np.testing.assert_allclose(areas[rows], pixel_areas(grid, grid.whole)[rows], rtol=1e-6)
        assert areas.sum() == pytest.approx(areas[rows].sum(), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    corners=st.lists(st.tuples(st.floats(9.5, 13.5), st.floats(47.5, 50.5)), min_size=3, max_size=7),
    cut=st.floats(10.2, 12.8),
)
def test_a_polygon_that_is_split_adds_up(corners: list, cut: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pixel by pixel, wherever the cut goes."""
    whole = shapely.convex_hull(shapely.MultiPoint(corners))
    if whole.geom_type != "Polygon" or whole.area < 1e-3:
        return
    halves = [shapely.intersection(whole, shapely.box(0.0, 0.0, cut, 90.0)), shapely.intersection(whole, shapely.box(cut, 0.0, 40.0, 90.0))]
    parts = [shape for shape in halves if shape.geom_type == "Polygon"]
    zones = read_zones(layer(tmp_path_factory.mktemp("split") / "z.gpkg", [whole, *parts], 4326), "", DEGREES, silent)
    areas = Coverage(zones, DEGREES).areas(DEGREES.whole).toarray()
    np.testing.assert_allclose(areas[1:].sum(0), areas[0], atol=1e-5 * pixel_areas(DEGREES, DEGREES.whole).max())


def test_the_pixels_of_all_zones_are_counted_once_and_only_within_the_grid(tmp_path: Path) -> None:
    shapes = [shapely.box(10.5, 49.0, 11.5, 49.5), shapely.box(11.0, 49.0, 12.0, 49.5), shapely.box(12.5, 49.0, 20.0, 49.5)]
    zones, _ = zones_on(DEGREES, shapes, tmp_path)
    assert Coverage(zones.with_all(), DEGREES).pixels == pytest.approx((1.5 + 0.5) * 0.5 / 0.05**2, abs=1)


def test_windows_of_the_grid_add_up_to_the_whole(tmp_path: Path) -> None:
    zones, whole = zones_on(UTM, [shapely.Point(6.4, 49.4).buffer(0.15), shapely.box(6.2, 49.3, 6.6, 49.5)], tmp_path)
    coverage = Coverage(zones, UTM)
    windows = [
        rasterio.windows.Window(col, row, min(17, 50 - col), min(11, 40 - row)) for col in range(0, 50, 17) for row in range(0, 40, 11)
    ]
    parts = sum(np.asarray(coverage.areas(window).sum(1)).ravel() for window in windows)
    np.testing.assert_allclose(parts, whole, rtol=1e-12)


@pytest.mark.parametrize("west", [-180.0, 0.0, 170.0])
def test_a_polygon_across_the_180th_meridian_is_whole_on_any_grid_of_degrees(west: float, tmp_path: Path) -> None:
    """Cut at it, or beyond 180, or in a projection of that place; on grids from -180, from 0, and across it."""
    width = 40 if west == 170.0 else 720
    grid = Grid(CRS.from_epsg(4326), Affine(0.5, 0.0, west, 0.0, -0.5, -10.0), width, 30)
    cut = shapely.MultiPolygon([shapely.box(178.0, -20.0, 180.0, -16.0), shapely.box(-180.0, -20.0, -179.0, -16.0)])
    beyond = shapely.box(178.0, -20.0, 181.0, -16.0)
    zones, found = zones_on(grid, [cut, beyond], tmp_path)
    np.testing.assert_allclose(found, zones.area_m2, rtol=1e-9)
    assert zones.area_m2[0] == pytest.approx(zones.area_m2[1])
    if west == -180.0:
        return  # the projected polygon goes on beyond 180, off that grid's edge, and is found by its copy
    fiji = geopandas.GeoSeries([shapely.segmentize(beyond, 0.05)], crs=4326).to_crs(3832).to_list()
    zones, found = zones_on(grid, fiji, tmp_path / ".", 3832)
    assert found[0] == pytest.approx(zones.area_m2[0], rel=1e-5)


def test_a_polygon_without_a_name_is_told_of_by_its_number(tmp_path: Path) -> None:
    told: list[str] = []
    path = layer(tmp_path / "zones.gpkg", [shapely.box(11.0, 48.5, 12.0, 49.0), None], 4326, label=["a", None])
    assert list(read_zones(path, "label", DEGREES, lambda code, text: told.append(text)).names) == ["a", "feature 2"]
    assert told[0].endswith("have no geometry: feature 2.")


def test_polygons_that_cross_themselves_are_mended_and_told_of(tmp_path: Path) -> None:
    """A bow tie has the area of its two halves; a feature without a polygon is a zone without pixels."""
    told: list[tuple[str, str]] = []
    bow = shapely.Polygon([(11.0, 48.5), (12.0, 49.5), (12.0, 48.5), (11.0, 49.5)])
    zones, found = zones_on(DEGREES, [bow, None], tmp_path, warn=lambda *said: told.append(said))
    assert [code for code, _ in told] == ["empty_polygons", "mended_polygons"]
    assert "z0" in told[1][1]
    halves = shapely.make_valid(bow)
    assert found[0] == pytest.approx(polygon_area(shapely.segmentize(halves, 0.004), pyproj.CRS(4326)), rel=1e-5)
    assert found[1] == zones.area_m2[1] == 0.0


@pytest.mark.parametrize(
    ("shapes", "crs", "says"),
    [([shapely.Point(11.0, 49.0)], 4326, "not polygons"), ([shapely.box(10, 48, 11, 49)], None, "no coordinate reference system")],
)
def test_layers_that_hold_no_zones_are_refused_by_name(shapes: list, crs: int | None, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=says) as error:
        read_zones(layer(tmp_path / "odd.gpkg", shapes, crs), "", DEGREES, silent)
    assert "odd.gpkg" in str(error.value)


def test_a_polygon_around_a_pole_is_refused_on_a_grid_of_degrees(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="pole"):
        read_zones(layer(tmp_path / "polar.gpkg", [shapely.Point(0.0, 0.0).buffer(1e6)], 3031), "", DEGREES, silent)


@pytest.mark.parametrize(("south", "north"), [(80.0, 95.0), (-100.0, -80.0), (42.0, 90.001)])
def test_a_polygon_beyond_a_pole_is_refused_by_name(tmp_path: Path, south: float, north: float) -> None:
    shapes = [shapely.box(10.0, 40.0, 11.0, 41.0), shapely.box(10.0, south, 20.0, north)]
    with pytest.raises(InputError, match=r"1 polygon extends beyond latitude 90"):
        read_zones(layer(tmp_path / "a.gpkg", shapes, 4326), "", DEGREES, silent)
    whole = [shapely.box(10.0, max(south, -90.0), 20.0, min(north, 90.0))]
    assert len(read_zones(layer(tmp_path / "b.gpkg", whole, 4326), "", DEGREES, silent)) == 1
    assert len(read_zones(layer(tmp_path / "c.gpkg", [shapely.Polygon(), *whole], 4326), "", DEGREES, silent)) == 2


def places(rows: int, cols: int, pixel: float) -> tuple[np.ndarray, np.ndarray]:
    """Centres of pixels in metres."""
    x, y = np.meshgrid(np.arange(cols) * pixel, np.arange(rows) * pixel)
    return x.ravel(), y.ravel()


@pytest.mark.parametrize(("range_m", "nugget"), [(3e5, 0.0), (2e4, 0.0), (6e3, 0.3), (2e3, 0.0), (600.0, 0.0), (100.0, 0.0), (2e4, 1.0)])
def test_the_variance_of_a_sum_is_that_of_all_pairs(range_m: float, nugget: float) -> None:
    """Waves against the double sum, to 3 % of the standard deviation, 6 % for a range of two pixels."""
    x, y = places(50, 60, 250.0)
    size = np.random.default_rng(1).uniform(0.5, 1.5, len(x))
    correlation = Correlation(range_m, nugget)
    pairs = correlation.at(np.hypot(x[:, None] - x, y[:, None] - y))
    np.fill_diagonal(pairs, 1.0)
    waves = VarianceOfSum(correlation, FieldExtent(15_000.0, 250.0))
    found = waves.variance(size @ waves.at(x, y), (size**2).sum())
    assert np.sqrt(found) == pytest.approx(np.sqrt(size @ pairs @ size), rel=0.06 if range_m == 600.0 else 0.03)


@pytest.mark.parametrize("range_m", [0.0, 2e3, 2e4, np.inf])
def test_random_fields_are_standard_normal_with_the_stated_correlation(range_m: float) -> None:
    """Mean, variance, and correlation at three distances, over 1,500 draws; a pixel's error depends on no other pixel."""
    x, y, pixel = np.array([0.0, 250.0, 1000.0, 5000.0]), np.zeros(4), np.arange(4)
    fields = [RandomField(Correlation(range_m), FieldExtent(15_000.0, 250.0), 5, draw) for draw in range(1500)]
    errors = np.stack([field.at(x, y, pixel) for field in fields])
    np.testing.assert_allclose(errors.mean(0), 0.0, atol=0.1)
    np.testing.assert_allclose(errors.std(0), 1.0, atol=0.08)
    wanted = Correlation(range_m).at(x[1:]) if np.isfinite(range_m) else np.ones(3)
    np.testing.assert_allclose(np.corrcoef(errors.T)[0, 1:], wanted, atol=0.08)
    np.testing.assert_allclose(fields[3].at(x[2:], y[2:], pixel[2:]), errors[3, 2:], rtol=1e-9)


def test_numbers_by_address_are_independent() -> None:
    """Of neighbours, of draws and of seeds; the same again for the same address."""
    pixel = np.arange(40_000)
    one = white_noise(1, 2, pixel)
    assert abs(one.mean()) < 0.02
    assert one.std() == pytest.approx(1.0, abs=0.02)
    for other in (np.roll(one, 1), white_noise(1, 3, pixel), white_noise(2, 2, pixel)):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.02
    np.testing.assert_array_equal(white_noise(1, 2, pixel[100:200]), one[100:200])


def test_intervals_of_a_correlated_field_hold_what_they_promise() -> None:
    """Fields drawn through a Cholesky factor, not by waves: 90 % intervals with the right range hold 90 %, those of independent errors
    few, those of full correlation all."""
    x, y = places(24, 24, 250.0)
    sd = np.random.default_rng(2).uniform(0.5, 2.0, len(x))
    correlation, region = Correlation(5000.0), FieldExtent(6000.0, 250.0)
    pairs = correlation.at(np.hypot(x[:, None] - x, y[:, None] - y)) + 1e-10 * np.eye(len(x))
    np.fill_diagonal(pairs, 1.0 + 1e-10)
    errors = np.linalg.cholesky(pairs) @ np.random.default_rng(3).standard_normal((len(x), 2000)) * sd[:, None]
    areas = csr_matrix((np.random.default_rng(4).random((3, len(x))) < [[1.0], [0.5], [0.1]]).astype(float))
    waves = VarianceOfSum(correlation, region)
    sums = SpreadSums.empty(3, 1, waves)
    for half in (slice(0, 300), slice(300, None)):
        sums.add(areas[:, half], sd[half, None], waves.at(x[half], y[half]))
    area = np.asarray(areas.sum(1)).ravel()
    truth = 100.0 + (areas @ errors) / area[:, None]
    found = sums.distributions(area, np.full((3, 1), 100.0), waves, 0.9)
    held = {name: ((truth >= row.lower) & (truth <= row.upper)).mean(1) for name, row in found.items()}
    np.testing.assert_allclose(held[STATED], 0.9, atol=0.03)
    assert (held[INDEPENDENT] < 0.6).all()
    assert (held[FULL] > 0.97).all()


def scaling(transform: str = "log", share: float = 2.0, constant: float = 0.05) -> Scaling:
    """Errors that are skewed and wrong on average."""
    quantiles = 0.1 + norm.ppf(LEVELS) + 0.2 * (norm.ppf(LEVELS) ** 2 - 1.0)
    return Scaling(transform, 1.0, 0.0, np.inf, share, constant, tuple(quantiles))


@pytest.mark.parametrize(
    ("share", "constant", "noise"), [(2.0, 0.05, 0.0), (0.0, 0.1, 0.0), (3.0, 0.0, 0.0), (1.0, 0.2, 0.3), (1.0, 0.01, 0.5)]
)
def test_coherent_draws_have_the_calibrated_distribution_at_every_place(share: float, constant: float, noise: float) -> None:
    """Quantiles over 4,000 draws, whatever part of the variance the passes show."""
    random = np.random.default_rng(5)
    draws = np.exp(np.log([1e3, 2e4]) + [0.1, 0.3] * random.standard_normal((4000, 2)))
    row = scaling(share=share, constant=constant)
    transformed = row.of(draws)
    away, spread = transformed - transformed.mean(0), transformed.std(0, ddof=1)
    found = row.coherent(draws.mean(0), away, spread, random.standard_normal((4000, 2)), noise)
    levels = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
    wanted = row.quantiles(draws.mean(0), spread, levels, noise)
    np.testing.assert_allclose(np.log(np.quantile(found, levels, axis=0).T), np.log(wanted), atol=0.06)


def test_what_passes_show_stays_coherent_and_the_rest_follows_the_residual() -> None:
    """Where the variance is the passes' alone two places go together as the passes do; where it is the residual's, as that does."""
    random = np.random.default_rng(6)
    common = random.standard_normal((3000, 1))
    passes, residual = np.exp(9.0 + 0.2 * common.repeat(2, 1)), random.standard_normal((3000, 2))
    for share, constant, wanted in ((2.0, 0.0, 1.0), (0.0, 0.1, 0.0)):
        row = scaling(share=share, constant=constant)
        calibration = Calibration("dropout", {name: row for name in ("0-30 cm", "30-100 cm", "below 100 cm")}, {})
        stack = np.repeat(passes[..., None], 3, 2) * [1.0, 1e-3, 2e-3]
        found = calibration.coherent("soc", stack, residual, (0.1,))
        assert np.corrcoef(np.log(found[..., 0].T))[0, 1] == pytest.approx(wanted, abs=0.06)
        assert (found[..., 2] >= found[..., 1]).all()
