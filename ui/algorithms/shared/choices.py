"""The words that dialogs show for the choices of settings. Scripts, models and the history keep the published values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....binn_engine.tables import unit_label
from ...translation import mark, tr

# Of each field of a job with choices. A label begins with the word of the value where messages and help name it. Units are not here.
WORDS: dict[str, dict[str, str]] = {
    "bedrock": {"clm5": mark("CLM5: no carbon moves into bedrock"), "published": mark("Published: carbon is lost at bedrock")},
    "pedotransfer": {
        "none": mark("None: leave these layers out"),
        "manrique_jones_1991": "Manrique & Jones 1991",
        "alexander_1980": "Alexander 1980",
        "honeysett_ratkowsky_1989": "Honeysett & Ratkowsky 1989",
        "post_kwon_2000": "Post & Kwon 2000",
    },
    "litter": {"exclude": mark("Exclude: leave them out"), "shift": mark("Shift: count depths from the top of the litter")},
    "sampling": {"nearest": mark("Nearest: the pixel at the profile"), "bilinear": mark("Bilinear: interpolated between pixels")},
    "forcing_interpolation": {"bilinear": mark("Bilinear: interpolated between cells"), "nearest": mark("Nearest cell")},
    "depth_unit": {"auto": mark("Auto: from the name of the field")},
    "encoder": {
        "none": mark("None: location is not used"),
        "coordinates": mark("Coordinates: longitude and latitude"),
        "spatial": mark("Spatial: sines and cosines"),
        "gridcell": mark("Grid cell: as published"),
    },
    "recipe": {"recommended": mark("Recommended"), "paper": mark("Paper: as the published BINN")},
    "learner": {
        "network": mark("Neural network"),
        "fields": mark("Fields: sums of smooth functions"),
        "both": mark("Both: networks and fields together"),
    },
    "loss": {
        "balanced": mark("Balanced: square root, logarithm and mean"),
        "sqrt": mark("Square root of SOC"),
        "log": mark("Logarithm of SOC"),
        "l1": mark("Absolute error, as published"),
        "relative": mark("Relative: an observation error of 60 %"),
    },
    "teacher": {"none": mark("None: only the observed layers"), "learners": mark("Learners: neural networks and boosted trees")},
    "split": {"blocks": mark("Spatial blocks"), "random": mark("Random places"), "region": mark("Regions named in a field")},
    "truth": {
        "smooth": mark("Smooth functions of the covariates"),
        "constant": mark("Constant: the same value everywhere"),
        "raster": mark("Raster: bands of a raster"),
        "table": mark("Table: columns of a table"),
    },
    "spread": {
        "auto": mark("Auto: all that the model has"),
        "dropout": mark("Dropout: passes of one network"),
        "ensemble": mark("Ensemble: differences between networks"),
        "both": mark("Both: passes of all networks"),
    },
    "intervals": {"mean": mark("Mean SOC at the place"), "observation": mark("One new observation at the place")},
    "beyond_forcing": {"refuse": mark("Refuse: stop with an error"), "nodata": mark("No data: leave these pixels empty")},
    "layout": {
        "plain": mark("Plain GeoTIFF"),
        "overviews": mark("With overviews, for fast display"),
        "cog": mark("Cloud-optimised GeoTIFF (COG)"),
    },
    "method": {
        "recommended": mark("Recommended"),
        "published": mark("Published: as in PRODA"),
        "forest": mark("Quantile random forest"),
        "boosting": mark("Gradient boosting"),
    },
    "device": {"auto": mark("Auto: the fastest"), "cpu": "CPU", "cuda": mark("NVIDIA GPU (CUDA)"), "mps": mark("Apple GPU (MPS)")},
    "precision": {"float64": mark("Double precision, float64"), "float32": mark("Single precision, float32")},
    "texture_unit": {"1": mark("fraction from 0 to 1")},
    "bedrock_unit": {"layer": mark("number of the CLM5 layer")},
}
_IN_UNITS = {"degC": "°C", "g/kg OM": mark("g/kg organic matter"), "% OM": mark("% organic matter"), "0-30": "0-30 cm", "0-100": "0-100 cm"}


def words_of(field: str, value: str) -> str:
    """What people read for a choice of a field, in the user's language; a unit is written as people write it."""
    words = WORDS.get(field, {}).get(value) or _IN_UNITS.get(value)
    return tr(words) if words else unit_label(value)


def settings_in_words(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a job, with words in place of values that are choices."""
    return {
        field: words_of(field, value) if isinstance(value, str) and value in WORDS.get(field, {}) else value
        for field, value in settings.items()
    }
