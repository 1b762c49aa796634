"""Which covariates contain classes: those with a known name, those whose file says so, and those that the user names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from weakref import WeakKeyDictionary

from rasterio.io import DatasetReader

from ..profiles import fields

# Class covariates in use: land cover (ESA CCI, MODIS IGBP), soil classes (USDA, WRB), climate classes (Koeppen-Geiger).
_CLASS_NAMES = re.compile(
    r"(esa_)?land_?(cover|use)(?!.*(frac|pct|percent|prob)).*|texture_(usda|class).*|usda_.*order.*|(soil_)?(sub_?order|great_?group|order)|wrb_.*"
    r"|koe?ppen.*|(.*_)?igbp(_.*)?|(.*_)?class(es)?|soil_(type|group|unit)|(.*_)?biome|(.*_)?ecoregion|lithology|geology"
)
_marked: WeakKeyDictionary[DatasetReader, frozenset[int]] = WeakKeyDictionary()


def looks_categorical(name: str) -> bool:
    """Whether a covariate bears the name of a known class covariate.

    >>> looks_categorical("Koppen_Climate_2018"), looks_categorical("BIO1")
    (True, False)
    """
    return _CLASS_NAMES.fullmatch(fields.canonical(name)) is not None


def has_classes(dataset: DatasetReader, band: int) -> bool:
    """Whether a band says of itself that it holds classes: by a colour table or by names of categories."""
    try:
        dataset.colormap(band)
    except ValueError:
        sidecar = Path(f"{dataset.name}.aux.xml")
        return dataset.count == 1 and sidecar.is_file() and "<CategoryNames>" in sidecar.read_text(encoding="utf-8", errors="replace")
    return True


def mark_classes(dataset: DatasetReader, bands: Iterable[int]) -> None:
    """Say of some bands of an open raster, 1-based, that they hold classes, as the user does."""
    _marked[dataset] = marked(dataset) | frozenset(bands)


def marked(dataset: DatasetReader) -> frozenset[int]:
    """The bands of an open raster that were said to hold classes."""
    return _marked.get(dataset, frozenset())
