"""The job ``zonal``: totals from maps and from the model, against sums that are known."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from scipy.stats import norm

from binn_engine import tables
from binn_engine.covariates.grids import Grid
from binn_engine.model.calibration import Calibration
from binn_engine.model.checkpoints import Ensemble, load_model, save_model
from binn_engine.model.scaling import LEVELS, Scaling
from binn_engine.prediction import prediction
from binn_engine.running import events
from binn_engine.zones.ellipsoid import pixel_areas
from binn_engine.zones.modelled import SUMMING
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.zones import layer, write_soc

STOCK = "SOC stock 0-100 cm"


@pytest.fixture
def maps(tmp_path: Path) -> tuple[Path, Path]:
    """SOC that is the same everywhere, 12 kgC/m2 to a metre, with a standard deviation of 3; a corner has no value."""
    values = np.broadcast_to(np.array([2e4, 1e4, 5.0, 12.0])[:, None, None], (4, 40, 60)).copy()
    values[:, :10, :10] = np.nan
    return write_soc(tmp_path / "soc.tif", values), write_soc(tmp_path / "sd.tif", values / 4.0, " sd")


def rows_of(path: Path, variable: str = STOCK, statistic: str = "total") -> pd.DataFrame:
    """Rows of the CSV that are of one number, by zone and assumption."""
    table = pd.read_csv(path, dtype={"zone": str})
    chosen = table[(table["variable"] == variable) & (table["statistic"] == statistic)]
    return chosen.set_index(["zone", "assumption"])


def test_a_constant_field_has_its_value_times_the_true_area(maps: tuple[Path, Path], tmp_path: Path) -> None:
    """Totals in t, means, shares mapped, both limits of the spread, and the fields of the layer."""
    whole, corner, outside = shapely.box(11.0, 48.5, 12.0, 49.0), shapely.box(10.0, 49.0, 11.0, 50.0), shapely.box(0.0, 0.0, 1.0, 1.0)
    polygons = layer(tmp_path / "p.gpkg", [whole, corner, outside], 4326, pixels=[1, 2, 3])
    words = ["--polygons", polygons, "--id-field", "name", "--soc", maps[0], "--soc-sd", maps[1], "--zones", tmp_path / "z.gpkg"]
    done = engine_here("zonal", *words, "--csv", tmp_path / "z.csv", "--json", tmp_path / "z.json", "--report", tmp_path / "z.html")
    assert done.status == 0, done.stderr
    grid = Grid.from_raster(str(maps[0]))
    areas = pixel_areas(grid, grid.whole)
    truth = {"z0": areas[20:30, 20:40].sum(), "z1": areas[:20, :20].sum() - areas[:10, :10].sum()}
    rows = rows_of(tmp_path / "z.csv")
    for name, area in truth.items():
        assert rows.loc[(name, "full"), "value"] == pytest.approx(12.0 * area / 1e3, rel=1e-6)
        assert rows.loc[(name, "full"), "sd"] == pytest.approx(3.0 * area / 1e3, rel=1e-6)
        assert rows.loc[(name, "independent"), "sd"] < 0.1 * rows.loc[(name, "full"), "sd"]
    found = geopandas.read_file(tmp_path / "z.gpkg").set_index("name")
    assert found.loc["z0", "soc_stock_0_100_cm"] == pytest.approx(12.0)
    assert found.loc["z0", "soc_stock_0_100_cm_t_sd"] == pytest.approx(3.0 * truth["z0"] / 1e3, rel=1e-6)
    assert found.loc["z1", "mapped_share"] == pytest.approx(truth["z1"] / areas[:20, :20].sum(), rel=1e-6)
    assert np.isnan(found.loc["z2", "soc_stock_0_100_cm_t"])
    assert found.loc["z1", "pixels"] == 300  # the layer's own field of that name is replaced
    codes = {row["code"] for row in done.events if row["event"] == "warning"}
    assert codes == {"zones_outside", "zones_partial", "replaced_fields"}
    assert done.last("result")["metrics"]["assumption"] == "full"
    assert json.loads((tmp_path / "z.json").read_text(encoding="utf-8"))["zones_outside"] == 1
    text = (tmp_path / "z.html").read_text(encoding="utf-8")
    assert STOCK in text
    assert "://" not in text.replace("http://www.w3.org", "")


def test_a_stated_range_lies_between_the_limits_and_halves_add_up(maps: tuple[Path, Path], tmp_path: Path) -> None:
    """Totals of two halves are that of the whole; the standard deviation of the whole is less than their sum and more than independent."""
    whole = shapely.box(11.0, 48.3, 12.4, 49.4)
    halves = [shapely.box(11.0, 48.3, 11.537, 49.4), shapely.box(11.537, 48.3, 12.4, 49.4)]
    polygons = layer(tmp_path / "p.gpkg", [whole, *halves], 4326)
    words = ["--polygons", polygons, "--id-field", "name", "--soc", maps[0], "--soc-sd", maps[1], "--zones", tmp_path / "z.gpkg"]
    done = engine_here("zonal", *words, "--range-km", 30, "--csv", tmp_path / "z.csv", "--tile-size", 16)
    assert done.status == 0, done.stderr
    rows = rows_of(tmp_path / "z.csv")
    value, sd = rows["value"].unstack(), rows["sd"].unstack()
    for name in ("independent", "range", "full"):
        assert value.loc[["z1", "z2"], name].sum() == pytest.approx(value.loc["z0", name], rel=1e-6)
    assert sd.loc[["z1", "z2"], "full"].sum() == pytest.approx(sd.loc["z0", "full"], rel=1e-6)
    assert np.hypot(*sd.loc[["z1", "z2"], "independent"]) == pytest.approx(sd.loc["z0", "independent"], rel=0.03)
    assert (sd["independent"] < 0.5 * sd["range"]).all()
    assert (sd["range"] < 0.7 * sd["full"]).all()
    assert np.hypot(*sd.loc[["z1", "z2"], "range"]) < sd.loc["z0", "range"] < sd.loc[["z1", "z2"], "range"].sum()
    assert any(row.get("code") == "zones_overlap" for row in done.events)


def test_zones_without_a_spread_are_told_of(maps: tuple[Path, Path], trained_example: TrainedExample, tmp_path: Path) -> None:
    polygons = layer(tmp_path / "p.gpkg", [shapely.box(11.0, 48.5, 12.0, 49.0)], 4326)
    done = engine_here("zonal", "--polygons", polygons, "--soc", maps[0], "--zones", tmp_path / "z.gpkg")
    assert [row["message"] for row in done.events if row.get("code") == "no_spread"] == [
        "The zones have no intervals, because no map of standard deviations is given: soc_sd."
    ]
    words = ["--polygons", example_zones(trained_example, tmp_path), *trained_example.inputs, "--zones", tmp_path / "z.gpkg"]
    done = engine_here("zonal", *words, "--passes", 0)
    assert ["passes is 0" in row["message"] for row in done.events if row.get("code") == "no_spread"] == [True]


def example_zones(example: TrainedExample, path: Path) -> str:
    """Two zones of the example's landscape."""
    with rasterio.open(example.covariates[0]) as file:
        west, south, east, north = file.bounds
    middle = (west + east) / 2.0
    return layer(path / "p.gpkg", [shapely.box(west, south, middle, north), shapely.Point(middle, (south + north) / 2.0).buffer(0.4)], 4326)


