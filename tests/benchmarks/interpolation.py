"""What interpolating the forcing costs: predictions with forcing between its cells against the nearest cell, by the same networks.

Run by ``scripts/benchmark.sh interpolation [SIZE]``; the map has SIZE x SIZE pixels (500). Each prediction is a run of the command line
in a process of its own, on one core. Processor time is compared: several runs of both kinds take turns, and the quickest of each counts.
What a run of a few pixels takes, mostly to start, is taken off both. Three cases: one network; the default ensemble of eight, without
passes; and one network with 20 passes and standard deviations.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from binn_engine.model.checkpoints import load_model, save_model

WAYS = ("nearest", "bilinear")
REPEATS = 2
FEW = (-76.5, 44.4, -76.4, 44.5)  # a corner of the example
MOST = 1.5  # times the nearest cell


def engine(*words: object) -> float:
    """Processor seconds of a run of the engine on one core."""
    one = {**os.environ, "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    process = subprocess.Popen([sys.executable, "-m", "binn_engine", *map(str, words)], stdout=subprocess.DEVNULL, env=one)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"The engine failed: {words}")
    return usage.ru_utime + usage.ru_stime


def models(folder: Path, members: int, inputs: list[object]) -> dict[str, Path]:
    """The same networks twice, with cards that tell one and the other way to read the forcing."""
    trained = folder / f"{members}.safetensors"
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
        members,
        "--model",
        trained,
        "--no-refit",
    )
    model, paths = load_model(trained), {}
    for way in WAYS:
        paths[way] = folder / f"{members}_{way}.safetensors"
        save_model(paths[way], dataclasses.replace(model, card={**model.card, "forcing_interpolation": way}))
    return paths


def main(size: int) -> None:
    """Make an example, train for an epoch, predict in both ways, and print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine("example", "--folder", folder, "--profiles", 400, "--size", size)
        inputs: list[object] = ["--covariates", *sorted((folder / "covariates").glob("*.tif")), "--forcing", folder / "clm5_forcing.nc"]
        maps: list[object] = [word for product in ("soc", "processes") for word in (f"--{product}", folder / f"{product}.tif")]
        passes: list[object] = ["--passes", 20, "--spread", "dropout", "--soc-sd", folder / "sd.tif"]
        one, eight = models(folder, 1, inputs), models(folder, 8, inputs)
        cases = {"one network": (one, maps), "eight networks": (eight, maps), "one network, 20 passes": (one, [*maps, *passes])}
        ratios = {}
        for case, (paths, words) in cases.items():
            runs = [{way: engine("predict", *inputs, "--model", paths[way], *words) for way in WAYS} for _ in range(REPEATS)]
            start = engine("predict", *inputs, "--model", paths["nearest"], *words, "--bounds", *FEW)
            whole = {way: min(run[way] for run in runs) for way in WAYS}
            alone = {way: seconds - start for way, seconds in whole.items()}
            ratios[case] = alone["bilinear"] / alone["nearest"]
            told = f"{alone['bilinear']:.1f} s against {alone['nearest']:.1f} s, {ratios[case]:.2f} times (at most {MOST})"
            print(f"{case}: {told}; whole runs {whole['bilinear'] / whole['nearest']:.2f} times", flush=True)
    print(json.dumps({"pixels": size * size, "ratios": ratios}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
