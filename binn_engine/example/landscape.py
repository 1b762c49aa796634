"""A synthetic landscape: smooth covariates with physical units, a soil climate that fits them, and the true parameters.

Everything is a function of longitude and latitude, so that any raster, in any CRS, can be made from the same landscape. This module reads
and writes no files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..clm5.geometry import N_LAYERS, N_MONTHS, NODE_DEPTH
from ..tables import PARAMETERS

CENTRE_LON, CENTRE_LAT = -75.0, 43.0
EXTENT_DEGREES = 3.0
WAVES = 48
LAND_COVER_CLASSES = {
    1: ("needleleaf forest", (27, 94, 74)),
    2: ("broadleaf forest", (86, 153, 84)),
    3: ("grassland", (196, 205, 112)),
    4: ("cropland", (232, 190, 95)),
    5: ("shrubland", (171, 128, 85)),
    6: ("wetland", (84, 142, 178)),
}
UNITS = {
    "mean_annual_temperature": "degC",
    "temperature_seasonality": "K",
    "annual_precipitation": "mm/yr",
    "elevation": "m",
    "ndvi": "1",
    "npp": "gC/m2/yr",
    "land_cover": "class",
    "clay": "%",
    "sand": "%",
    "ph": "1",
    "bulk_density": "g/cm3",
    "wetness": "1",
    "coarse_fragments": "%",
}
CATEGORICAL = ("land_cover",)
NO_PERMAFROST_M = 42.0  # CLM5 gives the depth of its whole column where nothing stays frozen
DAMPING_DEPTH_M = 2.2  # of the annual temperature wave in moist mineral soil


@dataclass(frozen=True)
class SmoothField:
    """A random function of place, of about zero mean and unit variance: a sum of plane waves.

    ``waves`` are wave numbers in 1/degree, ``(n, 2)``, and ``phases`` angles in radians, ``(n,)``.
    """

    waves: np.ndarray
    phases: np.ndarray

    @classmethod
    def draw(cls, generator: np.random.Generator, length_degrees: float) -> SmoothField:
        """A field whose hills and hollows are about ``length_degrees`` across (Gaussian covariance)."""
        return cls(generator.normal(0.0, 1.0 / length_degrees, (WAVES, 2)), generator.uniform(0.0, 2.0 * np.pi, WAVES))

    def __call__(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Values at places.

        Parameters
        ----------
        lon, lat
            Degrees, any common shape.
        """
        total = np.zeros(np.broadcast(lon, lat).shape)
        for (east, north), phase in zip(self.waves, self.phases):  # a wave at a time: no array larger than the map
            total += np.cos(east * (lon - CENTRE_LON) + north * (lat - CENTRE_LAT) + phase)
        return total * np.sqrt(2.0 / WAVES)


