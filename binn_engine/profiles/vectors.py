"""Tables and vector layers as data frames: CSV by pandas, every other format by GDAL.

A row is a feature; the location of a feature stands in the columns ``__lon__`` and ``__lat__``, degrees on WGS 84.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import re
import warnings
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from ..errors import InputError
from .fields import ID, recognised

Warn = Callable[[str, str], None]

LON, LAT = "__lon__", "__lat__"
_OWN = re.compile(r"__\w+__")  # names of columns that the engine adds
CSV_SUFFIXES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt")
VECTOR_SUFFIXES = (
    ".gpkg",
    ".shp",
    ".geojson",
    ".json",
    ".fgb",
    ".gml",
    ".kml",
    ".sqlite",
    ".tab",
    ".mif",
    ".parquet",
    ".xlsx",
    ".ods",
    ".dbf",
    ".gdb",
    ".shp.zip",
)


def is_csv(path: str) -> bool:
    """Whether the file's name is that of a delimited text file."""
    return str(path).lower().endswith(CSV_SUFFIXES)


def is_table(path: str) -> bool:
    """Whether the file's name is that of a table or vector layer; anything else is taken for a raster."""
    name = str(path).split("|")[0].lower()
    return is_csv(name) or name.endswith(VECTOR_SUFFIXES)


def read_table(path: str, warn: Warn, text: Sequence[str] = (), located: bool = True) -> pd.DataFrame:
    """The table or vector layer in a file.

    Parameters
    ----------
    path
        A CSV (also gzipped; comma, semicolon or tab) or any vector file that GDAL reads; ``file.gpkg|layername=soil`` names a layer.
    warn
        Called with a code and a message.
    text
        Columns of a CSV to keep as text, besides those with the name of an id: ``007`` stays ``007``.
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
    file, _, layer = str(path).partition("|layername=")
    if not Path(file).exists():
        raise InputError(f"The file {file} does not exist.", "Check the path.")
    layer = layer.split("|")[0]
    table = _read_csv(file, text, warn) if is_csv(file) else _read_vector(file, layer, warn, located)
    if len(table) == 0:
        raise InputError(f"{path} has no rows.", "Choose a layer with features; look whether a filter or a selection left none.")
    return _with_decimal_points(table, path, warn)


def _check_names(columns: Sequence[str], path: str) -> None:
    """Names of fields that the engine adds itself cannot be a table's own."""
    own = [column for column in columns if _OWN.fullmatch(str(column))]
    if own:
        raise InputError(f"{path} has a field {own[0]!r}, a name that is kept for BINN's own.", "Rename the field.")


def _read_csv(path: str, text: Sequence[str], warn: Warn) -> pd.DataFrame:
    try:
        encoding = _encoding(path, warn)
        with _opened(path)(path, "rt", encoding=encoding) as stream:
            first = stream.readline()
            separator = max(",;\t", key=first.count)
            decimal = "," if separator != "," and any(re.search(r"\d,\d", line) for line in stream) else "."
        columns = pd.read_csv(path, sep=separator, nrows=0, encoding=encoding).columns
        with _opened(path)(path, "rt", encoding=encoding, newline="") as stream:
            lines = (line for line in csv.reader(stream, delimiter=separator) if line)
            header, values = [name.strip() for name in next(lines, [])], next(lines, [])
        again = sorted({name for name in header if name and header.count(name) > 1})
        if again:
            warn("repeated_field", f"{path} has more than one field {again[0]!r}; the first is read.")
        words = {column: str for column in (*recognised(columns, ID), *text) if column in columns}
        _check_names(columns, path)
        how = {"sep": separator, "decimal": decimal, "dtype": words, "encoding": encoding, "low_memory": False, "skipinitialspace": True}
        table = pd.read_csv(path, **how)
        return table if len(values) <= len(header) else _with_names(table, path, how)
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no text: {error.reason} at byte {error.start}.", "Save it as CSV in UTF-8.") from error
    except pd.errors.EmptyDataError as error:
        raise InputError(f"{path} is empty.", "Give a CSV with a header line and rows.") from error
    except (OSError, EOFError, zlib.error, csv.Error, pd.errors.ParserError) as error:
        raise InputError(
            f"{path} cannot be read as CSV: {error}.", "Give a CSV with one header line and as many values on every line."
        ) from error


def _opened(path: str) -> Callable:
    return gzip.open if path.lower().endswith(".gz") else open


def _encoding(path: str, warn: Warn) -> str:
    """How a text is encoded: UTF-8, UTF-16 where its first bytes say so, else Windows-1252, as spreadsheets save tables."""
    with _opened(path)(path, "rb") as stream:
        data = stream.read()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\0" in data:
            raise
        data.decode("cp1252")
        warn("encoding", f"{path} is no text in UTF-8, and is read as Windows-1252.")
        return "cp1252"
    return "utf-8-sig"


def _with_names(table: pd.DataFrame, path: str, how: dict) -> pd.DataFrame:
    """A table whose lines have more values than its header has names, of which pandas takes the first as the names of rows.

    So they are where R wrote the table. Where the last values are all empty, lines end in separators, and names belong to the first.
    """
    extra = table.index.nlevels
    trailing = bool(table.iloc[:, -extra:].isna().to_numpy().all())
    counted = extra == 1 and [str(name) for name in table.index] == [str(number + 1) for number in range(len(table))]
    if trailing and not counted:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pd.errors.ParserWarning)  # of the empty values that are left away
            return pd.read_csv(path, **how, index_col=False)
    if extra == 1 and not trailing and table.index.is_unique:
        return table.reset_index(drop=True)
    raise InputError(
        f"{path} has {len(table.columns)} names in its header, and {len(table.columns) + extra} values on a line.",
        "Give every value a name, and end no line with a separator.",
    )


