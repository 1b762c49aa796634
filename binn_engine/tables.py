"""The parameters, processes and products of BINN: names, units, bounds, meaning, colours.

Code, help texts, styles, limits, reports and tests all read these tables; facts about a parameter or a product are written
nowhere else. Plain standard-library Python: the QGIS side reads this module too.
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

    ``variables`` are the kind of its bands (``parameters``, ``processes``, ``soc``, ``ages`` or ``domain``; ``series`` of a projection)
    and ``statistic`` which statistic of them (``value``, ``sd``, ``cv``, ``quantiles`` or ``exceedance``; of a projection ``stock``,
    ``change``, ``low``, ``high``, ``models``, ``respiration``, ``committed``, ``reached``, ``densities`` or ``pools``); ``ramp`` is the name of a colour ramp that every QGIS ships.
    """

    name: str
    variables: str
    statistic: str
    title: str
    group: str
    ramp: str
    meaning: str

    @property
    def needs_draws(self) -> bool:
        """Whether one prediction of a pixel is not enough for it: what a projection gives as a mean, or by networks, needs no passes."""
        return self.statistic in ("low", "high") if self.variables == "series" else self.statistic != "value"


# fmt: off
PARAMETERS: tuple[Parameter, ...] = (
    Parameter("diffus", "D_b", "m2/yr", "Bioturbation: diffusivity of soil carbon where the soil thaws deeper than 2 m", 1e-4, 3e-5, 5e-4, 3e-5, 5e-4, "vertical_transport"),
    Parameter("cryo", "D_c", "m2/yr", "Cryoturbation: diffusivity of soil carbon where the active layer is thinner than 2 m", 5e-4, 3e-5, 1.6e-3, 3e-5, 1.6e-3, "vertical_transport"),
    Parameter("q10", "Q10", "1", "Factor by which decomposition becomes faster per 10 K of warming", 1.5, 1.2, 3.0, 1.2, 3.0, "environmental_modifier"),
    Parameter("efolding", "z_e", "m", "Depth over which decomposition decreases by a factor e (2.7), for reasons other than climate", 10.0, 0.1, 1.0, 0.0, 1.0, "environmental_modifier"),
    Parameter("tau_cwd", "tau_CWD", "yr", "Turnover time of coarse woody debris", 3.333, 1.0, 6.0, 1.0, 6.0, "baseline_decomposition"),
    Parameter("tau_l1", "tau_L1", "yr", "Turnover time of metabolic litter", 0.05405, 1e-4, 0.11, 0.0, 0.11, "baseline_decomposition"),
    Parameter("tau_l2", "tau_L2", "yr", "Turnover time of cellulose and of lignin litter", 0.20408, 0.1, 0.3, 0.1, 0.3, "baseline_decomposition"),
    Parameter("tau_s1", "tau_S1", "yr", "Turnover time of active soil carbon", 0.13699, 1e-4, 0.5, 0.0, 1.0, "baseline_decomposition"),
    Parameter("tau_s2", "tau_S2", "yr", "Turnover time of slow soil carbon", 5.0, 1.0, 10.0, 1.0, 50.0, "baseline_decomposition"),
    Parameter("tau_s3", "tau_S3", "yr", "Turnover time of passive soil carbon", 222.22, 20.0, 400.0, 200.0, 1000.0, "baseline_decomposition"),
    Parameter("fl1s1", "f_L1S1", "1", "Share of decomposed metabolic litter that becomes active soil carbon", 0.45, 0.1, 0.8, 0.1, 0.8, "carbon_transfer_efficiency"),
    Parameter("fl2s1", "f_L2S1", "1", "Share of decomposed cellulose litter that becomes active soil carbon", 0.5, 0.2, 0.8, 0.2, 0.8, "carbon_transfer_efficiency"),
    Parameter("fl3s2", "f_L3S2", "1", "Share of decomposed lignin litter that becomes slow soil carbon", 0.5, 0.2, 0.8, 0.2, 0.8, "carbon_transfer_efficiency"),
    Parameter("fs1s2", "f_S1S2", "1", "Share of decomposed active soil carbon that becomes slow soil carbon (default: CLM5 at 50 % sand)", 0.486, 1e-4, 0.4, 0.0, 0.4, "carbon_transfer_efficiency"),
    Parameter("fs1s3", "f_S1S3", "1", "Share of decomposed active soil carbon that becomes passive soil carbon", 0.004, 1e-4, 0.1, 0.0, 0.05, "carbon_transfer_efficiency"),
    Parameter("fs2s1", "f_S2S1", "1", "Share of decomposed slow soil carbon that becomes active soil carbon", 0.42, 0.1, 0.74, 0.1, 0.74, "carbon_transfer_efficiency"),
    Parameter("fs2s3", "f_S2S3", "1", "Share of decomposed slow soil carbon that becomes passive soil carbon", 0.03, 1e-4, 0.1, 0.0, 0.1, "carbon_transfer_efficiency"),
    Parameter("fs3s1", "f_S3S1", "1", "Share of decomposed passive soil carbon that becomes active soil carbon", 0.45, 1e-4, 0.9, 0.0, 0.9, "carbon_transfer_efficiency"),
    Parameter("fcwdl2", "f_CWDL2", "1", "Share of decomposed coarse woody debris that becomes cellulose litter; the rest becomes lignin litter", 0.76, 0.5, 1.0, 0.5, 1.0, "carbon_transfer_efficiency"),
    Parameter("w_scaling", "w", "1", "Multiplier of the soil water scalar; the product is at most 1", 1.0, 1e-4, 5.0, 0.0, 5.0, "environmental_modifier"),
    Parameter("beta", "beta", "1", "Depth distribution of plant carbon input: the fraction above depth z is 1 - beta^z, z in cm", 0.95, 0.5, 0.9999, 0.5, 0.9999, "input_allocation"),
)

