"""Profiles, covariates and forcing together: the sites on which a model is trained or scored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import torch

from ..clm5 import Forcing
from ..clm5.geometry import mean_weights, point_weights
from ..covariates.table import CovariateTable
from ..errors import InputError
from ..forcing.cell_weights import CellWeights
from ..forcing.grid import ForcingGrid
from ..forcing.reach import ForcingReach, profiles_within, warn_far_forcing
from ..model.encoding import Encoding
from ..model.network import Inputs
from ..profiles.observations import Profiles
from ..running.callbacks import Warn


@dataclass(frozen=True)
class Sites:
    """Profiles with complete covariates, and the forcing cells of each with their weights."""

    profiles: Profiles
    covariates: CovariateTable
    cells: CellWeights
    forcing: ForcingGrid

    def __len__(self) -> int:
        return len(self.profiles)

    def subset(self, keep: np.ndarray) -> Sites:
        """Some of the sites, by mask or index.

        Parameters
        ----------
        keep
            Mask, ``(sites,)``, or index, ``(kept,)``.
        """
        table = CovariateTable(self.covariates.names, self.covariates.categorical, self.covariates.values[keep])
        return Sites(self.profiles.subset(keep), table, self.cells[keep], self.forcing)

    def hashes(self) -> list[str]:
        """One hash per profile, of its place: how a checkpoint remembers what it was trained on.

        Ids differ between databases that hold the same profile, and profiles at one place share their covariates.
        """
        return place_hashes(self.profiles.longitude, self.profiles.latitude)


def place_hashes(longitude: np.ndarray, latitude: np.ndarray) -> list[str]:
    """One hash for each place, degrees: see :meth:`Sites.hashes`.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(places,)``.
    """
    return [hashlib.sha256(f"{lon:.5f}|{lat:.5f}".encode()).hexdigest()[:16] for lon, lat in zip(longitude, latitude)]


def assemble(profiles: Profiles, covariates: CovariateTable, forcing: ForcingGrid, warn: Warn, reach: ForcingReach | None = None) -> Sites:
    """Sites with complete covariates, within reach of the forcing; others are counted in a warning.

    Parameters
    ----------
    profiles, covariates
        The profiles, and the covariates of all of them.
    forcing, reach
        The forcing, and how far from its cells a profile may lie; None: at any distance.
    warn
        Gets a code and a message.

    Raises
    ------
    InputError
        Where no profile has all covariates, naming the covariate that is missing most often; or none is within reach of the forcing.
    """
    missing = ~np.isfinite(covariates.values)
    complete = ~missing.any(1)
    worst = covariates.names[int(missing.sum(0).argmax())] if covariates.names else ""
    if not complete.any():
        raise InputError(
            f"No profile has a value of every covariate; {worst} is missing most often, at {int(missing.sum(0).max())} "
            f"of {len(profiles)} profiles.",
            "Check that the profiles are within the rasters, and that the ids of tables are those of the profiles.",
        )
    if not complete.all():
        warn(
            "incomplete_covariates",
            f"Profiles left out because a covariate has no value there (most often {worst}): {int((~complete).sum())} of {len(profiles)}.",
        )
    kept = profiles.subset(complete)
    cells, distance = forcing.cells_of(kept.ids, kept.longitude, kept.latitude)
    sites = Sites(kept, CovariateTable(covariates.names, covariates.categorical, covariates.values[complete]), cells, forcing)
    if reach is None:
        warn_far_forcing(distance, "profiles", warn)
        return sites
    near = profiles_within(reach, distance, warn)
    warn_far_forcing(distance[near], "profiles", warn)
    return sites if near.all() else sites.subset(near)


@dataclass(frozen=True)
class Tensors:
    """Sites as the model reads them, on one device.

    ``start`` and ``count`` give each site's run of layers in ``weights`` ``(layers, 20)``, which turn a simulated profile
    into what was observed, and in ``soc`` ``(layers,)`` gC/m3. ``prescribed`` ``(sites, 21)`` are the values of parameters that are not
    learned; None: those of the parameter space.
    """

    inputs: Inputs
    forcing: Forcing
    start: torch.Tensor
    count: torch.Tensor
    weights: torch.Tensor
    soc: torch.Tensor
    prescribed: torch.Tensor | None = None

    def __len__(self) -> int:
        return len(self.inputs)

    def at(self, index: torch.Tensor) -> tuple[Inputs, Forcing, torch.Tensor | None]:
        """What a model takes of some of the sites: covariates, forcing and prescribed parameters.

        Parameters
        ----------
        index
            Of the sites, ``(n,)``.
        """
        return self.inputs.at(index), self.forcing.at(index), None if self.prescribed is None else self.prescribed[index]

    def subset(self, index: torch.Tensor) -> Tensors:
        """Some of the sites with their layers.

        Parameters
        ----------
        index
            Of the sites, ``(n,)``.
        """
        inputs, forcing, prescribed = self.at(index)
        _, layer = self.layers_of(index)
        count = self.count[index]
        return Tensors(inputs, forcing, count.cumsum(0) - count, count, self.weights[layer], self.soc[layer], prescribed)

    def layers_of(self, index: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Layers of some sites: the position of each layer's site in ``index``, and its row in ``weights`` and ``soc``.

        Parameters
        ----------
        index
            Of the sites, ``(n,)``.
        """
        count = self.count[index]
        site = torch.repeat_interleave(torch.arange(len(index), device=count.device), count)
        offset = torch.arange(len(site), device=count.device) - (count.cumsum(0) - count)[site]
        return site, self.start[index][site] + offset


def to_tensors(
    sites: Sites, encoding: Encoding, bedrock: str, device: torch.device | str = "cpu", precision: torch.dtype = torch.float64
) -> Tensors:
    """The sites as tensors, their layers weighed against the model's by :func:`observation_weights`.

    Parameters
    ----------
    sites
        Profiles, covariates and forcing.
    encoding
        Of the model's covariates.
    bedrock
        ``clm5`` or ``published``.
    device
        Where the tensors lie.
    precision
        Floating-point type of forcing, weights and SOC.
    """
    profiles = sites.profiles
    forcing = sites.forcing.forcing(sites.cells).to(device, precision)
    count = np.bincount(profiles.profile, minlength=len(profiles))
    last = forcing.last_layer(bedrock).cpu().numpy()
    return Tensors(
        encoding.encode(sites.covariates.values, profiles.longitude, profiles.latitude).to(device),
        forcing,
        torch.from_numpy(np.cumsum(count) - count).to(device),
        torch.from_numpy(count).to(device),
        torch.from_numpy(observation_weights(profiles, last)).to(device, precision),
        torch.from_numpy(np.asarray(profiles.soc, dtype=float)).to(device, precision),
    )


def observation_weights(profiles: Profiles, last_layer: np.ndarray) -> np.ndarray:
    """The observation operator, ``(layers, 20)``: the mean over the layer's thickness where top and bottom are known, else the
    value at its depth; below the last layer above bedrock (``(profiles,)``, 1-based) that layer's value.

    Parameters
    ----------
    profiles
        With the depths of their layers.
    last_layer
        The last layer above bedrock, 1-based, ``(profiles,)``.
    """
    last = np.asarray(last_layer)[profiles.profile]
    weights = point_weights(profiles.depth, last)
    thick = np.isfinite(profiles.top) & np.isfinite(profiles.bottom) & (profiles.bottom > profiles.top)
    if thick.any():
        weights[thick] = mean_weights(profiles.top[thick], profiles.bottom[thick], last[thick])
    return weights
