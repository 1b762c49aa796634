"""Variance sensitivity: the share of the variance of SOC that each parameter causes over its range (Sobol 2001; Saltelli et al. 2010)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from scipy.stats import qmc, sobol_indices

from ..clm5.interpolation import interpolated
from ..errors import JobError
from ..learning.dataset import Tensors
from ..model.binn import constant_parameters
from ..model.checkpoints import Model
from ..running.callbacks import Warn
from ..scoring.scores import LEAST_SOC
from .attribution import simulate
from .importance import sampled_sites

DRAWS, RESAMPLES = 2048, 100  # of the sensitivity of SOC; draws are a power of two


def sobol_table(
    function: Callable[[np.ndarray], np.ndarray], names: Sequence[str], draws: int = 1024, resamples: int = RESAMPLES, seed: int = 1
) -> pd.DataFrame:
    """Variance-based sensitivity of a function's outputs to inputs that are uniform between 0 and 1 (Sobol 2001; Saltelli et al. 2010).

    Parameters
    ----------
    function, names
        From inputs ``(rows, inputs)`` to outputs ``(rows, outputs)``, called ``inputs + 2`` times; and the names of the inputs.
    draws, seed
        A power of two; the seed of draws and resamples.
    resamples
        Of the draws, for the errors (0: NaN). They are on the safe side: such draws are more even than the bootstrap takes them to be.

    Returns
    -------
    One row per input with the columns ``parameter``, ``first_order`` and ``total_order`` (means over the outputs), ``first_order_error``
    and ``total_order_error`` (standard errors by bootstrap over the draws), ``first_order_output_sd`` (over the outputs).

    Raises
    ------
    JobError
        For a number of draws that is no power of two.
    """
    if draws < 2 or draws & (draws - 1):
        raise JobError(f"The number of draws is {draws}, but it must be a power of two.", "Give a power of two, such as 1024.")
    generator = np.random.default_rng(seed)
    inputs = len(names)
    first, second = np.split(qmc.Sobol(2 * inputs, rng=generator).random(draws), 2, axis=1)
    mixed = np.repeat(first[None], inputs, axis=0)
    for number in range(inputs):
        mixed[number, :, number] = second[:, number]
    values = {"f_A": function(first).T, "f_B": function(second).T, "f_AB": np.stack([function(rows).T for rows in mixed])}
    first_order, total_order = _indices(values)
    again = []
    for _ in range(resamples):
        some = generator.integers(draws, size=draws)
        again.append([order.mean(0) for order in _indices({name: array[..., some] for name, array in values.items()})])
    errors = np.std(again, axis=0, ddof=1) if again else np.full((2, inputs), np.nan)
    return pd.DataFrame(
        {
            "parameter": list(names),
            "first_order": first_order.mean(0),
            "first_order_error": errors[0],
            "first_order_output_sd": first_order.std(0),
            "total_order": total_order.mean(0),
            "total_order_error": errors[1],
        }
    )


@dataclass(frozen=True)
class SensitivityPlan:
    """How indices of sensitivity are estimated.

    Parameters
    ----------
    most_sites, draws
        Size of the sample of sites at most; draws of the parameters, a power of two, or 0 for as many as usual.
    errors
        Whether the errors of the indices are estimated too, a quarter of the time.
    seed
        Of all draws.
    """

    most_sites: int = 16
    draws: int = 0
    errors: bool = True
    seed: int = 1


USUAL = SensitivityPlan()


def soc_sensitivity(model: Model, sites: Tensors, warn: Warn, plan: SensitivityPlan = USUAL) -> pd.DataFrame:
    """:func:`sobol_table` of the SOC stock of 0-100 cm at a sample of the sites, over the ranges of the learned parameters.

    Each site's variance is decomposed under its own forcing and the indices averaged, so that no site outweighs others. It is the
    variance of the stock's logarithm: the stock itself grows without bound as ``w_scaling`` nears zero, so that a few draws decide its
    variance and no affordable number of them settles the indices. It depends on ranges and forcing, not on training.

    Parameters
    ----------
    model
        Gives the ranges and which parameters are learned.
    sites
        Sites to sample from; they give the forcing, and the values of parameters that are prescribed.
    warn
        Called with a code and a message where a GPU's memory runs out.
    plan
        How the indices are estimated.
    """
    chosen = torch.from_numpy(sampled_sites(sites.inputs, plan.most_sites, plan.seed)).to(sites.start.device)
    space, like = model.space, sites.weights
    learned = torch.tensor(space.learned, device=like.device)
    lower, upper = (torch.from_numpy(np.array(ends)).to(like)[learned] for ends in (space.lower, space.upper))
    given = torch.from_numpy(constant_parameters(space)).to(like).repeat(len(chosen), 1)
    given = given if sites.prescribed is None else sites.prescribed[chosen]

    climate = interpolated(sites.forcing.at(chosen))  # once for all draws
    site = torch.arange(len(chosen), device=chosen.device)

    def stock(places: np.ndarray) -> np.ndarray:
        rows = given.repeat(len(places), 1)
        rows[:, learned] = (lower + torch.from_numpy(places).to(like) * (upper - lower)).repeat_interleave(len(chosen), 0)
        found = simulate(model.bedrock, rows, climate.at(site.repeat(len(places))), warn).stock.reshape(len(places), -1)
        return np.log(np.maximum(found, LEAST_SOC / 1000.0))

    return sobol_table(stock, space.learned_names, plan.draws or DRAWS, RESAMPLES if plan.errors else 0, plan.seed)


def _indices(values: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """First and total order indices, ``(outputs, inputs)`` each, from values as ``scipy.stats.sobol_indices`` takes them."""
    outputs, draws = values["f_A"].shape
    # scipy leaves out dimensions of one, and fails where both are.
    twice = {name: array.repeat(2, axis=-2) for name, array in values.items()} if outputs == 1 else values
    found = sobol_indices(func=twice, n=draws)
    shape = (-1, len(values["f_AB"]))
    return found.first_order.reshape(shape)[:outputs], found.total_order.reshape(shape)[:outputs]
