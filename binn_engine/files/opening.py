"""Opens rasters and layers for reading; all other modules use it. No host is contacted that the user did not name.

GDAL's network is off. It is on, with time-outs, only while a file with a network path (``/vsicurl/https://...``) is opened or read.
"""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

from ..errors import InputError
from ..limits import BLOCK_BYTES
from ..paths import is_remote, subdataset, vector_path
from .links import check_remote, files_elsewhere, is_virtual, within_folder
from .network import network_off, settings_for

network_off()

# After the settings, some of which the libraries read when they are imported.
import geopandas  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pyogrio  # noqa: E402
import rasterio  # noqa: E402
from rasterio._err import CPLE_BaseError  # noqa: E402 (GDAL's own errors, which rasterio lets through here and there)
from rasterio._path import _parse_path, _vsi_path  # noqa: E402
from rasterio.enums import Interleaving  # noqa: E402
from rasterio.errors import NotGeoreferencedWarning, RasterioError  # noqa: E402
from rasterio.io import DatasetReader  # noqa: E402

_layers = threading.RLock()  # pyogrio's settings count for all threads


# A message of GDAL's that is no UTF-8, as of a damaged file, comes as an error as well; that rasterio fails to log it is not shown.
_shown, _printed = sys.unraisablehook, sys.excepthook


def _unraisable(problem: Any) -> None:
    if not (isinstance(problem.exc_value, UnicodeDecodeError) and "log_error" in str(problem.object)):
        _shown(problem)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not (isinstance(error, UnicodeDecodeError) and trace is None):
        _printed(kind, error, trace)


sys.unraisablehook, sys.excepthook = _unraisable, _uncaught


def opened(path: str, kind: type[DatasetReader] | None = None, **options: Any) -> DatasetReader:
    """The raster, open for reading; the caller closes it. ``kind`` is the class that it is to be of; None: rasterio's own.

    Raises
    ------
    InputError
        For a virtual raster that reads what it must not (see :mod:`binn_engine.files.links`).
    rasterio.errors.RasterioIOError
        For a file that is absent or no raster.
    """
    _check(path, _vsi_path(_parse_path(path)))
    with warnings.catch_warnings(), _network(path):
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        # NetCDF gives places by its axes; where these are degrees, they are taken as WGS 84, as CF says.
        with rasterio.Env(GDAL_NETCDF_ASSUME_LONGLAT="YES"):
            # Not shared: rasters of several threads are read apart.
            dataset = kind(_parse_path(path), sharing=False, **options) if kind else rasterio.open(path, **options)
        if is_remote(path):  # what GDAL looks for no earlier than it is asked, beside the file too
            dataset.tags(), dataset.descriptions, dataset.mask_flag_enums, dataset.colorinterp
    try:
        _check_driver(dataset, path)
        _check_own_files(dataset, path)
        _check_blocks(dataset, path)
    except InputError:
        dataset.close()
        raise
    return dataset


@contextmanager
def _network(path: str) -> Iterator[None]:
    """The network is on for this thread where a path is one of the network."""
    with rasterio.Env(**settings_for(path)) if is_remote(path) else nullcontext():
        yield


def _check_driver(dataset: DatasetReader, path: str) -> None:
    """Raise :class:`InputError` for a virtual raster whose sources were not looked through before it was opened."""
    if dataset.driver == "VRT" and is_remote(path):
        check_remote(dataset.tags(ns="xml:VRT").get("xml:VRT", ""), path)
    elif dataset.driver == "DERIVED" or (dataset.driver == "VRT" and not is_virtual(path)):
        raise InputError(
            f"{path} is a virtual raster, and it cannot be checked which files it reads.", "Write it as a GeoTIFF, and use that."
        )


def _check_blocks(dataset: DatasetReader, path: str) -> None:
    """Refuse a raster of which even a pixel takes more memory than a block should: it is stored in one piece, or in large ones."""
    bands = dataset.count if dataset.interleaving == Interleaving.pixel else 1
    for (rows, columns), kind in zip(dataset.block_shapes, dataset.dtypes):
        size = rows * columns * bands * np.dtype("complex64" if kind.startswith("complex_int") else kind).itemsize
        if size > BLOCK_BYTES:
            raise InputError(
                f"The raster {path} is stored in blocks of {size / 1e9:,.1f} GB, and a block must be read as a whole.",
                "Store it in tiles: gdal_translate -co TILED=YES -co COMPRESS=DEFLATE.",
            )


def read_or_say(dataset: DatasetReader, read: Callable[[], Any]) -> Any:
    """What ``read`` gives; an :class:`InputError` names the raster where its data cannot be read."""
    try:
        with _network(dataset.name):
            return read()
    except (RasterioError, CPLE_BaseError, OSError) as error:
        cause = error.__cause__ or error
        raise InputError(f"The raster {dataset.name} is damaged or incomplete: {cause}.", "Copy or download the file again.") from error


def layers_of(path: str) -> list[str]:
    """Names of the layers of a vector file; raises as :func:`features` does."""
    with _layer(path) as name:
        return [str(layer) for layer in pyogrio.list_layers(name)[:, 0]]


def features(path: str, **options: Any) -> pd.DataFrame | geopandas.GeoDataFrame:
    """The features of a layer, with their geometry; ``options`` are pyogrio's.

    Raises
    ------
    InputError
        As :func:`opened`.
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError
        For a file or layer that cannot be read.
    """
    with _layer(path) as name:
        return pyogrio.read_dataframe(name, **options)


def description(path: str, **options: Any) -> dict[str, Any]:
    """What GDAL says of a layer; raises as :func:`features` does."""
    with _layer(path) as name:
        return pyogrio.read_info(name, **options)


@contextmanager
def _layer(path: str) -> Iterator[str]:
    """A vector file as pyogrio names it, looked through; the network is on meanwhile where the path is one of the network."""
    name = vector_path(path)
    _check(path, pyogrio.util.vsi_path(name))
    settings = settings_for(path) if is_remote(path) else {}
    with _layers:
        pyogrio.set_gdal_config_options(settings)
        try:
            yield name
        finally:
            pyogrio.set_gdal_config_options(dict.fromkeys(settings))


def write_features(table: pd.DataFrame, path: Path, driver: str = "GPKG", **options: Any) -> None:
    """Write a GeoPackage, or what else ``driver`` writes; ``options`` are pyogrio's, whose errors it raises.

    pyogrio reads the paths of outputs as URLs, twice: a name with a semicolon is given to the file once it is whole.
    """
    plain = path.with_name(path.name.replace(";", "_"))
    while plain != path and plain.exists():
        plain = plain.with_name(f"_{plain.name}")
    pyogrio.write_dataframe(table, vector_path(plain), driver=driver, **options)
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
        message = f"The raster {path} reads data from another folder: {outside[0]}."
        raise InputError(message, "Put its files into one folder, or, if you trust its source, write it as a GeoTIFF.")


def _check(path: str, named: str) -> None:
    """Look through a file of this computer before it is opened; ``named`` is how GDAL names it."""
    if not is_remote(path):
        files_elsewhere(named if named.startswith("/vsi") else path)