PROCESSES: tuple[Process, ...] = (
    Process("plant_carbon_input", "Plant carbon input", "I", "gC/m2/yr", "Litter that reaches the soil; taken from the forcing, not learned", (0.0, 800.0)),
    Process("input_allocation", "Carbon input allocation", "beta", "1", "How deep plant carbon enters the soil: higher values mean deeper", (0.5, 1.0)),
    Process("carbon_transfer_efficiency", "Carbon transfer efficiency", "A", "1", "Fraction of decomposed carbon that stays in the soil", (0.2, 0.6)),
    Process("baseline_decomposition", "Baseline decomposition", "K", "1/yr", "Decomposition rate of soil carbon before climate and depth slow it down", (0.0, 0.15)),
    Process("environmental_modifier", "Environmental modifier", "Xi", "1", "Factor of temperature, moisture and depth on decomposition; smaller means slower", (0.0, 0.4)),
    Process("vertical_transport", "Vertical transport", "V", "1/yr", "Rate at which mixing (bioturbation and cryoturbation) moves carbon out of a layer", (0.0, 0.15)),
)

# fmt: on

_PROCESS_LABELS = {row.name: row.label for row in PROCESSES}
VARIABLES: dict[str, Parameter | Process] = {**{row.name: row for row in PROCESSES}, **{row.name: row for row in PARAMETERS}}
GIVEN_PROCESS = "plant_carbon_input"  # it comes with the forcing, so that all models share it


def process_label(name: str) -> str:
    """What people call a process; any other name as it is, since tables list processes beside parameters."""
    return _PROCESS_LABELS.get(name, name)


