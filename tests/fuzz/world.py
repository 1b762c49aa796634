"""A small world for the fuzzer: one sound file of every kind that the engine reads, and sound jobs over them."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import rasterio
import torch
from rasterio.transform import from_origin
from shapely.geometry import box

from binn_engine.experiments import sensitivity
from binn_engine.jobs.runner import run_job
from binn_engine.protocol import job_from_dict
from binn_engine.running.events import Reporter

# Bands and mean of the rasters that forcing is built from: degrees Celsius, mm/month, gC/m2/yr, %.
CLIMATE = {"temperature": (12, 8.0), "precipitation": (12, 80.0), "npp": (1, 500.0), "sand": (1, 40.0), "clay": (1, 25.0)}
COVARIATES = ("elevation", "clay", "land_cover")
ALONE = {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
FEW_DRAWS = 64  # for the sensitivity of SOC in model cards, which take longer than all else in a tiny training
TINY = {"epochs": 1, "hidden": [4], "members": 1}


@dataclasses.dataclass(frozen=True)
class World:
    """The world's folder, and sound jobs by kind whose outputs go to ``OUT`` within it."""

    folder: Path
    jobs: dict[str, dict[str, Any]]

    def path(self, name: str) -> Path:
        """A file of the world."""
        return self.folder / name


def make_world(folder: Path) -> World:
    """Write the world, in a process of its own, and get this process ready to be forked: every kind of job has run once, so that all is
    imported and compiled, and no thread of torch's was started, which a fork would not take along."""
    torch.set_num_threads(1)
    sensitivity.DRAWS = FEW_DRAWS
    subprocess.run(
        [sys.executable, "-m", "tests.fuzz.world", str(folder)], check=True, stdout=subprocess.DEVNULL, env={**os.environ, **ALONE}
    )
    world = World(folder, with_kinds(sound_jobs(folder)))
    for job in world.jobs.values():
        (folder / "OUT").mkdir()
        run(job)
        shutil.rmtree(folder / "OUT")
    return world


def write_world(folder: Path) -> None:
    """Write the files of the world."""
    sensitivity.DRAWS = FEW_DRAWS
    run({"kind": "example", "folder": str(folder), "size": 16, "profiles": 100})
    for path in (*folder.glob("truth_parameters.tif"), *folder.glob("*.run.json"), folder / "soc_profiles.gpkg"):
        path.unlink()
    for path in (folder / "covariates").glob("*.tif"):
        if path.stem not in COVARIATES:
            path.unlink()
    lines = (folder / "soc_profiles.csv").read_text().splitlines()
    (folder / "soc_profiles.csv").write_text("\n".join(lines[:300]) + "\n")
    geopandas.GeoDataFrame({"name": ["a", "b"]}, geometry=[box(-76, 42, -75, 43), box(-75, 42, -73, 44)], crs=4326).to_file(
        folder / "zones.geojson"
    )
    rasters = ";".join(f"covariates/{name}.tif" for name in COVARIATES)
    (folder / "index.csv").write_text(f"name,covariates\nwest,{rasters}\n")
    (folder / "ranges.csv").write_text("name,lower,upper\nq10,1.2,2.5\nbeta,0.5,0.99\n")
    radiocarbon = [f"p{row // 3},-74.5,43,{10 * (row % 3)},{10 * (row % 3) + 10},2005,{40 - row}" for row in range(30)]
    (folder / "c14.csv").write_text("\n".join(["profile_id,lon,lat,top_cm,bottom_cm,year,d14c_permil", *radiocarbon]) + "\n")
    write_climate(folder / "climate")
    jobs = with_kinds(sound_jobs(folder))
    run({**jobs["train"], "model": str(folder / "model.safetensors")})
    run({**jobs["proda_invert"], "chains_folder": str(folder / "chains"), "table": ""})
    run({**jobs["simulate"], "soc": str(folder / "soc.tif")})


