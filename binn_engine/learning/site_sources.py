"""From a job's input paths to sites, without the profiles that quality control leaves out, and to folds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from ..covariates.samples import Sampling
from ..covariates.summary import CovariateSummary, summarise_covariates
from ..covariates.table import CovariateChoice, CovariateTable, Joining, ObservedFields, read_covariates
from ..errors import InputError, JobError
from ..forcing.reach import ForcingReach
from ..forcing.reading import read_forcing
from ..forcing.region import region_of_places
from ..model.encoding import FORCING_PREFIX, Encoding
from ..model.recipes import recipe_of, source_of_parameters, unused_settings
from ..profiles.observations import Profiles, read_profiles
from ..profiles.places import row_ids
from ..profiles.quality import Quality, check_quality, excluded_flags, kept_profiles
from ..profiles.tables.ids import id_texts
from ..profiles.tables.vectors import field_named, read_table
from ..running.context import Run
from ..settings import (
    CrossvalidateJob,
    EvaluateJob,
    LearningFields,
    LearningJob,
    ProdaInvertJob,
    ProfileFields,
    RasterSampleFields,
    SampleFields,
    StatisticalMapJob,
    TrainJob,
)
from .as_trained import for_other_table
from .dataset import Sites, assemble
from .drivers import with_drivers


@dataclass(frozen=True)
class QualityControl:
    """The result of quality control: ``rows`` as of :meth:`Quality.rows`, numbers of profiles and layers that were read and kept, and a
    summary of the covariates at the kept profiles."""

    rows: list[dict[str, str | int | bool]]
    profiles_read: int
    layers_read: int
    profiles_kept: int
    layers_kept: int
    covariates: CovariateSummary = field(default_factory=CovariateSummary)


@dataclass(frozen=True)
class SiteSources:
    """The files that sites are read from.

    Parameters
    ----------
    profiles
        SOC profiles.
    fields
        The roles of the fields in the profiles' table, and how covariates are assigned to the profiles.
    covariates
        Rasters and tables.
    forcing
        CLM5 forcing.
    interpolation
        How places read its cells: ``bilinear`` or ``nearest``.
    """

    profiles: str
    fields: RasterSampleFields
    covariates: tuple[str, ...]
    forcing: str
    interpolation: str

    @classmethod
    def of(cls, job: LearningFields | EvaluateJob | StatisticalMapJob, interpolation: str) -> SiteSources:
        """The files of a job, whose forcing is read so."""
        return cls(job.observations, job, job.covariates, job.forcing, interpolation)


def read_model_sites(sources: SiteSources, encoding: Encoding, run: Run) -> Sites:
    """The sites of all profiles, with the covariates that a trained model reads."""
    profiles = _read_profiles(sources.profiles, sources.fields, run)
    sites, _ = _assemble_sites(sources, run, profiles, CovariateChoice(encoding.categorical, (), encoding.file_covariates))
    return with_drivers(sites) if encoding.reads_forcing else sites


def read_test_sites(run: Run[CrossvalidateJob], sites: Sites, encoding: Encoding) -> Sites:
    """The sites of the job's file of test profiles, without those at places of the ``sites`` that models learn from.

    Raises
    ------
    InputError
        Where no profile is left.
    """
    job = run.job
    fields = for_other_table(job, job.test_profiles, run.reporter.log)
    sources = SiteSources(job.test_profiles, fields, job.covariates, job.forcing, recipe_of(job).forcing_interpolation)
    tested = read_model_sites(sources, encoding, run)
    seen = np.isin(tested.hashes(), sites.hashes())
    if seen.all():
        raise InputError(
            f"All {len(tested)} test profiles of {job.test_profiles} lie at places of profiles that the folds learn from.",
            "Give a file with other profiles.",
        )
    if seen.any():
        text = f"{int(seen.sum())} of {len(tested)} test profiles lie at places of profiles that the folds learn from. They are left out."
        run.reporter.warning("training_profiles", text)
    return tested.subset(~seen)


def read_checked_sites(run: Run[LearningJob]) -> tuple[Sites, QualityControl]:
    """The sites of a job that learns, and what quality control found in their profiles: see :func:`read_checked_profiles`."""
    job = run.job
    kept, control = read_checked_profiles(run)
    recipe = recipe_of(job)
    sources = SiteSources.of(job, recipe.forcing_interpolation)
    sites, covariates = _assemble_sites(sources, run, kept, CovariateChoice(job.categorical, job.exclude))
    control = replace(control, covariates=summarise_covariates(covariates))
    run.reporter.log(source_of_parameters(recipe))
    if unused := unused_settings(job):
        run.reporter.warning("unused_settings", _unused(unused, job))
    return with_drivers(sites) if recipe.drivers else sites, control


def read_map_sites(run: Run[StatisticalMapJob]) -> Sites:
    """The sites of a job that maps SOC without a soil carbon model: the same profiles, covariates and summary of the forcing as BINN's."""
    job = run.job
    kept, _ = read_checked_profiles(run)
    sites, _ = _assemble_sites(SiteSources.of(job, job.forcing_interpolation), run, kept, CovariateChoice(job.categorical, job.exclude))
    return with_drivers(sites)


