"""Which sites were used to train a model, and which were not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..model.checkpoints import Model
from ..model.domain import Domain, domain_of
from ..resampling.splits import Split
from ..scoring.scores import HeldOut, held_out
from .dataset import Sites
from .results import TESTS


def held_out_by_test(sites: Sites, split: Split, names: Mapping[str, str] = TESTS) -> dict[str, HeldOut]:
    """The profiles on either side of every test, by its name; raises :class:`InputError` where a test profile, or another at its place,
    was trained on too."""
    ids, places, seen = sites.profiles.ids.tolist(), sites.hashes(), np.concatenate([split.train, split.validation])
    tests = {name: split.parts()[name] for name in names}
    return {names[name]: held_out(ids, places, seen, index) for name, index in tests.items() if len(index)}


def domain_of_model(model: Model, sites: Sites, block_degrees: float, seed: int) -> Domain:
    """The domain of the sites that the model has seen; its distances are judged between blocks of ``block_degrees``."""
    seen = sites.subset(np.isin(sites.hashes(), model.training_hashes))
    place = seen.profiles.longitude, seen.profiles.latitude
    return domain_of(model.encoding, seen.covariates.values, place, block_degrees, seed)
