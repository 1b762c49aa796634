"""PRODA's jobs and the comparison stop within two seconds of being asked, in every phase, and say truly what they leave."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from binn_engine.protocol import EXIT_CANCELLED, STAGING_PREFIX
from tests.engine.commands import ROOT, engine_here

WITHIN = 2.0


@pytest.fixture(scope="module")
def landscape(tmp_path_factory) -> Path:
    """An example with a short inversion and a small model of it."""
    folder = tmp_path_factory.mktemp("landscape")
    assert engine_here("example", "--folder", folder, "--profiles", 60, "--size", 24).status == 0
    done = engine_here("proda-invert", *profiles(folder), "--chains-folder", folder / "done", "--steps", 400, "--processes", 1)
    assert done.status == 0, done.stderr
    done = engine_here(
        "proda-upscale", *upscaling(folder), "--model", folder / "m.safetensors", "--members", 2, "--epochs", 2, "--no-refit"
    )
    assert done.status == 0, done.stderr
    return folder


def profiles(folder: Path) -> list[object]:
    return ["--observations", folder / "soc_profiles.gpkg", "--forcing", folder / "clm5_forcing.nc"]


def covariates(folder: Path) -> list[object]:
    return ["--covariates", *sorted((folder / "covariates").glob("*.tif")), "--forcing", folder / "clm5_forcing.nc"]


def upscaling(folder: Path) -> list[object]:
    return ["--chains-folder", folder / "done", *covariates(folder), "--max-rhat", 9, "--min-nse", -99]


def inverting(folder: Path, place: Path) -> list[object]:
    return ["proda-invert", *profiles(folder), "--chains-folder", place / "chains", "--steps", 200_000, "--block-sites", 20]


def inverting_in_two(folder: Path, place: Path) -> list[object]:
    return [*inverting(folder, place), "--processes", 2]


def inverting_alone(folder: Path, place: Path) -> list[object]:
    return [*inverting(folder, place), "--processes", 1]


def inverting_where_no_scheduler_is(folder: Path, place: Path) -> list[object]:
    return [*inverting(folder, place), "--scheduler", f"tcp://127.0.0.1:{SILENT.getsockname()[1]}"]


def upscaling_long(folder: Path, place: Path) -> list[object]:
    return ["proda-upscale", *upscaling(folder), "--model", place / "out.safetensors", "--epochs", 4000, "--report", place / "out.html"]


def upscaling_short(folder: Path, place: Path) -> list[object]:
    return [
        "proda-upscale",
        *upscaling(folder),
        "--model",
        place / "out.safetensors",
        "--epochs",
        1,
        "--no-refit",
        "--report",
        place / "r.html",
    ]


def comparing(folder: Path, place: Path, passes: int = 200) -> list[object]:
    model = folder / "m.safetensors"
    truth = ["--truth-processes", folder / "truth_processes.tif", "--truth-parameters", folder / "truth_parameters.tif"]
    words = ["compare", "--first", model, "--second", model, *covariates(folder), *truth, "--observations", folder / "soc_profiles.gpkg"]
    return [*words, "--passes", passes, "--block-degrees", 0.1, "--report", place / "c.html", "--json", place / "c.json"]


def comparing_soon(folder: Path, place: Path) -> list[object]:
    return comparing(folder, place, passes=10)


# Takes connections and says nothing: one that refuses them is told of at once.
SILENT = socket.create_server(("127.0.0.1", 0))

CASES = [
    (inverting_alone, "reading profiles", 0.0),
    (inverting_alone, "sampling", 0.5),
    (inverting_in_two, "sampling", 0.1),
    (inverting_in_two, "sampling", 4.0),
    (inverting_where_no_scheduler_is, "sampling", 1.0),
    (upscaling_long, "reading covariates", 0.0),
    (upscaling_long, "training", 0.5),
    (upscaling_short, "computing how much information the data contain", 0.1),
    (comparing, "mapping", 0.5),
    (comparing_soon, "comparing", 0.1),
    (comparing_soon, "writing the results", 0.3),
]


@pytest.mark.long
@pytest.mark.parametrize(("words", "phase", "seconds"), CASES)
def test_a_job_stops_within_two_seconds_in_every_phase(landscape, tmp_path, words: Callable, phase: str, seconds: float) -> None:
    """ProductRequest ``seconds`` after the phase began. Nothing is left but the chains, and these are spoken of."""
    command = [sys.executable, "-m", "binn_engine", *map(str, words(landscape, tmp_path))]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    ) as running:
        events = []
        for line in running.stdout:
            events.append(json.loads(line))
            if events[-1].get("phase", "").startswith(phase):
                break
        assert events[-1].get("phase", "").startswith(phase), events[-1]
        time.sleep(seconds)
        asked = time.monotonic()
        running.send_signal(signal.SIGTERM)
        last = [json.loads(line) for line in running.stdout][-1]
        assert running.wait(timeout=30) == EXIT_CANCELLED
        took = time.monotonic() - asked
    assert took < WITHIN
    assert last["code"] == "cancelled"
    assert ("Chains that were started are kept" in last["remedy"]) == words.__name__.startswith("inverting")
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {"chains"}
    assert not [path for path in tmp_path.rglob(f"{STAGING_PREFIX}*")]
    deadline = time.monotonic() + WITHIN
    while left_of_session(running.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left_of_session(running.pid)


def left_of_session(number: int) -> list[str]:
    """Processes of a session that are still there; who outlives the process that started it has another parent, but the same session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        if words[3] == str(number) and words[0] != "Z":
            found.append(stat.parent.name)
    return found
