"""Soil temperature at the levels of another model, at the layers of CLM5: exact cases of depth and of heat conduction."""

from __future__ import annotations

import numpy as np

from binn_engine.clm5.geometry import NODE_DEPTH
from binn_engine.soil_climate.soil_levels import DIFFUSIVITY, YEAR, at_layers

MONTHS = np.arange(12)


def test_levels_at_the_nodes_are_given_back_as_they_are() -> None:
    values = np.random.default_rng(0).normal(5.0, 3.0, (7, 20, 12))
    np.testing.assert_allclose(at_layers(values, NODE_DEPTH), values, rtol=1e-12)


def test_between_levels_temperature_is_linear_in_depth_and_above_the_first_it_is_that_of_the_first() -> None:
    depth = np.array([0.1, 0.5, 1.0, 9.0])
    values = np.repeat((3.0 + 2.0 * depth)[None, :, None], 12, axis=2)
    found = at_layers(values, depth)[0]
    expected = 3.0 + 2.0 * np.maximum(NODE_DEPTH, 0.1)
    np.testing.assert_allclose(found, np.repeat(expected[:, None], 12, axis=1), rtol=1e-12)


def test_below_the_last_level_the_annual_wave_is_damped_and_delayed_as_in_a_uniform_soil() -> None:
    """The analytic solution of heat conduction, from 0.64 m downwards, with the mean of the year kept."""
    omega = 2.0 * np.pi / YEAR
    damping = np.sqrt(2.0 * DIFFUSIVITY / omega)
    depth = np.array([0.035, 0.175, 0.64])

    def wave(z: np.ndarray) -> np.ndarray:
        return 8.0 + 10.0 * np.exp(-z / damping)[:, None] * np.cos(2.0 * np.pi * MONTHS / 12.0 - (z / damping)[:, None])

    found = at_layers(wave(depth)[None], depth)[0]
    below = NODE_DEPTH > 0.64
    np.testing.assert_allclose(found[below], wave(NODE_DEPTH[below]), rtol=1e-10)
    np.testing.assert_allclose(found[below].mean(-1), 8.0, rtol=1e-12)


def test_cells_that_lack_deep_levels_go_on_from_their_last_one() -> None:
    depth = np.array([0.1, 0.6, 2.0])
    values = np.random.default_rng(1).normal(5.0, 3.0, (4, 3, 12))
    values[1, 2] = np.nan
    values[2, 1] = np.nan
    values[3, 0] = np.nan
    found = at_layers(values, depth)
    assert np.isfinite(found[:2]).all()
    np.testing.assert_allclose(found[1], at_layers(values[1:2, :2], depth[:2])[0])
    assert np.isnan(found[2:]).all()  # a level missing between others, and the first one missing
