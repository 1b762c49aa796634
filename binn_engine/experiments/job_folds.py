"""The folds that the settings of a job describe."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import JobError
from ..learning.baselines import fit_depth_curve
from ..learning.dataset import Sites
from ..learning.site_sources import read_regions
from ..resampling.folds import Folds, Regions, block_folds, random_folds, region_folds
from ..resampling.variograms import Variogram, fit_variogram
from ..settings import FoldFields


def check_folds(job: FoldFields) -> None:
    """Raise :class:`JobError` for folds that cannot be, before anything is read."""
    if job.split == "region" and not job.region_field:
        raise JobError("Folds made of regions need a field that names the regions, and none is set.", "Set region_field.")
    if job.region_field and job.split != "region":
        raise JobError(
            f"region_field is {job.region_field!r}, but it is used only for folds made of regions, and split is {job.split}.",
            "Set split to region, or leave region_field empty.",
        )
    least = 0 if job.split == "region" else 2
    if job.folds < least or job.folds == 1:
        raise JobError(f"folds is {job.folds}, but cross-validation needs at least 2 folds.", "Set folds to 2 or more.")
    if job.block_degrees < 0.0:
        raise JobError(
            f"block_degrees is {job.block_degrees:g}, which is not a size of blocks.",
            "Give a positive size in degrees, or 0 for the range of the variogram.",
        )


def folds_of(job: FoldFields, sites: Sites, max_soc: float) -> tuple[Folds, Variogram | None]:
    """The job's folds, and the variogram that the size of the blocks is from, where it is."""
    place = sites.profiles.longitude, sites.profiles.latitude
    if job.split == "random":
        return random_folds(*place, job.folds, job.seed), None
    variogram = soc_variogram(sites, max_soc, job.seed) if not job.block_degrees else None
    degrees = variogram.block_degrees(place[1]) if variogram else job.block_degrees
    if job.split == "blocks":
        return block_folds(*place, job.folds, job.seed, degrees), variogram
    regions = read_regions(job, job.region_field, sites.profiles)
    k = job.folds if 0 < job.folds < len(pd.unique(regions)) else None
    return region_folds(Regions(regions, job.region_field, degrees), *place, k, job.seed), variogram


def soc_variogram(sites: Sites, max_soc: float, seed: int) -> Variogram:
    """The variogram of the profiles' mean root SOC less what depth explains; layers above ``max_soc`` (gC/m3) have no say."""
    profiles = sites.profiles
    usable = profiles.soc <= max_soc
    expected = fit_depth_curve(profiles.depth[usable], profiles.soc[usable]).predict(profiles.depth[usable])
    count = np.bincount(profiles.profile[usable], minlength=len(sites))
    total = np.bincount(profiles.profile[usable], np.sqrt(profiles.soc[usable]) - np.sqrt(expected), len(sites))
    known = count > 0
    return fit_variogram(profiles.longitude[known], profiles.latitude[known], total[known] / count[known], seed)
