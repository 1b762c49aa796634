"""What a step of PRODA's chains costs, beside the published way to evaluate the model: ``python -m tests.benchmarks.proda``.

Chains of the default sampler at sites of a temperate climate, and the loop that builds one dense matrix a site; one thread each, medians of
processor time, which a busy machine changes less than wall time.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import torch

from binn_engine.clm5.geometry import NODE_DEPTH, point_weights
from binn_engine.model.binn import parameter_space
from binn_engine.proda.differential import DifferentialSampler
from binn_engine.proda.likelihood import Observed, SitePosterior, SocError
from binn_engine.proda.plans import ChainPlan, chain_keys
from tests.benchmarks.dense import loop_pools
from tests.benchmarks.inputs import parameters, sites

SITES, CHAINS, STEPS, LAYERS, LOOP_SITES = 128, 3, 400, 6, 20


def chain_seconds() -> tuple[float, float]:
    """Processor seconds of an evaluation within a chain, and those of the CLM5 layer in it."""
    forcing = sites(SITES)
    depth = np.tile(NODE_DEPTH[:LAYERS], SITES)
    count = np.full(SITES, LAYERS)
    observed = Observed(np.cumsum(count) - count, count, point_weights(depth), np.full(len(depth), 1e4), depth)
    posterior = SitePosterior(parameter_space("binn"), "clm5", forcing, observed, SocError(0.5))
    plan = ChainPlan("differential", CHAINS, STEPS, STEPS // 2, 10)
    draws = np.zeros((plan.records, CHAINS, SITES, 21), dtype=np.float32)
    sampler = DifferentialSampler(posterior, chain_keys(1, [str(site) for site in range(SITES)], CHAINS), plan, draws)
    sampler.advance()  # the first steps load or compile the kernels
    places, site = sampler.places.reshape(-1, 21), np.repeat(np.arange(SITES), CHAINS)
    whole, layer = [], []
    while not sampler.done:
        whole.append(_spent(sampler.advance) / (plan.thin * len(places)))
        layer.append(_spent(lambda: posterior.simulate(places, site)) / len(places))
    return float(np.median(whole)), float(np.median(layer))


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def loop_seconds() -> float:
    """Processor seconds of an evaluation by the loop over sites and months."""
    forcing, theta = sites(LOOP_SITES), parameters(LOOP_SITES)
    with torch.no_grad():
        loop_pools(theta[:2], forcing.at(torch.arange(2)))
        cells = [torch.tensor([site]) for site in range(LOOP_SITES)]
        return float(np.median([_spent(lambda at=cell: loop_pools(theta[at], forcing.at(at))) for cell in cells]))


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    (whole, layer), loop = chain_seconds(), loop_seconds()
    print(f"a step of a chain           {1e6 * whole:10.2f} us")
    print(f"  of which the CLM5 layer   {1e6 * layer:10.2f} us ({100 * layer / whole:.0f} %)")
    print(f"the loop over sites         {1e6 * loop:10.2f} us")
    print(f"ratio                       {loop / whole:10.0f}")


if __name__ == "__main__":
    main()
