"""What zonal statistics found."""

from __future__ import annotations

from dataclasses import dataclass, field

from .polygons import Zones
from .sums import Variable, ZoneDistribution, ZoneSums


@dataclass(frozen=True)
class ZonalResult:
    """What the job found: the zones, the variables, their sums, and their distributions by scenario, of which ``headline`` is that of the
    layer's fields (empty: there is no spread); ``outside`` is the share of the pixels at which each covariate lies outside the range of the
    training profiles."""

    zones: Zones
    variables: list[Variable]
    sums: ZoneSums
    distributions: dict[str, ZoneDistribution]
    headline: str
    outside: dict[str, float] = field(default_factory=dict)
