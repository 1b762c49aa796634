"""What the panel reads at a place, without its widgets: rasters of known values, profiles, distributions, tables."""

from __future__ import annotations

import csv
import io
import math
import shutil
from types import SimpleNamespace

import pytest
from landscape import DEPTHS, EPSG, PRIOR, centre, half_width, middle, write_landscape
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext, QgsPointXY

SIZE = 40
UTM = f"EPSG:{EPSG}"


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    """Paths of the landscape's rasters by product."""
    return write_landscape(tmp_path_factory.mktemp("hills"), SIZE)


@pytest.fixture
def read(qgis_app, maps):
    """Reads the landscape, or some of its products, at a pixel."""
    from binn.ui.layers.products import product_sets
    from binn.ui.panel.reading import PlaceReader

    readers = []

    def at(column, row, only=None, crs=UTM, folder=None):
        paths = {name: path for name, path in maps.items() if only is None or name in only}
        if only is not None:
            for path in paths.values():
                shutil.copy(path, folder)
            paths = {name: str(folder / f"{name}.tif") for name in paths}
        (products,) = product_sets([(next(iter(paths.values())), "")])
        readers.append(PlaceReader(products))
        point = QgsPointXY(*centre(column, row))
        system, context = QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext()
        if crs != UTM:
            point = QgsCoordinateTransform(QgsCoordinateReferenceSystem(UTM), system, context).transform(point)
        return readers[-1].ask(point, system, context).wait()

    yield at
    for reader in readers:
        reader.close()


def bands(variables):
    from binn.binn_engine.bands import value_bands

    return {band.name: band for band in value_bands(variables, DEPTHS)}


def test_one_raster_leads_to_all_of_its_run(qgis_app, maps):
    from binn.ui.layers.products import product_sets

    (found,) = product_sets([(maps["soc"], "")])
    assert {file.product: file.path for file in found.files} == maps
    assert found.title == "hills"


def test_rasters_of_another_run_in_the_same_folder_stay_apart(qgis_app, maps, tmp_path):
    from binn.ui.layers.products import product_sets
    from osgeo import gdal

    for name in ("soc", "domain"):
        shutil.copy(maps[name], tmp_path / f"{name}.tif")
    other = gdal.Open(str(tmp_path / "domain.tif"), gdal.GA_Update)
    other.SetMetadataItem("model", "plains.safetensors")
    del other
    (found,) = product_sets([(str(tmp_path / "soc.tif"), "")])
    assert [file.product for file in found.files] == ["soc"]


def test_rasters_of_one_run_in_several_folders_belong_together_where_layers_say_so(qgis_app, maps, tmp_path):
    from binn.ui.layers.products import product_sets

    sources = []
    for name in ("soc", "domain"):
        (tmp_path / name).mkdir()
        shutil.copy(maps[name], tmp_path / name / "OUTPUT.tif")
        sources.append((str(tmp_path / name / "OUTPUT.tif"), "run 1"))
    assert [[file.product for file in found.files] for found in product_sets(sources)] == [["soc", "domain"]]
    assert len(product_sets([(path, "") for path, _ in sources])) == 2


def test_a_raster_that_is_no_product_and_a_file_that_is_no_raster_are_no_run(qgis_app, tmp_path):
    from binn.ui.layers.products import product_sets

    (tmp_path / "broken.tif").write_bytes(b"II*\0 no raster")
    assert product_sets([(str(tmp_path / "broken.tif"), ""), (str(tmp_path / "absent.tif"), "")]) == []


@pytest.mark.parametrize("crs", [UTM, "EPSG:4326", "EPSG:3857", "EPSG:3978"])
def test_soc_is_median_and_interval_by_depth_in_any_reference_system(read, crs):
    place = read(17, 9, crs=crs)
    assert [depth for depth, _ in place.depths] == list(DEPTHS)
    for (_, found), band in zip(place.depths, bands("soc").values()):
        expected, half = middle(band, 17, SIZE), half_width(band, 9, SIZE)
        assert (found.middle, found.lower, found.upper, found.mean) == pytest.approx(
            (expected, expected - half, expected + half, 1.1 * expected), rel=1e-6
        )
    assert place.intervals["soc"].interval == "5 to 95 %"
    assert place.intervals["soc"].kind == "raw spread, not calibrated"


def test_what_the_uncertainty_is_is_told_in_the_user_s_language(read, monkeypatch):
    from binn.ui import translation
    from binn.ui.layers.titles import uncertainty_words
    from binn.ui.panel.summary import place_words

    place = read(17, 9)
    assert place_words(place, True).endswith("raw spread, not calibrated")
    monkeypatch.setattr(translation, "QgsApplication", SimpleNamespace(locale=lambda: "de"))
    assert place_words(place, True).endswith("rohe Streuung, nicht kalibriert")
    assert uncertainty_words("calibrated with held-out profiles, of the mean") == "mit zurückgehaltenen Profilen kalibriert, des Mittels"


