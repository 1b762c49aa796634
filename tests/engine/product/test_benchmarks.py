"""The benchmarks measure what they say: all sides solve the same system, and the compiled layer is far ahead, by a ratio in one run."""

from __future__ import annotations

from collections.abc import Callable

from tests.benchmarks.clm5 import check_agreement, forward_backward, layer
from tests.benchmarks.dense import dense_pools
from tests.benchmarks.inputs import parameters, sites
from tests.benchmarks.measure import seconds


def test_the_layer_the_dense_solve_and_the_loop_solve_the_same_system() -> None:
    check_agreement()


def fastest(call: Callable[[], object], repeats: int) -> float:
    """The shortest time of a call, the one that other programs disturbed least."""
    return min(seconds(call, repeats=1, warm_up=number == 0) for number in range(repeats))


def test_the_layer_is_far_faster_than_a_dense_solve() -> None:
    """Forward and backward at 256 sites: hundreds of times on an idle machine; 30 leaves room for a busy one."""
    theta, forcing = parameters(256), sites(256)
    dense = fastest(lambda: forward_backward(dense_pools, theta, forcing), 3)
    ours = fastest(lambda: forward_backward(layer, theta, forcing), 15)
    assert dense / ours > 30.0
