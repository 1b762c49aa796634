"""Scores of intervals: SOC against held-out observations, parameters and processes against the truth of twins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..learning.dataset import Sites
from ..learning.soc_trees import FOREST
from ..model.binn import ParameterSpace
from ..model.calibration import DEPTH_RANGES, LEAST_SOC, STOCK_NAMES
from ..model.scaling import LEVELS, Scaling
from ..tables import GIVEN_PROCESS, PARAMETER_NAMES, PROCESS_NAMES
from .calibrating import CALIBRATED, FOREST_CONFORMAL, RAW, Tested
from .crossvalidation import ALL, limit_label
from .reliability import INTERVALS, coverage, interval_levels, interval_scores, pit, pit_histogram, spread_skill
from .twin_calibration import TwinDraws, TwinScalings
from .twin_change import TESTS, parts_of_scenarios

PARAMETER, PROCESS, SOC, CHANGE = "parameter", "process", "soc", "change"
NOISE_FREE = "soc_without_noise"
Quantiles = Callable[[Sequence[float]], np.ndarray]
METHODS = (RAW, CALIBRATED, FOREST, FOREST_CONFORMAL)
RAW_SPREAD, TWINS, EXTREMES = "raw spread", "calibrated with twins", "least to most of the draws"


def soc_table(tested: Tested, sites: Sites, limit: float, split: str) -> pd.DataFrame:
    """Scores of predicted distributions of a new observation, a row for each method, kind of layers and range of depth.

    Columns ``split``, ``method``, ``layers`` (``all``, or those up to ``limit`` gC/m3), ``depth``, and those of
    :func:`binn_engine.experiments.reliability.interval_scores`, widths and CRPS in gC/m3.
    """
    truth, depth = sites.profiles.soc[tested.layer], sites.profiles.depth[tested.layer]
    rows = []
    for layers, usable in ((ALL, np.ones(len(truth), dtype=bool)), (limit_label(limit), truth <= limit)):
        for name, (top, bottom) in {ALL: (0.0, np.inf), **DEPTH_RANGES}.items():
            kept = usable & (depth >= top) & (depth < bottom)
            for method, quantiles in tested.quantiles.items():
                scores = interval_scores(truth[kept], tested.value[kept], quantiles[kept], LEVELS)
                rows.append({"split": split, "method": method, "layers": layers, "depth": name, **scores})
    return pd.DataFrame(rows)


def soc_curves(tested: Tested, sites: Sites) -> dict[str, dict[str, Any]]:
    """PIT histogram of every method, and of BINN's calibrated and raw distributions the spread against the error of log SOC."""
    truth = sites.profiles.soc[tested.layer]
    found: dict[str, dict[str, Any]] = {}
    for method in METHODS:
        quantiles = tested.quantiles[method]
        found[method] = {"pit": pit_histogram(pit(truth, quantiles, LEVELS))}
        if method in (RAW, CALIBRATED):
            logs = np.log(np.maximum(quantiles, LEAST_SOC))
            found[method]["spread_skill"] = spread_skill(np.log(np.maximum(truth, LEAST_SOC)), logs.mean(1), logs.std(1))
    return found


def twin_table(twins: Sequence[TwinDraws], scalings: TwinScalings, space: ParameterSpace) -> pd.DataFrame:
    """Coverage of the truth of twins, a row for each twin, variable and kind of interval.

    Columns ``truth`` (number of the twin), ``kind``, ``name``, ``interval`` (``RAW_SPREAD``, ``TWINS``, or ``EXTREMES``, the published
    score: whether the truth lies between the least and the most of all draws), ``coverage_50`` and so on (of ``EXTREMES`` one
    ``coverage`` alone), ``width_90`` (in the variable's unit), ``error_over_spread`` (RMSE over root mean square raw spread) and ``n``.
    """
    return pd.DataFrame([row for twin in twins for row in _twin_rows(twin, scalings, space)])


