"""Files that are made of other files: what a virtual raster or layer would read, told before anything opens it.

GDAL knows these formats by their content, whatever the file is called. Their XML is read here as GDAL reads it: names ignore case, and an
attribute counts as an element.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 (a document with a DOCTYPE is refused, so no entity is declared)

from .errors import InputError
from .protocol import is_remote, subdataset

HEAD = 4096  # bytes that tell what a file is
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
DOWNLOAD = "Download the data, and give their own file."


def files_elsewhere(path: str) -> list[str]:
    """The files outside a virtual raster's or layer's own folder that it reads, in order; none for any other file.

    Raises
    ------
    InputError
        For one that reads from the network, raw numbers of a file outside its folder, a device, or that cannot be understood.
    """
    if is_remote(path):
        return []
    file = subdataset(path)[0] if subdataset(path) else path.split("|")[0]
    found: dict[str, None] = {}
    for source in _sources(file, file, 0):
        found.setdefault(source)
    return list(found)


def told_elsewhere(path: str, files: Sequence[str]) -> str:
    """A sentence that names files which a virtual raster or layer reads outside its own folder."""
    others = f" and {len(files) - 3:,} other files" if len(files) > 3 else ""
    return f"{path} reads {', '.join(files[:3])}{others}, outside its own folder."


def _sources(file: str, given: str, depth: int) -> Iterator[str]:
    head = _head(file)
    if POINTERS.search(head):
        raise InputError(f"{given} holds no data, but an address where data are{_through(file, given)}.", DOWNLOAD)
    if not VIRTUAL.search(head):
        return
    if depth >= DEEPEST:
        raise InputError(f"{given} is a virtual raster of virtual rasters, {DEEPEST} deep.", "Write it as a GeoTIFF.")
    folder = os.path.dirname(os.path.abspath(file))
    for name, relative, raw in _names(_parsed(file, given), given):
        source = _local(name, folder if relative else os.getcwd(), given)
        inside = within_folder(source, os.path.dirname(os.path.abspath(given)))
        if raw and not within_folder(os.path.realpath(source), os.path.realpath(folder)):
            message = f"{given} reads the bytes of {source}, which lies outside its own folder, as numbers."
            raise InputError(message, "Copy that file beside it, or write it as a GeoTIFF, if you trust where it comes from.")
        if os.path.exists(source) and not stat.S_ISREG(os.stat(source).st_mode) and not os.path.isdir(source):
            raise InputError(f"{given} reads {source}, which is no file but a device.", "Give a raster whose data are files.")
        if not inside:
            yield source
        if os.path.abspath(source) != os.path.abspath(file):
            yield from _sources(source, given, depth + 1)


def _through(file: str, given: str) -> str:
    return "" if file == given else f" ({file})"


def _head(file: str) -> bytes:
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            return b""
        with open(file, "rb") as stream:
            head = stream.read(HEAD)
    except (OSError, ValueError):
        return b""  # whoever opens it says so
    return head if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{") else b""


def _parsed(file: str, given: str) -> ElementTree.Element:
    remedy = "Make it again, for example with gdalbuildvrt, or write it as a GeoTIFF."
    if os.path.getsize(file) > LARGEST_XML:
        raise InputError(f"The virtual raster {given} has more than {LARGEST_XML // 2**20} MB of XML.", remedy)
    text = Path(file).read_bytes()
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise InputError(f"The virtual raster {given} declares entities, which virtual rasters do not have.", remedy)
    try:
        return ElementTree.fromstring(text)  # nosec B314 (as above)
    except ElementTree.ParseError as error:
        raise InputError(f"The virtual raster {given} is no XML: {error}.", remedy) from error


def _names(root: ElementTree.Element, given: str, raw: bool = False, aside: bool = False) -> Iterator[tuple[str, bool, bool]]:
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
            yield from _inline(value, given, relative, raw)
        elif value and not aside and ADDRESS.search(value):
            _refuse_network(value, given)
    for child in root:
        yield from _names(child, given, raw, aside)


def _inline(value: str, given: str, relative: bool, raw: bool) -> Iterator[tuple[str, bool, bool]]:
    """A name of a file, or those in a virtual raster that stands where the name would."""
    if value.lstrip().startswith("<"):
        try:
            yield from _names(ElementTree.fromstring(value), given, raw)  # nosec B314 (as above)
        except ElementTree.ParseError as error:
            raise InputError(f"The virtual raster {given} is no XML: {error}.", "Make it again.") from error
    elif value:
        yield value, relative, raw


def _plain(name: str) -> str:
    return name.rpartition("}")[2].lower()


def _refuse_network(name: str, given: str) -> None:
    raise InputError(f"{given} would read {name} from the network.", DOWNLOAD)


def _local(name: str, folder: str, given: str) -> str:
    """The file on this computer that a name in a virtual raster means."""
    if ADDRESS.search(name) or "://" in name:
        _refuse_network(name, given)
    within = subdataset(name)
    plain = within[0] if within else name.split("|")[0]
    prefixed = re.match(r"(?:[A-Za-z0-9_]{2,}:)+(?P<path>.*)", plain)
    if prefixed and not within:  # a format's own way to name a part, as GTIFF_DIR:1:map.tif
        plain = prefixed["path"].strip('"')
    return os.path.normpath(os.path.join(folder, plain.strip('"')))


def within_folder(path: str, folder: str) -> bool:
    """Whether a path lies in a folder or below it, by its name."""
    try:
        return os.path.commonpath([os.path.abspath(path), os.path.abspath(folder)]) == os.path.abspath(folder)
    except ValueError:  # another drive
        return False
