"""Process control and marginal sensitivity, against what follows from the model's linearity and against its parts put together by hand."""

from __future__ import annotations

import base64
import dataclasses

import numpy as np
import pytest
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.experiments.attribution import (
    _elasticity,
    marginal_sensitivity,
    member_parameters,
    observed_layers,
    process_control,
    simulate,
)
from binn_engine.learning.batches import CPU_SITES
from binn_engine.learning.dataset import Tensors
from binn_engine.learning.training import predict_layers
from binn_engine.model.binn import parameter_space
from binn_engine.model.checkpoints import Model
from binn_engine.reports.figures.why import marginal_curves, process_control_bars
from binn_engine.scoring.scores import soc_scores
from binn_engine.tables import PARAMETER_NAMES, PROCESS_NAMES
from tests.benchmarks.inputs import parameters as draws
from tests.benchmarks.inputs import sites
from tests.benchmarks.training import synthetic
from tests.engine.support.models import sixty_covariates

GROUPS = {
    "input_allocation": ["beta"],
    "carbon_transfer_efficiency": ["fl1s1", "fl2s1", "fl3s2", "fs1s2", "fs1s3", "fs2s1", "fs2s3", "fs3s1", "fcwdl2"],
    "baseline_decomposition": ["tau_cwd", "tau_l1", "tau_l2", "tau_s1", "tau_s2", "tau_s3"],
    "environmental_modifier": ["q10", "efolding", "w_scaling"],
    "vertical_transport": ["diffus", "cryo"],
}


def silent(code: str, message: str) -> None:
    """No warning is wanted."""
    raise AssertionError(f"{code}: {message}")


def only(model: Model, names: list[str]) -> Model:
    """The model with all other parameters in the middle of their ranges at all sites."""
    others = torch.tensor([name not in names for name in model.space.learned_names])
    with torch.no_grad():
        for member in model.ensemble.members:
            member.network.head.weight[others] = 0.0
    return model


def told_by(model: Model, tensors: Tensors) -> Tensors:
    """The sites with the model's own SOC as what was observed."""
    soc = torch.stack([predict_layers(member, tensors) for member in model.ensemble.members]).mean(0)
    return dataclasses.replace(tensors, soc=soc)


def test_the_control_is_the_ensembles_prediction() -> None:
    model, tensors = sixty_covariates(parameter_space("binn")), synthetic(60, 1)
    predicted = torch.stack([predict_layers(member, tensors) for member in model.ensemble.members]).mean(0).numpy()
    kept = tensors.soc.numpy() <= 20_000.0
    scores = soc_scores(tensors.soc.numpy()[kept], predicted[kept])
    control = process_control(model, tensors, silent, max_soc=20_000.0).set_index("process").loc["control"]
    assert control["nse"] == pytest.approx(scores["gC_m3"]["nse"], rel=1e-9)
    assert control["r2"] == pytest.approx(scores["gC_m3"]["r2"], rel=1e-9)
    assert control["log_nse"] == pytest.approx(scores["log"]["nse"], rel=1e-9)


@pytest.mark.parametrize("process", list(GROUPS))
def test_the_only_process_that_varies_is_the_only_one_that_matters(process: str) -> None:
    """Its drop is that of all parameters together, others' is nil; the model explains its own SOC wholly."""
    model = only(sixty_covariates(parameter_space("binn")), GROUPS[process])
    table = process_control(model, told_by(model, synthetic(60, 1)), silent).set_index("process")
    assert list(table.index) == ["control", "plant_carbon_input", *PROCESS_NAMES[1:], "all_parameters"]
    assert table.loc["control", "nse"] == pytest.approx(1.0, abs=1e-9)
    others = [name for name in GROUPS if name != process]
    np.testing.assert_allclose(table.loc[others, "nse_drop"], 0.0, atol=1e-9)
    assert table.loc[process, "nse_drop"] > 1e-6
    assert table.loc[process, "nse_drop"] == pytest.approx(table.loc["all_parameters", "nse_drop"], rel=1e-9)


