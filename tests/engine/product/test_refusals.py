"""Bad input to the command line: an error that names the thing and the remedy, exit 1, and nothing written."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import rasterio
from safetensors.numpy import save_file

from binn_engine.errors import JobError
from binn_engine.maps.mosaics import write_mosaic
from binn_engine.protocol import STAGING_PREFIX
from binn_engine.running.job_paths import check_paths
from binn_engine.settings import JOBS
from binn_engine.tables import PRODUCT_BY_NAME
from tests.engine.commands import ROOT, Finished, engine_here
from tests.engine.conftest import TrainedExample


def refused(done: Finished, folder: Path, *words: str) -> None:
    """The run failed with one error event that says all of ``words`` and has a remedy, and left nothing in ``folder``."""
    assert done.status == 1, done.events
    error = done.last("error")
    for word in words:
        assert word in error["message"] + " " + error["remedy"], error
    assert error["remedy"]
    assert "Traceback" not in done.stderr
    assert [path.name for path in folder.iterdir() if path.name.startswith(("out", "model", STAGING_PREFIX))] == []


def train(example: TrainedExample, observations: Path, folder: Path, *options: object, covariates: list[str] | None = None) -> Finished:
    """Try to train on a file of observations."""
    words = ["--observations", observations, "--covariates", *(covariates or example.covariates), "--forcing", example.forcing]
    return engine_here("train", *words, "--model", folder / "model.safetensors", "--teacher", "none", "--epochs", 1, *options)


@pytest.fixture
def profiles(trained_example: TrainedExample) -> geopandas.GeoDataFrame:
    """The example's profiles."""
    return geopandas.read_file(trained_example.folder / "soc_profiles.gpkg")


def test_a_missing_field_is_named_with_the_fields_there_are(trained_example, tmp_path: Path) -> None:
    done = train(trained_example, trained_example.folder / "soc_profiles.gpkg", tmp_path, "--soc-field", "carbon")
    refused(done, tmp_path, "carbon", "soc_profiles.gpkg", "soc_gC_m3")


def test_a_layer_without_a_crs_is_named(trained_example, profiles, tmp_path: Path) -> None:
    profiles.set_crs(None, allow_override=True).to_file(tmp_path / "nowhere.gpkg")
    refused(train(trained_example, tmp_path / "nowhere.gpkg", tmp_path), tmp_path, "nowhere.gpkg", "CRS")


def test_an_empty_layer_is_named(trained_example, profiles, tmp_path: Path) -> None:
    profiles.iloc[:0].to_file(tmp_path / "empty.gpkg")
    refused(train(trained_example, tmp_path / "empty.gpkg", tmp_path), tmp_path, "empty.gpkg")


def test_depths_in_the_wrong_order_are_named_with_the_profile(trained_example, profiles, tmp_path: Path) -> None:
    profiles.loc[3, ["top_cm", "bottom_cm"]] = [60.0, 30.0]
    profiles.to_file(tmp_path / "reversed.gpkg")
    refused(train(trained_example, tmp_path / "reversed.gpkg", tmp_path), tmp_path, "reversed.gpkg", str(profiles.loc[3, "profile_id"]))


def test_negative_soc_is_named_with_the_profile(trained_example, profiles, tmp_path: Path) -> None:
    profiles.loc[5, "soc_gC_m3"] = -1.0
    profiles.to_file(tmp_path / "negative.gpkg")
    refused(train(trained_example, tmp_path / "negative.gpkg", tmp_path), tmp_path, "negative.gpkg", str(profiles.loc[5, "profile_id"]))


def test_text_in_a_number_field_is_named(trained_example, profiles, tmp_path: Path) -> None:
    table = pd.read_csv(trained_example.folder / "soc_profiles.csv")
    table["soc_gC_m3"] = table["soc_gC_m3"].astype(str)
    table.loc[2, "soc_gC_m3"] = "much"
    table.to_csv(tmp_path / "text.csv", index=False)
    refused(train(trained_example, tmp_path / "text.csv", tmp_path), tmp_path, "text.csv", "soc_gC_m3", "much")


