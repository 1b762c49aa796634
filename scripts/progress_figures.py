"""How the progress of jobs holds: the longest silence, whether it goes back, and how good the estimate of the end is after a third.

Runs jobs on the example landscape, in a folder that is kept for the next call:

    .venv/bin/python -m scripts.progress_figures FOLDER [JOB...]

A job is "short" if it takes less than six seconds: it is over before anybody looks at an estimate, most of its time is that of loading
libraries, and a second more or less is a factor of two.
"""

from __future__ import annotations

import json
import subprocess  # nosec B404 (the engine is run as users run it)
import sys
import time
from pathlib import Path

import numpy as np
import rasterio

ROOT = Path(__file__).resolve().parents[1]
PROFILES, SIZE = 1000, 100
SHORT = 6.0  # seconds


def followed(words: list[str]) -> tuple[list[tuple[float, dict]], float]:
    """The events of a run of the engine with the time at which each came, and how long the run took."""
    started = time.monotonic()
    command = [sys.executable, "-m", "binn_engine", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:  # nosec B603
        events = [(time.monotonic() - started, json.loads(line)) for line in running.stdout or ()]
    if running.returncode:
        raise SystemExit(f"{words[0]} failed: {events[-1][1]}")
    return events, time.monotonic() - started


def figures(words: list[str]) -> str:
    """A row of the table: job, seconds, longest silence, whether the bar goes back, estimate of the rest divided by the rest."""
    events, took = followed(words)
    times = [0.0, *(at for at, _ in events), took]
    gap, at = max((later - earlier, earlier) for earlier, later in zip(times, times[1:]))
    bar = [(at, event) for at, event in events if event["event"] == "progress"]
    percents = [event["percent"] for _, event in bar]
    rest = ""
    for when, event in bar:
        if when >= took / 3:
            rest = "no estimate" if event["remaining"] is None else f"{event['remaining'] / (took - when):.2f}"
            break
    rest = "short" if took < SHORT else rest
    monotone = "yes" if percents == sorted(percents) else "NO"
    return f"{words[0]:18} {took:7.1f} {gap:7.1f} (at {at:6.1f} s) {monotone:8} {rest}"


def jobs(folder: Path) -> dict[str, list[str]]:
    """The jobs on the example, in an order in which each has what it needs."""
    here = folder / "example"
    rasters = ["--covariates", *map(str, sorted((here / "covariates").glob("*.tif")))]
    forcing, profiles = ["--forcing", f"{here}/clm5_forcing.nc"], ["--observations", f"{here}/soc_profiles.gpkg"]
    learn = [*profiles, *rasters, *forcing, "--members", "4", "--epochs", "40"]
    model, chains = ["--model", f"{folder}/model.safetensors"], ["--chains-folder", f"{folder}/chains"]
    maps = [word for name in ("soc", "soc-sd", "processes", "parameters") for word in (f"--{name}", f"{folder}/{name}.tif")]
    small = ["--members", "1", "--epochs", "20"]
    return {
        "prepare-profiles": [*profiles, "--layers", f"{folder}/clean.gpkg", "--report", f"{folder}/prepare.html"],
        "train": [*learn, *model, "--report", f"{folder}/train.html"],
        "predict": [*model, *rasters, *forcing, *maps, "--passes", "20", "--report", f"{folder}/map.html"],
        "evaluate": [*model, *profiles, *rasters, *forcing, "--allow-training-profiles", "--json", f"{folder}/scores.json"],
        "crossvalidate": [*learn, "--folds", "3", "--report", f"{folder}/crossvalidation.html"],
        "recovery": [*learn, *small, "--folds", "2", "--folds-run", "1", "--truths", "2", "--report", f"{folder}/recovery.html"],
        "calibration": [
            *learn, *small, "--model", f"{folder}/calibrated.safetensors", "--folds", "2", "--twins", "2", "--test-twins", "1",
            "--no-compare-random", "--report", f"{folder}/calibration.html",
        ],
        "proda-invert": [*profiles, *forcing, *chains, "--steps", "1000", "--block-sites", "64", "--report", f"{folder}/inversion.html"],
        "proda-upscale": [
            *chains, *rasters, *forcing, *small, "--max-rhat", "99", "--min-nse", "-99", "--model", f"{folder}/proda.safetensors",
            "--report", f"{folder}/upscaling.html",
        ],
        "compare": [
            "--first", f"{folder}/model.safetensors", "--second", f"{folder}/proda.safetensors", *rasters, *forcing, "--passes", "10",
            "--truth-processes", f"{here}/truth_processes.tif", "--report", f"{folder}/comparison.html",
        ],
        "statistical-map": [
            *profiles, *rasters, *forcing, "--soc", f"{folder}/forest.tif", "--soc-sd", f"{folder}/forest_sd.tif",
            "--report", f"{folder}/forest.html",
        ],
        "zonal": [
            *model, *rasters, *forcing, "--polygons", f"{folder}/zones.geojson", "--id-field", "name", "--passes", "20",
            "--zones", f"{folder}/zones.gpkg", "--report", f"{folder}/zones.html",
        ],
        "project": [
            *model, *rasters, *forcing, "--litter-factor", "0.9", "--warming", "2", "--years", "2050", "2100", "--passes", "10",
            "--change-100", f"{folder}/change.tif", "--report", f"{folder}/projection.html",
        ],
        "simulate": [*forcing, "--grid", f"{here}/truth_soc.tif", "--soc", f"{folder}/simulated.tif"],
    }  # fmt: skip


def jobs_of_other_data(folder: Path) -> dict[str, list[str]]:
    """The jobs that read climate, a tile index or radiocarbon."""
    here = folder / "example"
    return {
        "build-forcing": [
            *(word for name in ("temperature", "precipitation") for word in (f"--{name}", f"{folder}/{name}.tif")),
            *(word for name in ("npp", "sand", "clay") for word in (f"--{name}", f"{here}/covariates/{name}.tif")),
            "--forcing", f"{folder}/built.nc",
        ],
        "predict-tiles": [
            "--model", f"{folder}/model.safetensors", "--forcing", f"{here}/clm5_forcing.nc", "--tiles", f"{folder}/tiles.csv",
            "--folder", f"{folder}/tiles", "--passes", "5", "--products", "soc", "soc_sd",
        ],
        "prepare-radiocarbon": [
            "--observations", f"{folder}/radiocarbon.csv", "--layers", f"{folder}/radiocarbon.gpkg", "--rejected", f"{folder}/rejected.csv",
        ],
    }  # fmt: skip


def write_zones(path: Path) -> None:
    """Four rectangles of the example."""
    corners = [(west, south) for west in (-76.0, -75.0) for south in (42.0, 43.0)]
    rings = [[[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0], [x, y]] for x, y in corners]
    features = [
        {"type": "Feature", "properties": {"name": f"zone {number}"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for number, ring in enumerate(rings, 1)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def write_climate(folder: Path) -> None:
    """Twelve months of temperature and precipitation on the grid of the example."""
    with rasterio.open(folder / "example" / "covariates" / "clay.tif") as file:
        profile, shape = {**file.profile, "count": 12, "dtype": "float32", "nodata": None}, file.shape
    months = np.arange(12)[:, None, None] + np.zeros(shape)
    for name, values in (("temperature", 10.0 - 12.0 * np.cos(months / 12 * 2 * np.pi)), ("precipitation", 80.0 + months)):
        with rasterio.open(folder / f"{name}.tif", "w", **profile) as file:
            file.write(values.astype(np.float32))


def write_tables(folder: Path) -> None:
    """Three tiles, and 2,000 layers of radiocarbon."""
    rasters = ";".join(map(str, sorted((folder / "example" / "covariates").glob("*.tif"))))
    (folder / "tiles.csv").write_text("name,covariates\n" + "".join(f"t{tile},{rasters}\n" for tile in range(3)), encoding="utf-8")
    rows = [f"p{row // 5},{-75 + row / 4000},43,{row % 5 * 10},{row % 5 * 10 + 10},2005,{50 - row % 5 * 40}\n" for row in range(2000)]
    header = "profile_id,lon,lat,top_cm,bottom_cm,year,d14c\n"
    (folder / "radiocarbon.csv").write_text(header + "".join(rows), encoding="utf-8")


def main() -> None:
    folder, wanted = Path(sys.argv[1]).absolute(), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{'job':18} {'seconds':>7} {'longest silence (s)':22} monotone  estimated / true rest after a third", flush=True)
    if not (folder / "example").is_dir():
        print(figures(["example", "--folder", f"{folder}/example", "--profiles", str(PROFILES), "--size", str(SIZE)]), flush=True)
    write_zones(folder / "zones.geojson")
    write_climate(folder)
    write_tables(folder)
    for name, words in (jobs(folder) | jobs_of_other_data(folder)).items():
        if not wanted or name in wanted:
            print(figures([name, *words]), flush=True)


if __name__ == "__main__":
    main()
