"""Totals of projections with a calibrated model: their limits are those of the truth, whatever the tiles."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import rasterio
from scipy.stats import norm

from binn_engine.cli import job_of
from binn_engine.errors import Cancelled
from binn_engine.jobs.runner import run_job
from binn_engine.model.calibration import DEPTH_RANGES, STOCK_NAMES, Calibration
from binn_engine.model.change_scaling import PARTS, ChangeScaling
from binn_engine.model.checkpoints import load_model, save_model
from binn_engine.model.scaling import LEVELS, Scaling
from binn_engine.running.events import Reporter
from binn_engine.tables import BY_TWINS, RAW_SPREAD
from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample

NORMAL = tuple(norm.ppf(LEVELS).tolist())
OF_CHANGE, OF_STOCK = 0.3, 0.1  # standard deviations of logarithms, whatever the spread
SCENARIO = ("--warming", 2, "--litter-factor", 0.9, "--years", 2050, "--passes", 4)
LIMITS = ("low", "high")


@pytest.fixture(scope="module")
def calibrated(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model whose errors are the same for all parts of a change, and wholly go together."""
    one = Scaling("log", 1e-9, 0.0, np.inf, 0.0, OF_CHANGE**2, NORMAL)
    together = tuple(tuple(float(row == column) or 0.9999 for column in PARTS) for row in PARTS)
    change = dict.fromkeys(STOCK_NAMES, ChangeScaling(dict.fromkeys(PARTS, one), together))
    soc = {name: Scaling("log", 1e-3, 0.0, np.inf, 0.0, OF_STOCK**2, NORMAL) for name in DEPTH_RANGES}
    known = Calibration("both", soc, dict.fromkeys(DEPTH_RANGES, 0.0), change=change)
    model = load_model(trained_example.model)
    path = tmp_path_factory.mktemp("calibrated") / "model.safetensors"
    save_model(path, replace(model, card={**model.card, "calibration": known.to_card()}))
    return str(path)


def options(example: TrainedExample, model: str, folder: Path, *names: str) -> list[Any]:
    """Of a projection of a corner of the map."""
    with rasterio.open(example.covariates[0]) as file:
        west, south, east, north = file.bounds
    bounds = (west, north - 0.4 * (north - south), west + 0.4 * (east - west), north)
    files = [word for name in names for word in (f"--{name.replace('_', '-')}", folder / f"{name}.tif")]
    return ["--model", model, "--covariates", *example.covariates, "--forcing", example.forcing, "--bounds", *bounds, *files, *SCENARIO]


def project(example: TrainedExample, model: str, folder: Path, *words: Any) -> Finished:
    """A projection with limits of the change, a table and a report."""
    both = options(example, model, folder, "change_100_low", "change_100")
    return engine_here("project", *both, "--csv", folder / "years.csv", "--report", folder / "report.html", *words)


def warned(done: Finished, code: str) -> list[str]:
    return [row["message"] for row in done.events if row["event"] == "warning" and row["code"] == code]


