"""Sums over zones that are added from tile to tile, and the distributions of each zone's totals and means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import ndtri

from ..bands import Band, value_bands
from ..tables import STOCK_RANGES_M
from .correlation import VarianceOfSum

# How errors that no pass of the model shows go together: not at all, by the range that is stated, wholly.
PASSES, INDEPENDENT, STATED, FULL = "passes", "independent", "range", "full"
MEANINGS = {
    PASSES: "only the spread of the Monte Carlo passes, not calibrated",
    INDEPENDENT: "errors that the passes do not show are independent from pixel to pixel: lower limit of the uncertainty",
    STATED: "errors that the passes do not show are correlated, with the given range and nugget",
    FULL: "errors that the passes do not show are the same at all pixels: upper limit of the uncertainty",
}


@dataclass(frozen=True)
class Variable:
    """A variable to add up: a ``band`` of ``variables`` (``soc`` or ``processes``); a stock has a total, too."""

    variables: str
    band: Band
    stock: bool


def variables_of(kinds: Sequence[str], depths_m: Sequence[float]) -> list[Variable]:
    """The variables of ``soc`` and ``processes``, in the order of their bands."""
    found = []
    for kind in kinds:
        bands = value_bands(kind, tuple(depths_m))
        stocks = len(STOCK_RANGES_M) if kind == "soc" else 0
        found += [Variable(kind, band, number >= len(bands) - stocks) for number, band in enumerate(bands)]
    return found


@dataclass(frozen=True)
class ZoneDistribution:
    """Of area-weighted means, ``(zones, variables)`` each: standard deviation, lower limit, median and upper limit."""

    sd: np.ndarray
    lower: np.ndarray
    median: np.ndarray
    upper: np.ndarray

    def rows(self, which: slice) -> ZoneDistribution:
        """Of some of the zones."""
        return ZoneDistribution(self.sd[which], self.lower[which], self.median[which], self.upper[which])


@dataclass
class ZoneSums:
    """Sums over the pixels of every zone.

    ``area`` ``(zones,)`` m2 of pixels with a value, ``pixels`` ``(zones,)`` their number, ``weighted`` ``(zones, variables)`` area times
    value.
    """

    area: np.ndarray
    pixels: np.ndarray
    weighted: np.ndarray

    @classmethod
    def empty(cls, zones: int, variables: int) -> ZoneSums:
        """No pixel yet."""
        return cls(np.zeros(zones), np.zeros(zones, dtype=int), np.zeros((zones, variables)))

    def add(self, areas: csr_matrix, values: np.ndarray) -> None:
        """Pixels' areas in the zones, ``(zones, n)`` m2, and their values, ``(n, variables)``.

        Parameters
        ----------
        areas
            Areas of the pixels in the zones, m2, ``(zones, n)``.
        values
            Of the pixels, in the units of the variables, ``(n, variables)``.
        """
        self.area += np.asarray(areas.sum(1)).ravel()
        self.pixels += np.diff(areas.indptr)
        self.weighted += areas @ values

    def rows(self, which: slice) -> ZoneSums:
        """Of some of the zones."""
        return ZoneSums(self.area[which], self.pixels[which], self.weighted[which])

    def means(self) -> np.ndarray:
        """Area-weighted means, ``(zones, variables)``, NaN of zones without a pixel."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.weighted / self.area[:, None]


@dataclass
class DrawnSums:
    """Sums of area times value in every draw, by scenario: ``(zones, draws, variables)`` each. A draw is one map of the truth, so that a
    zone's total in each of them has the distribution of its total."""

    by_scenario: dict[str, np.ndarray]

    @classmethod
    def empty(cls, scenarios: Sequence[str], zones: int, draws: int, variables: int) -> DrawnSums:
        """No pixel yet."""
        return cls({name: np.zeros((zones, draws, variables)) for name in scenarios})

    def add(self, part: PartSums) -> None:
        """Take in the sums over some pixels."""
        for name, values in part.by_scenario.items():
            self.by_scenario[name][part.zones] += values

    def distributions(self, area: np.ndarray, interval: float) -> dict[str, ZoneDistribution]:
        """Of every scenario, for zones of ``area`` ``(zones,)`` m2; ``interval`` is the probability between the limits.

        Parameters
        ----------
        area
            Of the zones, m2, ``(zones,)``.
        interval
            Probability between the limits.
        """
        found = {}
        with np.errstate(invalid="ignore", divide="ignore"):
            for name, sums in self.by_scenario.items():
                means = sums / area[:, None, None]
                levels = (0.5 - interval / 2.0, 0.5, 0.5 + interval / 2.0)
                found[name] = ZoneDistribution(means.std(1, ddof=1), *np.quantile(means, levels, axis=1))
        return found


