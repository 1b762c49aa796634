"""What a printed page consists of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.core import QgsMapLayer


@dataclass(frozen=True)
class PagePart:
    """A map of a page: how its layer is made, its heading and a line below; the ramp and labels of its colour bar (none: it has
    classes); lines beside a map with classes."""

    layer: Callable[[], QgsMapLayer]
    heading: str
    note: str = ""
    ramp: str = ""
    labels: Sequence[str] = ()
    rows: Sequence[str] = ()


@dataclass(frozen=True)
class PrintPage:
    """A page: what its file is called, its headline, the maps that it has, the raster whose tags say how they were made, and sentences
    that say so where it is no raster."""

    name: str
    title: str
    parts: tuple[PagePart, ...]
    source: str
    origin: tuple[str, ...] = ()