def _with_decimal_points(table: pd.DataFrame, path: str, warn: Warn) -> pd.DataFrame:
    """The table, in which text that is a number with a decimal comma has a point; not where a field has points too, or commas that may
    part thousands."""
    ids = recognised(table.columns, ID)
    for column in table.columns:
        if column in ids or pd.api.types.is_numeric_dtype(table[column]):
            continue
        entries = table[column].dropna().astype(str).str.strip()
        commas = entries[entries.str.fullmatch(r"[+-]?\d+,\d+")]
        if commas.empty or commas.str.fullmatch(r"[+-]?\d{1,3},\d{3}").all() or entries.str.fullmatch(r"[+-]?\d*\.\d+").any():
            continue
        warn("decimal_comma", f"{path}: field {column!r} is text with decimal commas, such as {commas.iloc[0]}; it is read as numbers.")
        table = table.assign(**{column: table[column].where(~table.index.isin(commas.index), commas.str.replace(",", "."))})
    return table


def read_layer(path: str, layer: str, warn: Warn) -> pd.DataFrame | geopandas.GeoDataFrame:
    """The features of a vector file as GDAL reads them, with their geometry; of its first layer where none is named.

    Raises
    ------
    InputError
        For a file that cannot be read, a layer that it lacks, or names of fields that are kept for BINN's own.
    """
    try:
        layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        if layer and layer not in layers:
            raise InputError(f"{path} has no layer {layer!r}.", f"Its layers: {', '.join(layers)}.")
        if len(layers) > 1 and not layer:
            warn("first_layer", f"{path} has {len(layers)} layers; {layers[0]!r}, the first, is read.")
        table = _read_features(path, layer or layers[0], warn)
    except (DataSourceError, DataLayerError, IndexError) as error:
        raise InputError(
            f"{path} cannot be read as a vector layer: {error}.", "Give a CSV, a GeoPackage or another vector file that GDAL reads."
        ) from error
    _check_names(table.columns, path)
    return table


def _read_features(path: str, layer: str, warn: Warn) -> pd.DataFrame | geopandas.GeoDataFrame:
    try:
        return pyogrio.read_dataframe(path, layer=layer)
    except UnicodeDecodeError:
        # ISO-8859-1 is Windows-1252 in all letters, and has a letter for every byte.
        warn("encoding", f"{path} is not in the encoding that it says, and is read as ISO-8859-1.")
        return pyogrio.read_dataframe(path, layer=layer, encoding="ISO-8859-1")


def _read_vector(path: str, layer: str, warn: Warn, located: bool) -> pd.DataFrame:
    table = read_layer(path, layer, warn)
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
            "Give a layer of points, one per soil layer.",
        )
    if table.crs is None:
        raise InputError(
            f"The layer {path} has geometry but no coordinate reference system (CRS).", "Assign the layer its CRS, then run again."
        )
    lon, lat = np.full(len(table), np.nan), np.full(len(table), np.nan)
    bounds = geometry[~absent].to_crs(4326).bounds
    lon[~absent], lat[~absent] = bounds["minx"], bounds["miny"]
    return lon, lat


def field_named(table: pd.DataFrame, name: str, path: str, what: str) -> str:
    """The column that a user named, exactly or but for the case of its letters.

    Raises
    ------
    InputError
        Where there is none, naming it and listing the fields there are.
    """
    if name in table.columns:
        return name
    alike = [column for column in table.columns if column.lower() == name.lower()]
    if len(alike) == 1:
        return alike[0]
    raise InputError(f"{path} has no field {name!r} for {what}.", f"Its fields: {field_list(table)}.")


def field_list(table: pd.DataFrame) -> str:
    """The table's own fields, for messages."""
    return ", ".join(str(column) for column in table.columns if not _OWN.fullmatch(str(column)))


def numbers(table: pd.DataFrame, field: str, path: str, ids: Sequence[str]) -> np.ndarray:
    """A column as float64 ``(rows,)``, NaN where empty or infinite.

    Raises
    ------
    InputError
        For text that is no number, naming the field, the profile and the count.
    """
    values, words = numbers_and_words(table[field])
    if words.any():
        first = int(np.argmax(words))
        raise InputError(
            f"{path}: field {field!r} has text where a number belongs in {int(words.sum())} rows "
            f"(first: {str(table[field].iloc[first]).strip()!r}, profile {ids[first]}).",
            "Correct these values, or empty them where they are unknown.",
        )
    return values


def numbers_and_words(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A column as float64, NaN where it holds no finite number, and where it holds text instead, both ``(rows,)``."""
    if pd.api.types.is_numeric_dtype(column):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return np.where(np.isfinite(values), values, np.nan), np.zeros(len(values), dtype=bool)
    entries = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    values = pd.to_numeric(entries.where(entries != "", None), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    words = (entries != "").to_numpy() & np.isnan(values) & (entries.str.lower() != "nan").to_numpy()
    return np.where(np.isfinite(values), values, np.nan), words


def id_texts(column: pd.Series) -> np.ndarray:
    """Ids as text ``(rows,)``, the same for ``7``, ``7.0`` and ``" 7 "``; empty where missing."""
    texts = {value: _id_text(value) for value in column.dropna().unique()}
    return np.array([texts.get(value, "") for value in column.astype(object)], dtype=str)


def _id_text(value: object) -> str:
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    return re.sub(r"^(-?\d+)\.0+$", r"\1", str(value).strip())


def location_ids(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Ids made of the coordinates, to six decimals (0.1 m), for tables that have none."""
    return np.array([f"{x:.6f},{y:.6f}" if np.isfinite(x + y) else "" for x, y in zip(lon, lat, strict=True)], dtype=str)