# Short names of the parameters, for lists and layers: the meaning is a sentence.
PARAMETER_LABELS = {
    "diffus": "bioturbation",
    "cryo": "cryoturbation",
    "q10": "temperature sensitivity",
    "efolding": "e-folding depth of decomposition",
    "tau_cwd": "turnover time of coarse woody debris",
    "tau_l1": "turnover time of metabolic litter",
    "tau_l2": "turnover time of cellulose and lignin litter",
    "tau_s1": "turnover time of active soil carbon",
    "tau_s2": "turnover time of slow soil carbon",
    "tau_s3": "turnover time of passive soil carbon",
    "fl1s1": "metabolic litter to active carbon",
    "fl2s1": "cellulose litter to active carbon",
    "fl3s2": "lignin litter to slow carbon",
    "fs1s2": "active to slow carbon",
    "fs1s3": "active to passive carbon",
    "fs2s1": "slow to active carbon",
    "fs2s3": "slow to passive carbon",
    "fs3s1": "passive to active carbon",
    "fcwdl2": "woody debris to cellulose litter",
    "w_scaling": "scaling of soil water",
    "beta": "depth distribution of carbon input",
}


def variable_label(name: str) -> str:
    """What people call a process or, by its code and a short name, a parameter; any other name as it is.

    >>> variable_label("tau_s3"), variable_label("input_allocation")
    ('tau_s3: turnover time of passive soil carbon', 'Carbon input allocation')
    """
    label = PARAMETER_LABELS.get(name)
    return f"{name}: {label}" if label else process_label(name)


SOC_DENSITY_UNIT = "gC/m3"
SOC_STOCK_UNIT = "kgC/m2"
TONNES_PER_TG = 1e6
WGS84 = "EPSG:4326"
SOC_DENSITY_LIMITS = (0.0, 60000.0)
SOC_STOCK_LIMITS = (0.0, 30.0)
DEFAULT_DEPTHS_M = (0.05, 0.15, 0.3, 0.6, 1.0)
STOCK_RANGES_M = ((0.0, 0.3), (0.0, 1.0))
AGE_RANGES_M = ((0.0, 0.3), (0.3, 1.0))
NODATA = -9999.0
MAPPED_SHARE = 0.995  # of a zone, from which it counts as mapped as a whole
UNCERTAINTY = "Uncertainty"

_VALUE_RAMPS = {"parameters": "Viridis", "processes": "Cividis", "soc": "Viridis"}
_TITLES = {"parameters": "Parameters", "processes": "Processes", "soc": "Soil carbon"}
_MEANINGS = {
    "parameters": "the 21 parameters of the CLM5 soil carbon model",
    "processes": "the six processes that govern soil carbon",
    "soc": "soil organic carbon: density at depths and stocks of 0-30 and 0-100 cm",
}


# Statistics of a product's draws: name, title, colour ramp (empty: that of the value) and meaning.
_STATISTICS = (
    ("sd", "standard deviation", "Purples", "Standard deviation of"),
    ("cv", "coefficient of variation", "Purples", "Standard deviation in percent of the mean of"),
    ("quantiles", "quantiles", "", "Quantiles of"),
)


def _products() -> tuple[Product, ...]:
    rows = []
    for variables, title in _TITLES.items():
        meaning, value_ramp = _MEANINGS[variables], _VALUE_RAMPS[variables]
        rows.append(Product(variables, variables, "value", title, title, value_ramp, f"Map of {meaning}"))
        for name, words, ramp, what in _STATISTICS:
            rows.append(
                Product(f"{variables}_{name}", variables, name, f"{title}: {words}", UNCERTAINTY, ramp or value_ramp, f"{what} {meaning}")
            )
    title, meaning = "Soil carbon: probability of exceeding a threshold", "Probability that soil organic carbon exceeds a threshold"
    rows.append(Product("soc_exceedance", "soc", "exceedance", title, UNCERTAINTY, "Purples", meaning))
    meaning = "How much the covariates of a pixel differ from those of the training profiles"
    rows.append(Product("domain", "domain", "value", "Domain of the model", UNCERTAINTY, "Purples", meaning))
    meaning = "Ages and transit time of soil carbon at steady state"
    rows.append(Product("ages", "ages", "value", "Ages of soil carbon", "Ages of soil carbon", "Viridis", meaning))
    title, meaning = "Ages of soil carbon: standard deviation", "Standard deviations of the ages and the transit time of soil carbon"
    rows.append(Product("ages_sd", "ages", "sd", title, UNCERTAINTY, "Purples", meaning))
    return tuple(rows)


