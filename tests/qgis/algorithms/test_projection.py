"""Projections in QGIS: by ``qgis_process``, on the canvas with the time of each band, and in colours around zero."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from headless import PROGRAM
from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, QSize, Qt, QTime

YEARS = (2030, 2040, 2060)


@pytest.fixture(scope="module")
def maps(example, covariates, model, tmp_path_factory) -> dict[str, str]:
    """Maps of a projection, by product."""
    from conftest import run_engine

    folder = tmp_path_factory.mktemp("projection")
    found = {name: str(folder / f"{name}.tif") for name in ("change_100", "stock_100", "change_100_low", "committed")}
    outputs = [word for name, path in found.items() for word in (f"--{name.replace('_', '-')}", path)]
    inputs = ("--model", model, "--covariates", *covariates, "--forcing", example / "clm5_forcing.nc")
    run_engine("project", *inputs, *outputs, "--litter-factor", 0.5, "--years", *YEARS, "--passes", 3)
    return found


@pytest.fixture
def project(qgis_app, maps):
    """The project with the maps, arranged."""
    from binn.ui.layers.opening import open_products

    project = QgsProject.instance()
    project.clear()
    assert open_products(maps, "model.safetensors", ((), (), (), YEARS), project) == len(maps)
    for _ in range(10):
        QCoreApplication.processEvents()
    yield project
    project.clear()


def layers_of(project, path: str) -> dict[int, object]:
    """The layers of a raster, by the number of the band."""
    return {layer.renderer().usesBands()[0]: layer for layer in project.mapLayers().values() if layer.source() == path}


def test_each_band_is_a_layer_that_is_valid_from_its_year_to_the_next(project, maps):
    layers = layers_of(project, maps["change_100"])
    assert sorted(layers) == [1, 2, 3]
    ranges = [layers[number].temporalProperties().fixedTemporalRange() for number in (1, 2, 3)]
    assert [(found.begin().date().year(), found.end().date().year()) for found in ranges] == [(2030, 2040), (2040, 2060), (2060, 2080)]
    assert all(found.includeBeginning() and not found.includeEnd() for found in ranges)
    assert all(layers[number].temporalProperties().isActive() for number in (1, 2, 3))
    committed = layers_of(project, maps["committed"])
    assert not any(layer.temporalProperties().isActive() for layer in committed.values())


def test_the_project_gets_the_years_unless_it_has_times(project, maps):
    from binn.ui.layers.opening import open_products

    found = project.timeSettings().temporalRange()
    assert (found.begin().date().year(), found.end().date().year()) == (2030, 2080)
    assert project.timeSettings().timeStep() == 10.0
    open_products({"change_100": maps["change_100"]}, "model.safetensors", ((), (), (), YEARS), project)
    assert project.timeSettings().temporalRange() == found


def test_changes_of_all_years_have_the_same_colours_around_zero(project, maps):
    shown = {layer.renderer().classificationMax() for layer in layers_of(project, maps["change_100"]).values()}
    assert len(shown) == 1
    for layer in layers_of(project, maps["change_100"]).values():
        renderer = layer.renderer()
        assert renderer.classificationMin() == -renderer.classificationMax()
        middle = renderer.shader().rasterShaderFunction().colorRampItemList()[2]
        assert middle.value == 0.0
        assert min(middle.color.red(), middle.color.green(), middle.color.blue()) > 230
    stocks = [layer.renderer() for layer in layers_of(project, maps["stock_100"]).values()]
    assert len({(found.classificationMin(), found.classificationMax()) for found in stocks}) == 1


def test_groups_are_named_by_what_they_hold_and_all_years_of_one_map_are_ticked(project):
    from shown import tree

    (run,) = tree().values()
    assert list(run) == ["Change of soil carbon", "Uncertainty"]
    change = run["Change of soil carbon"]
    assert list(change)[:2] == ["Change of SOC 0-100 cm", "SOC stock 0-100 cm by year"]
    assert change["Change of SOC 0-100 cm"] == {"2060 (kgC/m²)": True, "2040 (kgC/m²)": True, "2030 (kgC/m²)": True}
    assert set(change["SOC stock 0-100 cm by year"].values()) == {False}
    assert list(run["Uncertainty"]) == ["Change of SOC 0-100 cm: lower limit"]


def test_two_times_are_two_pictures(project, maps):
    layers = [layers_of(project, maps["change_100"])[number] for number in (3, 2, 1)]

    def picture(year: int | None):
        settings = QgsMapSettings()
        settings.setOutputSize(QSize(80, 80))
        settings.setLayers(layers)
        settings.setDestinationCrs(layers[0].crs())
        settings.setExtent(layers[0].extent())
        if year is not None:
            from qgis.core import QgsDateTimeRange

            begin = QDateTime(QDate(year, 6, 1), QTime(0, 0), Qt.TimeSpec.UTC)
            settings.setIsTemporal(True)
            settings.setTemporalRange(QgsDateTimeRange(begin, begin.addDays(1)))
        job = QgsMapRendererSequentialJob(settings)
        job.start()
        job.waitForFinished()
        return job.renderedImage()

    assert picture(2031) != picture(2061)
    assert picture(2031) == picture(2039)
    assert picture(2061) == picture(None), "without times, the last year is on top"
    assert picture(2100) != picture(2061), "after its last year, nothing is shown"


def test_the_change_is_printed_with_its_interval_and_what_is_assumed(qgis_app, maps):
    from binn.ui.printing.layouts import make_layout
    from binn.ui.printing.pages import pages_of
    from qgis.core import QgsLayoutItemLabel, QgsLayoutItemMap

    job = {"start_year": 2020, "litter_factor": 0.5, "warming": 0.0, "water_factor": 1.0}
    (page,) = pages_of({**maps, "report": "r.html"}, {"job": job})
    assert page.name == "change"
    assert [part.heading for part in page.parts] == [
        "Change of SOC stock 0-100 cm, year 2060 (kgC/m²)",
        "Change of SOC stock 0-100 cm: lower limit, year 2060 (kgC/m²)",
        "Committed change of SOC stock 0-100 cm (kgC/m²)",
    ]
    made = make_layout(page, "BINN hills", QgsProject.instance())
    shown = [item.layers()[0] for item in made.layout.items() if isinstance(item, QgsLayoutItemMap)][::-1]  # the topmost is first
    assert [layer.renderer().usesBands() for layer in shown] == [[3], [3], [2]]
    ends = [(layer.renderer().classificationMin(), layer.renderer().classificationMax()) for layer in shown]
    assert ends[0] == ends[1]
    assert all(low == -high for low, high in ends)
    text = " ".join(item.text() for item in made.layout.items() if isinstance(item, QgsLayoutItemLabel))
    assert "Change since 2020. Assumed: litter input times 0.5, soil warmer by 0 K, soil water scalar times 1." in text
    (page,) = pages_of(maps, {"job": {**job, "change_table": "/home/me/table.csv"}})
    assert page.origin == ("Change since 2020.", "The change is assumed, and was read from files.")
    (page,) = pages_of(maps, {"job": job, "metrics": {"uncertainty": {"change_100_low": "raw spread, not calibrated"}}})
    assert page.origin[-1] == "Limits of the change: raw spread, not calibrated."


@pytest.mark.long
@pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")
def test_qgis_process_maps_a_scenario_with_a_report_and_a_table_by_year(run_program, example, covariates, model, tmp_path):
    from osgeo import gdal, ogr, osr

    raster = gdal.Open(str(covariates[0]))
    left, width, _, top, _, height = raster.GetGeoTransform()
    middle, bottom = left + width * (raster.RasterXSize // 2), top + height * raster.RasterYSize
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "zones.gpkg"))
    layer = source.CreateLayer("zones", osr.SpatialReference(raster.GetProjection()), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    for name, (west, east) in {"west": (left, middle), "east": (middle, left + width * raster.RasterXSize)}.items():
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("name", name)
        corners = ", ".join(f"{x} {y}" for x, y in ((west, bottom), (east, bottom), (east, top), (west, top), (west, bottom)))
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({corners}))"))
        layer.CreateFeature(feature)
    feature = layer = source = None  # writes the file
    made = run_program(
        "binn:project",
        MODEL=model, COVARIATES=covariates, FORCING=example / "clm5_forcing.nc", YEARS="2030, 2050", WARMING=2, RAMP_YEARS=10,
        LITTER_FACTOR=0.8, MAPS="0", OUTPUT_FOLDER=tmp_path / "maps", OUTPUT_CHANGE_100_LOW=tmp_path / "low.tif", PASSES=3,
        LATER_FORCING=example / "clm5_forcing.nc", LATER_YEARS="2040", OUTPUT_CSV=tmp_path / "years.csv", OUTPUT_REPORT=tmp_path / "r.html",
        POLYGONS=tmp_path / "zones.gpkg", ID_FIELD="name",
    )  # fmt: skip
    for path in (Path(made["OUTPUT_FOLDER"]) / "change_100.tif", Path(made["OUTPUT_CHANGE_100_LOW"])):
        data = gdal.Open(str(path))
        assert [data.GetRasterBand(number).GetDescription()[-4:] for number in (1, 2)] == ["2030", "2050"]
        assert path.with_suffix(".qml").is_file()
    with open(made["OUTPUT_CSV"], encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    zones, years = ("Whole map", "west", "east", "All zones"), ("2020", "2030", "2050")
    assert [(row["zone"], row["year"]) for row in rows] == [(zone, year) for zone in zones for year in years]
    change = {row["zone"]: float(row["change_0_100_cm_t"]) for row in rows if row["year"] == "2050"}
    assert change["west"] + change["east"] == pytest.approx(change["Whole map"], rel=1e-6)
    assert change["All zones"] == pytest.approx(change["Whole map"], rel=1e-6)
    assert float(rows[2]["change_0_100_cm_t_low"]) < change["Whole map"] < 0.0
    assert "What changes, and what was assumed" in Path(made["OUTPUT_REPORT"]).read_text(encoding="utf-8")


def test_bands_that_repeat_their_years_are_valid_in_each_of_them(qgis_app):
    """Densities have all years of one depth, then those of the next."""
    from binn.binn_engine.bands import series_bands
    from binn.binn_engine.tables import PRODUCT_BY_NAME
    from binn.ui.layers.series import range_of, years_of
    from binn.ui.layers.titles import tree_title

    bands = series_bands(PRODUCT_BY_NAME["densities"], (2030, 2050), (0.1, 0.5))
    years = years_of(bands)
    ranges = [range_of(years, number) for number in range(4)]
    assert [(found.begin().date().year(), found.end().date().year()) for found in ranges] == [(2030, 2050), (2050, 2070)] * 2
    assert tree_title(bands[2]) == "SOC density at 50 cm, year 2030 (gC/m³)"
    assert tree_title(series_bands(PRODUCT_BY_NAME["stock_30"], (2030,))[0]) == "2030 (kgC/m²)"