class Landscape:
    """The landscape of one seed: its covariates, its soil climate and its true parameters.

    Examples
    --------
    >>> land = Landscape(seed=1)
    >>> here = land.covariates(np.array([-75.0]), np.array([43.0]))
    >>> land.true_parameters(here).shape
    (1, 21)
    """

    def __init__(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        lengths = {"relief": 0.45, "warmth": 1.2, "rain": 0.9, "season": 1.4, "green": 0.5, "grain": 0.55, "loam": 0.6}
        lengths |= {"acid": 0.7, "dense": 0.6, "wet": 0.35, "stones": 0.5, "bedrock": 0.8, "nitrogen": 1.0}
        self._fields = {name: SmoothField.draw(generator, length) for name, length in lengths.items()}
        self._cover = [SmoothField.draw(generator, 0.5) for _ in LAND_COVER_CLASSES]
        self._lakes = {name: SmoothField.draw(generator, 0.12) for name in UNITS}

    def covariates(self, lon: np.ndarray, lat: np.ndarray) -> dict[str, np.ndarray]:
        """The covariates of ``UNITS``, in those units, by name; each has the shape of the places and the type float64.

        Parameters
        ----------
        lon, lat
            Degrees on WGS 84, any common shape.
        """
        field = {name: function(lon, lat) for name, function in self._fields.items()}
        north = (lat - CENTRE_LAT) / EXTENT_DEGREES
        elevation = 420.0 + 260.0 * field["relief"] + 120.0 * north
        elevation = np.log1p(np.exp(elevation / 150.0)) * 150.0  # never below the sea
        temperature = 9.0 - 6.0 * north - 0.0055 * (elevation - 400.0) + 1.2 * field["warmth"]
        rain = np.clip(950.0 + 170.0 * field["rain"] + 0.25 * (elevation - 400.0), 350.0, None)
        ndvi = _between(0.2, 0.9, 0.6 + 0.5 * field["green"] + 0.0015 * (rain - 950.0))
        sand = _between(5.0, 90.0, -0.1 + 0.9 * field["grain"])
        values = {
            "mean_annual_temperature": temperature,
            "temperature_seasonality": 11.5 + 1.0 * field["season"] + 2.0 * north,
            "annual_precipitation": rain,
            "elevation": elevation,
            "ndvi": ndvi,
            "npp": np.clip(470.0 + 420.0 * (ndvi - 0.6) + 12.0 * (temperature - 9.0) + 0.15 * (rain - 950.0), 150.0, None),
            "clay": (100.0 - sand) * _between(0.15, 0.7, 0.8 * field["loam"]),
            "sand": sand,
            "ph": _between(4.0, 8.0, 0.2 + 0.9 * field["acid"] - 0.0012 * (rain - 950.0)),
            "bulk_density": _between(0.9, 1.7, 0.3 + 0.8 * field["dense"] + 0.01 * (sand - 45.0)),
            "wetness": np.clip(8.0 + 2.2 * field["wet"] - 0.004 * (elevation - 400.0), 2.0, None),
            "coarse_fragments": _between(0.0, 60.0, -1.2 + 0.8 * field["stones"] + 0.002 * (elevation - 400.0)),
        }
        values["land_cover"] = self._land_cover(lon, lat, values)
        return {name: values[name] for name in UNITS}

    def _land_cover(self, lon: np.ndarray, lat: np.ndarray, values: dict[str, np.ndarray]) -> np.ndarray:
        cold = (8.0 - values["mean_annual_temperature"]) / 2.5
        lush = (values["ndvi"] - 0.65) / 0.1
        flat = (450.0 - values["elevation"]) / 250.0
        wet = (values["wetness"] - 8.0) / 2.0
        suited = [cold + 0.4 * lush, lush - 0.5 * cold, -0.3 * lush, flat - 0.3 * cold, -0.6 * lush - 0.4 * flat, 0.9 * wet - 0.5]
        scores = np.stack([0.8 * suit + 0.7 * field(lon, lat) for suit, field in zip(suited, self._cover)])
        return 1.0 + scores.argmax(0)

    def missing(self, name: str, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Where the raster of a covariate has holes (lakes, clouds), which differ from raster to raster; bool, in the shape of the places.

        Parameters
        ----------
        name
            The covariate, one of ``UNITS``.
        lon, lat
            Degrees on WGS 84, any common shape.
        """
        return self._lakes[name](lon, lat) > 2.6

    def forcing(self, lon: np.ndarray, lat: np.ndarray) -> dict[str, np.ndarray]:
        """CLM5's monthly forcing at places ``(n,)``, by CLM5's variable names and in its units.

        ``TSOI`` (K), ``W_SCALAR``, ``O_SCALAR``, ``FPI_vr`` (1), ``CELLSAND`` (%): ``(12, 20, n)``; ``ALTMAX``,
        ``ALTMAX_LASTYEAR`` (m), ``nbedrock`` (1) and the litter inputs (gC/m2/month): ``(12, n)``.

        Parameters
        ----------
        lon, lat
            Degrees on WGS 84, ``(n,)``.
        """
        here = self.covariates(lon, lat)
        month = np.arange(N_MONTHS)[:, None, None]
        depth = NODE_DEPTH[None, :, None]
        full = (N_MONTHS, N_LAYERS, lon.size)
        # The annual wave is damped and delayed with depth (the analytic solution of heat conduction); warmest in July.
        wave = np.exp(-depth / DAMPING_DEPTH_M) * np.cos(2.0 * np.pi * (month - 6.5) / 12.0 - depth / DAMPING_DEPTH_M)
        temperature = 274.65 + here["mean_annual_temperature"] + here["temperature_seasonality"] * wave
        moist = 0.42 + 0.00035 * (here["annual_precipitation"] - 950.0) + 0.02 * (here["wetness"] - 8.0) - 0.0015 * (here["sand"] - 45.0)
        season = 0.15 * np.exp(-depth / 0.7) * np.cos(2.0 * np.pi * (month - 2.0) / 12.0)  # wettest after snow melt
        water = np.clip(moist + season + 0.06 * np.log1p(depth), 0.05, 1.0)
        oxygen = np.clip(1.0 - 0.05 * np.clip(here["wetness"] - 9.0, 0.0, None) * (1.0 - np.exp(-depth)), 0.3, 1.0)
        nitrogen = np.clip(0.9 + 0.05 * self._fields["nitrogen"](lon, lat) - 0.1 * np.exp(-depth), 0.3, 1.0)
        bedrock = np.round(np.clip(16.0 + 2.0 * self._fields["bedrock"](lon, lat), 13, N_LAYERS))
        monthly = {"TSOI": temperature, "W_SCALAR": water, "O_SCALAR": oxygen, "FPI_vr": nitrogen, "CELLSAND": here["sand"]}
        forcing = {name: np.broadcast_to(value, full).copy() for name, value in monthly.items()}
        flat: dict[str, Any] = {"ALTMAX": NO_PERMAFROST_M, "ALTMAX_LASTYEAR": NO_PERMAFROST_M, "nbedrock": bedrock}
        forcing |= {name: np.broadcast_to(value, (N_MONTHS, lon.size)).copy() for name, value in flat.items()}
        return forcing | _litter(here["npp"])

    def true_parameters(self, covariates: dict[str, np.ndarray]) -> np.ndarray:
        """The 21 parameters at places with the given covariates, ``(n, 21)``, in the units of the parameters.

        ``lo + (hi - lo) sigmoid(logit)`` with BINN's ranges. The logit is a smooth function of the covariates for the parameters that shape
        SOC most, and 0, the middle of the range, for the others.

        Parameters
        ----------
        covariates
            As :meth:`covariates` gives them, ``(n,)`` each.
        """
        logit = _logits(covariates)
        share = np.stack([_sigmoid(logit.get(row.name, np.zeros(covariates["clay"].shape))) for row in PARAMETERS], -1)
        lower, upper = np.array([row.lower for row in PARAMETERS]), np.array([row.upper for row in PARAMETERS])
        return lower + (upper - lower) * share


def _sigmoid(value: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-value))


def _between(lower: float, upper: float, value: np.ndarray) -> np.ndarray:
    return lower + (upper - lower) * _sigmoid(value)


def _litter(npp: np.ndarray) -> dict[str, np.ndarray]:
    """Monthly litter inputs, gC/m2/month, ``(12, n)``: at steady state a year's litter is a year's net production."""
    month = np.arange(N_MONTHS)[:, None]
    season = 1.0 + 0.7 * np.cos(2.0 * np.pi * (month - 9.0) / 12.0)  # most of it falls in October
    shares = {"CWD_INPUT": 0.2, "LITR1_INPUT": 0.2, "LITR2_INPUT": 0.4, "LITR3_INPUT": 0.2}
    return {name: share * npp * season / N_MONTHS for name, share in shares.items()}


def _logits(covariates: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """How far from the middle of its range each influential parameter lies, before the sigmoid."""
    warm = (covariates["mean_annual_temperature"] - 9.0) / 2.5
    rain = (covariates["annual_precipitation"] - 950.0) / 180.0
    clay = (covariates["clay"] - 22.0) / 9.0
    sand = (covariates["sand"] - 45.0) / 17.0
    acid = (6.0 - covariates["ph"]) / 0.8
    wet = (covariates["wetness"] - 8.0) / 2.3
    green = (covariates["ndvi"] - 0.65) / 0.08
    stony = (covariates["coarse_fragments"] - 16.0) / 9.0
    cover = covariates["land_cover"].astype(int)
    forest, grass, crop = np.isin(cover, (1, 2)) * 1.0, np.isin(cover, (3, 5)) * 1.0, (cover == 4) * 1.0
    return {
        "efolding": -0.1 - 0.5 * stony + 0.35 * clay + 0.5 * grass,
        "tau_s3": -0.7 + 0.6 * clay - 0.3 * warm,
        "tau_s2": -0.1 + 0.5 * acid - 0.4 * crop,
        "fs1s3": -1.0 + 0.5 * clay - 0.3 * sand,
        "fl2s1": -0.2 + 0.3 * green - 0.4 * crop - 0.2 * acid,
        "w_scaling": -0.9 + 0.35 * sand - 0.35 * wet,
        "q10": -0.5 + 0.4 * np.tanh(rain) - 0.3 * warm,
        "beta": 1.6 + 0.5 * grass - 0.6 * forest + 0.3 * np.tanh(sand),
        "diffus": -0.3 + 0.5 * green - 0.4 * acid - 0.5 * crop,
    }