@pytest.fixture(scope="module")
def projected(trained_example: TrainedExample, calibrated: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("totals")
    done = project(trained_example, calibrated, folder)
    assert done.status == 0, done.stderr
    assert warned(done, "not_calibrated") == []
    assert done.last("result")["metrics"]["uncertainty_of_totals"] == BY_TWINS
    return folder


def test_limits_of_totals_are_those_of_errors_that_all_pixels_share(projected: Path) -> None:
    table = pd.read_csv(projected / "years.csv").set_index("year")
    for depth in ("0_30_cm", "0_100_cm"):
        factors = np.array([table.loc[2050, f"change_{depth}_t_{ending}"] / table.loc[2050, f"change_{depth}_t"] for ending in LIMITS])
        np.testing.assert_allclose(np.log(factors), OF_CHANGE * norm.ppf(0.95) * np.array([1.0, -1.0]), atol=0.15)
        stock = np.array([table.loc[2020, f"stock_{depth}_t_{ending}"] / table.loc[2020, f"stock_{depth}_t"] for ending in LIMITS])
        np.testing.assert_allclose(np.log(stock), OF_STOCK * norm.ppf(0.95) * np.array([-1.0, 1.0]), atol=0.06)
        assert table.loc[2020, f"change_{depth}_t_sd"] == 0.0
    report = (projected / "report.html").read_text(encoding="utf-8")
    assert "the same at all pixels: this is the upper limit" in report
    assert "too narrow" not in report


def test_limits_in_the_map_are_those_of_the_calibration(projected: Path) -> None:
    with rasterio.open(projected / "change_100_low.tif") as low, rasterio.open(projected / "change_100.tif") as middle:
        factor = (low.read(1, masked=True) / middle.read(1, masked=True)).compressed()
        assert BY_TWINS in str(low.tags())
    np.testing.assert_allclose(np.log(factor), OF_CHANGE * norm.ppf(0.95), atol=0.02)


def test_tiles_do_not_change_limits_and_a_range_makes_them_narrower(
    trained_example: TrainedExample, calibrated: str, projected: Path, tmp_path: Path
) -> None:
    assert project(trained_example, calibrated, tmp_path, "--tile-size", 16).status == 0
    whole, tiled = (pd.read_csv(folder / "years.csv") for folder in (projected, tmp_path))
    numbers = [name for name in whole if name.endswith(("_t", "_sd", "_low", "_high"))]
    np.testing.assert_allclose(tiled[numbers], whole[numbers], rtol=1e-6)
    assert project(trained_example, calibrated, tmp_path, "--range-km", 5).status == 0
    narrow = pd.read_csv(tmp_path / "years.csv")
    assert narrow["change_0_100_cm_t_sd"].iloc[-1] < 0.7 * whole["change_0_100_cm_t_sd"].iloc[-1]
    assert "nothing in common beyond 5 km" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_start_that_no_twin_tests_has_the_raw_spread_which_is_told(
    trained_example: TrainedExample, calibrated: str, projected: Path, tmp_path: Path
) -> None:
    with rasterio.open(trained_example.covariates[0]) as file:
        profile = {**file.profile, "count": 1, "dtype": "float64", "nodata": np.nan}
    with rasterio.open(tmp_path / "start.tif", "w", **profile) as file:
        file.write(np.full((1, file.height, file.width), 5.0))
    done = project(trained_example, calibrated, tmp_path, "--start", tmp_path / "start.tif")
    assert done.status == 0, done.stderr
    (message,) = warned(done, "not_calibrated")
    assert "the stocks at the start are given" in message
    assert done.last("result")["metrics"]["uncertainty_of_totals"] == RAW_SPREAD
    with rasterio.open(tmp_path / "change_100_low.tif") as low:
        assert RAW_SPREAD in str(low.tags())


class Interrupted(Reporter):
    """Ends the run when some tiles are done."""

    def progress(self, share: float, phase: str) -> None:
        super().progress(share, phase)
        if share > 0.6:
            raise Cancelled


def test_finished_tiles_without_calibrated_totals_are_not_taken_up_for_them(
    trained_example: TrainedExample, calibrated: str, projected: Path, tmp_path: Path
) -> None:
    """Else some tiles would have the raw spread, and the total something between."""
    words = list(map(str, ["project", *options(trained_example, calibrated, tmp_path, "change_100"), "--tile-size", 16, "--workers", 1]))
    with pytest.raises(Cancelled):
        run_job(job_of(words), Interrupted(io.StringIO()))
    assert list(tmp_path.glob("*.unfinished/tile-*"))
    done = engine_here(*words, "--csv", tmp_path / "years.csv")
    assert done.status == 0, done.stderr
    assert done.last("result")["metrics"]["tiles_kept"] == 0
    whole, found = (pd.read_csv(folder / "years.csv") for folder in (projected, tmp_path))
    np.testing.assert_allclose(found["change_0_100_cm_t_low"], whole["change_0_100_cm_t_low"], rtol=1e-6)
