"""The names of layers in the layer tree."""

from __future__ import annotations

from ...binn_engine.bands import Band, band_year
from ...binn_engine.tables import EVIDENCE, PARAMETER_LABELS, UNCERTAIN, process_label, unit_label
from ..translation import mark, tr
from .products import band_quantile

STOCK = "SOC stock"  # how the names of bands of stocks begin
FIRST = f"{STOCK} 0-30 cm"  # the band of a run that is shown first
REPORT = "report"
# What people call a map of a run, and its report; short, so that two columns of them fit into a dialog.
MAP_TITLES = {
    "soc": mark("SOC"),
    "soc_sd": mark("SOC: uncertainty (sd)"),
    "soc_quantiles": mark("SOC: quantiles"),
    "soc_cv": mark("SOC: uncertainty (%)"),
    "soc_exceedance": mark("SOC: above thresholds"),
    "processes": mark("Processes"),
    "processes_sd": mark("Processes: uncertainty (sd)"),
    "processes_quantiles": mark("Processes: quantiles"),
    "processes_cv": mark("Processes: uncertainty (%)"),
    "parameters": mark("Parameters"),
    "parameters_sd": mark("Parameters: uncertainty (sd)"),
    "parameters_quantiles": mark("Parameters: quantiles"),
    "parameters_cv": mark("Parameters: uncertainty (%)"),
    "domain": mark("Domain of the model"),
    "ages": mark("Ages of soil carbon"),
    "ages_sd": mark("Ages of soil carbon: uncertainty (sd)"),
    "change_100": mark("Change of SOC 0-100 cm"),
    "change_30": mark("Change of SOC 0-30 cm"),
    "stock_100": mark("SOC stock 0-100 cm by year"),
    "stock_30": mark("SOC stock 0-30 cm by year"),
    "respiration": mark("Respiration by year"),
    "committed": mark("Committed change"),
    "reached": mark("Share of the committed change"),
    "change_100_low": mark("Change of SOC 0-100 cm: lower limit"),
    "change_100_high": mark("Change of SOC 0-100 cm: upper limit"),
    "change_30_low": mark("Change of SOC 0-30 cm: lower limit"),
    "change_30_high": mark("Change of SOC 0-30 cm: upper limit"),
    "change_100_models": mark("Change of SOC 0-100 cm: difference between networks"),
    "change_30_models": mark("Change of SOC 0-30 cm: difference between networks"),
    "densities": mark("SOC density by year"),
    "pools": mark("Carbon pools by year"),
    REPORT: mark("Map report"),
}

# Endings of bands' names, and what they are.
_STATISTICS = {"sd": mark("standard deviation"), "cv": mark("coefficient of variation")}
_DOMAIN = {
    "dissimilarity": mark("Dissimilarity to the training profiles"),
    "out of range": mark("Out of range of the training profiles"),
    "inside": mark("Inside the model's domain"),
}


def variable_name(name: str) -> str:
    """What people call a process or, by its code and a short name, a parameter, in their language."""
    if name in PARAMETER_LABELS:
        return f"{name}: {tr(PARAMETER_LABELS[name])}"
    return tr(process_label(name))


def readable_name(name: str) -> str:
    """What people call a band: processes by their labels, parameters by code and name, statistics in words.

    >>> readable_name("SOC stock 0-30 cm q2.5"), readable_name("input_allocation sd")
    ('SOC stock 0-30 cm, 2.5 % quantile', 'Carbon input allocation, standard deviation')
    """
    if name in _DOMAIN:
        return tr(_DOMAIN[name])
    base, level = band_quantile(name) or (name, None)
    plain, _, ending = base.rpartition(" ")
    if level is None and ending in _STATISTICS:
        return f"{variable_name(plain)}, {tr(_STATISTICS[ending])}"
    label = variable_name(base)
    return label if level is None else tr("{name}, {percent} % quantile").format(name=label, percent=f"{100 * level:g}")


def uncertainty_words(told: str) -> str:
    """What the uncertainty of a map is, as rasters record it, in the user's language.

    >>> uncertainty_words("raw spread, not calibrated")
    'raw spread, not calibrated'
    """
    value = next((value for value in UNCERTAIN.values() if told.endswith(f", {value}")), "")
    return f"{tr(told.removesuffix(f', {value}'))}, {tr(value)}" if value else tr(told)


def tree_title(band: Band) -> str:
    """A band's name for the layer tree, short enough for its width: statistics by their letters, of parameters only the code. Of a map
    that rests on the prior, the group that it is in says so.

    >>> band = Band("tau_s3 sd", "yr", (0.0, 1.0), "")
    >>> tree_title(band), layer_title(band)
    ('tau_s3, sd (yr)', 'tau_s3: turnover time of passive soil carbon, standard deviation (yr)')
    """
    year = band_year(band.name)
    if year is not None and not band.name.startswith(("SOC density", "Pool")):  # its group says the rest
        return str(year) if band.unit == "1" else f"{year} ({unit_label(band.unit)})"
    base, level = band_quantile(band.name) or (band.name, None)
    plain, _, ending = base.rpartition(" ")
    if level is None and ending not in _STATISTICS:
        return layer_title(band)
    name = base if level is not None else plain
    short = name if name in PARAMETER_LABELS else variable_name(name)
    statistic = ending if level is None else f"q{100 * level:g}"
    return f"{short}, {statistic}" if band.unit == "1" else f"{short}, {statistic} ({unit_label(band.unit)})"


def layer_title(band: Band, evidence: str = "") -> str:
    """A band's name and unit, ``SOC density at 5 cm (gC/m³)``, and a warning where it rests on the prior alone."""
    name = readable_name(band.name)
    title = name if band.unit == "1" else f"{name} ({unit_label(band.unit)})"
    return f"{title}: {evidence}" if evidence == EVIDENCE["prior"] else title