def test_an_even_process_is_its_mean_over_the_sites() -> None:
    """One network; transfer efficiency and plant input put together by hand."""
    model, tensors = sixty_covariates(parameter_space("binn"), members=1), synthetic(60, 1)
    theta = member_parameters(model, tensors, silent)[0]
    columns = [PARAMETER_NAMES.index(name) for name in GROUPS["carbon_transfer_efficiency"]]
    even = theta.clone()
    even[:, columns] = theta[:, columns].mean(0)
    litter = tensors.forcing.litter_input.mean(0).repeat(60, 1)
    expected = {}
    for process, parameters, forcing in (
        ("carbon_transfer_efficiency", even, tensors.forcing),
        ("plant_carbon_input", theta, dataclasses.replace(tensors.forcing, litter_input=litter)),
    ):
        soc = SoilCarbonModel()(parameters, forcing).soc.repeat_interleave(5, 0)
        expected[process] = soc_scores(tensors.soc.numpy(), (soc * tensors.weights).sum(1).numpy())["gC_m3"]["nse"]
    table = process_control(model, tensors, silent).set_index("process")
    assert table.loc[list(expected), "nse"].to_dict() == pytest.approx(expected, rel=1e-9)


def test_sites_that_share_cells_give_what_sites_of_their_own_give() -> None:
    """The mean of the litter input is over sites, not over cells."""
    model, tensors = sixty_covariates(parameter_space("binn"), members=1), synthetic(60, 1)
    shared = dataclasses.replace(tensors, forcing=sites(4).at(torch.arange(60) ** 2 % 4))
    own = dataclasses.replace(shared, forcing=shared.forcing.gathered())
    np.testing.assert_allclose(
        process_control(model, shared, silent).iloc[:, 1:], process_control(model, own, silent).iloc[:, 1:], atol=1e-9
    )


def test_prescribed_parameters_stay_as_they_are() -> None:
    """What is not learned has each site's own value, in every experiment's control."""
    model, tensors = sixty_covariates(parameter_space("binn", ["q10"])), synthetic(20, 1)
    given = dataclasses.replace(tensors, prescribed=draws(20))
    theta = member_parameters(model, given, silent)
    rest = [number for number, name in enumerate(PARAMETER_NAMES) if name != "q10"]
    assert (theta[:, :, rest] == given.prescribed[:, rest]).all()
    control = process_control(model, given, silent).set_index("process").loc["control", "nse"]
    predicted = torch.stack([predict_layers(member, given) for member in model.ensemble.members]).mean(0).numpy()
    assert control == pytest.approx(soc_scores(tensors.soc.numpy(), predicted)["gC_m3"]["nse"], rel=1e-9)
    assert control != pytest.approx(process_control(model, tensors, silent)["nse"].iloc[0], rel=1e-3)


def test_stock_is_proportional_to_plant_carbon_input() -> None:
    """The steady state is linear in its input: the elasticity is exactly one."""
    found = marginal_sensitivity(sixty_covariates(parameter_space("binn")), synthetic(30, 1), silent)
    curve = found.curves[found.curves["process"] == "plant_carbon_input"]
    np.testing.assert_allclose(curve["change"], np.linspace(-0.2, 0.2, 11), atol=1e-12)
    for column in ("process_value", "soc_stock"):
        np.testing.assert_allclose(curve[column] / curve[column].iloc[5], 1.0 + curve["change"], rtol=1e-9)
    slope = found.slopes.set_index("process").loc["plant_carbon_input"]
    assert (slope["elasticity"], slope["r2"]) == pytest.approx((1.0, 1.0), rel=1e-9)


def test_stock_is_inverse_to_decomposition_where_nothing_is_mixed() -> None:
    """Turnover times from zero up and no transport: pools grow with the turnover times in each layer alone."""
    space = parameter_space("binn", GROUPS["baseline_decomposition"], {"diffus": 1e-14, "cryo": 1e-14})
    taus = [name in GROUPS["baseline_decomposition"] for name in PARAMETER_NAMES]
    space = dataclasses.replace(space, lower=tuple(1e-12 if tau else low for tau, low in zip(taus, space.lower)))
    model = only(sixty_covariates(space), [])
    found = marginal_sensitivity(model, synthetic(30, 1), silent)
    assert set(found.slopes["process"]) == {"plant_carbon_input", "baseline_decomposition"}, "nothing else is learned"
    assert found.slopes.set_index("process").loc["baseline_decomposition", "elasticity"] == pytest.approx(-1.0, rel=1e-6)


