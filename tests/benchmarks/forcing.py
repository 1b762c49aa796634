"""How near forcing built from climate normals comes to real CLM5 around New York, step by step.

Usage: python -m tests.benchmarks.forcing DATA       (DATA: the folder with new_york/ and conus/)
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from binn_engine.clm5.geometry import DAYS_PER_YEAR, N_LAYERS, N_MONTHS, NODE_DEPTH, layer_overlap
from binn_engine.covariates.grids import Grid
from binn_engine.forcing.climate_rasters import read_normals
from binn_engine.forcing.grid import ForcingGrid
from binn_engine.forcing.reading import read_forcing
from binn_engine.forcing.soil_temperature_rasters import ERA5_LEVELS
from binn_engine.settings import BuildForcingJob
from binn_engine.soil_climate import Normals, build_forcing, heat
from binn_engine.soil_climate.build import bedrock_layer
from binn_engine.soil_climate.calendar_year import N_STEPS, SECONDS_PER_STEP, monthly_means, smooth_year, stepped_year
from binn_engine.soil_climate.evaporation import potential_evaporation
from binn_engine.soil_climate.frozen_water import FREEZING_K, freezing_suction
from binn_engine.soil_climate.retention import Retention
from binn_engine.soil_climate.snow import positive_degrees, snow_balance
from binn_engine.soil_climate.soil_levels import at_layers
from binn_engine.soil_climate.soil_temperature import SoilColumn, soil_column, soil_temperature
from binn_engine.soil_climate.water_balance import layer_suction, water_balance
from binn_engine.soil_climate.water_scalar import LEAST, water_scalar
from tests.engine.support.forcing_comparison import Comparison, new_york_job

# Of mineral soil (Carslaw and Jaeger): what a damped wave takes where nothing is known of the soil.
DIFFUSIVITY = 6e-7  # m2/s
# m: those of ERA5-Land, and few, as some climate models have them.
GIVEN_LEVELS = {"ERA5-Land's levels": tuple(ERA5_LEVELS.values()), "0.1, 0.5 and 1.5 m": (0.1, 0.5, 1.5)}
FIELDS = {
    "soil_temperature": "TSOI", "water_scalar": "W_SCALAR", "oxygen_scalar": "O_SCALAR", "nitrogen_scalar": "FPI_vr",
    "active_layer_depth": "ALTMAX", "active_layer_depth_last_year": "ALTMAX_LASTYEAR", "bedrock_layer": "nbedrock",
}  # fmt: skip


def damped_wave(normals: Normals) -> np.ndarray:
    """Soil temperature as each harmonic of air temperature, damped and delayed with depth, K, ``(n, 20, 12)``."""
    terms = np.fft.rfft(normals.air_temperature, axis=1)
    omega = 2.0 * np.pi * np.arange(terms.shape[1]) / (N_STEPS * SECONDS_PER_STEP)
    wave_number = np.sqrt(1j * omega / DIFFUSIVITY)
    return np.fft.irfft(terms[:, None] * np.exp(-wave_number * NODE_DEPTH[:, None]), n=N_MONTHS, axis=2) + FREEZING_K


class Steps:
    """The steps of :func:`build_forcing`, each of which can be left out."""

    def __init__(self, normals: Normals) -> None:
        self.normals = normals
        self.air = smooth_year(normals.air_temperature)
        self.pack, self.supply = snow_balance(self.air, stepped_year(normals.precipitation * N_MONTHS / DAYS_PER_YEAR))
        self.soil = Retention.of_texture(normals.sand, normals.clay)
        self.bedrock = bedrock_layer(normals.soil_depth)
        self.water = water_balance(self.supply, potential_evaporation(self.air, normals.latitude), self.soil, self.bedrock)
        self.suction = layer_suction(self.water, self.bedrock)
        layers = Retention(*(values[:, None, None] for values in vars(self.soil).values()))
        self.moisture = monthly_means(layers.porosity * layers.saturation(self.suction))

    def temperature(self, moist: bool = True, freezing: bool = True, snow: bool = True, melting: bool = True) -> np.ndarray:
        """K, ``(n, 20, 360)``: with monthly moisture or its annual mean, with latent heat, with snow, with warm days that melt it."""
        moisture = self.moisture if moist else np.repeat(self.moisture.mean(axis=2, keepdims=True), N_MONTHS, axis=2)
        column = soil_column(self.normals.sand, self.normals.clay, self.soil, moisture, self.bedrock)
        if not freezing:
            dry = column.dry_capacity + heat.WATER_CAPACITY * column.water.mean(axis=0)
            column = SoilColumn(column.conductivity_thawed, column.conductivity_frozen, dry, np.zeros_like(column.water), column.retention)
        pack = self.pack if snow else np.zeros_like(self.pack)
        surface = np.where(pack > 0.0, self.air - positive_degrees(self.air) if melting else np.minimum(self.air, 0.0), self.air)
        return soil_temperature(surface + FREEZING_K, heat.snow_resistance(pack, self.normals.latitude), column)

    def scalar(self, temperature: np.ndarray | None, table: bool = True) -> np.ndarray:
        """The water scalar, ``(n, 20, 12)``, frozen at a temperature or never, with a water table on bedrock or without."""
        suction = self.suction if table else layer_suction(replace(self.water, drainage=0.0 * self.water.drainage), self.bedrock)
        if temperature is not None:
            suction = np.maximum(suction, freezing_suction(temperature))
        above = (np.arange(1, N_LAYERS + 1) <= self.bedrock[:, None])[:, :, None]
        return np.where(above, monthly_means(water_scalar(suction)), LEAST)


def cells_of(normals: Normals) -> dict[str, np.ndarray]:
    """The built forcing under the names of :class:`binn_engine.clm5.Forcing`."""
    built = build_forcing(normals)
    litter = [built[name].sum(axis=1) for name in ("CWD_INPUT", "LITR1_INPUT", "LITR2_INPUT", "LITR3_INPUT")]
    return {name: built[variable] for name, variable in FIELDS.items()} | {"litter_input": np.stack(litter, axis=1)}


def agreement(found: np.ndarray, wanted: np.ndarray) -> str:
    """Correlation, bias and root mean square error."""
    error = found - wanted
    return (
        f"r {np.corrcoef(found, wanted)[0, 1]:.3f}  bias {error.mean():+.2f} of {wanted.mean():.2f}  RMSE {np.sqrt((error**2).mean()):.2f}"
    )


class Report:
    """What is printed, of the cells that built and real forcing share."""

    def __init__(self, job: BuildForcingJob, data: Path) -> None:
        grid = Grid.from_raster(job.grid)
        cells = read_normals(job, grid, grid.whole)
        lon, lat = (axis[cells.complete] for axis in grid.lonlat(grid.whole))
        real = read_forcing(str(data / "new_york" / "clm5_forcing.nc"), print)
        same = real.nearest(lon, lat)[1] < 0.01
        self.normals, self.place = cells.normals.at(same), (lon[same], lat[same])
        self.real = real
        self.built = self.compared(cells_of(self.normals))

    def compared(self, fields: dict[str, np.ndarray]) -> Comparison:
        """Fields of the cells beside the real ones."""
        return Comparison(ForcingGrid(fields, *self.place), self.real)

    def temperature_steps(self) -> dict[str, np.ndarray]:
        """Soil temperature K ``(cells, 20, 12)``, one step more a row."""
        steps = Steps(self.normals)
        return {
            "air temperature at all depths": np.repeat(self.normals.air_temperature[:, None], N_LAYERS, axis=1) + FREEZING_K,
            "damped wave, 6e-7 m2/s": damped_wave(self.normals),
            "conduction in CLM5's layers, moisture of the year": monthly_means(steps.temperature(False, False, False)),
            "+ moisture of the month": monthly_means(steps.temperature(True, False, False)),
            "+ freezing": monthly_means(steps.temperature(True, True, False)),
            "+ snow": monthly_means(steps.temperature(True, True, True, False)),
            "+ warm days melt snow (as built)": monthly_means(steps.temperature()),
        }

    def with_soil_temperature(self, depths: Sequence[float]) -> dict[str, np.ndarray]:
        """Fields built with CLM5's own soil temperature as it is at some depths, m."""
        weights = np.stack([np.interp(depths, NODE_DEPTH, row) for row in np.eye(N_LAYERS)], 1)
        levels = np.einsum("dl,clm->cdm", weights, self.built.real["soil_temperature"] - FREEZING_K)
        return cells_of(replace(self.normals, soil_temperature=at_layers(levels, np.array(depths))))

    def temperatures(self) -> None:
        """Soil temperature, one step more a line."""
        for name, values in self.temperature_steps().items():
            self._temperature(name, values)
        cooler = build_forcing(replace(self.normals, air_temperature=self.normals.air_temperature - 1.0))
        self._temperature("as built, air 1 K cooler", cooler["TSOI"])
        for name, depths in GIVEN_LEVELS.items():
            self._temperature(f"given at {name}", self.with_soil_temperature(depths)["soil_temperature"])

    def _temperature(self, name: str, values: np.ndarray) -> None:
        compared = self.compared({**self.built.built, "soil_temperature": values})
        square, error = compared.topsoil("soil_temperature"), values - compared.real["soil_temperature"]
        months = " ".join(f"{value:.1f}" for value in np.sqrt(square.mean(axis=0)))
        print(f"{name:52s} RMSE {np.sqrt(square.mean()):.2f} K  bias {error[:, :8].mean():+.2f} K  by month {months}")

    def scalar_steps(self) -> dict[str, np.ndarray]:
        """The water scalar ``(cells, 20, 12)``, with steps left out."""
        steps = Steps(self.normals)
        return {
            "as built": self.built.built["water_scalar"],
            "never frozen": steps.scalar(None),
            "without a water table": steps.scalar(steps.temperature(), table=False),
        }

    def scalars(self) -> None:
        """The water scalar, with steps left out or real temperature put in."""
        real = smooth_year(self.built.real["soil_temperature"])
        rows = self.scalar_steps() | {"frozen by real soil temperature": Steps(self.normals).scalar(real)}
        rows |= {
            f"built with soil temperature at {name}": self.with_soil_temperature(depths)["water_scalar"]
            for name, depths in GIVEN_LEVELS.items()
        }
        soil = np.arange(1, N_LAYERS + 1) <= self.built.real["bedrock_layer"][:, None]
        kinds = {"all layers": np.ones_like(soil), "above bedrock": soil, "first metre": soil & (NODE_DEPTH < 1.0)}
        for name, values in rows.items():
            compared = self.compared({**self.built.built, "water_scalar": values})
            found = "  ".join(f"{kind} r {compared.correlation('water_scalar', layers):.3f}" for kind, layers in kinds.items())
            bias = (values - compared.real["water_scalar"])[soil].mean()
            print(f"{name:52s} {found}  bias above bedrock {bias:+.3f}")

    def halves(self) -> None:
        """Steps chosen on one half of the cells, tried on the other."""
        lon, lat = self.place
        parts = {"west": lon < np.median(lon), "east": lon >= np.median(lon), "south": lat < np.median(lat), "north": lat >= np.median(lat)}
        weights = layer_overlap(0.0, 1.0) / layer_overlap(0.0, 1.0).sum()
        soil = (np.arange(1, N_LAYERS + 1) <= self.built.real["bedrock_layer"][:, None])[:, :, None]

        def error(values: np.ndarray, wanted: np.ndarray, cells: np.ndarray) -> float:
            return float(np.sqrt(np.einsum("clm,l->", (values - wanted)[cells] ** 2, weights) / (cells.sum() * N_MONTHS)))

        def unlike(values: np.ndarray, wanted: np.ndarray, cells: np.ndarray) -> float:
            there = np.broadcast_to(soil & cells[:, None, None], values.shape)
            return -float(np.corrcoef(values[there], wanted[there])[0, 1])

        kinds = (
            ("soil_temperature", self.temperature_steps(), error, "RMSE, K"),
            ("water_scalar", self.scalar_steps(), unlike, "-r above bedrock"), ("water_scalar", self.scalar_steps(), error, "RMSE"),
        )  # fmt: skip
        for field, rows, loss, what in kinds:
            wanted = self.built.real[field]
            for part, cells in parts.items():
                here, rest = ({name: loss(values, wanted, kept) for name, values in rows.items()} for kept in (cells, ~cells))
                chosen = min(here, key=here.get)
                found = f"{here[chosen]:+.3f}  on the rest {rest[chosen]:+.3f}, best {min(rest.values()):+.3f}"
                print(f"{field:17s} {what:17s} {part:6s} {chosen:34s} {found}")

    def stocks(self, job: BuildForcingJob, data: Path) -> None:
        """Soil carbon to a metre with CLM5's default parameters, with one field built or one field real."""
        built, real = self.built.built, self.built.real
        wanted = self.built.stocks(real)
        print(f"{'all built':52s} {agreement(self.built.stocks(built), wanted)}")
        for name, depths in GIVEN_LEVELS.items():
            print(
                f"{'all built, soil temperature at ' + name:52s} {agreement(self.built.stocks(self.with_soil_temperature(depths)), wanted)}"
            )
        thaw = ("active_layer_depth", "active_layer_depth_last_year")
        for fields in (("soil_temperature",), ("water_scalar",), ("nitrogen_scalar",), thaw, ("litter_input",)):
            one = self.built.stocks({**real, **{name: built[name] for name in fields}})
            rest = self.built.stocks({**built, **{name: real[name] for name in fields}})
            print(f"{'only ' + fields[0] + ' built':52s} {agreement(one, wanted)}")
            print(f"{'all but ' + fields[0] + ' built':52s} {agreement(rest, wanted)}")
        self._with("no bedrock given", replace(job, bedrock=""), wanted)
        casa = str(data / "conus" / "casa_clm_npp_1p9x2p5.tif")
        self._with("NPP of CASA", replace(job, npp=casa, npp_unit="gC/m2/yr"), wanted)

    def _with(self, name: str, job: BuildForcingJob, wanted: np.ndarray) -> None:
        grid = Grid.from_raster(job.grid)
        cells = read_normals(job, grid, grid.whole)
        lon, lat = (axis[cells.complete] for axis in grid.lonlat(grid.whole))
        row, distance = ForcingGrid({}, lon, lat).nearest(*self.place)
        there = distance < 0.01
        fields = cells_of(cells.normals.at(row[there]))
        print(f"{name:52s} {agreement(self.built.stocks(fields), wanted[there])}  ({int(there.sum())} cells)")


def main() -> None:
    """Print all tables."""
    data = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        job = new_york_job(data, Path(folder))
        report = Report(job, data)
        print(f"{len(report.normals)} cells\n\nSoil temperature, first metre")
        report.temperatures()
        print("\nWater scalar")
        report.scalars()
        print("\nSteps chosen on half of the cells, first metre")
        report.halves()
        print("\nSoil carbon to 1 m, kgC/m2, CLM5's default parameters")
        report.stocks(job, data)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
