"""The forest floor of Hubbard Brook (watershed 6) from 1976 to 2018 against the soil carbon model; see :mod:`tests.benchmarks.change`.

The forest is old, and the air became warmer. The model starts at steady state under the climate of 1957 to 1976, and its soil then warms as
the air did, on a straight line, with litter input as it was. The carbon of the uppermost 7 cm of the model is taken for the forest floor.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from binn_engine.clm5 import Forcing, SoilCarbonModel
from binn_engine.clm5.geometry import layer_overlap

FIRST, LAST, BEFORE = 1976, 2018, (1957, 1976)
DEPTH_M = 0.07
LATITUDE, RAIN_MM = 43.95, 1400.0
DRAWS = 2000


def forest_floor(data: Path) -> pd.DataFrame:
    """A row for each plot and year in which all its organic horizons were sampled: ``year`` and ``carbon``, gC/m2."""
    table = pd.read_csv(data / "hubbard_brook_w6_forest_floor.csv")
    table = table[table["horizon"].isin(("Oie+a", "Oie", "Oa")) & table["soc_g_m2"].notna()]
    by_plot = table.groupby(["year", "plot"]).agg(carbon=("soc_g_m2", "sum"), horizons=("horizon", lambda names: "+".join(sorted(names))))
    return by_plot[by_plot["horizons"].isin(("Oie+a", "Oa+Oie"))].reset_index()[["year", "carbon"]]


def climate(data: Path) -> tuple[np.ndarray, float]:
    """Monthly means of the air before the start, degC ``(12,)``, and the warming from the first to the last year by a straight line, K."""
    air = pd.read_csv(data / "hubbard_brook_air_temp_monthly.csv.gz")
    air = air[air["station"] == air["station"].value_counts().index[0]]
    before = air[air["year"].between(*BEFORE)].groupby("month")["tair_c"].mean().to_numpy()
    years = air.groupby("year")["tair_c"].agg(["mean", "count"])
    years = years[(years["count"] == 12) & (years.index >= FIRST) & (years.index <= LAST)]["mean"]
    return before, float(np.polyfit(years.index, years.to_numpy(), 1)[0] * (LAST - FIRST))


def measured(plots: pd.DataFrame) -> tuple[float, float]:
    """The share of the forest floor that is left at the end by a straight line through all plots, and its standard error."""
    line, covariance = np.polyfit(plots["year"] - FIRST, plots["carbon"], 1, cov=True)
    years = LAST - FIRST
    return float(1.0 + line[0] * years / line[1]), float(np.sqrt(covariance[0, 0]) * years / line[1])


@torch.no_grad()
def modelled(theta: torch.Tensor, before: Forcing, warming: float) -> np.ndarray:
    """The share that is left of the carbon of litter and soil down to ``DEPTH_M``, ``(draws,)``."""
    model, cell, years = SoilCarbonModel(), torch.zeros(len(theta), dtype=torch.long), LAST - FIRST
    cells = before.at(cell)
    start = model(theta, cells).pools
    pieces = [(1.0, replace(cells, soil_temperature=cells.soil_temperature + warming * year / years)) for year in range(1, years + 1)]
    end = model.transient(theta, start, pieces, [float(years)]).pools[:, 0]
    thickness = torch.as_tensor(layer_overlap(0.0, DEPTH_M), dtype=end.dtype)
    return ((end[:, 1:].sum(1) @ thickness) / (start[:, 1:].sum(1) @ thickness)).numpy()
