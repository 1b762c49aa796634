"""The job ``compare``: two models on the same grid and at the same profiles."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..bands import value_bands
from ..cells import write_csv
from ..comparison.agreement import NAMES, PROCESS, agreement_table, cost_ratio, mean_agreement, truth_table
from ..comparison.result import ComparisonResult, SharedPixels
from ..comparison.sides import FIRST, GROUPS, SECOND, Side, bands_of, both_sides, check_sides, grid_of
from ..comparison.soc import soc_scores_of
from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import InputError, JobError, check_block_degrees
from ..json_text import to_json
from ..learning.durations import Workload, expected_parts
from ..maps.rasters import write_bands
from ..reports.comparison import write_comparison_report
from ..resampling.splits import block_of
from ..running.context import Run
from ..scoring.intervals import BlockBootstrap
from ..settings import CompareJob


def run(run: Run[CompareJob]) -> dict[str, Any]:
    """Compare, and write the report, the numbers and the rasters of differences where wanted."""
    job = run.job
    check_block_degrees(job.block_degrees)
    check_sides(job)
    if job.soc_map and not job.observations:
        raise JobError("Another SOC map is scored on SOC profiles, but none are given.", "Give observations, or leave out soc_map.")
    paths = run.wanted_outputs("report", "json", "csv", "processes_difference", "parameters_difference")
    grid = grid_of(job)
    run.reporter.expect(*expected_parts(job, Workload(pixels=grid.width * grid.height)))
    sides = both_sides(run, grid)
    result = compare_sides(run, sides, grid)
    run.reporter.progress(0.9, "writing the results")
    for group in GROUPS.values():
        if f"{group}_difference" in paths:
            _write_difference(paths[f"{group}_difference"], job, group, result)
    values = values_of(result)
    if "json" in paths:
        text = to_json({"job": asdict(job), "warnings": run.reporter.messages, **values})
        paths["json"].write_text(text, encoding="utf-8")
    if "csv" in paths:
        write_csv(result.agreement, paths["csv"])
    write_comparison_report(paths["report"], run, result, values)
    return {key: values[key] for key in ("mean_correlation", "pixels", "evaluations_ratio", "soc")}


@dataclass(frozen=True)
class _BlockedPixels(SharedPixels):
    """Shared pixels, and the number of the ``block`` of land of each of them."""

    block: np.ndarray


def compare_sides(run: Run[CompareJob], sides: tuple[Side, Side], grid: Grid) -> ComparisonResult:
    """Agreement where both sides have values, truth where it is known, SOC where profiles are given.

    Raises
    ------
    InputError
        Where the sides have no process and no parameter in common, or no pixel.
    """
    job, shared = run.job, _shared_pixels(sides, grid, run.job.block_degrees)
    names, bootstrap = shared.names, BlockBootstrap(shared.block, job.seed)
    run.reporter.progress(0.7, "comparing")
    kinds = [kind for kind in GROUPS if names[kind]]
    tables = []
    for kind in kinds:
        table = agreement_table(shared.pair(kind), names[kind], kind, bootstrap)
        tables.append(table.assign(**_spreads(shared, kind)))
    known = [table for kind in kinds if (table := _truth_table_of(job, kind, shared)) is not None]
    truth = pd.concat(known, ignore_index=True) if known else None
    means = mean_agreement(shared.pair(PROCESS), names[PROCESS], bootstrap) if PROCESS in kinds else {}
    soc = soc_scores_of(run, sides) if job.observations else None
    return ComparisonResult(sides, names, grid, shared.both, pd.concat(tables, ignore_index=True), means, truth, soc)


def _shared_pixels(sides: tuple[Side, Side], grid: Grid, block_degrees: float) -> _BlockedPixels:
    names = {kind: _shared_names(sides, kind) for kind in GROUPS}
    if not any(names.values()):
        raise InputError("The two models have no process and no parameter in common.", "Use rasters that have bands with the same names.")
    both = np.all([np.isfinite(values).all(0) for values in _shared_bands(sides, names)], axis=0)
    if both.sum() < 3:
        raise InputError(
            f"Only {int(both.sum())} pixels have values in the maps of both models, which is too few.",
            "Check the nodata values, and that the rasters overlap.",
        )
    longitude, latitude = grid.lonlat(grid.whole)
    block = block_of(longitude[both], latitude[both], block_degrees)
    if len(np.unique(block)) < 2:
        raise InputError(
            f"All pixels that both models map are in one block of {block_degrees:g} degrees, so intervals cannot "
            "be computed from resampled blocks.",
            "Give a smaller block_degrees.",
        )
    return _BlockedPixels(sides, names, grid, both, block)


def _shared_names(sides: tuple[Side, Side], kind: str) -> list[str]:
    """Names of the processes or parameters of which both sides have a value somewhere."""
    there = np.all([np.isfinite(side.products[GROUPS[kind]]).any((1, 2)) for side in sides], axis=0)
    return [name for name, shared in zip(NAMES[kind], there) if shared]


def _shared_bands(sides: tuple[Side, Side], names: dict[str, list[str]]) -> list[np.ndarray]:
    return [side.products[group][[NAMES[kind].index(name) for name in names[kind]]] for side in sides for kind, group in GROUPS.items()]


def _spreads(shared: _BlockedPixels, kind: str) -> dict[str, list[float]]:
    """What each side says of its uncertainty: its mean over the pixels (``_spread``), and that of a single profile (``_posterior``), which
    models of PRODA know; NaN where it says nothing."""
    names, spreads = shared.names[kind], {}
    for label, side in zip((FIRST, SECOND), shared.sides):
        sd = side.products.get(f"{GROUPS[kind]}_sd")
        posterior = side.model.card.get("posterior_sd", {}) if side.model else {}
        rows = [np.nan if sd is None else sd[NAMES[kind].index(name)][shared.both] for name in names]
        spreads[f"{label}_spread"] = [float(np.mean(values)) for values in rows]
        spreads[f"{label}_posterior"] = [float(posterior.get(name, np.nan)) for name in names]
    return spreads


def _truth_table_of(job: CompareJob, kind: str, shared: _BlockedPixels) -> pd.DataFrame | None:
    """Which side is nearer to the truth that the job names for a kind; None where it names none."""
    path = getattr(job, f"truth_{GROUPS[kind]}")
    if not path:
        return None
    compared, there = shared.names[kind], bands_of(path)
    names = [name for name in compared if name in there]
    if not names:
        raise InputError(f"{path} has no band named like one of the {GROUPS[kind]}.", f"Name its bands {', '.join(compared)}.")
    with CovariateStack([path], names, (), shared.grid) as stack:
        truth = stack.read(shared.grid.whole)[:, shared.both].T
    inside = np.isfinite(truth).all(1)
    block = shared.block[inside]
    if len(np.unique(block)) < 2:
        raise InputError(
            f"{path} has values at {int(inside.sum())} of the {len(inside)} pixels that both models map, in fewer than two spatial blocks.",
            "Check that it covers the area that is compared, or give a smaller block_degrees.",
        )
    columns = [compared.index(name) for name in names]
    first, second = (values[inside][:, columns] for values in shared.pair(kind))
    return truth_table((first, second), truth[inside], names, kind, BlockBootstrap(block, job.seed))


def values_of(result: ComparisonResult) -> dict[str, Any]:
    """Everything behind the report, ready for JSON."""
    soc, sides = result.soc, list(zip((FIRST, SECOND), result.sides))
    return {
        "pixels": int(result.both.sum()),
        "agreement": result.agreement.to_dict("records"),
        "mean_correlation": {name: {score: asdict(row) for score, row in rows.items()} for name, rows in result.means.items()},
        "truth": None if result.truth is None else result.truth.to_dict("records"),
        "soc": soc and asdict(soc),
        "costs": {label: side.cost for label, side in sides},
        "mapping": {label: {"seconds": side.seconds, "peak_memory_mb": side.memory_mb} for label, side in sides},
        "evaluations_ratio": cost_ratio(*(side.cost for _, side in sides)),
    }


def _write_difference(path: Any, job: CompareJob, group: str, result: ComparisonResult) -> None:
    values = result.sides[1].products[group] - result.sides[0].products[group]
    bands = value_bands(group)
    title = f"{group.capitalize()}: {job.second_name} minus {job.first_name}"
    write_bands(path, result.grid, values, [(f"{band.name} difference", band.unit) for band in bands], {"title": title})
