"""Checks of the rows of a table: a problem stops the reading, or the row is left out for a named reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..running.callbacks import Warn


@dataclass(frozen=True)
class Reason:
    """Why a row is left out: its name, the words of a warning (``3 lack SOC``), and a sentence for the report."""

    name: str
    lack: str
    meaning: str


REASONS = (
    Reason("litter", "are litter", "Litter above the mineral soil (negative depths, depths counted upwards, or a litter field)"),
    Reason("text", "have text instead of a number", "Text instead of a number"),
    Reason("no_soc", "have no SOC", "No SOC"),
    Reason("negative_soc", "have negative SOC", "Negative SOC"),
    Reason("too_much_carbon", "have more carbon than the soil can contain", "More carbon than the soil can contain"),
    Reason("no_depth", "have no depth", "No depth, and none can be derived from the layer below"),
    Reason("reversed_depths", "have a bottom depth above the top depth", "Bottom depth above the top depth"),
    Reason("too_deep", "are deeper than 100 m", "Deeper than 100 m, which is impossible for a soil"),
    Reason("no_thickness", "have no thickness", "No thickness, which is needed for a stock"),
    Reason("no_bulk_density", "have no bulk density", "No bulk density, which a content needs, and no pedotransfer function applies"),
    Reason("wrong_coarse", "have impossible coarse fragments", "Coarse fragments outside 0-100 %"),
    Reason("no_place", "have no coordinates", "No coordinates"),
    Reason("outside_globe", "have impossible coordinates", "Impossible coordinates, or an unknown coordinate reference system"),
    Reason("no_id", "have no profile id", "No profile id"),
    Reason("no_radiocarbon", "have no radiocarbon", "Neither Delta14C nor F14C nor a radiocarbon age"),
    Reason("impossible_radiocarbon", "have impossible radiocarbon", "Delta14C of -1000 permil or less: less than no radiocarbon"),
    Reason("no_year", "have no year of collection", "No year of collection, without which radiocarbon cannot be compared"),
    Reason("year_beyond_curve", "were collected outside the years of the atmosphere", "Collected in a year without radiocarbon of the air"),
    Reason("peat", "are peat", "Peat, which the soil carbon model does not describe"),
    Reason("fraction", "are a fraction of a layer", "A fraction of the layer's carbon, not all of it"),
    Reason("above_atmosphere", "have more radiocarbon than the air ever had", "More radiocarbon than the air had until then"),
    Reason("disagreeing", "have Delta14C and F14C that disagree", "Delta14C and F14C of the row differ by more than 5 permil"),
)  # fmt: skip
BY_NAME = {row.name: row for row in REASONS}
TEXT = "text"


class Audit:
    """Which rows of a table are left out, and why. The first reason that is found for a row counts.

    Parameters
    ----------
    path
        The table's file, for messages.
    size
        Number of rows.
    warn
        Called with a code and a message.
    strict
        Whether a problem raises an error; otherwise such rows are left out.
    """

    def __init__(self, path: str, size: int, warn: Warn, strict: bool = True) -> None:
        self.path, self.warn, self.strict = path, warn, strict
        self.ids: Sequence[str] | np.ndarray = [f"of row {row + 1}" for row in range(size)]
        self.reason = np.full(size, "", dtype=object)

    def __len__(self) -> int:
        return len(self.reason)

    @property
    def left_out(self) -> np.ndarray:
        """Which rows are left out, ``(rows,)`` bool."""
        return self.reason != ""

    def lacking(self, rows: np.ndarray, reason: str) -> None:
        """Leave out rows that lack what they need: incomplete, not wrong.

        Parameters
        ----------
        rows
            ``(rows,)`` bool.
        reason
            Name of the reason, one of ``REASONS``.
        """
        self.reason[np.asarray(rows) & ~self.left_out] = BY_NAME[reason].name

    def wrong(self, rows: np.ndarray, reason: str, what: str, remedy: str) -> None:
        """Leave out rows that cannot be, or where the reading is strict raise.

        Parameters
        ----------
        rows
            ``(rows,)`` bool; those that are left out already do not count.
        reason
            Name of the reason, one of ``REASONS``.
        what, remedy
            What is wrong, and what to do, for the error.

        Raises
        ------
        InputError
            Where the reading is strict and there is such a row; names the first profile.
        """
        rows = np.asarray(rows) & ~self.left_out
        if not rows.any():
            return
        if self.strict:
            first = self.ids[int(np.argmax(rows))]
            raise InputError(f"{self.path}: {what} in {int(rows.sum()):,} of {len(rows):,} layers (first: profile {first}).", remedy)
        if reason == TEXT:  # which may be all of a field, for the sake of its format
            self.warn("text", f"{self.path}: {what} in {int(rows.sum()):,} of {len(rows):,} layers; they are left out.")
        self.lacking(rows, reason)

    def counts(self) -> dict[str, int]:
        """Numbers of rows left out, by reason, those without any left away."""
        return {row.name: count for row in REASONS if (count := int((self.reason == row.name).sum()))}

    def summary(self) -> str:
        """The counts as text: ``1 lack SOC, 3 are litter``."""
        return ", ".join(f"{count:,} {BY_NAME[name].lack}" for name, count in self.counts().items())
