"""Maps with forcing between its cells: no step at the edges of cells, and every model is used in the way in which it was trained."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_bounds

from binn_engine.covariates.grids import Grid
from binn_engine.forcing.reading import read_forcing
from binn_engine.model.checkpoints import load_model, read_card, save_model
from binn_engine.model.recipes import RECIPES, RECOVERY, recipe_of
from binn_engine.settings import TrainJob
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample

SIDE, CELLS = 600, 6  # pixels and forcing cells along a side of the example


def mapped(path: Path) -> tuple[np.ndarray, dict[str, str]]:
    with rasterio.open(path) as file:
        return file.read(masked=True).filled(np.nan), file.tags()


def steps_at_edges(values: np.ndarray) -> float:
    """The largest difference of two pixels on either side of an edge between forcing cells, as a share of the range of the map."""
    edges = np.arange(1, CELLS) * SIDE // CELLS - 1
    steps = [np.abs(np.diff(values, axis=axis)).take(edges, axis) for axis in (0, 1)]
    return max(float(step.max()) for step in steps) / float(np.ptp(values))


def test_no_map_has_a_step_at_the_edges_of_forcing_cells(trained_example: TrainedExample, tmp_path: Path) -> None:
    """The same parameters everywhere, so that the forcing alone makes the map: 1 % of the range at most, where the nearest cell steps."""
    grid = tmp_path / "grid.tif"
    with rasterio.open(trained_example.covariates[0]) as file:
        shape = {"width": SIDE, "height": SIDE, "transform": from_bounds(*file.bounds, SIDE, SIDE), "crs": file.crs}
    with rasterio.open(grid, "w", "GTiff", count=1, dtype="float32", **shape) as file:
        file.write(np.ones((1, SIDE, SIDE), dtype=np.float32))
    largest: dict[str, list[float]] = {}
    for way in ("bilinear", "nearest"):
        words = ["--soc", tmp_path / f"{way}.tif", "--processes", tmp_path / f"{way}_p.tif", "--forcing-interpolation", way]
        done = engine_here("simulate", "--forcing", trained_example.forcing, "--grid", grid, *words)
        assert done.status == 0, done.stderr
        assert done.last("result")["metrics"]["forcing_interpolation"] == way
        bands = [band for name in (f"{way}.tif", f"{way}_p.tif") for band in mapped(tmp_path / name)[0]]
        largest[way] = [steps_at_edges(band) for band in bands if np.ptp(band) > 0.0]
        assert mapped(tmp_path / f"{way}.tif")[1]["forcing_interpolation"] == way
    assert max(largest["bilinear"]) < 0.01
    assert min(largest["nearest"]) > 0.1


def litter_at_pixels(example: TrainedExample, way: str) -> np.ndarray:
    """The litter of the forcing at the pixels of the example's rasters."""
    grid = Grid.from_raster(example.covariates[0])
    lon, lat = grid.lonlat(grid.whole)
    forcing = read_forcing(example.forcing, lambda *told: None, None, way)
    cells = forcing.cells_at(lon.ravel(), lat.ravel())[0]
    litter = forcing.cells["litter_input"].sum(-1)
    return (cells.weight * litter[cells.index]).sum(-1).reshape(lon.shape)


@pytest.mark.parametrize("way", ["bilinear", "nearest", "unknown"])
def test_a_model_is_mapped_with_the_forcing_read_as_in_its_training(trained_example: TrainedExample, tmp_path: Path, way: str) -> None:
    """Plant carbon input is the litter of the forcing at a pixel. A card of an earlier version does not say how it was read."""
    model = load_model(trained_example.model)
    assert model.card["forcing_interpolation"] == "bilinear"
    card = {name: value for name, value in model.card.items() if name != "forcing_interpolation"}
    save_model(
        tmp_path / "model.safetensors",
        dataclasses.replace(model, card=card if way == "unknown" else {**card, "forcing_interpolation": way}),
    )
    words = ["--model", tmp_path / "model.safetensors", *trained_example.inputs[2:]]
    done = engine_here("predict", *words, "--processes", tmp_path / "map.tif")
    assert done.status == 0, done.stderr
    expected = way if way == "bilinear" else "nearest"
    assert done.last("result")["metrics"]["forcing_interpolation"] == expected
    values, tags = mapped(tmp_path / "map.tif")
    assert tags["forcing_interpolation"] == expected
    there = np.isfinite(values[0])
    np.testing.assert_allclose(values[0][there], litter_at_pixels(trained_example, expected)[there], rtol=1e-5)


def test_training_and_scoring_read_the_forcing_as_the_job_says(trained_example: TrainedExample, tmp_path: Path) -> None:
    """A model of the nearest cells reads other summaries of the forcing than one of interpolated cells, and is scored as it was trained."""
    inputs = ["--covariates", *trained_example.covariates, "--forcing", trained_example.forcing]
    profiles = ["--observations", trained_example.folder / "soc_profiles.gpkg"]
    short = ["--epochs", 2, "--members", 1, "--hidden", 8]
    scores = {}
    for way in ("bilinear", "nearest"):
        model = tmp_path / f"{way}.safetensors"
        done = engine_here("train", "--teacher", "none", *profiles, *inputs, "--model", model, *short, "--forcing-interpolation", way)
        assert done.status == 0, done.stderr
        card = read_card(model)
        assert card["forcing_interpolation"] == card["recipe"]["forcing_interpolation"] == way
        done = engine_here("evaluate", "--model", model, *profiles, *inputs, "--allow-training-profiles")
        assert done.status == 0, done.stderr
        scores[way] = done.last("result")["metrics"]["log"]["nse"]
        warmth = next(row for row in card["covariates"] if "soil temperature" in row["name"])
        scores[f"{way} spread"] = warmth["spread"]
    assert scores["bilinear"] != scores["nearest"]
    assert scores["bilinear spread"] != scores["nearest spread"]


def test_the_paper_keeps_the_nearest_cell_and_a_job_may_change_it() -> None:
    assert {name: recipe.forcing_interpolation for name, recipe in RECIPES.items()} == {"recommended": "bilinear", "paper": "nearest"}
    assert RECOVERY.forcing_interpolation == "bilinear"
    job = TrainJob(observations="p.csv", forcing="f.nc", model="m.safetensors", recipe="paper", forcing_interpolation="bilinear")
    assert recipe_of(job).forcing_interpolation == "bilinear"
    assert recipe_of(dataclasses.replace(job, forcing_interpolation="")).forcing_interpolation == "nearest"
