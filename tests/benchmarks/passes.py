"""What many passes cost: memory and time of a prediction with 100 Monte Carlo passes against one without, over the same window.

Run by ``scripts/benchmark.sh passes [SIZE]``; the window has SIZE x SIZE pixels (1000). Each prediction is a run of the command line in a
process of its own, of one network, on all cores, with means, standard deviations and quantiles of parameters, processes and SOC.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PASSES = 100
PRODUCTS = ("parameters", "processes", "soc")


def engine(*words: object) -> tuple[float, int]:
    """Seconds and peak resident bytes of a run of the engine."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "binn_engine", *map(str, words)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"The engine failed: {words}")
    return time.perf_counter() - started, 1024 * usage.ru_maxrss


def main(size: int) -> None:
    """Make an example, train one network for an epoch, predict without and with passes, and print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine("example", "--folder", folder, "--profiles", 400, "--size", size)
        covariates = sorted((folder / "covariates").glob("*.tif"))
        inputs = ["--covariates", *covariates, "--forcing", folder / "clm5_forcing.nc", "--model", folder / "m.safetensors"]
        engine(
            "train",
            "--observations",
            folder / "soc_profiles.gpkg",
            *inputs,
            "--teacher",
            "none",
            "--epochs",
            1,
            "--members",
            1,
            "--no-refit",
        )
        means = [word for product in PRODUCTS for word in (f"--{product}", folder / f"{product}.tif")]
        spread = [f"{product}{end}" for product in PRODUCTS for end in ("_sd", "_quantiles")]
        more = [word for product in spread for word in (f"--{product.replace('_', '-')}", folder / f"{product}.tif")]
        alone, least = engine("predict", *inputs, *means)
        two, _ = engine("predict", *inputs, *means, *more, "--passes", 2)
        many, most = engine("predict", *inputs, *means, *more, "--passes", PASSES)
    result = {
        "pixels": size * size,
        "seconds_without_passes": alone,
        "seconds_of_100_passes": many,
        # Reading, writing and statistics that do not grow with the passes are in the run with two.
        "seconds_per_pass": (many - two) / (PASSES - 2),
        "pass_over_prediction": (many - two) / (PASSES - 2) / alone,
        "peak_bytes": [least, most],
        "peak_ratio": most / least,
    }
    print(f"a pass costs {result['pass_over_prediction']:.2f} times a prediction without (at most 1)")
    print(f"peak memory of {PASSES} passes: {result['peak_ratio']:.2f} times that without (at most 1.5)")
    print(json.dumps(result))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
