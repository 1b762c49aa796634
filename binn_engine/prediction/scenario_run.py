"""Pools through the years of a scenario, and the parts of a change: of litter input, of soil temperature, of moisture and all else.

The parts are those of one change: first litter input changes alone, then temperature too, then all. They are calibrated apart, because they
can have opposite directions: the sum may then be near zero, and its error is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Event
from typing import NamedTuple

import numpy as np
import torch

from ..clm5 import Forcing, SoilCarbonModel
from ..clm5.geometry import layer_overlap
from ..errors import Cancelled
from ..model.change_scaling import LITTER, MOISTURE, PARTS, TEMPERATURE
from ..tables import STOCK_RANGES_M
from .scenario import KINDS, Phase, Scenario, SiteScenario

_FIELDS = {LITTER: "litter_input", TEMPERATURE: "soil_temperature"}  # of the forcing; the last part has all the others
_PART_OF_KIND = {"litter_factor": LITTER, "warming": TEMPERATURE, "water_factor": MOISTURE}


def changing_parts(sites: SiteScenario, scenario: Scenario) -> tuple[str, ...]:
    """Which of ``PARTS`` a scenario changes, in their order.

    Parameters
    ----------
    sites, scenario
        What changes at the sites, and when.
    """
    found = set()
    for phase in scenario.phases:
        if phase.period:
            return PARTS
        found |= {
            _PART_OF_KIND[name] for value, (name, none) in zip(phase.change, KINDS.items()) if value != none and name not in sites.local
        }
        found |= {TEMPERATURE} if phase.air is not None else set()
    return tuple(part for part in PARTS if part in found | {_PART_OF_KIND[name] for name in sites.local})


@dataclass(frozen=True)
class _OnlyParts(SiteScenario):
    """A scenario of which only some parts act: all else stays as it is today."""

    parts: tuple[str, ...] = ()

    def at(self, phase: Phase) -> Forcing:
        changed = super().at(phase)
        return replace(self.forcings[0], **{_FIELDS[part]: getattr(changed, _FIELDS[part]) for part in self.parts})


def only(sites: SiteScenario, parts: tuple[str, ...]) -> SiteScenario:
    """The scenario with some of its parts alone, litter or litter and temperature.

    Parameters
    ----------
    sites
        What changes at the sites.
    parts
        Of ``PARTS``, without the last one.
    """
    return _OnlyParts(sites.forcings, sites.local, sites.air, parts)


class ScenarioRun(NamedTuple):
    """``pools`` at the times, gC/m3, ``(batch, times, 7, 20)``, and ``respiration`` of the years that end there, gC/m2/yr,
    ``(batch, times)``."""

    pools: torch.Tensor
    respiration: torch.Tensor


@dataclass(frozen=True)
class StartingSoil:
    """The soil of sites at the start of a scenario.

    Parameters
    ----------
    clm5
        The soil carbon model.
    parameters
        ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
    pools
        gC/m3, ``(batch, 7, 20)``.
    """

    clm5: SoilCarbonModel
    parameters: torch.Tensor
    pools: torch.Tensor


def run_scenario(soil: StartingSoil, sites: SiteScenario, scenario: Scenario, stop: Event | None = None) -> ScenarioRun:
    """Pools and respiration at the times of a scenario, phase by phase: the forcing of one phase is in memory at a time.

    Parameters
    ----------
    soil
        Of the sites.
    sites, scenario
        What changes there, and when.
    stop
        Set where the work is to leave off.
    """
    kept, respiration = [], []
    if scenario.times[0] == 0:  # the year before the change: under today's forcing
        year = soil.clm5.transient(soil.parameters, soil.pools, [(1.0, sites.forcings[0])], [1.0])
        kept.append(soil.pools)
        respiration.append(year.respiration[:, 0])
    pools, begin = soil.pools, 0
    for phase in scenario.phases:
        if stop is not None and stop.is_set():
            raise Cancelled
        asked = [time - begin for time in scenario.times if begin < time <= begin + phase.years]
        ends = sorted({*asked, phase.years})
        run = soil.clm5.transient(soil.parameters, pools, [(float(phase.years), sites.at(phase))], [float(end) for end in ends])
        kept += [run.pools[:, ends.index(time)] for time in asked]
        respiration += [run.respiration[:, time - 1] for time in asked]
        pools, begin = run.pools[:, -1], begin + phase.years
    return ScenarioRun(torch.stack(kept, 1), torch.stack(respiration, 1))


def stocks_of(pools: torch.Tensor) -> torch.Tensor:
    """SOC stocks of the ranges ``STOCK_RANGES_M``, kgC/m2, ``(..., ranges)``.

    Parameters
    ----------
    pools
        gC/m3, ``(..., 7, 20)``.
    """
    thickness = np.stack([layer_overlap(top, bottom) / 1000.0 for top, bottom in STOCK_RANGES_M], 1)
    return pools[..., 4:, :].sum(-2) @ torch.as_tensor(thickness, dtype=pools.dtype, device=pools.device)
