"""Things that take seconds to make and that several tests read."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch

from binn_engine.experiments import sensitivity
from binn_engine.reports.figures import canvas
from binn_engine.reports.figures.canvas import LAYOUT, MOST_NARROW
from tests.engine.commands import SHARED, engine_here
from tests.engine.support.profiles import Warnings


@dataclass(frozen=True)
class TrainedExample:
    """The example landscape and a model trained on it; tests read and never write there."""

    folder: Path
    covariates: list[str]
    forcing: str
    model: str

    @property
    def inputs(self) -> list[str]:
        """Options of ``predict``."""
        return ["--model", self.model, "--covariates", *self.covariates, "--forcing", self.forcing]


@pytest.fixture(scope="session", autouse=True)
def _quick_reports() -> Iterator[None]:
    """What takes longer than a short training: 2,048 draws for the sensitivity of SOC (test_identifiability gives its own), the room for
    every text of a figure, and a second picture of it for narrow pages (tests of pictures take the fixture ``pictures_as_for_users``)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sensitivity, "DRAWS", 64)
        patch.setattr(canvas, "MOST_NARROW", 0)
        patch.setattr(canvas, "LAYOUT", None)
        yield


@pytest.fixture
def pictures_as_for_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures have room for all their texts, and pictures for narrow pages."""
    monkeypatch.setattr(canvas, "MOST_NARROW", MOST_NARROW)
    monkeypatch.setattr(canvas, "LAYOUT", LAYOUT)


@pytest.fixture(scope="session")
def trained_example(tmp_path_factory: pytest.TempPathFactory) -> TrainedExample:
    """A small example landscape, and a model trained on it through the command line. Several runs of pytest share those in the folder that
    ``BINN_TEST_EXAMPLE`` names: the first makes them."""
    parent = Path(os.environ.get("BINN_TEST_EXAMPLE") or tmp_path_factory.mktemp("example"))
    parent.mkdir(exist_ok=True)
    folder = parent / "Größe ü 土 (1)"
    covariates, forcing, model = folder / "covariates", folder / "clm5_forcing.nc", folder / "model.safetensors"
    with (parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed
        if not model.exists():
            done = engine_here("example", "--folder", folder, "--profiles", 800, "--size", 50)
            assert done.status == 0, done.stderr
            words = [
                "--observations",
                folder / "soc_profiles.gpkg",
                "--covariates",
                *sorted(covariates.glob("*.tif")),
                "--forcing",
                forcing,
            ]
            settings = ["--teacher", "none", "--epochs", 40, "--members", 2, "--no-refit", "--report", folder / "training.html"]
            done = engine_here("train", *words, "--model", model, *settings)
            assert done.status == 0, done.stderr
    return TrainedExample(folder, sorted(map(str, covariates.glob("*.tif"))), str(forcing), str(model))


@pytest.fixture(scope="session")
def new_york() -> Path:
    """The folder of the New York data; skips where it is absent."""
    folder = SHARED / "data" / "new_york"
    if not folder.exists():
        pytest.skip("the New York data are not beside the checkout (../shared/data/new_york)")
    return folder


@pytest.fixture
def two_threads() -> Iterator[None]:
    """Work is shared between two threads, whatever the tests are started with."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def warnings() -> Warnings:
    """Keeps the warnings of a reader."""
    return Warnings()
