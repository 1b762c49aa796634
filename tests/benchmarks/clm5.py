"""The CLM5 layer against dense solutions of the same system, in one run, on the same inputs: a table and JSON.

Run by ``scripts/benchmark.sh clm5``. The slow ones are timed on a sample of sites where the batch would take minutes, and say so; times
are per site, medians over repeats, two threads if the machine has them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from threading import Event

import torch

from binn_engine.clm5 import Forcing, SoilCarbonModel
from binn_engine.learning.batches import CPU_SITES
from binn_engine.learning.site_inputs import ModelSites
from binn_engine.model.binn import Binn, build_network, parameter_space
from binn_engine.model.checkpoints import Ensemble, Model
from binn_engine.model.encoding import EncodedCovariate, Encoding
from binn_engine.model.network import Inputs
from binn_engine.prediction.prediction import predict_sites
from binn_engine.prediction.product_request import ProductRequest
from binn_engine.running.devices import map_in_threads
from binn_engine.tables import DEFAULT_DEPTHS_M
from tests.benchmarks.dense import dense_pools, loop_pools
from tests.benchmarks.inputs import parameters, sites
from tests.benchmarks.measure import in_own_process, peak_bytes, seconds
from tests.benchmarks.stages import stage_seconds

BATCHES = (64, 256, 4096, 65536)
WHOLE_PRIOR_BATCHES = (4096, 65536)
DENSE_SITES, DENSE_CHUNK, LOOP_SITES = 4096, 64, 16
NETWORK = {"hidden": (128, 128, 128), "dropout": 0.1, "encoder": "none"}
N_CONTINUOUS = 60


def forward_backward(solve: Callable[[torch.Tensor, Forcing], torch.Tensor], theta: torch.Tensor, forcing: Forcing) -> None:
    """One forward and one backward pass by the parameters."""
    leaf = theta.detach().clone().requires_grad_()
    solve(leaf, forcing).sum().backward()


def forward(solve: Callable[[torch.Tensor, Forcing], torch.Tensor], theta: torch.Tensor, forcing: Forcing) -> None:
    """One forward pass."""
    with torch.no_grad():
        solve(theta, forcing)


def layer(theta: torch.Tensor, forcing: Forcing) -> torch.Tensor:
    """This layer's SOC, which is what training takes gradients of."""
    return SoilCarbonModel("published")(theta, forcing).soc


def dense(theta: torch.Tensor, forcing: Forcing) -> torch.Tensor:
    """SOC by a batched dense solve."""
    return dense_pools(theta, forcing)[:, 4:].sum(1)


def loop(theta: torch.Tensor, forcing: Forcing) -> torch.Tensor:
    """SOC by a loop over sites and months."""
    return loop_pools(theta, forcing)[:, 4:].sum(1)


def time_rows() -> list[dict]:
    """Microseconds per site of the layer, the batched dense solve and the loop.

    ``layer, whole prior`` has sites that float32 does not hold, which the layer solves again in float64.
    """
    check_agreement()
    rows = []
    for batch in BATCHES:
        theta, forcing = parameters(batch), sites(batch)
        cell = torch.arange(batch) % min(batch, 100)
        cases = [
            ("layer", "float64", forcing, batch, theta, layer),
            ("layer", "float32", forcing.to("cpu", torch.float32), batch, theta.float(), layer),
            ("layer, 100 shared cells", "float64", sites(min(batch, 100)).at(cell), batch, theta, layer),
            ("layer, 100 shared cells", "float32", sites(min(batch, 100)).to("cpu", torch.float32).at(cell), batch, theta.float(), layer),
        ]
        for name, kind, given, count, values, solve in cases:
            for direction in (forward, forward_backward):
                took = seconds(lambda: direction(solve, values, given), repeats=7 if batch < 65536 else 5)  # noqa: B023
                rows.append(row(name, kind, batch, direction, count, took))
        if batch in WHOLE_PRIOR_BATCHES:
            whole, narrow = parameters(batch, least_efolding=0.1).float(), forcing.to("cpu", torch.float32)
            took = seconds(lambda: forward(layer, whole, narrow), repeats=7 if batch < 65536 else 5)  # noqa: B023
            rows.append(row("layer, whole prior", "float32", batch, forward, batch, took))
        for direction in (forward, forward_backward):
            count = min(batch, DENSE_SITES)
            some = forcing.at(torch.arange(count)).gathered()
            took = seconds(lambda: direction(dense, theta[:count], some), repeats=3)  # noqa: B023
            rows.append(row("batched dense solve", "float64", batch, direction, count, took))
            if batch == DENSE_SITES:
                took = seconds(lambda: in_chunks(direction, theta, some), repeats=3)  # noqa: B023
                rows.append(row("dense solve in chunks", "float64", batch, direction, count, took))
    return rows + loop_rows()


