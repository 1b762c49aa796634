"""A scenario: what changes in the soil, year by year.

A year ``y`` counted from the start covers ``(y - 1, y]``. Its forcing is constant. A ramp over 30 years has 1/30 of the change in year 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from ..clm5 import Forcing
from ..clm5.geometry import NODE_DEPTH
from ..errors import JobError
from ..settings import ScenarioFields

KINDS = {"litter_factor": 1.0, "warming": 0.0, "water_factor": 1.0}  # the kinds of change, and their values where nothing changes
LONGEST = 10_000  # years
DAMPING_DEPTH = 2.2  # m, of the yearly wave in a soil whose diffusivity of heat is 5e-7 m2/s: sqrt(2 * 5e-7 * 31536000 / (2 pi))
LARGEST = {"litter_factor": 10.0, "warming": 20.0, "water_factor": 10.0}  # more is another unit

ChangeTable = Mapping[str, np.ndarray]  # from a kind of change, or ``year``, to its values in each row


@dataclass(frozen=True)
class Phase:
    """Some years with the same forcing.

    Parameters
    ----------
    years
        How many.
    change
        The value of each kind of change (see ``KINDS``), the same everywhere.
    share
        Of the change that a raster gives, 0 to 1.
    period
        The forcing that acts: 0 is today's, 1 the first of the later ones.
    weight
        Of this forcing, 0 to 1; the rest is that of the period before.
    air
        The place in the change of air temperature by year, in its rows, from 0; None without one.
    """

    years: int
    change: tuple[float, float, float]
    share: float
    period: int = 0
    weight: float = 1.0
    air: float | None = None

    def same_as(self, other: Phase) -> bool:
        """Whether the forcing of both is the same."""
        return replace(self, years=other.years) == other


@dataclass(frozen=True)
class Scenario:
    """What changes, and when.

    Parameters
    ----------
    phases
        One after the other.
    times
        The years from the start, increasing from 0 on, of which results are wanted.
    final
        The forcing of the new steady state: all of the change, also where it is complete only after the last of the ``times``.
    """

    phases: tuple[Phase, ...]
    times: tuple[int, ...]
    final: Phase


def scenario_of(fields: ScenarioFields, table: ChangeTable | None = None, air_years: np.ndarray | None = None) -> Scenario:
    """The scenario that settings describe.

    Parameters
    ----------
    fields
        The settings.
    table
        What the table of the change says: ``year`` and some of ``KINDS``; None without one.
    air_years
        The years of a change of air temperature, the start first, ``(years,)``; None without one.

    Raises
    ------
    JobError
        For settings that cannot be used, or not together.
    """
    _check(fields, table)
    times = tuple(year - fields.start_year for year in fields.years)
    phases: list[Phase] = []
    for year in range(1, max(times[-1], 1) + 1):
        phase = _phase(fields, table, air_years, year)
        if phases and phases[-1].same_as(phase):
            phase = replace(phase, years=phases.pop().years + 1)
        phases.append(phase)
    ends = [float(times[-1] + fields.start_year), *(() if air_years is None else air_years), *(() if table is None else table["year"])]
    ends += [float(year + max(fields.ramp_years, 1)) for year in (fields.start_year, *fields.later_years)]
    return Scenario(tuple(phases), times, _phase(fields, table, air_years, math.ceil(max(ends)) - fields.start_year))


def _phase(fields: ScenarioFields, table: ChangeTable | None, air_years: np.ndarray | None, year: int) -> Phase:
    """The forcing of one year, counted from the start."""
    air = None if air_years is None else float(np.interp(fields.start_year + year, air_years, np.arange(len(air_years))))
    share = _ramp(year, fields.ramp_years)
    wanted = {name: getattr(fields, name) for name in KINDS}
    change = {name: none + (wanted[name] - none) * share for name, none in KINDS.items()}
    if table is not None:
        change = {name: _in_table(table, name, fields.start_year + year, fields.start_year) for name in KINDS}
    begun = [number for number, first in enumerate(fields.later_years, 1) if fields.start_year + year > first]
    values = (change["litter_factor"], change["warming"], change["water_factor"])
    if not begun:
        return Phase(1, values, share, air=air)
    since = fields.start_year + year - fields.later_years[begun[-1] - 1]
    return Phase(1, values, share, begun[-1], _ramp(since, fields.ramp_years), air)


def _ramp(year: int, ramp_years: int) -> float:
    return min(1.0, year / ramp_years) if ramp_years else 1.0


def _in_table(table: ChangeTable, name: str, year: int, start: int) -> float:
    """The value of a kind of change in a year: between its rows on the line between them, after the last its value, and before the first
    on the line from no change at the start."""
    if name not in table:
        return KINDS[name]
    years, values = table["year"], table[name]
    if years[0] > start:
        years, values = np.append(start, years), np.append(KINDS[name], values)
    return float(np.interp(year, years, values))


def _check(fields: ScenarioFields, table: ChangeTable | None) -> None:
    """Raise :class:`JobError` for settings that cannot be used, or not together."""
    years = fields.years
    if not years or list(years) != sorted(set(years)) or years[0] < fields.start_year or years[-1] - fields.start_year > LONGEST:
        raise JobError(
            f"years are {', '.join(map(str, years)) or 'none'}, which cannot be used with the start in {fields.start_year}.",
            f"Give increasing years from the start on, at most {LONGEST:,} years later.",
        )
    if fields.ramp_years < 0:
        raise JobError(f"ramp_years is {fields.ramp_years}, but it cannot be negative.", "Set it to 0 or more.")
    for name in KINDS:
        check_change(name, np.array([getattr(fields, name)]), "the settings")
    numbers = [name for name, none in KINDS.items() if getattr(fields, name) != none]
    if table is not None and (numbers or fields.change or fields.ramp_years):
        given = [*numbers, *(name for name in ("change", "ramp_years") if getattr(fields, name))]
        raise JobError(f"change_table is given together with {', '.join(given)}.", "Give either the table, or the others.")
    later = fields.later_years
    if len(later) != len(fields.later_forcing) or list(later) != sorted(set(later)) or any(year < fields.start_year for year in later):
        raise JobError(
            f"later_forcing has {len(fields.later_forcing)} files, and later_years are {', '.join(map(str, later)) or 'none'}.",
            "Give one year for each later forcing, increasing, none before the start.",
        )
    for year, after in zip(later, later[1:]):  # else the forcing would jump from a part of the ramp to the whole of this period
        if after - year < fields.ramp_years:
            raise JobError(
                f"ramp_years is {fields.ramp_years}, but the period from {year} to {after} has only {after - year} years: "
                "its ramp would not end.",
                f"Set ramp_years to {after - year} or less, or leave out a period.",
            )


def check_change(name: str, values: np.ndarray, where: str) -> None:
    """Raise :class:`JobError` for values of a kind of change that cannot be: a factor below zero, or a number in another unit.

    Parameters
    ----------
    name
        The kind of change, see ``KINDS``.
    values
        Of any shape; NaN are left out.
    where
        Where the values come from, for the message.
    """
    known = values[~np.isnan(values)]
    least = 0.0 if KINDS[name] else -LARGEST[name]
    bad = known[~((known >= least) & (known <= LARGEST[name]))]
    if len(bad):
        raise JobError(
            f"{name} is {bad[0]:g} in {where}, which cannot be used.",
            f"Give numbers from {least:g} to {LARGEST[name]:g}; no change is {KINDS[name]:g}.",
        )


@dataclass(frozen=True)
class SiteAir:
    """A change of air temperature at a batch of sites.

    Parameters
    ----------
    kelvin
        At the nodes, by year and month, ``(nodes, years, 12)``.
    index, weight
        The nodes that each site reads, ``(batch, 4)``, and their weights, which add up to 1.
    """

    kelvin: torch.Tensor
    index: torch.Tensor
    weight: torch.Tensor

    def rows(self, index: torch.Tensor) -> SiteAir:
        """Those of some sites.

        Parameters
        ----------
        index
            Of the sites, ``(rows,)``.
        """
        return SiteAir(self.kelvin, self.index[index], self.weight[index])

    def in_soil(self, place: float) -> torch.Tensor:
        """The shift of soil temperature at a place between the years, K, ``(batch, 20, 12)``: the mean of the year in all layers, and what
        months differ from it, which fades with depth as a yearly wave does."""
        lower = min(int(place), self.kelvin.shape[1] - 1)
        upper = min(lower + 1, self.kelvin.shape[1] - 1)
        nodes = torch.lerp(self.kelvin[:, lower], self.kelvin[:, upper], place - lower)
        months = (nodes[self.index] * self.weight[..., None]).sum(1)
        year = months.mean(1, keepdim=True)
        fading = torch.exp(-torch.as_tensor(NODE_DEPTH, dtype=nodes.dtype, device=nodes.device) / DAMPING_DEPTH)
        return year[:, None] + fading[None, :, None] * (months - year)[:, None]


@dataclass(frozen=True)
class SiteScenario:
    """A scenario at a batch of sites.

    Parameters
    ----------
    forcings
        Today's, and those of the later periods, each of all sites, one row a site.
    local
        Kinds of change that differ from site to site, each ``(batch,)``, when they are complete.
    air
        The change of air temperature by year; None without one.
    """

    forcings: Sequence[Forcing]
    local: Mapping[str, torch.Tensor]
    air: SiteAir | None = None

    def at(self, phase: Phase) -> Forcing:
        """The forcing of the sites in a phase: bedrock stays where it is."""
        today, acting = self.forcings[0], self.forcings[phase.period]
        if phase.weight < 1.0:
            acting = _between(self.forcings[phase.period - 1], acting, phase.weight)
        changed = {}
        for number, (name, (field, change)) in enumerate(_CHANGES.items()):
            amount: float | torch.Tensor = phase.change[number]
            if name in self.local:
                amount = KINDS[name] + (self.local[name] - KINDS[name]) * phase.share
            if isinstance(amount, torch.Tensor) or amount != KINDS[name]:
                changed[field] = change(getattr(acting, field), amount)
        if self.air is not None and phase.air is not None:
            changed["soil_temperature"] = changed.get("soil_temperature", acting.soil_temperature) + self.air.in_soil(phase.air)
        return replace(acting, bedrock_layer=today.bedrock_layer, **changed)


def _scaled(values: torch.Tensor, factor: float | torch.Tensor) -> torch.Tensor:
    return values * _by_site(factor, values)


def _scaled_share(values: torch.Tensor, factor: float | torch.Tensor) -> torch.Tensor:
    return torch.where(values > 1.0, values, (values * _by_site(factor, values)).clamp(max=1.0))


def _shifted(values: torch.Tensor, shift: float | torch.Tensor) -> torch.Tensor:
    return values + _by_site(shift, values)


def _by_site(amount: float | torch.Tensor, values: torch.Tensor) -> float | torch.Tensor:
    """The amount in the shape in which it meets values whose first dimension are the sites."""
    return amount.to(values).reshape(-1, *[1] * (values.ndim - 1)) if isinstance(amount, torch.Tensor) else amount


# The field of the forcing that each kind of change is of, and how it changes it.
_CHANGES: dict[str, tuple[str, Callable[[torch.Tensor, float | torch.Tensor], torch.Tensor]]] = {
    "litter_factor": ("litter_input", _scaled),
    "warming": ("soil_temperature", _shifted),
    "water_factor": ("water_scalar", _scaled_share),
}


def _between(before: Forcing, after: Forcing, weight: float) -> Forcing:
    """A forcing on the line between two."""
    fields = {name: values for name, values in before.by_cell().items() if values.is_floating_point()}
    return replace(after, **{name: torch.lerp(values, getattr(after, name), weight) for name, values in fields.items()})
