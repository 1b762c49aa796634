"""The pages that can be printed of a run, by the files that it wrote."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...binn_engine.bands import value_bands
from ...binn_engine.errors import InputError
from ...binn_engine.tables import CHANGE_RAMP, PROCESSES, PRODUCT_BY_NAME
from ..layers.differences import difference_limits, differing_bands
from ..layers.limits import Limits, band_limits
from ..layers.places import model_name
from ..layers.products import band_quantile, open_raster, read_product
from ..translation import mark, tr
from .change_page import CHANGES, change_page
from .parts import PagePart, PrintPage
from .raster_parts import MOST, bands_of, raster_part
from .zones_page import zones_page

# Outputs of which there are pages.
PRINTABLE = (
    *("soc", "soc_sd", "soc_cv", "domain", "processes", *CHANGES),
    *("processes_difference", "parameters_difference", "zones"),
)


def pages_of(outputs: Mapping[str, str], record: Mapping[str, Any] | None = None) -> list[PrintPage]:
    """The pages for the files of a run (path by output); ``record`` is the run's: of its settings, its names and its totals pages tell.

    Raises
    ------
    InputError
        For a raster that is not what it is called.
    """
    there = {name: path for name, path in outputs.items() if path and Path(path).is_file()}
    made = (
        *(_soil_carbon(there), _uncertainty(there), _processes(there), change_page(there, record or {}), _differences(there)),
        zones_page(there, record or {}),
    )
    return [page for page in made if page is not None and page.parts]


def title_of(outputs: Mapping[str, str], record: Mapping[str, Any] | None = None) -> str:
    """What the pages of a run are called: by its model where a map or the record names it, else by the first file; of none that is
    temporary."""
    files = [read_product(path) for path in outputs.values()]
    models = [file.run[0] for file in files if file is not None and file.run[0]]
    models += [str(model)] if (model := ((record or {}).get("job") or {}).get("model")) else []
    return f"BINN {next(filter(None, map(model_name, [*models, *outputs.values()])), '')}".rstrip()


def _part(path: str, product: str, number: int, limits: Limits | None = None) -> PagePart:
    """The map of a band of a product, between limits of its own where none are given."""
    bands = bands_of(path)
    return raster_part(path, number, bands[number - 1], PRODUCT_BY_NAME[product].ramp, limits or band_limits(path, bands)[number - 1])


def _numbers(path: str, beginning: str) -> list[int]:
    """Numbers (from 1) of the bands whose names begin so."""
    return [number for number, band in enumerate(bands_of(path), 1) if band.name.startswith(beginning)]


def _soil_carbon(files: Mapping[str, str]) -> PrintPage | None:
    """Stocks of SOC, each with the lower and upper quantile between the same limits or, without them, its standard deviation."""
    if "soc" not in files:
        return None
    path, parts, title = files["soc"], [], tr("Soil organic carbon")
    bands = bands_of(path)
    for number in _numbers(path, "SOC stock"):
        name = bands[number - 1].name
        ends = _outer_quantiles(files.get("soc_quantiles", ""), name)
        if ends:
            quantiles = files["soc_quantiles"]
            joint = band_limits(quantiles, bands_of(quantiles))[ends[0] - 1]
            parts += [_part(path, "soc", number, joint), *(_part(quantiles, "soc_quantiles", place, joint) for place in ends)]
            title = tr("Soil organic carbon and its interval")
            continue
        parts.append(_part(path, "soc", number))
        if "soc_sd" in files:
            spread = [_part(files["soc_sd"], "soc_sd", place) for place in _numbers(files["soc_sd"], f"{name} sd")]
            title = tr("Soil organic carbon and its standard deviation") if spread else title
            parts += spread
    return PrintPage("soil_carbon", title, tuple(parts[:MOST]), path)


def _outer_quantiles(path: str, name: str) -> list[int]:
    """Numbers (from 1) of the lowest and of the highest quantile of a variable; none where there are not two."""
    rows = [(band_quantile(band.name), number) for number, band in enumerate(bands_of(path), 1)] if path else []
    levels = sorted((row[1], number) for row, number in rows if row is not None and row[0] == name)
    return [levels[0][1], levels[-1][1]] if len(levels) > 1 else []


def _uncertainty(files: Mapping[str, str]) -> PrintPage | None:
    """The spread of SOC relative to its mean, else in its unit, and where the model is outside its domain."""
    product = next((name for name in ("soc_cv", "soc_sd") if name in files), "")
    numbers = [number for kind in ("SOC stock", "SOC density") for number in _numbers(files[product], kind)] if product else []
    shown = [_part(files[product], product, number) for number in numbers[: MOST - 1]]
    if "domain" in files:
        shown.append(_part(files["domain"], "domain", 1))
    return PrintPage("uncertainty", tr("Uncertainty of soil organic carbon"), tuple(shown), files[product or "domain"]) if shown else None


def _processes(files: Mapping[str, str]) -> PrintPage | None:
    """The six processes."""
    if "processes" not in files:
        return None
    path = files["processes"]
    names = [band.name for band in bands_of(path)]
    missing = next((row.name for row in PROCESSES if row.name not in names), "")
    if missing:
        raise InputError(
            tr("The raster {raster} has no band {name}, which the page of the processes needs.").format(raster=path, name=missing),
            tr("Choose a raster of the six processes."),
        )
    parts = [_part(path, "processes", names.index(row.name) + 1) for row in PROCESSES]
    return PrintPage("processes", tr("The processes that govern soil carbon"), tuple(parts), path)


def _differences(files: Mapping[str, str]) -> PrintPage | None:
    """The differences of the processes of two models, else those of the first parameters; not of what is the same in both."""
    kind = next((kind for kind in ("processes", "parameters") if f"{kind}_difference" in files), "")
    if not kind:
        return None
    path = files[f"{kind}_difference"]
    limits = difference_limits(path, kind)
    bands = value_bands(kind)
    shown = differing_bands(path, kind)[:MOST]
    parts = [raster_part(path, number, bands[number - 1], CHANGE_RAMP, limits[number - 1]) for number in shown]
    file = open_raster(path)
    what = ((file.GetMetadata() or {}) if file is not None else {}).get("title", "").partition(": ")[2]
    title = tr("Differences: {what}").format(what=what) if what else tr("Differences between the two models")
    return PrintPage("differences", title, tuple(parts), path)


# Titles in menus, by the names of pages.
SHORT_TITLES = {
    "soil_carbon": mark("Soil carbon"),
    "uncertainty": mark("Uncertainty"),
    "processes": mark("Processes"),
    "change": mark("Change"),
    "differences": mark("Differences"),
    "zones": mark("Zones"),
}
