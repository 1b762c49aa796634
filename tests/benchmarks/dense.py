"""The CLM5 soil carbon system as dense 140 x 140 matrices: what the compiled layer is measured against.

``dense_pools`` builds and solves one matrix per site, batched. ``loop_pools`` works as published codes do: site by site, with twelve
monthly matrices of decay and twelve of transport each, filled by operations on whole profiles and averaged before one solve. Both are mode
``published``, differentiable by autograd.
"""

from __future__ import annotations

import torch

from binn_engine.clm5 import Forcing
from binn_engine.clm5.environment import REFERENCE_TEMPERATURE, environmental_scalars
from binn_engine.clm5.geometry import DAYS_PER_YEAR, LAYER_THICKNESS, N_LAYERS, N_MONTHS, NODE_DEPTH
from binn_engine.clm5.operator import input_allocation
from binn_engine.clm5.processes import turnover_times
from binn_engine.clm5.transport import Transport, transport, unit_exchange
from binn_engine.tables import PARAMETER_NAMES

POOLS = 7
SIZE = POOLS * N_LAYERS
# (receiver, donor, parameter) of every transfer between pools; woody debris gives the rest to lignin.
TRANSFERS = (
    (4, 1, "fl1s1"),
    (4, 2, "fl2s1"),
    (5, 3, "fl3s2"),
    (5, 4, "fs1s2"),
    (6, 4, "fs1s3"),
    (4, 5, "fs2s1"),
    (6, 5, "fs2s3"),
    (4, 6, "fs3s1"),
)


def transfer_matrix(by_name: dict[str, torch.Tensor]) -> torch.Tensor:
    """``A`` per layer, ``(batch, 7, 7)``: -1 on the diagonal, what each pool gets of each donor's loss elsewhere."""
    batch = len(by_name["q10"])
    matrix = -torch.eye(POOLS, dtype=torch.float64).expand(batch, -1, -1).clone()
    for receiver, donor, name in TRANSFERS:
        matrix[:, receiver, donor] = by_name[name]
    matrix[:, 2, 0] = by_name["fcwdl2"]
    matrix[:, 3, 0] = 1.0 - by_name["fcwdl2"]
    return matrix


def _places() -> torch.Tensor:
    """Positions in the flattened matrix of the 49 x 20 pool couplings, then of the exchange with the layers above and below."""
    pool, layer = torch.arange(POOLS), torch.arange(N_LAYERS)
    row = (pool[:, None, None] * N_LAYERS + layer).expand(POOLS, POOLS, N_LAYERS)
    column = (pool[None, :, None] * N_LAYERS + layer).expand(POOLS, POOLS, N_LAYERS)
    mixed = pool[1:, None] * N_LAYERS + layer
    above, below = mixed[:, 1:] * SIZE + mixed[:, 1:] - 1, mixed[:, :-1] * SIZE + mixed[:, :-1] + 1
    return torch.cat([(row * SIZE + column).flatten(), above.flatten(), below.flatten()])


PLACES = _places()
MOVES = torch.tensor([0.0] + [1.0] * (POOLS - 1), dtype=torch.float64)  # woody debris does not move


def system(transfer: torch.Tensor, rate: torch.Tensor, upper: torch.Tensor, lower: torch.Tensor) -> torch.Tensor:
    """``V - A K``, ``(batch, 140, 140)``; ``rate`` ``(batch, 7, 20)`` and exchange ``(batch, 20)`` in 1/day.

    One scatter fills the matrix, so that its gradient is one gather: the quickest way to build it that we found.
    """
    batch = len(rate)
    leaving = torch.diag(MOVES)[None, :, :, None] * (upper + lower)[:, None, None, :]
    coupling = leaving - transfer[..., None] * rate[:, None]
    exchange = [-part[:, None].expand(-1, POOLS - 1, -1).flatten(1) for part in (upper[:, 1:], lower[:, :-1])]
    values = torch.cat([coupling.flatten(1), *exchange], 1)
    return torch.zeros(batch, SIZE * SIZE, dtype=rate.dtype).scatter(1, PLACES.expand(batch, -1), values).reshape(batch, SIZE, SIZE)


