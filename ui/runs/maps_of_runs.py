"""The maps, zones and differences of past runs: opened as the algorithms do, and printed."""

from __future__ import annotations

import os

from qgis.core import QgsProject

from ...binn_engine.settings.texts import parse_thresholds
from ...binn_engine.tables import PRODUCT_BY_NAME
from ..layers.opening import open_differences, open_products, open_zones
from ..layers.places import run_title
from ..printing.pages import PRINTABLE, pages_of
from ..printing.parts import PrintPage
from .past_runs import PastRun

DIFFERENCES = {"processes_difference": "processes", "parameters_difference": "parameters"}


def products(run: PastRun) -> dict[str, str]:
    """The maps of a run that are still there: path by product."""
    return {name: path for name, path in _there(run).items() if name in PRODUCT_BY_NAME}


def differences(run: PastRun) -> dict[str, str]:
    """The rasters of differences that are still there: path by kind."""
    return {DIFFERENCES[name]: path for name, path in _there(run).items() if name in DIFFERENCES}


def _there(run: PastRun) -> dict[str, str]:
    return {name: path for name, path in run.outputs.items() if os.path.isfile(path)}


def can_open(run: PastRun) -> bool:
    """Whether a run has maps, zones or differences that are still there."""
    return bool(products(run) or differences(run) or "zones" in _there(run))


def is_printable(run: PastRun) -> bool:
    """Whether a run has something that can be printed."""
    return any(name in PRINTABLE for name in _there(run))


def pages_of_run(run: PastRun) -> list[PrintPage]:
    """The pages that can be printed of a run; raises as :func:`pages_of`."""
    return pages_of(run.outputs, {"job": run.settings, "metrics": run.metrics})


def open_maps(run: PastRun, project: QgsProject) -> str:
    """Open the maps, zones and differences of a run, styled and grouped; returns what there is to say of them, which may be nothing.
    Raises as :func:`open_products`."""
    job, there = run.job, _there(run)
    depths = getattr(job, "depths", ())
    bands = (depths, getattr(job, "quantiles", ()), parse_thresholds(getattr(job, "thresholds", ()), depths), getattr(job, "years", ()))
    if products(run):
        open_products(products(run), getattr(job, "model", "") or getattr(job, "observations", "") or run.name, bands, project)
    if "zones" in there:
        open_zones(there["zones"], str(getattr(job, "id_field", "")), run_title(there["zones"]), project)
    if differences(run):
        names = (str(getattr(job, "first_name", "")), str(getattr(job, "second_name", "")))
        return open_differences(differences(run), names, project)
    return ""
