"""Times in words. Plain standard-library Python: the QGIS side reads this module too."""

from __future__ import annotations


def in_words(seconds: float) -> str:
    """A time as people read it.

    >>> in_words(3.2), in_words(75), in_words(3700), in_words(90_000)
    ('3 s', '1 min 15 s', '1 h 1 min', '25 h')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole < 600 else f"{whole // 60} min"
    return f"{whole // 3600} h {whole % 3600 // 60} min" if whole < 36_000 else f"{whole // 3600} h"
