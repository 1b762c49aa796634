"""Recipes, losses, the published network and training of ensembles, each against what can be worked out by hand."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from binn_engine.clm5.geometry import N_LAYERS
from binn_engine.errors import InputError, JobError
from binn_engine.learning.losses import Spreads, regularisation, soc_loss, soc_spreads
from binn_engine.learning.task import Task
from binn_engine.model.binn import COLDEST, HOTTEST, Binn, build_network, parameter_space
from binn_engine.model.checkpoints import load_model, save_model
from binn_engine.model.encoding import fit_encoding
from binn_engine.model.locations import LocationEncoder
from binn_engine.model.network import Inputs
from binn_engine.model.published_network import PublishedNetwork
from binn_engine.model.recipes import PAPER, RECOMMENDED, recipe_of
from binn_engine.model.wide_network import SQUARE, WideNetwork
from binn_engine.running.devices import choose_device
from binn_engine.settings import CalibrationJob, CrossvalidateJob, RecoveryJob, TrainJob
from tests.benchmarks.inputs import sites as forcing_of
from tests.engine.support.recipes import QUICK, fitted, landscape

UNIT = Spreads(1.0, 1.0, 1000.0)


def test_a_job_changes_only_what_it_sets() -> None:
    job = TrainJob(recipe="paper", epochs=7, dropout=0.0, hidden=(8,), bedrock="clm5")
    expected = dataclasses.replace(PAPER, epochs=7, dropout=0.0, hidden=(8,), bedrock="clm5")
    assert recipe_of(job) == expected
    assert recipe_of(TrainJob()) == RECOMMENDED


@pytest.mark.parametrize(("name", "value"), [("epochs", 0), ("members", -1), ("dropout", 1.0), ("learning_rate", 0.0), ("hidden", (0,))])
def test_a_setting_out_of_its_range_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(JobError, match=name):
        recipe_of(TrainJob(**{name: value}))


def test_the_paper_recipe_has_the_published_numbers() -> None:
    """Table 1.5 and sections 1.1 and 1.6 of the description of the published code."""
    assert (PAPER.learning_rate, PAPER.weight_decay, PAPER.epochs, PAPER.batch_size, PAPER.dropout) == (1e-2, 0.0, 300, 4096, 0.3)
    assert (PAPER.loss, PAPER.regulariser, PAPER.regulariser_weight, PAPER.selects) == ("l1", "cosh", 100.0, "nse")
    assert not PAPER.one_cycle
    assert math.isinf(PAPER.gradient_norm)
    assert math.isinf(PAPER.max_soc)


@pytest.mark.parametrize("loss", ["sqrt", "log", "l1", "relative", "balanced"])
def test_losses_are_zero_where_all_is_right_and_positive_elsewhere(loss: str) -> None:
    observed = torch.tensor([0.0, 1000.0, 40_000.0], dtype=torch.float64)
    spreads = soc_spreads(observed, loss)
    assert float(soc_loss(observed, observed, spreads, loss)) == 0.0
    wrong = (observed * 1.3 + 50.0).requires_grad_()
    value = soc_loss(wrong, observed, spreads, loss)
    assert float(value.detach()) > 0.0
    (gradient,) = torch.autograd.grad(value, wrong)
    assert bool((gradient > 0.0).all()), "more SOC than observed must always cost"


def test_the_root_weighs_layers_between_raw_and_logarithm() -> None:
    """The same relative error costs more at high SOC, less than in proportion."""
    low, high = (soc_loss(torch.tensor([1.1 * y]), torch.tensor([y]), Spreads(50.0, 1.0, 1.0), "sqrt") for y in (1000.0, 4000.0))
    assert float(high) == pytest.approx(4.0 * float(low), rel=1e-4)


def test_published_losses_are_what_the_paper_says() -> None:
    """Smooth L1 with its bend at 1 gC/m3: half a square below, the distance less a half above; cosh of ten times the share's offset."""
    observed = torch.tensor([1000.0, 1000.0])
    assert float(soc_loss(torch.tensor([1000.5, 1200.0]), observed, UNIT, "l1")) == pytest.approx((0.125 + 199.5) / 2.0)
    shares = torch.tensor([[0.5, 0.9], [0.1, 0.6]], dtype=torch.float64)
    cost = [0.0, math.cosh(4.0) - 1.0, math.cosh(4.0) - 1.0, math.cosh(1.0) - 1.0]
    assert float(regularisation(torch.zeros(2, 2), shares, "cosh")) == pytest.approx(sum(cost) / 4.0)
    assert float(regularisation(torch.tensor([[1.0, -3.0]]), shares, "logit")) == pytest.approx(5.0)


