"""Sizes of tables and of the archives that contain them, checked before they are read."""

from __future__ import annotations

import gzip
import stat
import zipfile
import zlib
from pathlib import Path

from ..errors import InputError
from ..limits import PACKED_BYTES, PACKED_RATIO, TEXT_BYTES
from ..paths import CSV_SUFFIXES, archive_of

_TEXTS = (*CSV_SUFFIXES, ".json", ".geojson", ".geojsonl", ".gml", ".kml", ".xml")
_CHUNK = 2**20


def check_regular(file: str) -> None:
    """Raise :class:`InputError` for a device, a pipe or another file that may never end."""
    try:
        mode = Path(file).stat().st_mode
    except (OSError, ValueError):
        return  # what opens it says why
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise InputError(f"{file} is a device or a pipe, not a file with a table.", "Save the table as a file, and use that.")


def check_text_size(file: str, size: int | None = None) -> None:
    """Raise :class:`InputError` for text of more bytes than memory can hold as a table; ``size`` is None for that of the file itself."""
    if not file.lower().endswith(_TEXTS) or not (size or Path(file).is_file()):
        return
    size = Path(file).stat().st_size if size is None else size
    if size > TEXT_BYTES:
        raise InputError(
            f"{file} has {size / 2**20:,.0f} MB of text, but at most {TEXT_BYTES >> 20:,} MB are allowed for text tables.",
            "Remove rows and fields that are not needed, or save the table as a GeoPackage.",
        )


def check_unpacked(path: str, unpacked: int) -> None:
    """Refuse a file that unpacks to so much more than its own size that it is no table of numbers and names.

    Raises
    ------
    InputError
        With both sizes.
    """
    size = Path(path).stat().st_size
    if unpacked > max(PACKED_BYTES, PACKED_RATIO * size):
        raise InputError(
            f"{path} contains over {unpacked / 2**20:,.0f} MB in an archive of {size / 2**20:,.1f} MB. More "
            f"than {PACKED_RATIO} times the size of the archive is not allowed.",
            "If this is correct, unpack the file first.",
        )


def check_archive(path: str) -> None:
    """Refuse an archive, or a spreadsheet, which is one, that unpacks to far more than it is, or to text that is too large.

    Archives are known by their first bytes, whatever they are called, also within GDAL's paths (``/vsizip/soil.zip/soil.csv``).
    """
    file, steps = path, 0
    while inner := archive_of(file):
        file, steps = inner, steps + 1
    if steps > 1 and not path.startswith("/vsitar//vsigzip/"):
        raise InputError(
            f"{path} is in an archive within another archive, so its size cannot be checked.", "Unpack the outer archive first."
        )
    if not Path(file).is_file():
        return
    try:
        with open(file, "rb") as stream:
            head = stream.read(4)
        if head[:2] == b"PK":
            with zipfile.ZipFile(file) as archive:
                parts = archive.infolist()
            check_unpacked(file, sum(part.file_size for part in parts))
            for part in parts:
                check_text_size(f"{file}/{part.filename}", part.file_size)
        elif head[:2] == b"\x1f\x8b":
            _check_gzip(file)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError):
        return  # what GDAL says of it is more than this would


def _check_gzip(file: str) -> None:
    size = 0
    with gzip.open(file, "rb") as stream:
        while part := stream.read(_CHUNK):
            size += len(part)
            check_unpacked(file, size)
            check_text_size(file, size)
