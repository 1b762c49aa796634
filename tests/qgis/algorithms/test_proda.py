"""PRODA through QGIS: invert, upscale, map, compare; and refused by name where it cannot run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def inverted(example, tmp_path_factory):
    """Where chains are written once for all tests."""
    return tmp_path_factory.mktemp("proda") / "chains"


def test_from_profiles_to_a_comparison_with_binn(run, example, covariates, mapping, model, inverted, tmp_path):
    forcing = example / "clm5_forcing.nc"
    done = run(
        "binn:proda_invert",
        OBSERVATIONS=example / "soc_profiles.gpkg",
        FORCING=forcing,
        STEPS=400,
        PROCESSES=1,
        CHAINS_FOLDER=inverted,
        OUTPUT_TABLE=tmp_path / "posteriors.csv",
    )
    assert json.loads(done["METRICS"])["profiles"] > 100
    assert "tau_s3_mean" in Path(done["OUTPUT_TABLE"]).read_text(encoding="utf-8").splitlines()[0]
    upscaled = run(
        "binn:proda_upscale",
        CHAINS_FOLDER=inverted,
        COVARIATES=covariates,
        FORCING=forcing,
        EPOCHS=2,
        MEMBERS=2,
        HIDDEN="16",
        MAX_RHAT=9.0,
        MODEL=tmp_path / "proda.safetensors",
    )
    assert "soc" in json.loads(upscaled["METRICS"])["scores"]
    assert Path(run("binn:predict", **{**mapping, "MODEL": upscaled["MODEL"]})["OUTPUT_SOC"]).is_file()
    compared = run(
        "binn:compare",
        FIRST=model,
        SECOND=upscaled["MODEL"],
        COVARIATES=covariates,
        FORCING=forcing,
        BLOCK_DEGREES=0.2,
        PASSES=2,
        REPORT=tmp_path / "comparison.html",
        OUTPUT_PROCESSES_DIFFERENCE=tmp_path / "difference.tif",
    )
    assert "six processes" in json.loads(compared["METRICS"])["mean_correlation"]
    assert Path(compared["OUTPUT_PROCESSES_DIFFERENCE"]).is_file()
    assert "PRODA" in Path(compared["REPORT"]).read_text(encoding="utf-8")


def test_what_cannot_be_inverted_or_upscaled_is_named(refused, example, covariates, tmp_path):
    inputs = {"OBSERVATIONS": example / "soc_profiles.gpkg", "FORCING": example / "clm5_forcing.nc", "CHAINS_FOLDER": tmp_path / "chains"}
    assert "thin" in refused("binn:proda_invert", **inputs, STEPS=401)
    rest = {"COVARIATES": covariates, "FORCING": example / "clm5_forcing.nc", "MODEL": tmp_path / "out.safetensors"}
    assert "contains no chains" in refused("binn:proda_upscale", CHAINS_FOLDER=example, **rest)
