"""Covariates of a map outside the range of the training profiles: always counted, told of, and the likely unit named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import rasterio

from binn_engine.model.ranges import outside_counts, together
from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.warnings import ENCODING, TRAINING, told


def test_pixels_like_the_training_are_counted_without_a_warning() -> None:
    shares, logged, warned = told(np.concatenate([TRAINING, [[50.0, 5.0, 2.0]]]))
    assert shares == {"clay": pytest.approx(1 / 201, abs=1e-6), "temperature": 0.0, "cover": 0.0}
    assert len(logged) == 1
    assert "clay 0.498 %" in logged[0]
    assert not warned


@pytest.mark.parametrize(
    ("column", "change", "says"),
    [
        (0, lambda v: v * 10, "10 times too large"), (0, lambda v: v * 100, "100 times too large"),
        (0, lambda v: v * 1000, "1000 times too large"),
        (0, lambda v: v / 10, "10 times too small"), (0, lambda v: v / 100, "100 times too small"), (1, lambda v: v + 273.15, "kelvin"),
        (1, lambda v: v * 10, "10 times too large"), (0, lambda v: v * 0 + 1e29, "its unit is the same as in training."),
        (2, lambda v: v * 0 + 77, "classes that no training profile has"),
    ],
)  # fmt: skip
def test_another_unit_is_told_of_by_name_with_the_likely_factor(column: int, change: object, says: str) -> None:
    values = TRAINING.copy()
    values[:, column] = change(values[:, column])
    shares, _, warned = told(values)
    name = ENCODING.names[column]
    assert shares[name] > 0.5
    assert len(warned) == 1
    assert warned[0].startswith(name)
    assert says in warned[0]


def test_covariates_that_call_for_the_same_check_are_told_of_in_one_line() -> None:
    values = TRAINING.copy()
    values[:, 0] *= 10.0
    values[:, 1] *= 10.0
    _, _, warned = told(values)
    assert len(warned) == 1
    assert warned[0].startswith("2 covariates are outside the range of the training profiles at up to ")
    assert "% of the pixels: clay (from" in warned[0]
    assert "temperature (from" in warned[0]
    assert warned[0].endswith("Their units are probably different: they look 10 times too large.")


def test_one_tile_of_many_in_another_unit_is_told_of() -> None:
    values = np.repeat(TRAINING, 20, 0)
    values[:60, 0] *= 10.0
    _, _, warned = told(values)
    assert len(warned) == 1
    assert "10 times too large" in warned[0]


def test_counts_of_tiles_add_up_whatever_the_tiles() -> None:
    values = np.repeat(TRAINING, 3, 0) * [1.7, 2.0, 1.0]
    whole = outside_counts(ENCODING, values)
    for sizes in ([1, 599], [200, 200, 200], [37, 263, 300]):
        parts = np.split(values, np.cumsum(sizes)[:-1])
        assert together(outside_counts(ENCODING, part) for part in parts) == whole
        assert together(outside_counts(ENCODING, part) for part in reversed(parts)) == whole
    assert json.loads(json.dumps(whole)) == [list(row) for row in whole]


def predicted(example: TrainedExample, folder: Path, *words: object, covariates: list[str] | None = None) -> Finished:
    given = ["--model", example.model, "--covariates", *(covariates or example.covariates), "--forcing", example.forcing]
    return engine_here("predict", *given, "--soc", folder / "soc.tif", *words)


def changed(example: TrainedExample, folder: Path, name: str, change: object) -> list[str]:
    """The covariates of the example, one of them changed."""
    paths = []
    for path in map(Path, example.covariates):
        if path.stem == name:
            path = Path(shutil.copy(path, folder / path.name))
            with rasterio.open(path, "r+") as file:
                data = file.read(1, masked=True)
                file.write(np.ma.filled(change(data.astype("float64")).astype(data.dtype), file.nodata), 1)
        paths.append(str(path))
    assert str(folder / f"{name}.tif") in paths
    return paths


def test_clay_in_other_units_is_told_of_and_the_share_is_in_the_record(trained_example: TrainedExample, tmp_path: Path) -> None:
    plain = predicted(trained_example, tmp_path)
    assert plain.status == 0, plain.stderr
    shares = plain.last("result")["metrics"]["outside_training"]
    assert {"clay", "mean_annual_temperature", "land_cover"} <= set(shares)
    assert max(shares.values()) < 0.2
    assert "outside_training" not in [row["code"] for row in plain.events if row["event"] == "warning"]
    assert any("outside the range of the training" in row["message"] for row in plain.events if row["event"] == "log")
    for name, change, says in (("clay", lambda v: v * 10.0, "10 times"), ("mean_annual_temperature", lambda v: v + 273.15, "kelvin")):
        done = predicted(trained_example, tmp_path, covariates=changed(trained_example, tmp_path, name, change))
        assert done.status == 0, done.stderr
        warned = [row["message"] for row in done.events if row["event"] == "warning" and row["code"] == "outside_training"]
        assert len(warned) == 1
        assert warned[0].startswith(name)
        assert says in warned[0]
        record = json.loads((tmp_path / "soc.predict.run.json").read_text(encoding="utf-8"))
        assert record["metrics"]["outside_training"][name] > 0.9
        assert any(row["code"] == "outside_training" for row in record["warnings"])


@pytest.mark.long
def test_the_share_is_the_same_over_tiles_and_workers(trained_example: TrainedExample, tmp_path: Path) -> None:
    covariates = changed(trained_example, tmp_path, "clay", lambda v: v * 2.0)
    found = []
    for words in (["--tile-size", 70], ["--tile-size", 16], ["--tile-size", 23, "--workers", 2]):
        done = predicted(trained_example, tmp_path, *words, covariates=covariates)
        assert done.status == 0, done.stderr
        found.append(done.last("result")["metrics"]["outside_training"])
        tells = [row["message"] for row in done.events if row["event"] == "log" and "outside the range" in row["message"]]
        found[-1]["told"] = tells
    assert found[0] == found[1] == found[2]
    assert 0.1 < found[0]["clay"] < 1.0


def test_zones_and_comparisons_tell_of_it_too(trained_example: TrainedExample, tmp_path: Path) -> None:
    import geopandas
    from shapely.geometry import box

    covariates = changed(trained_example, tmp_path, "clay", lambda v: v * 10.0)
    with rasterio.open(covariates[0]) as file:
        bounds, crs = file.bounds, file.crs
    west, south, east, north = bounds
    shape = box(west + 0.3 * (east - west), south + 0.3 * (north - south), west + 0.6 * (east - west), south + 0.6 * (north - south))
    geopandas.GeoDataFrame({"id": ["a"]}, geometry=[shape], crs=crs).to_file(tmp_path / "zones.gpkg")
    given = ["--model", trained_example.model, "--covariates", *covariates, "--forcing", trained_example.forcing, "--passes", 0]
    done = engine_here("zonal", *given, "--polygons", tmp_path / "zones.gpkg", "--zones", tmp_path / "out.gpkg")
    assert done.status == 0, done.stderr
    assert done.last("result")["metrics"]["outside_training"]["clay"] > 0.9
    assert any("clay" in row["message"] and "10 times" in row["message"] for row in done.events if row["event"] == "warning")
    sides = ["--first", trained_example.model, "--second", trained_example.model, "--covariates", *covariates]
    done = engine_here("compare", *sides, "--forcing", trained_example.forcing, "--passes", 0, "--report", tmp_path / "compared.html")
    assert done.status == 0, done.stderr
    assert any("clay" in row["message"] and "10 times" in row["message"] for row in done.events if row["event"] == "warning")


def test_an_evaluation_tells_of_it_too(trained_example: TrainedExample, tmp_path: Path) -> None:
    covariates = changed(trained_example, tmp_path, "clay", lambda v: v * 10.0)
    given = ["--model", trained_example.model, "--covariates", *covariates, "--forcing", trained_example.forcing]
    profiles = ["--observations", trained_example.folder / "soc_profiles.gpkg"]
    done = engine_here("evaluate", *given, *profiles, "--json", tmp_path / "scores.json")
    assert done.status == 0, done.stderr
    assert done.last("result")["metrics"]["outside_training"]["clay"] > 0.9
    assert any("clay" in row["message"] and "10 times" in row["message"] for row in done.events if row["event"] == "warning")


def test_a_known_truth_that_has_no_band_of_the_product_is_refused_before_the_work(trained_example: TrainedExample, tmp_path: Path) -> None:
    for truth, says in (
        (trained_example.covariates[0], "has no band that is named like a band of soc"),
        (trained_example.model, "cannot be opened"),
    ):
        done = predicted(trained_example, tmp_path, "--truth", truth, "--report", tmp_path / "report.html")
        assert done.status == 1
        assert says in done.stderr
        assert not any(row.get("phase", "").startswith("mapping") for row in done.events)
