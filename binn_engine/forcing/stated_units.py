"""The units that climate rasters state themselves, and the variables that climate models and reanalyses put into a file together."""

from __future__ import annotations

import re

from rasterio.errors import RasterioError
from rasterio.io import DatasetReader

from ..covariates.bands import open_raster
from ..errors import InputError
from ..files.opening import opened
from ..paths import subdataset

# Names in CMIP, ERA5 and CESM.
VARIABLES = {
    "temperature": ("tas", "t2m", "TSA", "TREFHT"),
    "precipitation": ("pr", "tp", "PRECT"),
    "npp": ("npp", "NPP"),
    "snow": ("snw", "sd", "H2OSNO"),
    "soil_temperature": ("tsl", "stl1", "stl2", "stl3", "stl4", "TSOI"),
}
# As units are written, without blanks and signs of powers, in small letters; a rate of water in kg/m2 is one of millimetres.
SPELLINGS = {
    "temperature": {"k": "K", "kelvin": "K", "degc": "degC", "c": "degC", "celsius": "degC", "°c": "degC", "degreescelsius": "degC"},
    "precipitation": {
        "kgm-2s-1": "mm/s", "mms-1": "mm/s", "kgm-2day-1": "mm/day", "kgm-2d-1": "mm/day", "mmday-1": "mm/day", "mmd-1": "mm/day",
        "m": "m/day", "md-1": "m/day", "mday-1": "m/day", "mmmonth-1": "mm/month",
    },
    "npp": {
        "kgm-2s-1": "kgC/m2/s", "kgcm-2s-1": "kgC/m2/s", "gcm-2s-1": "gC/m2/s", "gm-2s-1": "gC/m2/s", "gcm-2yr-1": "gC/m2/yr",
        "gm-2yr-1": "gC/m2/yr", "kgcm-2yr-1": "kgC/m2/yr", "kgm-2yr-1": "kgC/m2/yr",
    },
    "snow": {"m": "m", "mofwaterequivalent": "m", "kgm-2": "mm", "mm": "mm"},
    "texture": {"%": "%", "percent": "%", "g/kg": "g/kg", "gkg-1": "g/kg", "kgkg-1": "1"},
    "bedrock": {"m": "m", "cm": "cm"},
}  # fmt: skip


def stated_unit(path: str, kind: str) -> str | None:
    """The unit that a raster states for its first band, as the settings of ``kind`` write it; None where it states none that is known.

    Parameters
    ----------
    path
        Of the raster.
    kind
        One of ``SPELLINGS``.
    """
    with open_raster(path) as dataset:
        text = (dataset.units[0] if dataset.units else None) or dataset.tags(1).get("units", "")
    return SPELLINGS[kind].get(_spelled(text or ""))


def _spelled(unit: str) -> str:
    """A unit as ``SPELLINGS`` has it: ``kg m**-2 s**-1`` and ``kg/m^2/s`` are ``kgm-2s-1``."""
    text = re.sub(r"[\s.*^_]", "", unit.strip().lower())
    numerator, *denominators = text.split("/")
    if not denominators or text == "g/kg":
        return text
    return numerator + "".join(
        part if "-" in part else re.sub(r"(\d*)$", lambda power: f"-{power[1] or 1}", part, count=1) for part in denominators
    )


def variables_of(path: str, kind: str) -> tuple[str, ...]:
    """The rasters of a file that has several variables: those that are known by name for ``kind``, else the path itself.

    Parameters
    ----------
    path
        Of a file, or of a variable in one.
    kind
        One of ``VARIABLES``.
    """
    if not path or subdataset(path):
        return (path,)
    try:
        with opened(path) as dataset:
            names = [part.rpartition(":")[2] for part in dataset.subdatasets] if _is_collection(dataset) else []
    except (RasterioError, InputError):
        return (path,)  # the reader says what is wrong with it
    there = [name for name in VARIABLES[kind] if name in names]
    return tuple(f'NETCDF:"{path}":{name}' for name in there) or (path,)


def _is_collection(dataset: DatasetReader) -> bool:
    return dataset.count == 0 and dataset.driver == "netCDF"
