"""Detects the kind of the files in an archive from their first bytes, which are read without GDAL."""

from __future__ import annotations

import gzip
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from ..errors import InputError
from ..paths import archive_of

# A path of GDAL's virtual file systems, with or without the name of a format before it.
VIRTUAL_PATH = re.compile(r"[\\/]vsi[a-z0-9_]+[\\/?]", re.IGNORECASE)
_BROKEN = (OSError, EOFError, RuntimeError, ValueError, NotImplementedError, zlib.error, zipfile.BadZipFile, tarfile.TarError)


def heads_within(path: str, as_written: str, size: int) -> list[bytes]:
    """The first bytes of the files in an archive that a path means, and of those beside them that GDAL reads too.

    Parameters
    ----------
    path
        As ``/vsizip//data/soil.zip/clay.tif``; without a file in the archive, all of them are meant.
    as_written
        What the user gave, for messages.
    size
        How many bytes of each.

    Raises
    ------
    InputError
        For a path in another of GDAL's virtual file systems, or an archive that cannot be looked into.
    """
    plain = path.replace("\\", "/")
    archive = archive_of(plain)
    remedy = "Unpack the archive, and use the file in it."
    if not archive or VIRTUAL_PATH.match(archive) or not plain.startswith(("/vsizip/", "/vsitar/", "/vsigzip/")):
        raise InputError(f"{as_written} is in {path}, and files in archives of this kind cannot be checked before they are read.", remedy)
    wanted = plain.partition(archive)[2].lstrip("}/").lower()
    try:
        parts = [(name.replace("\\", "/").removeprefix("./").lstrip("/").lower(), head) for name, head in _heads(plain, archive, size)]
    except FileNotFoundError:
        return []  # whoever opens it says so
    except _BROKEN as error:
        raise InputError(f"{as_written} is in {archive}, which cannot be opened: {error}.", remedy) from error
    return [head for name, head in parts if name.startswith(wanted)] or [head for _, head in parts]


def _heads(path: str, archive: str, size: int) -> Iterator[tuple[str, bytes]]:
    if path.startswith("/vsigzip/"):
        with gzip.open(archive) as packed:
            yield "", packed.read(size)
    elif path.startswith("/vsitar/"):
        with tarfile.open(archive) as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content:
                    yield member.name, content.read(size)
    else:
        with zipfile.ZipFile(archive) as files:
            for part in files.infolist():
                with files.open(part) as stream:
                    yield part.filename, stream.read(size)
