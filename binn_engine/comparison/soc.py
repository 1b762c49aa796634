"""Both sides of a comparison against observed SOC, on the same profiles, which neither was trained on."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..bands import band_depth, value_bands
from ..covariates.samples import Sampling
from ..covariates.table import sample_rasters
from ..errors import JobError
from ..experiments.score_rows import ScoredLayers
from ..experiments.soc_maps import map_name, soc_of_map
from ..learning.dataset import place_hashes, to_tensors
from ..learning.ensembles import ensemble_layers
from ..learning.site_sources import SiteSources, read_model_sites
from ..profiles.observations import Profiles, read_profiles
from ..profiles.quality import MAX_SOC
from ..resampling.splits import block_of
from ..running.context import Run
from ..running.events import PartReporter
from ..scoring.intervals import BlockBootstrap, ScoreInterval, nse_differences, score_intervals
from ..scoring.scores import profiles_hash, refuse_overlap
from ..settings import CompareJob, SampleFields
from .sides import Side, bands_of


@dataclass(frozen=True)
class SocScores:
    """Both sides against observed SOC: intervals by side and score, and of the difference (first minus second). ``test_hash`` is of the ids
    of the profiles; ``unseen_by_both`` says whether it is known that neither side was trained on them. ``soc_map`` are scores of each side
    beside another map of SOC, on the layers that it covers, see :class:`binn_engine.experiments.score_rows.ScoredLayers`."""

    first: dict[str, ScoreInterval]
    second: dict[str, ScoreInterval]
    difference: dict[str, ScoreInterval]
    profiles: int
    layers: int
    test_hash: str
    unseen_by_both: bool
    soc_map: tuple[list[dict[str, Any]], ...] = ()


def soc_scores_of(run: Run[CompareJob], sides: tuple[Side, Side]) -> SocScores | None:
    """Scores of both sides on the profiles that neither was trained on; None, with a warning, where too few are left.

    Raises
    ------
    JobError
        Where rasters have no SOC at depths.
    InputError
        Where a model was trained on a profile that is scored.
    """
    job = run.job
    every = read_profiles(job.observations, job, run.reporter.warning)
    trained_on = [side.model.training_hashes for side in sides if side.model]
    seen = np.isin(place_hashes(every.longitude, every.latitude), [name for names in trained_on for name in names])
    names_of_sides = (job.first_name, job.second_name)
    parts = [PartReporter(run.reporter, 0.72 + 0.08 * number, 0.8 + 0.08 * number, name) for number, name in enumerate(names_of_sides)]
    predicted = [_predicted(dataclasses.replace(run, reporter=part), side, every) for part, side in zip(parts, sides)]
    names = _layer_names(every)
    known = np.isfinite(np.stack([rows.reindex(names).to_numpy() for rows in predicted])).all(0)
    whole = np.bincount(every.profile, ~known, len(every)) == 0
    own = every.subset(np.flatnonzero(whole & ~seen))
    for places in trained_on:
        refuse_overlap(places, place_hashes(own.longitude, own.latitude))
    block = block_of(own.longitude, own.latitude, job.block_degrees)
    if len(np.unique(block)) < 2:
        run.reporter.warning(
            "training_profiles",
            f"{int(seen.sum())} of {len(every)} profiles were used to train a model, or lie at the same places. "
            "The other profiles are too few, so SOC is not scored. Train the models again without refit (in the guide: keep the test "
            "profiles apart), and the one of PRODA with unseen_by, so that both leave the same profiles for this test.",
        )
        return None
    if len(trained_on) < 2:
        run.reporter.warning(
            "unknown_training",
            "It is not known which profiles were used to train the models given as rasters, so their scores of SOC may be too good.",
        )
    first, second = (rows[_layer_names(own)].to_numpy() for rows in predicted)
    bootstrap = BlockBootstrap(block[own.profile], job.seed)
    return SocScores(
        score_intervals(own.soc, first, bootstrap),
        score_intervals(own.soc, second, bootstrap),
        nse_differences(own.soc, first, second, bootstrap),
        len(own),
        len(own.soc),
        profiles_hash(own.ids.tolist()),
        len(trained_on) == 2,
        _beside_map(run, own, block, (first, second)),
    )


def _beside_map(
    run: Run[CompareJob], scored: Profiles, block: np.ndarray, predicted: tuple[np.ndarray, ...]
) -> tuple[list[dict[str, Any]], ...]:
    """Scores of each side beside another map of SOC, where one is given."""
    job = run.job
    if not job.soc_map:
        return ()
    mapped = soc_of_map(job, scored, Sampling(), run.reporter.warning)
    layers, there = ScoredLayers(scored.soc, block[scored.profile], MAX_SOC, job.seed), np.isfinite(mapped)
    names = job.first_name, job.second_name
    return tuple(layers.rows({name: values, map_name(job): mapped}, there, name) for name, values in zip(names, predicted))


def _predicted(run: Run[CompareJob], side: Side, every: Profiles) -> pd.Series:
    """SOC of the layers, gC/m3, by :func:`_layer_names`."""
    job = run.job
    model = side.model
    if model is None:
        return pd.Series(_from_rasters(side.rasters, every), index=_layer_names(every))
    fields = SampleFields(**{row.name: getattr(job, row.name) for row in dataclasses.fields(SampleFields) if hasattr(job, row.name)})
    sources = SiteSources(job.observations, fields, job.site_covariates or job.covariates, job.forcing, model.forcing_interpolation)
    sites = read_model_sites(sources, model.encoding, run)
    tensors = to_tensors(sites, model.encoding, model.bedrock, run.device.name, run.device.dtype)
    return pd.Series(ensemble_layers(model, tensors, run.reporter.warning), index=_layer_names(sites.profiles))


def _from_rasters(paths: tuple[str, ...], profiles: Profiles) -> np.ndarray:
    """SOC at the middle of every layer, between the depths of the rasters' bands; NaN where a profile lies off them."""
    bands = {name: z for path in paths for name in bands_of(path) if (z := band_depth(name)) is not None}
    depth = np.array(list(bands.values()))
    if len(depth) < 2:
        raise JobError(
            f"The rasters {', '.join(paths)} have SOC at {len(depth)} depths; at least two are needed to score them on profiles.",
            f"Add the raster of SOC, with bands named '{value_bands('soc', (0.05,))[0].name}' and so on, or leave the observations out.",
        )
    order = np.argsort(depth)
    values = sample_rasters(paths, [list(bands)[number] for number in order], (), profiles.longitude, profiles.latitude)
    return np.array([np.interp(z, depth[order], values[row]) for row, z in zip(profiles.profile, profiles.depth)])


def _layer_names(profiles: Profiles) -> pd.Index:
    """A name for every layer: its profile and its number within it."""
    profile = profiles.profile
    first = np.searchsorted(profile, profile)
    return pd.Index([f"{name}|{number}" for name, number in zip(profiles.ids[profile], np.arange(len(profile)) - first)])
