"""How well parameters that fit carbon stocks predict measured change: bare fallow, litter and warming experiments, a forest floor.

Usage: bash scripts/benchmark.sh change DATA [--picture PNG] [--json FILE]       (DATA: the folder with rothamsted_soc.csv.gz)

Bare fallow: grassland was ploughed in 1959 and kept without plants; no carbon enters. The soil carbon model runs with zero input from its
steady state, whose pools are scaled to the first stock. Parameters are (1) CLM5's defaults, (2) draws from BINN's prior whose steady state
under grass has the measured stock to 10 %, which is what a retrieval from stocks alone can know, and (3) the draw that fits the whole
series best. Only the third has seen the change. Nothing in the product is tuned to these data.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from binn_engine.clm5 import PARAMETERS, Forcing, SoilCarbonModel
from binn_engine.clm5.geometry import layer_overlap
from binn_engine.soil_climate import Normals, build_forcing
from tests.benchmarks import hubbard_brook as hubbard

FALLOW = "Highfield bare fallow"
START = 1959
DEPTH_M = 0.23
LATITUDE, SAND, CLAY = 51.81, 15.0, 25.0  # a silty clay loam
GRASS_INPUT = 400.0  # gC/m2/yr, of roots and stubble of old grass: an assumption; with zero input only the choice of draws depends on it
FITS = 0.1  # relative: a draw fits the first stock
DRAWS = 20_000
LITTER = {"no inputs": 0.0, "double litter": 1.5}  # factor of the whole input: litter above ground is taken as half of it
WARMING_K = 5.0
T_PER_HA = 100.0  # gC/m2


def forcing_of(air_c: np.ndarray, rain_mm: np.ndarray, latitude: float, litter: float) -> Forcing:
    """Forcing of one place, built from monthly normals as users build it, with a litter input in gC/m2/yr."""
    one = np.ones(1)
    normals = Normals(air_c[None], rain_mm[None], litter * one, SAND * one, CLAY * one, latitude * one, 8.6 * one, 0.0 * one)
    cells = build_forcing(normals)
    kept = {
        "soil_temperature": "TSOI", "water_scalar": "W_SCALAR", "oxygen_scalar": "O_SCALAR", "nitrogen_scalar": "FPI_vr",
        "active_layer_depth": "ALTMAX", "active_layer_depth_last_year": "ALTMAX_LASTYEAR", "bedrock_layer": "nbedrock",
    }  # fmt: skip
    fields = {name: torch.as_tensor(np.asarray(cells[variable])) for name, variable in kept.items()}
    names = ("CWD_INPUT", "LITR1_INPUT", "LITR2_INPUT", "LITR3_INPUT")
    return Forcing(**fields, litter_input=torch.as_tensor(np.stack([cells[name].sum(1) for name in names], 1)))


def prior_draws(count: int, seed: int = 1) -> torch.Tensor:
    """Parameters drawn evenly from BINN's prior, ``(count, 21)``; shares that leave a pool are at most all of it."""
    random = np.random.default_rng(seed)
    lower, upper = (np.array([getattr(row, end) for row in PARAMETERS]) for end in ("lower", "upper"))
    return torch.from_numpy(lower + (upper - lower) * random.random((count, len(PARAMETERS))))


def defaults() -> torch.Tensor:
    """CLM5's own parameters, ``(1, 21)``."""
    return torch.tensor([[row.default for row in PARAMETERS]], dtype=torch.float64)


def stock(pools: torch.Tensor, depth_m: float) -> torch.Tensor:
    """SOC from the surface to a depth, t C/ha, of pools ``(..., 7, 20)``."""
    thickness = torch.as_tensor(layer_overlap(0.0, depth_m), dtype=pools.dtype)
    return pools[..., 4:, :].sum(-2) @ thickness / T_PER_HA


@torch.no_grad()
def course(theta: torch.Tensor, before: Forcing, after: Forcing, years: np.ndarray, depth_m: float = DEPTH_M) -> np.ndarray:
    """Stock relative to that at the start, ``(draws, years)``: from the steady state of one forcing under another."""
    model, cell = SoilCarbonModel(), torch.zeros(len(theta), dtype=torch.long)
    start = model(theta, before.at(cell)).pools
    later = years[years > 0]
    run = model.transient(theta, start, [(float(later[-1]), after.at(cell))], [float(year) for year in later])
    shares = (stock(run.pools, depth_m) / stock(start, depth_m)[:, None]).numpy()
    return np.concatenate([np.ones((len(theta), int((years == 0).sum()))), shares], 1)


