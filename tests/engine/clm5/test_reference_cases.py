"""The CLM5 layer against exact solutions, the published code's output, invariants and its own two solvers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from binn_engine.clm5 import PROCESSES, SoilCarbonModel
from tests.engine.support.clm5 import MODES, SOLVERS
from tests.engine.support.clm5_cases import REFERENCE_PROCESSES, case_forcing, case_parameters, respired


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("mode", MODES)
def test_every_pool_of_the_reference_cases_is_exact(cases: dict, mode: str, solver: str) -> None:
    """Within 1e-9 of the solution with 60 digits."""
    pools = SoilCarbonModel(mode, solver=solver)(case_parameters(cases), case_forcing(cases)).pools.numpy()
    exact = cases[f"exact_{mode}_pools"]
    visible = np.abs(exact) > 1e-30
    np.testing.assert_allclose(pools[visible], exact[visible], rtol=1e-9)
    assert np.abs(pools[~visible]).max(initial=0.0) < 1e-29


@pytest.mark.parametrize("solver", SOLVERS)
def test_published_mode_reproduces_the_published_code(cases: dict, solver: str) -> None:
    """Pools of layers 1 to nbedrock + 1 within 1e-6 of what PRODA's own code gave."""
    pools = SoilCarbonModel("published", solver=solver)(case_parameters(cases), case_forcing(cases)).pools.numpy()
    scale = np.maximum(np.abs(cases["exact_published_pools"]), 1e-3)
    active = np.arange(1, 21) <= cases["nbedrock"][:, :1] + 1
    error = np.abs(pools - cases["proda_pools"]) / scale
    assert error[np.broadcast_to(active[:, None], error.shape)].max() < 1e-6


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("mode", MODES)
def test_the_processes_of_the_reference_cases_are_exact(cases: dict, mode: str, solver: str) -> None:
    """Within 1e-9; vertical transport of fully frozen soil is zero to round-off."""
    processes = SoilCarbonModel(mode, solver=solver)(case_parameters(cases), case_forcing(cases)).processes
    for number, name in enumerate(REFERENCE_PROCESSES):
        np.testing.assert_allclose(processes[name].numpy(), cases[f"exact_{mode}_processes"][:, number], rtol=1e-9, atol=1e-15)
    assert set(processes) == {row.name for row in PROCESSES}
    assert torch.equal(processes["input_allocation"], case_parameters(cases)[:, 20])


@pytest.mark.parametrize("solver", SOLVERS)
def test_input_equals_respiration_where_bedrock_is_closed(cases: dict, solver: str) -> None:
    """To 1e-10 of the input."""
    parameters, forcing = case_parameters(cases), case_forcing(cases)
    pools = SoilCarbonModel("clm5", solver=solver)(parameters, forcing).pools
    np.testing.assert_allclose(respired(parameters, pools, forcing), forcing.litter_input.sum(1).numpy(), rtol=1e-10)


def test_the_published_mode_leaks_carbon_at_bedrock(cases: dict) -> None:
    """The known flaw is there under ``published``, up to a fifth of the input."""
    parameters, forcing = case_parameters(cases), case_forcing(cases)
    pools = SoilCarbonModel("published")(parameters, forcing).pools
    leak = 1.0 - respired(parameters, pools, forcing) / forcing.litter_input.sum(1).numpy()
    assert 0.2 < leak.max() < 0.25
