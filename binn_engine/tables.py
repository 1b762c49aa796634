"""The parameters, processes and products of BINN: names, units, bounds, meaning, colours.

Code, help texts, styles, limits, reports and tests all read these tables; nothing about a parameter or a product stands
anywhere else. Plain standard-library Python: the QGIS side reads this module too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """One of the 21 parameters of the CLM5 soil carbon model.

    ``default`` is CLM5's own value (parameter file c190829; CLM5 technical note, section 2.21), which may lie outside
    the prior ranges. ``lower`` and ``upper`` bound BINN's prior, ``proda_lower`` and ``proda_upper`` PRODA's.
    """

    name: str
    symbol: str
    unit: str
    meaning: str
    default: float
    lower: float
    upper: float
    proda_lower: float
    proda_upper: float
    group: str


@dataclass(frozen=True)
class Process:
    """One of the six processes that govern soil carbon; ``limits`` are the colour limits of its map."""

    name: str
    label: str
    symbol: str
    unit: str
    meaning: str
    limits: tuple[float, float]


@dataclass(frozen=True)
class Product:
    """One raster that a prediction writes.

    ``variables`` says whose bands it holds (``parameters``, ``processes`` or ``soc``) and ``statistic`` which statistic of
    them (``value``, ``sd`` or ``quantiles``); ``ramp`` is the name of a colour ramp that every QGIS ships.
    """

    name: str
    variables: str
    statistic: str
    title: str
    group: str
    ramp: str
    meaning: str


# fmt: off
PARAMETERS: tuple[Parameter, ...] = (
    Parameter("diffus", "D_b", "m2/yr", "Bioturbation: diffusivity of soil carbon where the soil thaws deeper than 2 m", 1e-4, 3e-5, 5e-4, 3e-5, 5e-4, "vertical_transport"),
    Parameter("cryo", "D_c", "m2/yr", "Cryoturbation: diffusivity of soil carbon where the active layer is thinner than 2 m", 5e-4, 3e-5, 1.6e-3, 3e-5, 1.6e-3, "vertical_transport"),
    Parameter("q10", "Q10", "1", "Factor by which decomposition speeds up per 10 K of warming", 1.5, 1.2, 3.0, 1.2, 3.0, "environmental_modifier"),
    Parameter("efolding", "z_e", "m", "Depth over which decomposition falls by a factor e for reasons other than climate", 10.0, 0.1, 1.0, 0.0, 1.0, "environmental_modifier"),
    Parameter("tau_cwd", "tau_CWD", "yr", "Turnover time of coarse woody debris", 3.333, 1.0, 6.0, 1.0, 6.0, "baseline_decomposition"),
    Parameter("tau_l1", "tau_L1", "yr", "Turnover time of metabolic litter", 0.05405, 1e-4, 0.11, 0.0, 0.11, "baseline_decomposition"),
    Parameter("tau_l2", "tau_L2", "yr", "Turnover time of cellulose and of lignin litter", 0.20408, 0.1, 0.3, 0.1, 0.3, "baseline_decomposition"),
    Parameter("tau_s1", "tau_S1", "yr", "Turnover time of active soil carbon", 0.13699, 1e-4, 0.5, 0.0, 1.0, "baseline_decomposition"),
    Parameter("tau_s2", "tau_S2", "yr", "Turnover time of slow soil carbon", 5.0, 1.0, 10.0, 1.0, 50.0, "baseline_decomposition"),
    Parameter("tau_s3", "tau_S3", "yr", "Turnover time of passive soil carbon", 222.22, 20.0, 400.0, 200.0, 1000.0, "baseline_decomposition"),
    Parameter("fl1s1", "f_L1S1", "1", "Share of decomposed metabolic litter that becomes active soil carbon", 0.45, 0.1, 0.8, 0.1, 0.8, "carbon_transfer_efficiency"),
    Parameter("fl2s1", "f_L2S1", "1", "Share of decomposed cellulose litter that becomes active soil carbon", 0.5, 0.2, 0.8, 0.2, 0.8, "carbon_transfer_efficiency"),
    Parameter("fl3s2", "f_L3S2", "1", "Share of decomposed lignin litter that becomes slow soil carbon", 0.5, 0.2, 0.8, 0.2, 0.8, "carbon_transfer_efficiency"),
    Parameter("fs1s2", "f_S1S2", "1", "Share of decomposed active soil carbon that becomes slow (default: CLM5 at 50 % sand)", 0.486, 1e-4, 0.4, 0.0, 0.4, "carbon_transfer_efficiency"),
    Parameter("fs1s3", "f_S1S3", "1", "Share of decomposed active soil carbon that becomes passive", 0.004, 1e-4, 0.1, 0.0, 0.05, "carbon_transfer_efficiency"),
    Parameter("fs2s1", "f_S2S1", "1", "Share of decomposed slow soil carbon that becomes active", 0.42, 0.1, 0.74, 0.1, 0.74, "carbon_transfer_efficiency"),
    Parameter("fs2s3", "f_S2S3", "1", "Share of decomposed slow soil carbon that becomes passive", 0.03, 1e-4, 0.1, 0.0, 0.1, "carbon_transfer_efficiency"),
    Parameter("fs3s1", "f_S3S1", "1", "Share of decomposed passive soil carbon that becomes active", 0.45, 1e-4, 0.9, 0.0, 0.9, "carbon_transfer_efficiency"),
    Parameter("fcwdl2", "f_CWDL2", "1", "Share of decomposed coarse woody debris that becomes cellulose litter; the rest becomes lignin litter", 0.76, 0.5, 1.0, 0.5, 1.0, "carbon_transfer_efficiency"),
    Parameter("w_scaling", "w", "1", "Multiplier of the soil water scalar, whose product is capped at 1", 1.0, 1e-4, 5.0, 0.0, 5.0, "environmental_modifier"),
    Parameter("beta", "beta", "1", "Depth distribution of plant carbon input: the share above depth z is 1 - beta^z, z in cm", 0.95, 0.5, 0.9999, 0.5, 0.9999, "input_allocation"),
)

PROCESSES: tuple[Process, ...] = (
    Process("plant_carbon_input", "Plant carbon input", "I", "gC/m2/yr", "Litter that reaches the soil; from the forcing, not learned", (0.0, 800.0)),
    Process("input_allocation", "Carbon input allocation", "beta", "1", "How deep plant carbon enters the soil: the higher, the deeper", (0.5, 1.0)),
    Process("carbon_transfer_efficiency", "Carbon transfer efficiency", "A", "1", "Share of decomposed carbon that stays in the soil", (0.2, 0.6)),
    Process("baseline_decomposition", "Baseline decomposition", "K", "1/yr", "Decomposition rate of soil carbon before climate and depth slow it down", (0.0, 0.15)),
    Process("environmental_modifier", "Environmental modifier", "Xi", "1", "How much temperature, moisture and depth slow decomposition down", (0.0, 0.4)),
    Process("vertical_transport", "Vertical transport", "V", "1/yr", "Rate at which a layer's carbon is moved by mixing", (0.0, 0.15)),
)

# fmt: on

SOC_DENSITY_UNIT = "gC/m3"
SOC_STOCK_UNIT = "kgC/m2"
SOC_DENSITY_LIMITS = (0.0, 60000.0)
SOC_STOCK_LIMITS = (0.0, 30.0)
DEFAULT_DEPTHS_M = (0.05, 0.15, 0.3, 0.6, 1.0)
STOCK_RANGES_M = ((0.0, 0.3), (0.0, 1.0))
NODATA = -9999.0

_VALUE_RAMPS = {"parameters": "Viridis", "processes": "Cividis", "soc": "Viridis"}
_TITLES = {"parameters": "Parameters", "processes": "Processes", "soc": "Soil carbon"}
_MEANINGS = {
    "parameters": "the 21 parameters of the CLM5 soil carbon model",
    "processes": "the six processes that govern soil carbon",
    "soc": "soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm",
}


def _products() -> tuple[Product, ...]:
    rows = []
    for variables, title in _TITLES.items():
        meaning = _MEANINGS[variables]
        rows += [
            Product(variables, variables, "value", title, title, _VALUE_RAMPS[variables], f"Map of {meaning}"),
            Product(f"{variables}_sd", variables, "sd", f"{title}: standard deviation", "Uncertainty", "Purples", f"Standard deviation over Monte Carlo passes of {meaning}"),
            Product(f"{variables}_quantiles", variables, "quantiles", f"{title}: quantiles", "Uncertainty", _VALUE_RAMPS[variables], f"Quantiles over Monte Carlo passes of {meaning}"),
        ]
    return tuple(rows)


PRODUCTS: tuple[Product, ...] = _products()

PARAMETER_NAMES: tuple[str, ...] = tuple(row.name for row in PARAMETERS)
PROCESS_NAMES: tuple[str, ...] = tuple(row.name for row in PROCESSES)
PRODUCT_NAMES: tuple[str, ...] = tuple(row.name for row in PRODUCTS)


def depth_label(metres: float) -> str:
    """The name of a depth in centimetres, as bands and layers carry it: ``depth_label(0.05) == "5 cm"``."""
    return f"{round(metres * 100, 3):g} cm"


@dataclass(frozen=True)
class Band:
    """One band of a product: its name, unit, colour limits and a line that explains it."""

    name: str
    unit: str
    limits: tuple[float, float]
    meaning: str


def value_bands(variables: str, depths_m: tuple[float, ...] = DEFAULT_DEPTHS_M) -> tuple[Band, ...]:
    """The bands of the ``value`` product of ``parameters``, ``processes`` or ``soc``, in their order in the file.

    ``soc`` has one density band per depth, then one stock band per row of ``STOCK_RANGES_M``.
    """
    if variables == "parameters":
        return tuple(Band(row.name, row.unit, (row.lower, row.upper), row.meaning) for row in PARAMETERS)
    if variables == "processes":
        return tuple(Band(row.name, row.unit, row.limits, row.meaning) for row in PROCESSES)
    densities = tuple(
        Band(f"SOC density at {depth_label(z)}", SOC_DENSITY_UNIT, SOC_DENSITY_LIMITS, "Organic carbon per volume of soil") for z in depths_m
    )
    stocks = tuple(
        Band(f"SOC stock {depth_label(top)[:-3]}-{depth_label(bottom)}", SOC_STOCK_UNIT, SOC_STOCK_LIMITS, "Organic carbon per area of soil")
        for top, bottom in STOCK_RANGES_M
    )
    return densities + stocks


def product_bands(product: Product, depths_m: tuple[float, ...], quantiles: tuple[float, ...]) -> tuple[Band, ...]:
    """The bands of a product. Quantile products hold all quantiles of the first band, then of the second, and so on."""
    values = value_bands(product.variables, depths_m)
    if product.statistic == "value":
        return values
    if product.statistic == "sd":
        return tuple(Band(f"{band.name} sd", band.unit, (0.0, 0.1 * (band.limits[1] - band.limits[0])), f"Standard deviation. {band.meaning}") for band in values)
    return tuple(
        Band(f"{band.name} q{100 * q:g}", band.unit, band.limits, f"Quantile {q:g}. {band.meaning}") for band in values for q in quantiles
    )


# What a learned parameter rests on, as models record it, in the words that reports and layers say it.
EVIDENCE = {
    "profile": "data: single profiles inform it",
    "all profiles": "data in its level; its pattern only as far as it follows the covariates",
    "prior": "prior, not data",
}

PRODUCT_BY_NAME: dict[str, Product] = {row.name: row for row in PRODUCTS}
