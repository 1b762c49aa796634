"""SOC of the pixels of a tile by trees, without a soil carbon model: at depths, and as stocks."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

import numpy as np

from ..forcing.reach import ForcingReach
from ..learning.batches import CPU_SITES
from ..learning.site_inputs import site_inputs
from ..learning.soc_trees import SocTrees
from ..learning.trees import QuantileForest
from ..model.domain import Domain, coordinates
from ..model.encoding import Encoding
from ..model.ranges import outside_counts
from ..model.scaling import LEVELS, at_level
from ..running.callbacks import Warn
from ..running.devices import map_in_threads
from ..tables import PRODUCT_BY_NAME, STOCK_RANGES_M
from .plausible import beyond_soils
from .sites import DOMAIN, TileProducts

# Bottoms of the layers whose mean SOC is taken to be that of their middle, m (the depths of GlobalSoilMap): together they are the stocks.
LAYER_BOTTOMS = (0.05, 0.15, 0.30, 0.60, 1.00)
NODE_BYTES = 200  # of a node of a tree, and of what a forest keeps of it
BATCH_BYTES = 150e6  # of a forest while it computes quantiles


@dataclass(frozen=True)
class TreeSites:
    """Trees that give SOC, and the requested products.

    Parameters
    ----------
    trees, encoding
        The trees, and the covariates that they read.
    reach
        The forcing, of which a summary is among the covariates, with the largest distance to which it is used.
    products, depths_m
        Names of the products of SOC, and depths of its density.
    quantiles, thresholds
        Of the product of quantiles; of the exceedance: number of the SOC band, and value.
    area
        The domain of the trees; None where it is not wanted.
    soc_limit
        SOC in kg/m3 above which sites are counted.
    sites
        Largest number of sites to compute at a time.
    """

    trees: SocTrees
    encoding: Encoding
    reach: ForcingReach
    products: tuple[str, ...]
    depths_m: tuple[float, ...]
    quantiles: tuple[float, ...] = ()
    thresholds: tuple[tuple[int, float], ...] = ()
    area: Domain | None = None
    soc_limit: float = math.inf
    sites: int = field(default=CPU_SITES)

    @property
    def domain(self) -> bool:
        """Whether the domain is a product."""
        return self.area is not None

    @property
    def spreads(self) -> bool:
        """Whether a product needs more than the mean."""
        return any(PRODUCT_BY_NAME[name].needs_draws for name in self.products)

    @property
    def evidence(self) -> dict[str, dict[str, Any]]:
        """Trees have no parameters."""
        return {}

    @property
    def draws(self) -> int:
        """Quantiles of a site that are in memory at a time; one where only the mean is wanted."""
        return len(LEVELS) if self.spreads else 1

    @property
    def drawn(self) -> int:
        """Depths and layers at which a site is predicted."""
        return len(self.depths_m) + len(LAYER_BOTTOMS)

    @property
    def working(self) -> float:
        """Bytes that a site needs beside them while it is computed."""
        return 0.0

    @property
    def size(self) -> float:
        """Bytes of the trees and of the forcing in a process."""
        nodes, model = 0, self.trees.trees
        if isinstance(model, QuantileForest):
            nodes = model.weights.shape[0]
        weights = model.weights.nnz * 12.0 + BATCH_BYTES if isinstance(model, QuantileForest) else 0.0
        return 2.0 * (NODE_BYTES * nodes + weights + sum(values.nbytes for values in self.reach.forcing.cells.values()))

    def by(self, sites: int) -> TreeSites:
        """The same trees, which compute at most so many sites at a time."""
        return replace(self, sites=sites)

    def __call__(self, values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, warn: Warn) -> TileProducts:
        """Products of sites.

        Parameters
        ----------
        values, longitude, latitude, warn
            As in :meth:`binn_engine.maps.sites.PixelModel.__call__`.
        """
        places = site_inputs(self.encoding, self.reach.forcing, values, longitude, latitude)
        products: dict[str, np.ndarray] = {}
        inside = 0
        if self.area is not None:
            products[DOMAIN] = self.area.measure(coordinates(self.encoding, places.values))
            inside = int(products[DOMAIN][:, -1].sum())
        if self.products:
            runs = [places.values[start : start + self.sites] for start in range(0, len(values), self.sites)]
            parts = map_in_threads(self._products_of, runs)
            products |= {name: np.concatenate([part[name] for part in parts]) for name in self.products}
        beyond = beyond_soils(products["soc"], len(self.depths_m), self.soc_limit) if "soc" in products else 0
        return TileProducts(products, float(places.distance.max()), inside, None, outside_counts(self.encoding, places.values), beyond)

    def _products_of(self, values: np.ndarray, stop: Event) -> dict[str, np.ndarray]:
        """The products of SOC of some sites, ``(n, bands)`` each."""
        bottoms = np.array(LAYER_BOTTOMS)
        middles = bottoms - 0.5 * np.diff(bottoms, prepend=0.0)
        depth = np.concatenate([self.depths_m, middles])
        asked = values, np.tile(depth, len(values)), np.repeat(np.arange(len(values)), len(depth))
        found = {}
        if "soc" in self.products:
            found["soc"] = self._bands(self.trees.mean(*asked).reshape(len(values), len(depth)))
        if self.spreads and not stop.is_set():
            levels = self.trees.quantiles(*asked).reshape(len(values), len(depth), len(LEVELS))
            bands = np.moveaxis(self._bands(np.moveaxis(levels, -1, 1)), 1, -1)
            found |= {name: self._statistic(name, bands) for name in self.products if name != "soc"}
        return found

    def _bands(self, density: np.ndarray) -> np.ndarray:
        """Density at depths and stocks, ``(..., bands)``, of density at depths and in the middles of layers, ``(..., depths + layers)``.

        Errors of the layers of a stock are taken to go together, as in a calibrated model: its interval is rather too wide than too narrow.
        """
        bottoms = np.array(LAYER_BOTTOMS)
        tops = np.concatenate([[0.0], bottoms[:-1]])
        thickness = [np.clip(np.minimum(bottom, bottoms) - np.maximum(top, tops), 0.0, None) for top, bottom in STOCK_RANGES_M]
        count = len(self.depths_m)
        stocks = density[..., count:] @ np.stack(thickness, 1) / 1000.0
        return np.concatenate([density[..., :count], stocks], -1)

    def _statistic(self, name: str, levels: np.ndarray) -> np.ndarray:
        """The bands of a product of spread, ``(n, bands)``, of quantiles at ``LEVELS``, ``(n, bands, levels)``."""
        statistic = PRODUCT_BY_NAME[name].statistic
        mean, deviation = levels.mean(-1), levels.std(-1)
        if statistic == "sd":
            return deviation
        if statistic == "cv":
            return np.divide(100.0 * deviation, mean, out=np.zeros_like(mean), where=mean > 0.0)
        if statistic == "quantiles":
            flat = levels.reshape(-1, len(LEVELS))
            return np.stack([at_level(flat, LEVELS, level) for level in self.quantiles], -1).reshape(len(levels), -1)
        if statistic == "exceedance":
            bands, limits = [number for number, _ in self.thresholds], np.array([limit for _, limit in self.thresholds])
            return (levels[:, bands] > limits[:, None]).mean(-1)
        raise ValueError(f"TreeSites does not know the statistic {statistic!r} of the product {name}.")
