"""The change of carbon stocks in twins: what a model that was trained on a twin projects, and what is true there.

The scenarios are the same for all twins. Each acts at once, for 30 years from the steady state. The parts of one calibrate: litter input
times 0.8, soil that is 2 K warmer, and then a water scalar times 0.9. Others test: a loss, a gain, and a scenario whose parts have opposite
directions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from ..clm5 import Forcing, SoilCarbonModel
from ..model.change_scaling import LITTER, MOISTURE, TEMPERATURE
from ..prediction.scenario import Phase, Scenario, SiteScenario
from ..prediction.scenario_run import StartingSoil, run_scenario, stocks_of
from ..running.callbacks import Warn
from .attribution import run_in_batches

YEARS, WARMING, LITTER_FACTOR, WATER_FACTOR = 30, 2.0, 0.8, 0.9
LESS, MORE, MIXED = "litter x 0.8, +2 K", "litter x 1.2", "litter x 1.1, +2 K"
DRIER = f"{LESS}, water x 0.9"
# Factor of litter, warming in K and factor of water that are run; the change by litter alone is proportional to its factor less 1.
RUNS = ((LITTER_FACTOR, 0.0, 1.0), (LITTER_FACTOR, WARMING, 1.0), (LITTER_FACTOR, WARMING, WATER_FACTOR), (1.1, WARMING, 1.0))

ChangeParts = Mapping[str, np.ndarray]


def change_of(bedrock: str, parameters: np.ndarray, forcing: Forcing, warn: Warn) -> np.ndarray:
    """The change of SOC stocks of the ranges ``STOCK_RANGES_M`` in each of ``RUNS``, kgC/m2, ``(sites, ranges, runs)``.

    Parameters
    ----------
    bedrock
        ``clm5`` or ``published``.
    parameters
        ``(sites, 21)``, in the order and units of ``tables.PARAMETERS``.
    forcing
        Of the same sites.
    warn
        Called with a code and a message where a GPU's memory runs out.
    """
    clm5 = SoilCarbonModel(bedrock)
    device, kind = forcing.litter_input.device, forcing.litter_input.dtype
    theta = torch.from_numpy(np.ascontiguousarray(parameters)).to(device, kind)
    scenarios = [Scenario((phase,), (YEARS,), phase) for phase in (Phase(YEARS, change, 1.0) for change in RUNS)]

    @torch.no_grad()
    def part(index: torch.Tensor) -> np.ndarray:
        here = forcing.at(index).gathered()
        start, sites = clm5(theta[index], here).pools, SiteScenario([here], {})
        soil = StartingSoil(clm5, theta[index], start)
        ends = [stocks_of(run_scenario(soil, sites, scenario).pools[:, 0]) for scenario in scenarios]
        return (torch.stack(ends, -1) - stocks_of(start)[..., None]).cpu().double().numpy()

    return np.concatenate(run_in_batches(part, len(theta), device, warn))


def changes_of(bedrock: str, draws: Sequence[np.ndarray] | np.ndarray, forcing: Forcing, warn: Warn) -> np.ndarray:
    """The change in each draw of the parameters, ``(draws, sites, ranges, runs)``.

    Parameters
    ----------
    bedrock, forcing, warn
        As of :func:`change_of`.
    draws
        Parameters, ``(draws, sites, 21)``.
    """
    return np.stack([change_of(bedrock, parameters, forcing, warn) for parameters in draws])


def parts_of_scenarios(changes: np.ndarray) -> dict[str, ChangeParts]:
    """The parts of the change in each scenario, by its name.

    Parameters
    ----------
    changes
        In ``RUNS``, ``(..., runs)``.
    """
    less, warmer, drier, mixed = np.moveaxis(changes, -1, 0)
    more = -less  # by as much as the litter input is more
    return {
        DRIER: {LITTER: less, TEMPERATURE: warmer - less, MOISTURE: drier - warmer},
        LESS: {LITTER: less, TEMPERATURE: warmer - less},
        MORE: {LITTER: more},
        MIXED: {LITTER: 0.5 * more, TEMPERATURE: mixed - 0.5 * more},
    }


CALIBRATES, TESTS = DRIER, (LESS, MORE, MIXED)
