"""Signals at random moments over all kinds of job: how long each run lasts on, and what it leaves.

``scripts/signals.sh ROUNDS SEED`` runs many and prints a table; ``test_signals.py`` runs some.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import geopandas
import numpy as np
import rasterio
from shapely.geometry import box

from tests.engine.commands import ROOT

ENGINE = [sys.executable, "-m", "binn_engine"]
HOW = ("SIGTERM", "SIGINT", "SIGHUP", "closed input", "SIGKILL")
MARK = "BINN_SIGNALS_ROUND"  # all processes of a round have it in their environment
MOST_S, LONGEST_S = 2.0, 60.0


@dataclass
class Inputs:
    """Tiny inputs of all kinds of job, in ``folder``."""

    folder: Path
    seconds: dict[str, float] = field(default_factory=dict)
    outputs: dict[str, set[str]] = field(default_factory=dict)

    def path(self, name: str) -> str:
        return str(self.folder / name)

    @property
    def covariates(self) -> list[str]:
        return sorted(map(str, (self.folder / "covariates").glob("*.tif")))

    def words(self, kind: str, out: Path) -> list[str]:
        """The command line of a kind of job that writes into ``out``. A kind may have a number of workers behind it."""
        forcing, observed = ["--forcing", self.path("clm5_forcing.nc")], ["--observations", self.path("soc_profiles.gpkg")]
        covariates, model = ["--covariates", *self.covariates], ["--model", self.path("model.safetensors")]
        learned = [*observed, *covariates, *forcing]
        short = ["--epochs", 4, "--members", 1]
        report = ["--report", out / "r.html", "--json", out / "r.json"]
        clay = self.path("covariates/clay.tif")
        soil = {name: self.path(f"covariates/{name}.tif") for name in ("clay", "sand", "npp")}
        climate = ["--temperature", self.path("temperature.tif"), "--precipitation", self.path("precipitation.tif")]
        kind, _, workers = kind.partition(" x")
        maps = ["--soc", out / "s.tif", "--processes", out / "p.tif"]
        zones = ["--zones", out / "z.gpkg", "--csv", out / "z.csv"]
        many = ["--workers", workers] if workers else []
        words = {
            "example": ["--folder", out / "x", "--size", 24, "--profiles", 60],
            "build_forcing": [
                *climate, "--npp", soil["npp"], "--sand", soil["sand"], "--clay", soil["clay"], "--forcing", out / "f.nc",
            ],
            "prepare_profiles": [*observed, "--layers", out / "o.gpkg", "--report", out / "r.html", "--json", out / "r.json"],
            "prepare_radiocarbon": ["--observations", self.path("c14.csv"), "--layers", out / "o.gpkg", "--rejected", out / "r.csv"],
            "train": [*learned, "--teacher", "none", "--model", out / "m.safetensors", *short, "--report", out / "r.html"],
            "crossvalidate": [*learned, "--teacher", "none", *short, "--folds", 2, *report],
            "recovery": [*learned, *short, "--folds", 2, "--folds-run", 1, *report],
            "calibration": [*learned, *short, "--folds", 2, "--twins", 1, "--test-twins", 1, "--model", out / "m.safetensors", *report],
            "evaluate": [*model, *learned, "--allow-training-profiles", "--json", out / "r.json"],
            "predict": [*model, *covariates, *forcing, *maps, "--tile-size", 8, "--passes", 3, *many],
            "predict_tiles": [
                "--tiles", self.path("tiles.csv"), *model, *forcing, "--folder", out / "tiles", "--products", "soc", "--passes", 2, *many,
            ],
            "zonal": ["--polygons", self.path("zones.gpkg"), *zones, *model, *covariates, *forcing],
            "project": [
                *model, *covariates, *forcing, "--change-100", out / "c.tif", "--csv", out / "y.csv", "--warming", 2, "--years", 2030,
                "--passes", 2, "--tile-size", 8, *many,
            ],
            "simulate": [*forcing, "--grid", clay, "--soc", out / "s.tif"],
            "statistical_map": [*learned, "--soc", out / "s.tif", "--soc-sd", out / "d.tif", "--tile-size", 8],
            "proda_invert": [
                *observed, *forcing, "--chains-folder", out / "chains", "--table", out / "t.gpkg", "--steps", 400,
                "--processes", workers or 1,
            ],
            "proda_upscale": [
                "--chains-folder", self.path("chains"), *covariates, *forcing, "--model", out / "u.safetensors", "--max-rhat", 100, *short,
            ],
            "compare": [
                "--first", self.path("model.safetensors"), "--second", self.path("model.safetensors"), *covariates, *forcing,
                "--report", out / "c.html", "--json", out / "c.json", "--block-degrees", 0.1, "--passes", 3,
            ],
        }[kind]  # fmt: skip
        return [kind, *map(str, words)]


KINDS = (
    "example", "build_forcing", "prepare_profiles", "prepare_radiocarbon", "train", "crossvalidate", "recovery", "calibration",
    "evaluate", "predict", "predict_tiles", "project", "zonal", "simulate", "statistical_map", "proda_invert", "proda_upscale",
    "compare", "predict x2", "predict_tiles x2", "proda_invert x2",
)  # fmt: skip
# Kinds that need nothing but the example.
PLAIN = ("example", "prepare_profiles", "train", "simulate", "recovery", "proda_invert x2")
WAITING = ("a pipe: csv", "a pipe: gpkg", "a pipe: tif", "a pipe: job")


def engine(words: Sequence[str], **options: object) -> subprocess.Popen:
    """A running engine in a session of its own."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*ENGINE, *words], cwd=ROOT, start_new_session=True, text=True, **pipes, **options)


