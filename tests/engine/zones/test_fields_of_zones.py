"""Fields of polygons whose names a GeoPackage cannot hold are renamed, with a warning; totals are as they are without them."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from tests.engine.commands import engine_here
from tests.engine.support.zones import write_soc


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        (("Name", "name"), ("Name", "name_2")),
        (("NAME", "name", "name_2"), ("NAME", "name_3", "name_2")),
        (("geom", "fid"), ("geom", "fid")),
        (("binn_feature", "Binn_Feature"), ("binn_feature", "Binn_Feature_2")),
    ],
)
def test_zones_keep_their_fields(tmp_path: Path, fields: tuple[str, ...], written: tuple[str, ...]) -> None:
    soc = write_soc(tmp_path / "soc.tif", np.full((4, 40, 60), 12.0))
    columns = {name: [f"{name} a", f"{name} b"] for name in fields}
    boxes = [shapely.box(10.5, 48.5, 11.0, 49.0), shapely.box(11.0, 48.5, 12.0, 49.0)]
    geopandas.GeoDataFrame(columns, geometry=boxes, crs=4326).to_file(tmp_path / "zones.geojson", driver="GeoJSON")
    words = ["--polygons", tmp_path / "zones.geojson", "--soc", soc, "--zones", tmp_path / "out.gpkg", "--id-field", fields[1]]
    done = engine_here("zonal", *words, "--csv", tmp_path / "out.csv")
    assert done.status == 0, done.stderr
    found = pyogrio.read_dataframe(tmp_path / "out.gpkg")
    for name, new in zip(fields, written, strict=True):
        assert found[new].tolist() == columns[name]
    assert found["soc_stock_0_100_cm"].tolist() == pytest.approx([12.0, 12.0])
    told = [row["message"] for row in done.events if row["event"] == "warning" and row["code"] == "renamed_fields"]
    assert bool(told) == (fields != written)
    assert all(repr(name) in told[0] for name in set(fields) ^ set(written)) if told else True


def test_fields_of_the_users_own_that_the_zones_have_too_are_named(tmp_path: Path) -> None:
    """Their numbers are not in the layer of zones, whatever the case of their names."""
    soc = write_soc(tmp_path / "soc.tif", np.full((4, 40, 60), 12.0))
    fields = {"area_km2": [1.0], "Pixels": ["many"], "owner": ["me"]}
    geopandas.GeoDataFrame(fields, geometry=[shapely.box(10.5, 48.5, 11.0, 49.0)], crs=4326).to_file(tmp_path / "zones.geojson")
    done = engine_here("zonal", "--polygons", tmp_path / "zones.geojson", "--soc", soc, "--zones", tmp_path / "out.gpkg")
    assert done.status == 0, done.stderr
    told = [row["message"] for row in done.events if row["event"] == "warning" and row["code"] == "replaced_fields"]
    assert len(told) == 1
    assert "have fields 'area_km2', 'Pixels', but BINN writes fields of these names" in told[0]
    found = pyogrio.read_dataframe(tmp_path / "out.gpkg")
    assert found["owner"].tolist() == ["me"]
    assert found["area_km2"].tolist() != [1.0]


def test_one_field_that_the_zones_have_too_is_told_in_the_singular(tmp_path: Path) -> None:
    soc = write_soc(tmp_path / "soc.tif", np.full((4, 40, 60), 12.0))
    polygons = geopandas.GeoDataFrame({"Area_km2": [1.0]}, geometry=[shapely.box(10.5, 48.5, 11.0, 49.0)], crs=4326)
    polygons.to_file(tmp_path / "zones.geojson")
    done = engine_here("zonal", "--polygons", tmp_path / "zones.geojson", "--soc", soc, "--zones", tmp_path / "out.gpkg")
    (told,) = (row["message"] for row in done.events if row["event"] == "warning" and row["code"] == "replaced_fields")
    assert "have a field 'Area_km2', but BINN writes a field of this name." in told
