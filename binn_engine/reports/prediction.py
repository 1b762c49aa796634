"""From the rasters of a prediction to its report, with a comparison to known truth where there is one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ..covariates.bands import open_raster
from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..files.opening import opened
from ..learning.scores import agreement
from ..running.command import command_line
from ..running.context import Run
from ..running.record import provenance
from ..settings import KNOWN_TRUTHS, PredictJob
from ..settings.texts import parse_thresholds
from ..tables import EVIDENCE, PRODUCT_BY_NAME, product_bands
from .figures.drawing import MapPanel
from .learning import PredictionReport, prediction_report

LARGEST_SIDE = 400  # pixels of a map in the report; larger rasters are thinned
SHOWN = ("soc", "processes", "parameters", "soc_sd", "processes_sd", "parameters_sd", "soc_exceedance", "domain")


def write_prediction_report(
    path: Path, job: PredictJob, run: Run, paths: dict[str, Path], metrics: dict[str, Any], evidence: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Write the HTML report and return the rows of the comparison with truth; ``evidence`` is the model's, of its parameters."""
    panels, statistics, rows, pairs = [], [], [], {}
    for name in SHOWN:
        if name not in paths:
            continue
        maps = _panels(name, paths[name], job)
        panels += maps
        statistics += [_statistics(panel) for panel in maps]
        if name in KNOWN_TRUTHS and getattr(job, KNOWN_TRUTHS[name]):
            found, compared = _compare(paths[name], getattr(job, KNOWN_TRUTHS[name]), maps)
            rows += found
            pairs |= compared
    report = PredictionReport(
        title=f"BINN prediction: {Path(job.model).stem}",
        job=asdict(job),
        provenance=provenance(run) | {"pixels": metrics},
        command=command_line(job),
        maps=panels,
        evidence=[{**row, "informed_by": EVIDENCE[row["informed_by"]]} for row in evidence.values()] if "parameters" in paths else [],
        statistics=statistics,
        truth=rows,
        pairs=pairs,
        warnings=[message for _, message in run.reporter.warnings],
    )
    prediction_report(path, report)
    return rows


def _panels(name: str, path: Path, job: PredictJob) -> list[MapPanel]:
    product = PRODUCT_BY_NAME[name]
    bands = product_bands(product, job.depths, job.quantiles, parse_thresholds(job.thresholds, job.depths))
    with opened(str(path)) as file:
        step = max(1, -(-max(file.width, file.height) // LARGEST_SIDE))
        shape = (-(-file.height // step), -(-file.width // step))
        values = file.read(out_shape=(file.count, *shape), masked=True).astype(float).filled(np.nan)
    return [MapPanel(band.name, band.unit, band.limits, layer, product.title, product.ramp) for band, layer in zip(bands, values)]


def _statistics(panel: MapPanel) -> dict[str, Any]:
    valid = panel.values[np.isfinite(panel.values)]
    low, middle, high = np.quantile(valid, (0.05, 0.5, 0.95)) if valid.size else (np.nan,) * 3
    return {
        "name": panel.name,
        "unit": panel.unit,
        "mean": valid.mean() if valid.size else np.nan,
        "5 %": low,
        "median": middle,
        "95 %": high,
    }


def _compare(path: Path, truth_path: str, maps: list[MapPanel]) -> tuple[list[dict[str, Any]], dict[str, tuple[np.ndarray, np.ndarray]]]:
    """Scores and pairs of every band that the truth has too, pixel by pixel on the product's grid."""
    names = [panel.name for panel in maps]
    with open_raster(truth_path) as file:
        shared = [name for name in names if name in file.descriptions]
    grid = Grid.from_raster(str(path))
    with opened(str(path)) as file:
        mapped = file.read(masked=True).astype(float).filled(np.nan)
    with CovariateStack([truth_path], shared, (), grid) as stack:
        known = stack.read(grid.whole)
    rows, pairs = [], {}
    for number, name in enumerate(shared):
        both = np.isfinite(known[number]) & np.isfinite(mapped[names.index(name)])
        truth, found = known[number][both], mapped[names.index(name)][both]
        if not truth.size:
            continue
        scores = agreement(truth, found)
        varies = np.ptp(truth) > 0.0 and np.ptp(found) > 0.0
        r = float(np.corrcoef(truth, found)[0, 1]) if varies else float("nan")
        rows.append(
            {
                "name": name,
                "r2": scores["r2"],
                "r": r,
                "nse": scores["nse"],
                "bias": scores["bias"],
                "rmse": scores["rmse"],
                "n": int(truth.size),
            }
        )
        pairs[name] = (truth, found)
    return rows, pairs
