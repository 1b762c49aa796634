"""The job ``compare``: two models on the same grid and at the same profiles."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
import rasterio

from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import InputError, JobError
from ..forcing.grid import ForcingGrid, read_forcing
from ..learning.dataset import to_tensors
from ..learning.drivers import own_names
from ..learning.ensembles import ensemble_layers
from ..learning.intervals import Interval, nse_differences, score_intervals
from ..learning.prediction import Asked
from ..maps.rasters import tiles_of, write_bands
from ..model.checkpoints import Model, load_model
from ..model.spread import Spread
from ..proda.comparison import (
    PARAMETER,
    PROCESS,
    agreement_table,
    cost_ratio,
    land_blocks,
    mean_agreement,
    truth_table,
)
from ..protocol import to_json
from ..settings import CompareJob, EvaluateJob
from ..tables import value_bands
from .context import Run
from .inputs import read_sites
from .predict import TileSites

TILE = 256
GROUPS = {PROCESS: "processes", PARAMETER: "parameters"}


@dataclass(frozen=True)
class Mapped:
    """A model on the grid: products by name, ``(bands, rows, columns)`` with NaN where there is nothing."""

    products: dict[str, np.ndarray]


@dataclass(frozen=True)
class SocScores:
    """Both models against observed SOC: intervals by model and score, of the difference (first less second), and of whom."""

    first: dict[str, Interval]
    second: dict[str, Interval]
    difference: dict[str, Interval]
    profiles: int
    layers: int


@dataclass(frozen=True)
class Compared:
    """Everything that a comparison found. ``truth`` is None where none is known, ``soc`` where no profiles are given; ``means`` as of
    :func:`binn_engine.proda.comparison.mean_agreement`; ``costs`` of the first and of the second model."""

    models: tuple[Model, Model]
    maps: tuple[Mapped, Mapped]
    grid: Grid
    both: np.ndarray
    agreement: pd.DataFrame
    means: dict[str, dict[str, Interval]]
    truth: pd.DataFrame | None
    soc: SocScores | None
    costs: tuple[dict[str, Any], dict[str, Any]]


def run(job: CompareJob, run: Run) -> dict[str, Any]:
    """Compare, and write the report, the numbers and the rasters of differences where wanted."""
    from .comparison_report import write_comparison_report

    if not job.block_degrees > 0.0:
        raise JobError(f"The block size is {job.block_degrees:g} degrees.", "Give a positive size.")
    names = ("report", "json", "csv", "processes_difference", "parameters_difference")
    paths = {name: run.output(name, getattr(job, name)) for name in names if getattr(job, name)}
    models = tuple(load_model(path, run.device.name, run.device.dtype) for path in (job.first, job.second))
    grid, forcing = Grid.from_raster(job.covariates[0]), read_forcing(job.forcing, run.reporter.warning)
    maps = tuple(_mapped(job, run, model, grid, forcing, number) for number, model in enumerate(models))
    found = compared(job, run, models, maps, grid)
    run.reporter.progress(0.9, "writing")
    for group in GROUPS.values():
        if f"{group}_difference" in paths:
            _write_difference(paths[f"{group}_difference"], job, group, found)
    values = values_of(found)
    if "json" in paths:
        paths["json"].write_text(
            to_json({"job": asdict(job), "warnings": [text for _, text in run.reporter.warnings], **values}), encoding="utf-8"
        )
    if "csv" in paths:
        found.agreement.to_csv(paths["csv"], index=False)
    write_comparison_report(paths["report"], job, run, found, values)
    return {key: values[key] for key in ("mean_correlation", "pixels", "evaluations_ratio", "soc")}


def _mapped(job: CompareJob, run: Run, model: Model, grid: Grid, forcing: ForcingGrid, number: int) -> Mapped:
    """A model's parameters, processes and, where it can, their standard deviations, over the whole grid."""
    passes = job.passes if model.dropout > 0.0 or len(model.ensemble.members) > 1 else 0
    spread = Spread(passes, seed=job.seed)
    spread.check(model)
    wanted = [name for group in GROUPS.values() for name in ((group, f"{group}_sd") if passes else (group,))]
    sites = TileSites(model, forcing, Asked(tuple(wanted), (), spread), False, run)
    span = run.reporter.span(0.05 + 0.3 * number, 0.35 + 0.3 * number)
    products = {name: np.full((len(value_bands(name.removesuffix("_sd"))), grid.height, grid.width), np.nan) for name in wanted}
    tiles = list(tiles_of(grid.whole, TILE))
    with CovariateStack(job.covariates, own_names(model.encoding.names), model.encoding.categorical, grid) as stack:
        for count, tile in enumerate(tiles):
            span(count / len(tiles), "mapping")
            values = stack.read(tile)
            valid = np.isfinite(values).all(0)
            if not valid.any():
                continue
            longitude, latitude = grid.lonlat(tile)
            for name, rows in sites(values[:, valid].T, longitude[valid], latitude[valid]).items():
                part = products[name][:, tile.row_off : tile.row_off + tile.height, tile.col_off : tile.col_off + tile.width]
                part[:, valid] = rows.T
    return Mapped(products)