def _twin_rows(twin: TwinDraws, scalings: TwinScalings, space: ParameterSpace) -> Iterator[dict[str, Any]]:
    parameters, processes, change = scalings
    for column, name in enumerate(PARAMETER_NAMES):
        if space.learned[column]:
            low, width = space.lower[column], space.upper[column] - space.lower[column]
            draws, truth = twin.parameters[..., column], twin.twin.parameters[twin.site, column]
            head = {"truth": twin.twin.number, "kind": PARAMETER, "name": name}
            place = (draws - low) / width
            yield from _intervals(head, place, (truth - low) / width, _quantiles(parameters.get(name), place), width)
    for column, name in enumerate(PROCESS_NAMES):
        if name != GIVEN_PROCESS:
            head = {"truth": twin.twin.number, "kind": PROCESS, "name": name}
            draws, truth = twin.processes[..., column], twin.twin.processes[twin.site, column]
            yield from _intervals(head, draws, truth, _quantiles(processes.get(name), draws), 1.0)
    for column, name in enumerate(STOCK_NAMES):
        drawn, true = (parts_of_scenarios(values) for values in (twin.change[:, :, column], twin.true_change[:, column]))
        for scenario in TESTS:
            head = {"truth": twin.twin.number, "kind": CHANGE, "name": f"change {name}: {scenario}"}
            known = change[name].of(drawn[scenario]) if name in change else None
            draws, truth = (np.sum(list(parts[scenario].values()), axis=0) for parts in (drawn, true))
            yield from _intervals(head, draws, truth, None if known is None else known.quantiles, 1.0)
    head = {"truth": twin.twin.number, "kind": SOC, "name": NOISE_FREE}
    yield from _intervals(head, twin.soc, twin.twin.soc[twin.layer], None, 1.0)


def _quantiles(scaling: Scaling | None, draws: np.ndarray) -> Quantiles | None:
    """What gives the quantiles of a variable at levels, ``(n, levels)``."""
    return None if scaling is None else lambda levels: scaling.quantiles(draws.mean(0), scaling.of(draws).std(0, ddof=1), levels)


def _intervals(
    head: dict[str, Any], draws: np.ndarray, truth: np.ndarray, quantiles: Quantiles | None, width: float
) -> Iterator[dict[str, Any]]:
    ends = interval_levels()
    ratio = float(np.sqrt(((draws.mean(0) - truth) ** 2).mean()) / max(np.sqrt(draws.var(0, ddof=1).mean()), 1e-300))
    shared = {"error_over_spread": ratio, "n": len(truth)}
    raw = np.moveaxis(np.quantile(draws, ends, axis=0), -1, 0)
    yield {**head, "interval": RAW_SPREAD, **_coverages(truth, raw, width), **shared}
    yield {**head, "interval": EXTREMES, "coverage": coverage(truth, draws.min(0), draws.max(0)), **shared}
    if quantiles is not None:
        levels = quantiles(ends.ravel().tolist()).reshape(len(truth), *ends.shape)
        yield {**head, "interval": TWINS, **_coverages(truth, levels, width), **shared}


def _coverages(truth: np.ndarray, ends: np.ndarray, width: float) -> dict[str, float]:
    """``ends`` is ``(n, 2, intervals)``."""
    found = {}
    for number, inside in enumerate(INTERVALS):
        found[f"coverage_{100 * inside:g}"] = coverage(truth, ends[:, 0, number], ends[:, 1, number])
    nine = INTERVALS.index(0.9)
    return {**found, "width_90": float(width * (ends[:, 1, nine] - ends[:, 0, nine]).mean())}


def twin_summary(table: pd.DataFrame) -> pd.DataFrame:
    """Means over the twins, a row a variable: coverage of 90 % intervals raw (``raw_90``) and calibrated (``calibrated_90``, with the
    ``least_90`` of a twin), the other intervals calibrated, the published score (``extremes``), ``error_over_spread``."""
    rows = []
    for (kind, name), part in table.groupby(["kind", "name"], sort=False):
        by = {interval: rows for interval, rows in part.groupby("interval")}
        row = {"kind": kind, "name": name, "raw_90": by[RAW_SPREAD]["coverage_90"].mean(), "extremes": by[EXTREMES]["coverage"].mean()}
        if TWINS in by:
            row |= {f"calibrated_{100 * inside:g}": by[TWINS][f"coverage_{100 * inside:g}"].mean() for inside in INTERVALS}
            row |= {"least_90": by[TWINS]["coverage_90"].min(), "width_90": by[TWINS]["width_90"].mean()}
        rows.append({**row, "error_over_spread": by[RAW_SPREAD]["error_over_spread"].mean()})
    return pd.DataFrame(rows)
