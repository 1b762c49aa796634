"""Messages of the engine call settings by the labels of the dialog, and by the names that scripts use."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer


def failed(provider, context, feedback, name: str, parameters: dict) -> str:
    """What an algorithm says that fails."""
    _, fine = provider.algorithm(name).create().run(parameters, context, feedback)
    assert not fine
    return "\n".join(feedback.said["error"])


def test_fields_to_choose_have_the_labels_of_the_dialog(provider, context, feedback, tmp_path):
    table = tmp_path / "plots.csv"
    table.write_text("plot,ost,nord,top_field,bis,humus\na,10,50,0,10,2\n", encoding="utf-8")
    said = failed(provider, context, feedback, "prepare_profiles", {"OBSERVATIONS": str(table), "OUTPUT": str(tmp_path / "out.gpkg")})
    assert "Set Longitude field (LON_FIELD) and Latitude field (LAT_FIELD), or use a point layer." in said
    assert "Set SOC field (SOC_FIELD)." in said
    assert "lon_field" not in said
    assert said.count("top_field") == 1  # a field of the table
    assert "The fields are: " in said


def test_a_layer_that_the_plugin_copies_is_called_by_its_name_and_no_temporary_path_is_told(provider, context, feedback, tmp_path):
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=height:double", "my plots", "memory")
    QgsProject.instance().addMapLayer(layer)
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(10.0, 50.0)))
    layer.dataProvider().addFeature(feature)
    said = failed(provider, context, feedback, "prepare_profiles", {"OBSERVATIONS": layer.id(), "OUTPUT": str(tmp_path / "out.gpkg")})
    QgsProject.instance().removeMapLayer(layer)
    assert "my_plots" in said
    assert "binn-layer-" not in str(feedback.said)


def test_a_warning_names_outputs_by_their_labels(provider, context, feedback, mapping):
    parameters = {name: value if isinstance(value, list) else str(value) for name, value in mapping.items()}
    _, fine = provider.algorithm("predict").create().run({**parameters, "PASSES": 3, "MAPS": []}, context, feedback)
    assert fine, feedback.said
    (told,) = {text for text in feedback.said["warning"] if "passes are not used" in text}
    assert "(OUTPUT_SOC_SD)" in told
    assert "soc_sd" not in told


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("give these pixels no value (beyond_forcing: nodata).", "give these pixels no value (Pixels too far (BEYOND_FORCING): nodata)."),
        ("The file /maps/beyond_forcing.tif is there.", "The file /maps/beyond_forcing.tif is there."),
        ("field 'beyond_forcing' has no numbers.", "field 'beyond_forcing' has no numbers."),
        ("Set my_beyond_forcing.", "Set my_beyond_forcing."),
        ("passes is 3, but one pass has no spread.", "Passes (PASSES) is 3, but one pass has no spread."),
        ("Set passes to 0, or to 2 or more.", "Set Passes (PASSES) to 0, or to 2 or more."),
        ("Use fewer passes. The spread of the passes is known.", "Use fewer passes. The spread of the passes is known."),
    ],
)
def test_only_whole_words_that_are_settings_are_replaced(qgis_app, text, shown):
    from binn.ui.engine.labels import with_labels

    labels = {"beyond_forcing": "Pixels too far (BEYOND_FORCING)", "passes": "Passes (PASSES)"}
    assert with_labels(text, labels) == shown


def test_tiles_call_maps_by_their_titles_too(provider):
    from binn.ui.engine.labels import with_labels

    text = "soc_sd needs several predictions at each pixel, but passes is 0."
    told = with_labels(text, provider.algorithm("predicttiles").create()._labels())
    assert "soc_sd" not in told
    assert "Number of Monte Carlo passes (PASSES) is 0" in told


def test_the_warnings_of_past_runs_have_labels_too(context, tmp_path, monkeypatch):
    from binn.ui.runs import dialog, past_runs

    monkeypatch.setattr(past_runs, "remembered_folders", lambda: [str(tmp_path)])
    warned = "passes is 3, but no map of uncertainty is asked for, such as soc_sd: the passes are not used."
    job = {"kind": "predict", "model": "m", "covariates": ["a.tif"], "forcing": "f.nc", "soc": "s.tif", "passes": 3}
    record = {"job": job, "outputs": {}, "warnings": [{"code": "unused_passes", "message": warned}]}
    (tmp_path / "m.predict.run.json").write_text(json.dumps(record), encoding="utf-8")
    shown = dialog.RunsDialog(None)
    told = shown._hint_text(shown.runs)
    assert "soc_sd" not in told
    assert "Warning: Number of Monte Carlo passes is 3" in told
