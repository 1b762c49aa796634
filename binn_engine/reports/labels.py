"""Units and names as people write them."""

from __future__ import annotations

import re
import textwrap

from ..tables import variable_label

_POWERS = re.compile(r"(?<=[/\s(])(k?c?m)([23])\b|^(k?c?m)([23])\b")


def powers(text: str) -> str:
    """A text with its units as people write them.

    >>> powers("SOC (gC/m3), 5 km2, m2/yr, kgC/m2 in profile m2x")
    'SOC (gC/m³), 5 km², m²/yr, kgC/m² in profile m2x'
    """
    return _POWERS.sub(lambda unit: (unit[1] or unit[3]) + "²³"[(unit[2] or unit[4]) == "3"], text)


def wrapped(name: str, width: int = 30) -> str:
    """A variable's label for the title of a narrow panel, at most ``width`` letters a line."""
    return textwrap.fill(variable_label(name), width)
