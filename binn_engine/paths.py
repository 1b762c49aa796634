"""Paths in the notations of users, QGIS and GDAL: files, parts of files, archives, databases, addresses.

Plain standard-library Python: the QGIS side reads this module too.
"""

from __future__ import annotations

import glob
import os
import re
import sqlite3
from pathlib import Path

from .errors import InputError

# Folders of files that the plugin makes of layers on the canvas are called this, then anything.
LAYER_PREFIX = "binn-layer-"
# What the metadata of a band there says of values that the user calls missing: JSON [[low, high], ...] in the band's units.
NODATA_TAG = "BINN_NODATA"
# A raster within a file, as GDAL names it: NETCDF:"fields.nc":NPP, HDF5:fields.h5://group/npp.
_SUBDATASET = re.compile(
    r'(?:NETCDF|HDF5|HDF4_EOS|ZARR|GPKG):(?:"(?P<quoted>[^"]+)"|(?P<plain>(?:[A-Za-z]:)?[^":]+)):(?P<part>.+)', re.IGNORECASE
)

# A path that GDAL reads over the network, alone or within the name of a part of a file.
_REMOTE = re.compile(
    r'(?:\w+:"?)?(?:/vsi\w+/\{?)*(?:(?:https?|ftps?)://|/vsi(?:curl|s3|gs|az|adls|oss|swift|hdfs|webhdfs)\w*[/?])', re.IGNORECASE
)

# A source of a layer as QGIS and others write it for a database or a service: a provider, or words with values.
_CONNECTION = re.compile(r"(?:[a-z]\w+:)?\s*(?:dbname|service|host|authcfg|url|table)=", re.IGNORECASE)
NO_CONNECTION = "Save the layer as a GeoPackage or a CSV file, and use that."
# Archives as GDAL names them, with a file within.
_ARCHIVE = re.compile(r"/vsi(?:zip|tar|gzip|7z|rar)/(?P<file>.+)")
_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".gz", ".7z", ".rar", ".kmz")
_NO_URL = {"!": "an exclamation mark", "\t": "a tab", "\n": "an end of line", "\r": "an end of line"}
# What the names of tables and vector layers end with; anything else is taken for a raster.
CSV_SUFFIXES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt")
VECTOR_SUFFIXES = (
    ".gpkg", ".shp", ".geojson", ".json", ".fgb", ".gml", ".kml", ".sqlite", ".tab", ".mif", ".parquet", ".xlsx", ".ods", ".dbf", ".gdb",
    ".shp.zip",
)  # fmt: skip


def is_csv(path: str) -> bool:
    """Whether the file's name is that of a delimited text file."""
    return str(path).lower().endswith(CSV_SUFFIXES)


def holds_raster(path: str) -> bool:
    """Whether a file is a GeoPackage with rasters and without features: QGIS names it by its file alone, as it does one of features."""
    if not path.lower().endswith(".gpkg") or not os.path.isfile(path):
        return False
    try:
        connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
        try:
            kinds = {str(kind) for (kind,) in connection.execute("SELECT data_type FROM gpkg_contents")}
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError):  # the second where SQLite's message quotes a damaged name
        return False
    return bool(kinds & {"tiles", "2d-gridded-coverage"}) and not kinds & {"features", "attributes"}


def is_table(path: str) -> bool:
    """Whether the file's name is that of a table or vector layer, by itself or with a layer's (``soil.gpkg|layername=pits``)."""
    name = str(path).split("|")[0].lower()
    return subdataset(path) is None and name.endswith((*CSV_SUFFIXES, *VECTOR_SUFFIXES))


def subdataset(path: str) -> tuple[str, str] | None:
    """File and name of a raster within a file; None for the path of a file.

    >>> subdataset('NETCDF:"/data/fields.nc":NPP'), subdataset("HDF5:fields.h5://soil/npp"), subdataset("C:/npp.tif")
    (('/data/fields.nc', 'NPP'), ('fields.h5', 'npp'), None)
    """
    found = _SUBDATASET.fullmatch(path)
    return (found["quoted"] or found["plain"], found["part"].strip('"').rpartition("/")[2]) if found else None


def is_remote(path: str) -> bool:
    """Whether a path that a user gave is one of the network.

    >>> is_remote("/vsicurl/https://host/a.tif"), is_remote("https://host/a.tif"), is_remote("C:/a.tif"), is_remote("/vsizip/a.zip/a.tif")
    (True, True, False, False)
    """
    return _REMOTE.match(path) is not None


def is_connection(path: str) -> bool:
    """Whether a path is the source of a layer in a database, as QGIS and GDAL write it.

    >>> is_connection("ogr:dbname='soil.gpkg' table='pits'"), is_connection("PG:dbname=soil"), is_connection("dbname.gpkg")
    (True, True, False)
    """
    return _CONNECTION.match(path) is not None


def archive_of(path: str) -> str:
    """The file on this computer that holds a path within an archive (``/vsizip/soil.zip/soil.csv``); empty for any other path.

    >>> archive_of("/vsizip//data/soil.zip/soil.csv"), archive_of("/vsizip/{soil.zip}/soil.csv"), archive_of("soil.csv")
    ('/data/soil.zip', 'soil.zip', '')
    """
    found = _ARCHIVE.match(path.replace("\\", "/"))
    if not found:
        return ""
    inner = found["file"]
    if inner.startswith("{"):
        return inner[1:].partition("}")[0]
    parts = inner.split("/")
    names = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    return next((name for name in names if os.path.isfile(name)), next((n for n in names if n.endswith(_ARCHIVES)), inner))


def vector_path(path: str | os.PathLike[str]) -> str:
    """The path of a vector file for pyogrio, which reads paths as URLs: of ``a;b.gpkg`` it would open ``a``.

    Raises
    ------
    InputError
        For a path with signs that URLs cannot have.
    """
    text = os.fspath(path)
    if is_remote(text) or text.startswith("/vsi") or "://" in text:
        return text
    wrong = next((name for sign, name in _NO_URL.items() if sign in text), "")
    if wrong:
        raise InputError(
            f"The path {text!r} contains {wrong}, which is not allowed in the path of a vector file.", "Rename the file or its folder."
        )
    return f"file://{os.path.abspath(text)}" if os.name == "posix" and (";" in text or "?" in text) else text


def several_paths(text: str) -> list[str]:
    """The paths of several files in one text, between semicolons; none for the path of one file, and where one is not there.

    >>> several_paths("/no/such/a.nc;/no/such/b.nc")
    []
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return parts if len(parts) > 1 and not os.path.exists(text) and all(map(os.path.isfile, parts)) else []


def files_of(path: str) -> list[str]:
    """The files that a path to forcing stands for, in order: itself, several between semicolons, the NetCDFs in a folder, or what a
    pattern (``h0.*.nc``) matches."""
    if several := several_paths(path):
        return sorted(several)
    if os.path.isdir(path):
        return sorted(glob.glob(os.path.join(glob.escape(path), "*.nc")))
    return [path] if os.path.exists(path) else sorted(glob.glob(path))
