"""The correlation of errors of neighbouring pixels, and the variance of their sum.

Correlation decreases with distance as ``(1 - nugget) exp(-3 d / range)``: at the range, 5 % are left; the nugget is the share of the
variance that is independent for every pixel. The model is written as a sum of waves (the spectral method of Shinozuka and Jan 1972), one
for each band of wavelengths, whose share of the variance is the integral of the exponential model's spectrum over the band. A wave is a
function of the place alone, so nothing depends on tiles, and its sums over pixels can be added from tile to tile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

BANDS = 64  # of wavelengths in a random field
QUADRATURE = (32, 12)  # wavelengths and directions where a variance is computed
LONGEST, SHORTEST = 20.0, 0.05  # wavelengths over 2 pi: of the extent of all zones, and of a pixel


@dataclass(frozen=True)
class Correlation:
    """The model of correlation: ``range_m`` (0: none; infinite: one error for all) and ``nugget``, 0 to 1."""

    range_m: float
    nugget: float = 0.0

    def over(self, region: FieldExtent) -> Correlation:
        """The same, with no range where that is no wider than a pixel: neighbours then have less than 5 % in common."""
        return replace(self, range_m=0.0) if self.range_m <= region.pixel_m else self

    def at(self, distance_m: np.ndarray) -> np.ndarray:
        """Correlation of two different places so far apart.

        Parameters
        ----------
        distance_m
            m, any shape.
        """
        if self.range_m == 0.0:
            return np.zeros_like(distance_m)
        return (1.0 - self.nugget) * np.exp(-3.0 * distance_m / self.range_m)


@dataclass(frozen=True)
class FieldExtent:
    """The extent of random fields: the ``extent_m`` of all zones and the width of a pixel, ``pixel_m``."""

    extent_m: float
    pixel_m: float


def _bands(correlation: Correlation, region: FieldExtent, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the variance with wave numbers below the edges of ``count`` bands, ``(count + 1,)``, and each band's share, ``(count,)``.

    In two dimensions the exponential model ``exp(-d / s)`` has the share ``1 - (1 + s^2 k^2)^(-1/2)`` below a wave number k.
    """
    edges = np.geomspace(1.0 / (LONGEST * region.extent_m), 1.0 / (SHORTEST * region.pixel_m), count - 1)
    below = 1.0 - 1.0 / np.sqrt(1.0 + (correlation.range_m / 3.0 * edges) ** 2)
    below = np.concatenate([[0.0], below, [1.0]])
    return below, np.diff(below)


def _wave_number(correlation: Correlation, share: np.ndarray) -> np.ndarray:
    """The wave number, 1/m, below which a share of the variance lies."""
    return np.sqrt(1.0 / np.maximum(1.0 - share, 1e-12) ** 2 - 1.0) * 3.0 / correlation.range_m


class RandomField:
    """Standard normal errors at places: draw ``number`` of ``seed`` is one function of the whole map."""

    def __init__(self, correlation: Correlation, region: FieldExtent, seed: int, number: int) -> None:
        self._correlation, self._number, self._seed = correlation.over(region), number, seed
        correlation = self._correlation
        generator = np.random.default_rng([seed, number, 1])
        self._common = generator.standard_normal()
        if not 0.0 < correlation.range_m < np.inf:
            return
        below, share = _bands(correlation, region, BANDS)
        wave = _wave_number(correlation, below[:-1] + share * generator.random(BANDS))
        turn = 2.0 * np.pi * generator.random(BANDS)
        self._waves = np.stack([wave * np.cos(turn), wave * np.sin(turn)])
        self._size = np.sqrt(share) * generator.standard_normal((2, BANDS))

    def at(self, x: np.ndarray, y: np.ndarray, pixel: np.ndarray) -> np.ndarray:
        """Errors at places ``(n,)`` in metres on an equal-area plane, of the pixels so numbered.

        Parameters
        ----------
        x, y
            Places on an equal-area plane, m, ``(n,)``.
        pixel
            Numbers of the pixels, ``(n,)``.
        """
        nugget = 1.0 if self._correlation.range_m == 0.0 else self._correlation.nugget
        errors = np.sqrt(nugget) * white_noise(self._seed, self._number, pixel) if nugget > 0.0 else np.zeros(len(x))
        if nugget == 1.0:
            return errors
        if np.isinf(self._correlation.range_m):
            return errors + np.sqrt(1.0 - nugget) * self._common
        phase = np.stack([x, y], 1) @ self._waves
        return errors + np.sqrt(1.0 - nugget) * (np.cos(phase) @ self._size[0] + np.sin(phase) @ self._size[1])


def white_noise(seed: int, number: int, pixel: np.ndarray) -> np.ndarray:
    """Independent standard normal numbers by address: of ``seed``, the ``number`` of the draw and the pixel ``(n,)``.

    The bits are those of the generator SplitMix64 (Steele et al. 2014) at the pixel's place in its sequence.

    Parameters
    ----------
    seed
        Of the field.
    number
        Of the draw.
    pixel
        Numbers of the pixels, ``(n,)``.
    """
    start = np.random.SeedSequence([seed, number, 2]).generate_state(1, np.uint64)[0]
    with np.errstate(over="ignore"):
        bits = start + (pixel.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        bits = bits ^ (bits >> np.uint64(31))
    return ndtri(((bits >> np.uint64(12)).astype(float) + 0.5) / 2.0**52)


class VarianceOfSum:
    """The variance of weighted sums of correlated errors, from waves over the pixels.

    ``Var(sum a_i e_i) = (1 - nugget) sum_w share_w |sum_i a_i exp(i k_w x_i)|^2 + nugget sum_i a_i^2``, whose inner sums add up over tiles.
    """

    def __init__(self, correlation: Correlation, region: FieldExtent) -> None:
        wavelengths, directions = QUADRATURE
        correlation = correlation.over(region)
        self._nugget = 1.0 if correlation.range_m == 0.0 else correlation.nugget
        if self._nugget == 1.0:
            self._share, self._waves = np.zeros(0), np.zeros((2, 0))
            return
        below, share = _bands(correlation, region, wavelengths)
        wave = np.repeat(_wave_number(correlation, below[:-1] + 0.5 * share), directions)
        # Directions of one wavelength lie between those of the next.
        turn = np.pi / directions * (np.arange(directions)[None, :] + (np.arange(wavelengths) * 0.618 % 1.0)[:, None]).ravel()
        self._share = np.repeat(share, directions) / directions
        self._waves = np.stack([wave * np.cos(turn), wave * np.sin(turn)])

    @property
    def waves(self) -> int:
        """The number of waves."""
        return len(self._share)

    def at(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Every wave at places ``(n,)``: complex, ``(n, waves)``.

        Parameters
        ----------
        x, y
            Places on an equal-area plane, m, ``(n,)``.
        """
        return np.exp(1j * (np.stack([x, y], 1) @ self._waves))

    def variance(self, sums: np.ndarray, squares: np.ndarray) -> np.ndarray:
        """The variance ``(...)`` of ``sums`` ``(..., waves)`` of ``a_i`` times every wave, ``squares`` being the sum of ``a_i^2``.

        Parameters
        ----------
        sums
            Of ``a_i`` times every wave, ``(..., waves)``.
        squares
            Sum of ``a_i^2``, ``(...)``.
        """
        return (1.0 - self._nugget) * (np.abs(sums) ** 2 @ self._share) + self._nugget * squares
