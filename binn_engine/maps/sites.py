"""Predictions of a model at the pixels of a tile."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from ..forcing.grid import ForcingGrid
from ..forcing.reach import ForcingReach
from ..learning.site_inputs import site_inputs
from ..model.checkpoints import Model
from ..model.domain import coordinates
from ..model.encoding import Encoding
from ..model.ranges import Counts, outside_counts
from ..prediction.prediction import predict_sites
from ..prediction.product_request import ProductRequest
from ..running.callbacks import Warn
from ..running.devices import Device, choose_device
from ..zones.series import DrawnTotals
from .plausible import beyond_soils

DOMAIN = "domain"
DRAWN_NUMBERS = 38  # of a draw of a site: parameters, processes, SOC and ages


@dataclass(frozen=True)
class TileProducts:
    """``products`` by name, ``(n, bands)`` each; the largest ``distance`` to a cell of the forcing in degrees; the number of sites
    ``inside`` the model's domain; the number of ``draws`` of a spread: smallest, largest, and sum over the sites; ``outside`` counts the
    sites whose covariates are outside the range of the training, and ``beyond`` those with impossibly large SOC; ``totals`` are draws of
    what zones add up."""

    products: dict[str, np.ndarray]
    distance: float
    inside: int = 0
    draws: tuple[int, int, int] | None = None
    outside: Counts = ()
    beyond: int = 0
    totals: DrawnTotals | None = None


class PixelModel(Protocol):
    """What gives the products of pixels: a trained model, or trees.

    ``reach`` is the forcing, and how far it reaches; ``encoding`` that of the covariates; ``evidence`` what the data say of each learned
    parameter; ``domain`` says whether the domain is a product; ``soc_limit`` is in kg/m3. ``draws``, ``drawn``, ``working`` and ``size``
    say how much memory it takes: draws of a site that are kept, numbers of each, what a site needs beside them, and what a process needs,
    bytes.
    """

    @property
    def reach(self) -> ForcingReach: ...

    @property
    def encoding(self) -> Encoding: ...

    @property
    def evidence(self) -> Mapping[str, Mapping[str, Any]]: ...

    @property
    def domain(self) -> bool: ...

    @property
    def soc_limit(self) -> float: ...

    @property
    def draws(self) -> int: ...

    @property
    def drawn(self) -> int: ...

    @property
    def working(self) -> float: ...

    @property
    def size(self) -> float: ...

    def by(self, sites: int) -> PixelModel:
        """The same, which computes at most so many sites at a time."""

    def __call__(self, values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, warn: Warn) -> TileProducts:
        """Products of sites.

        Parameters
        ----------
        values
            Raw covariates, ``(n, covariates)``.
        longitude, latitude
            Degrees, ``(n,)``.
        warn
            Called with a code and a message.
        """


@dataclass(frozen=True)
class SiteModel:
    """A model with its forcing, and the requested products.

    Parameters
    ----------
    model, reach
        The model, and the forcing with the largest distance to which it is used.
    request
        The products, without the domain.
    domain
        Whether the domain is wanted too.
    device
        Where the model is, and its precision.
    sites
        Largest number of sites to compute at a time; None: as many as suit the device. It changes values only by rounding.
    soc_limit
        SOC in kg/m3 above which sites are counted.
    """

    model: Model
    reach: ForcingReach
    request: ProductRequest
    domain: bool
    device: Device
    sites: int | None = None
    soc_limit: float = math.inf

    @property
    def drawn(self) -> int:
        """Numbers that are kept of a draw of a site."""
        return DRAWN_NUMBERS

    @property
    def working(self) -> float:
        """Bytes that a site needs beside them while it is computed."""
        return 0.0

    @property
    def grids(self) -> Sequence[ForcingGrid]:
        """The forcing that it reads."""
        return (self.reach.forcing,)

    @property
    def encoding(self) -> Encoding:
        """Of the model's covariates."""
        return self.model.encoding

    @property
    def evidence(self) -> Mapping[str, Mapping[str, Any]]:
        """What the data say of each learned parameter, by name."""
        return self.model.evidence

    @property
    def draws(self) -> int:
        """How many predictions of a site are in memory at a time."""
        return len(self.request.spread.draws(self.model))

    @property
    def size(self) -> float:
        """Bytes of the model and its forcing in a process: as read, and as the CLM5 layer takes them."""
        weights = sum(parameter.numel() * parameter.element_size() for parameter in self.model.ensemble.parameters())
        return 2.0 * (weights + sum(values.nbytes for grid in self.grids for values in grid.cells.values()))

    def by(self, sites: int) -> SiteModel:
        """The same model, which computes at most so many sites at a time."""
        return replace(self, sites=sites)

    def __call__(self, values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, warn: Warn) -> TileProducts:
        """Products of sites.

        Parameters
        ----------
        values, longitude, latitude, warn
            As in :meth:`PixelModel.__call__`.
        """
        model = self.model
        places = site_inputs(model.encoding, self.reach.forcing, values, longitude, latitude)
        products: dict[str, np.ndarray] = {}
        inside, draws = 0, None
        if self.domain and model.domain is not None:
            products[DOMAIN] = model.domain.measure(coordinates(model.encoding, places.values))
            inside = int(products[DOMAIN][:, -1].sum())
        if self.request.products:
            found = predict_sites(model, places.tensors(model, self.reach.forcing), self.request, warn, self.sites)
            if self.request.spread.active:
                draws = (int(found.draws.min()), int(found.draws.max()), int(found.draws.sum()))
            products |= found.products
        beyond = beyond_soils(products["soc"], len(self.request.depths_m), self.soc_limit) if "soc" in products else 0
        return TileProducts(products, float(places.distance.max()), inside, draws, outside_counts(model.encoding, places.values), beyond)

    def __getstate__(self) -> dict[str, Any]:
        """What travels to another process or machine, which may lack the device: it takes its own."""
        model = replace(self.model, ensemble=copy.deepcopy(self.model.ensemble).cpu())
        wanted = "auto" if self.device.name == "cuda" else self.device.name
        return {**self.__dict__, "model": model, "device": (wanted, self.device.precision)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        device = choose_device(*state["device"])
        state["model"].ensemble.to(device.name)
        self.__dict__.update({**state, "device": device})