def test_the_balanced_loss_minds_the_mean() -> None:
    """Of two predictions with the same errors of root and logarithm, the one whose errors cancel in the mean costs less."""
    observed = torch.full((2,), 10_000.0, dtype=torch.float64)
    down = (2.0 * 100.0 - 10_500.0**0.5) ** 2
    cancelling, both_low = torch.tensor([10_500.0, down], dtype=torch.float64), torch.tensor([down, down], dtype=torch.float64)
    spreads = Spreads(100.0, 1e9, 10_000.0)
    assert float(soc_loss(cancelling, observed, spreads, "sqrt")) == pytest.approx(float(soc_loss(both_low, observed, spreads, "sqrt")))
    assert float(soc_loss(cancelling, observed, spreads, "balanced")) < 0.8 * float(soc_loss(both_low, observed, spreads, "balanced"))


def inputs(count: int, seed: int = 0) -> Inputs:
    generator = torch.Generator().manual_seed(seed)
    location = torch.rand(count, 2, generator=generator) * torch.tensor([20.0, 10.0]) + torch.tensor([-90.0, 35.0])
    return Inputs(torch.rand(count, 4, generator=generator), torch.randint(0, 4, (count, 1), generator=generator), location)


def test_the_published_network_normalises_embeddings_and_batches() -> None:
    """Lengths of embeddings do not matter; hidden states of a training batch have mean zero before the activation."""
    torch.manual_seed(0)
    network = PublishedNetwork(4, (3,), 5, (16,), 0.0)
    network.eval()
    before = network(inputs(50))
    with torch.no_grad():
        network.embeddings[0].weight.mul_(7.0)
    torch.testing.assert_close(network(inputs(50)), before)
    network.train()
    states: list[torch.Tensor] = []
    network.norms[0].register_forward_hook(lambda module, given, result: states.append(result))
    network(inputs(50))
    torch.testing.assert_close(states[0].mean(0), torch.zeros(16), atol=1e-5, rtol=0.0)
    assert network(inputs(1)).shape == (1, 5), "a last batch of one site"


def test_the_published_network_normalises_every_32_sites_for_themselves() -> None:
    """As each process of the published training did: the second 32 of 65 sites do not hang on the first; one is left over."""
    torch.manual_seed(0)
    network = PublishedNetwork(4, (3,), 5, (16,), 0.0).train()
    few, many = inputs(65), inputs(65)
    many = Inputs(torch.cat([few.continuous[:32] + 3.0, few.continuous[32:]]), few.classes, few.location)
    torch.testing.assert_close(network(many)[32:64], network(few)[32:64])
    assert not torch.allclose(network(many)[:32], network(few)[:32])


def test_the_wide_network_starts_from_nothing_and_has_a_short_way_of_covariates_and_their_squares() -> None:
    """With the perceptron silenced its output is a line in covariate and square, up to three standard deviations."""
    torch.manual_seed(0)
    network = WideNetwork(1, (), 1, (8,), 0.0).eval()
    assert float(network.path.weight.detach().abs().max()) == 0.0
    with torch.no_grad():
        network.head.weight.zero_()
        network.path.weight.copy_(torch.tensor([[2.0, 4.0]]))
    value = torch.tensor([[-1.0], [0.5], [2.0], [3.0], [3.9]])
    found = network(Inputs(value, torch.zeros(5, 0, dtype=torch.long), torch.zeros(5, 2)))[:, 0].detach()
    near = value[:, 0].clamp(max=3.0)
    torch.testing.assert_close(found, 2.0 * near + 4.0 * SQUARE * (near**2 - 1.0))


