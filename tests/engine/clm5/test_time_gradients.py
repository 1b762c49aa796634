"""Gradients of runs in time and of ages: the adjoints against one another, against recorded steps, and against differences."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
import torch

from binn_engine.clm5 import Forcing, SoilAges, SoilCarbonModel, Trajectory
from tests.engine.support.clm5 import MODES, SOLVERS
from tests.engine.support.clm5_cases import case_forcing, case_parameters
from tests.engine.support.time_cases import load_time_cases, ramp_pieces, step_forcing

FIELDS = (
    "soil_temperature",
    "water_scalar",
    "oxygen_scalar",
    "nitrogen_scalar",
    "active_layer_depth",
    "active_layer_depth_last_year",
    "litter_input",
)
STEP = 1e-4  # of a parameter's range
LITTER_STEP = 1e-3  # of the litter input


@pytest.fixture(scope="module")
def time_cases() -> dict[str, np.ndarray]:
    """The reference cases in time."""
    return load_time_cases()


@pytest.fixture(scope="module")
def few_cases(time_cases: dict) -> dict[str, np.ndarray]:
    """Six of them: deep and shallow bedrock; soil that thaws deeply, partly, or never."""
    return {name: values[[1, 2, 3, 5, 6, 11]] if values.shape[:1] == (16,) else values for name, values in time_cases.items()}


def leaves(forcing: Forcing) -> tuple[Forcing, list[torch.Tensor]]:
    """The forcing with gradients by its fields, and those."""
    fields = [getattr(forcing, name).clone().requires_grad_() for name in FIELDS]
    return dataclasses.replace(forcing, **dict(zip(FIELDS, fields))), fields


def weighted(result: Trajectory | SoilAges, names: tuple[str, ...], inside: torch.Tensor) -> torch.Tensor:
    """Values of a result with weights drawn at random, each of the size of one; of pools those ``inside`` the soil."""
    draw, total = torch.Generator().manual_seed(3), torch.zeros((), dtype=torch.float64)
    for name in names:
        values = getattr(result, name)
        values = torch.where(torch.isnan(values), 0.0, values)
        if values.shape[-1] == 20:
            values = values * inside.reshape(len(values), *[1] * (values.ndim - 2), 20)
        total = total + (torch.rand(values.shape, generator=draw, dtype=torch.float64) * values / (values.detach().abs() + 1e-3)).sum()
    return total


def assert_alike(gradients: dict[str, tuple[torch.Tensor, ...]], bound: float) -> None:
    """All gradients are those of the recorded solver, of the size of each site's or cell's."""
    for solver in ("compiled", "tensor"):
        for number, (one, other) in enumerate(zip(gradients[solver], gradients["recorded"])):
            scale = other.abs().flatten(1).amax(1).reshape(-1, *[1] * (other.ndim - 1))
            scale = scale.clamp(min=max(1e-6 * float(scale.max()), 1e-30))  # of some fields all are zero
            assert float(((one - other).abs() / scale).max()) < bound, (solver, number)


@pytest.mark.parametrize("stepper", ["exponential", "euler"])
@pytest.mark.parametrize("mode", MODES)
def test_the_adjoints_of_a_run_equal_the_gradient_of_recorded_steps(few_cases: dict, mode: str, stepper: str) -> None:
    """By parameters, start and all forcing of two pieces, one of which goes on, with stops between years: pools, stock and fluxes."""
    gradients = {}
    inside = torch.arange(20) < torch.from_numpy(few_cases["nbedrock"][:, :1])
    for solver in SOLVERS:
        theta = case_parameters(few_cases).requires_grad_()
        model = SoilCarbonModel(mode, solver)
        start = SoilCarbonModel(mode)(theta.detach(), case_forcing(few_cases)).pools.requires_grad_()
        (first, some), (second, others) = leaves(case_forcing(few_cases)), leaves(step_forcing(few_cases))
        found = model.transient(theta, start, [(1.25, first), (1.0, second)], [0.5, 2.0], stepper)
        names = ("pools", "stock", "respiration", *(["bedrock_loss"] if mode == "published" else []))
        gradients[solver] = torch.autograd.grad(weighted(found, names, inside), [theta, start, *some, *others])
    assert_alike(gradients, 1e-8)


@pytest.mark.parametrize("mode", MODES)
def test_the_adjoints_of_ages_equal_the_gradient_of_recorded_steps(few_cases: dict, mode: str) -> None:
    """By parameters and all forcing: ages of pools and layers, transit time and fractions."""
    gradients = {}
    inside = torch.arange(20) < torch.from_numpy(few_cases["nbedrock"][:, :1])
    for solver in SOLVERS:
        theta = case_parameters(few_cases).requires_grad_()
        forcing, fields = leaves(case_forcing(few_cases))
        found = SoilCarbonModel(mode, solver).ages(theta, forcing)
        names = ("mean_age_pools", "mean_age_soc_layers", "mean_transit_time", "age_fraction_soc_layers", "age_fraction_respired")
        gradients[solver] = torch.autograd.grad(weighted(found, names, inside), [theta, *fields])
    assert_alike(gradients, 1e-7)


def differences(value: Callable[[float], torch.Tensor], step: float) -> torch.Tensor:
    """Derivative at 0 by central differences of fourth order."""
    return (8.0 * (value(step) - value(-step)) - (value(2.0 * step) - value(-2.0 * step))) / (12.0 * step)


@pytest.mark.parametrize("quantity", ["stock", "transit"])
def test_gradients_agree_with_central_differences(time_cases: dict, quantity: str) -> None:
    """Stock after 30 years of a ramp from the steady state, and transit time, by the 21 parameters and the litter input, both adjoints:
    within 1e-6 of each derivative, or of a thousandth of a site's largest."""
    low, high = (torch.from_numpy(time_cases[f"parameter_{end}"]) for end in ("lower", "upper"))
    share, place = torch.from_numpy(time_cases["parameters_normalised"]), case_forcing(time_cases)

    def value(share: torch.Tensor, factor: torch.Tensor, solver: str = "compiled") -> torch.Tensor:
        theta, model = low + share * (high - low), SoilCarbonModel(solver=solver)
        forcing = dataclasses.replace(place, litter_input=place.litter_input * factor)
        if quantity == "transit":
            return model.ages(theta, forcing).mean_transit_time
        pieces = ramp_pieces(time_cases, forcing)
        return model.transient(theta, model(theta, forcing).pools, pieces[4::5], [30.0]).stock[:, -1]

    factor = torch.ones(len(share), 1, dtype=torch.float64)
    with torch.no_grad():
        columns = [differences(lambda step, column=column: value(share + step * column, factor), STEP) for column in torch.eye(21).double()]
        columns.append(differences(lambda step: value(share, factor + step), LITTER_STEP))
    right = torch.stack(columns, 1)
    size = torch.maximum(right.abs(), 1e-3 * right.abs().amax(1, keepdim=True))
    for solver in ("compiled", "tensor"):
        leaves_here = share.clone().requires_grad_(), factor.clone().requires_grad_()
        found = torch.cat(torch.autograd.grad(value(*leaves_here, solver).sum(), leaves_here), 1)
        assert float(((found - right).abs() / size).max()) < 1e-6, solver
