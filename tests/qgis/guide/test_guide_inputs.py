"""What the guide says of inputs that cannot be used as they are: tables, rasters without a place, coordinates that are no degrees."""

from __future__ import annotations

import numpy as np
import pytest
from guides import guide, rectangle
from osgeo import gdal
from qgis.core import QgsGeometry, QgsProject, QgsRectangle
from shown import settle

__all__ = ["guide"]  # a fixture

pytestmark = pytest.mark.usefixtures("provider", "context")


def choose(guide, path) -> None:
    """Choose profiles in step 1, and wait until they are read."""
    form = guide.page.form
    form.wrappers["OBSERVATIONS"].setParameterValue(str(path), form._generator.context)
    settle(lambda: guide.survey.profiles is not None and not guide.survey.reading)


def test_the_rows_of_a_table_without_places_are_counted(guide, tmp_path):
    path = tmp_path / "plots.csv"
    path.write_text("plot,ost,nord,von,bis,humus\n" + "a,10,50,0,10,2\n" * 824, encoding="utf-8")
    choose(guide, path)
    assert guide.page.findings.texts == [
        "Rows: 824. Their places are known once the profiles are prepared.",
        "No field was recognised for: longitude, latitude, top depth, bottom depth, SOC. Choose these fields.",
    ]
    assert guide.page.button.isEnabled()


@pytest.mark.parametrize(("text", "said"), [(None, "There is no file"), ("plot,ost\n", "has no rows")])
def test_profiles_that_are_not_there_are_told_and_cannot_be_prepared(guide, tmp_path, text, said):
    path = tmp_path / "plots.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    guide._set(guide.inputs.with_(profiles=str(path)))
    guide.refresh()
    settle(lambda: guide.survey.profiles is not None)
    assert said in guide.page.findings.texts[0]
    assert not guide.page.button.isEnabled()
    assert not guide.next.isEnabled()


def test_coordinates_that_are_no_degrees_are_told(guide, tmp_path):
    path = tmp_path / "metres.csv"
    path.write_text("id,x,y,top_cm,bottom_cm,soc_g_kg\na,500000,4649776,0,10,20\nb,500100,4649876,0,10,20\n", encoding="utf-8")
    choose(guide, path)
    told = guide.page.findings.texts[1]
    assert "not degrees: 2 of 2 places, such as x = 500000, y = 4649776" in told
    assert "CRS of the coordinate fields" in told


def test_a_raster_without_georeference_is_called_so_and_holds_the_next_step_back(guide, covariates, tmp_path):
    from qgis.core import QgsCoordinateReferenceSystem

    path = str(tmp_path / "bare.tif")
    file = gdal.GetDriverByName("GTiff").Create(path, 8, 8, 1, gdal.GDT_Float32)
    file.SetProjection(QgsCoordinateReferenceSystem("EPSG:4326").toWkt())
    file.GetRasterBand(1).WriteArray(np.ones((8, 8), np.float32))
    del file
    guide.tabs.setCurrentIndex(1)
    guide.page.add_files([covariates[0], covariates[1], path])
    told = "\n".join(guide.page.findings.texts)
    assert "'bare' has no georeference" in told
    assert "do not overlap" not in told
    assert not guide.next.isEnabled()


@pytest.fixture
def cesm_grid(tmp_path) -> str:
    """A NetCDF in degrees, from 0 to 360 and beyond the poles, as CESM writes it: GDAL finds no CRS in it."""
    path = str(tmp_path / "cesm.nc")
    file = gdal.GetDriverByName("netCDF").CreateMultiDimensional(path)
    root = file.GetRootGroup()
    axes = []
    for name, kind, values, unit in (
        ("lat", gdal.DIM_TYPE_HORIZONTAL_Y, np.linspace(-90.0, 90.0, 19), "degrees_north"),
        ("lon", gdal.DIM_TYPE_HORIZONTAL_X, np.arange(0.0, 360.0, 10.0), "degrees_east"),
    ):
        axis = root.CreateDimension(name, kind, None, len(values))
        array = root.CreateMDArray(name, [axis], gdal.ExtendedDataType.Create(gdal.GDT_Float64))
        array.Write(values)
        attribute = array.CreateAttribute("units", [], gdal.ExtendedDataType.CreateString())
        attribute.Write(unit)
        axes.append(axis)
    array = root.CreateMDArray("NPP", axes, gdal.ExtendedDataType.Create(gdal.GDT_Float64))
    array.Write(np.ones((19, 36)))
    del array, attribute, axes, axis, root, file
    return path


def test_a_grid_of_cesm_without_a_crs_is_taken_for_degrees(cesm_grid):
    from binn.ui.guide.places import outside, raster_facts
    from qgis.core import QgsRasterLayer

    layer = QgsRasterLayer(cesm_grid, "npp", "gdal")
    assert layer.isValid()
    assert not layer.crs().isValid()
    facts = raster_facts(layer, QgsProject.instance().transformContext())
    assert facts.problem == ""
    assert outside([(10.0, 50.0), (-75.0, 43.0)], [facts.outline]) == 0