def in_chunks(direction: Callable, theta: torch.Tensor, forcing: Forcing) -> None:
    """The dense solve of a few sites at a time, chunks in threads of their own: quicker than torch's threads within a large batch."""

    def run(index: torch.Tensor, _stop: Event) -> None:
        direction(dense, theta[index], forcing.at(index).gathered())

    map_in_threads(run, torch.arange(len(theta)).split(DENSE_CHUNK))


def loop_rows() -> list[dict]:
    """The loop on one thread, which is quicker than two: its matrices are small."""
    theta, forcing = parameters(LOOP_SITES), sites(LOOP_SITES)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    took = [(direction, seconds(lambda: direction(loop, theta, forcing), 5)) for direction in (forward, forward_backward)]  # noqa: B023
    torch.set_num_threads(threads)
    return [row("loop over sites and months", "float64", LOOP_SITES, direction, LOOP_SITES, value) for direction, value in took]


def row(name: str, kind: str, batch: int, direction: Callable, count: int, took: float) -> dict:
    """One measurement; ``sites`` tells how many were timed."""
    return {"what": name, "type": kind, "batch": batch, "direction": direction.__name__, "sites": count, "us_per_site": 1e6 * took / count}


def check_agreement() -> None:
    """All three must solve the same system, or their times mean nothing."""
    theta, forcing = parameters(8), sites(8)
    above = torch.arange(20) <= forcing.bedrock_layer[:, None]
    expected = torch.where(above, dense(theta, forcing), 0.0)
    for solve in (layer, loop):
        torch.testing.assert_close(torch.where(above, solve(theta, forcing), 0.0), expected, rtol=1e-5, atol=1e-3)


def ratios(rows: list[dict]) -> list[dict]:
    """The bars: how many times faster the layer is."""

    def cost(what: str, kind: str, batch: int, direction: str) -> float:
        return next(r["us_per_site"] for r in rows if (r["what"], r["type"], r["batch"], r["direction"]) == (what, kind, batch, direction))

    solved, looped, both = "batched dense solve", "loop over sites and months", "forward_backward"
    bars = [
        ("forward + backward, 256, against batched dense", 60, cost(solved, "float64", 256, both) / cost("layer", "float64", 256, both)),
        (
            "forward + backward, 4096, against batched dense",
            200,
            cost(solved, "float64", 4096, both) / cost("layer", "float64", 4096, both),
        ),
        (
            "forward, 65536, float32, against batched dense",
            150,
            cost(solved, "float64", 65536, "forward") / cost("layer", "float32", 65536, "forward"),
        ),
        (
            "forward, 65536, float32, whole prior, against dense",
            150,
            cost(solved, "float64", 65536, "forward") / cost("layer, whole prior", "float32", 65536, "forward"),
        ),
        (
            "forward + backward, 256, against the loop",
            1500,
            cost(looped, "float64", LOOP_SITES, both) / cost("layer", "float64", 256, both),
        ),
    ]
    return [{"bar": name, "at least": least, "measured": value} for name, least, value in bars]


def memory() -> dict:
    """Peak of forward and backward over the bytes of the layer's inputs and outputs, 65,536 sites, each case in a process of its own."""
    batch = 65536
    cases = {
        "own forcing": (batch, False, False),
        "own forcing, all gradients": (batch, True, False),
        "own forcing, all gradients, shallow thaw": (batch, True, True),
        "shared cells": (100, False, False),
        "shared cells, all gradients": (100, True, False),
        "shared cells, all gradients, shallow thaw": (100, True, True),
    }
    return {name: in_own_process(_memory_of, batch, *case) for name, case in cases.items()}


