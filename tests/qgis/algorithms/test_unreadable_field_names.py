"""A CSV in Windows-1252: QGIS shows its field names with signs that it cannot read; such a field can be chosen and is read."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorLayer

HEADER = "profile;lon;lat;top_cm;bottom_cm;Corg [%];BD [g/cm\u00b3]"
ROWS = [f"p{number};{-75 + 0.01 * number};43;{top};{top + 10};{1.5 + 0.1 * number};1.{number}" for number in range(6) for top in (0, 10)]


@pytest.mark.parametrize("provider_name", ["ogr", "delimitedtext"])
def test_a_field_with_an_unreadable_sign_is_chosen_and_read(provider, context, feedback, tmp_path, provider_name):
    path = tmp_path / "soil.csv"
    path.write_bytes("\n".join([HEADER, *ROWS]).encode("cp1252"))
    uri = str(path) if provider_name == "ogr" else f"file://{path}?delimiter=;&xField=lon&yField=lat&crs=EPSG:4326&encoding=UTF-8"
    layer = QgsVectorLayer(uri, "soil", provider_name)
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    name = next(field for field in layer.fields().names() if field.startswith("BD"))
    assert "\ufffd" in name
    parameters = {
        "OBSERVATIONS": layer.id(),
        "BULK_DENSITY_FIELD": name,
        "SOC_FIELD": "Corg [%]",
        "OUTPUT": str(tmp_path / "clean.gpkg"),
    }
    algorithm = provider.algorithm("prepare_profiles").create()
    fine, message = algorithm.checkParameterValues(parameters, context)
    assert fine, message
    _, fine = algorithm.run(parameters, context, feedback)
    assert fine, feedback.said
    clean = QgsVectorLayer(str(tmp_path / "clean.gpkg"), "clean", "ogr")
    assert clean.featureCount() == 12
    for feature in clean.getFeatures():
        number = int(feature["profile_id"][1:])
        content, density = 1.5 + 0.1 * number, float(f"1.{number}")  # % and g/cm3
        assert feature["soc_gC_m3"] == pytest.approx(10_000.0 * content * density, rel=1e-4)
