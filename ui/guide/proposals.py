"""What the guide proposes: names of files, settings of the training, and the time that a step takes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import QgsSettings

from ..translation import mark, tr

# Measured on two cores of a virtual machine: seconds of a run with little work, with its report, and seconds for each unit of work.
START_S = {"prepare_profiles": 3.0, "build_forcing": 5.0, "train": 10.0, "calibration": 35.0, "predict": 9.0, "zonal": 7.0}
PER_ROW_S = 5e-4  # a row of a table that is prepared
PER_PROFILE_EPOCH_S = 6e-5  # a profile in an epoch of one network
PER_PIXEL_PASS_S = 4e-6  # a pixel in one pass of one network
PER_FORCING_CELL_S = 5e-4
CALIBRATIONS = 29  # trainings of *Calibrate BINN*: five folds twice, 18 twins, and the model
PER_CALIBRATION_S = 2.0  # of passes and forests beside each of them
MEMBERS = 4  # networks of a model, whose mean is mapped too
TEACHING = 2.0  # networks that the training of a teacher is worth, in time
TAUGHT_PLACES = 2  # places that a teacher predicts for each profile
CORES, MOST_CORES = 2, 4  # of the measurement; beyond four, a training gets little faster
SPEED_SETTING = "binn/guide_speed"  # by kind of work: how many times as long as estimated the last run took here
SPEED_LIMITS = (0.2, 20.0)


@dataclass(frozen=True)
class TrainingChoice:
    """A choice of settings for training: its title and details, the work in epochs of one network over all profiles, its parameters.

    Maps of SOC have a teacher, whose predictions the networks are trained on; calibrations have none.
    """

    key: str
    title: str
    details: str
    epochs: int
    members: int
    trainings: int  # of the whole model: the score first, then with all profiles
    parameters: dict[str, Any] = field(default_factory=dict)
    teacher: bool = False

    @property
    def taught(self) -> float:
        """The work of one training, in networks that see every profile once in an epoch."""
        return TAUGHT_PLACES * self.members + TEACHING if self.teacher else float(self.members)


TRAININGS = (
    TrainingChoice(
        "recommended",
        mark("Recommended"),
        mark("4 networks with teacher models, up to 100 epochs, trained again on all profiles"),
        100,
        MEMBERS,
        2,
        teacher=True,
    ),
    TrainingChoice(
        "quick",
        mark("Quick look"),
        mark("1 network, 25 epochs"),
        25,
        1,
        1,
        {"EPOCHS": 25, "MEMBERS": 1, "TEACHER": "none", "REFIT": False},
    ),
)
FAST_S = 600.0  # a training that takes longer than this is not proposed first


def choice_of(key: str, profiles: int) -> TrainingChoice:
    """The choice with a key; without one, the recommended one where it does not take long."""
    chosen = next((choice for choice in TRAININGS if choice.key == key), None)
    if chosen is not None:
        return chosen
    return TRAININGS[0] if training_seconds(TRAININGS[0], profiles) <= FAST_S else TRAININGS[1]


def slowness(kind: str) -> float:
    """How much longer this machine takes than the one of the measurements: by its last run, else by its cores."""
    found = QgsSettings().value(f"{SPEED_SETTING}/{kind}", 0.0, type=float)
    return found if found > 0.0 else CORES / min(os.cpu_count() or CORES, MOST_CORES)


def remember_speed(kind: str, estimated: float, seconds: float) -> None:
    """Keep how long a run took, compared with its estimate on the machine of the measurements."""
    factor = slowness(kind) * seconds / max(estimated, 1.0)
    QgsSettings().setValue(f"{SPEED_SETTING}/{kind}", min(max(factor, SPEED_LIMITS[0]), SPEED_LIMITS[1]))


def preparing_seconds(rows: int) -> float:
    """How long it takes to prepare profiles."""
    return (START_S["prepare_profiles"] + rows * PER_ROW_S) * slowness("prepare_profiles")


def training_seconds(choice: TrainingChoice, profiles: int, trainings: int = 0) -> float:
    """How long a training takes; of the whole model so many times as the choice has it, where it is not said."""
    work = profiles * choice.epochs * choice.taught * (trainings or choice.trainings) * PER_PROFILE_EPOCH_S
    return (START_S["train"] + work) * slowness("train")


def calibrating_seconds(choice: TrainingChoice, profiles: int) -> float:
    """How long it takes to calibrate a model: a training for each fold, in blocks and at random, for each twin, and for the model."""
    each = profiles * choice.epochs * choice.members * PER_PROFILE_EPOCH_S + PER_CALIBRATION_S
    return (START_S["calibration"] + CALIBRATIONS * each) * slowness("calibration")


def forcing_seconds(cells: int) -> float:
    """How long it takes to build a forcing."""
    return (START_S["build_forcing"] + cells * PER_FORCING_CELL_S) * slowness("build_forcing")


def mapping_seconds(pixels: int, passes: int, kind: str = "predict") -> float:
    """How long maps take, or totals over the same pixels (``zonal``)."""
    return (START_S[kind] + pixels * (passes + MEMBERS) * PER_PIXEL_PASS_S) * slowness(kind)


def duration(seconds: float) -> str:
    """A time in words, rounded as it is known."""
    if seconds < 50:
        return tr("about {count} s").format(count=max(10, 10 * round(seconds / 10)))
    minutes = seconds / 60.0
    if minutes < 90:
        return tr("about {count} min").format(count=round(minutes) if minutes < 10 else 5 * round(minutes / 5))
    return tr("about {count} h").format(count=f"{minutes / 60:.1f}" if minutes < 600 else round(minutes / 60))


def free_paths(folder: str, names: Sequence[str]) -> list[str]:
    """Paths in a folder for files that belong together: with one number, which none of them has yet.

    >>> [os.path.basename(path) for path in free_paths("/nowhere", ["soc.tif", "soc.html"])]
    ['soc.tif', 'soc.html']
    """
    for number in range(1, 10_000):
        ending = "" if number == 1 else f"_{number}"
        paths = [Path(folder, f"{Path(name).stem}{ending}{Path(name).suffix}") for name in names]
        if not any(path.exists() for path in paths):
            break
    return [str(path) for path in paths]
