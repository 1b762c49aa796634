"""Scenarios: what changes year by year, and that the soil follows as physics says."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.errors import JobError
from binn_engine.prediction.scenario import KINDS, Scenario, SiteScenario, check_change, scenario_of
from binn_engine.prediction.scenario_run import StartingSoil, run_scenario, stocks_of
from binn_engine.settings import ScenarioFields
from tests.engine.support.clm5 import golden_forcing
from tests.engine.support.clm5_cases import prior_draws

SITES = 40


def fields(**values: Any) -> ScenarioFields:
    """Settings that start in 2020."""
    return ScenarioFields(**{"years": (2030, 2050), **values})


@pytest.fixture(scope="module")
def soil():
    """Parameters from the prior, the forcing, the model and its steady state."""
    theta, forcing = prior_draws("binn", SITES, 7), golden_forcing(9.0, 9.0).at(torch.zeros(SITES, dtype=torch.long)).gathered()
    clm5 = SoilCarbonModel()
    return theta, forcing, clm5, clm5(theta, forcing).pools


def stocks(soil, scenario: Scenario, start: torch.Tensor | None = None, **local: torch.Tensor) -> np.ndarray:
    """SOC stocks at the times of the scenario."""
    theta, forcing, clm5, steady = soil
    begun = StartingSoil(clm5, theta, steady if start is None else start)
    return stocks_of(run_scenario(begun, SiteScenario([forcing], local), scenario).pools).numpy()


def test_years_of_one_forcing_are_one_phase() -> None:
    step = scenario_of(fields(warming=2.0))
    assert [(phase.years, phase.change) for phase in step.phases] == [(30, (1.0, 2.0, 1.0))]
    assert step.times == (10, 30)
    ramp = scenario_of(fields(warming=2.0, litter_factor=0.8, ramp_years=20))
    assert [phase.years for phase in ramp.phases] == [1] * 19 + [11]
    assert ramp.phases[4].change == pytest.approx((1.0 - 0.2 * 5 / 20, 2.0 * 5 / 20, 1.0))
    assert ramp.phases[-1].change == pytest.approx((0.8, 2.0, 1.0))


def test_a_table_is_interpolated_from_no_change_at_the_start() -> None:
    table = {"year": np.array([2025.0, 2045.0]), "warming": np.array([1.0, 3.0])}
    phases = scenario_of(fields(), table).phases
    yearly = [phase.change for phase in phases for _ in range(phase.years)]
    assert [change[1] for change in yearly] == pytest.approx(list(np.interp(np.arange(2021, 2051), [2020, 2025, 2045], [0.0, 1.0, 3.0])))
    assert all((change[0], change[2]) == (1.0, 1.0) for change in yearly)


def test_later_periods_follow_one_another_with_a_ramp_between() -> None:
    wanted = fields(later_forcing=("a.nc", "b.nc"), later_years=(2025, 2040), ramp_years=5)
    yearly = [(phase.period, phase.weight) for phase in scenario_of(wanted).phases for _ in range(phase.years)]
    ramp = [0.2, 0.4, 0.6, 0.8, 1.0]
    assert [period for period, _ in yearly] == [0] * 5 + [1] * 15 + [2] * 10
    assert [weight for _, weight in yearly] == pytest.approx([1.0] * 5 + ramp + [1.0] * 10 + ramp + [1.0] * 5)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"warming": 3.0, "ramp_years": 30}, ((1.0, 3.0, 1.0), 1.0, 0, 1.0)),
        ({"later_forcing": ("a.nc",), "later_years": (2045,), "ramp_years": 10}, ((1.0, 0.0, 1.0), 1.0, 1, 1.0)),
        ({}, ((1.0, 0.0, 1.0), 1.0, 0, 1.0)),
    ],
)
def test_the_new_steady_state_is_that_of_all_of_the_change(values: dict[str, Any], expected: tuple) -> None:
    """Also where the last year asked for lies within the ramp, or before a later period."""
    found = scenario_of(fields(years=(2030,), **values)).final
    assert (found.change, found.share, found.period, found.weight) == expected


def test_the_new_steady_state_is_that_of_the_end_of_tables_and_of_air_temperature() -> None:
    table = {"year": np.array([2025.0, 2070.0]), "warming": np.array([1.0, 3.0])}
    found = scenario_of(fields(years=(2030,)), table, np.array([2020.0, 2050.0, 2095.5])).final
    assert (found.change[1], found.air) == (3.0, 2.0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"years": ()}, "years are none"),
        ({"years": (2050, 2030)}, "2050, 2030"),
        ({"years": (2010,)}, "start in 2020"),
        ({"ramp_years": -1}, "ramp_years is -1"),
        ({"litter_factor": -0.5}, "litter_factor is -0.5"),
        ({"warming": 285.0}, "warming is 285"),
        ({"later_forcing": ("a.nc",)}, "later_forcing has 1 file,"),
        ({"later_forcing": ("a.nc",), "later_years": (2000,)}, "later_years are 2000"),
        ({"later_forcing": ("a.nc", "b.nc"), "later_years": (2025, 2029), "ramp_years": 10}, "from 2025 to 2029 has only 4 years"),
    ],
)
def test_settings_that_cannot_be_are_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(JobError, match=words):
        scenario_of(fields(**values))


def test_a_table_and_numbers_together_are_refused() -> None:
    table = {"year": np.array([2025.0]), "warming": np.array([1.0])}
    with pytest.raises(JobError, match="together with warming, ramp_years"):
        scenario_of(fields(warming=2.0, ramp_years=3), table)


def test_values_beyond_any_change_are_refused_where_they_come_from() -> None:
    check_change("warming", np.array([np.nan, -3.0]), "a raster")
    with pytest.raises(JobError, match="water_factor is 55 in a raster"):
        check_change("water_factor", np.array([1.0, 55.0]), "a raster")


def test_nothing_drifts_where_nothing_changes(soil) -> None:
    """Within 1e-10 of the stock over 1,000 years; the same with a raster of no change."""
    start = stocks_of(soil[3]).numpy()
    none = scenario_of(fields(years=(2020, 2021, 2120, 3020)))
    same = {name: torch.full((SITES,), value, dtype=torch.float64) for name, value in KINDS.items()}
    for found in (stocks(soil, none), stocks(soil, none, **same)):
        np.testing.assert_allclose(found, np.broadcast_to(start[:, None], found.shape), rtol=1e-10)


@pytest.mark.parametrize("factor", [0.0, 0.8, 2.0])
def test_a_factor_of_litter_is_that_of_the_carbon_at_the_new_steady_state(soil, factor: float) -> None:
    theta, forcing, clm5, steady = soil
    sites, scenario = SiteScenario([forcing], {}), scenario_of(fields(litter_factor=factor))
    final = clm5(theta, sites.at(scenario.final)).pools
    np.testing.assert_allclose(final.numpy(), factor * steady.numpy(), rtol=1e-10, atol=1e-12)
    start, (before, after) = stocks_of(steady).numpy(), np.moveaxis(stocks(soil, scenario), 1, 0)
    towards = np.sign(factor - 1.0)
    assert (towards * (before - start) > 0.0).all()
    assert (towards * (after - before) > 0.0).all()
    assert (towards * (factor * start - after) > 0.0).all()


def test_two_halves_of_a_ramp_are_the_whole_ramp(soil) -> None:
    """The second half starts from where the first one ended, as a table of its own."""
    theta, forcing, clm5, steady = soil
    whole = scenario_of(fields(years=(2030, 2040, 2050), warming=2.0, litter_factor=0.8, ramp_years=20))
    first = Scenario(whole.phases[:10], (10,), whole.final)
    second = Scenario(whole.phases[10:], (10, 20), whole.final)
    run = clm5.transient(theta, steady, [(1.0, SiteScenario([forcing], {}).at(phase)) for phase in first.phases], [10.0])
    found = np.concatenate([stocks(soil, first), stocks(soil, second, run.pools[:, -1])], 1)
    np.testing.assert_allclose(found, stocks(soil, whole), rtol=1e-11)


def test_a_raster_gives_each_site_its_own_change(soil) -> None:
    """The same numbers as a run of the whole batch with the change of that site."""
    half = torch.arange(SITES) % 2 == 0
    share = half.double()
    mixed = {"warming": 2.0 * share - 1.0 * (1.0 - share), "litter_factor": 0.8 * share + 1.5 * (1.0 - share)}
    found = stocks(soil, scenario_of(fields(ramp_years=5)), **mixed)
    for rows, warming, litter in ((half, 2.0, 0.8), (~half, -1.0, 1.5)):
        alone = stocks(soil, scenario_of(fields(ramp_years=5, warming=warming, litter_factor=litter)))
        np.testing.assert_allclose(found[rows.numpy()], alone[rows.numpy()], rtol=1e-12)


def test_water_scalars_stay_shares_and_bedrock_stays_where_it_is(soil) -> None:
    _, forcing, _, _ = soil
    other = dataclasses.replace(forcing, bedrock_layer=forcing.bedrock_layer - 3, soil_temperature=forcing.soil_temperature + 4.0)
    sites = SiteScenario([forcing, other], {})
    wanted = fields(water_factor=9.0, later_forcing=("a.nc",), later_years=(2020,), ramp_years=4)
    phase = scenario_of(wanted).phases[1]
    acting = sites.at(phase)
    assert float(acting.water_scalar.max()) <= 1.0
    assert torch.equal(acting.bedrock_layer, forcing.bedrock_layer)
    torch.testing.assert_close(acting.soil_temperature, forcing.soil_temperature + 2.0)


def test_respiration_balances_input_and_stock(soil) -> None:
    """Over the first years of a step: what comes in, less what the soil keeps, goes to the air."""
    theta, forcing, clm5, steady = soil
    scenario = scenario_of(fields(years=(2020, 2021, 2022), warming=3.0))
    found = run_scenario(StartingSoil(clm5, theta, steady), SiteScenario([forcing], {}), scenario)
    litter = forcing.litter_input.sum(1)
    torch.testing.assert_close(found.respiration[:, 0], litter, rtol=1e-9, atol=0.0)
    whole = clm5.transient(theta, steady, [(2.0, SiteScenario([forcing], {}).at(scenario_of(fields(warming=3.0)).phases[0]))], [2.0])
    torch.testing.assert_close(found.respiration[:, 1:], litter[:, None] - whole.stock.diff(dim=1), rtol=1e-8, atol=1e-8)