def until_it_is_ours(process: subprocess.Popen) -> None:
    """Wait until the engine's first lines have run. Before them Python itself says with a trace that it was interrupted (SIGINT)."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    with suppress(OSError):
        while process.poll() is None and not children.read_text():
            time.sleep(0.005)


def finished(words: Sequence[str]) -> None:
    """Run the engine to its end, which must be a good one."""
    with engine(words) as process:
        out, err = process.communicate(timeout=600)
    assert process.returncode == 0, (words, out[-500:], err[-2000:])


def make_inputs(folder: Path, kinds: Sequence[str]) -> Inputs:
    """Inputs for the kinds, each of which is run once, for its seconds and its outputs."""
    inputs = Inputs(folder)
    finished(["example", "--folder", str(folder), "--size", "24", "--profiles", "60"])
    if any(kind not in PLAIN for kind in kinds):
        finished([word.replace("/made/m.", "/model.") for word in inputs.words("train", folder / "made")][:-2])
        chains = inputs.words("proda_invert", folder)
        finished(chains)
        _make_climate(inputs)
        _make_zones(inputs)
        rows = ["name,covariates", *(f"t{number},{';'.join(inputs.covariates)}" for number in range(3))]
        (folder / "c14.csv").write_text("profile_id,lon,lat,top_cm,bottom_cm,year,d14c\na,-75,43,0,10,2005,50\n", encoding="utf-8")
        (folder / "tiles.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for kind in kinds:
        out = folder.parent / "once"
        out.mkdir()
        start = time.monotonic()
        finished(inputs.words(kind, out))
        print(f"{kind}: {time.monotonic() - start:.1f} s, {len(files_in(out))} files", flush=True)
        inputs.seconds[kind], inputs.outputs[kind] = time.monotonic() - start, files_in(out)
        shutil.rmtree(out)
    return inputs


def _make_climate(inputs: Inputs) -> None:
    """Twelve months of temperature and precipitation on the example's grid."""
    with rasterio.open(inputs.path("covariates/clay.tif")) as file:
        profile = {**file.profile, "count": 12, "dtype": "float32", "nodata": None}
        shape = (file.height, file.width)
    months = np.arange(12, dtype=np.float32)[:, None, None] + np.zeros(shape, np.float32)
    for name, values in (("temperature", 10.0 - 12.0 * np.cos(months / 12 * 2 * np.pi)), ("precipitation", 80.0 + months)):
        with rasterio.open(inputs.path(f"{name}.tif"), "w", **profile) as file:
            file.write(values.astype(np.float32))


def _make_zones(inputs: Inputs) -> None:
    with rasterio.open(inputs.path("covariates/clay.tif")) as file:
        zones = geopandas.GeoDataFrame({"name": ["all"]}, geometry=[box(*file.bounds)], crs=file.crs)
    zones.to_file(inputs.path("zones.gpkg"))


