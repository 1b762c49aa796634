"""A model of fields in every job that takes a trained model: its draws are functions of the whole map."""

from __future__ import annotations

import html
import json
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import rasterio
from shapely.geometry import box

from binn_engine.model.checkpoints import read_card
from binn_engine.tables import EVIDENCE
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample


@pytest.fixture(scope="module")
def fields(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fields of two parameters, and profiles that they were not fitted to."""
    folder = tmp_path_factory.mktemp("fields")
    layers = pd.read_csv(trained_example.folder / "soc_profiles.csv")
    names = layers["profile_id"].unique()
    layers[layers["profile_id"].isin(names[:150])].to_csv(folder / "some.csv", index=False)
    layers[layers["profile_id"].isin(names[150:200])].to_csv(folder / "others.csv", index=False)
    words = ["--observations", folder / "some.csv", "--covariates", *trained_example.covariates, "--forcing", trained_example.forcing]
    learned = ["--learner", "fields", "--learned", "tau_s3", "cryo", "--members", 2, "--no-test"]
    done = engine_here("train", *words, *learned, "--model", folder / "fields.safetensors", "--report", folder / "r.html")
    assert done.status == 0, done.stderr
    return folder


def inputs(fields: Path, example: TrainedExample) -> list[object]:
    return ["--model", fields / "fields.safetensors", "--covariates", *example.covariates, "--forcing", example.forcing]


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read(masked=True).astype(float).filled(np.nan)


@pytest.mark.long
def test_maps_of_their_spread_do_not_depend_on_tiles(fields: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    names = ("parameters", "parameters_sd", "processes_sd", "soc_sd", "soc_quantiles")
    for tile in (1000, 23):
        (tmp_path / str(tile)).mkdir()
        outputs = [word for name in names for word in (f"--{name.replace('_', '-')}", tmp_path / str(tile) / f"{name}.tif")]
        done = engine_here("predict", *inputs(fields, trained_example), *outputs, "--passes", 10, "--tile-size", tile)
        assert done.status == 0, done.stderr
    for name in names:
        found = [read(tmp_path / tile / f"{name}.tif") for tile in ("1000", "23")]
        np.testing.assert_allclose(found[0], found[1], rtol=1e-6, atol=1e-9)
    with rasterio.open(tmp_path / "23" / "parameters_sd.tif") as file:
        numbers = {name: file.descriptions.index(f"{name} sd") for name in ("cryo", "tau_s3")}
        evidence = {name: file.tags(number + 1)["evidence"] for name, number in numbers.items()}
    cryo, tau = (read(tmp_path / "23" / "parameters_sd.tif")[number] for number in numbers.values())
    assert np.nanmedian(cryo) > 0.2 * (1.6e-3 - 3e-5), "nothing is known of it: nearly as wide as its range"
    assert 0.0 < np.nanmedian(tau) < 0.25 * (400.0 - 20.0)
    assert evidence == {"cryo": EVIDENCE["prior"], "tau_s3": EVIDENCE["field"]}


@pytest.mark.long
def test_what_each_parameter_rests_on_is_in_the_card_and_in_the_report(fields: Path) -> None:
    rows = {row["parameter"]: row for row in read_card(str(fields / "fields.safetensors"))["identifiability"]}
    assert (rows["cryo"]["informed_by"], rows["tau_s3"]["informed_by"]) == ("prior", "field")
    assert rows["tau_s3"]["follows"] != "none: constant"
    page = (fields / "r.html").read_text(encoding="utf-8")
    assert EVIDENCE["field"] in page
    assert EVIDENCE["prior"] in page


@pytest.mark.long
def test_zones_and_scores_have_intervals(fields: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    with rasterio.open(trained_example.covariates[0]) as file:
        (west, south, east, north), crs = file.bounds, file.crs
    width, height = east - west, north - south
    shape = box(west + 0.3 * width, south + 0.3 * height, west + 0.5 * width, south + 0.5 * height)
    geopandas.GeoDataFrame({"id": ["a"]}, geometry=[shape], crs=crs).to_file(tmp_path / "zones.gpkg")
    words = ["--polygons", tmp_path / "zones.gpkg", "--zones", tmp_path / "out.gpkg", "--passes", 10]
    done = engine_here("zonal", *inputs(fields, trained_example), *words)
    assert done.status == 0, done.stderr
    zone = geopandas.read_file(tmp_path / "out.gpkg").iloc[0]
    assert zone["soc_stock_0_30_cm_low"] < zone["soc_stock_0_30_cm"] < zone["soc_stock_0_30_cm_high"]
    words = ["--observations", fields / "others.csv", "--passes", 10, "--json", tmp_path / "s.json"]
    done = engine_here("evaluate", *inputs(fields, trained_example), *words)
    assert done.status == 0, done.stderr
    scores = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert 0.0 < scores["intervals"]["all"]["coverage_90"] < 1.0


@pytest.mark.long
def test_networks_and_fields_together_are_mapped_and_scored_as_either(
    fields: Path, trained_example: TrainedExample, tmp_path: Path
) -> None:
    both, words = tmp_path / "both.safetensors", ["--covariates", *trained_example.covariates, "--forcing", trained_example.forcing]
    settings = [
        "--learner",
        "both",
        "--learned",
        "tau_s3",
        "cryo",
        "--members",
        2,
        "--teacher",
        "none",
        "--epochs",
        2,
        "--hidden",
        8,
        "--no-test",
    ]
    done = engine_here("train", "--observations", fields / "some.csv", *words, *settings, "--model", both, "--report", tmp_path / "r.html")
    assert done.status == 0, done.stderr
    said = read_card(str(both))["parameters_from"]
    assert "mean of one network and one fit of fields" in said
    assert said in html.unescape((tmp_path / "r.html").read_text(encoding="utf-8"))
    for tile in (1000, 23):
        (tmp_path / str(tile)).mkdir()
        outputs = [
            word for name in ("parameters", "soc_sd") for word in (f"--{name.replace('_', '-')}", tmp_path / str(tile) / f"{name}.tif")
        ]
        done = engine_here("predict", "--model", both, *words, *outputs, "--passes", 4, "--tile-size", tile)
        assert done.status == 0, done.stderr
    for name in ("parameters", "soc_sd"):
        found = [read(tmp_path / tile / f"{name}.tif") for tile in ("1000", "23")]
        np.testing.assert_allclose(found[0], found[1], rtol=1e-5, atol=1e-9)  # four draws magnify rounding
    assert np.nanmin(read(tmp_path / "23" / "soc_sd.tif")) > 0.0
    done = engine_here("evaluate", "--model", both, *words, "--observations", fields / "others.csv", "--json", tmp_path / "s.json")
    assert done.status == 0, done.stderr
