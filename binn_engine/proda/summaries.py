"""Summaries of the draws of a site: means, spreads, quantiles, fit, and whether the chains agree."""

from __future__ import annotations

import numpy as np
from arviz_stats.base import array_stats

from ..scoring.scores import LEAST_SOC
from ..tables import PROCESS_NAMES
from .likelihood import SitePosterior

QUANTILES = (0.05, 0.5, 0.95)
PROCESS_DRAWS = 120  # of a site, of which processes and SOC are computed


def equal_draws(draws: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """The draws that count of one site, ``(chains, n, parameters)``: the last of each chain, as many as the shortest has.

    Parameters
    ----------
    draws
        Places in the ranges, 0 to 1, ``(records, chains, parameters)``.
    kept
        The first record that counts, and the one after the last that does, ``(chains, 2)``.
    """
    most = int((kept[:, 1] - kept[:, 0]).min())
    return np.stack([draws[stop - most : stop, chain] for chain, (_, stop) in enumerate(kept)])


def convergence(draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Split R-hat and bulk effective sample size (rank-normalised; Vehtari et al. 2021) of every parameter, ``(parameters,)`` each; NaN
    for chains too short to tell. ``draws`` ``(chains, n, parameters)``.

    Parameters
    ----------
    draws
        ``(chains, n, parameters)``.
    """
    if draws.shape[1] < 8:
        return np.full(draws.shape[2], np.nan), np.full(draws.shape[2], np.nan)
    wide = draws.astype(float)
    # A parameter that never moved has no R-hat.
    still = np.ptp(wide, axis=(0, 1)) == 0.0
    wide[..., still] += np.random.default_rng(0).normal(size=wide.shape[:2])[..., None]
    rhat, ess = (function(wide, chain_axis=0, draw_axis=1) for function in (array_stats.rhat, array_stats.ess))
    return np.where(still, np.nan, rhat), np.where(still, np.nan, ess)


def worst_and_mean(rhat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The largest and the mean R-hat over the parameters of every site, ``(sites,)`` each; parameters that never moved have none, and
    sites where none moved are NaN. ``rhat`` ``(sites, parameters)``.

    Parameters
    ----------
    rhat
        ``(sites, parameters)``, NaN for parameters that never moved.
    """
    moved = np.isfinite(rhat)
    with np.errstate(invalid="ignore"):
        return np.fmax.reduce(rhat, axis=1), np.where(moved, rhat, 0.0).sum(1) / moved.sum(1)


def classic_rhat(draws: np.ndarray) -> np.ndarray:
    """Gelman and Rubin's ratio as PRODA computes it, ``sqrt(((n - 1) / n W + B / n) / W)``, ``(parameters,)``.

    Parameters
    ----------
    draws
        ``(chains, n, parameters)``.
    """
    n = draws.shape[1]
    within, between = draws.var(1, ddof=1).mean(0), n * draws.mean(1).var(0, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(((n - 1) / n * within + between / n) / within)


def summarise(posterior: SitePosterior, draws: np.ndarray, kept: np.ndarray, best_chain: bool) -> dict[str, np.ndarray]:
    """Of every site of a block, arrays with the sites first.

    Parameters
    ----------
    posterior
        Of the block's sites.
    draws
        Places of the learned parameters in their ranges, 0 to 1, ``(records, chains, sites, learned)``.
    kept
        Which records count, ``(sites, chains, 2)``: see :func:`equal_draws`.
    best_chain
        Whether the posterior is that of the chain with the smallest error, as PRODA takes it, instead of all chains.

    Returns
    -------
    ``parameters_mean``, ``_sd`` ``(sites, 21)`` and ``_quantiles`` ``(sites, 21, 3)``, the same of ``processes``; ``places_mean`` and
    ``_sd``, ``rhat``, ``rhat_classic`` and ``ess`` ``(sites, learned)``; ``layers_mean`` and ``layers_sd`` gC/m3 ``(layers,)``.
    """
    rows: dict[str, list[np.ndarray]] = {}
    for site in range(draws.shape[2]):
        chains = equal_draws(np.asarray(draws[:, :, site]), kept[site])
        rhat, ess = convergence(chains)
        classic = classic_rhat(chains)
        layers, processes = _simulated(posterior, chains, site)
        if best_chain:
            chosen = _best_chain(posterior, layers, site)
            chains, layers, processes = (values[chosen : chosen + 1] for values in (chains, layers, processes))
        pooled = chains.reshape(-1, chains.shape[-1]).astype(float)
        found = {"rhat": rhat, "ess": ess, "rhat_classic": classic}
        found |= {"places_mean": pooled.mean(0), "places_sd": pooled.std(0)}
        found |= _moments("parameters", posterior.parameters(pooled)) | _moments("processes", processes.reshape(-1, len(PROCESS_NAMES)))
        layers = layers.reshape(-1, layers.shape[-1])
        found |= {"layers_mean": layers.mean(0), "layers_sd": layers.std(0)}
        for name, value in found.items():
            rows.setdefault(name, []).append(value)
    return {name: np.concatenate(values) if name.startswith("layers") else np.stack(values) for name, values in rows.items()}


def _moments(name: str, values: np.ndarray) -> dict[str, np.ndarray]:
    return {f"{name}_mean": values.mean(0), f"{name}_sd": values.std(0), f"{name}_quantiles": np.quantile(values, QUANTILES, axis=0).T}


def _simulated(posterior: SitePosterior, chains: np.ndarray, site: int) -> tuple[np.ndarray, np.ndarray]:
    """SOC of the site's layers ``(chains, n, layers)`` and processes ``(chains, n, 6)`` of an even sample of the draws."""
    step = max(1, chains.shape[0] * chains.shape[1] // PROCESS_DRAWS)
    some = chains[:, ::step]
    places = some.reshape(-1, some.shape[-1]).astype(float)
    soc, processes = posterior.simulate(places, np.full(len(places), site))
    layers = soc @ posterior.weights_of(site).T
    values = np.stack([processes[name].numpy() for name in PROCESS_NAMES], 1)
    return layers.reshape(*some.shape[:2], -1), values.reshape(*some.shape[:2], -1)


def _best_chain(posterior: SitePosterior, layers: np.ndarray, site: int) -> int:
    error = layers.mean(1) - posterior.soc_of(site)
    return int((error**2).mean(1).argmin())


def fit_scores(observed: np.ndarray, simulated: np.ndarray) -> tuple[float, float]:
    """NSE and root mean square error of the logarithm of SOC of one site's layers; NSE is NaN where they do not vary.

    Parameters
    ----------
    observed, simulated
        gC/m3, ``(layers,)``.
    """
    seen, found = (np.log(np.maximum(values, LEAST_SOC)) for values in (observed, simulated))
    spread = ((seen - seen.mean()) ** 2).sum()
    squares = ((found - seen) ** 2).sum()
    return (1.0 - squares / spread if spread > 0.0 else float("nan")), float(np.sqrt(squares / len(seen)))
