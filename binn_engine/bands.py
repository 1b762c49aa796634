"""The bands of the rasters, and the fields of zones made from them: names, units, colour limits and meanings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .tables import (
    AGE_RANGES_M,
    DEFAULT_DEPTHS_M,
    PARAMETERS,
    POOLS,
    PROCESSES,
    SOC_DENSITY_LIMITS,
    SOC_DENSITY_UNIT,
    SOC_STOCK_CHANGE_LIMITS,
    SOC_STOCK_LIMITS,
    SOC_STOCK_UNIT,
    STOCK_RANGES_M,
    Product,
    depth_label,
    process_label,
    unit_label,
)


@dataclass(frozen=True)
class Band:
    """One band of a product: its name, unit, colour limits and a line that explains it."""

    name: str
    unit: str
    limits: tuple[float, float]
    meaning: str


DOMAIN_BANDS = (
    Band(
        "dissimilarity",
        "1",
        (0.0, 2.0),
        "Distance to the nearest training profile in the space of the covariates; 1 at the edge of the domain",
    ),
    Band(
        "out of range",
        "1",
        (0.0, 2.0),
        "How far the covariate that is most out of range lies beyond the range of the training profiles; 1 at the edge of the domain",
    ),
    Band("inside", "1", (0.0, 1.0), "1 inside the domain of the model; 0 outside, where you should not trust its maps"),
)

OLD_CARBON_YEARS = 100.0  # the age from which a share of carbon counts as old
_AGE_MEANING = "Mean age of the SOC at this depth, counted from when the carbon enters the soil"
AGE_BANDS = (
    Band("mean transit time", "yr", (0.0, 100.0), "Mean age of the carbon that leaves the soil by respiration"),
    *(
        Band(f"mean age {round(100 * top)}-{round(100 * bottom)} cm", "yr", limits, _AGE_MEANING)
        for (top, bottom), limits in zip(AGE_RANGES_M, ((0.0, 1000.0), (0.0, 3000.0)))
    ),
    Band("share older than 100 years", "1", (0.0, 1.0), "Share of the soil organic carbon of 0-100 cm that is older than 100 years"),
)

_DENSITY_BAND = re.compile(r"SOC density at ([0-9.]+) cm")


def band_depth(name: str) -> float | None:
    """The depth in metres of a band of SOC density, by the name that :func:`value_bands` gives it; None for any other band.

    >>> band_depth("SOC density at 15 cm"), band_depth("SOC density at 15 cm sd"), band_depth("SOC stock 0-30 cm")
    (0.15, None, None)
    """
    match = _DENSITY_BAND.fullmatch(name)
    return float(match[1]) / 100.0 if match else None


def value_bands(variables: str, depths_m: tuple[float, ...] = DEFAULT_DEPTHS_M) -> tuple[Band, ...]:
    """The bands of the ``value`` product of ``parameters``, ``processes``, ``soc`` or ``ages``, in their order in the file.

    ``soc`` has one density band per depth, then one stock band per row of ``STOCK_RANGES_M``.
    """
    if variables == "parameters":
        return tuple(Band(row.name, row.unit, (row.lower, row.upper), row.meaning) for row in PARAMETERS)
    if variables == "processes":
        return tuple(Band(row.name, row.unit, row.limits, row.meaning) for row in PROCESSES)
    if variables == "ages":
        return AGE_BANDS
    densities = tuple(
        Band(f"SOC density at {depth_label(z)}", SOC_DENSITY_UNIT, SOC_DENSITY_LIMITS, "Organic carbon per volume of soil")
        for z in depths_m
    )
    stocks = tuple(
        Band(
            f"SOC stock {depth_label(top)[:-3]}-{depth_label(bottom)}", SOC_STOCK_UNIT, SOC_STOCK_LIMITS, "Organic carbon per area of soil"
        )
        for top, bottom in STOCK_RANGES_M
    )
    return densities + stocks


def _exceeding(band: Band, limit: float) -> Band:
    """The band of the probability that a value is above a limit."""
    return Band(f"{band.name} > {limit:g} {band.unit}", "1", (0.0, 1.0), f"Probability of exceeding the threshold. {band.meaning}")


def product_bands(
    product: Product,
    depths_m: tuple[float, ...],
    quantiles: tuple[float, ...],
    thresholds: tuple[tuple[int, float], ...] = (),
    years: tuple[int, ...] = (),
) -> tuple[Band, ...]:
    """The bands of a product. Quantile products hold all quantiles of the first band, then of the second, and so on.

    Parameters
    ----------
    product
        Whose bands.
    depths_m, quantiles
        Depths of SOC density; quantiles to map.
    thresholds
        Of the exceedance: the number of the band, from 0, and the value to exceed.
    years
        Of a projection.
    """
    if product.variables == "series":
        return series_bands(product, years, depths_m)
    if product.variables == "domain":
        return DOMAIN_BANDS
    values = value_bands(product.variables, depths_m)
    if product.statistic == "value":
        return values
    if product.statistic == "sd":
        return tuple(
            Band(f"{band.name} sd", band.unit, (0.0, 0.25 * (band.limits[1] - band.limits[0])), f"Standard deviation. {band.meaning}")
            for band in values
        )
    if product.statistic == "cv":
        return tuple(
            Band(f"{band.name} cv", "%", (0.0, 100.0), f"Standard deviation in percent of the mean. {band.meaning}") for band in values
        )
    if product.statistic == "exceedance":
        return tuple(_exceeding(values[number], limit) for number, limit in thresholds)
    if product.statistic == "quantiles":
        return tuple(
            Band(f"{band.name} q{100 * q:g}", band.unit, band.limits, f"Quantile {q:g}. {band.meaning}")
            for band in values
            for q in quantiles
        )
    raise ValueError(f"bands.product_bands does not know the statistic {product.statistic!r} of the product {product.name}.")


_YEAR_BAND = re.compile(r".+, year (-?[0-9]+)")


def band_year(name: str) -> int | None:
    """The year of a band of a projection, by the name that :func:`series_bands` gives it; None for any other band.

    >>> band_year("Change of SOC stock 0-30 cm, year 2050"), band_year("SOC stock 0-30 cm")
    (2050, None)
    """
    match = _YEAR_BAND.fullmatch(name)
    return int(match[1]) if match else None


def series_bands(product: Product, years: tuple[int, ...], depths_m: tuple[float, ...] = DEFAULT_DEPTHS_M) -> tuple[Band, ...]:
    """The bands of a raster of a projection: one for each of the ``years``, of densities all years of the first depth, then of the second,
    and so on, of pools likewise; or one for each depth of what is committed."""
    if product.statistic == "densities":
        names = [f"SOC density at {depth_label(z)}" for z in depths_m]
        return tuple(
            Band(f"{name}, year {year}", SOC_DENSITY_UNIT, SOC_DENSITY_LIMITS, product.meaning) for name in names for year in years
        )
    if product.statistic == "pools":
        return tuple(
            Band(f"Pool of {name} 0-100 cm, year {year}", SOC_STOCK_UNIT, SOC_STOCK_LIMITS, product.meaning)
            for name in POOLS
            for year in years
        )
    if product.statistic == "committed":
        return tuple(
            Band(f"Committed change of SOC stock 0-{depth_label(bottom)}", SOC_STOCK_UNIT, SOC_STOCK_CHANGE_LIMITS, product.meaning)
            for _, bottom in STOCK_RANGES_M
        )
    changing = (SOC_STOCK_UNIT, SOC_STOCK_CHANGE_LIMITS)
    units = {"stock": (SOC_STOCK_UNIT, SOC_STOCK_LIMITS), "respiration": ("gC/m2/yr", (0.0, 1000.0)), "reached": ("1", (0.0, 1.0))}
    unit, limits = {**units, "models": (SOC_STOCK_UNIT, (0.0, SOC_STOCK_CHANGE_LIMITS[1]))}.get(product.statistic, changing)
    title = product.title.removesuffix(" by year")
    return tuple(Band(f"{title}, year {year}", unit, limits, product.meaning) for year in years)


# Fields of zones that are of no variable, and what people call them.
ZONE_FIELDS = {
    "area_km2": "Area (km²)",
    "mapped_km2": "Mapped area (km²)",
    "mapped_share": "Mapped share of the area",
    "pixels": "Pixels with a value",
}
# Endings of the fields of a variable, and what they are.
ZONE_STATISTICS = {"": "", "_sd": ": standard deviation", "_low": ": lower limit", "_high": ": upper limit"}


def zone_field(band: Band) -> str:
    """The name of a band as a field of zones: ``soc_stock_0_30_cm``."""
    return re.sub(r"\W+", "_", band.name).lower()


def zone_labels(bands: Iterable[Band]) -> dict[str, str]:
    """What people call the fields of zones, by the names of the fields; every stock in kgC/m2 has a total in t, too.

    >>> labels = zone_labels([Band("SOC stock 0-30 cm", "kgC/m2", (0.0, 30.0), "")])
    >>> labels["soc_stock_0_30_cm"], labels["soc_stock_0_30_cm_t_low"]
    ('SOC stock 0-30 cm (kgC/m²)', 'SOC stock 0-30 cm, total: lower limit (t C)')
    """
    labels = dict(ZONE_FIELDS)
    for band in bands:
        name, label = zone_field(band), process_label(band.name)
        kinds = {name: (label, unit_label(band.unit))}
        if band.unit == SOC_STOCK_UNIT:
            kinds[f"{name}_t"] = (f"{label}, total", "t C")
        for field, (words, unit) in kinds.items():
            for ending, statistic in ZONE_STATISTICS.items():
                labels[field + ending] = f"{words}{statistic}" if unit == "1" else f"{words}{statistic} ({unit})"
    return labels
