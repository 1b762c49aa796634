"""Zones computed by the model, pass by pass: each pass is one map, and the totals of a zone in all passes are its distribution."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import numpy as np
from scipy.sparse import csr_matrix

from ..forcing.grid import ForcingGrid
from ..learning.site_inputs import SiteInputs, site_inputs
from ..model.checkpoints import Model
from ..model.ranges import Counts, outside_counts
from ..model.spread import Spread
from ..prediction.calibrated_stocks import draws_of_truth
from ..prediction.prediction import VariableRequest, reduce_draws
from ..running.callbacks import Progress, Warn
from .correlation import Correlation, FieldExtent, RandomField
from .ellipsoid import plane_around
from .sums import FULL, INDEPENDENT, PASSES, STATED, PartSums, weighted_draws

KINDS = ("soc", "processes")
SUMMING = "summing over the zones"  # the phase of a run


@dataclass(frozen=True)
class Pixels:
    """Pixels: raw covariates ``(n, covariates)``, centres ``(n,)`` in degrees, numbers on the grid ``(n,)``, and their areas within every
    zone, ``(zones, n)`` m2."""

    values: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    number: np.ndarray
    areas: csr_matrix


@dataclass(frozen=True)
class ZonalModel:
    """Adds up pixels in coherent draws, in which each draw is one map.

    Parameters
    ----------
    model, forcing, depths_m, spread
        As in a prediction.
    calibrated
        Whether the model's calibration is used. Each pixel of each draw then has the calibrated distribution. The part of its errors
        that the passes show is correlated as in the passes; the other part is correlated as in ``correlations``.
    correlations
        By scenario.
    region, middle
        The extent of the random fields, and the longitude and latitude around which distances are measured.
    """

    model: Model
    forcing: ForcingGrid
    depths_m: tuple[float, ...]
    spread: Spread
    calibrated: bool
    correlations: dict[str, Correlation]
    region: FieldExtent
    middle: tuple[float, float]
    warn: Warn

    @property
    def scenarios(self) -> tuple[str, ...]:
        """What distributions there will be."""
        if not self.spread.active:
            return ()
        return tuple(self.correlations) if self.calibrated else (PASSES,)

    @property
    def draws(self) -> int:
        """Draws of every scenario."""
        passes = len(self.spread.draws(self.model))
        return draws_of_truth(passes) if self.calibrated else passes

    def sums(self, pixels: Pixels, progress: Progress) -> list[PartSums]:
        """What the pixels add, in parts, in their order; ``progress`` is told after each part."""
        model = self.model
        sites, request = self._inputs(pixels).tensors(model, self.forcing), VariableRequest(KINDS, self.depths_m, self.spread)
        counting, done = Lock(), 0

        def reduce(rows: np.ndarray, stacks: dict[str, np.ndarray]) -> PartSums:
            nonlocal done
            part = self._reduced(pixels, rows, stacks)
            with counting:  # parts are computed in several threads
                done += len(rows)
                progress(done / len(pixels.number), SUMMING)
            return part

        return reduce_draws(model, sites, request, reduce, self.warn)

    def distance_and_outside(self, pixels: Pixels) -> tuple[float, Counts]:
        """The largest distance of the pixels to the forcing, degrees, and counts of those whose covariates lie outside the training's."""
        places = self._inputs(pixels)
        return float(places.distance.max()), outside_counts(self.model.encoding, places.values)

    def _inputs(self, pixels: Pixels) -> SiteInputs:
        return site_inputs(self.model.encoding, self.forcing, pixels.values, pixels.longitude, pixels.latitude)

    def _reduced(self, pixels: Pixels, rows: np.ndarray, stacks: dict[str, np.ndarray]) -> PartSums:
        areas = pixels.areas[:, rows]
        zones = np.flatnonzero(np.diff(areas.indptr))
        areas = areas[zones]
        stack = np.concatenate([stacks[kind] for kind in KINDS], 2)
        means = stack.mean(0)
        calibration = self.model.calibration if self.calibrated else None
        if calibration is None:
            sums = {PASSES: weighted_draws(areas, stack)} if self.scenarios else {}
            return PartSums(zones, sums, means)
        repeats = self.draws // len(stack)
        place = plane_around(*self.middle)(pixels.longitude[rows], pixels.latitude[rows])
        by_scenario = {}
        for name, correlation in self.correlations.items():
            fields = (RandomField(correlation, self.region, self.spread.seed, draw) for draw in range(self.draws))
            residual = np.stack([field.at(*place, pixels.number[rows]) for field in fields])
            parts = [calibration.coherent(kind, np.tile(stacks[kind], (repeats, 1, 1)), residual, self.depths_m) for kind in KINDS]
            by_scenario[name] = weighted_draws(areas, np.concatenate(parts, 2))
        return PartSums(zones, by_scenario, means)


def correlations_of(range_km: float, nugget: float) -> dict[str, Correlation]:
    """The two limits, and between them what is stated, where it is."""
    stated = {STATED: Correlation(1000.0 * range_km, nugget)} if range_km > 0.0 else {}
    return {INDEPENDENT: Correlation(0.0), **stated, FULL: Correlation(np.inf)}