@dataclass(frozen=True)
class PartSums:
    """The contribution of some pixels: the numbers of their ``zones``, and sums as in :class:`DrawnSums` for these alone; and the mean of
    the pixels' draws, ``(n, variables)``."""

    zones: np.ndarray
    by_scenario: dict[str, np.ndarray]
    means: np.ndarray


def weighted_draws(areas: csr_matrix, stack: np.ndarray) -> np.ndarray:
    """Sums ``(zones, draws, variables)`` of areas ``(zones, n)`` times values ``(draws, n, variables)``.

    Parameters
    ----------
    areas
        Areas of the pixels in the zones, m2, ``(zones, n)``.
    stack
        Draws of the values, ``(draws, n, variables)``.
    """
    draws, pixels, variables = stack.shape
    return (areas @ stack.transpose(1, 0, 2).reshape(pixels, -1)).reshape(-1, draws, variables)


@dataclass
class SpreadSums:
    """Sums of area times standard deviation, from which the variance of a zone's mean is computed, given the correlation of errors.

    ``full`` and ``squares`` are ``(zones, variables)``, ``waves`` ``(zones, variables, waves)``, without a stated range None.
    """

    full: np.ndarray
    squares: np.ndarray
    waves: np.ndarray | None

    @classmethod
    def empty(cls, zones: int, variables: int, model: VarianceOfSum | None) -> SpreadSums:
        """No pixel yet."""
        waves = None if model is None else np.zeros((zones, variables, model.waves), dtype=complex)
        return cls(np.zeros((zones, variables)), np.zeros((zones, variables)), waves)

    def add(self, areas: csr_matrix, sd: np.ndarray, waves: np.ndarray | None) -> None:
        """Pixels' areas in the zones, ``(zones, n)``, their standard deviations, ``(n, variables)``, and waves there, ``(n, waves)``.

        Parameters
        ----------
        areas
            Areas of the pixels in the zones, m2, ``(zones, n)``.
        sd
            Standard deviations of the pixels, ``(n, variables)``.
        waves
            Waves at the pixels, from :meth:`VarianceOfSum.at`, ``(n, waves)``; None without a correlation.
        """
        self.full += areas @ sd
        self.squares += areas.multiply(areas).tocsr() @ sd**2
        if waves is not None and self.waves is not None:
            for column in range(sd.shape[1]):
                self.waves[:, column] += areas @ (sd[:, column, None] * waves)

    def distributions(
        self, area: np.ndarray, means: np.ndarray, model: VarianceOfSum | None, interval: float
    ) -> dict[str, ZoneDistribution]:
        """Normal ones about ``means`` ``(zones, variables)``, no lower than 0: nothing mapped here is negative.

        Parameters
        ----------
        area
            Of the zones, m2, ``(zones,)``.
        means
            Of the zones, ``(zones, variables)``.
        model
            Variance of the sums, where errors are correlated; None where not.
        interval
            Probability between the limits.
        """
        sums = {INDEPENDENT: np.sqrt(self.squares)}
        if model is not None and self.waves is not None:
            sums[STATED] = np.sqrt(model.variance(self.waves, self.squares))
        sums[FULL] = self.full
        reach = ndtri(0.5 + interval / 2.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            spreads = {name: values / area[:, None] for name, values in sums.items()}
        return {name: ZoneDistribution(sd, np.maximum(means - reach * sd, 0.0), means, means + reach * sd) for name, sd in spreads.items()}
