"""The result of zonal statistics."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from .polygons import Zones
from .sums import Variable, ZoneDistribution, ZoneSums


@dataclass(frozen=True)
class ZoneStatistics:
    """Zones, their sums, and their distributions by scenario."""

    zones: Zones
    sums: ZoneSums
    distributions: dict[str, ZoneDistribution]

    def rows(self, which: slice) -> ZoneStatistics:
        """Those of some of the zones."""
        distributions = {name: found.rows(which) for name, found in self.distributions.items()}
        return ZoneStatistics(self.zones.rows(which), self.sums.rows(which), distributions)


@dataclass(frozen=True)
class ZonalResult:
    """The result of the job.

    Parameters
    ----------
    summed
        The statistics, whose last zone is all zones together.
    variables
        What was summed.
    headline
        The scenario of the layer's fields; empty: there is no spread.
    outside
        Share of the pixels at which each covariate is outside the range of the training profiles.
    forcing_read
        How the model read the cells of the forcing; empty: maps were summed.
    """

    summed: ZoneStatistics
    variables: list[Variable]
    headline: str
    outside: dict[str, float] = field(default_factory=dict)
    forcing_read: str = ""

    @cached_property
    def each(self) -> ZoneStatistics:
        """Every zone for itself."""
        return self.summed.rows(slice(None, -1))

    @cached_property
    def total(self) -> ZoneStatistics:
        """All zones together, in which land that is in several of them counts once."""
        return self.summed.rows(slice(-1, None))

    @property
    def zones(self) -> Zones:
        """The zones."""
        return self.each.zones

    @property
    def sums(self) -> ZoneSums:
        """Of every zone."""
        return self.each.sums

    @property
    def distributions(self) -> dict[str, ZoneDistribution]:
        """Of every zone, by scenario."""
        return self.each.distributions

    @property
    def stocks(self) -> list[int]:
        """The numbers of the variables that have a total."""
        return [number for number, row in enumerate(self.variables) if row.stock]
