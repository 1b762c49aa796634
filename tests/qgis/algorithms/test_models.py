"""The algorithms as steps of a model of the model designer."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.long
def test_training_and_mapping_run_as_a_model(provider, context, feedback, example, covariates, tmp_path):
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterVectorLayer,
        QgsVectorLayer,
    )

    def step(name: str, **values) -> QgsProcessingModelChildAlgorithm:
        child = QgsProcessingModelChildAlgorithm(f"binn:{name}")
        child.setChildId(name)
        for key, value in values.items():
            source = value if isinstance(value, QgsProcessingModelChildParameterSource) else fixed(value)
            child.addParameterSources(key, [source])
        return child

    fixed = QgsProcessingModelChildParameterSource.fromStaticValue
    model = QgsProcessingModelAlgorithm("soil", "soil", "soil")
    model.addModelParameter(QgsProcessingParameterVectorLayer("profiles", "Profiles"), QgsProcessingModelParameter("profiles"))
    forcing = str(example / "clm5_forcing.nc")
    profiles = QgsProcessingModelChildParameterSource.fromModelParameter("profiles")
    checkpoint = str(tmp_path / "m.safetensors")
    inputs = {"COVARIATES": covariates, "FORCING": forcing}
    small = {"EPOCHS": 1, "MEMBERS": 2, "TEACHER": "none", "HIDDEN": "8"}
    model.addChildAlgorithm(step("train", **inputs, **small, OBSERVATIONS=profiles, MODEL=checkpoint))
    trained = QgsProcessingModelChildParameterSource.fromChildOutput("train", "MODEL")
    mapping = step("predict", **inputs, MODEL=trained, PASSES=3)
    output = QgsProcessingModelOutput("carbon", "carbon")
    output.setChildId("predict")
    output.setChildOutputName("OUTPUT_SOC")
    mapping.setModelOutputs({"carbon": output})
    model.addChildAlgorithm(mapping)
    counties = tmp_path / "counties.geojson"
    ring = "[[-75, 42.5], [-74.5, 42.5], [-74.5, 43], [-75, 43], [-75, 42.5]]"
    counties.write_text(f'{{"type": "Feature", "properties": {{}}, "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}')
    soc, spread = (QgsProcessingModelChildParameterSource.fromChildOutput("predict", name) for name in ("OUTPUT_SOC", "OUTPUT_SOC_SD"))
    totals = str(tmp_path / "totals.gpkg")
    model.addChildAlgorithm(step("zonal", POLYGONS=str(counties), SOC=soc, SOC_SD=spread, OUTPUT=totals))
    # Releases of QGIS differ in what a model calls its outputs.
    (carbon,) = (row.name() for row in model.destinationParameterDefinitions())
    parameters = {"profiles": str(example / "soc_profiles.gpkg"), carbon: str(tmp_path / "carbon.tif")}
    results, fine = model.create().run(parameters, context, feedback)
    assert fine, feedback.said
    assert Path(results[carbon]).is_file()
    assert (tmp_path / "m.safetensors").is_file()
    fields = QgsVectorLayer(totals, "totals", "ogr").fields().names()
    assert {"soc_stock_0_30_cm_t_low", "soc_stock_0_30_cm_t_high"} <= set(fields)  # the zones have intervals
