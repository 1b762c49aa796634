"""BINN learns from radiocarbon beside SOC: it finds parameters that SOC cannot tell, and without radiocarbon nothing changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.clm5.geometry import LAYER_THICKNESS
from binn_engine.experiments.twins import ObservationNoise, TwinSeed, TwinTruth, observe, twin_tensors
from binn_engine.learning.dataset import Sites
from binn_engine.learning.fit import fit_ensemble, new_binn, places_of
from binn_engine.learning.radiocarbon.prediction import ensemble_delta, predicted_delta
from binn_engine.learning.radiocarbon.teaching import TaughtRadiocarbon
from binn_engine.learning.radiocarbon.term import RadiocarbonData, RadiocarbonTerm
from binn_engine.learning.task import Task
from binn_engine.learning.training import Training, train_network
from binn_engine.model.binn import constant_parameters, parameter_space
from binn_engine.model.encoding import Encoding, fit_encoding
from binn_engine.resampling.splits import TrainingParts, block_of, place_of
from binn_engine.running.devices import choose_device
from binn_engine.tables import PARAMETER_NAMES
from tests.engine.support.radiocarbon import radiocarbon_sites
from tests.engine.support.recipes import QUICK, quiet_step
from tests.engine.support.twin_sites import random_sites, warn_of_nothing

DEVICE = choose_device("cpu")
COUNT = 90
# Slow carbon that turns over slowly, of which little is made: SOC as of the middle of the ranges.
TRUE_PLACES = {"tau_s3": 0.75, "fs2s3": 0.3, "beta": 0.75}
RECIPE = replace(QUICK, epochs=30, members=1, dropout=0.0, learning_rate=1e-2, batch_size=32, max_soc=float("inf"))
PARTS = TrainingParts(np.setdiff1d(np.arange(COUNT), np.arange(0, COUNT, 9)), np.arange(0, COUNT, 9))


def truth() -> np.ndarray:
    """True parameters, the same at all sites, ``(sites, 21)``."""
    space = parameter_space("binn")
    lower, upper = np.array(space.lower), np.array(space.upper)
    values = constant_parameters(space)
    for name, share in TRUE_PLACES.items():
        column = PARAMETER_NAMES.index(name)
        values[column] = lower[column] + share * (upper[column] - lower[column])
    return np.tile(values, (COUNT, 1))


def observed_sites() -> Sites:
    """Sites whose SOC follows from the truth, with a tenth of noise."""
    sites = random_sites(COUNT, 1)
    noise = ObservationNoise(0.1, TwinSeed(1, 1))
    twin = observe(TwinTruth(truth(), {}), twin_tensors(sites, "clm5", DEVICE), "clm5", noise, warn_of_nothing)
    return replace(sites, profiles=replace(sites.profiles, soc=twin.observed))


def encoding_of_sites(sites: Sites) -> Encoding:
    table = sites.covariates
    return fit_encoding(table.names, table.categorical, table.values, RECIPE.scaling)


def task_of_twins(**changes: object) -> Task:
    middle = dict(zip(PARAMETER_NAMES, constant_parameters(parameter_space("binn")).tolist()))
    fixed = {name: value for name, value in middle.items() if name not in TRUE_PLACES}
    return Task(parameter_space("binn", (), fixed), replace(RECIPE, **changes), 1)


def test_what_is_predicted_is_14c_over_carbon_of_the_sampled_depths() -> None:
    """Sums of 14C and of carbon over the depths, each by itself, in the middle of the year of collection: computed layer by layer."""
    sites = random_sites(4, 2)
    top, bottom = np.tile([0.0, 0.1, 0.4, 0.0], 4), np.tile([0.1, 0.4, 0.9, 1.5], 4)
    sites = replace(sites, profiles=replace(sites.profiles, top=top, bottom=bottom, depth=(top + bottom) / 2.0))
    found = radiocarbon_sites(sites, np.arange(4), np.tile(constant_parameters(parameter_space("binn")), (4, 1)), 1e-9)
    data = found.tensors(encoding_of_sites(sites), "clm5", DEVICE)
    clm5, parameters = SoilCarbonModel(), torch.from_numpy(np.tile(constant_parameters(parameter_space("binn")), (4, 1)))
    soc = clm5(parameters, data.sites.forcing).soc
    air = found.air.years.tolist(), found.air.delta["nh1"].tolist()
    for site, year in enumerate((1965.5, 1990.5, 2005.5, 1965.5)):
        ratio = 1.0 + clm5.radiocarbon(parameters, data.sites.forcing, air, (year,)).delta_soc_layers[site, 0] / 1000.0
        for layer in range(4):
            weights = data.sites.weights[4 * site + layer]
            kept = weights > 0.0
            both = (weights * soc[site])[kept]
            expected = 1000.0 * (float((both * ratio[kept]).sum() / both.sum()) - 1.0)
            assert abs(found.delta[4 * site + layer] - expected) < 1e-6
    assert len(LAYER_THICKNESS) == data.sites.weights.shape[1]


def test_gradients_reach_the_network_and_agree_with_differences() -> None:
    sites = observed_sites()
    task, encoding = task_of_twins(), encoding_of_sites(sites)
    data = radiocarbon_sites(sites, np.arange(0, 6), truth()).tensors(encoding, "clm5", DEVICE)
    model = new_binn(task, encoding, places_of(sites, PARTS.train), 1, DEVICE)
    index = torch.tensor([4, 1])

    def total() -> torch.Tensor:
        return predicted_delta(model, data, index).sum()

    (gradient,) = torch.autograd.grad(total(), [model.network.head.bias])
    for column in range(len(gradient)):
        with torch.no_grad():
            model.network.head.bias[column] += 1e-2
            up = float(total())
            model.network.head.bias[column] -= 2e-2
            down = float(total())
            model.network.head.bias[column] += 1e-2
        assert abs((up - down) / 2e-2 - float(gradient[column])) < 1e-2 * abs(float(gradient[column]))


def test_each_epoch_takes_every_site_once_and_its_gradients_are_those_of_the_whole_mean() -> None:
    sites = observed_sites()
    task, encoding = task_of_twins(), encoding_of_sites(sites)
    data = radiocarbon_sites(sites, np.arange(0, 11), truth()).tensors(encoding, "clm5", DEVICE)
    model = new_binn(task, encoding, places_of(sites, PARTS.train), 1, DEVICE)
    weights = list(model.parameters())

    def gradient(steps: int) -> torch.Tensor:
        term = RadiocarbonTerm(RadiocarbonData(data, None, 0.3), 1)
        for weight in weights:
            weight.grad = torch.zeros_like(weight)
        term.begin(steps)
        for _ in range(steps):
            term.add_gradients(model, weights)
        term.end()
        assert term.errors != RadiocarbonTerm(RadiocarbonData(data, None, 0.3), 1).errors
        return torch.cat([weight.grad.flatten() for weight in weights]) / steps

    whole = gradient(1)
    assert float(whole.abs().max()) > 0.0
    for steps in (2, 7):
        torch.testing.assert_close(gradient(steps), whole, rtol=1e-4, atol=1e-5 * float(whole.abs().max()))


def test_a_term_without_weight_leaves_a_training_as_it_is_to_the_last_bit() -> None:
    """What surrounds it, such as the order of the sites, is untouched, as in a training without radiocarbon."""
    sites = observed_sites()
    task, encoding = task_of_twins(epochs=3), encoding_of_sites(sites)
    train, checked = (task.tensors(sites, index, encoding, DEVICE) for index in (PARTS.train, PARTS.validation))
    data = radiocarbon_sites(sites, np.arange(0, 5), truth()).tensors(encoding, "clm5", DEVICE)
    trained = []
    for term in (None, RadiocarbonTerm(RadiocarbonData(data, data, 0.0), 1)):
        model = new_binn(task, encoding, places_of(sites, PARTS.train), 1, DEVICE)
        history = train_network(model, Training(train, checked, task.recipe, 1, term), lambda share, phase: None)
        trained.append((model.state_dict(), history))
    assert trained[0][1] == trained[1][1]
    assert all(torch.equal(values, trained[1][0][name]) for name, values in trained[0][0].items())


def test_the_sites_of_every_network_follow_its_own_profiles() -> None:
    """With validation profiles that rotate, no place is on both sides for any network, nor a block of places with radiocarbon."""
    sites = random_sites(60, 3)
    others = radiocarbon_sites(sites, np.arange(0, 60, 4), np.tile(truth()[0], (60, 1)))
    moved = replace(others.sites.profiles, longitude=others.sites.profiles.longitude + np.where(np.arange(15) % 2, 0.03, 0.0))
    others = replace(others, sites=replace(others.sites, profiles=moved))
    taught = TaughtRadiocarbon(others, np.arange(15), 0.1, 0.5)
    for seed in range(3):
        checked = np.random.default_rng(seed).choice(60, 20, replace=False)
        split = TrainingParts(np.setdiff1d(np.arange(60), checked), checked)
        parts = taught.parts(sites, split)
        assert min(len(parts.train), len(parts.validation)) > 0
        assert not set(parts.train) & set(parts.validation)
        lon = np.concatenate([sites.profiles.longitude, moved.longitude])
        lat = np.concatenate([sites.profiles.latitude, moved.latitude])
        place, block = place_of(lon, lat), block_of(moved.longitude, moved.latitude, 0.5)
        assert not set(place[split.train]) & set(place[60 + parts.validation])
        assert not set(place[split.validation]) & set(place[60 + parts.train])
        assert not set(block[parts.train]) & set(block[parts.validation])


def test_ten_sites_with_radiocarbon_bring_parameters_nearer_to_the_truth() -> None:
    """SOC tells the product of how much slow carbon is made and how long it stays; radiocarbon tells how long."""
    sites = observed_sites()
    plain = task_of_twins()
    index = np.setdiff1d(np.arange(0, COUNT, 8), PARTS.validation)[:10]
    others = radiocarbon_sites(sites, index, truth())
    taught = replace(plain, radiocarbon=TaughtRadiocarbon(others, np.arange(len(others)), 2.4, 0.01))
    error = {}
    width = np.array(plain.space.upper) - np.array(plain.space.lower)
    for name, task in (("SOC", plain), ("both", taught)):
        fitted = fit_ensemble(task, sites, PARTS, quiet_step())
        tensors = task.tensors(sites, np.arange(COUNT), fitted.model.encoding, DEVICE)
        with torch.no_grad():
            found = fitted.model.ensemble.networks[0](*tensors.at(torch.arange(COUNT))).parameters.numpy()
        error[name] = np.abs(found - truth()).mean(0) / width
    for name in ("tau_s3", "beta"):
        column = PARAMETER_NAMES.index(name)
        assert error["both"][column] < 0.6 * error["SOC"][column], (name, error["SOC"][column], error["both"][column])
    data = others.tensors(fitted.model.encoding, "clm5", DEVICE)
    residual = others.delta - ensemble_delta(fitted.model.ensemble.networks, data)
    assert np.abs(residual).mean() < 30.0
    (member,) = fitted.radiocarbon
    assert len(member.parts.train) == 10
    assert member.errors is not None
    assert member.errors.site < 50.0


@pytest.mark.parametrize("index", [[3, 1], [0]])
def test_a_subset_of_sites_has_their_layers(index: list[int]) -> None:
    sites = random_sites(5, 2)
    others = radiocarbon_sites(sites, np.arange(5), truth()[:5])
    some = others.subset(np.array(index))
    np.testing.assert_array_equal(some.delta.reshape(-1, 4), others.delta.reshape(-1, 4)[index])
    assert some.year.reshape(-1, 4)[:, 0].tolist() == [[1965.0, 1990.0, 2005.0][number % 3] for number in index]
