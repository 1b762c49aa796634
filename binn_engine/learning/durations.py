"""How long the parts of a run may take, by how much there is to do: for its bar and the estimate of its end.

In seconds of one core; two cores take about as long, since libraries load on one. The progress at the end of each part is that which the
job tells. Nothing here loads torch, so that a run can say how long it will take while it is still being loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..bands import product_bands
from ..errors import JobError
from ..model.recipes import RECIPES, Recipe, recipe_of
from ..settings import KNOWN_TRUTHS, Job
from ..settings.proda import STEPS
from ..settings.texts import parse_thresholds
from ..tables import PRODUCTS
from .costs import (
    seconds_to_calibrate,
    seconds_to_hear,
    seconds_to_train,
    seconds_to_train_without_clm5,
    seconds_to_upscale,
    seconds_without_learning,
)

Parts = tuple[tuple[float, float], ...]

START, START_WITHOUT_MODEL = 4.0, 1.0  # to load what a job needs
READ, READ_PER_PROFILE, READ_MAP = 2.0, 4e-4, 0.7
EVIDENCE, REPORT = 3.5, 3.5
MAP_REPORT, PER_DRAWN_BAND, WITH_TRUTH = 0.5, 0.06, 1.5
LAY_OUT = 0.2
MAPPING, PER_DRAW = 1.0, 1e-5  # of a map; of a pixel in a pass
PER_STATE, FIRST_YEAR, LATER_YEAR = 3e-6, 6.0, 1.5  # of a steady state; in it, of a year with a new forcing, and of one with the same
MEAN_DRAWS = 4  # passes that a mean without passes is worth
SUMMING, PER_ZONE_DRAW, WRITING_ZONES, ZONE_REPORT = 0.4, 6e-6, 0.2, 0.7  # of zones; of a pixel in them in a pass
SIMULATING, PER_SIMULATION, PER_CELL = 0.4, 2e-5, 5e-4  # of a pixel of *simulate*, of a cell of forcing that is built
CHAINS_START, PER_STEP = 6.0, 2e-5  # of processes, and of a step of a chain
TREES, TREES_PER_PROFILE = 1.0, 2.7e-3  # in each fold
PER_TREE_PIXEL = 1e-3  # of a map by a forest, with quantiles
EXPLAINING, WRITING_SCORES = 10.0, 10.0
COMPARING, WRITING_COMPARISON = 1.0, 7.5
TWIN_PER_PROFILE, RECOVERY_REPORT = 2e-4, 5.5


@dataclass(frozen=True)
class Workload:
    """How much a run has to do, as far as is known: profiles, pixels, the share of the work that an earlier run has done, the number of
    maps that the pixels are of, and sites with radiocarbon, where the job has any."""

    profiles: int = 500
    pixels: int = 10_000
    done: float = 0.0
    maps: int = 1
    radiocarbon: int = 100


FEW = Workload()  # before anything is read: runs with more to do know it long before a third of their time is over


def expected_parts(job: Job, load: Workload = FEW) -> Parts:
    """The parts of a run: the progress at the end of each, and the seconds that it may take; none for a job that is refused."""
    try:
        return _PARTS[job.kind](job, load)
    except JobError:
        return ()


def _reading(load: Workload, end: float = 0.05, times: int = 1) -> Parts:
    """Loading the program and the profiles, sampling covariates, and reading the forcing, which is told as done at ``end``; for so many
    files of profiles."""
    seconds = times * (READ + READ_PER_PROFILE * load.profiles)
    return (0.01, START + 0.2 * seconds), (0.04, 0.3 * seconds), (end, 0.5 * seconds)


def _draws(load: Workload, passes: int) -> float:
    return load.maps * MAPPING + PER_DRAW * load.pixels * (max(passes, 0) + MEAN_DRAWS)


def _report(job: Any, seconds: float = REPORT) -> float:
    return seconds if job.report else 0.2


def _map_report(job: Any) -> float:
    """Seconds that the report of maps takes, which draws each of their bands but those of quantiles and coefficients of variation."""
    if not job.report:
        return 0.2
    drawn = [row for row in PRODUCTS if row.statistic not in ("quantiles", "cv") and getattr(job, row.name, False)]
    bands = sum(len(product_bands(row, job.depths, job.quantiles, parse_thresholds(job.thresholds, job.depths))) for row in drawn)
    truths = [name for name in KNOWN_TRUTHS.values() if getattr(job, name, "")]
    return MAP_REPORT + PER_DRAWN_BAND * bands + WITH_TRUTH * len(truths)


def _train(job: Any, load: Workload) -> Parts:
    recipe = recipe_of(job)
    fit, pure = seconds_to_train(recipe, load.profiles), seconds_to_train_without_clm5(recipe, load.profiles) / recipe.members
    fit += seconds_to_hear(recipe, load.radiocarbon) if job.radiocarbon else 0.0
    fits = ((0.45, 0.7 * fit), (0.55, pure), (0.95, fit)) if job.refit and job.test else ((0.8, 0.7 * fit), (0.95, pure))
    return *_reading(load), *fits, (0.97, EVIDENCE), (1.0, _report(job))


def _crossvalidate(job: Any, load: Workload) -> Parts:
    recipe, folds = recipe_of(job), job.folds or 5
    fold = seconds_to_train(recipe, load.profiles) + seconds_to_train_without_clm5(recipe, load.profiles)
    fold += TREES + TREES_PER_PROFILE * load.profiles
    if job.radiocarbon:  # BINN is trained once more, with radiocarbon
        both = seconds_to_train(recipe, load.profiles) + seconds_to_hear(recipe, load.radiocarbon)
        return *_reading(load), (0.35, folds * fold), (0.85, folds * both), (0.96, EXPLAINING), (1.0, WRITING_SCORES)
    return *_reading(load), (0.85, folds * fold), (0.96, EXPLAINING), (1.0, WRITING_SCORES)


def _recovery(job: Any, load: Workload) -> Parts:
    recipe: Recipe = recipe_of(job)
    folds = job.folds or 5
    fits = (job.truths + job.control) * min(job.folds_run or folds, folds)
    drawing, fit = TWIN_PER_PROFILE * load.profiles * max(job.truths, 10), seconds_to_train(recipe, load.profiles)
    fit += seconds_without_learning(load.profiles)
    return *_reading(load), (0.06, drawing), (0.97, fits * fit), (1.0, RECOVERY_REPORT)


def _calibration(job: Any, load: Workload) -> Parts:
    folds, twins = calibration_work(job)
    fit, (fold, twin) = seconds_to_train(recipe_of(job), load.profiles), seconds_to_calibrate(job.passes, load.profiles)
    trainings = folds * (fit + fold) + twins * (fit + twin) + fit
    return *_reading(load), (0.95, trainings), (0.97, EVIDENCE), (1.0, REPORT)


def calibration_work(job: Any) -> tuple[int, int]:
    """How many folds a calibration trains, in blocks and at random, and how many twins."""
    kinds = 1 + (job.compare_random and job.split != "random")
    return kinds * (job.folds or 5), job.twins + (job.test_twins if job.twins else 0)


def _predict(job: Any, load: Workload) -> Parts:
    mapping = _draws(load, job.passes)
    return (0.005, START), (0.02, READ_MAP), (0.88, mapping), (0.96, LAY_OUT + 0.05 * mapping), (1.0, _map_report(job))


def _project(job: Any, load: Workload) -> Parts:
    years = max(job.years[-1] - job.start_year, 1) if job.years else 1
    pieces = 1 + (years if job.change_table or job.air_temperature else min(job.ramp_years, years)) + len(job.later_years)
    per_draw = load.pixels * (PER_DRAW + PER_STATE * (FIRST_YEAR * pieces + LATER_YEAR * years))
    mapping = MAPPING + per_draw * (max(job.passes, 0) or MEAN_DRAWS)
    return (0.02, START + READ), (0.88, mapping), (0.96, 0.5), (1.0, _report(job))


def _statistical_map(job: Any, load: Workload) -> Parts:
    trees = 6.0 * (TREES + TREES_PER_PROFILE * load.profiles)
    mapping = MAPPING + PER_TREE_PIXEL * load.pixels
    return *_reading(load), (0.4, trees), (0.93, mapping), (1.0, 0.5 + _map_report(job))


def _predict_tiles(job: Any, load: Workload) -> Parts:
    return (0.95, START + load.maps * (READ_MAP + LAY_OUT) + _draws(load, job.passes)), (1.0, 1.0)


def _evaluate(job: Any, load: Workload) -> Parts:
    predicting = 0.3 + 2e-5 * load.profiles * (job.passes + MEAN_DRAWS)
    if not job.rivals:
        return *_reading(load, 0.5), (0.95, predicting), (1.0, _report(job))
    rivals = seconds_to_train_without_clm5(RECIPES["recommended"], load.profiles) + TREES + TREES_PER_PROFILE * load.profiles
    return *_reading(load, 0.3, 2), (0.35, predicting), (0.95, rivals), (1.0, _report(job))


def _zonal(job: Any, load: Workload) -> Parts:
    draws = PER_ZONE_DRAW * (max(job.passes, 0) + MEAN_DRAWS) if job.model else PER_DRAW
    return (0.02, START + READ_MAP), (0.95, SUMMING + draws * load.pixels), (1.0, WRITING_ZONES + _report(job, ZONE_REPORT))


def _simulate(job: Any, load: Workload) -> Parts:
    return (0.02, START + READ_MAP), (0.99, SIMULATING + PER_SIMULATION * load.pixels), (1.0, 0.1)


def _compare(job: Any, load: Workload) -> Parts:
    mapping = 0.5 + 2.0 * PER_DRAW * load.pixels * (job.passes + MEAN_DRAWS)
    scoring = 4.0 if job.observations else 0.0
    return (0.05, START + READ_MAP), (0.7, mapping), (0.9, COMPARING + scoring), (1.0, WRITING_COMPARISON)


def _proda_invert(job: Any, load: Workload) -> Parts:
    steps = PER_STEP * load.profiles * job.chains * (STEPS[job.method] if job.steps is None else job.steps)
    end = 1.0 + 1e-3 * load.profiles + _report(job, 1.0)
    reading = READ + READ_PER_PROFILE * load.profiles
    return (0.01, START + 0.4 * reading), (0.02, 0.6 * reading), (0.05, CHAINS_START), (0.95, (1.0 - load.done) * steps), (1.0, end)


def _proda_upscale(job: Any, load: Workload) -> Parts:
    members, epochs = job.members or RECIPES["recommended"].members, job.epochs or RECIPES["recommended"].epochs
    fit = seconds_to_upscale(members, epochs, load.profiles)
    refit = job.refit and not job.unseen_by
    fits = ((0.45, 0.7 * fit), (0.5, 0.5), (0.92, fit)) if refit else ((0.85, 0.7 * fit), (0.92, 0.5))
    return *_reading(load), *fits, (1.0, EVIDENCE + _report(job))


def _prepare_profiles(job: Any, load: Workload) -> Parts:
    reading = START_WITHOUT_MODEL + 1.0 + READ_PER_PROFILE * load.profiles
    return (0.7, reading), (0.9, 2.0 + READ_PER_PROFILE * load.profiles), (1.0, _report(job, 1.0))


def _prepare_radiocarbon(job: Any, load: Workload) -> Parts:
    return (0.8, START_WITHOUT_MODEL + READ_PER_PROFILE * load.profiles), (1.0, 1.0 + READ_PER_PROFILE * load.profiles)


def _build_forcing(job: Any, load: Workload) -> Parts:
    return (0.05, START), (0.98, 0.5 + PER_CELL * load.pixels), (1.0, 1.0)


def _example(job: Any, load: Workload) -> Parts:
    return (0.2, START + 1.0), (0.25, 0.5), (0.85, 0.5 + 2e-4 * job.size**2), (1.0, 0.5 + 4e-4 * job.profiles)


_PARTS: dict[str, Callable[[Any, Workload], Parts]] = {
    "build_forcing": _build_forcing,
    "calibration": _calibration,
    "compare": _compare,
    "crossvalidate": _crossvalidate,
    "evaluate": _evaluate,
    "example": _example,
    "predict": _predict,
    "predict_tiles": _predict_tiles,
    "prepare_profiles": _prepare_profiles,
    "prepare_radiocarbon": _prepare_radiocarbon,
    "proda_invert": _proda_invert,
    "proda_upscale": _proda_upscale,
    "project": _project,
    "recovery": _recovery,
    "simulate": _simulate,
    "statistical_map": _statistical_map,
    "train": _train,
    "zonal": _zonal,
}
