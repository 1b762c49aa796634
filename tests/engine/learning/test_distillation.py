"""Training with a teacher: where it predicts, the profiles that it is trained on, and the results of the trained networks."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from binn_engine.covariates.table import CovariateTable
from binn_engine.errors import InputError
from binn_engine.learning.dataset import Sites
from binn_engine.learning.distillation import NETWORKS, PLACES, between, fit_teacher
from binn_engine.learning.drivers import with_drivers
from binn_engine.learning.ensembles import ensemble_layers
from binn_engine.learning.fit import fit_ensemble
from binn_engine.learning.task import Task
from binn_engine.model.binn import parameter_space
from binn_engine.model.encoding import fit_encoding
from binn_engine.resampling.splits import TrainingParts
from binn_engine.running.devices import choose_device
from binn_engine.scoring.scores import soc_scores
from tests.engine.commands import engine_here
from tests.engine.support.recipes import QUICK, fitted, landscape, quiet_step

TAUGHT = dataclasses.replace(QUICK, members=1, teacher="learners")


def with_class(sites: Sites) -> Sites:
    """The sites with a second covariate, which is a class, and a third, continuous one."""
    draw = np.random.default_rng(8)
    values = np.column_stack([sites.covariates.values, draw.integers(0, 3, len(sites)), draw.normal(size=len(sites))])
    return dataclasses.replace(sites, covariates=CovariateTable(("c", "class", "d"), (False, True, False), values))


def encoding_of(sites: Sites):
    return fit_encoding(sites.covariates.names, sites.covariates.categorical, sites.covariates.values, "standard")


def test_places_lie_between_a_site_and_a_near_one_that_also_taught() -> None:
    sites = with_drivers(with_class(landscape(60)))
    seen = np.arange(0, 60, 2)
    places, source = between(sites, seen, 1)
    assert len(places) == PLACES * len(seen)
    assert set(source) == set(seen)
    first, own, found = sites.covariates.values[:, [0, 2]], sites.covariates.values[source], places.covariates.values
    spread = first[seen].std(0)
    for number, one in enumerate(source):
        near = seen[np.argsort((((first[seen] - first[one]) / spread) ** 2).sum(1))[1:6]]
        share = (found[number, [0, 2]] - first[one]) / (first[near] - first[one])
        # On the line to one of the five: both covariates have gone the same share of it.
        assert any(abs(row[0] - row[1]) < 1e-9 and 0.0 <= row[0] <= 1.0 for row in share)
    np.testing.assert_array_equal(found[:, 1], own[:, 1])
    np.testing.assert_array_equal(found[:, 3:], own[:, 3:])
    np.testing.assert_array_equal(places.cells.index, sites.cells[source].index)


def test_a_place_has_the_layers_of_its_site() -> None:
    """A teacher knows nothing of depths that nobody observed."""
    sites = landscape(20)
    profiles = dataclasses.replace(sites.profiles, depth=np.linspace(0.01, 1.0, 40))
    places, source = between(dataclasses.replace(sites, profiles=profiles), np.arange(20), 1)
    for number, one in enumerate(source):
        depth = places.profiles.depth[places.profiles.profile == number]
        np.testing.assert_array_equal(depth, profiles.depth[2 * one : 2 * one + 2])


@pytest.mark.parametrize("values", [np.zeros((1, 1)), np.ones((6, 1)), np.zeros((6, 0))], ids=["one site", "no variation", "no covariates"])
def test_there_are_places_where_nothing_lies_between(values: np.ndarray) -> None:
    names = ("c",) * values.shape[1]
    sites = dataclasses.replace(
        landscape(10).subset(np.arange(len(values))), covariates=CovariateTable(names, (False,) * len(names), values)
    )
    places, source = between(sites, np.arange(len(values)), 1)
    np.testing.assert_array_equal(places.covariates.values, values[source])


def test_no_profile_that_is_held_out_reaches_teacher_or_student() -> None:
    """SOC of the held-out profiles a hundred times as high, and their covariates others: the network is the same, bit by bit."""
    sites = landscape(80)
    held = np.arange(60, 80)
    soc, values = sites.profiles.soc.copy(), sites.covariates.values.copy()
    soc[np.isin(sites.profiles.profile, held)] *= 100.0
    values[held] += 5.0
    table = dataclasses.replace(sites.covariates, values=values)
    changed = dataclasses.replace(sites, profiles=dataclasses.replace(sites.profiles, soc=soc), covariates=table)
    found = []
    for known in (sites, changed):
        task = Task(parameter_space("binn"), TAUGHT, 1)
        parts = TrainingParts(np.arange(50), np.arange(50, 60))
        found.append(fit_ensemble(task, known, parts, quiet_step(), encoding_of(sites)).model.ensemble)
    weights = [torch.cat([weight.flatten() for weight in ensemble.parameters()]) for ensemble in found]
    assert torch.equal(*weights)


@pytest.mark.long
def test_the_student_predicts_what_its_teacher_does() -> None:
    """Profiles that neither was trained on; the network uses observed layers only to choose its epoch."""
    sites, device = landscape(300), choose_device("cpu")
    recipe = dataclasses.replace(TAUGHT, epochs=30, hidden=(32, 32), dropout=0.0, learning_rate=1e-2, batch_size=32)
    task, taught, held = Task(parameter_space("binn"), recipe, 1), np.arange(240), np.arange(240, 300)
    model = fitted(task, sites.subset(taught)).model
    validation = taught[::10]
    teacher = fit_teacher(task, sites, TrainingParts(np.setdiff1d(taught, validation), validation), encoding_of(sites), quiet_step())
    of_teacher = teacher.soc(sites.subset(held), device)
    of_student = ensemble_layers(model, task.tensors(sites, held, model.encoding, device))
    assert soc_scores(of_teacher, of_student)["log"]["nse"] > 0.9
    assert soc_scores(sites.subset(held).profiles.soc, of_student)["log"]["nse"] > 0.8


def test_a_teacher_is_networks_and_trees_alike_and_never_above_what_may_teach() -> None:
    sites, device = landscape(60), choose_device("cpu")
    task = Task(parameter_space("binn"), dataclasses.replace(TAUGHT, max_soc=20_000.0), 1)
    teacher = fit_teacher(task, sites, TrainingParts(np.arange(50), np.arange(50, 60)), encoding_of(sites), quiet_step())
    assert len(teacher.networks) == NETWORKS
    rich = dataclasses.replace(sites, covariates=dataclasses.replace(sites.covariates, values=np.full((60, 1), 3.0)))
    trees = teacher.trees.predict(rich.covariates.values, rich.profiles.depth, rich.profiles.profile)
    found = teacher.soc(rich, device)
    assert found.max() <= 20_000.0
    assert not np.allclose(found, np.minimum(trees, 20_000.0))


def test_places_of_a_twin_have_the_prescribed_parameters_of_their_sites() -> None:
    sites, device = landscape(30), choose_device("cpu")
    truth = np.random.default_rng(3).uniform(0.1, 0.9, (30, 21))
    task, seen = Task(parameter_space("binn", ["tau_s3"]), TAUGHT, 1, truth), np.arange(5, 30)
    teacher = fit_teacher(task, sites, TrainingParts(seen[:20], seen[20:]), encoding_of(sites), quiet_step())
    taught = teacher.lessons(task, sites, seen, 4, device)
    np.testing.assert_array_equal(taught.prescribed.numpy(), truth[between(sites, seen, 4)[1]])


def test_the_cost_counts_the_places_that_taught() -> None:
    sites = landscape(60)
    cost = fitted(Task(parameter_space("binn"), TAUGHT, 1), sites).cost
    assert cost.evaluations == QUICK.epochs * (3 * PLACES * 60 + 6)
    assert (cost.profiles, cost.lessons) == (60, 60)


def test_layers_that_may_not_teach_are_refused_before_the_teacher_is_taught() -> None:
    with pytest.raises(InputError, match="max_soc"):
        fitted(Task(parameter_space("binn"), dataclasses.replace(TAUGHT, max_soc=1.0), 1), landscape(60))


def test_a_training_has_a_teacher_unless_told_otherwise_and_its_report_says_so(trained_example, tmp_path) -> None:
    words = ["--observations", trained_example.folder / "soc_profiles.gpkg", "--covariates", *trained_example.covariates]
    words += ["--forcing", trained_example.forcing, "--model", tmp_path / "m.safetensors", "--report", tmp_path / "report.html"]
    done = engine_here("train", *words, "--epochs", 1, "--members", 1, "--no-refit")
    assert done.status == 0, done.stderr
    assert not [row for row in done.events if row["event"] == "warning"]
    assert "The parameters explain these predictions" in (tmp_path / "report.html").read_text(encoding="utf-8")