def test_without_quantiles_the_interval_comes_from_the_standard_deviation_and_keeps_to_the_bounds(read):
    place = read(17, 39)
    for name, band in bands("parameters").items():
        found = place.parts["parameters"][name]
        mean, half = 1.1 * middle(band, 17, SIZE), half_width(band, 39, SIZE)
        assert found.middle == pytest.approx(mean, rel=1e-6)
        assert found.lower == pytest.approx(max(mean - half, band.limits[0]), rel=1e-5)
        assert found.upper == pytest.approx(min(mean + half, band.limits[1]), rel=1e-5)


def test_maps_without_any_spread_give_values_alone(read, tmp_path):
    place = read(17, 9, only=("soc", "processes"), folder=tmp_path)
    assert all(found.has_value and not found.has_interval for _, found in place.depths)
    assert place.parts["parameters"] == {}


def test_no_value_is_no_number_on_nodata_and_beside_the_map(read):
    for column in (0, -3, SIZE + 5):
        place = read(column, 9)
        assert not place.on_map
        assert all(math.isnan(found.middle) for _, found in place.depths)


def test_the_domain_warns_only_where_the_model_is_outside(read):
    assert not read(17, 9).outside_domain
    assert read(17, SIZE - 1).outside_domain


def test_what_a_parameter_rests_on_is_read_with_it(read):
    found = read(17, 9).parts["parameters"]
    assert found[PRIOR].evidence == "prior, not data"
    assert found["q10"].evidence.startswith("data")


def test_a_second_question_before_the_first_is_answered_gets_its_own_answer(qgis_app, maps):
    from binn.ui.layers.products import product_sets
    from binn.ui.panel.reading import PlaceReader

    reader = PlaceReader(product_sets([(maps["soc"], "")])[0])
    system, context = QgsCoordinateReferenceSystem(UTM), QgsCoordinateTransformContext()
    try:
        for column in range(1, SIZE):
            last = reader.ask(QgsPointXY(*centre(column, 5)), system, context)
        place = last.wait()
    finally:
        reader.close()
    band = bands("parameters")["q10"]
    assert place.parts["parameters"]["q10"].middle == pytest.approx(1.1 * middle(band, SIZE - 1, SIZE), rel=1e-6)


def test_the_distribution_of_a_small_map_is_that_of_all_its_pixels(qgis_app, maps):
    from binn.ui.panel.distribution import sample_band
    from osgeo import gdal

    file = gdal.Open(maps["processes"])
    found = sample_band(file.GetRasterBand(1), lambda: False)
    band = next(iter(bands("processes").values()))
    expected = sorted(1.1 * middle(band, column, SIZE) for column in range(1, SIZE) for _ in range(SIZE))
    assert found.values == pytest.approx(expected, rel=1e-6)
    assert found.quantile(0.5) == pytest.approx(1.1 * middle(band, 20, SIZE), rel=1e-6)
    assert found.rank(1.1 * middle(band, 20, SIZE) + 1e-4) == pytest.approx(20 / 39)
    assert sum(found.shares(*band.limits)) == pytest.approx(1.0)


@pytest.mark.parametrize("size", [1, 7, 240, 241, 1000, 10_000])
def test_windows_lie_on_the_map_do_not_overlap_and_cover_a_small_one(size):
    from binn.ui.panel.distribution import windows

    pixels = [
        (x, y) for column, row, width, height in windows(size, 3) for x in range(column, column + width) for y in range(row, row + height)
    ]
    assert len(set(pixels)) == len(pixels)
    assert all(0 <= x < size and 0 <= y < 3 for x, y in pixels)
    assert len(pixels) == 3 * min(size, 240)


def test_a_cancelled_sample_gives_nothing(qgis_app, maps):
    from binn.ui.panel.distribution import sample_band
    from osgeo import gdal

    file = gdal.Open(maps["processes"])
    assert sample_band(file.GetRasterBand(1), lambda: True) is None