def test_masks_replace_all_dropout_of_the_wide_network() -> None:
    torch.manual_seed(0)
    network = WideNetwork(4, (3,), 5, (16, 16), 0.3).eval()
    masks, others = (network.dropout_masks(torch.Generator().manual_seed(seed)) for seed in (1, 2))
    assert not torch.equal(network(inputs(9), masks), network(inputs(9), others))
    ones = [torch.ones_like(mask) for mask in masks]
    torch.testing.assert_close(network(inputs(9), ones), network(inputs(9)))


def test_masks_replace_all_dropout_of_the_published_network() -> None:
    """Two passes with the same masks agree in training mode too, also with the location encoder's own dropout."""
    torch.manual_seed(0)
    network = PublishedNetwork(4, (3,), 5, (16, 16), 0.3, "gridcell").eval()
    masks = network.dropout_masks(torch.Generator().manual_seed(1))
    others = network.dropout_masks(torch.Generator().manual_seed(2))
    assert [len(mask) for mask in masks] == [16, 16, 128]
    assert torch.equal(network(inputs(9), masks), network(inputs(9), masks))
    assert not torch.equal(network(inputs(9), masks), network(inputs(9), others))
    assert not torch.equal(network(inputs(9), masks), network(inputs(9)))


def test_the_published_location_encoder_tells_places_a_step_apart() -> None:
    """Its shortest wavelength is 1e-6 degrees: places within a metre look unlike, which is why it memorises."""
    torch.manual_seed(0)
    encoder = LocationEncoder("gridcell").eval()
    here = torch.tensor([[-75.0, 42.0]])
    near = here + torch.tensor([[1e-5, 0.0]])
    spatial = LocationEncoder("spatial")
    assert float((encoder(here)[0] - encoder(near)[0]).abs().max()) > 0.01
    assert all(float((a - b).abs().max()) < 1e-3 for a, b in zip(spatial(here), spatial(near)))


def test_the_temperature_divides_the_logits() -> None:
    """It starts in the middle of 10 to 109, so that parameters start near the middle of their ranges."""
    torch.manual_seed(0)
    network = build_network(4, (3,), 21, {"hidden": (8,), "dropout": 0.0, "encoder": "none", "network": "published"}).eval()
    plain, tempered = (Binn(network, parameter_space("binn"), "clm5", tempered=value).eval() for value in (False, True))
    forcing = forcing_of(6)
    torch.testing.assert_close(
        tempered(inputs(6), forcing).logits, plain(inputs(6), forcing).logits / (0.5 * (COLDEST + HOTTEST)), rtol=1e-5, atol=1e-7
    )


def test_a_range_scales_covariates_from_zero_to_one() -> None:
    values = np.array([[2.0], [4.0], [10.0]])
    encoding = fit_encoding(("rain",), (False,), values, "range")
    scaled = encoding.encode(np.array([[2.0], [4.0], [10.0], [99.0]]), np.zeros(4), np.zeros(4)).continuous[:, 0]
    np.testing.assert_allclose(scaled, [0.0, 0.25, 1.0, 1.0])


def test_an_ensemble_is_as_large_as_its_recipe_and_its_seed_decides_it() -> None:
    sites, space = landscape(120), parameter_space("binn")
    first, again, other = (fitted(Task(space, QUICK, seed), sites).model for seed in (1, 1, 2))
    weights = [torch.cat([weight.flatten() for weight in model.ensemble.parameters()]) for model in (first, again, other)]
    assert len(first.ensemble.members) == 3
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])
    assert len(first.training_hashes) == 120


