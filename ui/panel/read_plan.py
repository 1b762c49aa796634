"""The bands that are read for a place, and the meaning of their values."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ...binn_engine.bands import band_depth
from ...binn_engine.tables import PARAMETERS
from ..layers.products import ProductFile, ProductSet, band_quantile
from ..translation import mark
from .place import Estimate, Interval

BY_YEAR = ("change_100", "change_30", "stock_100", "stock_30")  # the maps of a projection, the first that there is
_NORMAL_90 = 1.645  # half width of a normal distribution's 90 % interval, in standard deviations
_BOUNDS = {row.name: (row.lower, row.upper) for row in PARAMETERS}


@dataclass(frozen=True)
class ReadPlan:
    """The bands that a part needs: (file, band number from 1, variable, role)."""

    bands: tuple[tuple[ProductFile, int, str, str], ...]
    interval: Interval

    @property
    def has_middle(self) -> bool:
        """Whether a median is read, so that the mean is one number more."""
        return any(role == "middle" for _, _, _, role in self.bands)


def plan_part(products: ProductSet, part: str) -> ReadPlan:
    """The fewest bands that tell a part's middles and intervals: quantiles where the run has them, else mean and standard deviation."""
    if part in ("soc", "soc_rest"):
        whole = _plan(products, "soc", also_mean=True)
        first = [row for row in whole.bands if band_depth(row[2]) is not None and (row[3] != "mean" or not whole.has_middle)]
        rows = first if part == "soc" else [row for row in whole.bands if row not in first]
        return ReadPlan(tuple(rows), whole.interval)
    return _series(products) if part == "series" else _plan(products, part)


def _series(products: ProductSet) -> ReadPlan:
    """The change by year with its interval, or where the run has no such map the stock."""
    value = next((file for name in BY_YEAR if (file := products.file(name)) is not None), None)
    if value is None:
        return ReadPlan((), Interval("", ""))
    rows = [(value, number, name, "mean") for number, name in enumerate(value.bands, 1)]
    low, high = (products.file(f"{value.product}_{end}") for end in ("low", "high"))
    if low is None or high is None or not len(low.bands) == len(high.bands) == len(value.bands):
        return ReadPlan(tuple(rows), Interval("mean", ""))
    for file, role in ((low, "lower"), (high, "upper")):
        rows += [(file, number, name, role) for number, name in enumerate(value.bands, 1)]
    return ReadPlan(tuple(rows), Interval(mark("mean"), mark("interval of the change"), low.uncertainty))


def _plan(products: ProductSet, part: str, also_mean: bool = False) -> ReadPlan:
    value, sd, quantiles = (products.file(part + ending) for ending in ("", "_sd", "_quantiles"))
    rows = {(number, name): band_quantile(name) for number, name in enumerate(quantiles.bands, 1)} if quantiles else {}
    levels = sorted({row[1] for row in rows.values() if row})
    means = [(value, number, name, "mean") for number, name in enumerate(value.bands, 1)] if value else []
    if len(levels) > 1:
        roles = {levels[0]: "lower", levels[-1]: "upper"} | ({0.5: "middle"} if 0.5 in levels[1:-1] else {})
        bands = [(quantiles, number, row[0], roles[row[1]]) for (number, _), row in rows.items() if row and row[1] in roles]
        bands += means if also_mean or 0.5 not in roles else []
        words = mark("median") if 0.5 in roles else "mean"
        return ReadPlan(tuple(bands), Interval(words, f"{100 * levels[0]:g} to {100 * levels[-1]:g} %", quantiles.uncertainty))
    if not means:
        return ReadPlan((), Interval("", ""))
    if sd is None:
        return ReadPlan(tuple(means), Interval("value" if part == "domain" else "mean", ""))
    spread = [(sd, number, name[: -len(" sd")], "sd") for number, name in enumerate(sd.bands, 1)]
    return ReadPlan((*means, *spread), Interval(mark("mean"), mark("90 % of a normal distribution"), sd.uncertainty))


def estimates(plan: ReadPlan, values: Iterable[float], evidence: dict[str, str]) -> dict[str, Estimate]:
    """The estimates of a part by variable, from the values of its plan's bands."""
    found: dict[str, dict[str, float]] = {}
    for (_, _, variable, role), value in zip(plan.bands, values):
        found.setdefault(variable, {})[role] = value
    return {name: _estimate(name, roles, evidence.get(name, "")) for name, roles in found.items()}


def _estimate(name: str, roles: dict[str, float], evidence: str) -> Estimate:
    mean = roles.get("mean", math.nan)
    middle = roles.get("middle", mean)
    lower, upper = roles.get("lower", math.nan), roles.get("upper", math.nan)
    if "sd" in roles:
        least, most = _BOUNDS.get(name, (0.0, math.inf))  # nothing mapped is negative, and no parameter leaves its bounds
        lower, upper = max(middle - _NORMAL_90 * roles["sd"], least), min(middle + _NORMAL_90 * roles["sd"], most)
    return Estimate(middle, lower, upper, mean, evidence)
