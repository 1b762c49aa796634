"""What is asked of a prediction: its products, and how their statistics come from draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..errors import JobError
from ..model.calibration import MEAN, Calibration
from ..model.checkpoints import Model
from ..model.scaling import LEVELS
from ..model.spread import Spread
from ..tables import PRODUCT_BY_NAME, Product

# Probabilities whose quantiles have the standard deviation of the whole distribution, to 2 % for a normal one.
MOMENT_LEVELS = (np.arange(40) + 0.5) / 40.0


@dataclass(frozen=True)
class ProductRequest:
    """The requested products of a prediction.

    Parameters
    ----------
    products
        Names of products, see ``tables.PRODUCTS``; not ``domain``.
    depths_m
        Depths of SOC density.
    spread
        How predictions are drawn.
    quantiles
        Of the products of quantiles.
    thresholds
        Of the exceedance: number of the SOC band, and value.
    calibration
        What turns raw spread into intervals; None for the raw spread itself.
    of
        Whose SOC: ``mean`` or ``observation``, see :meth:`Calibration.quantiles`.
    """

    products: tuple[str, ...]
    depths_m: tuple[float, ...]
    spread: Spread = field(default_factory=Spread)
    quantiles: tuple[float, ...] = ()
    thresholds: tuple[tuple[int, float], ...] = ()
    calibration: Calibration | None = None
    of: str = MEAN

    def check(self, model: Model) -> None:
        """Raise :class:`JobError` where a setting is out of its range, or ``model`` cannot give what is asked."""
        self.spread.check(model)
        if any(not 0.0 <= q <= 1.0 for q in self.quantiles):
            raise JobError(f"Quantiles {self.quantiles} are not all between 0 and 1.", "Give numbers such as 0.05.")
        spreads = [PRODUCT_BY_NAME[name] for name in self.products if PRODUCT_BY_NAME[name].needs_draws]
        known = [product for product in spreads if self.calibrated(product.variables)]
        if not known or self.calibration is None:
            return
        self.calibration.check(self.spread.resolved(model))
        if any(not LEVELS[0] <= q <= LEVELS[-1] for q in self.quantiles):
            raise JobError(
                f"Quantiles {self.quantiles} are outside the range of the calibration, {LEVELS[0]:g} to {LEVELS[-1]:g}.",
                "Give quantiles within this range.",
            )

    def calibrated(self, variables: str) -> bool:
        """Whether the uncertainty of ``variables`` is calibrated, not the raw spread."""
        return self.calibration is not None and bool(getattr(self.calibration, variables, None))

    def statistic(self, model: Model, product: Product, stack: np.ndarray) -> np.ndarray:
        """The bands of ``product``, ``(n, bands)``, of the draws of its variables, ``(draws, n, bands)``.

        Parameters
        ----------
        model
            For the space of its parameters, where the product is calibrated.
        product
            Whose statistic to compute.
        stack
            Draws of the product's variables, ``(draws, n, bands)``, in the units of ``bands.value_bands``.
        """
        if product.statistic == "value":
            return stack.mean(0)
        if product.statistic == "sd":
            return self._moments(model, product, stack)[1]
        if product.statistic == "cv":
            mean, deviation = self._moments(model, product, stack)
            return np.divide(100.0 * deviation, mean, out=np.zeros_like(mean), where=mean > 0.0)
        if product.statistic == "quantiles":
            return self._levels(model, product, stack, self.quantiles).reshape(stack.shape[1], -1)
        if product.statistic == "exceedance":
            return self._exceedance(model, product, stack)
        raise ValueError(f"ProductRequest.statistic does not know the statistic {product.statistic!r} of the product {product.name}.")

    def _exceedance(self, model: Model, product: Product, stack: np.ndarray) -> np.ndarray:
        """Probabilities of exceeding the thresholds, ``(n, thresholds)``."""
        bands, limits = [number for number, _ in self.thresholds], np.array([limit for _, limit in self.thresholds])
        if not self.calibrated(product.variables):
            return (stack[..., bands] > limits).mean(0)
        return (self._levels(model, product, stack, LEVELS)[:, bands] > limits[:, None]).mean(-1)

    def _moments(self, model: Model, product: Product, stack: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and standard deviation of the distribution, ``(n, bands)`` each."""
        if not self.calibrated(product.variables):
            return stack.mean(0), stack.std(0, ddof=1)
        levels = self._levels(model, product, stack, MOMENT_LEVELS)
        return levels.mean(-1), levels.std(-1)

    def _levels(self, model: Model, product: Product, stack: np.ndarray, levels: Sequence[float] | np.ndarray) -> np.ndarray:
        """Quantiles at ``levels``, ``(n, bands, levels)``."""
        if self.calibration is None or not self.calibrated(product.variables):
            return np.moveaxis(np.quantile(stack, levels, axis=0), 0, -1)
        return self.calibration.quantiles(product.variables, stack, levels, model.space, self.depths_m, self.of)