def test_passes_give_the_distribution_of_the_total_exactly(trained_example: TrainedExample, tmp_path: Path) -> None:
    """Of an ensemble: the spread of a zone's total is that of the totals of its networks' own maps, pixel by pixel."""
    model = load_model(trained_example.model)
    totals = []
    for number, member in enumerate(model.ensemble.members):
        alone = tmp_path / f"{number}.safetensors"
        save_model(alone, dataclasses.replace(model, ensemble=Ensemble([member])))
        inputs = ["--model", alone, *trained_example.inputs[2:]]
        assert engine_here("predict", *inputs, "--soc", tmp_path / f"{number}.tif").status == 0
        with rasterio.open(tmp_path / f"{number}.tif") as file:
            stock = file.read(file.count, masked=True).astype(float).filled(0.0)
        grid = Grid.from_raster(str(tmp_path / f"{number}.tif"))
        totals.append((stock * pixel_areas(grid, grid.whole))[:, : grid.width // 2].sum() / 1e3)
    words = ["--polygons", example_zones(trained_example, tmp_path), *trained_example.inputs, "--spread", "ensemble", "--no-calibrated"]
    done = engine_here(
        "zonal", *words, "--id-field", "name", "--zones", tmp_path / "z.gpkg", "--csv", tmp_path / "z.csv", "--tile-size", 33
    )
    assert done.status == 0, done.stderr
    row = rows_of(tmp_path / "z.csv").loc[("z0", "passes")]
    assert row["value"] == pytest.approx(np.mean(totals), rel=1e-5)
    assert row["sd"] == pytest.approx(np.std(totals, ddof=1), rel=1e-3)


def test_progress_is_told_within_a_tile(trained_example: TrainedExample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole landscape is one tile, whose parts are computed side by side."""
    monkeypatch.setattr(events, "LEAST_S", 0.0)
    monkeypatch.setattr(prediction, "LARGEST_STACK", 400)
    words = ["--polygons", example_zones(trained_example, tmp_path), *trained_example.inputs, "--zones", tmp_path / "z.gpkg"]
    done = engine_here("zonal", *words, "--passes", 2)
    assert done.status == 0, done.stderr
    told = [row["percent"] for row in done.events if row["event"] == "progress" and row["phase"] == SUMMING]
    assert told == sorted(told)
    assert len(set(told)) >= 4


def calibrated(example: TrainedExample, path: Path) -> Path:
    """The example's model with a calibration: half the variance of the passes, and a fixed error of log SOC beside it."""
    model = load_model(example.model)
    row = Scaling("log", 30.0, 0.0, np.inf, 1.0, 0.09, tuple(norm.ppf(LEVELS)))
    flat = Scaling("identity", 0.0, -np.inf, np.inf, 1.0, 1e-6, tuple(norm.ppf(LEVELS)))
    names = ("0-30 cm", "30-100 cm", "below 100 cm")
    calibration = Calibration(
        "both", dict.fromkeys(names, row), dict.fromkeys(names, 0.1), {}, dict.fromkeys(tables.PROCESS_NAMES[1:], flat)
    )
    save_model(path, dataclasses.replace(model, card={**model.card, "calibration": calibration.to_card()}))
    return path


def test_a_calibrated_model_gives_both_limits_and_a_stated_range_whatever_the_tiles(
    trained_example: TrainedExample, tmp_path: Path
) -> None:
    """Independent errors add nothing to what the passes show; errors that are the same throughout add their whole size."""
    model = calibrated(trained_example, tmp_path / "calibrated.safetensors")
    polygons = example_zones(trained_example, tmp_path)
    found = []
    for tile in (64, 23):
        words = [
            "--polygons",
            polygons,
            "--model",
            model,
            *trained_example.inputs[2:],
            "--passes",
            20,
            "--range-km",
            50,
            "--tile-size",
            tile,
        ]
        done = engine_here("zonal", *words, "--id-field", "name", "--zones", tmp_path / "z.gpkg", "--csv", tmp_path / f"{tile}.csv")
        assert done.status == 0, done.stderr
        found.append(rows_of(tmp_path / f"{tile}.csv"))
    pd.testing.assert_frame_equal(*found, rtol=1e-9)
    words = ["--polygons", polygons, *trained_example.inputs, "--passes", 20, "--no-calibrated"]
    assert engine_here("zonal", *words, "--id-field", "name", "--zones", tmp_path / "z.gpkg", "--csv", tmp_path / "raw.csv").status == 0
    relative = (found[0]["sd"] / found[0]["median"]).unstack()
    raw = (lambda rows: rows["sd"] / rows["value"])(rows_of(tmp_path / "raw.csv")).droplevel(1)
    np.testing.assert_allclose(relative["independent"], raw, rtol=0.35)
    # A common error of log SOC of 0.3, less the noise of 0.1, beside what the passes show.
    np.testing.assert_allclose(relative["full"], np.hypot(raw, np.sqrt(0.09 - 0.01)), rtol=0.2)
    assert (relative["independent"] < relative["range"]).all()
    assert (relative["range"] < relative["full"]).all()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "either a model or maps"),
        (["--soc", "{soc}", "--model", "{soc}"], "either a model or maps"),
        (["--soc", "{soc}", "--interval", 1.5], "interval"),
        (["--soc", "{soc}", "--nugget", 2], "nugget"),
        (["--soc", "{soc}", "--processes-sd", "{sd}"], "but processes is not"),
        (["--soc", "{sd}"], "SOC stock"),
        (["--soc", "{soc}", "--id-field", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_added_up_is_refused_and_leaves_nothing(words: list, says: str, maps: tuple[Path, Path], tmp_path: Path) -> None:
    polygons = layer(tmp_path / "p.gpkg", [shapely.box(11.0, 48.5, 12.0, 49.0)], 4326)
    filled = [str(word).format(soc=maps[0], sd=maps[1]) for word in words]
    done = engine_here("zonal", "--polygons", polygons, "--zones", tmp_path / "z.gpkg", *filled)
    assert done.status == 1
    assert says in done.stderr
    assert not (tmp_path / "z.gpkg").exists()
