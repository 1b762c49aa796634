"""Forcing from climate normals: each step against what is known of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.integrate import solve_ivp

from binn_engine.clm5.geometry import NODE_DEPTH
from binn_engine.soil_climate import Normals, build_forcing
from binn_engine.soil_climate.build import bedrock_layer
from binn_engine.soil_climate.calendar_year import DAYS_PER_STEP, N_STEPS, SECONDS_PER_STEP, monthly_means, smooth_year, stepped_year
from binn_engine.soil_climate.evaporation import day_length, potential_evaporation
from binn_engine.soil_climate.frozen_water import FREEZING_K, freezing_suction
from binn_engine.soil_climate.heat import snow_conductivity, snow_density, snow_resistance
from binn_engine.soil_climate.litter import litter_input
from binn_engine.soil_climate.retention import METRES_PER_MPA, Retention
from binn_engine.soil_climate.snow import positive_degrees, snow_balance, snow_share
from binn_engine.soil_climate.soil_temperature import (
    LATENT_PER_VOLUME,
    N_ALL,
    SoilColumn,
    _change_phase,
    active_layer_depth,
    soil_column,
    soil_temperature,
)
from binn_engine.soil_climate.water_balance import drained, layer_suction, water_balance
from binn_engine.soil_climate.water_scalar import LEAST, water_scalar

STEPS = (np.arange(N_STEPS) + 0.5) / N_STEPS
MONTHS = (np.arange(12) + 0.5) / 12
LOAM = Retention.of_texture(np.array([43.0]), np.array([18.0]))


@given(arrays(float, 12, elements=st.floats(-40.0, 40.0)))
def test_a_smooth_year_has_the_monthly_means_that_it_was_made_from(monthly: np.ndarray) -> None:
    np.testing.assert_allclose(monthly_means(smooth_year(monthly)), monthly, atol=1e-9)


def test_a_sine_is_found_again_from_its_monthly_means() -> None:
    sine = 5.0 + 10.0 * np.sin(2.0 * np.pi * (STEPS - 0.3))
    np.testing.assert_allclose(smooth_year(monthly_means(sine)), sine, atol=1e-9)


def uniform_column(conductivity: float, capacity: float, n: int = 1) -> SoilColumn:
    """Dry columns, the same at all depths."""
    same = np.full((12, N_ALL, n), conductivity)
    soil = Retention.of_texture(np.full(n, 43.0), np.full(n, 18.0))
    return SoilColumn(same, same, np.full((N_ALL, n), capacity), np.zeros((12, N_ALL, n)), soil)


def test_soil_without_water_and_snow_has_the_damped_wave_of_the_heat_equation() -> None:
    conductivity, capacity, mean, amplitude = 1.2, 2.0e6, 283.0, 12.0
    omega = 2.0 * np.pi / (N_STEPS * SECONDS_PER_STEP)
    depth = np.sqrt(2.0 * conductivity / capacity / omega)
    surface = mean + amplitude * np.sin(2.0 * np.pi * STEPS)
    found = soil_temperature(surface[None], np.zeros((1, N_STEPS)), uniform_column(conductivity, capacity))[0]
    z = NODE_DEPTH[:, None] / depth
    exact = mean + amplitude * np.exp(-z) * np.sin(2.0 * np.pi * STEPS - z)
    # Steps of a day and layers of finite thickness: 2 % of the amplitude.
    assert np.abs(found - exact).max() < 0.02 * amplitude


def test_a_resistance_in_the_way_damps_and_delays_the_wave_as_the_boundary_condition_says() -> None:
    conductivity, capacity, amplitude, resistance = 1.0, 2.0e6, 10.0, 1.5
    omega = 2.0 * np.pi / (N_STEPS * SECONDS_PER_STEP)
    wave_number = np.sqrt(1j * omega * capacity / conductivity)
    surface = 290.0 + amplitude * np.sin(2.0 * np.pi * STEPS)
    found = soil_temperature(surface[None], np.full((1, N_STEPS), resistance), uniform_column(conductivity, capacity))[0]
    # (T_air - T_0) / R = -lambda dT/dz at the top.
    complex_amplitude = amplitude / (1.0 + resistance * conductivity * wave_number) * np.exp(-wave_number * NODE_DEPTH)
    exact = 290.0 + (complex_amplitude[:, None] * np.exp(2j * np.pi * STEPS)).imag
    assert np.abs(found - exact).max() < 0.02 * amplitude


@settings(max_examples=50, deadline=None)
@given(st.floats(255.0, 290.0), st.floats(0.0, 1.0), st.floats(0.05, 0.4))
def test_freezing_and_melting_keep_the_heat(temperature: float, frozen: float, water: float) -> None:
    column, capacity = uniform_column(1.0, 2.0e6), np.full((N_ALL, 1), 2.5e6)
    before, ice = np.full((N_ALL, 1), temperature), np.full((N_ALL, 1), frozen * water)
    after, left = _change_phase(before, ice, np.full((N_ALL, 1), water), capacity, column)
    np.testing.assert_allclose(capacity * (after - before), LATENT_PER_VOLUME * (left - ice), rtol=1e-9, atol=1e-3)
    assert (left >= -1e-12).all()
    assert (left <= water + 1e-12).all()
    crossed = (before - FREEZING_K) * (after - FREEZING_K) < -1e-9
    assert not crossed.any(), "latent heat stops temperature at the freezing point, and takes it no further"


def cold_column(water: float) -> SoilColumn:
    n = 1
    return soil_column(np.array([43.0]), np.array([18.0]), LOAM, np.full((n, 20, 12), water), np.array([20]))


def test_wet_soil_stays_near_freezing_longer_than_dry_soil() -> None:
    surface = (FREEZING_K + 1.0 - 12.0 * np.cos(2.0 * np.pi * STEPS))[None]
    wet, dry = (soil_temperature(surface, np.zeros((1, N_STEPS)), cold_column(water))[0, 6] for water in (0.35, 0.02))
    near = [np.mean(np.abs(course - FREEZING_K) < 0.2) for course in (wet, dry)]
    assert near[0] > 3.0 * near[1] > 0.0


def test_snow_keeps_the_soil_warm_in_winter_and_changes_little_in_summer() -> None:
    surface = (FREEZING_K + 8.0 - 14.0 * np.cos(2.0 * np.pi * STEPS))[None]
    pack = np.where(surface < FREEZING_K, 80.0, 0.0)
    bare = soil_temperature(surface, np.zeros_like(pack), cold_column(0.25))[0, 2]
    snowy = soil_temperature(surface, snow_resistance(pack, np.array([45.0])), cold_column(0.25))[0, 2]
    winter = surface[0] < FREEZING_K
    assert (snowy - bare)[winter].mean() > 2.0
    assert np.abs((snowy - bare)[N_STEPS // 2]) < 0.5


def test_the_result_of_soil_temperature_has_settled() -> None:
    surface = (FREEZING_K + 3.0 - 14.0 * np.cos(2.0 * np.pi * STEPS))[None]
    few, many = (soil_temperature(surface, np.zeros((1, N_STEPS)), cold_column(0.25), years) for years in (12, 30))
    assert np.abs(monthly_means(few - many)).max() < 0.2


def test_thaw_reaches_where_temperature_crosses_freezing() -> None:
    line = FREEZING_K + 4.0 * (0.7 - NODE_DEPTH)
    course = np.repeat(line[None, :, None], N_STEPS, axis=2)
    course[0, :, 100] = line + 1.0  # the warmest step: crosses at 0.95 m
    assert active_layer_depth(course)[0] == pytest.approx(0.95)
    assert active_layer_depth(np.full((1, 20, N_STEPS), 260.0))[0] == 0.0
    assert active_layer_depth(np.full((1, 20, N_STEPS), 280.0))[0] > 8.6


def test_snow_is_as_dense_and_conducts_as_published() -> None:
    # Sturm et al. (2010) for alpine snow of 100 cm on day 60: 0.2237 + 0.3738 (1 - exp(-0.12 - 0.228)).
    day = int(60.0 / DAYS_PER_STEP)
    density = snow_density(np.full((1, N_STEPS), 300.0), np.array([45.0]))[0, day]
    assert density == pytest.approx(1000.0 * (0.2237 + 0.3738 * (1.0 - np.exp(-0.12 - 0.228))), rel=5e-3)
    # Jordan (1991) at 250 kg/m3 by hand: 0.023 + (0.019375 + 0.0690625) * 2.267.
    assert snow_conductivity(250.0) == pytest.approx(0.2235, rel=1e-3)


def test_the_south_has_its_winter_half_a_year_later() -> None:
    pack = np.full((2, N_STEPS), 100.0)
    north, south = snow_density(pack, np.array([45.0, -45.0]))
    np.testing.assert_allclose(south[N_STEPS // 2 + 30], north[30], rtol=5e-3)


def test_retention_is_that_of_cosby_and_clapp_and_hornberger() -> None:
    soil = Retention.of_texture(np.array([40.0]), np.array([20.0]))
    assert soil.porosity[0] == pytest.approx(0.489 - 0.0504)
    assert soil.exponent[0] == pytest.approx(6.09)
    assert soil.saturated_suction[0] == pytest.approx(0.227, rel=5e-3)  # 10^(1.88 - 0.524) cm
    assert soil.suction(np.array([0.5]))[0] == pytest.approx(0.227 * 2.0**6.09, rel=5e-3)
    assert soil.saturated_conductivity[0] == pytest.approx(325.87, rel=1e-4)  # 86400 s a day, 0.0070556 mm/s * 10^(-0.884 + 0.612)
    assert soil.saturation(np.array([0.01]))[0] == 1.0
    level = soil.saturation_that_drains(2.0)
    assert soil.saturated_conductivity * level ** (2.0 * 6.09 + 3.0) == pytest.approx(2.0)


@given(st.floats(0.001, 1e5))
def test_saturation_and_suction_are_each_others_inverse(suction: float) -> None:
    there = LOAM.suction(LOAM.saturation(np.array([suction])))[0]
    assert there == pytest.approx(max(suction, LOAM.saturated_suction[0]), rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.3, 1.0), st.floats(3.0, 12.0), st.floats(0.05, 500.0))
def test_drainage_of_a_step_is_the_solution_of_its_equation(level: float, exponent: float, days: float) -> None:
    exact = solve_ivp(lambda _, s: -(s ** (2.0 * exponent + 3.0)) / days, (0.0, DAYS_PER_STEP), [level], rtol=1e-10, atol=1e-12)
    assert drained(level, exponent, days) == pytest.approx(exact.y[0, -1], rel=1e-6)


@settings(max_examples=6, deadline=None)
@given(
    arrays(float, (3, 12), elements=st.floats(0.0, 15.0) | st.floats(200.0, 600.0)),
    arrays(float, (3, 12), elements=st.floats(0.0, 8.0)),
    arrays(float, 3, elements=st.floats(5.0, 90.0)),
    arrays(int, 3, elements=st.integers(3, 20)),
)
def test_the_water_balance_closes(supply: np.ndarray, demand: np.ndarray, sand: np.ndarray, bedrock: np.ndarray) -> None:
    soil = Retention.of_texture(sand, (100.0 - sand) / 2.0)
    supply, demand = stepped_year(supply), stepped_year(demand)
    water = water_balance(supply, demand, soil, bedrock)
    gained = supply.sum(axis=1) * DAYS_PER_STEP
    lost = (water.evaporation + water.drainage + water.overflow).sum(axis=1) * DAYS_PER_STEP
    np.testing.assert_allclose(gained, lost + water.storage_change, rtol=1e-9, atol=1e-6)
    assert (water.evaporation <= demand + 1e-9).all()
    assert np.isfinite(layer_suction(water, bedrock)).all()


def test_more_than_saturated_soil_conducts_flows_off() -> None:
    supply, bedrock = np.full((1, N_STEPS), 1000.0), np.array([20])
    water = water_balance(supply, np.zeros((1, N_STEPS)), LOAM, bedrock)
    assert water.overflow.min() > 300.0
    np.testing.assert_allclose(water.overflow + water.drainage, supply, rtol=1e-6)


def test_soil_that_gets_no_water_dries_to_wilting_point_and_no_further() -> None:
    water = water_balance(np.zeros((1, N_STEPS)), np.full((1, N_STEPS), 6.0), LOAM, np.array([20]))
    assert water.suction[0, 0, -1] == pytest.approx(150.0, rel=0.02)


def test_a_water_table_lies_on_bedrock_where_water_drains_to_it_and_nowhere_else() -> None:
    supply, demand = np.array([[3.0], [0.3]]) * np.ones(N_STEPS), np.full((2, N_STEPS), 2.0)
    soil = Retention.of_texture(np.full(2, 43.0), np.full(2, 18.0))
    bedrock = np.array([15, 15])
    suction = layer_suction(water_balance(supply, demand, soil, bedrock), bedrock)[:, 14].mean(axis=1)
    assert suction[0] <= 3.90 - 3.58 + 1e-9
    assert suction[1] > 10.0


def test_all_that_falls_reaches_the_soil_within_the_year_where_snow_melts_in_summer() -> None:
    temperature = smooth_year((8.0 - 16.0 * np.cos(2.0 * np.pi * MONTHS))[None])
    precipitation = np.full((1, N_STEPS), 2.5)
    pack, liquid = snow_balance(temperature, precipitation)
    assert pack[0].max() > 50.0
    assert pack[0, N_STEPS // 2] == 0.0
    assert liquid.sum() == pytest.approx(precipitation.sum(), rel=1e-9)


def test_day_to_day_spread_is_that_of_the_normal_distribution() -> None:
    days = np.random.default_rng(1).normal(-2.0, 5.0, 400_000)
    assert positive_degrees(np.array(-2.0)) == pytest.approx(np.maximum(days, 0.0).mean(), rel=0.02)
    assert snow_share(np.array(-2.0)) == pytest.approx((days < 1.0).mean(), rel=0.02)


def test_days_are_as_long_as_the_sun_stands_above_the_horizon() -> None:
    """At 40 degrees, by the declination of 23.44 degrees at the solstices; twelve hours at the equinoxes, always at the equator; none or
    all in polar winters and summers."""
    north, south, middle, arctic, antarctic = day_length(np.array([40.0, -40.0, 0.0, 75.0, -75.0]))
    longest = 24.0 / np.pi * np.arccos(-np.tan(np.radians(40.0)) * np.tan(np.radians(23.44)))
    day = (np.arange(N_STEPS) + 0.5) * 365.0 / N_STEPS
    assert north.max() == pytest.approx(longest, abs=0.02)
    assert north.min() == pytest.approx(24.0 - longest, abs=0.02)
    assert day[north.argmax()] == pytest.approx(172, abs=4)  # 21 June
    for equinox in (80, 266):  # 21 March, 23 September
        assert np.interp(equinox, day, north) == pytest.approx(12.0, abs=0.1)
    np.testing.assert_allclose(south, 24.0 - north, atol=1e-9)
    np.testing.assert_allclose(middle, 12.0, atol=1e-9)
    june = int(171.0 / DAYS_PER_STEP)
    assert middle.mean() == pytest.approx(12.0, abs=0.05)
    assert north[june] == pytest.approx(14.85, abs=0.1)
    assert arctic[june] == 24.0
    assert antarctic[june] == 0.0


def test_evaporation_is_hamons() -> None:
    # By hand at 20 degC and a day of 12 hours: 1.2 * 0.1651 * 17.28 g/m3.
    found = potential_evaporation(np.full((1, N_STEPS), 20.0), np.array([0.0])).mean()
    assert found == pytest.approx(1.2 * 0.1651 * 17.28, rel=5e-3)
    assert potential_evaporation(np.full((1, N_STEPS), -5.0), np.array([0.0])).max() == 0.0


def test_the_water_scalar_is_linear_in_the_logarithm_of_suction() -> None:
    dry, wet = 2.0 * METRES_PER_MPA, 0.002 * METRES_PER_MPA
    found = water_scalar(np.array([wet / 10.0, wet, np.sqrt(wet * dry), dry, 10.0 * dry]))
    np.testing.assert_allclose(found, [1.0, 1.0, 0.5, LEAST, LEAST])


def test_liquid_water_at_one_kelvin_below_freezing_is_held_at_a_hundred_and_twenty_five_metres() -> None:
    assert freezing_suction(np.array([FREEZING_K - 1.0]))[0] == pytest.approx(125.0, rel=3e-3)  # 1.22 MPa
    assert freezing_suction(np.array([FREEZING_K + 5.0]))[0] == 0.0


def test_bedrock_is_the_layer_that_its_depth_lies_in() -> None:
    assert bedrock_layer(np.array([0.02, 0.32, 0.33, 8.6, 50.0])).tolist() == [3, 5, 6, 20, 20]


def test_litter_is_all_that_grows_shared_out_as_in_clm5() -> None:
    found = litter_input(np.array([400.0, -20.0]), np.array([0.5, 0.5]))
    np.testing.assert_allclose(found, [[200.0, 50.0, 100.0, 50.0], [0.0] * 4])


def climate(n: int = 1, **changed: np.ndarray) -> Normals:
    values = {
        "air_temperature": np.tile(8.0 - 14.0 * np.cos(2.0 * np.pi * MONTHS), (n, 1)),
        "precipitation": np.full((n, 12), 80.0),
        "npp": np.full(n, 450.0),
        "sand": np.full(n, 43.0),
        "clay": np.full(n, 18.0),
        "latitude": np.full(n, 43.0),
        "soil_depth": np.full(n, 3.0),
        "tree_cover": np.full(n, 0.5),
    }
    return Normals(**values | changed)


def test_forcing_is_what_the_soil_model_takes() -> None:
    built = build_forcing(climate(2, soil_depth=np.array([0.5, 20.0])))
    assert built["TSOI"].shape == built["W_SCALAR"].shape == (2, 20, 12)
    assert built["nbedrock"].tolist() == [7, 20]
    assert (built["W_SCALAR"][0, 7:] == LEAST).all()
    assert ((built["W_SCALAR"] >= LEAST) & (built["W_SCALAR"] <= 1.0)).all()
    assert sum(built[name].sum() for name in ("CWD_INPUT", "LITR1_INPUT", "LITR2_INPUT", "LITR3_INPUT")) == pytest.approx(900.0)
    assert 275.0 < built["TSOI"].mean() < 290.0
    assert built["W_SCALAR"][1, 2, 1] < 0.35 < built["W_SCALAR"][1, 2, 6], "frozen soil is dry to its microbes"


def test_a_cell_does_not_depend_on_its_neighbours() -> None:
    many = climate(3, sand=np.array([20.0, 50.0, 80.0]), soil_depth=np.array([0.4, 2.0, 9.0]))
    together, alone = build_forcing(many), build_forcing(many.at(slice(1, 2)))
    for name, values in alone.items():
        np.testing.assert_allclose(together[name][1:2], values, rtol=1e-12)


def test_given_snow_takes_the_place_of_the_snow_balance() -> None:
    bare = build_forcing(climate(snow_water=np.zeros((1, 12))))
    deep = build_forcing(climate(snow_water=np.tile(np.where(MONTHS < 0.3, 300.0, 0.0), (1, 1))))
    assert deep["TSOI"][0, 4, 1] > bare["TSOI"][0, 4, 1] + 1.0


def test_permafrost_is_found() -> None:
    built = build_forcing(climate(air_temperature=np.tile(-12.0 - 20.0 * np.cos(2.0 * np.pi * MONTHS), (1, 1)), soil_depth=np.array([9.0])))
    assert 0.1 < built["ALTMAX"][0, 0] < 3.0
