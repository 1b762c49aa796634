"""The names of layers in the layer tree."""

from __future__ import annotations

from ...binn_engine.tables import EVIDENCE, PARAMETER_LABELS, Band, process_label, unit_label
from ..translation import mark, tr
from .products import band_quantile

FIRST = "SOC stock 0-30 cm"  # the band of a run that is shown first


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


def layer_title(band: Band, evidence: str = "") -> str:
    """A band's name and unit, ``SOC density at 5 cm (gC/m³)``, and a warning where it rests on the prior alone."""
    name = readable_name(band.name)
    title = name if band.unit == "1" else f"{name} ({unit_label(band.unit)})"
    return f"{title}: {evidence}" if evidence == EVIDENCE["prior"] else title