def covariates_elsewhere(run: Run[LearningJob], profiles: Profiles, table: CovariateTable) -> np.ndarray:
    """The covariates of files, as those of the job's sites were read, at places without SOC, ``(n, file covariates)``; NaN where there are
    none: tables have rows for profile ids, and fields of the profiles are known at the profiles alone.

    Parameters
    ----------
    run
        The run, for its job and warnings.
    profiles
        The places, with ids for tables.
    table
        The covariates of the job's sites.
    """
    job = run.job
    names = [name for name in table.names if not name.startswith(FORCING_PREFIX)]
    classes = [name for name, known in zip(table.names, table.categorical) if known]
    if job.covariate_fields:
        return np.full((len(profiles), len(names)), np.nan)
    joining = Joining(job.id_field, Sampling(job.sampling, job.nearest_valid_km))
    try:
        return read_covariates(job.covariates, profiles, CovariateChoice(classes, (), names), run.reporter.warning, joining).values
    except InputError as error:  # a table without these ids, or rasters that cover none of the places
        run.reporter.warning(
            "profiles_without_covariates", f"Covariates at the {len(profiles):,} places without SOC profiles: {error.message}"
        )
        return np.full((len(profiles), len(names)), np.nan)


def read_checked_profiles(run: Run[LearningJob | ProdaInvertJob | StatisticalMapJob]) -> tuple[Profiles, QualityControl]:
    """The profiles of a job, and what quality control found in them.

    Profiles and layers with a flag of ``quality.EXCLUDED`` or of the job's ``leave_out`` are left out, with a warning, save those with
    a flag of its ``keep`` alone.
    """
    job = run.job
    profiles = _read_profiles(job.observations, job, run)
    excluded = excluded_flags(job.leave_out, job.keep)
    quality = check_quality(profiles)
    kept = kept_profiles(profiles, quality.keep(excluded))
    control = QualityControl(quality.rows(excluded), len(profiles), len(profiles.soc), len(kept), len(kept.soc))
    if control.layers_kept < control.layers_read:
        run.reporter.warning("quality", _left_out(control, quality, excluded))
    return kept, control


def read_profile_sites(run: Run[ProdaInvertJob]) -> tuple[Sites, QualityControl]:
    """The sites of a job that takes profiles one by one, without covariates; layers without carbon, and those above ``max_soc``, are
    left out: a relative error says nothing of the former.

    Raises
    ------
    InputError
        Where no layer is left.
    """
    job = run.job
    profiles, control = read_checked_profiles(run)
    usable = (profiles.soc > 0.0) & (profiles.soc <= job.max_soc)
    if not usable.any():
        raise InputError(
            f"No layer of {job.observations} has SOC above 0 and up to max_soc, {job.max_soc:g} gC/m3.",
            "Check the unit of SOC, or raise max_soc.",
        )
    layers = np.bincount(profiles.profile, usable, len(profiles))
    kept = kept_profiles(profiles, (layers > 0, usable))
    run.reporter.progress(0.01, "reading forcing")
    region = region_of_places(kept.longitude, kept.latitude)
    forcing = read_forcing(job.forcing, run.reporter.warning, region, interpolation_of(job))
    table = CovariateTable((), (), np.zeros((len(kept), 0)))
    sites = assemble(kept, table, forcing, run.reporter.warning, ForcingReach.of(job, forcing))
    left_out = len(profiles.soc) - len(kept.soc)
    run.reporter.log(f"{len(kept)} profiles with {len(kept.soc)} layers ({left_out} layers left out, without carbon or above max_soc).")
    return sites, control