def test_profiles_astray_are_not_blamed_on_the_forcing():
    from binn.ui.guide.checks import forcing_findings
    from binn.ui.guide.places import ProfilePlaces
    from binn.ui.guide.reach import ForcingExtent

    forcing, here = ForcingExtent(QgsRectangle(-77, 41, -73, 45), 1.0), rectangle("here", (-76, 42, -74, 44))
    (astray,) = forcing_findings(forcing, ProfilePlaces(2, ((-75.0, 43.0), (43.0, -75.0))), [here])
    assert "Check their coordinates" in astray.text
    assert "Choose a forcing" not in astray.text
    assert QgsGeometry.fromRect(forcing.area).intersects(here.outline)
    wide = rectangle("wide", (-76, 42, 20, 60))
    (short,) = forcing_findings(forcing, ProfilePlaces(2, ((-75.0, 43.0), (10.0, 50.0))), [wide])
    assert "Choose a forcing of this region" in short.text


def test_the_totals_of_zones_are_written_as_a_table_with_one_row_for_each(guide, tmp_path):
    counties = tmp_path / "counties.geojson"
    ring = "[[-75, 42.5], [-74.5, 42.5], [-74.5, 43], [-75, 42.5]]"
    counties.write_text(f'{{"type": "Feature", "properties": {{}}, "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}')
    inputs = guide.inputs.with_(model="m.safetensors", covariates=("a.tif",), passes="20", polygons=str(counties))
    _, totals = guide.pages[4].works(inputs)
    assert totals.parameters["OUTPUT_TABLE"].endswith("zones.csv")
    assert "OUTPUT_CSV" not in totals.parameters


def test_rows_at_zero_and_exchanged_rows_are_told_as_soon_as_the_table_is_chosen(guide, tmp_path):
    """Without any raster."""
    path = tmp_path / "plots.csv"
    places = [(10.0, 50.0)] * 4 + [(11.0, 51.0), (12.0, 49.0), (0.0, 0.0), (0.0, 0.0), (51.2, 11.1), (38.0, -79.0)]
    rows = [f"p{number},{x},{y},0,10,20,1.2" for number, (x, y) in enumerate(places)]
    path.write_text("\n".join(["plot_id,lon,lat,top_cm,bottom_cm,orgc_g_kg,bd", *rows]), encoding="utf-8")
    choose(guide, path)
    told = guide.page.findings.texts
    assert any("Rows with the coordinates 0, 0: 2 of 10" in text for text in told)
    assert any("exchanged: 2 of 10, such as x = 51.2, y = 11.1" in text for text in told)


def test_the_fields_that_are_recognised_are_shown(guide, tmp_path):
    path = tmp_path / "plots.csv"
    path.write_text("plot_id,lon,lat,top_cm,bottom_cm,orgc_g_kg,bd\na,10,50,0,10,20,1.2\n", encoding="utf-8")
    choose(guide, path)
    assert guide.page.findings.texts[-1] == (
        "Fields: profile id 'plot_id', longitude 'lon', latitude 'lat', top depth 'top_cm', bottom depth 'bottom_cm', SOC 'orgc_g_kg', "
        "bulk density 'bd'."
    )


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("wise3_id,londd,latdd,topdep,botdep,orgc,bulkdens", "of the layout ISRIC-WISE: profile id 'wise3_id', longitude 'londd'"),
        ("id,x,y,soc_0_5cm,soc_5_15cm", "SOC by depth 'soc_0_5cm', 'soc_5_15cm'"),
        ("id,x,y,depth_m,soc_density", "mid depth 'depth_m', SOC 'soc_density'"),
        ("id,x,y,upper,lower,humus", "No field was recognised for: SOC"),
    ],
)
def test_fields_of_many_layouts_are_recognised_as_the_engine_does(columns, said):
    from binn.ui.guide.recognised import field_findings

    assert any(said in row.text for row in field_findings(columns.split(","), {}, False))


def test_chosen_fields_take_the_place_of_recognised_ones_and_points_need_no_coordinates():
    from binn.ui.guide.field_roles import recognised_fields

    found = recognised_fields(["id", "top", "bottom", "oc", "humus"], {"SOC_FIELD": "humus"}, True)
    assert found == {"ID_FIELD": "id", "TOP_FIELD": "top", "BOTTOM_FIELD": "bottom", "SOC_FIELD": "humus"}


def test_profiles_that_lie_on_the_rasters_once_exchanged_are_counted(qgis_app):
    from binn.ui.guide.checks import profile_findings
    from binn.ui.guide.places import ProfilePlaces

    profiles = ProfilePlaces(3, ((10.5, 49.5), (49.5, 10.5), (30.0, 49.0)))
    told = [row.text for row in profile_findings(profiles, [rectangle("clay", (10.0, 49.0, 12.0, 50.0))])]
    assert any("Of these, 1 would lie on the rasters" in text for text in told)
