"""What a projection costs: ``bash scripts/benchmark.sh projecting``.

512 x 512 pixels of the example landscape, 30 years in yearly pieces (a ramp of warming and of litter input), without passes, against a map
of today of the same pixels: wall and processor time, and peak memory of all processes against the budget. The machine's load is told, since
wall time depends on it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.scale import Cost, measured

START, YEARS = 2020, 30
SCENARIO = ("--warming", 2, "--litter-factor", 0.8, "--ramp-years", YEARS, "--start-year", START)


def engine(*words: object) -> None:
    """Run the engine, which must succeed."""
    subprocess.run(
        [sys.executable, "-m", "binn_engine", *map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def inputs(folder: Path, size: int) -> tuple[object, ...]:
    """Make the landscape and a model; returns the options of both maps."""
    engine("example", "--folder", folder, "--profiles", 200, "--size", size)
    covariates, forcing, model = sorted((folder / "covariates").glob("*.tif")), folder / "clm5_forcing.nc", folder / "model.safetensors"
    data = ("--covariates", *covariates, "--forcing", forcing, "--model", model)
    engine("train", "--observations", folder / "soc_profiles.gpkg", *data, "--teacher", "none", "--epochs", 2, "--members", 1, "--no-refit")
    return data


def tell(what: str, cost: Cost, memory: float) -> None:
    """What a run cost, in words."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(
        f"{what}: {cost.metrics['valid_pixels']:,} pixels, {cost.wall:.0f} s of wall and {cost.processor:.0f} s of processor time, "
        f"{cost.memory / 1e9:.2f} of {memory:g} GB; load of the machine (1, 5, 15 minutes) {load}",
        flush=True,
    )


def main() -> None:
    """Print the cost of a map of today and of the projection."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=512, help="Pixels of the map's side.")
    options.add_argument("--memory", type=float, default=2.0, help="Budget in GB.")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = inputs(folder, given.size)
        common = (*data, "--memory", given.memory, "--workers", 1)
        today = measured("predict", *common, "--soc", folder / "soc.tif")
        tell("today", today, given.memory)
        years = range(START + 1, START + YEARS + 1)
        change = measured("project", *common, *SCENARIO, "--years", *years, "--change-100", folder / "change.tif")
        tell(f"{YEARS} years", change, given.memory)
        print(f"the projection took {change.processor / today.processor:.1f} times the processor time of the map of today")


if __name__ == "__main__":
    main()
