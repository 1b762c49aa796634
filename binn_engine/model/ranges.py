"""Where covariates of a map are outside the range of the training profiles, counted pixel by pixel, and whether a wrong unit may be why.

Counts are whole numbers, so that sums over tiles are the same in any order, with any number of workers, and after an interruption.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ..cells import listed
from ..covariates.sample_warnings import SHIFTS, likely_shift
from ..running.events import Reporter
from .encoding import EncodedCovariate, Encoding

# One row a covariate: pixels outside, pixels far outside, for each of SHIFTS how many of both it would bring inside, and lowest and
# highest value.
Counts = tuple[tuple[float, ...], ...]

ROUNDING = 1e-6  # of the range: covariates of files are often float32
MANY = 0.5  # share of pixels outside from which there is a warning
FAR = 0.01  # share of pixels beyond the range by more than its width from which there is a warning
EXPLAINED = 0.9  # share of these that another unit has to bring inside to be named
SHOWN = 8  # covariates in a line of the log
OUTSIDE = "is outside the range of the training profiles"


def outside_counts(encoding: Encoding, values: np.ndarray) -> Counts:
    """Counts of pixels with raw covariates ``(n, covariates)``.

    Parameters
    ----------
    encoding
        Of the model's covariates.
    values
        Raw covariates of pixels, ``(n, covariates)``.
    """
    return tuple(_counted(row, values[:, number]) for number, row in enumerate(encoding.covariates))


def _counted(row: EncodedCovariate, values: np.ndarray) -> tuple[float, ...]:
    ends = (float(values.min()), float(values.max())) if len(values) else (np.inf, -np.inf)
    nothing = (0,) * (2 * len(SHIFTS))
    if row.categorical:
        return (int((~np.isin(np.rint(values), row.classes)).sum()), 0, *nothing, *ends)
    room = ROUNDING * max(row.highest - row.lowest, abs(row.lowest), abs(row.highest))
    low, high, width = row.lowest - room, row.highest + room, row.highest - row.lowest
    if low <= ends[0] and ends[1] <= high:
        return (0, 0, *nothing, *ends)
    beyond = values[(values < low) | (values > high)]
    far = beyond[(beyond < low - width) | (beyond > high + width)] if width > 0.0 else beyond
    fitting = []
    for some in (beyond, far):
        for _, undo in SHIFTS:
            undone = undo(some)
            fitting.append(int(((undone >= low) & (undone <= high)).sum()))
    return (len(beyond), len(far), *fitting, *ends)


def together(parts: Iterable[Counts]) -> Counts:
    """The counts of all parts of a map."""
    found: list[list[float]] = []
    for part in parts:
        if not found:
            found = [list(row) for row in part]
            continue
        for row, more in zip(found, part, strict=True):
            row[:-2] = [one + other for one, other in zip(row[:-2], more[:-2], strict=True)]
            row[-2], row[-1] = min(row[-2], more[-2]), max(row[-1], more[-1])
    return tuple(map(tuple, found))


def tell_outside(encoding: Encoding, counts: Counts, number: int, reporter: Reporter, what: str = "pixels") -> dict[str, float]:
    """The share of a ``number`` of pixels, or of ``what`` else, at which each covariate lies outside the range of the training profiles, by
    name.

    All shares are logged; there is a warning of the covariates that lie outside at many of the pixels, or far outside at some: one for
    all that call for the same check.

    Parameters
    ----------
    encoding
        Of the model's covariates.
    counts
        From :func:`outside_counts`.
    number
        Of pixels that were counted.
    reporter
        Gets the log and the warnings.
    what
        What was counted, as the log names it.
    """
    shares = {row.name: counted[0] / number for row, counted in zip(encoding.covariates, counts, strict=True)}
    most = sorted(((share, name) for name, share in shares.items() if share > 0.0), reverse=True)
    listed = ", ".join(f"{name} {_percent(share)}" for share, name in most[:SHOWN]) or "none"
    others = f", and {len(most) - SHOWN} others less often" if len(most) > SHOWN else ""
    reporter.log(f"At some of the {number:,} {what}, covariates are outside the range of the training profiles: {listed}{others}.")
    remedies: dict[str, list[tuple[str, float, str]]] = {}
    for row, counted in zip(encoding.covariates, counts, strict=True):
        if counted[0] >= MANY * number or counted[1] >= FAR * number:
            remedies.setdefault(_remedy(row, counted, number), []).append((row.name, counted[0] / number, _ends(row, counted)))
    for remedy, rows in remedies.items():
        reporter.warning("outside_training", f"{_outside(rows, what)} {remedy if len(rows) == 1 else _of_several(remedy)}")
    return {name: round(share, 6) for name, share in shares.items()}


def _outside(rows: Sequence[tuple[str, float, str]], what: str) -> str:
    """A sentence about covariates outside the range: the name, the share of the pixels and the ends of each."""
    if len(rows) == 1:
        [(name, share, ends)] = rows
        return f"{name} {OUTSIDE} at {_percent(share)} of the {what} ({ends})."
    most = max(share for _, share, _ in rows)
    names = listed([f"{name} ({ends})" for name, _, ends in rows], most=SHOWN, letters=200)
    return f"{len(rows)} covariates are{OUTSIDE.removeprefix('is')} at up to {_percent(most)} of the {what}: {names}."


def _ends(row: EncodedCovariate, counted: Sequence[float]) -> str:
    """Where the values lie, and where those of the training profiles do."""
    if row.categorical:
        return "classes that no training profile has"
    return f"from {counted[-2]:g} to {counted[-1]:g}; the training profiles from {row.lowest:g} to {row.highest:g}"


def _remedy(row: EncodedCovariate, counted: Sequence[float], every: int) -> str:
    """What to check, in a sentence."""
    if row.categorical:
        return "Check that the codes are the same as in training."
    fits_all, fits_far = counted[2 : 2 + len(SHIFTS)], counted[2 + len(SHIFTS) : 2 + 2 * len(SHIFTS)]
    for number, fitting in ((counted[0], fits_all), (counted[1], fits_far)):
        enough = number >= MANY * every if fitting is fits_all else number >= FAR * every
        best = likely_shift([fit >= EXPLAINED * number for fit in fitting], (counted[-2], counted[-1]), (row.lowest, row.highest))
        if enough and best is not None:
            return f"Its unit is probably different: it looks {SHIFTS[best][0]}."
    return "Check that its unit is the same as in training."


def _of_several(remedy: str) -> str:
    """What to check, of several covariates."""
    for one, several in (("Its unit is", "Their units are"), ("it looks", "they look"), ("its unit is", "their units are")):
        remedy = remedy.replace(one, several)
    return remedy


def _percent(share: float) -> str:
    return f"{100.0 * share:.3g} %"
