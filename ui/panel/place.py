"""The values of a run's rasters at a place."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ...binn_engine.bands import band_depth, band_year


@dataclass(frozen=True)
class Estimate:
    """One variable at a place: its middle, its interval if the run has a spread, the mean that the map shows, and the evidence for it."""

    middle: float
    lower: float = math.nan
    upper: float = math.nan
    mean: float = math.nan
    evidence: str = ""

    @property
    def has_value(self) -> bool:
        """Whether there is a value: outside the map there is none."""
        return math.isfinite(self.middle)

    @property
    def has_interval(self) -> bool:
        """Whether there is an interval around it."""
        return math.isfinite(self.lower) and math.isfinite(self.upper)


@dataclass(frozen=True)
class Interval:
    """The meaning of middles and intervals, in words: ``median`` and ``5 to 95 %``; ``interval`` is empty if there is none."""

    middle: str
    interval: str
    kind: str = ""


@dataclass
class Place:
    """The values of a run's rasters at a point: estimates by band, one dictionary for each part that was read."""

    longitude: float
    latitude: float
    title: str
    parts: dict[str, dict[str, Estimate]] = field(default_factory=dict)
    intervals: dict[str, Interval] = field(default_factory=dict)

    @property
    def depths(self) -> list[tuple[float, Estimate]]:
        """SOC density (gC/m3) by depth (m), downwards."""
        found = [(band_depth(name), estimate) for name, estimate in self.parts.get("soc", {}).items()]
        return sorted(((depth, estimate) for depth, estimate in found if depth is not None), key=lambda row: row[0])

    @property
    def stocks(self) -> list[tuple[str, Estimate]]:
        """SOC stocks (kgC/m2) by the name of their band."""
        return [(name, estimate) for name, estimate in self.parts.get("soc", {}).items() if band_depth(name) is None]

    @property
    def trajectory(self) -> list[tuple[int, Estimate]]:
        """Change or stock of SOC (kgC/m2) by year, of a projection."""
        found = [(band_year(name), estimate) for name, estimate in self.parts.get("series", {}).items()]
        return sorted(((year, estimate) for year, estimate in found if year is not None), key=lambda row: row[0])

    @property
    def trajectory_title(self) -> str:
        """What the trajectory is of."""
        return next(iter(self.parts.get("series", {})), "").partition(", ")[0]

    @property
    def somewhere(self) -> bool:
        """Whether the place has coordinates: one beyond the reach of a reference system has none."""
        return math.isfinite(self.longitude) and math.isfinite(self.latitude)

    @property
    def on_map(self) -> bool:
        """Whether any raster has a value here."""
        return any(estimate.has_value for part in self.parts.values() for estimate in part.values())

    @property
    def outside_domain(self) -> bool:
        """Whether the model says that it should not be trusted here."""
        inside = self.parts.get("domain", {}).get("inside")
        return inside is not None and inside.has_value and inside.middle < 0.5
