"""A model of networks and fields together: each member is the mean of both in logits, and one profile of CLM5."""

from __future__ import annotations

import copy
import dataclasses
import io
from pathlib import Path

import numpy as np
import pytest
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.errors import JobError
from binn_engine.experiments.crossvalidation import Crossvalidated, ensemble_of_folds
from binn_engine.experiments.twins import ObservationNoise, Smoothness, TwinSeed, observe, smooth_truth, twin_tensors
from binn_engine.learning.baselines import train_pure_network
from binn_engine.learning.dataset import Sites
from binn_engine.learning.fields import fitting
from binn_engine.learning.fields.gauss_newton import FitSchedule
from binn_engine.learning.fit import Fitted, fit_ensemble
from binn_engine.learning.task import Task
from binn_engine.learning.training import Training
from binn_engine.model.binn import parameter_space
from binn_engine.model.checkpoints import Model, load_model, read_card, save_model
from binn_engine.model.field_network import FieldNetwork
from binn_engine.model.joint_network import JointNetwork
from binn_engine.model.recipes import RECOVERY, recipe_of
from binn_engine.resampling.folds import block_folds
from binn_engine.resampling.splits import TrainingParts
from binn_engine.running.devices import Device
from binn_engine.running.events import Reporter
from binn_engine.running.steps import Step
from binn_engine.settings import RecoveryJob, TrainJob
from tests.engine.support.twin_sites import random_sites, warn_of_nothing

STEP = Step(Device("cpu", "test"), Reporter(io.StringIO()).span(0.0, 1.0), warn_of_nothing)
RECIPE = dataclasses.replace(RECOVERY, with_fields=True, members=2, hidden=(8,), epochs=3)
PARTS = TrainingParts(np.arange(60), np.arange(60, 80))


@pytest.fixture(scope="module")
def trained() -> tuple[Sites, Task, Fitted]:
    """Two parameters that are learned by networks and fields, two of each."""
    sites, space = random_sites(80), parameter_space("binn", ("beta", "tau_s3"))
    truth = smooth_truth(space, sites.covariates, Smoothness(2, 3.0), TwinSeed(1, 1), {})
    twin = observe(truth, twin_tensors(sites, "clm5", STEP.device), "clm5", ObservationNoise(0.2, TwinSeed(1, 1)), warn_of_nothing)
    read = dataclasses.replace(sites, profiles=dataclasses.replace(sites.profiles, soc=twin.observed))
    task = Task(space, RECIPE, 1)
    with pytest.MonkeyPatch.context() as patch:  # what is tested here holds for fits of a few steps too
        patch.setattr(fitting, "WARM", FitSchedule(5, (1.0,), 2))
        patch.setattr(fitting, "COLD", FitSchedule(2, (1.0,), 1))
        return read, task, fit_ensemble(task, read, PARTS, STEP)


def joint_networks(model: Model) -> list[JointNetwork]:
    networks = [one.network for one in model.ensemble.networks]
    assert all(isinstance(network, JointNetwork) for network in networks)
    return networks


def test_a_member_is_one_profile_of_clm5_at_the_mean_of_both_logits(trained: tuple[Sites, Task, Fitted]) -> None:
    sites, task, fitted = trained
    tensors = task.tensors(sites, np.arange(len(sites)), fitted.model.encoding, STEP.device)
    everyone = torch.arange(len(sites))
    lower, upper = (torch.tensor(ends)[list(fitted.model.space.learned)] for ends in (fitted.model.space.lower, fitted.model.space.upper))
    for member in fitted.model.ensemble.networks:
        with torch.no_grad():
            both = [part(tensors.inputs).double() for part in (member.network.network, member.network.field)]
            found = member(*tensors.at(everyone))
            parameters = torch.tensor(task.space.fixed, dtype=torch.float64).repeat(len(sites), 1)
            parameters[:, list(task.space.learned)] = lower + (upper - lower) * torch.sigmoid(torch.stack(both).mean(0))
            soc = SoilCarbonModel("clm5")(parameters, tensors.forcing).soc
        assert not torch.allclose(both[0], both[1], atol=0.1)
        np.testing.assert_allclose(found.parameters, parameters, rtol=1e-6)
        np.testing.assert_allclose(found.soc, soc, rtol=1e-5)