def sources(by_name: dict[str, torch.Tensor], forcing: Forcing) -> torch.Tensor:
    """Litter input in gC/m3/day, ``(batch, 140)``."""
    share = input_allocation(by_name["beta"], forcing, "published") / torch.as_tensor(LAYER_THICKNESS)
    litter = forcing.litter_input[:, :, None] / DAYS_PER_YEAR * share[:, None, :]
    return torch.cat([litter, torch.zeros(len(share), 3, N_LAYERS, dtype=share.dtype)], 1).reshape(-1, SIZE)


def dense_pools(parameters: torch.Tensor, forcing: Forcing) -> torch.Tensor:
    """Pools ``(batch, 7, 20)`` gC/m3 by one batched dense solve."""
    by_name = dict(zip(PARAMETER_NAMES, parameters.unbind(1)))
    scalars = environmental_scalars(by_name["q10"], by_name["efolding"], by_name["w_scaling"], forcing)
    mixing = transport(by_name["diffus"], by_name["cryo"], unit_exchange(forcing, "published"), forcing, "published")
    plain, fed = scalars.decomposition[:, None], scalars.litter_decomposition[:, None]
    modifier = torch.cat([plain, fed.expand(-1, 3, -1), plain.expand(-1, 3, -1)], 1)
    rate = modifier / (DAYS_PER_YEAR * turnover_times(by_name)[:, :, None])
    matrix = system(transfer_matrix(by_name), rate, *mixing)
    return torch.linalg.solve(matrix, sources(by_name, forcing)).reshape(-1, POOLS, N_LAYERS)


def loop_pools(parameters: torch.Tensor, forcing: Forcing) -> torch.Tensor:
    """The same, site by site and month by month, as published codes build it."""
    return torch.cat(
        [_one_site(parameters[site : site + 1], forcing.at(torch.tensor([site])).gathered()) for site in range(len(parameters))]
    )


def _one_site(parameters: torch.Tensor, forcing: Forcing) -> torch.Tensor:
    by_name = dict(zip(PARAMETER_NAMES, parameters.unbind(1)))
    transfer = torch.kron(transfer_matrix(by_name)[0], torch.eye(N_LAYERS, dtype=torch.float64))
    mixing = _monthly_transport(by_name, forcing)
    depth = torch.exp(-torch.as_tensor(NODE_DEPTH) / by_name["efolding"])
    rates = 1.0 / (DAYS_PER_YEAR * turnover_times(by_name)[0])
    decay, moving = [], []
    for month in range(N_MONTHS):
        warm = by_name["q10"] ** ((forcing.soil_temperature[0, :, month] - REFERENCE_TEMPERATURE) / 10.0)
        moist = torch.clamp(by_name["w_scaling"] * forcing.water_scalar[0, :, month], max=1.0)
        plain = warm * moist * forcing.oxygen_scalar[0, :, month] * depth
        fed = plain * forcing.nitrogen_scalar[0, :, month]
        modifier = torch.stack([plain, fed, fed, fed, plain, plain, plain])
        decay.append(torch.diag((rates[:, None] * modifier).flatten()))
        upper, lower = mixing.upper[month], mixing.lower[month]
        profile = torch.diag(upper + lower) - torch.diag(upper[1:], -1) - torch.diag(lower[:-1], 1)
        moving.append(torch.kron(torch.diag(MOVES), profile))
    matrix = torch.stack(moving).mean(0) - transfer @ torch.stack(decay).mean(0)
    return torch.linalg.solve(matrix, sources(by_name, forcing)[0]).reshape(1, POOLS, N_LAYERS)


def _monthly_transport(by_name: dict[str, torch.Tensor], forcing: Forcing) -> Transport:
    """Exchange rates of one site in each month, ``(12, 20)``: as if every month were a site with that active layer all year."""
    months = Forcing(
        *(field.expand(N_MONTHS, -1, -1) for field in list(vars(forcing).values())[:4]),
        forcing.active_layer_depth.T,
        forcing.active_layer_depth_last_year.T,
        forcing.bedrock_layer.expand(N_MONTHS),
        forcing.litter_input.expand(N_MONTHS, -1),
    )
    diffusivities = (by_name[name].expand(N_MONTHS) for name in ("diffus", "cryo"))
    return transport(*diffusivities, unit_exchange(months, "published"), months, "published")