def _memory_of(batch: int, cells: int, everything: bool, shallow: bool) -> float:
    """Inputs, outputs and the rise of resident memory above them, as a multiple of inputs and outputs.

    ``everything`` takes gradients by the seven fields of the forcing too; ``shallow`` thaw is 0.3 to 1.8 m, different each month.
    """
    forward_backward(layer, parameters(64), sites(64))
    theta, forcing = parameters(batch), sites(cells)
    names = [field.name for field in fields(Forcing) if field.name not in ("bedrock_layer", "cell")]
    if shallow:
        draw = torch.Generator().manual_seed(2)
        depths = {name: 0.3 + 1.5 * torch.rand(cells, 12, generator=draw, dtype=torch.float64) for name in names[4:6]}
        forcing = replace(forcing, **depths)
    if cells < batch:
        forcing = forcing.at(torch.arange(batch) % cells)
    per_site = 7 * 20 + 20 + 6
    given = sum(tensor.numel() * tensor.element_size() for tensor in (theta, *vars(forcing).values()) if tensor is not None)
    both = given + theta.element_size() * batch * per_site
    if everything:
        for name in names:
            getattr(forcing, name).requires_grad_()
    return (given + peak_bytes(lambda: forward_backward(layer, theta, forcing))) / both


def prediction() -> dict:
    """Full-output prediction, as ``predict`` does it, against the network's own forward pass done the same way, per pixel.

    Pixels share 100 forcing cells; both sides take batches of 4,096 pixels in as many threads as there are.
    """
    pixels = 65536
    encoding = Encoding(tuple(EncodedCovariate(f"c{number}", False) for number in range(N_CONTINUOUS)))
    space = parameter_space("binn")
    network = build_network(N_CONTINUOUS, (), 21, NETWORK)
    model = Model(Ensemble([Binn(network, space, "clm5")]).eval(), encoding, space, "clm5", {})
    draw = torch.Generator().manual_seed(0)
    inputs = Inputs(torch.randn(pixels, N_CONTINUOUS, generator=draw), torch.zeros(pixels, 0, dtype=torch.long), torch.zeros(pixels, 2))
    forcing = sites(100).at(torch.arange(pixels) % 100)
    batches = torch.arange(pixels).split(CPU_SITES)

    def run_network(index: torch.Tensor, _stop: Event) -> torch.Tensor:
        with torch.no_grad():
            return network(inputs.at(index))

    products = ("parameters", "processes", "soc")
    pairs = ModelSites(inputs, forcing)
    whole = seconds(lambda: predict_sites(model, pairs, ProductRequest(products, DEFAULT_DEPTHS_M), print), 7, 2)
    alone = seconds(lambda: map_in_threads(run_network, batches), 7, 2)
    return {"us_per_pixel": 1e6 * whole / pixels, "network_us_per_pixel": 1e6 * alone / pixels, "times": whole / alone}


def main(target: Path | None) -> None:
    """Measure, print a table, and write JSON to ``target``, if any."""
    rows = time_rows()
    result = {"threads": torch.get_num_threads(), "rows": rows, "bars": ratios(rows), "memory": memory(), "prediction": prediction()}
    result["stages_us_per_site"] = stage_seconds()
    print(f"{'what':28s} {'type':8s} {'batch':>6s} {'direction':17s} {'sites':>6s} {'us/site':>10s}")
    for r in rows:
        print(f"{r['what']:28s} {r['type']:8s} {r['batch']:6d} {r['direction']:17s} {r['sites']:6d} {r['us_per_site']:10.2f}")
    for bar in result["bars"]:
        print(f"{bar['bar']:52s} at least {bar['at least']:5d} times: {bar['measured']:8.0f}")
    for name, times in result["memory"].items():
        print(f"peak memory of forward + backward, {name}: {times:.2f} times inputs and outputs (at most 6)")
    print(f"full-output prediction: {result['prediction']['times']:.2f} times the network alone (at most 3)", result["prediction"])
    print("stages, us per site on one thread:", {name: round(value, 3) for name, value in result["stages_us_per_site"].items()})
    if target:
        target.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    else:
        print(json.dumps(result))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("json", nargs="?", type=Path, help="File for the results as JSON; printed where there is none.")
    main(options.parse_args().json)
