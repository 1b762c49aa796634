"""Steps of weights: the same numbers as torch's optimisers, without the compiler that these load."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
import torch

from binn_engine.learning.optimisers import WARM_UP, Adadelta, AdamW, Cycle
from tests.engine.commands import ROOT

STEPS, RATE, DECAY = 23, 0.02, 0.3


def trained(step_of: Callable[[list[torch.Tensor]], Callable[[], None]], steps: int) -> list[torch.Tensor]:
    """Weights after some steps down a slope of noise; in every fourth step the second one has no gradient."""
    noise = torch.Generator().manual_seed(3)
    weights = [torch.ones(4, 3, requires_grad=True), torch.full((5,), 2.0, requires_grad=True)]
    step = step_of(weights)
    for number in range(steps):
        for row, weight in enumerate(weights):
            gradient = weight.detach() + torch.randn(weight.shape, generator=noise)
            weight.grad = None if row == 1 and number % 4 == 0 else gradient
        step()
    return [weight.detach() for weight in weights]


def torch_adamw(weights: list[torch.Tensor], cycle: bool) -> Callable[[], None]:
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=DECAY)
    if not cycle:
        return optimiser.step
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=STEPS, pct_start=WARM_UP)

    def step() -> None:
        optimiser.step()
        schedule.step()

    return step


@pytest.mark.parametrize("cycle", [False, True])
def test_adamw_takes_the_steps_of_torch_to_the_last_bit(cycle: bool) -> None:
    expected = trained(lambda weights: torch_adamw(weights, cycle), STEPS)
    taken = trained(lambda weights: AdamW(weights, RATE, DECAY, Cycle(RATE, STEPS) if cycle else None).step, STEPS)
    assert all(torch.equal(*pair) for pair in zip(taken, expected))


def test_adadelta_takes_the_steps_of_torch_to_the_last_bit() -> None:
    expected = trained(lambda weights: torch.optim.Adadelta(weights, lr=1.0).step, STEPS)
    taken = trained(lambda weights: Adadelta(weights, 1.0).step, STEPS)
    assert all(torch.equal(*pair) for pair in zip(taken, expected))


def test_a_cycle_whose_rise_is_one_step_or_less_is_none() -> None:
    """Five steps rise for one; six for more."""
    assert not Cycle(RATE, 5).turns
    assert Cycle(RATE, 6).turns
    constant, short = (trained(lambda weights, cycle=cycle: AdamW(weights, RATE, DECAY, cycle).step, 5) for cycle in (None, Cycle(RATE, 5)))
    assert all(torch.equal(*pair) for pair in zip(constant, short))


def test_a_training_does_not_load_the_compiler_of_torch() -> None:
    """It takes two seconds, and nothing here is compiled by it."""
    code = """
import sys, torch
from binn_engine.learning.optimisers import Adadelta, AdamW
for optimiser in (Adadelta, AdamW):
    weight = torch.ones(3, requires_grad=True)
    weight.grad = torch.ones(3)
    optimiser([weight], 0.1, *[0.1] * (optimiser is AdamW)).step()
    assert not torch.equal(weight, torch.ones(3))
print([name for name in ("torch._dynamo", "sympy") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