def test_elasticity_is_the_exponent_of_a_power_law() -> None:
    """And undefined where the process does not move, or where there is no logarithm."""
    process = np.linspace(0.8, 1.2, 11)
    assert _elasticity(process, 7.0 * process**-0.5) == pytest.approx((-0.5, 1.0), rel=1e-9)
    assert np.isnan(_elasticity(np.full(11, 0.3), process)).all()
    assert np.isnan(_elasticity(process - 1.0, process)).all()


def test_changed_parameters_stay_in_their_ranges_and_beta_below_its_ceiling() -> None:
    model = sixty_covariates(parameter_space("binn", ["beta", "tau_s3"]), members=1)
    with torch.no_grad():
        model.ensemble.members[0].network.head.weight.zero_()
        model.ensemble.members[0].network.head.bias.copy_(torch.logit(torch.tensor([0.95, 0.95])))
    curves = marginal_sensitivity(model, synthetic(10, 1), silent).curves.set_index(["process", "change"])
    for process, low, high, ceiling in (("input_allocation", 0.5, 0.9999, 0.98), ("baseline_decomposition", 20.0, 400.0, 1.0)):
        places = np.minimum(0.95 * (1.0 + np.linspace(-0.2, 0.2, 11)), ceiling)
        if process == "input_allocation":
            np.testing.assert_allclose(curves.loc[process, "process_value"], low + (high - low) * places, rtol=1e-6)
        else:
            assert curves.loc[process, "soc_stock"].diff().iloc[[1, 5]].min() > 0.0
            assert curves.loc[process, "soc_stock"].iloc[7:].nunique() == 1, "tau_s3 is at its upper bound"


def test_many_rows_in_batches_give_what_they_give_at_once() -> None:
    """More rows than a batch holds; layers above the observed ones as the weights say."""
    forcing, generator = sites(7), torch.Generator().manual_seed(1)
    space = parameter_space("binn")
    low, high = torch.tensor(space.lower).double(), torch.tensor(space.upper).double()
    theta = low + (high - low) * torch.rand(9001, 21, generator=generator, dtype=torch.float64)
    cell = torch.arange(9001) % 7
    found = simulate("clm5", theta, forcing.at(cell), silent)
    state = SoilCarbonModel()(theta, forcing.at(cell))
    np.testing.assert_allclose(found.soc, state.soc, rtol=1e-12)
    np.testing.assert_allclose(found.stock, state.stock(0.0, 1.0) / 1000.0, rtol=1e-12)
    np.testing.assert_allclose(found.processes, torch.stack([state.processes[name] for name in PROCESS_NAMES], 1), rtol=1e-12)


def test_parameters_of_sites_in_several_batches_are_those_of_each_site() -> None:
    model, some = sixty_covariates(parameter_space("binn")), synthetic(40, 1)
    index = torch.arange(9001) % 40
    assert len(index) > CPU_SITES
    found = member_parameters(model, some.subset(index), silent)
    torch.testing.assert_close(found, member_parameters(model, some, silent)[:, index])


def test_observed_layers_weigh_the_layers_of_their_own_site() -> None:
    tensors = synthetic(20, 1)
    soc = np.random.default_rng(0).random((3, 20, 20))
    own = np.stack([[soc[draw, layer // 5] @ tensors.weights[layer].numpy() for layer in range(100)] for draw in range(3)])
    np.testing.assert_allclose(observed_layers(tensors, soc), own, rtol=1e-12)


def test_figures_are_drawn_of_whatever_is_learned() -> None:
    """Also where a process has no line, and where one parameter alone is learned."""
    for learned in ((), ("cryo",)):
        model, tensors = sixty_covariates(parameter_space("binn", learned), members=1), synthetic(20, 1)
        found = marginal_sensitivity(model, tensors, silent)
        for picture in (marginal_curves(found.curves, found.slopes), process_control_bars(process_control(model, tensors, silent))):
            assert all(base64.b64decode(form).startswith(b"\x89PNG") for form in picture if form)
