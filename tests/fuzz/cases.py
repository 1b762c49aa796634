"""The fuzzer's cases: a kind of input, damaged in a copy of the world, and the command line that reads it."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from binn_engine.running.job_paths import path_kinds
from binn_engine.settings import JOBS
from tests.engine.support.damage import RASTERS, TABLES
from tests.engine.support.damage_forcing import FORCINGS

from . import mutations
from .mutations import Random
from .world import CLIMATE, COVARIATES, World


@dataclasses.dataclass(frozen=True)
class Case:
    """What to run: words of the command line, and which files and folders (with what they hold) the run may write."""

    words: tuple[str, ...]
    outputs: tuple[str, ...]


def job_of(world: World, kind: str) -> dict[str, Any]:
    """A sound job of a kind, free to be changed."""
    return json.loads(json.dumps(world.jobs[kind]))


def run_job_file(world: World, job: Any, random: Random | None = None, name: str = "job.json") -> Case:
    """Runs what stands in a job file; all that it may write lies in ``OUT``."""
    text = mutations.json_text(job, random) if random is not None else json.dumps(job).encode()
    mutations.replace(world.path(name), text)
    return Case(("run", str(world.path(name))), ("OUT", *_named(world, job)))


def _named(world: World, job: Any) -> list[str]:
    """What a job file itself names as outputs, as far as that lies in the world."""
    kind = JOBS.get(job.get("kind")) if isinstance(job, dict) and isinstance(job.get("kind"), str) else None
    if kind is None:
        return []
    values = [job.get(name) for name, found in path_kinds(kind).items() if found.direction == "out"]
    paths = [os.path.normpath(world.folder / value) for value in values if isinstance(value, str) and value and "\0" not in value]
    inside = [os.path.relpath(path, world.folder) for path in paths if path.startswith(f"{world.folder}{os.sep}")]
    return [name for path in inside for name in (path, f"{Path(path).with_suffix('')}.{kind.kind}.run.json")]


def job_file(world: World, random: Random) -> Case:
    kind = str(random.choice(list(world.jobs)))
    return run_job_file(world, mutations.damaged_json(job_of(world, kind), random), random)


def record(world: World, random: Random) -> Case:
    """A record as a stranger may have changed it; it may write into its own folder, the world."""
    kind = str(random.choice(["prepare_profiles", "simulate", "evaluate", "predict"]))
    whole = {"job": job_of(world, kind), "outputs": {"soc": "a.tif"}, "metrics": {}, "written": {}, "inputs": {}}
    return run_job_file(world, mutations.damaged_json(whole, random), random, f"OUT/a.{kind}.run.json")


def checkpoint(world: World, random: Random) -> Case:
    path = world.path("model.safetensors")
    mutations.replace(path, mutations.damaged_checkpoint(path.read_bytes(), random))
    kind = str(random.choice(["predict", "evaluate"]))
    return Case(("info", str(path)), ()) if random.random() < 0.1 else run_job_file(world, job_of(world, kind))


def manifest(world: World, random: Random) -> Case:
    """The manifest of chains, or one of their files, between two runs."""
    folder = world.path("chains")
    path = folder / str(random.choice(["manifest.json", "manifest.json", *sorted(path.name for path in folder.iterdir())]))
    content = path.read_bytes()
    if path.name == "manifest.json" and random.random() < 0.7:
        content = mutations.json_text(mutations.damaged_json(json.loads(content), random), random)
    else:
        content = mutations.damaged_bytes(content, random)
    mutations.replace(path, content)
    again = random.random() < 0.5
    job = {**job_of(world, "proda_invert"), "chains_folder": str(folder)} if again else job_of(world, "proda_upscale")
    return dataclasses.replace(run_job_file(world, job), outputs=("OUT", "chains", "chains.proda_invert.run.json"))


def unfinished(world: World, random: Random) -> Case:
    """What an earlier prediction left, damaged."""
    folder = world.path("OUT/a.predict.unfinished")
    folder.mkdir()
    lines = [{"format": "binn-unfinished-map-2", "maps": "x"}, {"tile": 0, "hash": None, "notes": {"valid": 3}}]
    (folder / "manifest.jsonl").write_bytes(
        b"\n".join(mutations.json_text(mutations.damaged_json(line, random), random).replace(b"\n", b" ") for line in lines)
    )
    (folder / "tile-000000.f32").write_bytes(random.bytes(int(random.integers(0, 4000))))
    return run_job_file(world, job_of(world, "predict"))


def table(world: World, random: Random) -> Case:
    path = world.path("soc_profiles.csv")
    if random.random() < 0.5:
        damaged = TABLES[int(random.integers(len(TABLES)))](_folder(world), random)
        job = {**job_of(world, "prepare_profiles"), "observations": [str(damaged.path)]}
    else:
        mutations.replace(path, mutations.damaged_text(path.read_bytes(), random))
        job = job_of(world, str(random.choice(["prepare_profiles", "evaluate", "prepare_profiles", "train"])))
    return run_job_file(world, job)


def small_table(world: World, random: Random) -> Case:
    """A tile index, or ranges of parameters."""
    name, kind = (("index.csv", "predict_tiles"), ("ranges.csv", "train"))[int(random.integers(2))]
    mutations.replace(world.path(name), mutations.damaged_text(world.path(name).read_bytes(), random))
    return run_job_file(world, job_of(world, kind))


def raster(world: World, random: Random) -> Case:
    kind = str(random.choice(["predict", "evaluate", "simulate", "build_forcing"]))
    names = [f"climate/{name}.tif" for name in CLIMATE] if kind == "build_forcing" else [f"covariates/{name}.tif" for name in COVARIATES]
    path = world.path(str(random.choice(names)))
    job = job_of(world, kind)
    if random.random() < 0.5:
        damaged = RASTERS[int(random.integers(len(RASTERS)))](_folder(world), random)
        job = json.loads(json.dumps(job).replace(json.dumps(str(path)), json.dumps(str(damaged.path))))
    else:
        mutations.replace(path, mutations.damaged_bytes(path.read_bytes(), random))
    return run_job_file(world, job)


def netcdf(world: World, random: Random) -> Case:
    path = world.path("clm5_forcing.nc")
    job = job_of(world, "simulate")
    if random.random() < 0.6:
        damaged = FORCINGS[int(random.integers(len(FORCINGS)))](_folder(world), random)
        job["forcing"] = str(damaged.path)
    else:
        mutations.replace(path, mutations.damaged_bytes(path.read_bytes(), random))
    return run_job_file(world, job)


def polygons(world: World, random: Random) -> Case:
    path = world.path("zones.geojson")
    mutations.replace(path, mutations.damaged_geojson(path.read_bytes(), random))
    return run_job_file(world, job_of(world, "zonal"))


def _folder(world: World) -> Path:
    folder = world.path("damaged")
    folder.mkdir()
    return folder


KINDS: dict[str, Callable[[World, Random], Case]] = {
    "job file": job_file,
    "checkpoint": checkpoint,
    "table": table,
    "raster": raster,
    "NetCDF": netcdf,
    "polygons": polygons,
    "record": record,
    "manifest": manifest,
    "unfinished map": unfinished,
    "index or ranges": small_table,
}


def make_case(world: World, folder: Path, seed: int, number: int) -> tuple[str, Case]:
    """Case ``number`` of a seed, in a fresh copy of the world in ``folder``; its kind too. The same numbers give the same case."""
    random = np.random.default_rng([seed, number])
    kind = list(KINDS)[number % len(KINDS)]
    shutil.copytree(world.folder, folder)
    (folder / "OUT").mkdir()
    moved = json.loads(json.dumps(world.jobs).replace(json.dumps(str(world.folder))[1:-1], json.dumps(str(folder))[1:-1]))
    return kind, KINDS[kind](World(folder, moved), random)
