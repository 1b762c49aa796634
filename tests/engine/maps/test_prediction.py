"""Maps of a trained model: right against truth, the same whatever the tiling, complete or absent."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import rasterio

from binn_engine import bands, tables
from binn_engine.maps.rasters import BLOCK
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample

PRODUCTS = ("parameters", "processes", "soc", "parameters_sd", "processes_sd", "soc_sd", "soc_quantiles")


@pytest.fixture(scope="module")
def maps(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every product of one prediction."""
    folder = tmp_path_factory.mktemp("maps")
    outputs = [word for name in PRODUCTS for word in (f"--{name.replace('_', '-')}", folder / f"{name}.tif")]
    truth = ["--truth", trained_example.folder / "truth_soc.tif", "--truth-processes", trained_example.folder / "truth_processes.tif"]
    done = engine_here("predict", *trained_example.inputs, *outputs, *truth, "--passes", 8, "--report", folder / "report.html")
    assert done.status == 0, done.stderr
    return folder


def read(path: Path) -> np.ndarray:
    """All bands, NaN where there is no data."""
    with rasterio.open(path) as file:
        return file.read(masked=True).astype(float).filled(np.nan)


def test_the_map_of_soc_finds_the_truth_again(trained_example: TrainedExample, maps: Path) -> None:
    """r2 above 0.9 at every depth and for both stocks; the forcing's plant input exactly."""
    for name, least in (("soc", 0.9), ("processes", None)):
        mapped, truth = read(maps / f"{name}.tif"), read(trained_example.folder / f"truth_{name}.tif")
        both = np.isfinite(mapped).all(0) & np.isfinite(truth).all(0)
        assert both.sum() > 0.8 * both.size
        if least:
            assert all(np.corrcoef(a[both], b[both])[0, 1] ** 2 > least for a, b in zip(mapped, truth))
        else:
            np.testing.assert_allclose(mapped[0][both], truth[0][both], rtol=1e-5)


def test_bands_are_named_and_have_units_and_one_nodata_value(maps: Path) -> None:
    """As the table of products says."""
    for name in PRODUCTS:
        expected = bands.product_bands(tables.PRODUCT_BY_NAME[name], tables.DEFAULT_DEPTHS_M, (0.05, 0.5, 0.95))
        with rasterio.open(maps / f"{name}.tif") as file:
            assert file.descriptions == tuple(band.name for band in expected)
            assert file.units == tuple(band.unit for band in expected)
            assert set(file.nodatavals) == {tables.NODATA}
            assert file.dtypes[0] == "float32"
            assert file.tags()["product"] == name


def test_a_pixel_outside_any_covariate_is_nodata_in_every_product(trained_example: TrainedExample, maps: Path) -> None:
    """Every product has the same valid pixels, and none where a covariate on the same grid has a hole."""
    valid = {name: np.isfinite(read(maps / f"{name}.tif")) for name in PRODUCTS}
    first = valid["soc"][0]
    assert 0 < first.sum() < first.size
    for name, mask in valid.items():
        assert (mask == first).all(), name
    for path in trained_example.covariates:
        with rasterio.open(path) as file:
            if file.shape == first.shape:
                assert not (first & (file.read_masks(1) == 0)).any(), path


def test_parameters_stay_within_their_bounds(maps: Path) -> None:
    """Every pixel of every parameter."""
    for row, values in zip(tables.PARAMETERS, read(maps / "parameters.tif")):
        assert np.nanmin(values) >= row.lower * (1 - 1e-6)
        assert np.nanmax(values) <= row.upper * (1 + 1e-6)


def test_quantiles_are_in_order_around_the_mean(maps: Path) -> None:
    """5 %, 50 %, 95 % of each band; the spread is not nothing."""
    quantiles = read(maps / "soc_quantiles.tif").reshape(-1, 3, *read(maps / "soc.tif").shape[1:])
    inside = np.isfinite(quantiles[0, 0])
    assert (quantiles[:, 0][:, inside] <= quantiles[:, 1][:, inside]).all()
    assert (quantiles[:, 1][:, inside] <= quantiles[:, 2][:, inside]).all()
    assert np.nanmedian(read(maps / "soc_sd.tif")[0]) > 1.0


@pytest.mark.parametrize("tile", [17, 64])
def test_the_tile_size_changes_no_pixel(trained_example: TrainedExample, maps: Path, tmp_path: Path, tile: int) -> None:
    """Means, spread and quantiles over dropout passes, to 1e-6."""
    names = ("parameters", "soc", "soc_sd", "soc_quantiles")
    outputs = [word for name in names for word in (f"--{name.replace('_', '-')}", tmp_path / f"{name}.tif")]
    done = engine_here("predict", *trained_example.inputs, *outputs, "--passes", 8, "--tile-size", tile)
    assert done.status == 0, done.stderr
    for name in names:
        np.testing.assert_allclose(read(tmp_path / f"{name}.tif"), read(maps / f"{name}.tif"), rtol=1e-6, atol=1e-9)


