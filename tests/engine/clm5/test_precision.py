"""The CLM5 layer against exact solutions, the published code's output, invariants and its own two solvers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from binn_engine.clm5 import PARAMETERS, SoilCarbonModel
from tests.engine.support.clm5 import CHUNK, DRAWS, MODES
from tests.engine.support.clm5_cases import case_forcing, prior_draws


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("prior", ["binn", "proda"])
def test_float32_agrees_with_float64_over_the_prior(cases: dict, prior: str, mode: str) -> None:
    """SOC above bedrock within 1e-3 (of at least 1e-3 gC/m3) in all of 100,000 draws, those below float32's range solved in float64."""
    forcing, model = case_forcing(cases), SoilCarbonModel(mode)
    narrow = forcing.to("cpu", torch.float32)
    worst = []
    with torch.no_grad():
        for parameters in prior_draws(prior, DRAWS, seed=7).split(CHUNK):
            cell = torch.arange(len(parameters)) % forcing.n_cells
            exact, found = model(parameters, forcing.at(cell)).soc, model(parameters.float(), narrow.at(cell)).soc
            assert found.dtype == torch.float32
            assert bool(torch.isfinite(found).all())
            assert float(found.min()) >= 0.0
            above = torch.arange(1, 21) <= forcing.bedrock_layer[cell][:, None]
            visible = above & (exact < 1e30)
            worst.append((((found.double() - exact).abs() / exact.clamp(min=1e-3)) * visible).amax(1))
    assert float(torch.cat(worst).max()) < 1e-3


@pytest.mark.parametrize("solver", ["compiled", "tensor"])
def test_float32_gradients_are_finite_over_the_prior(cases: dict, solver: str) -> None:
    """Of the logarithm of SOC in the first metre, by parameters, over BINN's ranges; and close to those in float64."""
    count = 20_000 if solver == "compiled" else 2_000
    forcing, model = case_forcing(cases).to("cpu", torch.float32), SoilCarbonModel(solver=solver)
    cell = torch.arange(count) % 60
    gradients = []
    for kind in (torch.float32, torch.float64):
        theta = prior_draws("binn", count, seed=3).to(kind).requires_grad_()
        soc = model(theta, forcing.to("cpu", kind).at(cell)).soc[:, :8]
        inside = torch.arange(1, 9) <= forcing.bedrock_layer[cell][:, None]
        torch.log(torch.where(inside & (soc > 1e-3), soc, torch.ones_like(soc))).sum().backward()
        gradients.append(theta.grad.double() * torch.from_numpy(np.array([row.upper - row.lower for row in PARAMETERS])))
    assert bool(torch.isfinite(gradients[0]).all())
    scale = gradients[1].abs().amax(1, keepdim=True).clamp(min=1e-3)
    relative = ((gradients[0] - gradients[1]).abs() / scale).amax(1)
    assert float(torch.quantile(relative, 0.999)) < 1e-2
