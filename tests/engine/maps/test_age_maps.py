"""Maps of the ages of soil carbon: the numbers of the soil model, and the same whatever the tiling."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch

from binn_engine import bands
from binn_engine.clm5 import SoilCarbonModel
from binn_engine.clm5.geometry import INTERFACE_DEPTH, LAYER_THICKNESS
from binn_engine.prediction.site_variables import age_variables
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.clm5 import golden_forcing
from tests.engine.support.clm5_cases import prior_draws


def test_ages_of_depths_are_means_weighted_by_carbon() -> None:
    """Counted layer by layer, with the part of each layer that lies within the depth; below bedrock there is nothing to count."""
    theta, forcing = prior_draws("binn", 20, 5), golden_forcing(9.0, 9.0).at(torch.zeros(20, dtype=torch.long))
    clm5 = SoilCarbonModel()
    state, ages = clm5(theta, forcing), clm5.ages(theta, forcing, (100.0,))
    found = age_variables(clm5, theta, forcing, state.soc).numpy()
    assert found.shape == (20, len(bands.AGE_BANDS))
    np.testing.assert_allclose(found[:, 0], ages.mean_transit_time)
    top = INTERFACE_DEPTH - LAYER_THICKNESS
    for site in range(20):
        for band, (first, last) in enumerate(((0.0, 0.3), (0.3, 1.0)), 1):
            part = [max(0.0, min(last, top[j] + LAYER_THICKNESS[j]) - max(first, top[j])) for j in range(20)]
            carbon = [part[j] * float(state.soc[site, j]) for j in range(20)]
            aged = sum(carbon[j] * float(ages.mean_age_soc_layers[site, j]) for j in range(20) if carbon[j])
            assert found[site, band] == pytest.approx(aged / sum(carbon), rel=1e-9)
    assert (found[:, 2] > found[:, 1]).all()
    assert ((found[:, 3] > 0.0) & (found[:, 3] < 1.0)).all()


def test_ages_are_mapped_with_their_spread_whatever_the_tiles(trained_example: TrainedExample, tmp_path: Path) -> None:
    maps = {}
    for tile in (0, 17):
        outputs = ["--ages", tmp_path / f"ages{tile}.tif", "--ages-sd", tmp_path / f"sd{tile}.tif", "--report", tmp_path / "r.html"]
        done = engine_here("predict", *trained_example.inputs, *outputs, "--passes", 3, "--tile-size", tile)
        assert done.status == 0, done.stderr
        for name in ("ages", "sd"):
            with rasterio.open(tmp_path / f"{name}{tile}.tif") as file:
                maps[name, tile] = file.read(masked=True).astype(float).filled(np.nan)
                assert file.descriptions == tuple(band.name + ("" if name == "ages" else " sd") for band in bands.AGE_BANDS)
    for name in ("ages", "sd"):
        np.testing.assert_allclose(maps[name, 17], maps[name, 0], rtol=1e-6)
    transit, shallow, deep, old = maps["ages", 0]
    known = np.isfinite(transit)
    assert known.sum() > 1000
    assert (transit[known] > 1.0).all()
    assert (deep[known] > shallow[known]).all()
    assert ((old[known] >= 0.0) & (old[known] <= 1.0)).all()
    assert "mean transit time" in (tmp_path / "r.html").read_text(encoding="utf-8")
