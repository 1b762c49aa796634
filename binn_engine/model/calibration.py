"""The error model of a calibrated model, and the distributions of parameters, processes and SOC that follow from it.

It has two sources, which must not be confused. SOC is calibrated with held-out observed profiles. Parameters and processes are never
observed. They are calibrated with simulated twins of the same sites, whose truth is known, so that their intervals are correct as far as
nature is like the twins. That is a simulation-based correction, not evidence about nature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..errors import JobError
from ..tables import PARAMETER_NAMES, PROCESS_NAMES, STOCK_RANGES_M, depth_label
from .binn import ParameterSpace
from .change_scaling import ChangeScaling
from .scaling import Scaling, damaged_calibration

# Middle depths in m, lower limit included. Stocks are cut at the same depths.
DEPTH_RANGES = {"0-30 cm": (0.0, 0.3), "30-100 cm": (0.3, 1.0), "below 100 cm": (1.0, np.inf)}
LEAST_SOC = 30.0  # gC/m3, below which a layer is empty for all purposes
LEAST_STOCK = 1e-3  # kgC/m2
LEAST_CHANGE = 1e-9  # kgC/m2 below which a change is none
STOCK_NAMES = tuple(f"0-{depth_label(bottom)}" for _, bottom in STOCK_RANGES_M)
MEAN, OBSERVATION = "mean", "observation"
KINDS = ("soc", "parameters", "processes", "change")  # of scalings


@dataclass(frozen=True)
class Calibration:
    """Scalings of a model's variables.

    Parameters
    ----------
    method
        How the raw spread was drawn (see :class:`binn_engine.model.spread.Spread`); another spread would need another scaling.
    soc
        By range of ``DEPTH_RANGES``: of the logarithm of SOC as observed.
    noise
        By range: standard deviation of the logarithm by which an observation misses the mean SOC of its place (measurement, and what
        changes within metres).
    parameters, processes
        By name: of the place in the parameter's range, and of the process; those that are given have none.
    change
        By range of ``STOCK_RANGES_M``, from its name in ``STOCK_NAMES``: of the change of a SOC stock in a scenario.
    details
        What the calibration was made with, for people to read.
    """

    method: str
    soc: Mapping[str, Scaling]
    noise: Mapping[str, float]
    parameters: Mapping[str, Scaling] = field(default_factory=dict)
    processes: Mapping[str, Scaling] = field(default_factory=dict)
    change: Mapping[str, ChangeScaling] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_card(self) -> dict[str, Any]:
        """JSON-ready values for a model card."""
        scalings = {kind: {name: row.to_card() for name, row in getattr(self, kind).items()} for kind in KINDS}
        return {"method": self.method, "noise": dict(self.noise), "details": dict(self.details), **scalings}

    @classmethod
    def from_card(cls, card: Mapping[str, Any]) -> Calibration:
        """The calibration in a model card; raises :class:`CheckpointError` where it is damaged."""
        try:
            # Models of earlier versions know nothing of changes.
            parts = {kind: card.get(kind, {}) if kind == "change" else card[kind] for kind in KINDS}
            scalings = {kind: {name: Scaling.from_card(row) for name, row in parts[kind].items()} for kind in KINDS if kind != "change"}
            change = {name: ChangeScaling.from_card(row) for name, row in parts["change"].items()}
            return cls(card["method"], noise=card["noise"], details=card["details"], change=change, **scalings)
        except (KeyError, TypeError, AttributeError) as error:
            raise damaged_calibration() from error

    def check(self, method: str) -> None:
        """Raise :class:`JobError` where it does not hold for spread drawn by ``method``."""
        if method != self.method:
            raise JobError(
                f"The model is calibrated for spread {self.method!r}, not for {method!r}.",
                f"Set spread to {self.method}, or use the raw spread (calibrated: no).",
            )

    def quantiles(
        self,
        variables: str,
        stack: np.ndarray,
        levels: Sequence[float] | np.ndarray,
        space: ParameterSpace,
        depths_m: Sequence[float],
        of: str = MEAN,
    ) -> np.ndarray:
        """Quantiles of all bands of a product, ``(n, bands, levels)``.

        Parameters
        ----------
        variables
            ``parameters``, ``processes`` or ``soc``.
        stack
            Draws of the variables, ``(draws, n, bands)``, in the order and units of ``bands.value_bands``.
        levels
            Levels of the quantiles, shares from 0 to 1, ``(levels,)``.
        space
            Ranges of the parameters.
        depths_m
            Depths of SOC density, m.
        of
            ``mean``: SOC of the place; ``observation``: SOC of a new sample there, with its own error. Parameters and processes are those
            of the place.
        """
        if variables == "soc":
            return self._soc(stack, levels, depths_m, of)
        rows = self.parameters if variables == "parameters" else self.processes
        names = PARAMETER_NAMES if variables == "parameters" else PROCESS_NAMES
        found = np.empty((*stack.shape[1:], len(levels)))
        for column, name in enumerate(names):
            draws = stack[..., column]
            if name not in rows:
                found[:, column] = draws.mean(0)[:, None]
            elif variables == "parameters":
                low, width = space.lower[column], space.upper[column] - space.lower[column]
                found[:, column] = low + width * _scaled(rows[name], (draws - low) / width, levels)
            else:
                found[:, column] = _scaled(rows[name], draws, levels)
        return found

    def coherent(self, variables: str, stack: np.ndarray, residual: np.ndarray, depths_m: Sequence[float], of: str = MEAN) -> np.ndarray:
        """Draws of the truth, ``(draws, n, bands)``, whose distribution at every place is that of :meth:`quantiles` and whose errors go
        together from place to place as the draws ``stack``, ``(draws, n, bands)``, and ``residual``, ``(draws, n)``, do.

        ``variables`` are ``processes`` or ``soc``. A residual is one for all depths and processes of a place. A stock adds its ranges up.
        See :meth:`Scaling.coherent`.

        Parameters
        ----------
        variables
            ``processes`` or ``soc``.
        stack
            Draws, ``(draws, n, bands)``, in the units of the bands.
        residual
            Standard normal draws, one for all depths and processes of a place, ``(draws, n)``.
        depths_m
            Depths of SOC density, m.
        of
            ``mean`` or ``observation``, see :meth:`quantiles`.
        """
        found = np.empty(stack.shape)
        if variables == "processes":
            for column, name in enumerate(PROCESS_NAMES):
                draws = stack[..., column]
                found[..., column] = _coherent(self.processes[name], draws, residual) if name in self.processes else draws
            return found
        for number, depth in enumerate(depths_m):
            found[..., number] = self._drawn(range_of(depth), stack[..., number], residual, of, LEAST_SOC)
        above, total = np.zeros(residual.shape), np.zeros(residual.shape)
        for number, (_, bottom) in enumerate(STOCK_RANGES_M, len(depths_m)):
            part = np.maximum(stack[..., number] - above, 0.0)
            total = total + self._drawn(range_of(bottom - 1e-6), part, residual, of, LEAST_STOCK)
            found[..., number] = total
            above = stack[..., number]
        return found

    def _drawn(self, name: str, draws: np.ndarray, residual: np.ndarray, of: str, least: float) -> np.ndarray:
        """As :meth:`_at`, draws instead of quantiles."""
        noise = self.noise.get(name, 0.0) if of == MEAN else 0.0
        return np.where(draws.mean(0) > 0.0, _coherent(replace(self._range(name), least=least), draws, residual, noise), 0.0)

    def _range(self, name: str) -> Scaling:
        if name not in self.soc:
            raise JobError(
                f"The model is not calibrated for SOC at {name}.",
                "Map other depths, or use the raw spread (calibrated: no).",
            )
        return self.soc[name]

    def layers(self, draws: np.ndarray, depth_m: np.ndarray, levels: Sequence[float] | np.ndarray, of: str = OBSERVATION) -> np.ndarray:
        """Quantiles of SOC of layers at depths ``(layers,)`` in m, ``(layers, levels)`` gC/m3, of their draws ``(draws, layers)``.

        Parameters
        ----------
        draws
            SOC, gC/m3, ``(draws, layers)``.
        depth_m
            Middle depths, m, ``(layers,)``.
        levels
            Levels of the quantiles, shares from 0 to 1, ``(levels,)``.
        of
            ``mean`` or ``observation``, see :meth:`quantiles`.
        """
        found = np.empty((draws.shape[1], len(levels)))
        for name, (top, bottom) in DEPTH_RANGES.items():
            rows = (depth_m >= top) & (depth_m < bottom)
            found[rows] = self._at(name, draws[:, rows], levels, of)
        return found

    def _soc(self, stack: np.ndarray, levels: Sequence[float] | np.ndarray, depths_m: Sequence[float], of: str) -> np.ndarray:
        """Densities are scaled by their own depth; a stock is cut at the ranges, whose errors are taken to go together: its interval
        is rather too wide than too narrow."""
        densities = stack[..., : len(depths_m)]
        bands = [self._at(range_of(depth), densities[..., number], levels, of) for number, depth in enumerate(depths_m)]
        above, total = np.zeros_like(stack[..., 0]), np.zeros((stack.shape[1], len(levels)))
        for number, (_, bottom) in enumerate(STOCK_RANGES_M):
            stock = stack[..., len(depths_m) + number]
            total = total + self._at(range_of(bottom - 1e-6), np.maximum(stock - above, 0.0), levels, of, LEAST_STOCK)
            bands.append(total)
            above = stock
        return np.stack(bands, 1)

    def _at(self, name: str, draws: np.ndarray, levels: Sequence[float] | np.ndarray, of: str, least: float = LEAST_SOC) -> np.ndarray:
        """Quantiles, ``(n, levels)``, of SOC in a range, drawn ``(draws, n)``; soil without carbon, such as rock, stays without."""
        noise = self.noise.get(name, 0.0) if of == MEAN else 0.0
        found = _scaled(replace(self._range(name), least=least), draws, levels, noise)
        return np.where(draws.mean(0)[:, None] > 0.0, found, 0.0)


def _scaled(row: Scaling, draws: np.ndarray, levels: Sequence[float] | np.ndarray, noise: float = 0.0) -> np.ndarray:
    """Quantiles, ``(n, levels)``, of what was drawn, ``(draws, n)``."""
    return row.quantiles(draws.mean(0), row.of(draws).std(0, ddof=1), levels, noise)


def _coherent(row: Scaling, draws: np.ndarray, residual: np.ndarray, noise: float = 0.0) -> np.ndarray:
    """Draws of the truth, ``(draws, n)``, that go with what was drawn; see :meth:`Scaling.coherent`."""
    transformed = row.of(draws)
    return row.coherent(draws.mean(0), transformed - transformed.mean(0), transformed.std(0, ddof=1), residual, noise)


def range_of(depth_m: float) -> str:
    """The range of ``DEPTH_RANGES`` that a depth lies in."""
    return next(name for name, (top, bottom) in DEPTH_RANGES.items() if top <= depth_m < bottom)


def log_soc(soc: np.ndarray) -> np.ndarray:
    """Natural logarithm of SOC, in which errors are measured; of ``LEAST_SOC`` where there is less.

    Parameters
    ----------
    soc
        gC/m3, any shape.
    """
    return np.log(np.maximum(soc, LEAST_SOC))


def within(depth: np.ndarray, name: str) -> np.ndarray:
    """Which depths lie in a range, its top included and its bottom not, bool.

    Parameters
    ----------
    depth
        Middle depths, m, any shape.
    name
        Of the range: a key of ``DEPTH_RANGES``.
    """
    top, bottom = DEPTH_RANGES[name]
    return (depth >= top) & (depth < bottom)