def test_a_sample_that_ends_as_the_panel_closes_changes_nothing(qgis_app, maps, qtbot):
    """The main thread hears of a finished task after the panel has let go of it."""
    from binn.ui.layers.products import product_sets
    from binn.ui.panel.distribution import Distributions
    from binn.ui.panel.tasks import Tasks

    tasks, changes = Tasks(), []
    distributions = Distributions(tasks, lambda: changes.append(1))
    (products,) = product_sets([(maps["soc"], "")])
    distributions.read(products)
    tasks._running.clear()  # as cancelling does, which comes too late to stop the thread
    qtbot.waitUntil(lambda: bool(distributions.of(products)), timeout=10_000)
    assert not changes


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["profile_id", "top_cm", "bottom_cm", "soc_gC_m3"], ("top_cm", "bottom_cm", 0.01, "soc_gC_m3", 1.0)),
        (["id", "top", "bottom", "SOC (kg/m3)"], ("top", "bottom", 0.01, "SOC (kg/m3)", 1000.0)),
        (["site_id", "depth_m", "soc_density"], ("depth_m", "depth_m", 1.0, "soc_density", 1.0)),
        (["depth", "soc_g_m3"], ("depth", "depth", 1.0, "soc_g_m3", 1.0)),
    ],
)
def test_fields_of_observations_are_told_by_their_names(names, expected):
    from binn.ui.panel.observed import recognise

    found = recognise(names)
    assert (found.top, found.bottom, found.metres, found.density, found.scale) == expected


@pytest.mark.parametrize("names", [["profile_id", "top_cm", "bottom_cm", "soc_g_kg"], ["soc_gC_m3"], []])
def test_contents_and_layers_without_depths_are_not_taken_for_densities(names):
    from binn.ui.panel.observed import recognise

    assert recognise(names) is None


@pytest.mark.parametrize(("longitude", "latitude"), [(-75.0, 43.0), (179.99, 0.0), (-179.99, -65.0), (10.0, 88.0)])
def test_profiles_are_found_within_the_radius_also_across_the_date_line(longitude, latitude):
    from binn.ui.panel.observed import Observation, ObservedProfiles, distance_m

    around = [
        (longitude + step / math.cos(math.radians(latitude)), latitude + other)
        for step in (-0.4, -0.02, 0, 0.02, 0.4)
        for other in (-0.3, 0, 0.3)
    ]
    rows = [Observation((x + 180) % 360 - 180, y, str(n), 0.0, 0.1, 1.0) for n, (x, y) in enumerate(around)]
    for radius in (100.0, 3000.0, 40_000.0, 60_000.0):
        expected = {row.profile for row in rows if distance_m(longitude, latitude, row.longitude, row.latitude) <= radius}
        assert {row.profile for row in ObservedProfiles(rows).near(longitude, latitude, radius)} == expected
    assert expected


def test_the_table_has_a_row_for_every_variable_and_observation(read):
    from binn.ui.panel.export import as_csv
    from binn.ui.panel.observed import Observation

    text = as_csv([read(17, 9), read(0, 9)], [Observation(-75.0, 45.0, "P 1", 0.0, 0.1, 20_000.0)])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2 * (7 + 6 + 21 + 3) + 1
    band = bands("soc")["SOC density at 30 cm"]
    (found,) = (row for row in rows if row["place"] == "here" and row["variable"] == band.name)
    assert (found["depth_m"], found["unit"]) == ("0.3", "gC/m3")
    assert float(found["middle"]) == pytest.approx(middle(band, 17, SIZE), rel=1e-6)
    assert {row["middle"] for row in rows if row["place"] == "pinned" and row["part"] == "soc"} == {""}
    assert (rows[-1]["place"], rows[-1]["middle"], rows[-1]["depth_m"]) == ("P 1", "20000", "0.05")


def test_rows_place_values_on_their_axes_and_dim_what_rests_on_the_prior(read):
    from binn.binn_engine.tables import PARAMETERS
    from binn.ui.panel.distribution import Distribution
    from binn.ui.panel.rows import parameter_rows, process_rows

    place = read(17, 9)
    rows = parameter_rows([place], {})
    assert [(row.lower, row.upper) for row in rows] == [(row.lower, row.upper) for row in PARAMETERS]
    assert [row.label.partition(":")[0] for row in rows if row.dimmed] == [PRIOR]
    assert "Based on: prior, not data" in next(row for row in rows if row.dimmed).explanation
    value = place.parts["processes"]["vertical_transport"].middle
    spread = Distribution(tuple(value * share for share in (0.5, 0.8, 0.9, 1.1)))
    row = process_rows([place], {"vertical_transport": spread})[-1]
    assert row.rank == 0.75
    assert "Higher than on 75 % of the map" in row.explanation
    assert row.lower <= place.parts["processes"]["vertical_transport"].lower
    assert row.upper >= place.parts["processes"]["vertical_transport"].upper


def test_gaps_of_a_profile_are_left_open():
    from binn.ui.panel.depth_plot import runs
    from binn.ui.panel.place import Estimate

    rows = [(depth, Estimate(value)) for depth, value in zip(DEPTHS, (3.0, math.nan, 2.0, 1.0, math.nan))]
    assert [[depth for depth, _ in run] for run in runs(rows)] == [[0.05], [0.3, 0.6]]