def fallow_series(data: Path) -> pd.DataFrame:
    """Mean of the plots by year: stock of 0-23 cm, t C/ha, and of the soil that lay there at first (equal mass), by the concentration."""
    table = pd.read_csv(data / "rothamsted_soc.csv.gz")
    means = table[table["experiment"] == FALLOW].groupby("year")[["soc_t_ha", "soc_pct", "bulk_density_g_cm3"]].mean()
    means["equal_mass_t_ha"] = means["soc_t_ha"].iloc[0] * means["soc_pct"] / means["soc_pct"].iloc[0]
    return means


def rothamsted(data: Path, litter: float) -> Forcing:
    """The forcing of the years 1961 to 1990."""
    table = pd.read_csv(data / "rothamsted_monthly_normals.csv")
    rows = table[table["period"] == "1961-1990"].sort_values("month")
    return forcing_of(rows["tair_c"].to_numpy(), rows["rain_mm"].to_numpy(), LATITUDE, litter)


def fallow(data: Path) -> dict:
    """Measured and modelled stocks of the bare fallow."""
    series = fallow_series(data)
    years = series.index.to_numpy() - START
    observed = series["soc_t_ha"].to_numpy()
    grass, bare = rothamsted(data, GRASS_INPUT), rothamsted(data, 0.0)
    theta = prior_draws(DRAWS)
    cell = torch.zeros(len(theta), dtype=torch.long)
    with torch.no_grad():
        steady = stock(SoilCarbonModel()(theta, grass.at(cell)).pools, DEPTH_M).numpy()
    fits = np.abs(steady / observed[0] - 1.0) < FITS
    every = np.arange(0, years[-1] + 1)
    drawn = observed[0] * course(theta[fits], grass, bare, every)
    best = np.argmin(((drawn[:, years] - observed) ** 2).sum(1))
    courses = {"CLM5's defaults": observed[0] * course(defaults(), grass, bare, every)[0], "best of the draws": drawn[best]}
    limits = {"median": 0.5, "low": 0.05, "high": 0.95}
    bands = {name: np.quantile(drawn, level, axis=0) for name, level in limits.items()}
    courses["draws that fit the stock (median)"] = bands["median"]
    rows = []
    for name, values in courses.items():
        error = values[years][1:] - observed[1:]
        rows.append({"parameters": name, "end": values[-1], "bias": error.mean(), "rmse": np.sqrt((error**2).mean())})
    return {
        "years": years.tolist(), "observed": observed.tolist(), "equal_mass": series["equal_mass_t_ha"].tolist(), "rows": rows,
        "courses": {name: values.tolist() for name, values in courses.items()}, "draws": int(fits.sum()),
        "bands": {name: values.tolist() for name, values in bands.items()},
    }  # fmt: skip


def experiments(data: Path) -> list[dict]:
    """Measured and modelled ratios of treatment to control in the topsoil, at the last sampling of each experiment."""
    table = pd.read_csv(data / "sodah_experiments.csv.gz", low_memory=False)
    table = table[(table["top_cm"] >= 0.0) & (table["bottom_cm"] <= 20.0) & table["soc_pct"].notna() & (table["soc_pct"] < 20.0)]
    table = table[table["kind"].isin(("DIRT", "warming")) & (table["mat_c"] > 0.0)]  # permafrost is another soil than this one
    rows = []
    for (kind, place), part in table.groupby(["kind", "location"]):
        last = part[part["year"] == part["year"].max()] if part["year"].notna().any() else part
        control = last[last["treatment"] == "control"].groupby(["top_cm", "bottom_cm"])["soc_pct"].mean()
        years = float((last["year"] - last["tx_start_year"]).median())
        if not len(control) or not np.isfinite(years) or years < 1.0:
            continue
        air, rain = float(last["mat_c"].median()), float(last["map_mm"].median())
        for treatment in ("no inputs", "double litter") if kind == "DIRT" else ("warmed",):
            treated = last[last["treatment"] == treatment].groupby(["top_cm", "bottom_cm"])["soc_pct"].mean()
            both = control.index.intersection(treated.index)
            if len(both):
                ratio = float((treated[both] / control[both]).mean())
                rows.append(
                    {
                        "place": place,
                        "treatment": treatment,
                        "years": years,
                        "measured": ratio,
                        **_ratios(air, rain, last, treatment, years),
                    }
                )
    return rows


