"""Runs in time against steady states, in one run on the same sites, and the accuracy of the steppers on the reference cases.

Run by ``scripts/benchmark.sh transient``. Times are per site, medians over repeats. The reference cases are not part of the repository;
without them the table of steppers is left out, and says so.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from binn_engine.clm5 import Forcing, SoilCarbonModel, rational
from binn_engine.clm5.backends import Backend
from binn_engine.clm5.geometry import LAYER_THICKNESS
from binn_engine.clm5.operator import SoilOperator, litter_sources
from binn_engine.clm5.rational import RationalStep, euler_step, exponential_step
from binn_engine.clm5.steps import Program
from tests.benchmarks.inputs import parameters, sites
from tests.benchmarks.measure import seconds
from tests.engine.support.clm5_cases import case_forcing, case_parameters
from tests.engine.support.time_cases import CASES, load_time_cases, step_forcing

BATCH = 4096
YEARS = 100
MAP_PIXELS, MAP_YEARS, MAP_CELLS = 512 * 512, 30, 400
# The coefficients as published with the poles, without conditions at zero.
PUBLISHED = (
    -27.8761622911772 - 102.150006292910j,
    46.9349045870058 + 45.6445438389804j,
    -23.4989794190913 - 5.80821920833314j,
    4.80723330890651 - 1.32111220314874j,
    -0.376363367345741 + 0.335204683131047j,
    0.00943872056709325 - 0.0171857363123722j,
    -7.15387817975870e-5 + 1.43619017880041e-4j,
)
STEP_YEARS = {"1 month": 1.0 / 12.0, "1 year": 1.0, "5 years": 5.0}


def warmed(forcing: Forcing, kelvin: float) -> Forcing:
    """The forcing with warmer soil."""
    return dataclasses.replace(forcing, soil_temperature=forcing.soil_temperature + kelvin)


def speed() -> list[dict]:
    """How many steady states a run takes, at 4,096 sites with forcing of their own, and the bar."""
    theta, forcing, model = parameters(BATCH), sites(BATCH), SoilCarbonModel()
    start, warm = model(theta, forcing).pools, warmed(forcing, 2.0)
    pieces = [(1.0, warmed(forcing, 0.02 * year)) for year in range(YEARS)]

    def gradient() -> None:
        leaf = theta.clone().requires_grad_()
        model.transient(leaf, start, [(1.0, warm)], [1.0]).stock[:, -1].sum().backward()

    cases: list[tuple[str, float | None, int, Callable[[], object]]] = [
        ("a year", 12.0, 7, lambda: model.transient(theta, start, [(1.0, warm)], [1.0])),
        ("a year by Euler's step", None, 7, lambda: model.transient(theta, start, [(1.0, warm)], [1.0], "euler")),
        ("a year and its gradient by the parameters", None, 5, gradient),
        (f"{YEARS} years of one forcing", None, 1, lambda: model.transient(theta, start, [(1.0, warm)], [float(YEARS)])),
        (f"{YEARS} yearly pieces", 1000.0, 1, lambda: model.transient(theta, start, pieces, [float(YEARS)])),
        ("ages", None, 3, lambda: model.ages(theta, forcing)),
    ]
    rows = []
    for name, most, repeats, call in cases:
        # In turns with the steady state: on a machine that others use, times far apart cannot be compared.
        solve = seconds(lambda: steady(model, theta, forcing), 9)
        took = seconds(call, repeats) if name.endswith("parameters") else without_gradients(call, repeats)
        solve = 0.5 * (solve + seconds(lambda: steady(model, theta, forcing), 9))
        rows.append({"what": name, "us_per_site": 1e6 * took / BATCH, "steady_states": took / solve, "at most": most})
    return rows


def steady(model: SoilCarbonModel, theta: torch.Tensor, forcing: Forcing) -> None:
    """A steady state, as prediction computes it."""
    with torch.no_grad():
        model(theta, forcing)


def without_gradients(call: Callable[[], object], repeats: int) -> float:
    """Seconds of a call that records nothing."""
    with torch.no_grad():
        return seconds(call, repeats)


def scenario() -> dict:
    """30 yearly pieces over 512 x 512 pixels that share the cells of a coarse grid, in batches: seconds on torch's threads."""
    model, coarse = SoilCarbonModel(), sites(MAP_CELLS)
    theta, pieces = parameters(BATCH), [(1.0, warmed(coarse, 0.1 * year)) for year in range(1, MAP_YEARS + 1)]

    def run() -> None:
        for first in range(0, MAP_PIXELS, BATCH):
            cell = torch.arange(first, first + BATCH) % MAP_CELLS
            start = model(theta, coarse.at(cell)).pools
            model.transient(theta, start, [(years, forcing.at(cell)) for years, forcing in pieces], [float(MAP_YEARS)])

    return {"pixels": MAP_PIXELS, "years": MAP_YEARS, "seconds": without_gradients(run, 1), "threads": torch.get_num_threads()}


