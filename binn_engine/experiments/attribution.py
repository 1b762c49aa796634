"""Experiments on the parameters of a trained model: the effect of the spatial variation of each process, and the sensitivity of SOC to it.

Both follow Tao et al. (2023). They change the model's own parameters at the sites. That study averages the most likely parameters of a
Markov chain at each site; here there is no such chain, and the network's parameters are used instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pandas as pd
import torch

from ..clm5 import Forcing, SoilCarbonModel
from ..clm5.geometry import layer_overlap
from ..learning.batches import in_batches, sites_at_once
from ..learning.dataset import Tensors
from ..model.binn import ParameterSpace
from ..model.checkpoints import Model
from ..running.callbacks import Warn
from ..running.devices import map_in_threads
from ..scoring.scores import agreement, soc_scores
from ..tables import PARAMETER_NAMES, PARAMETERS, PROCESS_NAMES

Result = TypeVar("Result")

PLANT_INPUT = "plant_carbon_input"
CONTROL, ALL_PARAMETERS = "control", "all_parameters"
CHANGES = tuple(round(-0.20 + 0.04 * step, 2) for step in range(11))
SMALLEST_PLACE = 1e-4
LEAST_MOVE = 1e-9  # of the logarithm of a process, below which it does not move
# Beyond this place in its range beta spreads the input evenly over metres of soil.
LARGEST_PLACE = {"beta": 0.98}


@dataclass(frozen=True)
class Simulated:
    """The CLM5 layer at given parameters: ``soc`` gC/m3 ``(rows, 20)``, ``processes`` ``(rows, 6)`` in table order and ``stock``
    kgC/m2 of 0-100 cm ``(rows,)``."""

    soc: np.ndarray
    processes: np.ndarray
    stock: np.ndarray


@dataclass(frozen=True)
class MarginalSensitivity:
    """The sensitivity of SOC to each process.

    ``curves`` has the columns ``process``, ``change`` (relative, of the normalised parameters), ``process_value`` and
    ``soc_stock`` (means over the sites, kgC/m2 of 0-100 cm). ``slopes`` has ``process``, ``elasticity``, the slope of the
    logarithm of the stock against that of the process, and ``r2`` of that line; NaN if the process does not change. If
    parameters of one process have opposite effects, as those of the environmental modifier have, the line fits poorly.
    """

    curves: pd.DataFrame
    slopes: pd.DataFrame


def simulate(bedrock: str, parameters: torch.Tensor, forcing: Forcing, warn: Warn) -> Simulated:
    """The CLM5 layer at given parameters, in batches and without gradients.

    Parameters
    ----------
    bedrock
        ``clm5`` or ``published``.
    parameters
        ``(rows, 21)``, in the units of the parameters.
    forcing
        Of as many sites.
    warn
        Called with a code and a message where a GPU's memory runs out.
    """
    clm5 = SoilCarbonModel(bedrock)

    @torch.no_grad()
    def part(index: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
        state = clm5(parameters[index], forcing.at(index))
        processes = torch.stack([state.processes[name] for name in PROCESS_NAMES], 1)
        return state.soc.cpu().double().numpy(), processes.cpu().double().numpy()

    soc, processes = (np.concatenate(columns) for columns in zip(*run_in_batches(part, len(parameters), parameters.device, warn)))
    return Simulated(soc, processes, soc @ layer_overlap(0.0, 1.0) / 1000.0)


def run_in_batches(function: Callable[[torch.Tensor], Result], rows: int, device: torch.device, warn: Warn) -> list[Result]:
    """Results of a function of batches of row numbers, in order: in threads on the CPU, in smaller batches where a GPU's memory runs out.

    Parameters
    ----------
    function
        Takes row numbers, ``(some,)``.
    rows
        Number of rows.
    device
        Where the row numbers lie; it decides how large a batch is.
    warn
        Called with a code and a message where a GPU's memory runs out.
    """
    everyone, size = torch.arange(rows, device=device), sites_at_once(device)
    if device.type == "cpu":
        return map_in_threads(lambda index, stop: function(index), everyone.split(size))
    return in_batches(function, everyone, size, warn)


def member_parameters(model: Model, sites: Tensors, warn: Warn) -> torch.Tensor:
    """Parameters as each network of the model predicts them, ``(members, sites, 21)``, in their units, on the device of the sites.

    Parameters
    ----------
    model
        The trained model.
    sites
        Where it predicts.
    warn
        Called with a code and a message where a GPU's memory runs out.
    """

    @torch.no_grad()
    def part(index: torch.Tensor) -> torch.Tensor:
        return torch.stack([member(*sites.at(index)).parameters for member in model.ensemble.networks])

    return torch.cat(run_in_batches(part, len(sites), sites.start.device, warn), 1)


def observed_layers(sites: Tensors, soc: np.ndarray) -> np.ndarray:
    """Simulated SOC of every observed layer, gC/m3, ``(..., layers)``.

    Parameters
    ----------
    sites
        Their layers, with the weights that turn a simulated profile into what was observed.
    soc
        Simulated SOC of the model's layers, gC/m3, ``(..., sites, 20)``.
    """
    site, layer = sites.layers_of(torch.arange(len(sites), device=sites.start.device))
    weights = sites.weights[layer].cpu().double().numpy()
    found = np.zeros((*soc.shape[:-2], len(layer)))
    found[..., layer.cpu().numpy()] = np.einsum("...lj,lj->...l", soc[..., site.cpu().numpy(), :], weights)
    return found


def process_control(model: Model, sites: Tensors, warn: Warn, max_soc: float = np.inf) -> pd.DataFrame:
    """What the spatial variation of each process contributes to the explained variation of SOC (Tao et al. 2023).

    One process at a time, its parameters (for plant carbon input: the litter input) are replaced by their mean over the sites, for each
    network by its own; SOC at the observed layers is computed again, the mean over the networks scored, and compared with the control, in
    which nothing is replaced. A drop near zero: the process might as well be the same everywhere.

    Parameters
    ----------
    model
        The trained model.
    sites
        Sites whose layers are scored.
    warn
        Called with a code and a message where a GPU's memory runs out.
    max_soc
        Layers above this SOC, gC/m3, are not scored.

    Returns
    -------
    One row for ``control``, each process and ``all_parameters`` (all learned ones at their means), with the columns ``process``,
    ``nse``, ``r2``, ``log_nse`` and the drops of each from the control, ``nse_drop``, ``r2_drop``, ``log_nse_drop``.
    """
    given = member_parameters(model, sites, warn)
    forcing = _site_forcing(sites)
    even_input = replace(forcing, litter_input=forcing.of_sites(forcing.litter_input).mean(0).expand(forcing.n_cells, -1))
    cases = {CONTROL: (given, forcing), PLANT_INPUT: (given, even_input)}
    groups = _learned_groups(model.space)
    for process, columns in {**groups, ALL_PARAMETERS: [column for group in groups.values() for column in group]}.items():
        even = given.clone()
        even[:, :, columns] = given[:, :, columns].mean(1, keepdim=True)
        cases[process] = (even, forcing)
    observed = sites.soc.cpu().double().numpy()
    scored = observed <= max_soc
    rows = []
    for process, (parameters, driven) in cases.items():
        soc = _simulate_members(model.bedrock, parameters, driven, warn).soc.reshape(*parameters.shape[:2], -1)
        scores = soc_scores(observed[scored], observed_layers(sites, soc.mean(0))[scored])
        rows.append((process, scores["gC_m3"]["nse"], scores["gC_m3"]["r2"], scores["log"]["nse"]))
    table = pd.DataFrame(rows, columns=["process", "nse", "r2", "log_nse"])
    for score in ("nse", "r2", "log_nse"):
        table[f"{score}_drop"] = table[score].iloc[0] - table[score]
    return table


def marginal_sensitivity(model: Model, sites: Tensors, warn: Warn) -> MarginalSensitivity:
    """How the mean SOC stock answers where one process changes everywhere (Tao et al. 2023).

    The places of a process's learned parameters in their ranges are multiplied by ``1 + change``, from -20 % to 20 %, and kept within
    ``[1e-4, 1]`` (beta: 0.98); plant carbon input scales the four litter inputs. Processes none of whose parameters is learned are left
    out.

    Parameters
    ----------
    model
        The trained model.
    sites
        Sites over which process and stock are averaged.
    warn
        Called with a code and a message where a GPU's memory runs out.
    """
    given = member_parameters(model, sites, warn)
    forcing = _site_forcing(sites)
    curves, slopes = [], []
    for process, columns in {PLANT_INPUT: [], **_learned_groups(model.space)}.items():
        number = PROCESS_NAMES.index(process)
        values = []
        for change in CHANGES:
            driven = replace(forcing, litter_input=forcing.litter_input * (1.0 + change)) if process == PLANT_INPUT else forcing
            found = _simulate_members(model.bedrock, _scaled(given, columns, 1.0 + change, model.space), driven, warn)
            values.append((float(found.processes[:, number].mean()), float(found.stock.mean())))
        curves += [(process, change, *value) for change, value in zip(CHANGES, values)]
        slopes.append((process, *_elasticity(*np.array(values).T)))
    return MarginalSensitivity(
        pd.DataFrame(curves, columns=["process", "change", "process_value", "soc_stock"]),
        pd.DataFrame(slopes, columns=["process", "elasticity", "r2"]),
    )


def _site_forcing(sites: Tensors) -> Forcing:
    """The sites' forcing with a ``cell`` index, whether or not they share cells."""
    return sites.forcing.at(torch.arange(len(sites), device=sites.start.device))