def test_it_holds_the_networks_and_the_fields_that_would_be_trained_alone(trained: tuple[Sites, Task, Fitted]) -> None:
    sites, task, fitted = trained
    networks = fit_ensemble(dataclasses.replace(task, recipe=dataclasses.replace(RECIPE, with_fields=False)), sites, PARTS, STEP)
    for one, alone in zip(joint_networks(fitted.model), networks.model.ensemble.networks, strict=True):
        for name, weights in alone.network.state_dict().items():
            assert torch.equal(one.network.state_dict()[name], weights), name
    assert fitted.cost.evaluations > networks.cost.evaluations
    assert fitted.cost.trainings == 2 * networks.cost.trainings == 4
    assert [len(rows) for rows in fitted.histories] == [3, 3]


def test_what_is_saved_gives_the_same_values_and_draws_and_says_what_it_is(trained: tuple[Sites, Task, Fitted], tmp_path: Path) -> None:
    sites, _, fitted = trained
    save_model(tmp_path / "model.safetensors", fitted.model)
    again = load_model(tmp_path / "model.safetensors")
    assert again.varies
    assert "mean of one network and one fit of fields" in read_card(tmp_path / "model.safetensors")["parameters_from"]
    inputs = fitted.model.encoding.encode(sites.covariates.values, sites.profiles.longitude, sites.profiles.latitude)
    with torch.no_grad():
        for before, after in zip(joint_networks(fitted.model), joint_networks(again), strict=True):
            draws = [one.dropout_masks(torch.Generator().manual_seed(3)) for one in (before, after)]
            assert torch.equal(before(inputs, draws[0]), after(inputs, draws[1]))
            assert torch.equal(before(inputs), after(inputs))
            half = (before.network(inputs, draws[0][:-1]) + before.field(inputs, draws[0][-1:])) / 2.0
            assert torch.equal(before(inputs, draws[0]), half)


def test_the_models_of_all_folds_are_saved_together_whatever_the_sizes_of_their_fields(
    trained: tuple[Sites, Task, Fitted], tmp_path: Path
) -> None:
    sites, task, fitted = trained
    changed = copy.deepcopy(fitted.model.ensemble)
    for member in changed.networks:
        member.network.field = FieldNetwork(dataclasses.replace(member.network.field.shape, n_pairs=2, n_draws=5))
    sizes = [network.field.shape.n_draws for network in joint_networks(fitted.model)]
    folds = block_folds(sites.profiles.longitude, sites.profiles.latitude, 2, 1, 0.25)
    other = dataclasses.replace(fitted, model=dataclasses.replace(fitted.model, ensemble=changed))
    empty = np.empty((0, 21))
    together = ensemble_of_folds(Crossvalidated(folds, [], [fitted, other], fitted.model.encoding, {}, empty, empty), sites, task)
    save_model(tmp_path / "folds.safetensors", together)
    again = load_model(tmp_path / "folds.safetensors")
    assert [network.field.shape.n_draws for network in joint_networks(again)] == [*sizes, 5, 5]


def test_the_network_that_it_is_compared_with_has_no_fields(trained: tuple[Sites, Task, Fitted]) -> None:
    sites, task, fitted = trained
    tensors = task.tensors(sites, np.arange(20), fitted.model.encoding, STEP.device)
    pure = train_pure_network(fitted.model.encoding, Training(tensors, tensors, task.recipe, 1), lambda share, phase: None)
    assert not isinstance(pure.network, JointNetwork)


def test_networks_may_have_a_teacher_and_the_loss_must_suit_fields() -> None:
    job = RecoveryJob(observations="o", covariates=(), forcing="f", report="r", learner="both", teacher="learners")
    assert recipe_of(job).members == 4
    assert recipe_of(job).with_fields
    for change in ({"loss": "l1"}, {"recipe": "paper"}):
        with pytest.raises(JobError, match="cannot be trained together"):
            recipe_of(dataclasses.replace(job, **change))


def test_fields_have_no_temperature_whatever_the_recipe() -> None:
    job = TrainJob(observations="o", forcing="f", model="m", recipe="paper", learner="fields", loss="balanced", encoder="none")
    assert not recipe_of(job).tempered
