"""Features of a vector file as GDAL reads them: whole numbers stay exact, and limits are checked before reading."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.errors import ShapelyError

from ...errors import InputError
from ...files.links import files_elsewhere, told_elsewhere
from ...files.opening import description, features, layers_of
from ...files.sizes import check_archive, check_regular, check_text_size
from ...limits import CELLS
from ...paths import NO_CONNECTION, is_connection, is_remote
from ...running.callbacks import Warn
from .databases import check_views, is_database
from .ids import EXACT

_COUNTED = (".shp", ".dbf", ".fgb", ".parquet", ".gdb", ".tab", ".mif")  # whose number of features stands in a header


@dataclass(frozen=True)
class Source:
    """A layer in a file: the ``file``, the ``layer``'s name and number (empty and None: the first), and SQL ``where`` of its features."""

    file: str
    layer: str = ""
    number: int | None = None
    where: str = ""


def is_virtual(file: str) -> bool:
    """Whether a path is one of GDAL's virtual file systems, such as a file within an archive (``/vsizip/soil.zip/soil.csv``)."""
    return file.replace("\\", "/").startswith("/vsi")


def source_of(path: str) -> Source:
    """The layer that a path names: a file, alone or with what QGIS writes behind it (``soil.gpkg|layername=pits|subset=depth > 5``).

    Raises
    ------
    InputError
        For a file that does not exist, a connection to a database, a device or a pipe, or words behind the file that are not known.
    """
    check_regular(path)
    if Path(path).exists():
        return Source(path)
    file, *words = path.split("|")
    if is_connection(file):
        raise InputError(f"{path} is a connection to a database, not a file.", NO_CONNECTION)
    if not is_virtual(file) and not is_remote(file) and not Path(file).exists():
        raise InputError(f"The file {file} does not exist.", "Check the path.")
    check_regular(file)
    found = {}
    for number, word in enumerate(words):
        name, _, value = word.partition("=")
        if name.lower() == "subset":  # the last: SQL may hold the sign that parts the words
            found["where"] = "|".join([value, *words[number + 1 :]])
            break
        if name.lower().startswith("option:"):  # how QGIS opens the file; text stays text here
            continue
        if name.lower() not in ("layername", "layerid", "geometrytype", "uniquegeometrytype"):
            raise InputError(f"{path} has {word!r} after the name of the file, which is not supported.", "Write file.gpkg|layername=NAME.")
        found[name.lower()] = value
    layer_id = found.get("layerid", "")
    if found.get("where", "").lstrip().lower().startswith("select "):
        raise InputError(
            f"{path} has a filter that is a complete query, which is not supported.", "Save the result as a GeoPackage, and use that."
        )
    return Source(file, found.get("layername", ""), int(layer_id) if layer_id.isdecimal() else None, found.get("where", ""))


def read_features(source: Source, warn: Warn) -> pd.DataFrame | geopandas.GeoDataFrame:
    """The features of a layer, with their geometry; of the file's first layer where none is named.

    Whole numbers stay whole where some are missing (``Int64``).

    Raises
    ------
    InputError
        For a file that cannot be read, a layer that it lacks, or one beyond the limits.
    """
    with _library_warnings(source.file, warn):
        return _read_source(source, warn)


