"""Ranges of depths as text, such as ``0-20 cm``."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from .units import METRES

_RANGE = r"^(-?\d+(?:[.,]\d+)?)\s*(?:cm|mm|m)?\s*(?:-|–|—|to)\s*(-?\d+(?:[.,]\d+)?)\s*(cm|mm|m)?$"


def depth_ranges(column: pd.Series, unit: str = "cm") -> tuple[pd.Series, pd.Series]:
    """Top and bottom in metres ``(rows,)`` of entries such as ``0-20 cm`` or ``5 to 15``, NaN where an entry is no range; ``unit`` is
    that of entries that say none."""
    entries = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    parts = entries.str.extract(_RANGE, flags=re.IGNORECASE)
    metres = parts[2].str.lower().fillna(unit).map(METRES)
    return parts[0].str.replace(",", ".").astype(float) * metres, parts[1].str.replace(",", ".").astype(float) * metres


def says_unit(column: pd.Series) -> bool:
    """Whether any entry such as ``0-20 cm`` says its unit."""
    entries = column.dropna().astype(str).str.strip()
    return bool(entries.str.extract(_RANGE, flags=re.IGNORECASE)[2].notna().any())


def units_of_ranges(column: pd.Series, unit: str = "cm") -> np.ndarray:
    """What the numbers of each entry are multiplied by to be metres, ``(rows,)``; ``unit`` where an entry says none."""
    entries = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    said = entries.str.extract(_RANGE, flags=re.IGNORECASE)[2].str.lower()
    return said.fillna(unit).map(METRES).to_numpy(dtype=float)
