"""The operator ``M`` of the soil: what its pools lose, pass on and exchange between layers, for each site.

``dC/dt = I - M C`` (CLM5 technical note, section 2.21; Tao et al. 2020), with annual means of decomposition and transport. ``M`` is an
M-matrix: its diagonal is positive, the rest is not. Only the few numbers that it is made of are held, not its 140 x 140 entries.
"""

from __future__ import annotations

from typing import NamedTuple

import torch

from ..tables import PARAMETER_NAMES
from .environment import RATE_FLOOR, environmental_scalars
from .forcing import Forcing
from .geometry import DAYS_PER_YEAR, INTERFACE_DEPTH, LAYER_THICKNESS, N_LAYERS
from .processes import TRANSFER_PARAMETERS, turnover_times
from .transport import Transport, site_exchange, transport

# Donor and receiver (index into the seven pools) of each transfer: woody debris first, then those of the parameter table.
TRANSFERS = ((0, 2), (0, 3), (1, 4), (2, 4), (3, 5), (4, 5), (4, 6), (5, 4), (5, 6), (6, 4))


class SoilOperator(NamedTuple):
    """``M``, 1/day.

    ``rates`` of the seven pools without the environment, 1/day, ``(batch, 7)``; ``transfers``, the shares of a donor's loss that its
    receivers get, ``(batch, 10)`` in the order of ``TRANSFERS``; ``modifier`` of the rates of woody debris and soil pools and
    ``litter_modifier`` of those of the litters, 1, ``(batch, 20)``; ``upper`` and ``lower``, the exchange of the litters and soil pools
    with the layer above and below, 1/day, ``(batch, 20)``.
    """

    rates: torch.Tensor
    transfers: torch.Tensor
    modifier: torch.Tensor
    litter_modifier: torch.Tensor
    upper: torch.Tensor
    lower: torch.Tensor

    @property
    def mixing(self) -> Transport:
        """The exchange between layers."""
        return Transport(self.upper, self.lower)

    @property
    def decay(self) -> torch.Tensor:
        """What each pool loses by decomposition, 1/day, ``(batch, 7, 20)``."""
        modifier, litter = self.modifier[:, None], self.litter_modifier[:, None]
        return self.rates[:, :, None] * torch.cat([modifier, litter, litter, litter, modifier, modifier, modifier], 1)

    @property
    def soil_turnover(self) -> torch.Tensor:
        """Losses minus gains of the three soil pools at unit modifier, 1/day, ``(batch, 3, 3)``."""
        active, slow, passive = self.rates[:, 4:].unbind(1)
        shares = self.transfers.unbind(1)
        none = torch.zeros_like(active)
        rows = (
            (active, -shares[7] * slow, -shares[9] * passive),
            (-shares[5] * active, slow, none),
            (-shares[6] * active, -shares[8] * slow, passive),
        )
        return torch.stack([torch.stack(row, -1) for row in rows], 1)

    def times(self, pools: torch.Tensor) -> torch.Tensor:
        """``M`` times ``pools``, gC/m3/day: what they lose on balance.

        Parameters
        ----------
        pools
            gC/m3, ``(batch, 7, 20)``.
        """
        loss = self.decay * pools
        balance = list(loss.unbind(1))
        for share, (donor, receiver) in zip(self.transfers.unbind(1), TRANSFERS):
            balance[receiver] = balance[receiver] - share[:, None] * loss[:, donor]
        mixed = pools[:, 1:]
        step = mixed[..., 1:] - mixed[..., :-1]
        flows = self.upper[:, None, 1:] * step, -self.lower[:, None, :-1] * step
        pad = torch.nn.functional.pad
        return torch.stack(balance, 1) + pad(pad(flows[0], (1, 0)) + pad(flows[1], (0, 1)), (0, 0, 1, 0))

    @property
    def respired(self) -> torch.Tensor:
        """Carbon that a gram in each pool's cubic metre gives to the air, gC/m2/day per gC/m3, ``(batch, 7, 20)``.

        Woody debris gives none: its two transfers add up to all that it loses.
        """
        kept = [torch.ones_like(self.rates[:, 0]), *(torch.zeros_like(self.rates[:, 0]) for _ in range(6))]
        for share, (donor, _) in zip(self.transfers.unbind(1)[2:], TRANSFERS[2:]):
            kept[donor] = kept[donor] + share
        thickness = torch.as_tensor(LAYER_THICKNESS, dtype=self.rates.dtype, device=self.rates.device)
        return (1.0 - torch.stack(kept, 1))[:, :, None] * self.decay * thickness

    def leaked(self, pools: torch.Tensor) -> torch.Tensor:
        """Carbon that leaves with the exchange between layers, gC/m2/day, ``(batch,)``: none but at bedrock in mode ``published``.

        Parameters
        ----------
        pools
            gC/m3, ``(batch, 7, 20)``.
        """
        thickness = torch.as_tensor(LAYER_THICKNESS, dtype=pools.dtype, device=pools.device)
        mixed = pools[:, 1:].sum(1)
        step = mixed[:, 1:] - mixed[:, :-1]
        upper, lower = self.upper * thickness, self.lower * thickness
        return ((upper[:, 1:] - lower[:, :-1]) * step).sum(1)


