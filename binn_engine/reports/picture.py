"""A picture of a report, in two forms."""

from __future__ import annotations

from typing import NamedTuple


class Picture(NamedTuple):
    """PNG in base64: for a page of usual width, and for a narrow one, such as that of a telephone; empty: the wide one is scrolled."""

    wide: str
    narrow: str = ""
