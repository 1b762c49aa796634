"""A picture of a report, for wide and for narrow screens."""

from __future__ import annotations

from typing import NamedTuple


class PictureTile(NamedTuple):
    """A part of a picture that stands by itself: its name, and a PNG in base64."""

    name: str
    png: str


class Picture(NamedTuple):
    """A picture in one of three kinds.

    Parameters
    ----------
    wide, narrow
        PNG in base64: for a page of usual width, and for a narrow one, such as that of a telephone; without one for a narrow page, the
        wide one is scrolled.
    tiles
        In place of both, parts of one size: as many stand side by side as the page has room for.
    """

    wide: str = ""
    narrow: str = ""
    tiles: tuple[PictureTile, ...] = ()