def test_a_window_of_more_rows_than_are_written_at_once_has_each_row_at_its_place(trained_example: TrainedExample, tmp_path: Path) -> None:
    with rasterio.open(trained_example.covariates[0]) as file:
        west, south, east, north = file.bounds
    across = rasterio.transform.from_bounds(west, south, east, north, 4, 800)
    with rasterio.open(tmp_path / "tall.tif", "w", "GTiff", 4, 800, 1, file.crs, across, "uint8") as tall:
        tall.write(np.ones((1, 800, 4), np.uint8))
    window = rasterio.windows.Window(0, 100, 4, 600)
    assert window.height > 2 * BLOCK
    words = ["predict", *trained_example.inputs, "--grid", tmp_path / "tall.tif"]
    assert engine_here(*words, "--soc", tmp_path / "whole.tif").status == 0
    done = engine_here(*words, "--soc", tmp_path / "part.tif", "--bounds", *rasterio.windows.bounds(window, across), "--tile-size", 160)
    assert done.status == 0, done.stderr
    whole, part = read(tmp_path / "whole.tif"), read(tmp_path / "part.tif")
    assert np.isfinite(whole).any(axis=(0, 2)).sum() > 0.8 * 800
    np.testing.assert_allclose(part, whole[:, 100:700], rtol=1e-6)


def test_bounds_cut_a_window_out_of_the_same_map(trained_example: TrainedExample, maps: Path, tmp_path: Path) -> None:
    """The window's pixels are those of the whole map."""
    with rasterio.open(maps / "processes.tif") as file:
        left, bottom, right, top = rasterio.windows.bounds(rasterio.windows.Window(20, 10, 30, 25), file.transform)
    done = engine_here(
        "predict", *trained_example.inputs, "--processes", tmp_path / "p.tif", "--bounds", left, bottom, right, top, "--passes", 8
    )
    assert done.status == 0, done.stderr
    assert [row["message"] for row in done.events if row.get("code") == "unused_passes"] == [
        "passes is 8, but no map of uncertainty is asked for, such as soc_sd: the passes are not used."
    ]
    np.testing.assert_allclose(read(tmp_path / "p.tif"), read(maps / "processes.tif")[:, 10:35, 20:50], rtol=1e-6)


def test_the_record_of_a_run_makes_the_same_rasters_again(trained_example: TrainedExample, tmp_path: Path) -> None:
    """``run NAME.KIND.run.json`` gives the same bytes of data."""
    target = tmp_path / "soc.tif"
    assert engine_here("predict", *trained_example.inputs, "--soc", target, "--passes", 3, "--soc-sd", tmp_path / "sd.tif").status == 0
    before = read(target)
    record = json.loads((tmp_path / "soc.predict.run.json").read_text(encoding="utf-8"))
    assert record["job"]["kind"] == "predict"
    assert len(record["inputs"]) == len(trained_example.covariates) + 2
    shutil.copy(tmp_path / "soc.predict.run.json", tmp_path / "again.json")
    target.unlink()
    assert engine_here("run", tmp_path / "again.json").status == 0
    np.testing.assert_array_equal(read(target), before)


def test_the_report_compares_with_the_truth_and_needs_no_network(maps: Path) -> None:
    """Every process is named, and nothing is loaded from elsewhere."""
    text = (maps / "report.html").read_text(encoding="utf-8")
    assert all(row.label in text for row in tables.PROCESSES)
    assert "The uncertainty of SOC, parameters and processes is the raw spread" in text
    assert "://" not in text
    assert "<script" not in text


def test_each_band_is_compared_with_its_own_truth(trained_example: TrainedExample, maps: Path) -> None:
    """The report shows stocks first, although they are the last bands."""
    (record,) = maps.glob("*.predict.run.json")
    rows = json.loads(record.read_text(encoding="utf-8"))["metrics"]["truth"]
    assert rows
    for name in ("soc", "processes"):
        mapped, truth = read(maps / f"{name}.tif"), read(trained_example.folder / f"truth_{name}.tif")
        with rasterio.open(maps / f"{name}.tif") as file:
            names = file.descriptions
        for row in (row for row in rows if row["name"] in names):
            number = names.index(row["name"])
            assert row["bias"] == pytest.approx(np.nanmean(mapped[number] - truth[number]), rel=1e-3, abs=1e-6), row["name"]


def test_simulate_with_the_true_parameters_gives_the_true_soil(trained_example: TrainedExample, tmp_path: Path) -> None:
    """The engine's forward model and the example's truth are the same model."""
    words = ["--grid", trained_example.folder / "truth_parameters.tif", "--forcing", trained_example.forcing]
    done = engine_here("simulate", *words, "--soc", tmp_path / "soc.tif", "--processes", tmp_path / "p.tif")
    assert done.status == 0, done.stderr
    np.testing.assert_allclose(read(tmp_path / "soc.tif"), read(trained_example.folder / "truth_soc.tif"), rtol=2e-3)
    assert set(done.last("result")["metrics"]["mapped_parameters"]) == set(tables.PARAMETER_NAMES)


def test_more_input_depth_in_simulate_moves_carbon_down(trained_example: TrainedExample, tmp_path: Path) -> None:
    """Values given by hand replace the raster's."""
    shares = []
    for beta in ("0.90", "0.99"):
        words = ["--grid", trained_example.folder / "truth_parameters.tif", "--forcing", trained_example.forcing]
        assert engine_here("simulate", *words, "--values", f"beta={beta}", "--soc", tmp_path / f"{beta}.tif").status == 0
        values = read(tmp_path / f"{beta}.tif")
        shares.append(np.nanmean(values[4] / values[0]))
    assert shares[0] < shares[1]