class SoilSystem(NamedTuple):
    """The ``operator``, and the ``share`` of the litter input that enters each layer, ``(batch, 20)``."""

    operator: SoilOperator
    share: torch.Tensor


def soil_system(parameters: torch.Tensor, forcing: Forcing, bedrock: str) -> tuple[SoilSystem, torch.Tensor, torch.Tensor]:
    """The system that parameters and forcing make, by torch operations; the bulk modifier of the process definitions, ``(batch, 20)``;
    and where a rate modifier lies at its floor above bedrock, ``(batch,)``.

    Parameters
    ----------
    parameters
        ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
    forcing
        Of as many sites, in the type and on the device of ``parameters``.
    bedrock
        ``clm5`` or ``published``.
    """
    by_name = dict(zip(PARAMETER_NAMES, parameters.unbind(1)))
    scalars = environmental_scalars(by_name["q10"], by_name["efolding"], by_name["w_scaling"], forcing)
    mixing = transport(by_name["diffus"], by_name["cryo"], site_exchange(forcing, bedrock), forcing, bedrock)
    operator = SoilOperator(*rates_and_transfers(by_name), scalars.decomposition, scalars.litter_decomposition, *mixing)
    share = input_allocation(by_name["beta"], forcing, bedrock)
    floored = torch.minimum(scalars.decomposition, scalars.litter_decomposition) <= RATE_FLOOR[parameters.dtype]
    floored = floored & layers_with_soil(forcing, bedrock)
    return SoilSystem(operator, share), scalars.bulk, floored.any(1)


def rates_and_transfers(by_name: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Rates of the seven pools, 1/day, ``(batch, 7)``, and the transfers between them, ``(batch, 10)``.

    Parameters
    ----------
    by_name
        The parameters by name, ``(batch,)`` each.
    """
    debris = by_name["fcwdl2"]
    transfers = torch.stack([debris, 1.0 - debris, *(by_name[name] for name in TRANSFER_PARAMETERS)], 1)
    return 1.0 / (DAYS_PER_YEAR * turnover_times(by_name)), transfers


def litter_sources(share: torch.Tensor, forcing: Forcing) -> torch.Tensor:
    """Litter that enters woody debris and the three litters, gC/m3/day, ``(batch, 4, 20)``.

    Parameters
    ----------
    share
        Share of the input that enters each layer, ``(batch, 20)``.
    forcing
        Of as many sites, for the litter input.
    """
    thickness = torch.as_tensor(LAYER_THICKNESS, dtype=share.dtype, device=share.device)
    return forcing.of_sites(forcing.litter_input).to(share.dtype)[:, :, None] / DAYS_PER_YEAR * (share / thickness)[:, None, :]


def layers_with_soil(forcing: Forcing, bedrock: str) -> torch.Tensor:
    """Whether a layer lies above closed bedrock, ``(batch, 20)``; under ``published`` all do.

    Parameters
    ----------
    forcing
        Of the sites, for the layer of bedrock.
    bedrock
        ``clm5`` or ``published``.
    """
    layer = torch.arange(1, N_LAYERS + 1, device=forcing.bedrock_layer.device)
    return layer <= forcing.last_layer(bedrock)[:, None]


def input_allocation(beta: torch.Tensor, forcing: Forcing, bedrock: str) -> torch.Tensor:
    """Share of the litter input that enters each layer, ``(batch, 20)``: between depths ``a`` and ``b`` (cm) in proportion to
    ``beta^a - beta^b`` (Jackson et al. 1996). All of it enters the first layer where last year's soil never thawed.

    Parameters
    ----------
    beta
        Depth distribution of the input, 1, ``(batch,)``.
    forcing
        Of the sites, for bedrock and the active layer.
    bedrock
        ``clm5`` or ``published``.
    """
    interface = torch.as_tensor(100.0 * INTERFACE_DEPTH, dtype=beta.dtype, device=beta.device)
    thickness = torch.as_tensor(100.0 * LAYER_THICKNESS, dtype=beta.dtype, device=beta.device)
    log_beta = torch.log(beta)[:, None]
    share = -torch.exp(log_beta * (interface - thickness)) * torch.expm1(log_beta * thickness)
    if bedrock == "clm5":
        share = share * layers_with_soil(forcing, bedrock)
    share = share / share.sum(-1, keepdim=True)
    frozen = forcing.of_sites(forcing.active_layer_depth_last_year.mean(-1, keepdim=True) <= 0.0)
    surface = torch.zeros_like(share)
    surface[:, 0] = 1.0
    return torch.where(frozen, surface, share)
