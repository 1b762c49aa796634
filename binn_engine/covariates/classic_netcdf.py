"""Checks that a classic NetCDF file is complete; the library fills the missing part of a truncated file with random memory.

CESM writes this format. Its header gives the length and the start of every variable ("The NetCDF Classic Format Specification",
Unidata); versions 1, 2 and 5 differ in the widths of their numbers. Files of the newer format (HDF5) store their own length.
"""

from __future__ import annotations

import os
from math import prod
from typing import BinaryIO

from ..errors import InputError

_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8, 7: 1, 8: 2, 9: 4, 10: 8, 11: 8}
_STREAMING = (2**32 - 1, 2**64 - 1)  # numbers of records that the header does not give


def check_whole(path: str) -> None:
    """Raise an InputError where a file is a classic NetCDF and shorter than its header says; any other file passes."""
    try:
        with open(path, "rb") as stream:
            magic = stream.read(4)
            if magic[:3] != b"CDF" or magic[3:] not in (b"\x01", b"\x02", b"\x05"):
                return
            needed = _Header(stream, magic[3]).size()
    except OSError:
        return  # whoever reads it says so
    except (EOFError, KeyError, IndexError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is damaged: its header cannot be read.", "Copy or download the file again.") from error
    size = os.path.getsize(path)
    if size < needed:
        raise InputError(f"{path} is incomplete: it has {size:,} bytes, but {needed:,} are expected.", "Copy or download the file again.")


class _Header:
    """Reads a header, its numbers with the most significant byte first."""

    def __init__(self, stream: BinaryIO, version: int) -> None:
        self.stream = stream
        self.count_bytes = 8 if version == 5 else 4
        self.offset_bytes = 4 if version == 1 else 8

    def size(self) -> int:
        """Bytes that the file needs to hold all of its variables."""
        records = self._number(self.count_bytes)
        lengths = [self._dimension() for _ in range(self._list())]
        self._attributes()
        variables = [self._variable(lengths) for _ in range(self._list())]
        sizes = [size for size, _, recorded in variables if recorded]
        # Records of one variable alone are packed, those of several each begin at a fourth byte.
        record = sizes[0] if len(sizes) == 1 else sum(size + -size % 4 for size in sizes)
        known = 0 if records in _STREAMING else records
        ends = [begin + size for size, begin, recorded in variables if not recorded]
        ends += [begin + (known - 1) * record + size for size, begin, recorded in variables if recorded and known]
        return max([self.stream.tell(), *ends])

    def _number(self, width: int) -> int:
        data = self.stream.read(width)
        if len(data) < width:
            raise EOFError
        return int.from_bytes(data, "big")

    def _list(self) -> int:
        """The number of elements of a list, after its tag."""
        self._number(4)
        return self._number(self.count_bytes)

    def _skip(self, size: int) -> None:
        """Pass over bytes, which fill up fours."""
        self.stream.seek(size + -size % 4, os.SEEK_CUR)

    def _dimension(self) -> int:
        self._skip(self._number(self.count_bytes))
        return self._number(self.count_bytes)

    def _attributes(self) -> None:
        for _ in range(self._list()):
            self._skip(self._number(self.count_bytes))
            kind = self._number(4)
            self._skip(_TYPE_BYTES[kind] * self._number(self.count_bytes))

    def _variable(self, lengths: list[int]) -> tuple[int, int, bool]:
        """Bytes (of one record, where it has records), first byte, and whether it has records."""
        self._skip(self._number(self.count_bytes))
        dimensions = [lengths[self._number(self.count_bytes)] for _ in range(self._number(self.count_bytes))]
        self._attributes()
        kind = self._number(4)
        self._number(self.count_bytes)  # the size again, which large variables do not fit into
        recorded = bool(dimensions) and dimensions[0] == 0
        return _TYPE_BYTES[kind] * prod(dimensions[recorded:]), self._number(self.offset_bytes), recorded