PRODUCTS: tuple[Product, ...] = _products()

CHANGE = "Change of soil carbon"
CHANGE_RAMP = "BrBG"  # from brown through white to green, also for colour-blind people
SOC_STOCK_CHANGE_LIMITS = (-3.0, 3.0)


def _series() -> tuple[Product, ...]:
    """The rasters of a projection: a band for each year, for each year and depth or pool, or (of what is committed) for each depth."""
    rows = []
    for kind, (_, bottom) in zip(("30", "100"), STOCK_RANGES_M):
        what, until = f"0-{depth_label(bottom)}", "since the start, by year"
        stock, change = f"SOC stock {what}", f"Change of SOC stock {what}"
        rows.append(Product(f"stock_{kind}", "series", "stock", f"{stock} by year", CHANGE, "Viridis", f"{stock} in each year"))
        rows.append(Product(f"change_{kind}", "series", "change", f"{change} by year", CHANGE, CHANGE_RAMP, f"{change} {until}"))
        for end, words in (("low", "lower limit"), ("high", "upper limit")):
            title, meaning = f"{change}: {words}", f"{words.capitalize()} of the interval of the change of SOC stock {what} {until}"
            rows.append(Product(f"change_{kind}_{end}", "series", end, title, UNCERTAINTY, CHANGE_RAMP, meaning))
        title, meaning = (
            f"{change}: difference between networks",
            f"Difference between the networks: largest minus smallest change of SOC stock {what}",
        )
        rows.append(Product(f"change_{kind}_models", "series", "models", title, UNCERTAINTY, "Purples", f"{meaning} {until}"))
    meaning = "Carbon that the soil gives to the air in each year"
    rows.append(Product("respiration", "series", "respiration", "Respiration by year", CHANGE, "Viridis", meaning))
    meaning = "Change of SOC stocks from the start to the new steady state"
    rows.append(Product("committed", "series", "committed", "Committed change of SOC stocks", CHANGE, CHANGE_RAMP, meaning))
    meaning = "Share of the committed change of SOC stock 0-100 cm that each year has reached"
    rows.append(Product("reached", "series", "reached", "Share of the committed change", CHANGE, "Viridis", meaning))
    meaning = "SOC density at depths in each year"
    rows.append(Product("densities", "series", "densities", "SOC density by year", CHANGE, "Viridis", meaning))
    meaning = "Carbon of each of the seven pools in 0-100 cm in each year"
    rows.append(Product("pools", "series", "pools", "Carbon pools by year", CHANGE, "Viridis", meaning))
    return tuple(rows)


@dataclass(frozen=True)
class Covariate:
    """A covariate of the published BINN: its name in the data, unit, meaning, and the smallest and largest value on the global half-degree
    grid that the published networks are scaled by; classes have ``unit`` "class". ``possible`` are the lowest and highest value that it can
    have anywhere on land: a number beyond them is a fill value, a code, or in another unit."""

    name: str
    unit: str
    meaning: str
    lower: float
    upper: float
    possible: tuple[float, float]