def interpolation_of(job: ProdaInvertJob) -> str:
    """How the profiles of an inversion read the cells of the forcing: the published method takes the nearest."""
    return job.forcing_interpolation or ("nearest" if job.method == "published" else "bilinear")


def read_regions(job: LearningFields, field: str, profiles: Profiles) -> np.ndarray:
    """What a field of the observations says of every profile, ``(n_profiles,)`` text, empty where the field is.

    Raises
    ------
    InputError
        For a field that is absent, or more than one value within a profile.
    """
    path = job.observations
    # What there is to warn of was said when the profiles were read.
    table = read_table(path, lambda code, message: None, text=[name for name in (job.id_field, field) if name])
    column = field_named(table, field, path, "the region")
    ids = row_ids(table, path, job)
    known = pd.DataFrame({"id": ids, "region": id_texts(table[column], path)}).drop_duplicates()
    known = known[known["id"].isin(profiles.ids)]
    torn = known["id"].duplicated()
    if torn.any():
        raise InputError(
            f"{path}: in {known['id'][torn].nunique():,} profiles, field {column!r} has more than one value "
            f"(first: profile {known['id'][torn].iloc[0]}).",
            "Give all layers of a profile the same region.",
        )
    return known.set_index("id")["region"].reindex(profiles.ids).to_numpy(dtype=str)


def _read_profiles(path: str, fields: ProfileFields, run: Run) -> Profiles:
    run.reporter.progress(0.0, "reading profiles")
    return read_profiles(path, fields, run.reporter.warning)


def _unused(names: Sequence[str], job: LearningJob) -> str:
    """What settings of networks do in a job whose learner is fields."""
    text = "The learner is fields, which are not trained in epochs and have no hidden layers. "
    text += f"These settings do not change them: {', '.join(names)}."
    compared = isinstance(job, CrossvalidateJob) or (isinstance(job, TrainJob) and job.test)
    return f"{text} They apply only to the network without CLM5, with which the fields are compared." if compared else text


def _left_out(control: QualityControl, quality: Quality, excluded: Sequence[str]) -> str:
    found = [(row["meaning"], row["layers"]) for row in quality.rows(excluded) if row["excluded"] and row["layers"]]
    text = "; ".join(f"{str(meaning)[0].lower()}{str(meaning)[1:]} ({layers:,} layers)" for meaning, layers in found)
    return (
        f"Quality control leaves out {control.profiles_read - control.profiles_kept:,} of {control.profiles_read:,} "
        f"profiles and {control.layers_read - control.layers_kept:,} of {control.layers_read:,} layers. "
        f"Reasons: {text}."
    )


def _assemble_sites(sources: SiteSources, run: Run, profiles: Profiles, choice: CovariateChoice) -> tuple[Sites, CovariateTable]:
    """The sites, and the covariates of all profiles, those without a value among them."""
    fields, warn = sources.fields, run.reporter.warning
    names = fields.covariate_fields if isinstance(fields, SampleFields) else ()
    if not (sources.covariates or names):
        raise JobError("No covariates are given.", "Give rasters or tables, or fields of the profiles (covariate_fields).")
    if fields.nearest_valid_km < 0.0:
        raise JobError(f"nearest_valid_km is {fields.nearest_valid_km:g}, but it cannot be negative.", "Set it to 0 or more.")
    run.reporter.progress(0.01, "reading covariates")
    observed = ObservedFields(sources.profiles, fields, names)
    joining = Joining(fields.id_field, Sampling(fields.sampling, fields.nearest_valid_km), observed)
    covariates = read_covariates(sources.covariates, profiles, choice, warn, joining)
    run.reporter.progress(0.04, "reading forcing")
    forcing = read_forcing(sources.forcing, warn, region_of_places(profiles.longitude, profiles.latitude), sources.interpolation)
    sites = assemble(profiles, covariates, forcing, warn, ForcingReach.of(fields, forcing))
    run.reporter.log(
        f"{len(sites)} profiles with {len(sites.profiles.soc)} layers, {len(covariates.names)} covariates, {len(forcing)} forcing cells."
    )
    return sites, covariates
