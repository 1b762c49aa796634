"""What the guide says of inputs that cannot be used as they are: tables, rasters without a place, coordinates that are no degrees."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsGeometry, QgsProject, QgsRectangle
from shown import settle
from test_guide import guide, rectangle  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("provider", "context")


def choose(guide, path) -> None:  # noqa: F811 (the fixture)
    """Choose profiles in step 1, and wait until they are read."""
    form = guide.page.form
    form.wrappers["OBSERVATIONS"].setParameterValue(str(path), form._generator.context)
    settle(lambda: guide.survey.profiles is not None and not guide.survey.reading)


def test_the_rows_of_a_table_without_places_are_counted(guide, tmp_path):  # noqa: F811
    path = tmp_path / "plots.csv"
    path.write_text("plot,ost,nord,von,bis,humus\n" + "a,10,50,0,10,2\n" * 824, encoding="utf-8")
    choose(guide, path)
    assert guide.page.findings.texts == ["Rows: 824. Their places are known once the profiles are prepared."]
    assert guide.page.button.isEnabled()


@pytest.mark.parametrize(("text", "said"), [(None, "There is no file"), ("plot,ost\n", "has no rows")])
def test_profiles_that_are_not_there_are_told_and_cannot_be_prepared(guide, tmp_path, text, said):  # noqa: F811
    path = tmp_path / "plots.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    guide._set(guide.inputs.with_(profiles=str(path)))
    guide.refresh()
    settle(lambda: guide.survey.profiles is not None)
    assert said in guide.page.findings.texts[0]
    assert not guide.page.button.isEnabled()
    assert not guide.next.isEnabled()


def test_coordinates_that_are_no_degrees_are_told(guide, tmp_path):  # noqa: F811
    path = tmp_path / "metres.csv"
    path.write_text("id,x,y,top_cm,bottom_cm,soc_g_kg\na,500000,4649776,0,10,20\nb,500100,4649876,0,10,20\n", encoding="utf-8")
    choose(guide, path)
    told = guide.page.findings.texts[1]
    assert "not degrees: 2 of 2 places, such as x = 500000, y = 4649776" in told
    assert "CRS of the coordinate fields" in told


def test_a_raster_without_georeference_is_called_so_and_holds_the_next_step_back(guide, covariates, tmp_path):  # noqa: F811
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


def test_the_totals_of_zones_are_written_as_a_table_with_one_row_for_each(guide, tmp_path):  # noqa: F811
    counties = tmp_path / "counties.geojson"
    ring = "[[-75, 42.5], [-74.5, 42.5], [-74.5, 43], [-75, 42.5]]"
    counties.write_text(f'{{"type": "Feature", "properties": {{}}, "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}')
    inputs = guide.inputs.with_(model="m.safetensors", covariates=("a.tif",), passes="20", polygons=str(counties))
    _, totals = guide.pages[4].works(inputs)
    assert totals.parameters["OUTPUT_TABLE"].endswith("zones.csv")
    assert "OUTPUT_CSV" not in totals.parameters
