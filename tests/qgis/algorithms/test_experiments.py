"""Cross-validation and parameter recovery through QGIS: the same jobs, the same results, refused by name where they cannot run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


@pytest.fixture
def experiment(training, tmp_path) -> dict:
    """Parameters that both experiments take, without the model."""
    rest = {name: value for name, value in training.items() if name != "MODEL"}
    return {**rest, "MEMBERS": 1, "FOLDS": 2, "REPORT": tmp_path / "report.html", "OUTPUT_JSON": tmp_path / "scores.json"}


def test_cross_validation_scores_binn_beside_its_rivals_and_its_model_maps(run, experiment, mapping, tmp_path):
    results = run("binn:crossvalidate", **experiment, MODEL=tmp_path / "folds.safetensors")
    scores = json.loads(results["METRICS"])["scores"]
    written = json.loads(Path(results["OUTPUT_JSON"]).read_text(encoding="utf-8"))
    assert "BINN" in json.dumps(scores)
    assert "gradient boosting" in json.dumps(written)
    assert "gradient boosting" in Path(results["REPORT"]).read_text(encoding="utf-8")
    assert Path(run("binn:predict", **{**mapping, "MODEL": results["MODEL"]})["OUTPUT_SOC"]).is_file()


def test_recovery_reports_every_learned_parameter(run, experiment):
    results = run("binn:recovery", **experiment, LEARNED="tau_s3, efolding", TRUTHS=1, NOISE=0.1, CONTROL=False)
    assert set(json.loads(results["METRICS"])["parameters"]) == {"tau_s3", "efolding"}
    assert "tau_s3" in Path(results["REPORT"]).read_text(encoding="utf-8")


def test_calibration_gives_a_model_whose_maps_say_that_they_are_calibrated(run, refused, experiment, mapping, tmp_path):
    from osgeo import gdal

    small = {"PASSES": 4, "TWINS": 1, "TEST_TWINS": 0, "COMPARE_RANDOM": False, "EPOCHS": 4, "SPREAD": "dropout"}
    results = run("binn:calibration", **{**experiment, **small}, MODEL=tmp_path / "calibrated.safetensors")
    assert "0-30 cm" in json.dumps(json.loads(results["METRICS"])["coverage_of_soc"])
    assert "simulation-based correction" in Path(results["REPORT"]).read_text(encoding="utf-8")
    asked = {**mapping, "MODEL": results["MODEL"], "PASSES": 4, "SPREAD": "dropout", "OUTPUT_SOC_SD": tmp_path / "sd.tif"}
    maps = run("binn:predict", **asked, THRESHOLDS="0-30=3", OUTPUT_SOC_EXCEEDANCE=tmp_path / "p.tif", OUTPUT_DOMAIN=tmp_path / "d.tif")
    file = gdal.Open(maps["OUTPUT_SOC_SD"])
    assert file.GetMetadataItem("uncertainty") == "calibrated with held-out profiles, of the mean"
    del file
    assert all(Path(maps[name]).with_suffix(".qml").is_file() for name in ("OUTPUT_SOC_EXCEEDANCE", "OUTPUT_DOMAIN"))
    assert "THRESHOLDS" in refused("binn:predict", **asked, OUTPUT_SOC_EXCEEDANCE=tmp_path / "q.tif")
    assert "must be a depth or depth range" in refused(
        "binn:predict", **asked, THRESHOLDS="7-9=3", OUTPUT_SOC_EXCEEDANCE=tmp_path / "q.tif"
    )


def test_what_cannot_be_learned_or_folded_is_named(refused, experiment):
    assert "no_such" in refused("binn:recovery", **{**experiment, "LEARNED": "no_such"})
    assert "REGION_FIELD" in refused("binn:crossvalidate", **experiment, REGION_FIELD="no_such_field")
    assert "fold" in refused("binn:crossvalidate", **{**experiment, "FOLDS": 1})
