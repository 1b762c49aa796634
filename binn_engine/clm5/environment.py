"""How temperature, moisture, oxygen, nitrogen and depth modify decomposition (CLM5 technical note, section 2.21.4)."""

from __future__ import annotations

from typing import NamedTuple

import torch

from .forcing import Forcing
from .geometry import NODE_DEPTH

REFERENCE_TEMPERATURE = 298.15  # K
# Rates may fall by 1e-35 over the profile (e-folding depth of 0.1 m) and by far more under PRODA's ranges, where they would
# become zero and the steady state infinite. The floors are far below what can be seen above bedrock and keep numbers finite.
RATE_FLOOR = {torch.float64: 1e-60, torch.float32: 1e-18}
# Sites whose monthly values are held at a time: 2 kB a field and site in float64, enough of them to keep a GPU busy.
SITES_AT_ONCE = 16_384


class EnvironmentalScalars(NamedTuple):
    """Annual means, each ``(batch, 20)``, dimensionless.

    ``decomposition`` multiplies the rates of woody debris and soil pools, ``litter_decomposition`` those of the litters
    (nitrogen included), ``bulk`` is the product of means that the process definitions use (no oxygen, no nitrogen).
    """

    decomposition: torch.Tensor
    litter_decomposition: torch.Tensor
    bulk: torch.Tensor


def environmental_scalars(q10: torch.Tensor, efolding: torch.Tensor, w_scaling: torch.Tensor, forcing: Forcing) -> EnvironmentalScalars:
    """Annual means of ``q10^((T - 298.15)/10) * min(1, w W) * O [* N] * exp(-z/z_e)``.

    ``q10``, ``efolding`` (m) and ``w_scaling`` are ``(batch,)``, one for each site of ``forcing``. Monthly fields are read by index, one
    at a time and for ``SITES_AT_ONCE`` sites at a time.

    Parameters
    ----------
    q10
        Factor of decomposition per 10 K, 1, ``(batch,)``.
    efolding
        Depth over which decomposition falls by a factor e, m, ``(batch,)``.
    w_scaling
        Multiplier of the water scalar, 1, ``(batch,)``.
    forcing
        Of as many sites.
    """
    if len(q10) <= SITES_AT_ONCE:
        return _scalars(q10, efolding, w_scaling, forcing)
    runs = torch.arange(len(q10), device=q10.device).split(SITES_AT_ONCE)
    values = zip(*(tensor.split(SITES_AT_ONCE) for tensor in (q10, efolding, w_scaling)))
    parts = [_scalars(*some, forcing.at(run)) for some, run in zip(values, runs)]  # type: ignore[call-arg]  # three tensors
    return EnvironmentalScalars(*(torch.cat(part) for part in zip(*parts)))


def _scalars(q10: torch.Tensor, efolding: torch.Tensor, w_scaling: torch.Tensor, forcing: Forcing) -> EnvironmentalScalars:
    temperature = _temperature_scalar(q10, forcing.of_sites(forcing.soil_temperature))
    water = (w_scaling[:, None, None] * forcing.of_sites(forcing.water_scalar)).clamp(max=1.0)
    monthly = temperature * water
    bulk = temperature.mean(-1) * water.mean(-1)
    # What is not read any more goes before the next field comes.
    del temperature, water
    monthly = monthly * forcing.of_sites(forcing.oxygen_scalar)
    depth = torch.exp(-torch.as_tensor(NODE_DEPTH, dtype=q10.dtype, device=q10.device) / efolding[:, None])
    floor = RATE_FLOOR[q10.dtype]
    return EnvironmentalScalars(
        (monthly.mean(-1) * depth).clamp(min=floor),
        ((monthly * forcing.of_sites(forcing.nitrogen_scalar)).mean(-1) * depth).clamp(min=floor),
        bulk * depth,
    )


def _temperature_scalar(q10: torch.Tensor, temperature: torch.Tensor) -> torch.Tensor:
    exponent = (temperature - REFERENCE_TEMPERATURE) / 10.0
    return torch.exp(exponent * torch.log(q10)[:, None, None])