# fmt: off
_DEPTHS_CM = (0, 30, 100)
# Name, unit, meaning, then the smallest and the largest value at each depth, and what is possible.
_SOIL_COVARIATES = (
    ("Coarse_Fragments_v", "vol %", "Coarse fragments", (0, 0, 0), (57, 81, 79), (0, 100)),
    ("Clay_Content", "%", "Clay", (0, 0, 0), (63, 68, 70), (0, 100)),
    ("Silt_Content", "%", "Silt", (2, 2, 2), (74, 70, 68), (0, 100)),
    ("Sand_Content", "%", "Sand", (3, 3, 3), (97, 96, 97), (0, 100)),
    ("Texture_USDA", "class", "Texture class of the USDA", (1, 1, 1), (12, 12, 12), (1, 12)),
    ("Bulk_Density", "kg/m3", "Bulk density of the fine earth", (137, 92, 106), (1779, 1686, 1848), (0, 2700)),
    ("SWC_v_Wilting_Point", "vol %", "Soil water at the wilting point", (2, 2, 2), (75, 75, 68), (0, 100)),
    ("pH_Water", "pH x 10", "pH in water", (37, 41, 43), (92, 92, 94), (0, 140)),
    ("CEC", "cmol(c)/kg", "Cation exchange capacity", (0, 1, 1), (131, 121, 120), (0, 600)),
)
COVARIATES: tuple[Covariate, ...] = (
    Covariate("Elevation", "m", "Height above sea level", -296, 5785, (-500, 9000)),
    Covariate("Abs_Depth_to_Bedrock", "cm", "Depth to bedrock (SoilGrids 2017)", 0, 75298, (0, 1e6)),
    Covariate("Occurrence_R_Horizon", "%", "Probability that bedrock lies within 2 m", 0, 100, (0, 100)),
    Covariate("nbedrock", "CLM layer", "Last level of CLM5 above bedrock, counted from 1", 6, 20, (1, 25)),
    Covariate("Koppen_Climate_2018", "class", "Koeppen-Geiger climate class of Beck et al. 2018", 1, 30, (1, 30)),
    Covariate("BIO1", "degC", "Annual mean temperature (BIO variables: WorldClim)", -20.266, 32.520, (-70, 50)),
    Covariate("BIO2", "degC", "Mean diurnal range of temperature", 2.104, 24.383, (0, 60)),
    Covariate("BIO3", "%", "Isothermality: BIO2 over BIO7", 8.075, 96.254, (0, 100)),
    Covariate("BIO4", "degC x 100", "Temperature seasonality: standard deviation of the months", 12.139, 2388.451, (0, 4000)),
    Covariate("BIO5", "degC", "Maximum temperature of the warmest month", -3.798, 46.757, (-60, 65)),
    Covariate("BIO6", "degC", "Minimum temperature of the coldest month", -54.323, 24.500, (-90, 50)),
    Covariate("BIO7", "degC", "Annual range of temperature: BIO5 less BIO6", 6.650, 74.294, (0, 120)),
    Covariate("BIO8", "degC", "Mean temperature of the wettest quarter", -23.205, 35.799, (-80, 60)),
    Covariate("BIO9", "degC", "Mean temperature of the driest quarter", -43.730, 37.108, (-80, 60)),
    Covariate("BIO10", "degC", "Mean temperature of the warmest quarter", -5.217, 37.108, (-70, 60)),
    Covariate("BIO11", "degC", "Mean temperature of the coldest quarter", -44.609, 29.357, (-80, 50)),
    Covariate("BIO12", "mm", "Annual precipitation", 0.5, 7071, (0, 30000)),
    Covariate("BIO13", "mm", "Precipitation of the wettest month", 0.5, 2199.25, (0, 10000)),
    Covariate("BIO14", "mm", "Precipitation of the driest month", 0, 439.5, (0, 10000)),
    Covariate("BIO15", "%", "Precipitation seasonality: coefficient of variation of the months", 4.957, 178.476, (0, 350)),
    Covariate("BIO16", "mm", "Precipitation of the wettest quarter", 0.5, 5092.75, (0, 20000)),
    Covariate("BIO17", "mm", "Precipitation of the driest quarter", 0, 1478, (0, 20000)),
    Covariate("BIO18", "mm", "Precipitation of the warmest quarter", 0, 3925.75, (0, 20000)),
    Covariate("BIO19", "mm", "Precipitation of the coldest quarter", 0, 4300, (0, 20000)),
    Covariate("USDA_Suborder", "class", "Soil suborder of the USDA taxonomy", 5, 99, (0, 254)),
    Covariate("WRB_Subgroup", "class", "Soil subgroup of the World Reference Base", 1, 118, (0, 254)),
    *(
        Covariate(f"{name}_{depth}cm", unit, f"{meaning} at {depth} cm", low[at], high[at], possible)
        for name, unit, meaning, low, high, possible in _SOIL_COVARIATES for at, depth in enumerate(_DEPTHS_CM)
    ),
    Covariate("Garde_Acid", "grade", "Grade of a sub-soil being acid, 0 to 4", 0, 4, (0, 4)),
    Covariate("ESA_Land_Cover", "class", "Land cover of the ESA", 1, 22, (0, 254)),
    Covariate("cesm2_npp", "gC/m2/yr", "Net primary production of CESM2, mean", 0, 1951.572, (-500, 5000)),
    Covariate("cesm2_npp_std", "gC/m2/yr", "Net primary production of CESM2, standard deviation between years", 0, 104.730, (0, 5000)),
    Covariate("cesm2_vegc", "gC/m2", "Vegetation carbon of CESM2", 0, 27481.697, (0, 2e5)),
)
# fmt: on

