"""The posteriors of an inversion as tables, one row for each profile."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd

from ..cells import write_csv
from ..files.opening import write_features
from ..tables import PARAMETER_NAMES, PROCESS_NAMES
from .chains import ChainFolder
from .summaries import QUANTILES, fit_scores, worst_and_mean

CONVERGED = 1.05  # R-hat below which chains agree


def fit_table(chains: ChainFolder, summaries: dict[str, np.ndarray]) -> pd.DataFrame:
    """How well every profile is fitted, by the posterior mean of its SOC: ``layers``, ``nse_log`` (NaN where layers do not vary) and
    ``rmse_log`` of the natural logarithm.

    Parameters
    ----------
    chains
        The chains, for what was observed.
    summaries
        Summaries of all sites, of which ``layers_mean`` is read, gC/m3, ``(layers,)``.
    """
    observed = chains.observed
    scores = [
        fit_scores(observed.soc[observed.rows(site)], summaries["layers_mean"][observed.rows(site)]) for site in range(len(chains.ids))
    ]
    return pd.DataFrame({"layers": observed.count, **dict(zip(("nse_log", "rmse_log"), np.array(scores).T))})


def posterior_table(chains: ChainFolder, summaries: dict[str, np.ndarray]) -> pd.DataFrame:
    """Every profile's posterior: ``profile_id``, ``lon``, ``lat``; fit; ``rhat`` and ``ess`` (the worst parameter's, and the mean R-hat),
    ``acceptance``; then mean, standard deviation and quantiles of parameters (physical units) and processes.

    Parameters
    ----------
    chains
        The chains, for the profiles.
    summaries
        Summaries of all sites, by name: see :func:`binn_engine.proda.summaries.summarise`.
    """
    longitude, latitude = chains.location
    table = pd.DataFrame({"profile_id": chains.ids, "lon": longitude, "lat": latitude})
    largest, mean = worst_and_mean(summaries["rhat"])
    diagnostics = {
        "rhat": largest,
        "rhat_mean": mean,
        "rhat_classic_mean": worst_and_mean(summaries["rhat_classic"])[1],
        "ess": np.fmin.reduce(summaries["ess"], axis=1),
        "acceptance": summaries["acceptance"].mean(1),
    }
    values: dict[str, np.ndarray] = {}
    for group, names in (("parameters", PARAMETER_NAMES), ("processes", PROCESS_NAMES)):
        for k, name in enumerate(names):
            values |= {f"{name}_mean": summaries[f"{group}_mean"][:, k], f"{name}_sd": summaries[f"{group}_sd"][:, k]}
            values |= {f"{name}_q{100 * q:g}": summaries[f"{group}_quantiles"][:, k, number] for number, q in enumerate(QUANTILES)}
    return pd.concat([table, fit_table(chains, summaries), pd.DataFrame(diagnostics), pd.DataFrame(values)], axis=1)


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table as CSV, or as points in a GeoPackage, by the path's suffix."""
    if path.suffix.lower() == ".csv":
        write_csv(table, path)
        return
    points = geopandas.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326")
    write_features(geopandas.GeoDataFrame(table, geometry=points), path)