def compared(job: CompareJob, run: Run, models: tuple[Model, Model], maps: tuple[Mapped, Mapped], grid: Grid) -> Compared:
    """Agreement where both models have values, truth where it is known, SOC where profiles are given.

    Raises
    ------
    InputError
        Where no pixel has values of both models.
    """
    both = np.isfinite(maps[0].products["processes"]).all(0) & np.isfinite(maps[1].products["processes"]).all(0)
    if both.sum() < 3:
        raise InputError(f"{int(both.sum())} pixels have the covariates of both models.", "Check that the rasters overlap.")
    longitude, latitude = (values[both] for values in grid.lonlat(grid.whole))
    block = land_blocks(longitude, latitude, job.block_degrees)
    run.reporter.progress(0.7, "comparing")
    pairs = {kind: tuple(item.products[group][:, both].T for item in maps) for kind, group in GROUPS.items()}
    agreement = pd.concat([agreement_table(*pairs[kind], kind, block, job.seed) for kind in GROUPS], ignore_index=True)
    for number, label in enumerate(("first", "second")):
        spreads = [maps[number].products.get(f"{group}_sd") for group in GROUPS.values()]
        agreement[f"{label}_spread"] = np.concatenate(
            [np.full(len(pairs[kind][0].T), np.nan) if sd is None else np.nanmean(sd[:, both], axis=1) for kind, sd in zip(GROUPS, spreads)]
        )
    truths = [_against_truth(job, kind, pairs[kind], grid, both, block) for kind in GROUPS]
    known = [table for table in truths if table is not None]
    truth = pd.concat(known, ignore_index=True) if known else None
    means = mean_agreement(*pairs[PROCESS], block, job.seed)
    soc = _soc_scores(job, run, models) if job.observations else None
    costs = tuple(dict(model.card.get("cost") or {}) for model in models)
    return Compared(models, maps, grid, both, agreement, means, truth, soc, costs)


def _against_truth(
    job: CompareJob, kind: str, pair: tuple[np.ndarray, np.ndarray], grid: Grid, both: np.ndarray, block: np.ndarray
) -> pd.DataFrame | None:
    path = getattr(job, f"truth_{GROUPS[kind]}")
    if not path:
        return None
    wanted = [band.name for band in value_bands(GROUPS[kind])]
    with rasterio.open(path) as file:
        names = [name for name in wanted if name in file.descriptions]
    if not names:
        raise InputError(f"{path} has no band that is named as one of the {GROUPS[kind]}.", f"Name its bands {', '.join(wanted)}.")
    with CovariateStack([path], names, (), grid) as stack:
        known = stack.read(grid.whole)[:, both].T
    inside = np.isfinite(known).all(1)
    columns = [wanted.index(name) for name in names]
    return truth_table(*(values[inside][:, columns] for values in pair), known[inside], names, kind, block[inside], job.seed)


def _soc_scores(job: CompareJob, run: Run, models: tuple[Model, Model]) -> SocScores | None:
    """Scores of both models on the profiles that taught neither; None, with a warning, where too few are left."""
    predicted, sites = [], None
    for model in models:
        fields = {row.name: getattr(job, row.name) for row in dataclasses.fields(EvaluateJob) if hasattr(job, row.name)}
        given = EvaluateJob(**{**fields, "model": job.first, "json": "", "covariates": job.site_covariates or job.covariates})
        read = read_sites(given, run, model.encoding.categorical, names=model.encoding.names)
        tensors = to_tensors(read, model.encoding, model.bedrock, run.device.name, run.device.dtype)
        predicted.append(pd.Series(ensemble_layers(model, tensors, run.reporter.warning), index=_layer_names(read)))
        sites = read if sites is None or len(read) < len(sites) else sites
    seen = np.isin(sites.hashes(), [name for model in models for name in model.training_hashes])
    own = sites.subset(~seen)
    block = land_blocks(own.profiles.longitude, own.profiles.latitude, job.block_degrees)
    if len(np.unique(block)) < 2:
        run.reporter.warning(
            "training_profiles",
            f"{int(seen.sum())} of {len(sites)} profiles lie where a model was trained; the others are too few for a score of SOC.",
        )
        return None
    layers = _layer_names(own)
    first, second = (values[layers].to_numpy() for values in predicted)
    observed, of = own.profiles.soc, block[own.profiles.profile]
    return SocScores(
        score_intervals(observed, first, of, job.seed),
        score_intervals(observed, second, of, job.seed),
        nse_differences(observed, first, second, of, job.seed),
        len(own),
        len(observed),
    )


def _layer_names(sites: Any) -> pd.Index:
    """A name for every layer: its profile and its number within it."""
    profile = sites.profiles.profile
    first = np.searchsorted(profile, profile)
    return pd.Index([f"{name}|{number}" for name, number in zip(sites.profiles.ids[profile], np.arange(len(profile)) - first)])


def values_of(found: Compared) -> dict[str, Any]:
    """Everything behind the report, ready for JSON."""
    soc = found.soc
    return {
        "pixels": int(found.both.sum()),
        "agreement": found.agreement.to_dict("records"),
        "mean_correlation": {name: {score: asdict(row) for score, row in rows.items()} for name, rows in found.means.items()},
        "truth": None if found.truth is None else found.truth.to_dict("records"),
        "soc": soc and asdict(soc),
        "costs": {"first": found.costs[0], "second": found.costs[1]},
        "evaluations_ratio": cost_ratio(*found.costs),
    }


def _write_difference(path: Any, job: CompareJob, group: str, found: Compared) -> None:
    values = found.maps[1].products[group] - found.maps[0].products[group]
    bands = value_bands(group)
    title = f"{group.capitalize()}: {job.second_name} less {job.first_name}"
    write_bands(path, found.grid, values, [f"{band.name} difference" for band in bands], [band.unit for band in bands], {"title": title})