def write_climate(folder: Path) -> None:
    """Write rasters of a climate and a soil on four cells, with a warm July."""
    folder.mkdir()
    profile = {"driver": "GTiff", "width": 2, "height": 2, "dtype": "float32", "crs": 4326, "transform": from_origin(-75.0, 43.0, 0.5, 0.5)}
    for name, (bands, mean) in CLIMATE.items():
        swing = -12.0 * np.cos(np.arange(bands) * np.pi / 6.0) if name == "temperature" else np.zeros(bands)
        with rasterio.open(folder / f"{name}.tif", "w", count=bands, **profile) as file:
            file.write((mean + swing)[:, None, None] + np.arange(4.0).reshape(2, 2))


def run(values: dict[str, Any]) -> None:
    """Run a job in this process."""
    run_job(job_from_dict(values), Reporter(io.StringIO()))


def sound_jobs(folder: Path) -> dict[str, dict[str, Any]]:
    """A job of each kind that takes a moment."""
    out = folder / "OUT"
    observations, forcing, model = (str(folder / name) for name in ("soc_profiles.csv", "clm5_forcing.nc", "model.safetensors"))
    covariates = [str(folder / "covariates" / f"{name}.tif") for name in COVARIATES]
    learning = {"observations": observations, "covariates": covariates, "forcing": forcing, "teacher": "none", **TINY}
    elevation = covariates[0]
    return {
        "prepare_profiles": {
            "observations": [observations], "layers": f"{out}/a.gpkg", "json": f"{out}/a.json", "rejected": f"{out}/a.csv",
        },
        "prepare_radiocarbon": {
            "observations": str(folder / "c14.csv"), "layers": f"{out}/a.gpkg", "json": f"{out}/a.json", "rejected": f"{out}/a.csv",
        },
        "build_forcing": {
            **{name: str(folder / "climate" / f"{name}.tif") for name in CLIMATE}, "forcing": f"{out}/a.nc",
        },
        "train": {**learning, "model": f"{out}/a.safetensors", "prior": str(folder / "ranges.csv"), "refit": False},
        "evaluate": {
            "model": model, "observations": observations, "covariates": covariates, "forcing": forcing, "json": f"{out}/a.json",
            "predictions": f"{out}/a.csv", "allow_training_profiles": True,
        },
        "predict": {"model": model, "covariates": covariates, "forcing": forcing, "soc": f"{out}/a.tif", "domain": f"{out}/d.tif"},
        "project": {
            "model": model, "covariates": covariates, "forcing": forcing, "change_100": f"{out}/a.tif", "csv": f"{out}/a.csv",
            "polygons": str(folder / "zones.geojson"), "warming": 2.0, "years": [2030, 2040],
        },
        "predict_tiles": {
            "tiles": str(folder / "index.csv"), "folder": f"{out}/tiles", "model": model, "forcing": forcing, "products": ["soc"],
        },
        "zonal": {
            "polygons": str(folder / "zones.geojson"), "zones": f"{out}/a.gpkg", "csv": f"{out}/a.csv", "soc": str(folder / "soc.tif"),
        },
        "simulate": {"forcing": forcing, "grid": elevation, "soc": f"{out}/a.tif", "values": ["q10=1.5"]},
        "statistical_map": {
            "observations": observations, "covariates": covariates, "forcing": forcing, "method": "boosting", "soc": f"{out}/a.tif",
        },
        "proda_invert": {
            "observations": observations, "forcing": forcing, "chains_folder": f"{out}/chains", "table": f"{out}/a.csv", "chains": 2,
            "steps": 64, "warm_up": 32, "thin": 2, "processes": 1, "learned": ["q10", "beta"],
        },
        "proda_upscale": {
            "chains_folder": str(folder / "chains"), "covariates": covariates, "forcing": forcing, "model": f"{out}/a.safetensors", **TINY,
            "min_nse": -1e9, "max_rhat": 1e9, "refit": False,
        },
        "compare": {
            "first_rasters": [str(folder / "truth_processes.tif")], "second_rasters": [str(folder / "truth_processes.tif")],
            "report": f"{out}/a.html", "json": f"{out}/a.json",
        },
    }  # fmt: skip


def with_kinds(jobs: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The jobs as job files hold them."""
    return {kind: {"kind": kind, **json.loads(json.dumps(values))} for kind, values in jobs.items()}


if __name__ == "__main__":
    write_world(Path(sys.argv[1]))
