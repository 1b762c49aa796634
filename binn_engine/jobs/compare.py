"""The job ``compare``: two models on the same grid and at the same profiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from ..cells import write_csv
from ..comparison.agreement import NAMES, PROCESS, agreement_table, cost_ratio, land_blocks, mean_agreement, truth_table
from ..comparison.result import ComparisonResult, pair_of
from ..comparison.sides import FIRST, GROUPS, SECOND, Side, bands_of, both_sides, check_sides
from ..comparison.soc import soc_scores_of
from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import InputError, JobError
from ..json_text import to_json
from ..maps.rasters import write_bands
from ..reports.comparison import write_comparison_report
from ..running.context import Run
from ..settings import CompareJob
from ..tables import value_bands


def run(run: Run[CompareJob]) -> dict[str, Any]:
    """Compare, and write the report, the numbers and the rasters of differences where wanted."""
    job = run.job
    if not job.block_degrees > 0.0:
        raise JobError(f"The block size is {job.block_degrees:g} degrees.", "Give a positive size.")
    check_sides(job)
    paths = run.wanted_outputs("report", "json", "csv", "processes_difference", "parameters_difference")
    sides, grid = both_sides(run)
    found = compare_sides(run, sides, grid)
    run.reporter.progress(0.9, "writing")
    for group in GROUPS.values():
        if f"{group}_difference" in paths:
            _write_difference(paths[f"{group}_difference"], job, group, found)
    values = values_of(found)
    if "json" in paths:
        text = to_json({"job": asdict(job), "warnings": run.reporter.messages, **values})
        paths["json"].write_text(text, encoding="utf-8")
    if "csv" in paths:
        write_csv(found.agreement, paths["csv"])
    write_comparison_report(paths["report"], run, found, values)
    return {key: values[key] for key in ("mean_correlation", "pixels", "evaluations_ratio", "soc")}


def compare_sides(run: Run[CompareJob], sides: tuple[Side, Side], grid: Grid) -> ComparisonResult:
    """Agreement where both sides have values, truth where it is known, SOC where profiles are given.

    Raises
    ------
    InputError
        Where the sides have no process and no parameter in common, or no pixel.
    """
    job = run.job
    names = {kind: _shared_names(sides, kind) for kind in GROUPS}
    if not any(names.values()):
        raise InputError("The two models have no process and no parameter in common.", "Compare rasters with the same bands.")
    both = np.all([np.isfinite(values).all(0) for values in _shared_bands(sides, names)], axis=0)
    if both.sum() < 3:
        raise InputError(f"{int(both.sum())} pixels have values of both models.", "Check that the rasters overlap.")
    block = land_blocks(*(values[both] for values in grid.lonlat(grid.whole)), job.block_degrees)
    if len(np.unique(block)) < 2:
        raise InputError(
            f"The land that both models map lies in one block of {job.block_degrees:g} degrees, so that no interval can be drawn.",
            "Give a smaller block_degrees.",
        )
    run.reporter.progress(0.7, "comparing")
    kinds = [kind for kind in GROUPS if names[kind]]
    pairs = {kind: pair_of(sides, kind, names[kind], both) for kind in kinds}
    tables = []
    for kind in kinds:
        table = agreement_table(*pairs[kind], names[kind], kind, block, job.seed)
        tables.append(table.assign(**_spreads(sides, kind, names[kind], both)))
    known = [table for kind in kinds if (table := _against_truth(job, kind, names[kind], pairs[kind], grid, both, block)) is not None]
    truth = pd.concat(known, ignore_index=True) if known else None
    means = mean_agreement(*pairs[PROCESS], names[PROCESS], block, job.seed) if PROCESS in pairs else {}
    soc = soc_scores_of(run, sides) if job.observations else None
    return ComparisonResult(sides, names, grid, both, pd.concat(tables, ignore_index=True), means, truth, soc)


def _shared_names(sides: tuple[Side, Side], kind: str) -> list[str]:
    """Names of the processes or parameters of which both sides have a value somewhere."""
    there = np.all([np.isfinite(side.products[GROUPS[kind]]).any((1, 2)) for side in sides], axis=0)
    return [name for name, shared in zip(NAMES[kind], there) if shared]


def _shared_bands(sides: tuple[Side, Side], names: dict[str, list[str]]) -> list[np.ndarray]:
    return [side.products[group][[NAMES[kind].index(name) for name in names[kind]]] for side in sides for kind, group in GROUPS.items()]


def _spreads(sides: tuple[Side, Side], kind: str, names: Sequence[str], both: np.ndarray) -> dict[str, list[float]]:
    """What each side says of its uncertainty: its mean over the pixels (``_spread``), and that of a single profile (``_posterior``), which
    models of PRODA know; NaN where it says nothing."""
    found: dict[str, list[float]] = {}
    for label, side in zip((FIRST, SECOND), sides):
        sd = side.products.get(f"{GROUPS[kind]}_sd")
        posterior = side.model.card.get("posterior_sd", {}) if side.model else {}
        rows = [np.nan if sd is None else sd[NAMES[kind].index(name)][both] for name in names]
        found[f"{label}_spread"] = [float(np.mean(values)) for values in rows]
        found[f"{label}_posterior"] = [float(posterior.get(name, np.nan)) for name in names]
    return found


def _against_truth(
    job: CompareJob,
    kind: str,
    wanted: Sequence[str],
    pair: tuple[np.ndarray, np.ndarray],
    grid: Grid,
    both: np.ndarray,
    block: np.ndarray,
) -> pd.DataFrame | None:
    path = getattr(job, f"truth_{GROUPS[kind]}")
    if not path:
        return None
    there = bands_of(path)
    names = [name for name in wanted if name in there]
    if not names:
        raise InputError(f"{path} has no band that is named as one of the {GROUPS[kind]}.", f"Name its bands {', '.join(wanted)}.")
    with CovariateStack([path], names, (), grid) as stack:
        known = stack.read(grid.whole)[:, both].T
    inside = np.isfinite(known).all(1)
    if len(np.unique(block[inside])) < 2:
        raise InputError(
            f"{path} has values at {int(inside.sum())} of the {len(inside)} pixels of both models, in fewer than two blocks of land.",
            "Check that it lies where the models are compared, or give a smaller block_degrees.",
        )
    columns = [wanted.index(name) for name in names]
    return truth_table(*(values[inside][:, columns] for values in pair), known[inside], names, kind, block[inside], job.seed)


def values_of(found: ComparisonResult) -> dict[str, Any]:
    """Everything behind the report, ready for JSON."""
    soc, sides = found.soc, list(zip((FIRST, SECOND), found.sides))
    return {
        "pixels": int(found.both.sum()),
        "agreement": found.agreement.to_dict("records"),
        "mean_correlation": {name: {score: asdict(row) for score, row in rows.items()} for name, rows in found.means.items()},
        "truth": None if found.truth is None else found.truth.to_dict("records"),
        "soc": soc and asdict(soc),
        "costs": {label: side.cost for label, side in sides},
        "mapping": {label: {"seconds": side.seconds, "peak_memory_mb": side.memory_mb} for label, side in sides},
        "evaluations_ratio": cost_ratio(*(side.cost for _, side in sides)),
    }


def _write_difference(path: Any, job: CompareJob, group: str, found: ComparisonResult) -> None:
    values = found.sides[1].products[group] - found.sides[0].products[group]
    bands = value_bands(group)
    title = f"{group.capitalize()}: {job.second_name} less {job.first_name}"
    write_bands(path, found.grid, values, [f"{band.name} difference" for band in bands], [band.unit for band in bands], {"title": title})
