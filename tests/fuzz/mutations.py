"""How the fuzzer damages a sound file: bytes of any, values of JSON, the header of a checkpoint, cells of a table, points of polygons."""

from __future__ import annotations

import copy
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

Random = np.random.Generator

HOSTILE_TEXT = (
    "", " ", "a" * 300, "x" * 100_000, "../../up", "/dev/null", "/dev/zero", ".", "~", "a;b.gpkg", "a\tb", "a\nb", "\u0000", "\ud800",
    "Größe 土", "[% env('HOME') %]", "<b>x</b>", "=1+1", "NaN", "1e400", "-1", "NETCDF:", 'NETCDF:"a":b', "GPKG:a:b", "/vsizip/a.zip/b",
    "/vsistdin/", "/vsicurl/http://127.0.0.1:9/x.tif", "http://127.0.0.1:9/x", "tcp://127.0.0.1:9", "ogr:dbname=x", "a|layername=b",
    "WFS:http://127.0.0.1:9", "name=1=2",
)  # fmt: skip
HOSTILE_NUMBERS = (0, 1, -1, 2, 0.5, -0.5, 1e-300, 1e308, -1e308, float("nan"), float("inf"), 2**31, 2**63, 2**64, 10**30, -(2**63), True)
HOSTILE_VALUES = (None, [], {}, [[]], [None], {"a": 1}, [1, "a"], [{}], False)
NUMBERS = (b"0", b"-1", b"1e308", b"nan", b"inf", b"99999999999999999999", b"-9999", b"1,5", b"", b"1e400")
SIGNS = (b"\x00", b"\xff", b"\n", b",", b";", b'"', b"\t", b"\xef\xbb\xbf", b"[", b"{", b"<", b"\r")


def damaged_bytes(content: bytes, random: Random) -> bytes:
    """Some bytes changed, cut, put in, doubled or zeroed."""
    data = bytearray(content)
    for _ in range(int(random.integers(1, 4))):
        at, length = int(random.integers(len(data) + 1)), int(2 ** random.uniform(0, 8))
        how = int(random.integers(7))
        if how == 0:
            del data[at:]
        elif how == 1:
            del data[at : at + length]
        elif how == 2:
            data[at : at + length] = bytes(min(length, len(data) - at))
        elif how == 3:
            data[at:at] = data[max(at - length, 0) : at]
        elif how == 4:
            data[at:at] = SIGNS[random.integers(len(SIGNS))]
        elif how == 5 and len(data):
            data[at % len(data)] ^= 1 << int(random.integers(8))
        else:
            data[at : at + length] = random.bytes(min(length, len(data) - at))
    return bytes(data)


def damaged_text(content: bytes, random: Random) -> bytes:
    """A number or a word of a text replaced, or its bytes damaged."""
    if random.random() < 0.4:
        return damaged_bytes(content, random)
    words = content.replace(b"\n", b",\n").split(b",")
    for _ in range(int(random.integers(1, 6))):
        words[int(random.integers(len(words)))] = NUMBERS[int(random.integers(len(NUMBERS)))]
    return b",".join(words).replace(b",\n", b"\n")


def hostile(random: Random) -> Any:
    """A value that JSON may hold and a job should not."""
    kind = random.random()
    if kind < 0.45:
        return HOSTILE_TEXT[int(random.integers(len(HOSTILE_TEXT)))]
    if kind < 0.8:
        return HOSTILE_NUMBERS[int(random.integers(len(HOSTILE_NUMBERS)))]
    return copy.deepcopy(HOSTILE_VALUES[int(random.integers(len(HOSTILE_VALUES)))])


def damaged_json(value: Any, random: Random) -> Any:
    """A copy with some values, names or parts of it replaced."""
    value = copy.deepcopy(value)
    for _ in range(int(random.integers(1, 4))):
        places = list(_places(value))
        if not places:
            return hostile(random)
        part, key = places[int(random.integers(len(places)))]
        how = random.random()
        if how < 0.75:
            part[key] = hostile(random)
        elif how < 0.85:
            del part[key]
        elif isinstance(part, dict):
            part[str(hostile(random))[:200]] = part.pop(key)
        else:
            part.append(copy.deepcopy(part[key]))
    return value


def _places(value: Any, depth: int = 0) -> Any:
    """Every place of a value that can be replaced: what holds it, and its name or number there."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        if depth < 6:
            yield from _places(value[key], depth + 1)


def json_text(value: Any, random: Random) -> bytes:
    """A value as JSON text; now and then nested deeply, cut, or with an entry twice."""
    text = json.dumps(value).encode()
    how = random.random()
    if how < 0.05:
        return b"[" * int(10 ** random.uniform(1, 5)) + text
    if how < 0.1:
        return b'{"job":' * int(10 ** random.uniform(1, 4)) + text
    return damaged_bytes(text, random) if how < 0.2 else text


def damaged_checkpoint(content: bytes, random: Random) -> bytes:
    """A checkpoint with another card, another header or other weights; now and then without its hash, as an older engine wrote it."""
    if random.random() < 0.25:
        return damaged_bytes(content, random)
    (length,) = struct.unpack("<Q", content[:8])
    header, body = json.loads(content[8 : 8 + length]), bytearray(content[8 + length :])
    metadata = header["__metadata__"]
    how = random.random()
    if how < 0.6:
        card = damaged_json(json.loads(metadata["card"]), random)
        if random.random() < 0.7 and isinstance(card, dict):
            card["format_version"] = 2
        metadata["card"] = json.dumps(card)
    elif how < 0.8:
        header = damaged_json(header, random)
    else:
        at = 4 * int(random.integers(len(body) // 4))
        body[at : at + 4] = struct.pack("<f", float(random.choice([np.nan, np.inf, 1e30, -1e30, 0.0])))
    if random.random() < 0.7 and isinstance(header, dict) and isinstance(header.get("__metadata__"), dict):
        header["__metadata__"].pop("hash", None)
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(body)


def damaged_geojson(content: bytes, random: Random) -> bytes:
    """Polygons with other points, properties or types."""
    if random.random() < 0.2:
        return damaged_text(content, random)
    value = damaged_json(json.loads(content), random)
    return json_text(value, random)


def replace(path: Path, content: bytes) -> Path:
    """Write a damaged file in the place of the sound one."""
    path.write_bytes(content)
    return path