def files_in(folder: Path) -> set[str]:
    """The files in a folder and below, save what a run goes on from: finished tiles and chains."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    return {name for name in found if ".unfinished/" not in name and not name.startswith("chains/")}


def tree(folder: Path) -> dict[str, str]:
    """Every file and folder, with a hash of what it holds."""
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "" for path in sorted(folder.rglob("*"))}


def processes_of(mark: str) -> set[int]:
    """The processes of a round that have not ended."""
    found = set()
    for entry in os.listdir("/proc"):
        try:
            if f"{MARK}={mark}\0".encode() in Path(f"/proc/{entry}/environ").read_bytes():
                found.add(int(entry))
        except (OSError, ValueError):
            continue
    return found


def one_round(inputs: Inputs, kind: str, how: str, seconds: float) -> tuple[float, list[str]]:
    """Start a job, end it after so many seconds; how long all its processes lasted on, and what is wrong with how it ended."""
    place = inputs.folder.parent / "round"
    out, tmp = place / "out", place / "tmp"
    for folder in (out, tmp):
        folder.mkdir(parents=True)
    mark = os.urandom(8).hex()
    job = place / "job.json"
    words = _words_of(inputs, kind, out, place, job)
    before = tree(inputs.folder)
    with engine(words, env={**os.environ, "TMPDIR": str(tmp), MARK: mark}) as process:
        if how == "SIGINT":
            until_it_is_ours(process)
        time.sleep(seconds)
        start, done = time.monotonic(), process.poll() is not None
        if how == "closed input":
            process.stdin.close()
        elif not done:
            process.send_signal(signal.Signals[how])
        while processes_of(mark) and time.monotonic() - start < LONGEST_S:
            time.sleep(0.01)
        lasted = time.monotonic() - start
        for pid in processes_of(mark):
            os.kill(pid, signal.SIGKILL)
        said = process.stderr.read()
        status = process.wait()
    wrong = _wrong(inputs, kind, how, status, said)
    if lasted > MOST_S and not done:
        wrong.append(f"lasted {lasted:.1f} s")
    left, whole = files_in(out), inputs.outputs.get(kind, set())
    in_parts = kind.startswith("predict_tiles")  # a tile's maps appear as soon as they are done
    if left and left != whole and not (in_parts and left < whole):
        wrong.append(f"outputs in part: {sorted(left)}")
    if status == 0 and left != whole:
        wrong.append(f"success without {sorted(whole - left)}")
    wrong += [f"left {path}" for path in tmp.iterdir()]
    if tree(inputs.folder) != before:
        wrong.append("inputs changed")
    shutil.rmtree(place)
    return (0.0 if done else lasted), wrong


def _words_of(inputs: Inputs, kind: str, out: Path, place: Path, job: Path) -> list[str]:
    """The command line of a round, with its input watched: a job file of the same values as the words."""
    if kind.startswith("a pipe: "):
        suffix = kind.rpartition(" ")[2]
        pipe = place / f"pipe.{suffix}"
        os.mkfifo(pipe)
        if suffix == "job":
            return ["run", str(pipe), "--watch-stdin"]
        values = {"kind": "prepare_profiles", "observations": [str(pipe)], "layers": str(out / "o.gpkg")}
        if suffix == "tif":
            values = {"kind": "simulate", "forcing": inputs.path("clm5_forcing.nc"), "grid": str(pipe), "soc": str(out / "s.tif")}
    else:
        from binn_engine.cli import job_of
        from binn_engine.protocol import job_to_dict

        values = job_to_dict(job_of(inputs.words(kind, out)))
    job.write_text(json.dumps(values), encoding="utf-8")
    return ["run", str(job), "--watch-stdin"]


def _wrong(inputs: Inputs, kind: str, how: str, status: int, said: str) -> list[str]:
    number = 15 if how == "closed input" else int(signal.Signals[how])
    wrong = []
    refused = kind.startswith("a pipe") and status == 1
    if status not in (0, 130, -number, -9) and not refused:
        wrong.append(f"exit status {status}: {said[-300:]}")
    if "Traceback" in said or "Exception ignored" in said:
        wrong.append(f"a trace: {said[-600:]}")
    return wrong


@dataclass
class Row:
    """Rounds of a kind under one signal: how many, how many still ran, the worst time and what was wrong."""

    count: int = 0
    caught: int = 0
    worst: float = 0.0
    wrong: list[str] = field(default_factory=list)


def rounds(inputs: Inputs, kinds: Sequence[str], count: int, seed: int) -> dict[tuple[str, str], Row]:
    """So many rounds, spread over kinds and signals; every fourth ends within the first second and a half, while the engine starts."""
    # A shell has what it starts in the background ignore it, and so would the engine until its first line.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chance, rows = random.Random(seed), {}
    for number in range(count):
        kind, how = kinds[number % len(kinds)], HOW[(number + number // len(kinds)) % len(HOW)]
        whole = inputs.seconds.get(kind, 4.0)
        seconds = chance.uniform(0.04, 1.5 if number % 4 == 0 else whole)
        lasted, wrong = one_round(inputs, kind, how, seconds)
        row = rows.setdefault((kind, how), Row())
        row.count, row.caught, row.worst = row.count + 1, row.caught + (lasted > 0.0), max(row.worst, lasted)
        row.wrong += [f"{kind}, {how} after {seconds:.2f} s: {text}" for text in wrong]
        if wrong:
            print(row.wrong[-len(wrong) :], flush=True)
    return rows


def main(count: int, seed: int, folder: Path) -> int:
    """Many rounds over all kinds, and a table of them; 1 where anything was wrong."""
    (folder / "inputs").mkdir()
    rows = rounds(make_inputs(folder / "inputs", KINDS), (*KINDS, *WAITING), count, seed)
    print(f"{'kind':18s} {'signal':13s} rounds  while it ran  worst (s)  faults")
    for (kind, how), row in sorted(rows.items()):
        print(f"{kind:18s} {how:13s} {row.count:6d} {row.caught:13d} {row.worst:10.2f} {len(row.wrong):7d}")
    wrong = [text for row in rows.values() for text in row.wrong]
    print(f"{count} rounds, seed {seed}: worst {max(row.worst for row in rows.values()):.2f} s, {len(wrong)} faults", *wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
