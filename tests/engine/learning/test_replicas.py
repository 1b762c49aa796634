"""Training that torchrun shares among processes: the same steps as in one, one voice, and an end for all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from tests.engine.commands import ROOT, engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.learning import replica_worker


def in_two(*words: object) -> subprocess.CompletedProcess:
    """Run a module with ``words`` in two processes that torchrun starts on the loopback."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
    torchrun = ["torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1", "--nproc-per-node", "2", "-m"]
    command = [sys.executable, "-m", *torchrun, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=240)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders with what one process, this one, and two train by each recipe."""
    one, two = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    replica_worker.main(one)
    done = in_two(replica_worker.__name__, two)
    assert done.returncode == 0, done.stderr
    return one, two


@pytest.mark.long
@pytest.mark.parametrize("recipe", ["recommended", "paper"])
def test_two_processes_train_the_same_network_as_one(trained: tuple[Path, Path], recipe: str) -> None:
    """In float64 to 1e-10, with batch normalisation to 1e-8: the balanced loss, dropout, classes, rich layers, a last batch of 8."""
    one, two = (load_file(folder / f"{recipe}.safetensors") for folder in trained)
    assert two.pop("processes") == 2
    assert one.pop("processes") == 1
    # Batch normalisation takes a bias before it out again: its gradient is rounding alone, which Adam makes steps of. Running means lag
    # behind such a bias, so that scores of validation feel it, and how far depends on the processor.
    np.testing.assert_allclose(two["history"], one["history"], rtol=1e-6 if recipe == "paper" else 1e-9)
    without_meaning = ("hidden.0.bias", "hidden.1.bias", "running_mean") if recipe == "paper" else ()
    close = 1e-8 if recipe == "paper" else 1e-10
    for name, values in one.items():
        if not name.endswith(without_meaning):
            np.testing.assert_allclose(two[name], values, rtol=close, atol=close * np.abs(values).max(initial=1e-12), err_msg=name)
    assert np.ptp(one["history"][:, 1]) > 0.0


@pytest.mark.long
def test_a_process_that_fails_ends_all(tmp_path: Path) -> None:
    """None waits for it, none writes, and the reason is told."""
    done = in_two(replica_worker.__name__, tmp_path, "fails")
    assert done.returncode == 1
    assert "this process ends before its time" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.long
def test_shared_training_by_the_command_line_reports_and_writes_once(trained_example: TrainedExample, tmp_path: Path) -> None:
    """Two processes: one stream of events, one model with the scores of one process, as far as float32 goes."""
    words = ["train", "--observations", trained_example.folder / "soc_profiles.gpkg", "--covariates", *trained_example.covariates]
    words += [
        "--forcing",
        trained_example.forcing,
        "--teacher",
        "none",
        "--epochs",
        2,
        "--members",
        1,
        "--hidden",
        16,
        "--no-refit",
        "--device",
        "cpu",
    ]
    (tmp_path / "two").mkdir()
    done = in_two("binn_engine", *words, "--model", tmp_path / "two" / "model.safetensors")
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["event"] for row in events].count("result") == 1
    assert [row["event"] for row in events].count("started") == 1
    assert sorted(path.name for path in (tmp_path / "two").iterdir()) == ["model.safetensors", "model.train.run.json"]
    alone = engine_here(*words, "--model", tmp_path / "model.safetensors")
    assert alone.status == 0, alone.stderr
    one, two = (row["metrics"]["scores"]["BINN"]["random test"]["gC_m3"]["nse"] for row in (alone.last("result"), events[-1]))
    assert two == pytest.approx(one, abs=1e-3)


def test_jobs_that_cannot_be_shared_are_refused(trained_example: TrainedExample, tmp_path: Path) -> None:
    """Two processes would write one file."""
    done = in_two("binn_engine", "predict", *trained_example.inputs, "--soc", tmp_path / "soc.tif")
    assert done.returncode == 1
    assert "Only train can use torchrun" in done.stderr
    assert not list(tmp_path.iterdir())
