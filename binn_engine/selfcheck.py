"""Checks whether the engine works on this machine."""

from __future__ import annotations

import torch

from .clm5 import PARAMETERS, Forcing, SoilCarbonModel
from .clm5.geometry import N_LAYERS, N_MONTHS
from .errors import EngineError
from .running.devices import choose_device
from .running.versions import versions


def check_engine() -> dict:
    """Versions and device, after a real forward and backward pass through the CLM5 layer there, in both precisions.

    Machine code for both is compiled where there is none yet.

    Raises
    ------
    EngineError
        Where soil carbon or its gradient is not finite.
    """
    device = choose_device("auto")
    stock = [_stock(device.name, precision) for precision in (torch.float32, torch.float64)][-1]
    return {
        "ok": True,
        "device": device.name,
        "device_reason": device.reason,
        "stock_kgC_m2": stock / 1000.0,
        "versions": versions(),
    }


def _stock(device: str, precision: torch.dtype) -> float:
    """The SOC stock to 1 m of the example's site in gC/m2, after its gradient was computed too."""
    middle = [[(row.lower + row.upper) / 2 for row in PARAMETERS]]
    parameters = torch.tensor(middle, dtype=precision, device=device, requires_grad=True)
    stock = SoilCarbonModel()(parameters, example_forcing().to(device, precision)).stock(0.0, 1.0).sum()
    stock.backward()
    if parameters.grad is None or not bool(torch.isfinite(stock) and torch.isfinite(parameters.grad).all()):
        raise EngineError("The CLM5 layer computed numbers that are not finite.", "Set up the engine again.")
    return float(stock.detach())


def example_forcing() -> Forcing:
    """The forcing of one plausible site: 12 degrees C, moderately moist, 450 gC/m2/yr of litter."""
    month = torch.ones(1, N_LAYERS, N_MONTHS, dtype=torch.float64)
    thaw = torch.full((1, N_MONTHS), 8.6, dtype=torch.float64)
    litter = torch.tensor([[60.0, 150.0, 180.0, 60.0]], dtype=torch.float64)
    return Forcing(285.15 * month, 0.5 * month, month, 0.9 * month, thaw, thaw, torch.tensor([15]), litter)
