"""The exact transient and age numbers of the reference cases: their forcing, steps and ramps."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from binn_engine.clm5 import Forcing
from tests.engine.commands import SHARED
from tests.engine.support.clm5_cases import case_forcing

CASES = SHARED / "reference" / "time_cases.npz"
RAMP_YEARS = 30


def load_time_cases() -> dict[str, np.ndarray]:
    """The arrays of the cases; skips where the file is absent."""
    if not CASES.exists():
        pytest.skip(f"the reference cases {CASES.name} are not beside the checkout (../shared/reference)")
    with np.load(CASES) as file:
        return dict(file)


def step_forcing(cases: dict[str, np.ndarray]) -> Forcing:
    """The forcing of the step, bedrock as before."""
    names = ("tsoi", "w_scalar", "o_scalar", "n_scalar", "altmax", "altmax_lastyear", "litter_input")
    return case_forcing({"nbedrock": cases["nbedrock"], **{name: cases[f"{name}_b"] for name in names}})


def ramp_pieces(cases: dict[str, np.ndarray], forcing: Forcing) -> list[tuple[float, Forcing]]:
    """Thirty yearly pieces in which temperature rises and litter changes, the last of which goes on."""
    warming, factor = torch.from_numpy(cases["ramp_dT"]), torch.from_numpy(cases["ramp_litter_factor"])
    pieces = []
    for year in range(1, RAMP_YEARS + 1):
        share = year / RAMP_YEARS
        warmer = forcing.soil_temperature + (share * warming)[:, None, None]
        litter = forcing.litter_input * (1.0 + (factor - 1.0) * share)[:, None]
        pieces.append((1.0, dataclasses.replace(forcing, soil_temperature=warmer, litter_input=litter)))
    return pieces


def layers_to_compare(cases: dict[str, np.ndarray], mode: str) -> np.ndarray:
    """The layers that the reference says to compare, ``(cases, 20)``: to bedrock, under ``published`` one more."""
    return np.arange(1, 21) <= cases["nbedrock"][:, :1] + (mode == "published")