@contextmanager
def _library_warnings(file: str, warn: Warn) -> Iterator[None]:
    """What GDAL and the libraries warn of as warnings of the product: else users see lines of source code on standard error."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", RuntimeWarning)
        warnings.simplefilter("always", UserWarning)
        yield
    for message in dict.fromkeys(str(each.message) for each in caught if issubclass(each.category, (RuntimeWarning, UserWarning))):
        warn("gdal", f"{file}: {message.rstrip('.')}.")


def _read_source(source: Source, warn: Warn) -> pd.DataFrame | geopandas.GeoDataFrame:
    file = source.file
    check_archive(file)
    check_text_size(file)
    check_views(file)
    try:
        layers = layers_of(file)
        if elsewhere := files_elsewhere(file):
            warn("files_elsewhere", told_elsewhere(file, elsewhere))
        if not layers or (source.number or 0) >= len(layers):
            raise InputError(f"{file} has {len(layers)} layers with features.", "Use a table or a vector layer.")
        if source.layer and source.layer not in layers:
            raise InputError(f"{file} has no layer {source.layer!r}.", f"Its layers: {', '.join(layers)}.")
        if len(layers) > 1 and not source.layer and source.number is None:
            warn("first_layer", f"{file} has {len(layers)} layers. The first, {layers[0]!r}, is read.")
        layer = source.layer or layers[source.number or 0]
        check_views(file, layer)
        _check_cells(file, layer, source.where)
        return _read(file, layer, source.where, warn)
    # The last is of a shape that cannot be, such as a ring that does not close.
    except (DataSourceError, DataLayerError, ValueError, ShapelyError) as error:
        raise InputError(
            f"{file} cannot be read as a vector layer: {error}.", "Use a CSV file, a GeoPackage or another vector file that GDAL can read."
        ) from error


def _check_cells(file: str, layer: str, where: str) -> None:
    """Refuse a layer whose header says that it has more cells than memory holds."""
    if where or not (file.lower().endswith(_COUNTED) or is_database(file)):
        return
    info = description(file, layer=layer)
    count, fields = info["features"], max(len(info["fields"]), 1)
    if count * fields > CELLS:
        raise InputError(
            f"The layer {layer!r} of {file} has {fields:,} fields of {count:,} features, but a table may have at most {CELLS:,} cells.",
            "Remove fields and features that are not needed, or select features with a filter.",
        )


def _read(file: str, layer: str, where: str, warn: Warn) -> pd.DataFrame | geopandas.GeoDataFrame:
    how = {"layer": layer, "where": where or None}
    if file.lower().endswith(".gml"):
        how["WRITE_GFS"] = "NO"  # nothing is written beside an input
        pyogrio.set_gdal_config_options({"GML_FIELDTYPES": "ALWAYS_STRING"})  # 007 is no number
    if _is_geojson(file, layer):
        how["DATE_AS_STRING"] = "YES"  # text that looks like a date, as ids do, stays as it is
    try:
        table = features(file, **how)
    except UnicodeDecodeError:
        # ISO-8859-1 is Windows-1252 in all letters, and has a letter for every byte.
        warn("encoding", f"{file} does not have the text encoding that it declares. It is read as ISO-8859-1.")
        how["encoding"] = "ISO-8859-1"
        table = features(file, **how)
    return _with_whole_numbers(table, file, how)


def _is_geojson(file: str, layer: str) -> bool:
    """Whether GDAL's driver for GeoJSON reads a file, whatever it is called: of its dates none is more than text in the file."""
    return description(file, layer=layer).get("driver") == "GeoJSON"


def _with_whole_numbers(table: pd.DataFrame, file: str, how: dict) -> pd.DataFrame:
    """The table, its fields of whole numbers as such, of which the library makes reals where some are missing."""
    if not any(kind == "float64" for kind in table.dtypes.astype(str)):
        return table
    opened = {name: value for name, value in how.items() if name != "where"}
    info = description(file, **opened)
    whole = [name for name, kind in zip(info["fields"], info["dtypes"]) if kind.startswith(("int", "uint")) and name in table.columns]
    changed = {}
    for name in whole:
        if not pd.api.types.is_float_dtype(table[name]):
            continue
        exact = table[name].abs().max() < EXACT
        values = table[name] if exact or table[name].isna().all() else _exact(file, how, name)
        changed[name] = pd.array(values, dtype="Int64")
    return table.assign(**changed) if changed else table


def _exact(file: str, how: dict, field: str) -> list[int | None]:
    """Whole numbers of a field in which some are missing, by way of text."""
    quoted, layer = (f'"{name}"'.replace("\\", "\\\\") if '"' not in name else None for name in (field, how["layer"]))
    if quoted is None or layer is None:
        raise ValueError(f"the field {field!r} has whole numbers of more than 15 digits, and a quotation mark in its name or its layer's")
    # The user's own filter of a file that is only read; names are quoted.
    where = f" WHERE {how['where']}" if how["where"] else ""
    sql = f"SELECT CAST({quoted} AS CHARACTER(32)) AS whole FROM {layer}{where}"  # nosec B608
    opened = {name: value for name, value in how.items() if name not in ("layer", "where")}
    texts = features(file, sql=sql, sql_dialect="OGRSQL", read_geometry=False, **opened)["whole"]
    return [int(text) if isinstance(text, str) and text else None for text in texts]
