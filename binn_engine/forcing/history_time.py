"""Dates of the records of history files, and whether the files are from one simulation.

CESM gives the mean of a month the date of the month's end: January's mean has the date of 1 February. So the month is taken from the middle
of the time bounds. Without bounds, a date within a month belongs to this month. A date at the first moment of a month may mean the
month that ends or the month that begins: for whole years of such dates, the first date decides; for a single file, the month in its name;
otherwise CESM's convention is used. Both cases give a warning.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import cftime
import numpy as np
import xarray

from ..clm5.geometry import N_MONTHS
from ..errors import InputError
from ..running.callbacks import Warn

BOUNDS_NAMES = ("time_bounds", "time_bnds", "time_bound")
LONGEST_MONTH_DAYS = 32.0
# What a file says of the simulation that it is of.
IDENTITY = ("case_id", "caseid", "case", "case_title", "title", "source", "source_id", "experiment_id", "variant_label", "realization")
_CASE_IN_NAME = re.compile(r"(?P<case>.+?)\.clm\w*\.h\d", re.IGNORECASE)
_MONTH_IN_NAME = re.compile(r"(?<!\d)(?P<year>\d{4})-?(?P<month>0[1-9]|1[0-2])(?!\d)")
BEGINS, ENDS = "begins", "ends"

# Calendars of the CF conventions.
CALENDARS = ("standard", "gregorian", "proleptic_gregorian", "noleap", "365_day", "360_day", "julian", "all_leap", "366_day")

Month = tuple[int, int]  # year, and month from 0 for January


def months_of(dataset: xarray.Dataset, path: str) -> tuple[list[Month], str]:
    """The year and month of each record of a history file, and what its stamps mean where these are the first moments of months and no
    bounds say so: that a month ``begins`` or ``ends``; else empty.

    Raises
    ------
    InputError
        For records that are longer than a month, or a time without units.
    """
    time = dataset["time"]
    if not re.match(r"days since \d", str(time.attrs.get("units", ""))):
        message = f"{path}: the units of time are {time.attrs.get('units', '')!r}, not days since a date."
        raise InputError(message, "Use history files in the format in which CESM writes them, with time in days since a date.")
    if time.size == 0:
        raise InputError(f"{path} contains no records.", "Leave this file out. The run of CLM ended before it wrote a month.")
    named = [name for name in (time.attrs.get("bounds", ""), *BOUNDS_NAMES) if name in dataset.variables]
    if named:
        return _months(_middles(dataset[named[0]].values.astype(float), named[0], time.size, path), time, path), ""
    stamps = time.values.astype(float).reshape(-1)
    if not all(date.day == 1 and date.hour == date.minute == 0 for date in _dates(stamps, time, path)):
        return _months(stamps, time, path), ""
    meaning = _meaning(_months(stamps, time, path), path)
    return _months(stamps + (1e-3 if meaning == BEGINS else -1e-3), time, path), meaning


def _middles(bounds: np.ndarray, name: str, records: int, path: str) -> np.ndarray:
    if bounds.shape != (records, 2):
        message = f"{path}: {name} does not give the beginning and end of {records} records."
        raise InputError(message, "Use history files in the format in which CESM writes them.")
    if (bounds[:, 1] - bounds[:, 0]).max() > LONGEST_MONTH_DAYS:
        raise InputError(f"{path} has means over {np.ptp(bounds, axis=1).max():g} days.", "Use monthly history files (h0).")
    return bounds.mean(axis=1)


def _dates(moments: np.ndarray, time: xarray.DataArray, path: str) -> Sequence[cftime.datetime]:
    units, calendar = str(time.attrs.get("units", "")), _known_calendar(str(time.attrs.get("calendar", "noleap")), path)
    if not np.isfinite(moments).all():
        raise _without_time(moments, path)
    try:
        return list(np.atleast_1d(cftime.num2date(moments, units, calendar=calendar)))
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{path}: its time cannot be converted to a date: {error}.", "Use history files in the format in which CESM writes them."
        ) from error


def _without_time(moments: np.ndarray, path: str) -> InputError:
    missing = int((~np.isfinite(moments)).sum())
    return InputError(f"{path}: the time is missing in {missing} of {len(moments)} records.", "Copy or download the file again.")


def _known_calendar(text: str, path: str) -> str:
    """A calendar as cftime calls it; raises :class:`InputError` for one that is none."""
    calendar = text.strip().lower().replace("no_leap", "noleap")
    if calendar not in CALENDARS:
        raise InputError(
            f"{path}: the calendar of its time is {text!r}, which is not supported.", f"Set it to one of {', '.join(CALENDARS)}."
        )
    return calendar


def _months(moments: np.ndarray, time: xarray.DataArray, path: str) -> list[Month]:
    return [(int(date.year), int(date.month) - 1) for date in _dates(moments, time, path)]


def _meaning(stamps: list[Month], path: str) -> str:
    """What stamps at the first moments of months mean."""
    if len(stamps) % N_MONTHS == 0:
        return BEGINS if stamps[0][1] == 0 else ENDS
    found = _MONTH_IN_NAME.search(os.path.basename(path))
    if len(stamps) == 1 and found:
        return BEGINS if (int(found["year"]), int(found["month"]) - 1) == stamps[0] else ENDS
    return ENDS


def check_order(time: np.ndarray, units: str, calendar: str, path: str) -> None:
    """Refuse twelve months, dated or counted, that are not from January to December in order.

    Parameters
    ----------
    time
        Moments as the file holds them, in ``units``, or numbers of months, ``(12,)``.
    units, calendar
        Of the moments, such as ``days since 2000-01-01`` and ``noleap``; with other units nothing but counted months is looked at.
    path
        The file, for messages.

    Raises
    ------
    InputError
        Where the months are out of order, or the calendar is unknown.
    """
    values = np.asarray(time, dtype=float)
    if not np.isfinite(values).all():
        raise _without_time(values, path)
    if re.match(r"(days|hours|seconds|minutes) since \d", units):
        calendar = _known_calendar(calendar, path)
        try:
            dates = cftime.num2date(values, units, calendar=calendar)
        except (ValueError, OverflowError):
            return
        months = [date.month for date in dates]
        first = all(date.day == 1 for date in dates)
        if months == list(range(1, 13)) or (first and months == [*range(2, 13), 1]):  # the ends of months, as CESM stamps them
            return
    elif sorted(values) not in (list(range(1, 13)), list(range(12))) or list(values) == sorted(values):
        return
    else:
        months = [int(value) for value in values]
    raise InputError(
        f"{path}: its twelve months are {', '.join(map(str, months))}, but must be January to December in this order.",
        "Sort them by month, January first.",
    )


@dataclass
class OneSimulation:
    """Checks that files are from one simulation: by their attributes, and by their values for the same month."""

    warn: Warn
    says: dict[str, tuple[str, str]] = field(default_factory=dict)  # attribute -> its value, and the file that had it
    records: dict[tuple[str, Month], tuple[bytes, str]] = field(default_factory=dict)
    meaning: tuple[str, str] = ("", "")

    def add(self, dataset: xarray.Dataset, path: str, meaning: str) -> None:
        """Take a file that has records; ``meaning`` is that of its stamps.

        Raises
        ------
        InputError
            Where it is of another simulation than a file before, or its stamps mean something else.
        """
        named = {name: str(dataset.attrs[name]).strip() for name in IDENTITY if name in dataset.attrs}
        if case := _CASE_IN_NAME.match(os.path.basename(path)):
            named["the case in its name"] = case["case"]
        for name, value in named.items():
            before, file = self.says.setdefault(name, (value, path))
            if value != before:
                raise InputError(
                    f"{path} and {file} come from two simulations: {name} is {value!r} in one, and {before!r} in the other.",
                    "Put the files of one simulation into a folder without other files.",
                )
        if not meaning:
            return
        if self.meaning[0] and meaning != self.meaning[0]:
            raise InputError(
                f"The time of the records in {path} is the first moment of the month that {meaning}, but in {self.meaning[1]} "
                f"it is that of the month that {self.meaning[0]}.",
                "Add time_bounds to the files, or use the middle of the month as the time of each record.",
            )
        if not self.meaning[0]:
            self.warn(
                "month_stamps",
                f"{path} has no time bounds, and the time of its records is the first moment of a month. They are "
                f"read as means of the month that then {meaning}{', as in files of CESM' if meaning == ENDS else ''}.",
            )
        self.meaning = meaning, path

    def is_new(self, name: str, month: Month, values: np.ndarray, path: str) -> bool:
        """Whether no file before has had a variable's record of a month; one that is there twice counts once.

        Parameters
        ----------
        name
            The variable.
        month
            Year, and month from 0 for January.
        values
            The record, any shape.
        path
            The file that it is from.

        Raises
        ------
        InputError
            Where a file before has another one.
        """
        digest = hashlib.blake2b(np.ascontiguousarray(values).tobytes(), digest_size=16).digest()
        before, file = self.records.setdefault((name, month), (digest, path))
        if file == path:
            return True
        if digest != before:
            raise InputError(
                f"{path} and {file} both contain {name} of month {month[1] + 1} of year {month[0]}, with different "
                "values: they come from two simulations.",
                "Put the files of one simulation into a folder without other files.",
            )
        return False