def with_coefficients(coefficients: tuple[complex, ...]) -> Callable[[float], RationalStep]:
    """The exponential step with other coefficients."""

    def step(years: float) -> RationalStep:
        kept = rational.COEFFICIENTS
        rational.COEFFICIENTS = coefficients
        try:
            return exponential_step(years)
        finally:
            rational.COEFFICIENTS = kept

    return step


def steppers() -> list[dict]:
    """Largest errors over the reference cases, mode ``clm5``, of the step to another forcing: SOC relative to at least 1 gC/m3, annual
    respiration, the most negative pool relative to the site's largest, and the balance of a step relative to the stock."""
    cases = load_time_cases()
    theta, backend = case_parameters(cases), Backend("clm5", "compiled")
    start = SoilCarbonModel()(theta, case_forcing(cases)).pools
    system, forcing = backend.system(theta, step_forcing(cases)), step_forcing(cases)
    source = torch.nn.functional.pad(litter_sources(system.share, forcing), (0, 0, 0, 3))
    rows = []
    for name, step in (
        ("rational, coefficients here", exponential_step),
        ("rational, published coefficients", with_coefficients(PUBLISHED)),
        ("implicit Euler", euler_step),
    ):
        for label, years in STEP_YEARS.items():
            errors = step_errors(cases, system.operator, (source, start), step(years), round(YEARS / years))
            rows.append({"stepper": name, "step": label, **errors})
    return rows


def step_errors(cases: dict, operator: SoilOperator, carbon: tuple[torch.Tensor, torch.Tensor], step: RationalStep, count: int) -> dict:
    """The errors of so many steps of one kind; ``carbon`` is source and start, ``(16, 7, 20)`` each."""
    source, start = carbon
    keep = tuple([True] * count)
    found = Backend("clm5", "compiled").march(operator, source, start, Program((step,) * count, keep, leaks=False, signed=True))
    ends = [round(time * 365.0 / step.days) for time in cases["times"]]
    chosen = [(row, end - 1) for row, end in enumerate(ends) if end > 0 and abs(end * step.days / 365.0 - cases["times"][row]) < 1e-9]
    exact = np.stack([cases["step_pools_clm5"][:, row, 4:].sum(1) for row, _ in chosen])
    soc = found.pools[[end for _, end in chosen]][:, :, 4:].sum(2).numpy()
    stock = torch.cat([(start * torch.as_tensor(LAYER_THICKNESS)).sum((1, 2))[None], found.stock])
    came = (source * torch.as_tensor(LAYER_THICKNESS)).sum((1, 2)) * step.days
    balance = ((stock.diff(dim=0) - (came - found.respired)).abs() / stock[1:]).max()
    every = max(1, round(365.0 / step.days))
    yearly = found.respired.reshape(-1, every, len(start)).sum(1) if step.days <= 365.0 else None
    right = torch.from_numpy(cases["step_respiration_clm5"].T)
    return {
        "soc": float((np.abs(soc - exact) / np.maximum(exact, 1.0)).max()),
        "respiration": None if yearly is None else float(((yearly - right).abs() / right).max()),
        "negative": float((found.pools.amin((2, 3)) / found.pools.amax((2, 3))).min()),
        "balance": float(balance),
    }


def main(target: Path | None, whole_map: bool) -> None:
    """Measure, print tables, and write JSON to ``target``, if any."""
    result: dict = {"threads": torch.get_num_threads(), "speed": speed()}
    for row in result["speed"]:
        bar = f" (at most {row['at most']:g})" if row["at most"] else ""
        print(f"{row['what']:45s} {row['us_per_site']:10.1f} us/site {row['steady_states']:8.1f} steady states{bar}", flush=True)
    if CASES.exists():
        result["steppers"] = steppers()
        for row in result["steppers"]:
            values = " ".join(f"{name} {row[name]:9.1e}" for name in ("soc", "respiration", "negative", "balance") if row[name] is not None)
            print(f"{row['stepper']:35s} {row['step']:8s} {values}")
    else:
        print(f"no table of steppers: the reference cases {CASES.name} are not beside the checkout")
    if whole_map:
        result["scenario"] = scenario()
        print(result["scenario"])
    if target:
        target.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("json", nargs="?", type=Path, help="File for the results as JSON.")
    options.add_argument("--map", action="store_true", help="Also 30 yearly pieces over 512 x 512 pixels, which takes minutes.")
    given = options.parse_args()
    main(given.json, given.map)
