"""From a job's table of radiocarbon to sites: covariates and forcing at its places, and an account of what is used and what is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from ...covariates.table import CovariateTable
from ...errors import InputError, JobError, check_positive
from ...forcing.reach import ForcingReach
from ...model.recipes import Recipe
from ...profiles.observations import Profiles
from ...radiocarbon.atmosphere import read_atmosphere
from ...radiocarbon.layers import RadiocarbonLayers, read_radiocarbon
from ...resampling.splits import place_of
from ...running.context import Run
from ...settings import CrossvalidateJob, RadiocarbonFields, TrainJob
from ..dataset import Sites, place_hashes
from ..drivers import driver_values
from ..site_sources import covariates_elsewhere
from .sites import RadiocarbonSites

NO_COVARIATES, FAR = "no_covariates", "far_from_forcing"
MEANINGS = {
    NO_COVARIATES: "a covariate has no value at their places",
    FAR: "their places are too far from the forcing",
}


def read_radiocarbon_sites(run: Run[TrainJob | CrossvalidateJob], recipe: Recipe, sites: Sites) -> RadiocarbonSites:
    """The sites of the job's table of radiocarbon.

    At places of SOC profiles covariates and forcing are those of the profiles; elsewhere they are read as for profiles.

    Parameters
    ----------
    run
        The run; its job names the table.
    recipe
        How the networks are trained.
    sites
        The sites with SOC.

    Raises
    ------
    JobError
        For a weight that is not positive, and a learner that does not learn from radiocarbon.
    InputError
        Where no layer can be used.
    """
    job, warn = run.job, run.reporter.warning
    check_radiocarbon(job, recipe)
    run.reporter.progress(0.045, "reading radiocarbon")
    air = read_atmosphere(job.radiocarbon_air, warn)
    rows = read_radiocarbon(job.radiocarbon, RadiocarbonFields(), air, warn)
    kept = rows.kept
    profiles, order = _by_place(kept)
    covariates, cells, distance = _conditions(run, profiles, sites)
    reasons = np.full(len(profiles), "", dtype=object)
    reasons[distance > ForcingReach.of(job, sites.forcing).degrees] = FAR
    reasons[~np.isfinite(covariates.values).all(1)] = NO_COVARIATES
    layers = kept.iloc[order]
    every = RadiocarbonSites(
        Sites(profiles, covariates, cells, sites.forcing),
        layers["delta"].to_numpy(dtype=float),
        layers["sigma"].to_numpy(dtype=float),
        np.floor(layers["year"].to_numpy(dtype=float)),
        _zones(layers, profiles),
        air,
    )
    usable = np.flatnonzero(reasons == "")
    account = _account(rows, reasons, profiles)
    _tell(run, account)
    if not len(usable):
        raise InputError(
            f"{job.radiocarbon} has no layer that can be used: {_left_out(account)}.",
            "Give radiocarbon from places within the covariates and the forcing.",
        )
    return replace(every.subset(usable), account=account)


def check_radiocarbon(job: TrainJob | CrossvalidateJob, recipe: Recipe) -> None:
    """Raise :class:`JobError` for settings of radiocarbon that cannot be, before anything is read.

    Parameters
    ----------
    job
        With a table of radiocarbon.
    recipe
        How the networks are trained.
    """
    check_positive("radiocarbon_weight", job.radiocarbon_weight, "Give a number above 0, such as 1.")
    if recipe.network == "fields" or recipe.with_fields:
        raise JobError(
            "Radiocarbon is learned by neural networks only, and the learner is fields, alone or beside networks.",
            "Set learner to network, or leave radiocarbon empty.",
        )


def _by_place(kept: pd.DataFrame) -> tuple[Profiles, np.ndarray]:
    """One profile for each place, with the id of its first profile, and the row of ``kept`` of each of its layers."""
    place = place_of(kept["lon"].to_numpy(), kept["lat"].to_numpy())
    keys = ("delta", "bottom", "top", "depth", "year", "id")
    order = np.lexsort((*(kept[name].to_numpy(dtype=str if name == "id" else float) for name in keys), place))
    rows, number = kept.iloc[order], place[order]
    first = np.searchsorted(number, np.arange(number.max() + 1))
    columns = {name: rows[name].to_numpy(dtype=float) for name in ("top", "bottom", "depth")}
    places = {name: rows[column].to_numpy(dtype=float)[first] for name, column in (("longitude", "lon"), ("latitude", "lat"))}
    ids = rows["id"].to_numpy(dtype=str)[first]
    return Profiles(ids=ids, profile=number, soc=np.full(len(rows), np.nan), **places, **columns), order


def _conditions(run: Run[TrainJob | CrossvalidateJob], profiles: Profiles, sites: Sites) -> tuple[CovariateTable, Any, np.ndarray]:
    """Covariates, forcing cells and their distance (degrees) at the places: those of SOC profiles at the same places, else read."""
    number = {name: row for row, name in enumerate(sites.hashes())}
    shared = np.array([number.get(name, -1) for name in place_hashes(profiles.longitude, profiles.latitude)])
    cells, distance = sites.forcing.cells_of(profiles.ids, profiles.longitude, profiles.latitude)
    same = shared >= 0
    if same.any():
        cells = sites.cells[np.maximum(shared, 0)].where(same, cells)
    table = sites.covariates
    values = np.full((len(profiles), len(table.names)), np.nan)
    values[same] = table.values[shared[same]]
    if not same.all():
        own = covariates_elsewhere(run, profiles.subset(~same), table)
        drivers = len(table.names) - own.shape[1]
        if drivers:
            own = np.concatenate([own, driver_values(sites.forcing, cells[np.flatnonzero(~same)])], 1)
        values[~same] = own
    return CovariateTable(table.names, table.categorical, values), cells, np.where(same, 0.0, distance)


def _zones(layers: pd.DataFrame, profiles: Profiles) -> np.ndarray:
    """The zone of the air at each place, ``(places,)`` text."""
    first = np.searchsorted(profiles.profile, np.arange(len(profiles)))
    return layers["zone"].to_numpy(dtype=str)[first]


def _account(rows: RadiocarbonLayers, reasons: np.ndarray, profiles: Profiles) -> dict[str, Any]:
    """``rows_read`` is ``layers_used`` plus all of ``left_out``."""
    of_layers = reasons[profiles.profile]
    beyond = {name: int((of_layers == name).sum()) for name in MEANINGS}
    return {
        "rows_read": len(rows.table),
        "layers_used": int((of_layers == "").sum()),
        "sites_used": int((reasons == "").sum()),
        "sites_left_out": int((reasons != "").sum()),
        "left_out": {**rows.audit.counts(), **{name: count for name, count in beyond.items() if count}},
        "summary": rows.audit.summary(),
    }


def _left_out(account: dict[str, Any]) -> str:
    """What is left out, in words."""
    places = [f"{account['left_out'][name]:,} because {text}" for name, text in MEANINGS.items() if name in account["left_out"]]
    return "; ".join(text for text in (account["summary"], *places) if text) or "none"


def _tell(run: Run[TrainJob | CrossvalidateJob], account: dict[str, Any]) -> None:
    path, used, read = run.job.radiocarbon, account["layers_used"], account["rows_read"]
    run.reporter.log(f"Radiocarbon: {used:,} of {read:,} layers at {account['sites_used']:,} sites are used.")
    if used < read:
        run.reporter.warning("left_out_rows", f"{path}: {read - used:,} of {read:,} rows are left out; {_left_out(account)}.")
