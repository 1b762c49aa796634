"""The unit in which the stocks of zones are shown: one for the labels of the map and for the lists of a page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsExpression
from qgis.PyQt.QtCore import QLocale

from ..translation import tr

UNITS = ((1e6, "Tg C"), (1e3, "Gg C"), (1.0, "t C"))  # of totals, in t


@dataclass(frozen=True)
class ShownUnit:
    """A unit: how many of the values' own units it is, its name, and the decimals that its numbers have."""

    factor: float
    name: str
    digits: int

    @classmethod
    def of_totals(cls, values: np.ndarray) -> ShownUnit:
        """That of totals in t, by their middle.

        >>> ShownUnit.of_totals(np.array([2.1e4, 3.3e4, 1.5e6])).text(3.3e4)
        '33.0 Gg C'

        Parameters
        ----------
        values
            Totals in t, ``(zones,)``.
        """
        middle = float(np.median(values)) if len(values) else 0.0
        factor, name = next((row for row in UNITS if middle >= 0.5 * row[0]), UNITS[-1])
        return cls(factor, name, _digits(middle / factor))

    @classmethod
    def of_means(cls, values: np.ndarray, name: str) -> ShownUnit:
        """That of values which are shown as they are.

        Parameters
        ----------
        values
            In the unit in which they are shown, ``(zones,)``.
        name
            Of this unit.
        """
        return cls(1.0, name, _digits(float(np.median(values)) if len(values) else 0.0))

    def number(self, value: float) -> str:
        """A value without its unit, as QGIS's ``format_number`` writes it."""
        locale = QLocale()
        locale.setNumberOptions(locale.numberOptions() & ~QLocale.NumberOption.OmitGroupSeparator)
        return locale.toString(value / self.factor, "f", self.digits)

    def text(self, value: float, low: float | None = None, high: float | None = None) -> str:
        """A value with its unit and, where its limits are known, these."""
        told = f"{self.number(value)} {self.name}".rstrip()
        if low is None or high is None:
            return told
        return f"{told} ({tr('{low} to {high}').format(low=self.number(low), high=self.number(high))})"

    def expression(self, field: str) -> str:
        """The expression of QGIS that gives the text of a field."""
        column, end = QgsExpression.quotedColumnRef(field), QgsExpression.quotedString(f" {self.name}".rstrip())
        return f"format_number({column} / {self.factor:.1f}, {self.digits}) || {end}"


def _digits(middle: float) -> int:
    return 0 if middle >= 100 else 1 if middle >= 10 else 2 if middle >= 0.1 else 4
