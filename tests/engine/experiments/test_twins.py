"""Truths and the observations they give, against draws, gradients and simulations made another way."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.clm5.geometry import point_weights
from binn_engine.covariates.table import CovariateTable
from binn_engine.errors import InputError, JobError
from binn_engine.experiments.twins import (
    LARGEST_SOC,
    ObservationNoise,
    Smoothness,
    TwinSeed,
    TwinTruth,
    answering_share,
    constant_truth,
    given_truth,
    observe,
    plausible,
    smooth_truth,
    twin_tensors,
)
from binn_engine.model.binn import parameter_space
from binn_engine.running.devices import Device
from binn_engine.tables import PARAMETER_NAMES, PROCESS_NAMES
from tests.engine.support.twin_sites import CATEGORICAL, DEPTHS, NAMES, random_sites, warn_of_nothing

CPU = Device("cpu", "test")
SPACE = parameter_space("binn")


def places(truth: TwinTruth) -> np.ndarray:
    """Parameters as places in their ranges."""
    lower, upper = np.array(SPACE.lower), np.array(SPACE.upper)
    return (truth.parameters - lower) / (upper - lower)


def smooth(table: CovariateTable, number: int = 1, length: float = 3.0, covariates: int = 2, seed: int = 5, **held: float) -> TwinTruth:
    """A smooth truth."""
    return smooth_truth(SPACE, table, Smoothness(covariates, length), TwinSeed(seed, number), held)


def test_smooth_truths_fill_the_ranges_of_all_parameters_and_stay_within() -> None:
    """Places are 0.05 + 0.9 Phi of something standardised: between 0.05 and 0.95, on both sides of the middle, spread out."""
    found = places(smooth(random_sites().covariates))
    assert found.shape == (300, 21)
    assert (found > 0.05).all()
    assert (found < 0.95).all()
    assert (found.std(0) > 0.2).all()
    np.testing.assert_allclose(found.mean(0), 0.5, atol=0.08)


def test_a_smooth_parameter_is_a_function_of_its_covariates_alone() -> None:
    """Another covariate changed at every site leaves it as it is; classes and what never varies are not drawn."""
    table = random_sites().covariates
    truth = smooth(table)
    drawn = {name for names in truth.depends_on.values() for name in names}
    assert drawn == {"warmth", "rain", "clay", "slope"}
    assert {len(names) for names in truth.depends_on.values()} == {2}
    values = table.values.copy()
    values[:, NAMES.index("clay")] = np.random.default_rng(1).permutation(values[:, NAMES.index("clay")])
    moved = smooth(CovariateTable(NAMES, CATEGORICAL, values))
    same = np.isclose(moved.parameters, truth.parameters, rtol=1e-9).all(0)
    assert same.tolist() == ["clay" not in truth.depends_on[name] for name in PARAMETER_NAMES]
    assert 0 < same.sum() < 21


def test_shorter_lengths_are_rougher() -> None:
    """Between neighbours in a covariate the parameters differ more; along one covariate, so that neighbours are known."""
    values = np.linspace(-1.0, 1.0, 400)[:, None]
    table = CovariateTable(("x",), (False,), values)
    steps = [np.abs(np.diff(places(smooth(table, length=length, covariates=1)), axis=0)).sum(0).mean() for length in (0.3, 1.0, 3.0)]
    assert steps[0] > 2.0 * steps[1]
    assert steps[1] > 1.2 * steps[2]


def test_a_seed_and_number_give_the_same_truth_and_others_another() -> None:
    """Whatever the order of the sites, to rounding."""
    table = random_sites().covariates
    truth = smooth(table)
    np.testing.assert_array_equal(smooth(table).parameters, truth.parameters)
    order = np.random.default_rng(0).permutation(300)
    again = smooth(CovariateTable(NAMES, CATEGORICAL, table.values[order]))
    np.testing.assert_allclose(again.parameters, truth.parameters[order], rtol=1e-9)
    for other in (smooth(table, number=2), smooth(table, seed=6)):
        assert not np.isclose(other.parameters, truth.parameters).any(0).all()


def test_constant_truths_have_one_value_of_each_parameter_and_held_parameters_theirs() -> None:
    """Drawn uniformly within 0.05 to 0.95 of the ranges: the draws of many truths have that mean and spread."""
    truth = constant_truth(SPACE, 7, TwinSeed(1, 1), {"q10": 1.9})
    assert np.ptp(truth.parameters, axis=0).max() == 0.0
    assert (truth.parameters[:, PARAMETER_NAMES.index("q10")] == 1.9).all()
    assert (smooth(random_sites().covariates, beta=0.9).parameters[:, PARAMETER_NAMES.index("beta")] == 0.9).all()
    draws = np.concatenate([places(constant_truth(SPACE, 1, TwinSeed(1, number), {})) for number in range(1, 101)])
    assert draws.min() > 0.05
    assert draws.max() < 0.95
    np.testing.assert_allclose(draws.mean(), 0.5, atol=0.02)
    np.testing.assert_allclose(draws.std(), 0.9 / np.sqrt(12.0), atol=0.01)


def test_a_given_truth_has_the_values_of_the_file_and_fixed_ones_elsewhere() -> None:
    """Values that float32 has rounded across a bound are at the bound; others outside are refused by parameter and file."""
    lower = SPACE.lower[PARAMETER_NAMES.index("tau_s3")]
    values = np.array([lower - 1e-5, 100.0, 250.0])
    truth = given_truth(SPACE, {"tau_s3": values}, "truth.csv")
    assert truth.parameters[:, PARAMETER_NAMES.index("tau_s3")].tolist() == [lower, 100.0, 250.0]
    others = np.delete(truth.parameters, PARAMETER_NAMES.index("tau_s3"), axis=1)
    np.testing.assert_array_equal(others, np.tile(np.delete(SPACE.fixed, PARAMETER_NAMES.index("tau_s3")), (3, 1)))
    with pytest.raises(InputError, match=r"truth\.csv: q10 is outside its range.*2 of 3 profiles.*first: 9"):
        given_truth(SPACE, {"q10": np.array([1.5, 9.0, 0.1])}, "truth.csv")


def test_observations_are_what_clm5_gives_at_each_sites_own_layers() -> None:
    """Against the layer run site by site, with weights made from the depths alone."""
    sites = random_sites(20)
    truth = smooth(sites.covariates)
    twin = observe(truth, twin_tensors(sites, "clm5", CPU), "clm5", ObservationNoise(0.0, TwinSeed(1, 1)), warn_of_nothing)
    model = SoilCarbonModel("clm5")
    weights = point_weights(DEPTHS, np.full(len(DEPTHS), 15))
    for site in range(len(sites)):
        state = model(torch.from_numpy(truth.parameters[[site]]), sites.forcing.forcing(sites.cells[[site]]))
        np.testing.assert_allclose(twin.soc[4 * site : 4 * site + 4], weights @ state.soc[0].numpy(), rtol=1e-9)
        np.testing.assert_allclose(twin.processes[site], [float(state.processes[name][0]) for name in PROCESS_NAMES], rtol=1e-9)
    np.testing.assert_array_equal(twin.observed, twin.soc)


@pytest.mark.parametrize("noise", [0.1, 0.3, 0.5])
def test_noise_has_mean_one_and_the_asked_relative_spread(noise: float) -> None:
    """Over 40,000 layers the mean and standard deviation of observed over true SOC are within four standard errors or so."""
    sites = random_sites(10_000)
    truth = constant_truth(SPACE, len(sites), TwinSeed(1, 1), {})
    tensors = twin_tensors(sites, "clm5", CPU)
    twin = observe(truth, tensors, "clm5", ObservationNoise(noise, TwinSeed(3, 1)), warn_of_nothing)
    ratio = twin.observed / twin.soc
    assert (ratio > 0.0).all()
    np.testing.assert_allclose(ratio.mean(), 1.0, atol=4.0 * noise / 200.0)
    np.testing.assert_allclose(ratio.std(), noise, rtol=0.05)
    assert abs(np.corrcoef(ratio[:-1], ratio[1:])[0, 1]) < 0.02
    same, other = (observe(truth, tensors, "clm5", ObservationNoise(noise, TwinSeed(3, number)), warn_of_nothing) for number in (1, 2))
    np.testing.assert_array_equal(same.observed, twin.observed)
    assert not np.isclose(other.observed, twin.observed).all()


@pytest.mark.parametrize("noise", [-0.1, 0.51, 0.9, float("nan")])
def test_noise_out_of_its_range_is_refused_by_name(noise: float) -> None:
    """Half of SOC is the most."""
    sites = random_sites(2)
    with pytest.raises(JobError, match="noise is"):
        observe(
            constant_truth(SPACE, 2, TwinSeed(1, 1), {}),
            twin_tensors(sites, "clm5", CPU),
            "clm5",
            ObservationNoise(noise, TwinSeed(1, 1)),
            warn_of_nothing,
        )


def test_sites_with_soc_that_no_soil_has_are_not_plausible() -> None:
    """One layer above the limit is enough, before noise; a twin without any plausible site is an error."""
    sites = random_sites(3)
    twin = observe(
        constant_truth(SPACE, 3, TwinSeed(1, 1), {}),
        twin_tensors(sites, "clm5", CPU),
        "clm5",
        ObservationNoise(0.0, TwinSeed(1, 1)),
        warn_of_nothing,
    )
    soc = np.array([1e3, 1e3, 1e3, 1e3, 1e3, 2.0 * LARGEST_SOC, 1e3, 1e3, LARGEST_SOC, 1e3, 1e3, 1e3])
    assert plausible(dataclasses.replace(twin, soc=soc, observed=np.full(12, 1e9)), sites).tolist() == [True, False, True]
    with pytest.raises(InputError, match="at every profile"):
        plausible(dataclasses.replace(twin, soc=np.full(12, 1e7)), sites)


def test_parameters_that_soc_does_not_depend_on_are_told_apart() -> None:
    """Cryoturbation where soils thaw deeply, and the turnover of woody debris in a steady state; all others at every site."""
    sites = random_sites(50)
    tensors = twin_tensors(sites, "clm5", CPU)
    twin = observe(smooth(sites.covariates), tensors, "clm5", ObservationNoise(0.0, TwinSeed(1, 1)), warn_of_nothing)
    share = dict(zip(PARAMETER_NAMES, answering_share(twin, tensors, "clm5", SPACE)))
    assert {name for name, value in share.items() if value == 0.0} == {"cryo", "tau_cwd"}
    assert min(value for name, value in share.items() if name not in ("cryo", "tau_cwd")) > 0.9


def test_without_a_covariate_that_varies_there_is_no_smooth_truth() -> None:
    """Classes do not count."""
    table = CovariateTable(("cover", "flat"), (True, False), np.column_stack([np.arange(5.0), np.ones(5)]))
    with pytest.raises(InputError, match="No continuous covariate varies"):
        smooth(table)
