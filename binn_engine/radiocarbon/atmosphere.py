"""Radiocarbon of atmospheric CO2 by year and zone: the published curve, or a file of the user's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import InputError
from ..profiles.tables.numerals import numbers
from ..profiles.tables.vectors import field_list, read_table
from ..running.callbacks import Warn

PUBLISHED = Path(__file__).with_name("atmosphere.csv")
# Hua et al. 2022 divide the globe by the rain belt of the tropics, which moves; by latitude, these are its mean places. Zones of a
# hemisphere differ by more than 3 permil only from 1954 to 1971.
ZONES = ("nh1", "nh2", "nh3", "sh3", "sh12")
SOUTHERN_EDGES = (40.0, 10.0, 0.0, -15.0)  # degrees, of all zones but the last
EVERYWHERE = ("d14c", "delta14c", "delta_14c", "d14c_permil", "delta14c_permil")
LOWEST, HIGHEST = -300.0, 2000.0  # permil, of air between 1850 and today, with room


@dataclass(frozen=True, eq=False)
class AirRadiocarbon:
    """Delta14C of the air by year and zone.

    Parameters
    ----------
    years
        ``(years,)``, one after another.
    delta
        Permil by zone, ``(years,)`` each.
    """

    years: np.ndarray
    delta: dict[str, np.ndarray]

    @property
    def end(self) -> float:
        """The first moment that is not known."""
        return float(self.years[-1] + 1)

    def highest_until(self, zones: np.ndarray, year: np.ndarray) -> np.ndarray:
        """The highest Delta14C of the air that a sample can have met, ``(n,)`` permil.

        Parameters
        ----------
        zones
            Of each sample, ``(n,)`` text.
        year
            In which it was collected, ``(n,)``, none of them before the first year.
        """
        position = np.clip(np.floor(year).astype(int) - int(self.years[0]), 0, len(self.years) - 1)
        highest = np.stack([np.maximum.accumulate(self.delta[zone]) for zone in ZONES])
        return highest[[ZONES.index(zone) for zone in zones], position]


def zones_of(latitude: np.ndarray) -> np.ndarray:
    """The zone of each place, ``(n,)`` text.

    Parameters
    ----------
    latitude
        Degrees, ``(n,)``; NaN counts as the far south.

    >>> zones_of(np.array([52.0, 30.0, 5.0, -5.0, -40.0])).tolist()
    ['nh1', 'nh2', 'nh3', 'sh3', 'sh12']
    """
    north = sum((latitude >= edge).astype(int) for edge in SOUTHERN_EDGES)
    return np.array(ZONES)[len(SOUTHERN_EDGES) - north]


def read_atmosphere(path: str, warn: Warn) -> AirRadiocarbon:
    """The curve of a file, else the published one.

    Parameters
    ----------
    path
        A table with the field ``year`` and a field for each zone, or one field such as ``d14c`` for the whole globe; empty: the published
        curve.
    warn
        Called with a code and a message.

    Raises
    ------
    InputError
        For a file without these fields, years that are not one after another, and values that no air has had.
    """
    table = read_table(path, warn, located=False) if path else pd.read_csv(PUBLISHED, comment="#")
    table.columns = [str(name).strip().lower() for name in table.columns]
    everywhere = next((name for name in EVERYWHERE if name in table), "")
    fields = {zone: zone if zone in table else everywhere for zone in ZONES}
    if "year" not in table or not all(fields.values()):
        raise InputError(
            f"{path} has no field year, or no field for the radiocarbon of the air.",
            f"Give the fields year and d14c (permil), or year and {', '.join(ZONES)}. The fields are: {field_list(table)}.",
        )
    years = numbers(table["year"], path)
    if not np.isfinite(years).all() or (years % 1.0).any() or (np.diff(years) != 1.0).any():
        raise InputError(f"{path}: the years are not whole years one after another.", "Give a row for each year, in order.")
    delta = {zone: numbers(table[name], path) for zone, name in fields.items()}
    for zone, values in delta.items():
        wrong = ~((values >= LOWEST) & (values <= HIGHEST))
        if wrong.any():
            raise InputError(
                f"{path}: field {fields[zone]} has {values[wrong][0]:g} in {years[wrong][0]:.0f}, but Delta14C of the air lies between "
                f"{LOWEST:g} and {HIGHEST:g} permil.",
                "Give Delta14C in permil, for every year. F14C (about 1) has to be converted.",
            )
    return AirRadiocarbon(years.astype(int), delta)