def _ratios(air: float, rain: float, table: pd.DataFrame, treatment: str, years: float) -> dict:
    """Ratios of the defaults and of draws from the prior, for a climate of which only the means of the year are known."""
    latitude = float(table["lat"].median())
    months = air - (5.0 + 0.2 * max(latitude - 20.0, 0.0)) * np.cos(np.arange(12) * np.pi / 6.0)
    before = forcing_of(months, np.full(12, rain / 12.0), latitude, GRASS_INPUT)
    after = forcing_of(months, np.full(12, rain / 12.0), latitude, GRASS_INPUT * LITTER.get(treatment, 1.0))
    if treatment == "warmed":
        after = Forcing(**{**after.by_cell(), "soil_temperature": after.soil_temperature + WARMING_K})
    asked = np.array([0, round(years)])
    drawn = course(prior_draws(2000), before, after, asked, 0.2)[:, -1]
    low, middle, high = np.quantile(drawn, (0.05, 0.5, 0.95))
    return {"defaults": float(course(defaults(), before, after, asked, 0.2)[0, -1]), "low": low, "median": middle, "high": high}


def hubbard_brook(data: Path) -> dict:
    """Measured and modelled share of the forest floor that is left after 42 years of warming."""
    air, warming = hubbard.climate(data)
    before = forcing_of(air, np.full(12, hubbard.RAIN_MM / 12.0), hubbard.LATITUDE, GRASS_INPUT)
    share, error = hubbard.measured(hubbard.forest_floor(data))
    low, middle, high = np.quantile(hubbard.modelled(prior_draws(hubbard.DRAWS), before, warming), (0.05, 0.5, 0.95))
    own = float(hubbard.modelled(defaults(), before, warming)[0])
    return {"warming": warming, "measured": share, "error": error, "defaults": own, "low": low, "median": middle, "high": high}


def picture(found: dict, path: Path) -> None:
    """The figure of the docs."""
    import matplotlib  # only for the picture

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axis = pyplot.subplots(figsize=(8.0, 4.2), dpi=110, layout="constrained")
    years, every = START + np.array(found["years"]), START + np.arange(found["years"][-1] + 1)
    axis.fill_between(
        every,
        found["bands"]["low"],
        found["bands"]["high"],
        color="#2b6f5c",
        alpha=0.18,
        lw=0,
        label="90 % of the draws that fit the stock",
    )
    colours = {"CLM5's defaults": "#d55e00", "best of the draws": "#0072b2", "draws that fit the stock (median)": "#2b6f5c"}
    for name, values in found["courses"].items():
        axis.plot(every, values, color=colours[name], lw=1.6, label=name)
    axis.plot(years, found["observed"], "o", color="#1d2a33", label="measured, 0-23 cm")
    axis.plot(years, found["equal_mass"], "o", mfc="none", color="#1d2a33", label="measured, equal mass of soil")
    axis.set(xlabel="year", ylabel="SOC, t C/ha", ylim=(0.0, None))
    axis.spines[["top", "right"]].set_visible(False)
    axis.legend(frameon=False, fontsize=8)
    figure.savefig(path)


def main(data: Path, target: Path | None, image: Path | None) -> None:
    """Print both tables; write the picture and the numbers, if asked."""
    found = fallow(data)
    print(f"{FALLOW}: {found['observed'][0]:.1f} t C/ha in {START}, {found['observed'][-1]:.1f} in {START + found['years'][-1]}")
    for row in found["rows"]:
        print(f"  {row['parameters']:36s} end {row['end']:5.1f}  bias {row['bias']:+6.1f}  RMSE {row['rmse']:5.1f} t C/ha")
    low, high = (found["bands"][name][-1] for name in ("low", "high"))
    print(f"  {found['draws']} draws fit the first stock; at the end {low:.1f} to {high:.1f} t C/ha")
    rows = experiments(data)
    for row in rows:
        told = f"{row['place'][:34]:34s} {row['treatment']:14s} {row['years']:4.0f} yr: measured {row['measured']:.2f}"
        print(f"{told}, defaults {row['defaults']:.2f}, draws {row['median']:.2f} ({row['low']:.2f} to {row['high']:.2f})")
    floor = hubbard_brook(data)
    print(
        f"Hubbard Brook, forest floor, {hubbard.LAST - hubbard.FIRST} yr, {floor['warming']:+.1f} K: measured {floor['measured']:.2f} "
        f"(standard error {floor['error']:.2f}), defaults {floor['defaults']:.2f}, "
        f"draws {floor['median']:.2f} ({floor['low']:.2f} to {floor['high']:.2f})"
    )
    if image:
        picture(found, image)
    if target:
        target.write_text(
            json.dumps({"fallow": found, "experiments": rows, "hubbard_brook": floor}, indent=2, default=float) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path, help="Folder with rothamsted_soc.csv.gz and sodah_experiments.csv.gz.")
    options.add_argument("--json", type=Path, help="File for the results as JSON.")
    options.add_argument("--picture", type=Path, help="File for the figure, PNG.")
    given = options.parse_args()
    main(given.data, given.json, given.picture)