# gC/m2 in a month, in each of the litter pools. The most productive land grows some 2000 to 3000 a year, all pools together, and sheds at
# most a third of it in its richest month; 999 and 9999 stand for nothing.
LARGEST_LITTER = 900.0
# Litter input to coarse woody debris, and to metabolic, cellulose and lignin litter, as a forcing file names it.
LITTER_INPUTS = ("CWD_INPUT", "LITR1_INPUT", "LITR2_INPUT", "LITR3_INPUT")
# The variables of a forcing file: lowest and highest possible value, and the unit in which it is. Litter is by month.
FORCING_BOUNDS: dict[str, tuple[float, float, str]] = {
    "TSOI": (150.0, 350.0, "K"),
    **dict.fromkeys(("W_SCALAR", "O_SCALAR", "FPI_vr"), (0.0, 1.0001, "1")),
    **dict.fromkeys(("ALTMAX", "ALTMAX_LASTYEAR"), (0.0, 100.0, "m")),
    "nbedrock": (0.0, 20.0, "layers"),
    **dict.fromkeys(LITTER_INPUTS, (-1e-9, LARGEST_LITTER, "gC/m2 per month")),
}

PARAMETER_NAMES: tuple[str, ...] = tuple(row.name for row in PARAMETERS)
PROCESS_NAMES: tuple[str, ...] = tuple(row.name for row in PROCESSES)
PRODUCT_NAMES: tuple[str, ...] = tuple(row.name for row in PRODUCTS)


def depth_label(metres: float) -> str:
    """The name of a depth in centimetres, as bands and layers carry it: ``depth_label(0.05) == "5 cm"``."""
    return f"{round(metres * 100, 3):g} cm"


SERIES: tuple[Product, ...] = _series()
SERIES_NAMES: tuple[str, ...] = tuple(row.name for row in SERIES)


# The pools of carbon, in the order in which the model has them.
POOLS = (
    *("coarse woody debris", "metabolic litter", "cellulose litter", "lignin litter"),
    *("active soil carbon", "slow soil carbon", "passive soil carbon"),
)


def unit_label(unit: str) -> str:
    """A unit as people write it.

    >>> unit_label("kgC/m2"), unit_label("gC/m3"), unit_label("1/yr")
    ('kgC/m²', 'gC/m³', '1/yr')
    """
    return unit.replace("m2", "m²").replace("m3", "m³")


# What the uncertainty of a map is, as rasters record it: of SOC that of one of two values.
RAW_SPREAD = "raw spread, not calibrated"
BY_PROFILES, BY_TWINS = "calibrated with held-out profiles", "calibrated with simulated twins"
UNCERTAIN = {"mean": "of the mean", "observation": "of a new observation"}

# What a learned parameter rests on, as models record it, in the words that reports and layers say it.
EVIDENCE = {
    "profile": "data: single profiles inform it",
    "all profiles": "data: the level only; the pattern follows the covariates",
    "prior": "prior, not data",
    # Of a model of fields, by the evidence of its fit.
    "field": "data: they determine this pattern",
    "constant": "data in its level alone, so the map is constant",
}

PRODUCT_BY_NAME: dict[str, Product] = {row.name: row for row in (*PRODUCTS, *SERIES)}
