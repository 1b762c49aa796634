"""The result of zonal statistics."""

from __future__ import annotations

from dataclasses import dataclass, field

from .polygons import Zones
from .sums import Variable, ZoneDistribution, ZoneSums


@dataclass(frozen=True)
class ZonalResult:
    """The result of the job: the zones, the variables, their sums, and their distributions by scenario; ``headline`` is the scenario of
    the layer's fields (empty: there is no spread); ``outside`` is the share of the pixels at which each covariate is outside the range of
    the training profiles."""

    zones: Zones
    variables: list[Variable]
    sums: ZoneSums
    distributions: dict[str, ZoneDistribution]
    headline: str
    outside: dict[str, float] = field(default_factory=dict)
