"""No run replaces a file that the project shows: neither in its dialog nor as a step of a model, whatever writes the file."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def project(context):
    """The project of the context, which is empty."""
    return context.project()


@pytest.fixture
def check(provider, context):
    """Checks parameters of an algorithm and returns the message; empty where all is well."""

    def checked(name: str, **parameters) -> str:
        return provider.algorithm(name).create().checkParameterValues(parameters, context)[1]

    return checked


def show(project, path: Path | str, name: str) -> None:
    """Show a file in the project: a raster by GDAL, features by OGR."""
    from qgis.core import QgsRasterLayer, QgsVectorLayer

    layer = QgsRasterLayer(str(path), name, "gdal")
    if not layer.isValid():
        layer = QgsVectorLayer(str(path), name, "ogr")
    assert layer.isValid()
    project.addMapLayer(layer)


def test_a_step_of_a_model_does_not_replace_a_file_that_the_project_shows(provider, context, feedback, example, project, tmp_path):
    from qgis.core import QgsProcessingModelAlgorithm, QgsProcessingModelChildAlgorithm, QgsProcessingModelChildParameterSource

    old = tmp_path / "clean.gpkg"
    old.write_bytes((example / "soc_profiles.gpkg").read_bytes())
    show(project, old, "Pits of May")
    model = QgsProcessingModelAlgorithm("clean", "clean", "clean")
    child = QgsProcessingModelChildAlgorithm("binn:prepare_profiles")
    child.setChildId("prepare")
    for name, value in {"OBSERVATIONS": [str(example / "soc_profiles.gpkg")], "OUTPUT": str(old)}.items():
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    model.addChildAlgorithm(child)
    before = old.read_bytes()
    _, fine = model.create().run({}, context, feedback)
    assert not fine
    assert "'Pits of May'" in str(feedback.said)
    assert old.read_bytes() == before


def test_the_example_is_not_written_over_rasters_that_the_project_shows(check, covariates, example, project):
    assert check("exampledata", OUTPUT=str(example)) == ""
    show(project, covariates[0], "Clay of May")
    assert "'Clay of May'" in check("exampledata", OUTPUT=str(example))
    assert check("exampledata", OUTPUT=str(example.parent / "another")) == ""


@pytest.mark.parametrize(("file", "refused"), [("north_soc.tif", True), ("soc.vrt", True), ("north_elevation.tif", False)])
def test_tiles_are_not_written_over_maps_that_the_project_shows(check, covariates, model, example, project, tmp_path, file, refused):
    index, folder = tmp_path / "index.csv", tmp_path / "tiles"
    index.write_text(f"name,covariates\nnorth,{';'.join(covariates)}\n", encoding="utf-8")
    folder.mkdir()
    (folder / file).write_bytes(Path(covariates[0]).read_bytes())
    tiles = {"TILES": str(index), "MODEL": str(model), "FORCING": str(example / "clm5_forcing.nc"), "OUTPUT": str(folder)}
    assert check("predicttiles", **tiles) == ""
    show(project, folder / file, "Carbon of May")
    assert ("'Carbon of May'" in check("predicttiles", **tiles)) == refused


def test_tables_and_forcing_are_not_written_over_files_that_the_project_shows(check, covariates, example, project, tmp_path):
    from qgis.core import QgsVectorLayer

    zones = {"POLYGONS": str(example / "soc_profiles.gpkg"), "SOC": covariates[0], "OUTPUT": str(tmp_path / "zones.gpkg")}
    table = tmp_path / "totals.csv"
    table.write_text("zone,total\na,1\n", encoding="utf-8")
    assert check("zonal", **zones, OUTPUT_CSV=str(table)) == ""
    delimited = QgsVectorLayer(f"{table.as_uri()}?delimiter=,", "Totals of May", "delimitedtext")
    assert delimited.isValid()
    project.addMapLayer(delimited)
    assert "'Totals of May'" in check("zonal", **zones, OUTPUT_CSV=str(table))
    project.clear()
    show(project, table, "Totals of June")
    assert "'Totals of June'" in check("zonal", **zones, OUTPUT_TABLE=str(table))


def test_forcing_is_not_written_over_forcing_that_the_project_shows(check, covariates, example, project, tmp_path):
    forcing = tmp_path / "forcing.nc"
    forcing.write_bytes((example / "clm5_forcing.nc").read_bytes())
    show(project, f'NETCDF:"{forcing}":W_SCALAR', "Water of May")
    rasters = dict.fromkeys(("TEMPERATURE", "PRECIPITATION", "NPP", "SAND", "CLAY", "BEDROCK"), covariates[0])
    units = {"TEMPERATURE_UNIT": "K", "BEDROCK_UNIT": "cm"}
    assert "'Water of May'" in check("build_forcing", OUTPUT_FORCING=str(forcing), **rasters, **units)