def _simulate_members(bedrock: str, parameters: torch.Tensor, forcing: Forcing, warn: Warn) -> Simulated:
    """The layer for ``(members, sites, 21)``; rows are members times sites."""
    members, sites = parameters.shape[:2]
    return simulate(bedrock, parameters.flatten(0, 1), forcing.at(torch.arange(sites, device=parameters.device).repeat(members)), warn)


def _learned_groups(space: ParameterSpace) -> dict[str, list[int]]:
    """Columns of the learned parameters of each process that has any."""
    groups = {process: [n for n, row in enumerate(PARAMETERS) if row.group == process and space.learned[n]] for process in PROCESS_NAMES}
    return {process: columns for process, columns in groups.items() if columns}


def _scaled(parameters: torch.Tensor, columns: list[int], factor: float, space: ParameterSpace) -> torch.Tensor:
    """Parameters whose places in their ranges are multiplied, in the given columns."""
    scaled = parameters.clone()
    for column in columns:
        lower, upper = space.lower[column], space.upper[column]
        place = (parameters[..., column] - lower) / (upper - lower)
        highest = LARGEST_PLACE.get(PARAMETER_NAMES[column], 1.0)
        scaled[..., column] = lower + (upper - lower) * (place * factor).clamp(SMALLEST_PLACE, highest)
    return scaled


def _elasticity(process: np.ndarray, stock: np.ndarray) -> tuple[float, float]:
    """Slope of log stock against log process by least squares, and the r2 of the line."""
    with np.errstate(divide="ignore", invalid="ignore"):
        x, y = np.log(process), np.log(stock)
    if not (np.isfinite(x).all() and np.isfinite(y).all() and np.ptp(x) > LEAST_MOVE):
        return float("nan"), float("nan")
    return float(np.polyfit(x, y, 1)[0]), agreement(y, x)["r2"]
