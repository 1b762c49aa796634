"""The page of a projection: how soil carbon has changed in the last year that is mapped, with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...binn_engine.tables import PRODUCT_BY_NAME
from ..layers.limits import around_zero, samples_of
from ..layers.titles import uncertainty_words
from ..translation import tr
from .parts import PagePart, PrintPage
from .raster_parts import MOST, bands_of, raster_part

CHANGES = ("change_30", "change_100")  # in the order of the depths of the committed change
FROM_FILES = (
    "change",
    "change_table",
    "air_temperature",
    "later_forcing",
)  # settings that name what changes from place to place, or in time


def change_page(files: Mapping[str, str], record: Mapping[str, Any]) -> PrintPage | None:
    """The change of each stock in the last year, between the limits of its interval where they are mapped; None without a change.

    Raises
    ------
    InputError
        For a raster that is not what it is called.
    """
    there = [name for name in CHANGES if name in files]
    if not there:
        return None
    parts = [part for name in there for part in _parts(files, name)]
    if "committed" in files:
        parts += _committed(files["committed"], there)
    return PrintPage(
        "change",
        tr("Change of soil organic carbon"),
        tuple(parts[:MOST]),
        files[there[0]],
        tuple(_scenario(record) + _kinds(files, record)),
    )


def _parts(files: Mapping[str, str], name: str) -> list[PagePart]:
    """The last year of a change and of the limits of its interval, in the same colours."""
    paths = {kind: files[kind] for kind in (name, f"{name}_low", f"{name}_high") if kind in files}
    return _joint([(kind, path, len(bands_of(path))) for kind, path in paths.items()])


def _committed(path: str, changes: Sequence[str]) -> list[PagePart]:
    """The committed change of the stocks of which the change is mapped."""
    count = len(bands_of(path))
    return _joint([("committed", path, number) for number, name in enumerate(CHANGES, 1) if name in changes and number <= count])


def _joint(rows: Sequence[tuple[str, str, int]]) -> list[PagePart]:
    """Bands (product, path of the raster, number from 1) between common limits around zero."""
    bands = [(bands_of(path), number - 1) for _, path, number in rows]
    samples = [samples_of(path, len(all_))[place] for (_, path, _), (all_, place) in zip(rows, bands)]
    limits = around_zero(np.concatenate([np.empty(0), *samples]))
    return [
        raster_part(path, number, all_[place], PRODUCT_BY_NAME[name].ramp, limits)
        for (name, path, number), (all_, place) in zip(rows, bands)
    ]


def _kinds(files: Mapping[str, str], record: Mapping[str, Any]) -> list[str]:
    """Whether the limits of the change are calibrated, as the record says; nothing where there are none."""
    kinds = ((record.get("metrics") or {}).get("uncertainty") or {}).items()
    told = {str(kind) for name, kind in kinds if name in files and name.endswith(("_low", "_high"))}
    return [tr("Limits of the change: {kind}.").format(kind=uncertainty_words(kind)) for kind in sorted(told)]


def _scenario(record: Mapping[str, Any]) -> list[str]:
    """What is assumed, in sentences; nothing where the record does not say it."""
    job = record.get("job") or {}
    if "start_year" not in job:
        return []
    told = [tr("Change since {year}.").format(year=job["start_year"])]
    if any(job.get(name) for name in FROM_FILES):
        return [*told, tr("The change is assumed, and was read from files.")]
    litter, warming, water = (
        float(job.get(name, usual)) for name, usual in (("litter_factor", 1.0), ("warming", 0.0), ("water_factor", 1.0))
    )
    text = tr("Assumed: litter input times {litter}, soil warmer by {warming} K, soil water scalar times {water}.")
    return [*told, text.format(litter=f"{litter:g}", warming=f"{warming:g}", water=f"{water:g}")]