def test_a_covariate_absent_from_the_rasters_is_named(trained_example, tmp_path: Path) -> None:
    fewer = [path for path in trained_example.covariates if "clay" not in path]
    words = ["--model", trained_example.model, "--covariates", *fewer, "--forcing", trained_example.forcing]
    refused(engine_here("predict", *words, "--soc", tmp_path / "out.tif"), tmp_path, "clay")


def test_a_truncated_raster_is_named(trained_example, tmp_path: Path) -> None:
    broken = tmp_path / "clay.tif"
    data = next(Path(path) for path in trained_example.covariates if Path(path).name == "clay.tif").read_bytes()
    broken.write_bytes(data[: len(data) // 2])
    covariates = [str(broken) if Path(path).name == "clay.tif" else path for path in trained_example.covariates]
    words = ["--model", trained_example.model, "--covariates", *covariates, "--forcing", trained_example.forcing]
    refused(engine_here("predict", *words, "--soc", tmp_path / "out.tif"), tmp_path, "clay.tif")
    refused(train(trained_example, trained_example.folder / "soc_profiles.gpkg", tmp_path, covariates=covariates), tmp_path, "clay.tif")


def test_a_raster_without_a_crs_is_named(trained_example, tmp_path: Path) -> None:
    with rasterio.open(tmp_path / "extra.tif", "w", driver="GTiff", width=9, height=9, count=1, dtype="float32") as file:
        file.write(np.ones((1, 9, 9), dtype=np.float32))
    done = train(
        trained_example,
        trained_example.folder / "soc_profiles.gpkg",
        tmp_path,
        covariates=[*trained_example.covariates, str(tmp_path / "extra.tif")],
    )
    refused(done, tmp_path, "extra.tif", "CRS")


def test_checkpoints_of_another_kind_are_named(trained_example, tmp_path: Path) -> None:
    save_file({"weight": np.ones(3, dtype=np.float32)}, tmp_path / "other.safetensors")
    (tmp_path / "text.safetensors").write_text("not a model")
    damaged = Path(trained_example.model).read_bytes()
    (tmp_path / "cut.safetensors").write_bytes(damaged[: len(damaged) - 1000])
    for name in ("other", "text", "cut", "absent"):
        words = [
            "--model",
            tmp_path / f"{name}.safetensors",
            "--covariates",
            *trained_example.covariates,
            "--forcing",
            trained_example.forcing,
        ]
        refused(engine_here("predict", *words, "--soc", tmp_path / "out.tif"), tmp_path, f"{name}.safetensors")


def test_a_file_that_is_no_forcing_is_named(trained_example, tmp_path: Path) -> None:
    (tmp_path / "forcing.nc").write_text("not a NetCDF")
    words = ["--model", trained_example.model, "--covariates", *trained_example.covariates, "--forcing", tmp_path / "forcing.nc"]
    refused(engine_here("predict", *words, "--soc", tmp_path / "out.tif"), tmp_path, "forcing.nc")


def test_settings_that_cannot_be_are_named(trained_example, tmp_path: Path) -> None:
    observations = trained_example.folder / "soc_profiles.gpkg"
    for options, word in (
        (("--learned", "q11"), "q11"),
        (("--fixed", "beta"), "beta"),
        (("--prior", "mine.csv"), "mine.csv"),
        (("--dropout", "1.5"), "dropout"),
        (("--exclude", *(Path(path).stem for path in trained_example.covariates)), "covariate"),
        (("--device", "cuda"), "CUDA"),
        (("--members", "0"), "members"),
        (("--seed", "-1"), "seed"),
        (("--seed", "99999999999999999999"), "seed"),
        (("--max-soc", "1"), "max_soc"),
    ):
        refused(train(trained_example, observations, tmp_path, *options), tmp_path, word)
    for options, word in (
        (("--soc-sd", tmp_path / "out.tif"), "passes"),
        ((), "No map was chosen"),
        (("--soc", tmp_path / "nowhere" / "out.tif"), "nowhere"),
        (("--soc", tmp_path / "out.tif", "--bounds", "0", "0", "1", "1"), "bounds"),
        (("--soc", tmp_path / "out.tif", "--depths", "0.3", "0.1"), "depths"),
        (("--soc", trained_example.covariates[0]), "same file"),
        (
            ("--soc", Path(trained_example.covariates[0]).parent / ".." / "covariates" / Path(trained_example.covariates[0]).name),
            "same file",
        ),
    ):
        refused(engine_here("predict", *trained_example.inputs, *options), tmp_path, word)


def test_a_job_file_with_an_unknown_field_is_refused(tmp_path: Path) -> None:
    (tmp_path / "job.json").write_text(json.dumps({"kind": "predict", "colour": "red"}))
    refused(engine_here("run", tmp_path / "job.json"), tmp_path, "colour")
    (tmp_path / "job.json").write_text("{")
    refused(engine_here("run", tmp_path / "job.json"), tmp_path, "job.json")


def test_an_output_that_is_a_link_to_an_input_is_refused(trained_example, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(Path(trained_example.covariates[0]).parent)
    before = Path(trained_example.covariates[0]).read_bytes()
    done = engine_here("predict", *trained_example.inputs, "--soc", tmp_path / "linked" / Path(trained_example.covariates[0]).name)
    refused(done, tmp_path, "same file")
    assert Path(trained_example.covariates[0]).read_bytes() == before


def test_profiles_of_other_ids_at_places_of_training_are_not_scored(trained_example, profiles, tmp_path: Path) -> None:
    """Two databases may hold one profile under two ids."""
    profiles["profile_id"] = [f"other-{name}" for name in profiles["profile_id"]]
    profiles.to_file(tmp_path / "renamed.gpkg")
    words = ["--observations", tmp_path / "renamed.gpkg", "--json", tmp_path / "scores.json"]
    done = engine_here("evaluate", *trained_example.inputs, *words)
    assert done.status == 0, done.stderr
    assert any(row["code"] == "training_profiles" for row in done.events if row["event"] == "warning")
    assert json.loads((tmp_path / "scores.json").read_text())["n_profiles"] < 0.5 * profiles["profile_id"].nunique()


def test_scores_that_are_undefined_are_null_and_the_file_stays_json(trained_example, profiles, tmp_path: Path) -> None:
    """Where all observations are equal there is no variance to explain."""
    profiles["soc_gC_m3"] = 7000.0
    profiles.to_file(tmp_path / "same.gpkg")
    done = engine_here("evaluate", *trained_example.inputs, "--observations", tmp_path / "same.gpkg", "--json", tmp_path / "scores.json")
    assert done.status == 0, done.stderr
    for name in ("scores.json", "scores.evaluate.run.json"):
        json.loads((tmp_path / name).read_text(encoding="utf-8"), parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
    assert json.loads((tmp_path / "scores.json").read_text())["gC_m3"]["nse"] is None


@pytest.mark.long
def test_a_record_runs_from_any_folder_and_does_not_replace_another_kinds(trained_example, tmp_path: Path, monkeypatch) -> None:
    """Relative paths become absolute; the record of a prediction and that of a scoring of the same name stand side by side."""
    monkeypatch.chdir(tmp_path)
    done = engine_here("predict", *trained_example.inputs, "--soc", "map.tif")
    assert done.status == 0, done.stderr
    observed = trained_example.folder / "soc_profiles.gpkg"
    scored = engine_here("evaluate", *trained_example.inputs, "--observations", observed, "--json", "map.json")
    assert scored.status == 0, scored.stderr
    assert {path.name for path in tmp_path.glob("*.run.json")} == {"map.predict.run.json", "map.evaluate.run.json"}
    (tmp_path / "map.tif").unlink()
    monkeypatch.chdir(ROOT)
    assert engine_here("run", tmp_path / "map.predict.run.json").status == 0
    assert (tmp_path / "map.tif").exists()


def test_a_member_of_the_training_set_alone_cannot_be_scored(trained_example, profiles, tmp_path: Path) -> None:
    """A file with nothing but training profiles is refused rather than scored."""
    scored = engine_here(
        "evaluate",
        *trained_example.inputs,
        "--observations",
        trained_example.folder / "soc_profiles.gpkg",
        "--predictions",
        tmp_path / "p.csv",
    )
    assert scored.status == 0, scored.stderr
    tested = set(pd.read_csv(tmp_path / "p.csv")["profile_id"].astype(str))
    profiles[~profiles["profile_id"].astype(str).isin(tested)].to_file(tmp_path / "seen.gpkg")
    done = engine_here("evaluate", *trained_example.inputs, "--observations", tmp_path / "seen.gpkg", "--json", tmp_path / "out.json")
    refused(done, tmp_path, "train")


@pytest.mark.parametrize("how", ["terminate", "close standard input"])
def test_a_cancelled_run_stops_within_two_seconds_and_leaves_nothing(trained_example, tmp_path: Path, how: str) -> None:
    """In the middle of a prediction with many passes."""
    job = {"kind": "predict", "model": trained_example.model, "covariates": trained_example.covariates, "forcing": trained_example.forcing}
    job |= {"soc": str(tmp_path / "out.tif"), "soc_sd": str(tmp_path / "out_sd.tif"), "passes": 3000}
    (tmp_path / "job.json").write_text(json.dumps(job))
    words = [sys.executable, "-m", "binn_engine", "run", tmp_path / "job.json", "--watch-stdin"]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "progress" and event["phase"].startswith("mapping") and event["percent"] > 1:
                break
        assert any(path.name.startswith(STAGING_PREFIX) for path in tmp_path.iterdir())
        asked = time.monotonic()
        if how == "terminate":
            os.kill(process.pid, signal.SIGTERM)
        else:
            process.stdin.close()
        status = process.wait(timeout=30)
        assert time.monotonic() - asked < 2.0
    assert status == 130
    assert [path.name for path in tmp_path.iterdir()] == ["job.json"]


@pytest.mark.parametrize("name", ["out.png", "out", "out.vrt", "out.tif.gz"])
def test_a_map_that_is_not_called_a_geotiff_is_refused_before_work(trained_example, tmp_path: Path, name: str) -> None:
    done = engine_here("predict", *trained_example.inputs, "--soc", tmp_path / name)
    refused(done, tmp_path, f"The path of soc is {tmp_path / name}, which does not end with", ".tif or .tiff")
    assert [row["event"] for row in done.events] == ["error"]


RASTERS = {*PRODUCT_BY_NAME, "processes_difference", "parameters_difference"}
FORMATS = {**dict.fromkeys(RASTERS, ".TIFF"), "layers": ".gpkg", "zones": ".gpkg", "table": ".csv"}


@pytest.mark.parametrize("kind", ["predict", "simulate", "compare", "prepare_profiles", "zonal", "proda_invert"])
def test_every_output_of_one_format_is_refused_under_the_name_of_another(kind: str) -> None:
    names = [row.name for row in dataclasses.fields(JOBS[kind]) if row.metadata["path"].direction == "out" and row.name in FORMATS]
    assert names
    for name in names:
        check_paths(JOBS[kind](**{name: f"out{FORMATS[name]}"}))
        with pytest.raises(JobError, match=f"The path of {name} is out.png"):
            check_paths(JOBS[kind](**{name: "out.png"}))


def test_a_map_does_not_replace_what_a_virtual_raster_is_made_of(trained_example, tmp_path: Path) -> None:
    source = tmp_path / "clay.tif"
    original = next(path for path in trained_example.covariates if path.endswith("clay.tif"))
    source.write_bytes(Path(original).read_bytes())
    write_mosaic(tmp_path / "mosaic.vrt", [source], tmp_path)
    covariates = [tmp_path / "mosaic.vrt", *(path for path in trained_example.covariates if path != original)]
    words = ["--model", trained_example.model, "--covariates", *covariates, "--forcing", trained_example.forcing]
    refused(engine_here("predict", *words, "--soc", source), tmp_path, "soc and covariates are the same file", "clay.tif")
    assert source.read_bytes() == Path(original).read_bytes()
