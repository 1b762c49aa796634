"""Units and names as people write them."""

from __future__ import annotations

import re
import textwrap

from ..tables import VARIABLES, variable_label

# Where an area or a volume is a unit and no part of a name: per area (gC/m3), after a number (5 km2), in parentheses, or in a rate (m2/yr).
_RATE, _NO_FILE = r"/(?:yr|year|month|day|d|s)\b", r"(?![\w/\\-]|\.\w)"
_POWERS = re.compile(
    rf"((?:^|(?<=[\s(\[]))(?:(?:[kMTPhcdmu]|da)?gC?|tC?|C|W|J|1)/|(?<=\d )|(?<=\()(?=\w+\)(?!\.\w))|(?:^|(?<=[\s(]))(?=k?c?m[23]{_RATE}))"
    rf"(k?c?m)([23])(?={_RATE}|{_NO_FILE})"
)


def powers(text: str) -> str:
    """A text with its units as people write them.

    >>> powers("SOC (gC/m3), 5 km2, m2/yr, kgC/m2 of /data/m2/soc.tif")
    'SOC (gC/m³), 5 km², m²/yr, kgC/m² of /data/m2/soc.tif'
    """
    return _POWERS.sub(lambda unit: unit[1] + unit[2] + "²³"[unit[3] == "3"], text)


def unit_in_brackets(name: str) -> str:
    """The unit of a parameter or process, to be written behind its name; nothing for a plain number.

    >>> unit_in_brackets("tau_s3"), unit_in_brackets("q10")
    (' (yr)', '')
    """
    unit = VARIABLES[name].unit
    return "" if unit == "1" else f" ({unit})"


def wrapped(name: str, width: int = 30) -> str:
    """A variable's label for the title of a narrow panel, at most ``width`` letters a line."""
    return textwrap.fill(variable_label(name), width)
