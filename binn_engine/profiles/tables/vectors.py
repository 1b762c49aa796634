"""Tables and vector layers as data frames: CSV is read by pandas, every other format by GDAL.

A row is a feature; its location is in the columns ``__lon__`` and ``__lat__``, in degrees on WGS 84.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence

import geopandas
import numpy as np
import pandas as pd
from pyproj.exceptions import ProjError

from ...cells import listed
from ...errors import InputError
from ...paths import is_csv, is_table
from ...running.callbacks import Warn
from .delimited import read_delimited
from .features import Source, is_virtual, read_features, source_of
from .ids import dates_as_texts, id_columns
from .numerals import with_plain_numbers

__all__ = ["LAT", "LON", "Warn", "field_list", "field_named", "is_csv", "is_table", "location_ids", "read_layer", "read_table"]

LON, LAT = "__lon__", "__lat__"
# Of tables with many fields, of which users see lines of source code; at work are seconds at most.
warnings.filterwarnings("ignore", category=pd.errors.PerformanceWarning)
UNREADABLE = "\ufffd"  # how QGIS shows a byte that is no UTF-8
_OWN = re.compile(r"__\w+__")  # names of columns that the engine adds


def read_table(path: str, warn: Warn, text: Sequence[str] = (), located: bool = True) -> pd.DataFrame:
    """The table or vector layer in a file.

    Parameters
    ----------
    path
        A CSV (also gzipped; comma, semicolon or tab) or any vector file that GDAL reads; ``file.gpkg|layername=soil`` names a layer.
    warn
        Called with a code and a message.
    text
        Fields whose text stays exactly as it is, besides those with the name of an id: ``007`` stays ``007``.
    located
        Whether the features' places are wanted; without, geometry is not looked at.

    Returns
    -------
    pandas.DataFrame
        The fields, plus ``__lon__`` and ``__lat__`` (degrees, NaN where a feature has no geometry) where the layer has points.

    Raises
    ------
    InputError
        For a file that is absent, unreadable or empty, geometry without a CRS, or geometry that is no point.
    """
    source = source_of(str(path))
    plain = is_csv(source.file) and not is_virtual(source.file) and not source.where
    if plain:
        table = read_delimited(source.file, text, warn)
        _check_names(table.columns, path)
    else:
        table = _read_vector(str(path), source, warn, located)
    if len(table) == 0:
        raise InputError(f"{path} has no rows.", "Use a layer with features, and check its filter and selection.")
    ids = id_columns(table.columns, text)
    return with_plain_numbers(dates_as_texts(table, ids, path, warn), path, [*ids, LON, LAT], warn)


def _check_names(columns: Sequence[str], path: str) -> None:
    """Names of fields that the engine adds itself cannot be a table's own."""
    own = [column for column in columns if _OWN.fullmatch(str(column))]
    if own:
        raise InputError(f"{path} has a field {own[0]!r}, but BINN needs this name.", "Rename the field.")


def read_layer(path: str, warn: Warn) -> pd.DataFrame | geopandas.GeoDataFrame:
    """The features of a vector file as GDAL reads them, with their geometry; of its first layer where none is named.

    Raises
    ------
    InputError
        For a file that is absent or cannot be read, a layer that it lacks, or names of fields that are kept for BINN's own.
    """
    table = read_features(source_of(path), warn)
    _check_names(table.columns, path)
    return table


def _read_vector(path: str, source: Source, warn: Warn, located: bool) -> pd.DataFrame:
    table = read_features(source, warn)
    _check_names(table.columns, path)
    if not isinstance(table, geopandas.GeoDataFrame):
        return table
    fields = pd.DataFrame(table.drop(columns=table.geometry.name))
    if located and len(table):
        fields[LON], fields[LAT] = _lonlat(table, path)
    return fields


def _lonlat(table: geopandas.GeoDataFrame, path: str) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of point features, NaN where a feature has no geometry."""
    geometry = table.geometry
    absent = (geometry.isna() | geometry.is_empty).to_numpy()
    counts = geometry[~absent].count_coordinates()
    point = geometry[~absent].geom_type.isin(["Point", "MultiPoint"]) & (counts == 1)
    if not point.all():
        kind = geometry[~absent].geom_type[~point].iloc[0]
        raise InputError(
            f"{path} has {int((~point).sum())} features that are not single points (the first is a {kind}).",
            "Use a layer of points, one for each soil layer.",
        )
    if table.crs is None:
        raise InputError(
            f"The layer {path} has geometry but no coordinate reference system (CRS).",
            "Assign the correct CRS to the layer, then run again.",
        )
    lon, lat = np.full(len(table), np.nan), np.full(len(table), np.nan)
    try:
        bounds = geometry[~absent].to_crs(4326).bounds
    except ProjError as error:
        message = f"The CRS {table.crs.name!r} of the layer {path} has no known place on the Earth."
        raise InputError(message, "Assign the correct CRS to the layer, then run again.") from error
    lon[~absent], lat[~absent] = bounds["minx"], bounds["miny"]
    return lon, lat


def field_named(table: pd.DataFrame, name: str, path: str, what: str) -> str:
    """The column that a user named, exactly or but for the case of its letters, or but for signs that a program which took the file for
    UTF-8 could not read.

    Raises
    ------
    InputError
        Where there is none, naming it and listing the fields there are.
    """
    if name in table.columns:
        return name
    alike = [column for column in table.columns if column.lower() == name.lower()]
    if not alike and UNREADABLE in name:
        pattern = re.compile(".".join(map(re.escape, name.split(UNREADABLE))))
        alike = [column for column in table.columns if pattern.fullmatch(column)]
    if len(alike) == 1:
        return alike[0]
    raise InputError(f"{path} has no field {name!r} for {what}.", f"The fields are: {field_list(table)}.")


def field_list(table: pd.DataFrame) -> str:
    """The table's own fields, for messages."""
    return listed(str(column) for column in table.columns if not _OWN.fullmatch(str(column)))


def location_ids(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Ids made of the coordinates, to six decimals (0.1 m), for tables that have none; empty where a place is unknown.

    Parameters
    ----------
    lon, lat
        Degrees on WGS 84, ``(rows,)``.
    """
    return np.array([f"{x:.6f},{y:.6f}" if np.isfinite(x + y) else "" for x, y in zip(lon, lat, strict=True)], dtype=str)
