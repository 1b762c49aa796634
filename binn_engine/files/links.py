"""Lists the files that a virtual raster or layer reads, before it is opened.

GDAL recognises these formats by their content, not by the name of the file. Their XML is read here as GDAL reads it: names ignore case, and
an attribute counts as an element.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 (a document with a DOCTYPE is refused, so no entity is declared)

from ..errors import InputError
from ..paths import archive_of, is_remote, subdataset
from .archives import VIRTUAL_PATH, heads_within

HEAD = 2**16  # bytes that tell what a file is: GDAL finds a virtual raster's first word anywhere in its header
LARGEST_XML = 256 * 2**20  # bytes; GDAL's own mosaics of a hundred thousand tiles have some 60 MB
DEEPEST = 8  # virtual rasters of virtual rasters
VIRTUAL = re.compile(rb"<(VRTDataset|OGRVRTDataSource)\b", re.IGNORECASE)
# Formats that are nothing but an address of data elsewhere.
POINTERS = re.compile(
    rb"<(GDAL_WM[TS]S?|WCS_GDAL|WMS_Capabilities|WMT_MS_Capabilities|Capabilities|OGRWFSDataSource|OGRWFSLayer|GDALTileIndexDataset|MRF_META|"
    rb"OGCAPI\w*)\b|\"?gdal_streamed_alg\"?|\"stac_version\"",
    re.IGNORECASE,
)
# What names a file in the XML of virtual rasters and layers.
NAMES = frozenset(
    ("sourcefilename", "sourcedataset", "srcdatasource", "cutlineds", "overview_file", "gcpfile", "rpcdem", "rpc_dem", "indexdataset")
)
ADDRESS = re.compile(r"/vsi(curl|s3|gs|az|adls|oss|swift|hdfs|webhdfs)|\b(https?|ftps?|file)://", re.IGNORECASE)
ASIDE = frozenset(("srs", "metadata", "layersrs", "targetsrs", "sourcesrs", "description"))
BESIDE = (".ovr", ".msk", ".aux.xml")  # files that GDAL reads with the one before this ending
DOWNLOAD = "Download the data, and use the downloaded file."
AGAIN = "Write it again, for example with gdalbuildvrt, or write it as a GeoTIFF."
UNPACK = "Unpack the archive, and use the file in it."


def files_elsewhere(path: str) -> list[str]:
    """The files outside a virtual raster's or layer's own folder that it reads, in order; none for any other file.

    Raises
    ------
    InputError
        For one that reads from the network, raw numbers of a file outside its folder, a device, or that cannot be understood.
    """
    if is_remote(path):
        return []
    if path.lstrip().startswith("<") or re.match(r"\s*vrt://", path, re.IGNORECASE):
        raise InputError(f"{path[:200]} is not a path, but the text of a virtual raster.", "Write it as a GeoTIFF, and use that.")
    file = path if os.path.exists(path) else _file_of(path)
    found: dict[str, None] = {}
    for name in (file, *(() if VIRTUAL_PATH.match(file) else (file + ending for ending in BESIDE))):
        for source in _sources(name, file, 0):
            found.setdefault(source)
    return list(found)


def is_virtual(path: str) -> bool:
    """Whether a file of this computer is a virtual raster or layer, by its content."""
    return VIRTUAL.search(_head(path if os.path.exists(path) else _file_of(path))) is not None


def check_remote(text: str, as_written: str) -> None:
    """Raise :class:`InputError` for a virtual raster of the network, of which GDAL gives the XML, that reads files of this computer."""
    for name, _, raw in _names(_element(text.encode(), as_written), as_written, aside=True):
        there = is_remote(name) or not (os.path.isabs(name) or name.startswith(("/", "\\", "<")) or ":" in name)
        if raw or not there or name.lower().endswith(".vrt"):
            raise InputError(f"{as_written} reads {name[:200]}, which may be another file on this computer.", DOWNLOAD)


def told_elsewhere(path: str, files: Sequence[str]) -> str:
    """A sentence that names files which a virtual raster or layer reads outside its own folder."""
    others = f" and {len(files) - 3:,} other files" if len(files) > 3 else ""
    return f"{path} reads {', '.join(files[:3])}{others}, outside its own folder."


def _sources(file: str, as_written: str, depth: int) -> Iterator[str]:
    if VIRTUAL_PATH.match(file):
        yield from _archive(file, as_written, depth)
        return
    head = _head(file)
    _check_pointer(head, file, as_written)
    if not VIRTUAL.search(head) and not (file.endswith(".aux.xml") and b"overview_file" in head.lower()):
        return
    if depth >= DEEPEST:
        raise InputError(
            f"{as_written} is a virtual raster that reads other virtual rasters, more than {DEEPEST} levels deep.", "Write it as a GeoTIFF."
        )
    folder = os.path.dirname(os.path.abspath(file))
    for name, relative, raw in _names(_parsed(file, as_written), as_written):
        source = _local(name, folder if relative else os.getcwd(), as_written)
        inside = VIRTUAL_PATH.match(source) or within_folder(source, os.path.dirname(os.path.abspath(as_written)))
        if raw and not within_folder(os.path.realpath(source), os.path.realpath(folder)):
            message = f"{as_written} reads the bytes of {source}, which is outside its own folder, as numbers."
            raise InputError(message, "Copy that file into the same folder, or, if you trust its source, write it as a GeoTIFF.")
        if os.path.exists(source) and not stat.S_ISREG(os.stat(source).st_mode) and not os.path.isdir(source):
            raise InputError(f"{as_written} reads {source}, which is a device, not a file.", "Use a raster whose data are in files.")
        if not inside:
            yield source
        if os.path.abspath(source) != os.path.abspath(file):
            yield from _sources(source, as_written, depth + 1)


def _archive(file: str, as_written: str, depth: int) -> Iterator[str]:
    """The archive that a file lies in, where it is not in the folder of what the user gave; what is in it may be no virtual raster."""
    for head in heads_within(file, as_written, HEAD):
        _check_pointer(head, file, as_written)
        if VIRTUAL.search(head.split(b"\0")[0]):
            raise InputError(f"{as_written} reads a virtual raster or layer in an archive{_through(file, as_written)}.", UNPACK)
    archive = archive_of(file)
    if depth and not within_folder(archive, os.path.dirname(os.path.abspath(as_written))):
        yield os.path.abspath(archive)


def _check_pointer(head: bytes, file: str, as_written: str) -> None:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\f\v")[:1] in (b"<", b"{") and POINTERS.search(head[:4096]):
        raise InputError(f"{as_written} contains no data, only an address of data{_through(file, as_written)}.", DOWNLOAD)


def _through(file: str, as_written: str) -> str:
    return "" if file == as_written else f" ({file})"


def _head(file: str) -> bytes:
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            return b""
        with open(file, "rb") as stream:
            head = stream.read(HEAD)
    except (OSError, ValueError):
        return b""  # whoever opens it says so
    return head.split(b"\0")[0]  # GDAL too looks no further


def _parsed(file: str, as_written: str) -> ElementTree.Element:
    if os.path.getsize(file) > LARGEST_XML:
        raise InputError(f"The virtual raster {as_written} has more than {LARGEST_XML // 2**20} MB of XML.", AGAIN)
    return _element(Path(file).read_bytes().removeprefix(b"\xef\xbb\xbf").lstrip(), as_written)


def _element(text: bytes, as_written: str) -> ElementTree.Element:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise InputError(f"The virtual raster {as_written} declares XML entities, which are not allowed in virtual rasters.", AGAIN)
    try:
        return ElementTree.fromstring(text)  # nosec B314 (as above)
    except ElementTree.ParseError as error:
        raise InputError(f"The virtual raster {as_written} is not valid XML: {error}.", AGAIN) from error


def _names(root: ElementTree.Element, as_written: str, raw: bool = False, aside: bool = False) -> Iterator[tuple[str, bool, bool]]:
    """Every name of a file below an element, whether it is relative to the virtual raster, and whether its bytes are read as numbers."""
    tag = _plain(root.tag)
    attributes = {_plain(key): value for key, value in root.attrib.items()}
    raw = raw or "raw" in attributes.get("subclass", "").lower()
    aside = aside or tag in ASIDE
    relative = attributes.get("relativetovrt", "0").strip() not in ("0", "")
    text = (root.text or "").strip()
    key = attributes.get("key", attributes.get("name", "")).lower()
    for name, value in ((tag, text), (key, text), *attributes.items()):
        if name in NAMES or (value and name.endswith(("filename", "_file"))):
            yield from _inline(value, as_written, relative, raw)
        elif value and not aside and ADDRESS.search(value):
            _refuse_network(value, as_written)
    for child in root:
        yield from _names(child, as_written, raw, aside)


def _inline(value: str, as_written: str, relative: bool, raw: bool) -> Iterator[tuple[str, bool, bool]]:
    """A name of a file, or those in a virtual raster that stands where the name would."""
    if value.lstrip().startswith("<"):
        yield from _names(_element(value.encode(), as_written), as_written, raw)
    elif value:
        yield value, relative, raw


def _plain(name: str) -> str:
    return name.rpartition("}")[2].lower()


def _refuse_network(name: str, as_written: str) -> None:
    raise InputError(f"{as_written} would read {name} from the network.", DOWNLOAD)


def _local(name: str, folder: str, as_written: str) -> str:
    """The file on this computer that a name in a virtual raster means."""
    if ADDRESS.search(name) or "://" in name:
        _refuse_network(name, as_written)
    file = _file_of(name)
    return file if VIRTUAL_PATH.match(file) else os.path.normpath(os.path.join(folder, file))


def _file_of(name: str) -> str:
    """The file that a name means, without what stands before and behind it."""
    within = subdataset(name)
    plain = within[0] if within else name.split("|")[0]
    prefixed = re.match(r"(?:[A-Za-z0-9_]{2,}:)+(?P<path>.*)", plain)
    if prefixed and not within:  # a format's own way to name a part, as GTIFF_DIR:1:map.tif
        plain = prefixed["path"]
    return plain.strip('"')


def within_folder(path: str, folder: str) -> bool:
    """Whether a path lies in a folder or below it, by its name."""
    try:
        return os.path.commonpath([os.path.abspath(path), os.path.abspath(folder)]) == os.path.abspath(folder)
    except ValueError:  # another drive
        return False
