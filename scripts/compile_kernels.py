"""Compiles the soil carbon kernels that ``binn check`` compiles last or not at all, for a set-up with two processes."""

from __future__ import annotations

import torch

from binn_engine.clm5 import PARAMETERS, SoilCarbonModel
from binn_engine.selfcheck import example_forcing


def main() -> None:
    """Steady state, ages, radiocarbon and a step in time, each with its gradient, in float64 and float32."""
    model, atmosphere = SoilCarbonModel(), (list(range(1950, 1991)), [100.0] * 41)
    middle = [[(row.lower + row.upper) / 2 for row in PARAMETERS]]
    for precision in (torch.float64, torch.float32):
        forcing = example_forcing().to("cpu", precision)
        parameters = torch.tensor(middle, dtype=precision, requires_grad=True)
        carbon = model(parameters, forcing)
        later = model.transient(parameters, carbon.pools, [(1.0, forcing)], [1.0])
        radiocarbon = model.radiocarbon(parameters, forcing, atmosphere, [1990.0])
        (later.stock.sum() + model.ages(parameters, forcing).mean_age_soc.sum() + radiocarbon.delta_soc.sum()).backward()


if __name__ == "__main__":
    main()
