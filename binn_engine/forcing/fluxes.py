"""Units of carbon fluxes in files: ``gC/m^2/s``, ``gC m-2 month-1``, ``kg m-2 yr-1``."""

from __future__ import annotations

import re

from ..clm5.geometry import DAYS_PER_YEAR, N_MONTHS
from ..errors import InputError

GRAMS = {"g": 1.0, "gc": 1.0, "kg": 1000.0, "kgc": 1000.0}
PER_YEAR = {
    **dict.fromkeys(("s", "sec", "second"), DAYS_PER_YEAR * 86400.0),
    **dict.fromkeys(("d", "day"), DAYS_PER_YEAR),
    **dict.fromkeys(("mon", "month"), float(N_MONTHS)),
    **dict.fromkeys(("y", "yr", "year", "a"), 1.0),
}


def monthly_scale(unit: str, what: str) -> float:
    """The factor that takes a flux in ``unit``, per m2 or m3, to gC per month; ``what`` names the variable in errors.

    A month is the twelfth part of a year of 365 days.

    Raises
    ------
    InputError
        For a unit that is no mass of carbon per area, or volume, and time.
    """
    words = re.findall(r"[a-z]+|\d+", re.sub(r"\bper\b", " ", unit.lower()))
    letters = [word for word in words if word.isalpha()]
    if letters[:2] in (["g", "c"], ["kg", "c"]):
        letters = [letters[0] + "c", *letters[2:]]
    if len(letters) == 3 and letters[0] in GRAMS and letters[1] == "m" and letters[2] in PER_YEAR:
        return GRAMS[letters[0]] * PER_YEAR[letters[2]] / N_MONTHS
    raise InputError(
        f"{what} is in {unit!r}, which is not a known unit of a carbon flux.",
        "Convert it to gC m-2 month-1, and set its attribute units to 'gC m-2 month-1'.",
    )


def is_per_area(unit: str) -> bool:
    """Whether a flux is per m2, not per m3.

    >>> is_per_area("gC/m^2/s"), is_per_area("kg m-3 yr-1")
    (True, False)
    """
    return re.search(r"m\^?-?2", unit.lower()) is not None
