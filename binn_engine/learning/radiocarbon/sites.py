"""Places with observed radiocarbon, as the model reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import torch

from ...model.encoding import Encoding
from ...radiocarbon.atmosphere import AirRadiocarbon
from ...running.devices import Device
from ..dataset import Sites, Tensors, to_tensors

MIDDLE = 0.5  # of the year: samples are taken in the growing season


@dataclass(frozen=True, eq=False)
class RadiocarbonSites:
    """Layers with radiocarbon, by site; a site is a place.

    Parameters
    ----------
    sites
        The places, their covariates and forcing, and the depths of their layers; SOC is unknown.
    delta, sigma
        Delta14C and its measured error, permil, ``(layers,)``.
    year
        In which each layer was collected, ``(layers,)``, without decimals.
    zone
        Of the air at each site, ``(sites,)`` text.
    air
        Radiocarbon of the air.
    account
        Numbers of rows, layers and sites, and of those that are left out by reason.
    """

    sites: Sites
    delta: np.ndarray
    sigma: np.ndarray
    year: np.ndarray
    zone: np.ndarray
    air: AirRadiocarbon
    account: Mapping[str, object] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of sites."""
        return len(self.sites)

    @property
    def site(self) -> np.ndarray:
        """The site of every layer, ``(layers,)``."""
        return self.sites.profiles.profile

    def layers_of(self, index: np.ndarray) -> np.ndarray:
        """Rows of the layers of some sites, ``(n,)``, in the order of the sites.

        Parameters
        ----------
        index
            Of the sites, ``(n,)``.
        """
        starts = np.searchsorted(self.site, np.arange(len(self) + 1))
        return np.concatenate([np.arange(starts[number], starts[number + 1]) for number in index] or [np.empty(0)]).astype(int)

    def subset(self, index: np.ndarray) -> RadiocarbonSites:
        """Some of the sites with their layers.

        Parameters
        ----------
        index
            Of the sites, ``(n,)``.
        """
        rows = self.layers_of(index)
        layers = {name: getattr(self, name)[rows] for name in ("delta", "sigma", "year")}
        return replace(self, sites=self.sites.subset(index), zone=self.zone[index], **layers)

    def tensors(self, encoding: Encoding, bedrock: str, device: Device) -> RadiocarbonTensors:
        """The sites as tensors.

        Parameters
        ----------
        encoding
            Of the model's covariates.
        bedrock
            ``clm5`` or ``published``.
        device
            Where the tensors lie.
        """
        keys = list(zip(self.zone[self.site].tolist(), self.year.tolist()))
        visits = sorted(set(keys))
        group = np.array([visits.index(key) for key in keys], dtype=int)
        years = self.air.years.tolist()
        airs = tuple(((years, self.air.delta[zone].tolist()), float(year) + MIDDLE) for zone, year in visits)

        def tensor(values: np.ndarray) -> torch.Tensor:
            return torch.from_numpy(np.asarray(values, dtype=float)).to(device.name, device.dtype)

        sites = to_tensors(self.sites, encoding, bedrock, device.name, device.dtype)
        return RadiocarbonTensors(sites, tensor(self.delta), tensor(self.sigma), torch.from_numpy(group).to(device.name), airs)


@dataclass(frozen=True, eq=False)
class RadiocarbonTensors:
    """Sites with radiocarbon on one device.

    Parameters
    ----------
    sites
        Places, forcing, and how layers of the model become those that were sampled.
    delta, sigma
        Delta14C and its measured error, permil, ``(layers,)``.
    group
        Number of the zone of the air and the year of each layer, ``(layers,)``.
    airs
        By group: the air, and the decimal year.
    """

    sites: Tensors
    delta: torch.Tensor
    sigma: torch.Tensor
    group: torch.Tensor
    airs: tuple[tuple[tuple[list[float], list[float]], float], ...]

    def __len__(self) -> int:
        """The number of sites."""
        return len(self.sites)

    def chunks(self, size: int) -> list[torch.Tensor]:
        """All sites in groups of at most ``size``, those of the same years and zones side by side: they are computed together."""
        first = torch.full((len(self),), len(self.airs), device=self.group.device)
        site, layer = self.sites.layers_of(torch.arange(len(self), device=first.device))
        first = first.scatter_reduce(0, site, self.group[layer], "amin")
        return list(torch.argsort(first, stable=True).split(size))
