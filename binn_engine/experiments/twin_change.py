"""The change of carbon stocks in twins: what a model that was trained on a twin projects, and what is true there.

The scenario is one for all twins: soil warmer by 2 K and litter input times 0.8, at once, for 30 years from the steady state.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..clm5 import Forcing, SoilCarbonModel
from ..prediction.projection import run_scenario, stocks_of
from ..prediction.scenario import Phase, Scenario, SiteScenario
from ..running.callbacks import Warn
from .attribution import run_in_batches

YEARS, WARMING, LITTER_FACTOR = 30, 2.0, 0.8
CHANGED = Phase(YEARS, (LITTER_FACTOR, WARMING, 1.0), 1.0)
REFERENCE = Scenario((CHANGED,), (YEARS,), CHANGED)


def change_of(bedrock: str, parameters: np.ndarray, forcing: Forcing, warn: Warn) -> np.ndarray:
    """The change of SOC stocks of the ranges ``STOCK_RANGES_M`` in the scenario, kgC/m2, ``(sites, ranges)``.

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

    @torch.no_grad()
    def part(index: torch.Tensor) -> np.ndarray:
        here = forcing.at(index).gathered()
        start = clm5(theta[index], here).pools
        end = run_scenario(clm5, theta[index], start, SiteScenario([here], {}), REFERENCE).pools[:, 0]
        return (stocks_of(end) - stocks_of(start)).cpu().double().numpy()

    return np.concatenate(run_in_batches(part, len(theta), device, warn))


def changes_of(bedrock: str, draws: Sequence[np.ndarray] | np.ndarray, forcing: Forcing, warn: Warn) -> np.ndarray:
    """The change in each draw of the parameters, ``(draws, sites, ranges)``.

    Parameters
    ----------
    bedrock, forcing, warn
        As of :func:`change_of`.
    draws
        Parameters, ``(draws, sites, 21)``.
    """
    return np.stack([change_of(bedrock, parameters, forcing, warn) for parameters in draws])
