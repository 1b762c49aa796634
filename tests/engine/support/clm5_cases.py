"""The reference cases of the CLM5 soil carbon model, and draws from the priors under their forcing."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from binn_engine.clm5 import PARAMETERS, Forcing
from tests.engine.commands import SHARED

CASES = SHARED / "reference" / "clm5_cases.npz"
REFERENCE_PROCESSES = ("carbon_transfer_efficiency", "baseline_decomposition", "environmental_modifier", "vertical_transport")


def load_cases() -> dict[str, np.ndarray]:
    """The arrays of the 60 cases; skips where the file is absent."""
    if not CASES.exists():
        pytest.skip(f"the reference cases {CASES.name} are not beside the checkout (../shared/reference)")
    with np.load(CASES) as file:
        return dict(file)


def case_parameters(cases: dict[str, np.ndarray]) -> torch.Tensor:
    """Parameters of the cases in physical units, ``(60, 21)``."""
    low, high = cases["parameter_lower"], cases["parameter_upper"]
    return torch.from_numpy(low + cases["parameters_normalised"] * (high - low))


def case_forcing(cases: dict[str, np.ndarray]) -> Forcing:
    """Forcing of the cases."""
    names = ("tsoi", "w_scalar", "o_scalar", "n_scalar", "altmax", "altmax_lastyear")
    bedrock = torch.from_numpy(cases["nbedrock"][:, 0])
    return Forcing(*(torch.from_numpy(cases[name]) for name in names), bedrock, torch.from_numpy(cases["litter_input"].sum(-1)))


def prior_draws(prior: str, count: int, seed: int = 0) -> torch.Tensor:
    """Uniform draws from BINN's or PRODA's ranges, zero lower bounds raised to 1e-4 of the range, ``(count, 21)``."""
    low = np.array([row.lower if prior == "binn" else row.proda_lower for row in PARAMETERS])
    high = np.array([row.upper if prior == "binn" else row.proda_upper for row in PARAMETERS])
    low = np.where(low == 0.0, 1e-4 * high, low)
    return torch.from_numpy(low + np.random.default_rng(seed).random((count, len(PARAMETERS))) * (high - low))


def respired(parameters: torch.Tensor, pools: torch.Tensor, forcing: Forcing) -> np.ndarray:
    """Carbon that all pools lose to the air, gC/m2/yr, ``(batch,)``: written out pool by pool, without the model's own code."""
    names = [row.name for row in PARAMETERS]
    theta = {name: parameters[:, number].numpy() for number, name in enumerate(names)}
    thickness = np.diff(
        [0, 0.02, 0.06, 0.12, 0.2, 0.32, 0.48, 0.68, 0.92, 1.2, 1.52, 1.88, 2.28, 2.72, 3.26, 3.9, 4.64, 5.48, 6.42, 7.46, 8.6]
    )
    node = np.array([0.01, 0.04, 0.09, 0.16, 0.26, 0.4, 0.58, 0.8, 1.06, 1.36, 1.7, 2.08, 2.5, 2.99, 3.58, 4.27, 5.06, 5.95, 6.94, 8.03])
    warm = theta["q10"][:, None, None] ** ((forcing.soil_temperature.numpy() - 298.15) / 10.0)
    moist = np.minimum(1.0, theta["w_scaling"][:, None, None] * forcing.water_scalar.numpy())
    monthly = warm * moist * forcing.oxygen_scalar.numpy()
    deep = np.exp(-node[None, :] / theta["efolding"][:, None])
    plain = monthly.mean(-1) * deep
    fed = (monthly * forcing.nitrogen_scalar.numpy()).mean(-1) * deep
    kept = {
        0: np.ones(len(parameters)),
        1: theta["fl1s1"],
        2: theta["fl2s1"],
        3: theta["fl3s2"],
        4: theta["fs1s2"] + theta["fs1s3"],
        5: theta["fs2s1"] + theta["fs2s3"],
        6: theta["fs3s1"],
    }
    taus = ("tau_cwd", "tau_l1", "tau_l2", "tau_l2", "tau_s1", "tau_s2", "tau_s3")
    total = np.zeros(len(parameters))
    for pool, tau in enumerate(taus):
        rate = (fed if pool in (1, 2, 3) else plain) / theta[tau][:, None]
        total += (1.0 - kept[pool]) * (rate * pools[:, pool].numpy() * thickness).sum(-1)
    return total
