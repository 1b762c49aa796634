"""The one door through which rasters and layers are opened for reading: no host is contacted that the user did not name.

GDAL's network is off in this process. A path that is itself one of the network (``/vsicurl/https://...``) turns it on, with time-outs.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .errors import InputError
from .limits import BLOCK_BYTES
from .links import files_elsewhere, within_folder
from .protocol import is_remote, subdataset, vector_path

# curl knows no such kind of proxy, and so contacts nobody, not even to look up a name.
_OFF = "off://the.network.is.off"
_OWN = ("GDAL_HTTP_PROXY", "GDAL_HTTPS_PROXY", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS", "no_proxy", "NO_PROXY")
_KEPT = "BINN_OWN_NETWORK_SETTINGS"  # those of the user, for the processes that this one starts
_TIMEOUTS = {
    "GDAL_HTTP_CONNECTTIMEOUT": "10",
    "GDAL_HTTP_TIMEOUT": "60",
    "GDAL_HTTP_LOW_SPEED_TIME": "20",
    "GDAL_HTTP_LOW_SPEED_LIMIT": "1000",
    "GDAL_HTTP_MAX_RETRY": "1",
    "GDAL_HTTP_RETRY_DELAY": "1",
}
# Drivers of services, and of files that are nothing but a list of others: read when GDAL begins.
_SKIPPED = ("DAAS", "EEDA", "EEDAI", "HTTP", "OGCAPI", "PLMOSAIC", "STACIT", "STACTA", "WCS", "WMS", "WMTS", "GTI", "MRF", "GDALG")


def network_off() -> None:
    """Keep GDAL from the network."""
    os.environ.setdefault(_KEPT, json.dumps({name: os.environ[name] for name in _OWN if name in os.environ}))
    os.environ.update(GDAL_HTTP_PROXY=_OFF, GDAL_HTTPS_PROXY=_OFF, CPL_VSIL_CURL_ALLOWED_EXTENSIONS="{none}")
    os.environ.update(GDAL_VRT_ENABLE_PYTHON="NO", GML_DOWNLOAD_SCHEMA="NO")
    for name in ("no_proxy", "NO_PROXY"):  # hosts that curl would still contact
        os.environ.pop(name, None)


def network_on() -> None:
    """Let GDAL use the network as the user has set it up; what does not answer ends in an error."""
    for name in _OWN:
        os.environ.pop(name, None)
    os.environ.update(json.loads(os.environ[_KEPT]))


for _name, _value in _TIMEOUTS.items():
    os.environ.setdefault(_name, _value)
os.environ.setdefault("GDAL_SKIP", " ".join(_SKIPPED))
network_off()

# After the settings, some of which the libraries read when they are imported.
import geopandas  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pyogrio  # noqa: E402
import rasterio  # noqa: E402
from rasterio._err import CPLE_BaseError  # noqa: E402 (GDAL's own errors, which rasterio lets through here and there)
from rasterio._path import _parse_path  # noqa: E402
from rasterio.enums import Interleaving  # noqa: E402
from rasterio.errors import NotGeoreferencedWarning, RasterioError  # noqa: E402
from rasterio.io import DatasetReader  # noqa: E402


def opened(path: str, kind: type[DatasetReader] | None = None, **options: Any) -> DatasetReader:
    """The raster, open for reading; the caller closes it. ``kind`` is the class that it is to be of; None: rasterio's own.

    Raises
    ------
    InputError
        For a virtual raster that reads what it must not (see :mod:`binn_engine.links`).
    rasterio.errors.RasterioIOError
        For a file that is absent or no raster.
    """
    _check(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        # NetCDF gives places by its axes; where these are degrees, they are taken as WGS 84, as CF says.
        with rasterio.Env(GDAL_NETCDF_ASSUME_LONGLAT="YES"):
            # Not shared: rasters of several threads are read apart.
            dataset = kind(_parse_path(path), sharing=False, **options) if kind else rasterio.open(path, **options)
    _check_own_files(dataset, path)
    _check_blocks(dataset, path)
    return dataset


def _check_blocks(dataset: DatasetReader, path: str) -> None:
    """Refuse a raster of which even a pixel takes more memory than a block should: it is stored in one piece, or in large ones."""
    bands = dataset.count if dataset.interleaving == Interleaving.pixel else 1
    for (rows, columns), kind in zip(dataset.block_shapes, dataset.dtypes):
        size = rows * columns * bands * np.dtype("complex64" if kind.startswith("complex_int") else kind).itemsize
        if size > BLOCK_BYTES:
            dataset.close()
            raise InputError(
                f"The raster {path} is stored in pieces of {size / 1e9:,.1f} GB, each of which has to be read whole.",
                "Store it in tiles: gdal_translate -co TILED=YES -co COMPRESS=DEFLATE.",
            )


def read_or_say(dataset: DatasetReader, read: Callable[[], Any]) -> Any:
    """What ``read`` gives; an :class:`InputError` names the raster where its data cannot be read."""
    try:
        return read()
    except (RasterioError, CPLE_BaseError, OSError) as error:
        cause = error.__cause__ or error
        raise InputError(f"The raster {dataset.name} is damaged or incomplete: {cause}.", "Copy or download the file again.") from error


def layers_of(path: str) -> list[str]:
    """Names of the layers of a vector file; raises as :func:`features` does."""
    _check(path)
    return [str(name) for name in pyogrio.list_layers(vector_path(path))[:, 0]]


def features(path: str, **options: Any) -> pd.DataFrame | geopandas.GeoDataFrame:
    """The features of a layer, with their geometry; ``options`` are pyogrio's.

    Raises
    ------
    InputError
        As :func:`opened`.
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError
        For a file or layer that cannot be read.
    """
    _check(path)
    return pyogrio.read_dataframe(vector_path(path), **options)


def description(path: str, **options: Any) -> dict[str, Any]:
    """What GDAL says of a layer; raises as :func:`features` does."""
    _check(path)
    return pyogrio.read_info(vector_path(path), **options)


def write_features(table: pd.DataFrame, path: Path, **options: Any) -> None:
    """Write a GeoPackage; ``options`` are pyogrio's, whose errors it raises.

    pyogrio reads the paths of outputs as URLs, twice: a name with a semicolon is given to the file once it is whole.
    """
    plain = path.with_name(path.name.replace(";", "_"))
    while plain != path and plain.exists():
        plain = plain.with_name(f"_{plain.name}")
    pyogrio.write_dataframe(table, vector_path(plain), driver="GPKG", **options)
    if plain != path:
        os.replace(plain, path)


def _check_own_files(dataset: DatasetReader, path: str) -> None:
    """Raise :class:`InputError` for a raster whose header names data in another folder; virtual ones were looked through before."""
    if dataset.driver == "VRT" or is_remote(path):
        return
    within = subdataset(path)
    folder = os.path.dirname(os.path.realpath(within[0] if within else path))
    outside = [file for file in dataset.files if os.path.isfile(file) and not within_folder(os.path.realpath(file), folder)]
    if outside and not os.path.islink(within[0] if within else path):
        dataset.close()
        message = f"The raster {path} has its data in another folder: {outside[0]}."
        raise InputError(message, "Put its files into one folder, or write it as a GeoTIFF, if you trust where it comes from.")


def _check(path: str) -> None:
    if is_remote(path):
        network_on()
    else:
        files_elsewhere(path)
