"""Systems with a shifted diagonal against dense solutions of the same system, and their gradients against those of autograd."""

from __future__ import annotations

import pytest
import torch

from binn_engine.clm5 import Forcing, SoilCarbonModel, shifted
from binn_engine.clm5.backends import Backend
from binn_engine.clm5.environment import environmental_scalars
from binn_engine.clm5.geometry import DAYS_PER_YEAR
from binn_engine.clm5.processes import turnover_times
from binn_engine.clm5.transport import transport, unit_exchange
from binn_engine.tables import PARAMETER_NAMES
from tests.benchmarks.dense import system, transfer_matrix
from tests.benchmarks.inputs import parameters, sites
from tests.engine.support.clm5 import SOLVERS

SHIFTS = (0.0, 1e-4, 0.02, 0.015 + 0.003j, -0.024 + 0.046j, 1e-5 + 2e-6j)


def dense_matrix(theta: torch.Tensor, forcing: Forcing) -> torch.Tensor:
    """``M`` of mode ``published`` as numbers, ``(batch, 140, 140)``, 1/day: as the benchmark's dense solve builds it."""
    by_name = dict(zip(PARAMETER_NAMES, theta.unbind(1)))
    scalars = environmental_scalars(by_name["q10"], by_name["efolding"], by_name["w_scaling"], forcing)
    mixing = transport(by_name["diffus"], by_name["cryo"], unit_exchange(forcing, "published"), forcing, "published")
    plain, fed = scalars.decomposition[:, None], scalars.litter_decomposition[:, None].expand(-1, 3, -1)
    rate = torch.cat([plain, fed, plain.expand(-1, 3, -1)], 1) / (DAYS_PER_YEAR * turnover_times(by_name)[:, :, None])
    return system(transfer_matrix(by_name), rate, *mixing)


def vector_of(count: int) -> torch.Tensor:
    """Right-hand sides with both signs, ``(count, 7, 20)``."""
    return torch.randn(count, 7, 20, dtype=torch.float64, generator=torch.Generator().manual_seed(2))


@pytest.mark.parametrize("method", SOLVERS)
@pytest.mark.parametrize("shift", SHIFTS)
def test_shifted_systems_have_the_solution_of_the_dense_ones(shift: complex, method: str) -> None:
    """Real and complex shifts, those of a step of a year among them: each site within 1e-9 of its largest number."""
    theta, forcing, vector = parameters(40, least_efolding=0.6), sites(40), vector_of(40)
    backend = Backend("published", method)
    found = backend.solve(backend.system(theta, forcing).operator, vector, shift)
    matrix = dense_matrix(theta, forcing) + shift * torch.eye(140, dtype=torch.float64)
    right = torch.linalg.solve(matrix, vector.flatten(1).to(matrix.dtype)).reshape(40, 7, 20)
    assert found.is_complex() == isinstance(shift, complex)
    assert float(((found - right).abs().amax((1, 2)) / right.abs().amax((1, 2))).max()) < 1e-9


@pytest.mark.parametrize("method", SOLVERS)
@pytest.mark.parametrize("shift", SHIFTS[2:5])
def test_their_gradients_are_those_of_the_dense_solution(shift: complex, method: str) -> None:
    """By parameters and right-hand side, of random weights of real and imaginary parts: within 1e-8 of each site's largest."""
    forcing, weights = sites(20), vector_of(40).reshape(2, 20, 7, 20)
    gradients = []
    for dense in (True, False):
        theta, vector = parameters(20, least_efolding=0.6).requires_grad_(), vector_of(20).requires_grad_()
        if dense:
            matrix = dense_matrix(theta, forcing) + shift * torch.eye(140, dtype=torch.float64)
            found = torch.linalg.solve(matrix, vector.flatten(1).to(matrix.dtype)).reshape(20, 7, 20)
        else:
            backend = Backend("published", method)
            found = backend.solve(backend.system(theta, forcing).operator, vector, shift)
        value = (weights[0] * found.real).sum() + ((weights[1] * found.imag).sum() if found.is_complex() else 0.0)
        gradients.append(torch.autograd.grad(value, [theta, vector]))
    for right, other in zip(*gradients):
        right, other = right.flatten(1), other.flatten(1)
        assert float(((right - other).abs().amax(1) / right.abs().amax(1)).max()) < 1e-8


@pytest.mark.parametrize("method", ["compiled", "tensor"])
def test_functional_transforms_take_recorded_solutions(method: str) -> None:
    """``vmap`` over right-hand sides gives what plain calls give."""
    backend = Backend("clm5", method)
    theta, forcing = parameters(3), sites(3)
    operator = backend.system(theta, forcing).operator
    recorded = Backend("clm5", "recorded")
    mapped = torch.func.vmap(lambda vector: recorded.solve(operator, vector, 0.01 + 0.01j))(torch.stack([vector_of(3), -vector_of(3)]))
    torch.testing.assert_close(mapped[0], backend.solve(operator, vector_of(3), 0.01 + 0.01j), rtol=1e-10, atol=1e-12)
    torch.testing.assert_close(mapped[1], -mapped[0])


def test_shifts_in_turns_give_what_they_give_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A year and its gradient by tensor operations, with the seven shifts solved at once, by twos, and one after the other."""
    forcing, model, results = sites(20), SoilCarbonModel(solver="tensor"), []
    for at_once in (10**6, 40, 1):
        monkeypatch.setattr(shifted, "SYSTEMS_AT_ONCE", at_once)
        theta = parameters(20).requires_grad_()
        stock = model.transient(theta, torch.zeros(20, 7, 20, dtype=torch.float64), [(1.0, forcing)], [1.0]).stock
        results.append((stock.detach(), *torch.autograd.grad(stock[:, -1].sum(), theta)))
    for stock, gradient in results[1:]:
        torch.testing.assert_close(stock, results[0][0], rtol=1e-13, atol=0.0)
        torch.testing.assert_close(gradient, results[0][1], rtol=1e-11, atol=1e-11)
