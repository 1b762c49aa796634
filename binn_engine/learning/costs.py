"""The cost of a result: evaluations of the CLM5 layer, time, memory."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ..model.recipes import FIELDS, LEARNERS, Recipe

# Of one core, for one profile: an epoch of a network of BINN, of one without the CLM5 layer, and of one that learns posteriors.
SECONDS_PER_SITE, WITHOUT_CLM5, POSTERIORS = 7e-5, 5e-5, 4.5e-5
PER_FOREST, PER_FOLD_PASS, PER_TWIN_PASS = 1.5e-3, 5e-5, 1e-4  # of a profile: forests of a fold, and passes of a fold and of a twin
PER_FIELD_SITE, PER_FURTHER_SITE, FIELD_SITES = 2e-2, 1e-3, 1500  # of a fit of fields: its first sites, and those beyond so many
TEACHING_NETWORKS, LESSONS = 3, 2  # networks of a teacher, and places at which it predicts, for each profile that it was trained on
BOOSTING, PER_BOOSTED = 1.0, 1e-3  # of its boosted trees, and of a profile that they learn from
PER_RADIOCARBON = 2e-2  # of a site with radiocarbon, in an epoch of a network
UNLEARNED = 6e-4  # of a profile: what is predicted and scored of a twin that was learned
GRADIENT_EVALUATIONS = 3  # a forward pass and its adjoint count as so many evaluations of the CLM5 layer


@dataclass(frozen=True)
class Cost:
    """``evaluations`` of the CLM5 layer (one site once; with its gradient three), on how many ``profiles``, in ``seconds`` of wall time,
    with a ``peak_memory_mb``; the number of ``trainings`` of a network through the layer, and ``lessons``, the sum of the profiles of
    all these trainings."""

    profiles: int
    evaluations: int
    seconds: float
    peak_memory_mb: float
    trainings: int = 0
    lessons: int = 0

    def __add__(self, other: Cost) -> Cost:
        """Of both, one after the other, on profiles of which one set holds the other."""
        return Cost(
            max(self.profiles, other.profiles),
            self.evaluations + other.evaluations,
            self.seconds + other.seconds,
            max(self.peak_memory_mb, other.peak_memory_mb),
            self.trainings + other.trainings,
            self.lessons + other.lessons,
        )


def of_draws(draws: int, sites: int) -> Cost:
    """The cost of so many draws of a model at some sites, in evaluations alone."""
    return Cost(0, draws * sites, 0.0, 0.0)


def costs_of(parts: Mapping[str, Cost]) -> dict[str, Any]:
    """What a card says of the cost of a model: of all that it took, and the evaluations of each part, by name."""
    whole = sum(parts.values(), Cost(0, 0, 0.0, 0.0))
    return {**asdict(whole), "evaluations_of": {name: part.evaluations for name, part in parts.items() if part.evaluations}}


def peak_memory_mb() -> float:
    """The most memory this process held so far, MB; NaN where the system does not say."""
    try:
        import resource  # Windows has none
    except ImportError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)


def seconds_to_train(recipe: Recipe, sites: int) -> float:
    """About how long the training of an ensemble takes, for the estimate of a run's end."""
    # A fit for each member, and one that is judged.
    fields = (1 + recipe.members) * (PER_FIELD_SITE * min(sites, FIELD_SITES) + PER_FURTHER_SITE * max(sites - FIELD_SITES, 0))
    if recipe.network == FIELDS:
        return fields
    teacher, lessons = (seconds_to_teach(recipe, sites), LESSONS) if recipe.teacher == LEARNERS else (0.0, 1)
    networks = SECONDS_PER_SITE * recipe.members * recipe.epochs * lessons * sites
    return teacher + networks + (fields if recipe.with_fields else 0.0)


def seconds_to_teach(recipe: Recipe, sites: int) -> float:
    """About how long the training of a teacher takes."""
    return WITHOUT_CLM5 * TEACHING_NETWORKS * recipe.epochs * sites + BOOSTING + PER_BOOSTED * sites


def seconds_to_hear(recipe: Recipe, sites: int) -> float:
    """About how much longer the training takes with radiocarbon of so many sites."""
    return PER_RADIOCARBON * recipe.members * recipe.epochs * sites


def seconds_to_train_without_clm5(recipe: Recipe, sites: int) -> float:
    """About how long the training of the same ensemble takes without the CLM5 layer."""
    return WITHOUT_CLM5 * recipe.members * recipe.epochs * sites


def seconds_to_upscale(members: int, epochs: int, sites: int) -> float:
    """About how long the training of an ensemble on posteriors takes."""
    return POSTERIORS * members * epochs * sites


def seconds_to_calibrate(passes: int, sites: int) -> tuple[float, float]:
    """About how long a fold and a twin of a calibration take besides their training."""
    return sites * (PER_FOREST + PER_FOLD_PASS * passes), sites * PER_TWIN_PASS * passes


def seconds_without_learning(sites: int) -> float:
    """About how long the scores of a twin take."""
    return UNLEARNED * sites