@pytest.mark.parametrize("epochs", [1, 5, 6])
def test_a_training_of_few_steps_works(epochs: int) -> None:
    """One step an epoch: as many as make a cycle's rise shorter than, as long as, and longer than one step."""
    recipe = dataclasses.replace(QUICK, members=1, epochs=epochs, batch_size=500)
    assert len(fitted(Task(parameter_space("binn"), recipe, 1), landscape(60)).histories[0]) == epochs


def test_networks_that_rotate_learn_from_other_profiles() -> None:
    """The first network is the same with and without; the others differ, since they have validation profiles of their own."""
    sites, space = landscape(120), parameter_space("binn")
    rotating, fixed = (
        fitted(Task(space, dataclasses.replace(QUICK, rotating=value), 1), sites).model.ensemble.members for value in (True, False)
    )
    same = [all(torch.equal(a, b) for a, b in zip(x.parameters(), y.parameters())) for x, y in zip(rotating, fixed)]
    assert same == [True, False, False]


def test_prescribed_parameters_stay_what_they_are() -> None:
    """Of a twin with one learned parameter, the other 20 are those given at each site, in training and after."""
    sites = landscape(60)
    space = parameter_space("binn", ["tau_s3"])
    lower, upper = np.array(space.lower), np.array(space.upper)
    truth = lower + np.random.default_rng(3).uniform(0.1, 0.9, (60, 21)) * (upper - lower)
    task = Task(space, dataclasses.replace(QUICK, members=1), 1, truth)
    model = fitted(task, sites).model
    tensors = task.tensors(sites, np.arange(60), model.encoding, choose_device("cpu"))
    parameters = model.ensemble.members[0](*tensors.at(torch.arange(60))).parameters.detach().numpy()
    others = np.arange(21) != 9
    np.testing.assert_array_equal(parameters[:, others], truth[:, others])
    assert not np.allclose(parameters[:, 9], truth[:, 9])


def test_layers_that_are_all_above_the_limit_are_refused() -> None:
    sites = landscape(60)
    with pytest.raises(InputError, match="max_soc"):
        fitted(Task(parameter_space("binn"), dataclasses.replace(QUICK, max_soc=1.0), 1), sites)


def test_a_checkpoint_of_the_paper_recipe_comes_back_the_same(tmp_path: Path) -> None:
    """Batch statistics, temperature and location encoder included."""
    sites = landscape(80)
    recipe = dataclasses.replace(PAPER, epochs=2, hidden=(16, 16), members=2)
    model = fitted(Task(parameter_space("binn"), recipe, 1), sites).model
    save_model(tmp_path / "paper.safetensors", model)
    loaded = load_model(tmp_path / "paper.safetensors")
    tensors = Task(model.space, recipe, 1).tensors(sites, np.arange(80), model.encoding, choose_device("cpu"))
    for member, other in zip(model.ensemble.members, loaded.ensemble.members):
        assert torch.equal(member(*tensors.at(torch.arange(80))).soc, other(*tensors.at(torch.arange(80))).soc)
    assert loaded.bedrock == "published"
    assert tensors.weights.shape[1] == N_LAYERS


def test_models_for_maps_have_a_teacher_and_those_for_parameters_have_none() -> None:
    files = {"observations": "o", "forcing": "f", "report": "r"}
    jobs = (TrainJob(), CrossvalidateJob(**files), CalibrationJob(**files, model="m"), RecoveryJob(**files))
    assert [recipe_of(job).teacher for job in jobs] == ["learners", "learners", "none", "none"]
    assert [recipe_of(dataclasses.replace(job, learner="fields")).teacher for job in jobs] == ["none"] * 4
    assert [recipe_of(dataclasses.replace(job, recipe="paper")).teacher for job in jobs] == ["none"] * 4
    assert [recipe_of(dataclasses.replace(job, teacher="none")).teacher for job in jobs] == ["none"] * 4
