"""BINN: a network computes parameters from covariates, the CLM5 layer computes soil carbon from parameters; differentiable end to end."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from ..clm5 import Forcing, SoilCarbon, SoilCarbonModel
from ..clm5.geometry import N_LAYERS
from ..errors import InputError, JobError
from ..tables import PARAMETER_NAMES, PARAMETERS
from .dense_network import DenseNetwork
from .field_network import FieldNetwork, FieldShape
from .joint_network import JointNetwork
from .network import CovariateNetwork, Inputs, Network
from .published_network import PublishedNetwork
from .recipes import FIELDS
from .wide_network import WideNetwork

# PRODA's ranges start at zero for seven parameters, where turnover is infinite; they are raised to this share of the range.
SMALLEST_SHARE = 1e-4
COLDEST, HOTTEST = 10.0, 109.0  # of the published temperature
AnyNetwork = CovariateNetwork | DenseNetwork | FieldNetwork | JointNetwork
NETWORKS = {"plain": Network, "wide": WideNetwork, "published": PublishedNetwork, "dense": DenseNetwork}


@dataclass(frozen=True)
class ParameterSpace:
    """Ranges of the 21 parameters, which of them are learned, and the values of the others, all in table order."""

    lower: tuple[float, ...]
    upper: tuple[float, ...]
    learned: tuple[bool, ...]
    fixed: tuple[float, ...]

    @property
    def learned_names(self) -> tuple[str, ...]:
        """Names of the learned parameters."""
        return tuple(name for name, learns in zip(PARAMETER_NAMES, self.learned) if learns)


def parameter_space(prior: str, learned: Sequence[str] = (), fixed: Mapping[str, float] | None = None) -> ParameterSpace:
    """The parameter space that a job describes.

    Parameters
    ----------
    prior
        ``binn``, ``proda`` or the path of a CSV file with the columns name, lower, upper (others keep BINN's ranges).
    learned
        Names of the learned parameters; empty: all that are not in ``fixed``.
    fixed
        Values of parameters that are not learned; others take CLM5's default, moved into the range.
    """
    fixed = dict(fixed or {})
    unknown = [name for name in (*learned, *fixed) if name not in PARAMETER_NAMES]
    if unknown:
        raise JobError(f"Unknown parameters: {', '.join(unknown)}.", f"The parameters are {', '.join(PARAMETER_NAMES)}.")
    both = [name for name in learned if name in fixed]
    if both:
        raise JobError(
            f"These parameters are both learned and fixed: {', '.join(both)}.", "Give each parameter either as learned or as fixed."
        )
    lower, upper = _ranges(prior)
    learns = tuple(name in learned if learned else name not in fixed for name in PARAMETER_NAMES)
    if not any(learns):
        raise JobError("All parameters are fixed, so nothing can be learned.", "Fix fewer parameters.")
    values = tuple(fixed.get(row.name, min(max(row.default, low), high)) for row, low, high in zip(PARAMETERS, lower, upper))
    return ParameterSpace(lower, upper, learns, values)


def _ranges(prior: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    if prior == "binn":
        return tuple(row.lower for row in PARAMETERS), tuple(row.upper for row in PARAMETERS)
    if prior == "proda":
        lower = (row.proda_lower or SMALLEST_SHARE * row.proda_upper for row in PARAMETERS)
        return tuple(lower), tuple(row.proda_upper for row in PARAMETERS)
    ranges = {row.name: (row.lower, row.upper) for row in PARAMETERS} | _ranges_in_file(prior)
    return tuple(low for low, _ in ranges.values()), tuple(high for _, high in ranges.values())


def _ranges_in_file(path: str) -> dict[str, tuple[float, float]]:
    remedy = "Set prior to binn, proda, or a CSV file with the columns name, lower, upper."
    try:
        with Path(path).open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        ranges = {row["name"].strip(): (float(row["lower"]), float(row["upper"])) for row in rows}
    except OSError as error:
        raise InputError(f"The file of parameter ranges {path!r} cannot be read: {error.strerror}.", remedy) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"The file of parameter ranges {path} is not a table of names and numbers.", remedy) from error
    for name, (low, high) in ranges.items():
        if name not in PARAMETER_NAMES:
            raise InputError(f"{path} has the unknown parameter {name!r}.", f"The parameters are {', '.join(PARAMETER_NAMES)}.")
        if not 0.0 < low < high < float("inf"):
            raise InputError(
                f"The range of {name} in {path} is {low} to {high}, which cannot be used.", "Give two positive numbers, the smaller first."
            )
    if ranges.get("beta", (0.0, 0.0))[1] >= 1.0:
        raise InputError(
            f"The upper end of the range of beta in {path} is 1, but at 1 the input has no depth distribution.",
            "Give an upper end below 1, such as 0.9999.",
        )
    return ranges


@dataclass(frozen=True)
class NetworkOutput:
    """Outputs of a model for a batch of sites: ``soc`` gC/m3 ``(batch, 20)``; and, None without CLM5, ``parameters`` ``(batch, 21)``,
    ``logits`` and ``shares`` (places within the ranges, 0 to 1) of the learned ones, ``(batch, learned)``, and the whole ``state`` of
    the soil."""

    soc: torch.Tensor
    parameters: torch.Tensor | None = None
    logits: torch.Tensor | None = None
    shares: torch.Tensor | None = None
    state: SoilCarbon | None = None


class Binn(nn.Module):
    """A network whose outputs are the parameters of the CLM5 layer.

    ``theta = lower + (upper - lower) * sigmoid(network(covariates))``; the soil carbon of ``theta`` follows from the forcing.
    A :class:`DenseNetwork` gives places in the ranges directly, without a sigmoid; values beyond the ranges are cut off.

    Parameters
    ----------
    network
        Computes in float32.
    space
        Ranges of the parameters, which of them are learned, and the values of the others.
    bedrock
        ``clm5`` or ``published``.
    precision
        In which the CLM5 layer computes.
    tempered
        Whether the network's outputs are divided by a learned temperature between 10 and 109, as published, which keeps parameters near
        the middle of their ranges.
    """

    lower: torch.Tensor
    width: torch.Tensor
    fixed: torch.Tensor
    columns: torch.Tensor

    def __init__(
        self,
        network: AnyNetwork,
        space: ParameterSpace,
        bedrock: str,
        precision: torch.dtype = torch.float64,
        tempered: bool = False,
    ) -> None:
        super().__init__()
        self.network = network
        self.temperature = nn.Parameter(torch.zeros(())) if tempered else None
        self.space = space
        self.clm5 = SoilCarbonModel(bedrock)
        learned = torch.tensor(space.learned)
        lower, upper = torch.tensor(space.lower, dtype=precision), torch.tensor(space.upper, dtype=precision)
        self.register_buffer("lower", lower[learned], persistent=False)
        self.register_buffer("width", (upper - lower)[learned], persistent=False)
        self.register_buffer("fixed", torch.tensor(space.fixed, dtype=precision), persistent=False)
        self.register_buffer("columns", torch.nonzero(learned)[:, 0], persistent=False)

    def forward(
        self,
        inputs: Inputs,
        forcing: Forcing,
        prescribed: torch.Tensor | None = None,
        masks: Sequence[torch.Tensor] | None = None,
        rows: torch.Tensor | None = None,
    ) -> NetworkOutput:
        """Soil carbon of the sites.

        ``prescribed`` ``(batch, 21)`` replace the space's fixed values of what is not learned; ``masks`` as in :meth:`Network.forward`.
        ``rows`` are those of ``inputs`` whose soil is wanted, of which ``forcing`` and ``prescribed`` are; the network reads them all.

        Parameters
        ----------
        inputs
            What the network reads of the sites.
        forcing
            Of the sites, or of ``rows`` alone.
        prescribed
            Replaces the space's fixed values of what is not learned, ``(batch, 21)``, in the units of the parameters; None: they stay.
        masks
            As in :meth:`Network.forward`.
        rows
            Index of the sites of ``inputs`` whose soil is wanted, ``(rows,)``, of which ``forcing`` and ``prescribed`` are; the network
            reads all sites. None: all.
        """
        logits, shares = self.places(inputs, masks)
        if rows is not None:
            logits, shares = logits[rows], shares[rows]
        values = self.lower + self.width * shares
        if len(self.columns) == len(PARAMETER_NAMES):
            parameters = values
        else:
            others = self.fixed.expand(len(shares), -1) if prescribed is None else prescribed
            parameters = others.index_copy(1, self.columns, values)
        state = self.clm5(parameters, forcing)
        return NetworkOutput(state.soc, parameters, logits, shares, state)

    def places(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """The network's outputs, ``(batch, learned)``, and the places in the ranges, 0 to 1, that they stand for.

        Parameters
        ----------
        inputs
            What the network reads of the sites.
        masks
            As in :meth:`Network.forward`.
        """
        logits = self.network(inputs, masks)
        if self.temperature is not None:
            logits = logits / (COLDEST + (HOTTEST - COLDEST) * torch.sigmoid(self.temperature))
        wide = logits.to(self.lower.dtype)
        return logits, wide.clamp(0.0, 1.0) if isinstance(self.network, DenseNetwork) else torch.sigmoid(wide)


class PureNetwork(nn.Module):
    """The same network without CLM5: its outputs are the SOC of the 20 layers. A baseline."""

    scale: torch.Tensor

    def __init__(self, network: AnyNetwork, scale: float) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("scale", torch.tensor(float(scale)))

    def forward(
        self,
        inputs: Inputs,
        forcing: Forcing,
        prescribed: torch.Tensor | None = None,
        masks: Sequence[torch.Tensor] | None = None,
        rows: torch.Tensor | None = None,
    ) -> NetworkOutput:
        """SOC in gC/m3, ``(batch, 20)``, positive, in the precision of the forcing, of which nothing else is used; ``rows`` as in
        :meth:`Binn.forward`.

        Parameters
        ----------
        inputs
            What the network reads of the sites.
        forcing
            Of the sites; only its precision is used.
        prescribed
            Not used, any shape.
        masks
            As in :meth:`Network.forward`.
        rows
            Index of the sites whose SOC is wanted, ``(rows,)``; None: all.
        """
        soc = nn.functional.softplus(self.network(inputs, masks)).to(forcing.litter_input.dtype) * self.scale
        return NetworkOutput(soc if rows is None else soc[rows])


def build_network(n_continuous: int, n_classes: Sequence[int], n_outputs: int, settings: Mapping, member: int = 0) -> AnyNetwork:
    """A network of a recipe or model card.

    Parameters
    ----------
    n_continuous
        Number of continuous covariates.
    n_classes
        Number of known classes of each categorical covariate.
    n_outputs
        Number of outputs.
    settings
        ``network`` (``plain`` where absent), ``hidden``, ``dropout`` and ``encoder``; where there are fields, ``shapes``, the numbers of
        pairs and draws of each member; ``with_fields`` where a field joins each network.
    member
        Number of the member, from 0, which matters to fields alone.
    """
    alone, joined = settings.get("network") == FIELDS, settings.get("with_fields", False)
    field = FieldNetwork(FieldShape(n_continuous, tuple(n_classes), n_outputs, *settings["shapes"][member])) if alone or joined else None
    if field and alone:
        return field
    kind = NETWORKS[settings.get("network", "plain")]
    network = kind(n_continuous, n_classes, n_outputs, tuple(settings["hidden"]), float(settings["dropout"]), settings["encoder"])
    return JointNetwork(network, field) if field else network


def constant_parameters(space: ParameterSpace, share: float = 0.5) -> np.ndarray:
    """The 21 parameters with every learned one at the same share of its range."""
    lower, upper = np.array(space.lower), np.array(space.upper)
    return np.where(space.learned, lower + share * (upper - lower), space.fixed)


PURE_NETWORK_OUTPUTS = N_LAYERS
