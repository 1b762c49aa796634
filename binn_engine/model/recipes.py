"""How to train: the two named recipes, and the settings that a job can change."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace

from ..errors import JobError, check_positive
from ..settings import LearningFields, LearningJob

LEARNERS = "learners"  # the teacher of pure networks and boosted trees
FIELDS = "fields"  # the kind of network that is none: see :mod:`binn_engine.model.field_network`
BOTH = "both"  # learns networks and fields: see :mod:`binn_engine.model.joint_network`
FIELD_STARTS = 4  # fits of fields from different starts
FIELD_LOSSES = ("balanced", "log")
OF_NETWORKS = ("hidden", "dropout", "epochs", "patience", "batch_size", "learning_rate")  # settings that fields do not have


@dataclass(frozen=True)
class Recipe:
    """Everything that decides how a network is built and trained.

    Parameters
    ----------
    network
        ``plain`` (:class:`.Network`), ``wide`` (:class:`.WideNetwork`), ``published`` (:class:`.PublishedNetwork`) or ``fields``
        (:class:`.FieldNetwork`), which is fitted without epochs.
    with_fields
        Whether fields are fitted too, one for each network, and each member is the mean of both (:class:`.JointNetwork`).
    hidden, dropout, encoder
        Widths of the hidden layers, their dropout, and the location encoder (see :mod:`binn_engine.model.locations`).
    drivers
        Whether the network reads a summary of the forcing too (see :mod:`binn_engine.learning.drivers`).
    scaling
        Of the continuous covariates: ``standard`` (mean and standard deviation) or ``range`` (0 to 1).
    tempered
        Whether logits are divided by a learned temperature between 10 and 109 before the sigmoid.
    bedrock
        ``clm5`` or ``published``.
    loss
        One of :func:`binn_engine.learning.losses.soc_loss`.
    teacher
        ``none``: BINN is trained on the observed layers; ``learners``: on predictions of statistical models, which are trained on these
        layers, at places between the profiles (see :mod:`binn_engine.learning.distillation`).
    regulariser, regulariser_weight
        ``logit`` or ``cosh`` (:func:`binn_engine.learning.losses.regularisation`), and its factor.
    learning_rate, weight_decay, one_cycle, gradient_norm
        Of AdamW; whether the rate rises and falls in one cycle; the norm at which gradients are clipped (infinity: never).
    batch_size, epochs, patience
        Profiles a step; passes over them at most; passes without a better validation score after which training stops.
    selects
        What chooses the best epoch on the validation profiles: ``loss``, or ``nse`` of SOC.
    members
        Networks in the ensemble.
    rotating
        Whether each network of an ensemble has its own validation profiles, so that together they are trained on all.
    max_soc
        gC/m3; layers above it are not used for training.
    forcing_interpolation
        How places read the cells of the forcing: ``bilinear`` or ``nearest``.
    """

    network: str
    with_fields: bool
    hidden: tuple[int, ...]
    dropout: float
    encoder: str
    drivers: bool
    scaling: str
    tempered: bool
    bedrock: str
    loss: str
    teacher: str
    regulariser: str
    regulariser_weight: float
    learning_rate: float
    weight_decay: float
    one_cycle: bool
    gradient_norm: float
    batch_size: int
    epochs: int
    patience: int
    selects: str
    members: int
    rotating: bool
    max_soc: float
    forcing_interpolation: str

    @property
    def varies(self) -> bool:
        """Whether a trained network gives draws: by dropout, or by the posterior of its weights."""
        return self.network == FIELDS or self.with_fields or self.dropout > 0.0


RECOMMENDED = Recipe(
    network="plain", with_fields=False, hidden=(256, 256, 256), dropout=0.3, encoder="none", drivers=True, scaling="standard",
    tempered=False, bedrock="clm5", loss="balanced", teacher=LEARNERS, regulariser="logit", regulariser_weight=3e-4, learning_rate=2e-3,
    weight_decay=0.1, one_cycle=True, gradient_norm=1.0, batch_size=128, epochs=100, patience=100, selects="loss", members=4, rotating=True,
    max_soc=150_000.0, forcing_interpolation="bilinear",
)  # fmt: skip

# For intervals of parameters and processes: a teacher makes SOC better but not parameters, and each twin and fold would have its own.
CALIBRATION = replace(RECOMMENDED, teacher="none")

# For known and smooth truths: a loss with equal weight for rich and poor soils, a linear path for smooth effects, and large steps, since
# similar covariates are separated late. Every truth and fold has its own ensemble, so the ensemble is small.
RECOVERY = replace(
    CALIBRATION, network="wide", hidden=(128, 128, 128), loss="log", learning_rate=1e-2, epochs=200, patience=200, max_soc=math.inf,
)  # fmt: skip

# Xu et al. (2025), arXiv 2502.00672, as the published training script sets it: 128 processes of 32 profiles each, whose gradients
# are averaged; batch normalisation sees 32 (see PublishedNetwork).
PAPER = Recipe(
    network="published", with_fields=False, hidden=(128, 128, 128), dropout=0.3, encoder="gridcell", drivers=False, scaling="range",
    tempered=True, bedrock="published", loss="l1", teacher="none", regulariser="cosh", regulariser_weight=100.0, learning_rate=1e-2,
    weight_decay=0.0, one_cycle=False, gradient_norm=math.inf, batch_size=4096, epochs=300, patience=300, selects="nse", members=1,
    rotating=False, max_soc=math.inf, forcing_interpolation="nearest",
)  # fmt: skip

RECIPES = {"recommended": RECOMMENDED, "paper": PAPER}
RECIPES_OF_KIND = {"calibration": {**RECIPES, "recommended": CALIBRATION}, "recovery": {**RECIPES, "recommended": RECOVERY}}


@dataclass(frozen=True)
class RecipeOverrides:
    """Settings of a :class:`Recipe` that a job changes; None, or empty: as the recipe has them."""

    bedrock: str = ""
    encoder: str = ""
    hidden: tuple[int, ...] = ()
    dropout: float | None = None
    members: int | None = None
    loss: str = ""
    teacher: str = ""
    epochs: int | None = None
    patience: int | None = None
    batch_size: int | None = None
    learning_rate: float | None = None
    max_soc: float | None = None
    forcing_interpolation: str = ""

    @classmethod
    def of(cls, job: LearningFields) -> RecipeOverrides:
        """What a job that learns changes."""
        return cls(**{row.name: getattr(job, row.name) for row in fields(cls)})

    def applied_to(self, recipe: Recipe) -> Recipe:
        """The recipe with these settings.

        Raises
        ------
        JobError
            For a setting out of its range, naming it.
        """
        changed = replace(recipe, **{name: value for name, value in vars(self).items() if value not in (None, "", ())})
        _check(changed)
        return changed


def recipe_of(job: LearningJob) -> Recipe:
    """The recipe that a job names, of which some kinds of job have their own, with what the job changes.

    Raises
    ------
    JobError
        For a setting out of its range, naming it.
    """
    recipe = RECIPES_OF_KIND.get(job.kind, RECIPES)[job.recipe]
    if job.learner == FIELDS:
        recipe = replace(recipe, network=FIELDS, members=FIELD_STARTS, teacher="none", tempered=False)
    elif job.learner == BOTH:
        recipe = replace(recipe, with_fields=True, members=FIELD_STARTS)
    return RecipeOverrides.of(job).applied_to(recipe)


def source_of_parameters(recipe: Recipe) -> str:
    """What gives the parameters of a model of this recipe, in a sentence or two for its card and reports."""
    taught = "the observed layers"
    if recipe.teacher == LEARNERS:
        taught = "the predictions of a teacher (pure networks and boosted trees that learned from the observed layers)"
    fields = "fields (sums of smooth functions of the covariates)"
    if recipe.network == FIELDS:
        return f"The parameters come from {fields}, which were fitted to the observed layers."
    if not recipe.with_fields:
        explain = " The parameters explain these predictions." if recipe.teacher == LEARNERS else ""
        return f"The parameters come from neural networks, which were trained on {taught}.{explain}"
    return (
        f"The parameters come from neural networks, which were trained on {taught}, and from {fields}, which were fitted to the observed "
        "layers: each member of the ensemble takes the mean of one network and one fit of fields, on the unbounded scale (logit) of the "
        "ranges. SOC, processes and parameters are all computed from this mean."
    )


def unused_settings(job: LearningFields) -> tuple[str, ...]:
    """Names of the settings that a job gives although its learner does not have them."""
    if job.learner != FIELDS:
        return ()
    return tuple(name for name in OF_NETWORKS if getattr(job, name) not in (None, ()))


def _check(recipe: Recipe) -> None:
    for name in ("members", "epochs", "patience", "batch_size", "learning_rate", "max_soc"):
        check_positive(name, getattr(recipe, name))
    if not 0.0 <= recipe.dropout < 1.0:
        raise JobError(f"dropout is {recipe.dropout}, but it must be from 0 to below 1.", "Set it, for example, to 0.1.")
    if recipe.with_fields and (recipe.loss not in FIELD_LOSSES or recipe.tempered):
        raise JobError(
            f"Networks and fields cannot be trained together with loss {recipe.loss} and a network of the kind {recipe.network}.",
            f"Set loss to {' or '.join(FIELD_LOSSES)} and recipe to recommended, or set learner to network.",
        )
    if recipe.network == FIELDS and (recipe.loss not in FIELD_LOSSES or recipe.teacher == LEARNERS or recipe.encoder != "none"):
        raise JobError(
            f"Fields cannot be fitted with loss {recipe.loss}, teacher {recipe.teacher} and encoder {recipe.encoder}.",
            f"Set loss to {' or '.join(FIELD_LOSSES)}, teacher to none and encoder to none, or set learner to network.",
        )
    if min(recipe.hidden) < 1:
        raise JobError(
            f"hidden is {recipe.hidden}, which cannot be used.",
            "Give a positive number of units for at least one hidden layer, such as 64.",
        )
