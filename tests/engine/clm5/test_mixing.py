"""Forcing that is mixed from the cells around a site: written out by hand, by both ways of computing it, and in the CLM5 layer."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from binn_engine.clm5 import Forcing, SoilCarbonModel, interpolation
from binn_engine.clm5.interpolation import interpolated
from binn_engine.clm5.mixing import layer_shares
from binn_engine.errors import InputError
from tests.engine.support.clm5 import at_share

SITES, CELLS = 40, 9


def mixed_forcing(seed: int = 0, sites: int = SITES) -> Forcing:
    """Random cells with bedrock at many depths, and four of them around each site."""
    random = np.random.default_rng(seed)
    monthly = [torch.from_numpy(random.uniform(low, high, (CELLS, 20, 12))) for low, high in ((270, 300), (0.1, 1), (0.5, 1), (0.5, 1))]
    thaw = [torch.from_numpy(random.uniform(0.5, 5.0, (CELLS, 12))) for _ in range(2)]
    bedrock, litter = torch.from_numpy(random.integers(6, 21, CELLS)), torch.from_numpy(random.uniform(20.0, 200.0, (CELLS, 4)))
    neighbours = torch.from_numpy(np.stack([random.permutation(CELLS)[:4] for _ in range(sites)]))
    shares = torch.from_numpy(random.dirichlet(np.ones(4), sites))
    shares[0] = torch.tensor([1.0, 0.0, 0.0, 0.0])
    return Forcing(*monthly, *thaw, bedrock, litter, neighbours[:, 0].clone(), neighbours, shares)


def by_hand(forcing: Forcing, site: int) -> dict[str, np.ndarray]:
    """The values of one site, value by value."""
    around, shares = forcing.neighbours[site].tolist(), forcing.shares[site].tolist()
    own = int(forcing.bedrock_layer[around[0]])
    found: dict[str, np.ndarray] = {"bedrock_layer": np.array(own)}
    for name in ("soil_temperature", "water_scalar", "oxygen_scalar", "nitrogen_scalar"):
        field = getattr(forcing, name).numpy()
        found[name] = np.empty((20, 12))
        for layer in range(20):
            soil = layer + 1 <= own
            alike = [(n, s) for n, s in zip(around, shares) if (layer + 1 <= int(forcing.bedrock_layer[n])) == soil]
            found[name][layer] = sum(s * field[n, layer] for n, s in alike) / sum(s for _, s in alike)
    for name in ("active_layer_depth", "active_layer_depth_last_year", "litter_input"):
        found[name] = sum(s * getattr(forcing, name)[n].numpy() for n, s in zip(around, shares))
    return found


@pytest.fixture(params=["compiled", "tensor"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the two ways in which values are mixed."""
    if request.param == "tensor":
        monkeypatch.setattr(interpolation, "kernels_available", lambda: False)
    elif not interpolation.kernels_available():
        pytest.skip("numba is not installed")
    return request.param


@pytest.mark.parametrize("precision", [torch.float64, torch.float32])
def test_values_are_mixed_among_cells_that_have_soil_or_rock_alike(way: str, precision: torch.dtype) -> None:
    forcing = mixed_forcing()
    found = interpolated(forcing.to("cpu", precision))
    assert found.cell is None
    assert found.shares is None
    assert found.n_sites == SITES
    for site in range(SITES):
        for name, expected in by_hand(forcing, site).items():
            values = getattr(found, name)[site]
            assert values.dtype == (torch.int64 if name == "bedrock_layer" else precision)
            np.testing.assert_allclose(values.numpy(), expected, rtol=1e-12 if precision == torch.float64 else 2e-6)


def test_a_site_at_the_centre_of_a_cell_has_its_very_values(way: str) -> None:
    forcing = mixed_forcing()
    found, cell = interpolated(forcing), int(forcing.cell[0])
    for name, field in forcing.by_cell().items():
        assert torch.equal(getattr(found, name)[0], field[cell]), name


def test_rock_beside_a_soil_does_not_dry_it() -> None:
    """Water is 0.9 in all soil and 0.05 in all rock: a mean of both would be neither."""
    forcing = mixed_forcing()
    soil = torch.arange(1, 21)[None, :, None] <= forcing.bedrock_layer[:, None, None]
    forcing = dataclasses.replace(forcing, water_scalar=torch.where(soil, 0.9, 0.05).double().expand(CELLS, 20, 12))
    found = interpolated(forcing)
    above = torch.arange(1, 21)[None, :, None] <= found.bedrock_layer[:, None, None]
    expected = torch.where(above, 0.9, 0.05).double().expand(SITES, 20, 12)
    torch.testing.assert_close(found.water_scalar, expected, rtol=1e-12, atol=0.0)


def test_shares_of_each_layer_add_up_to_one() -> None:
    forcing = mixed_forcing()
    shares = layer_shares(forcing.bedrock_layer, forcing.cell, forcing.neighbours, forcing.shares)
    assert shares.shape == (SITES, 4, 20)
    torch.testing.assert_close(shares.sum(1), torch.ones(SITES, 20, dtype=torch.float64))
    some = layer_shares(forcing.bedrock_layer, forcing.cell, forcing.neighbours, forcing.shares, (3, 12))
    assert torch.equal(some, shares[:, :, [3, 12]])


@pytest.mark.parametrize("solver", ["compiled", "tensor", "recorded"])
def test_the_layer_takes_cells_with_shares_as_it_takes_their_mixed_values(solver: str) -> None:
    """To the last bit, also for some of the sites in another order."""
    forcing, parameters = mixed_forcing(), at_share("binn", 0.4).repeat(SITES, 1)
    model = SoilCarbonModel(solver=solver)
    whole = model(parameters, interpolated(forcing))
    again = model(parameters, forcing)
    assert torch.equal(again.pools, whole.pools)
    some = torch.tensor([7, 3, 3, 20])
    part = model(parameters[some], forcing.at(some))
    torch.testing.assert_close(part.soc, whole.soc[some], rtol=1e-12, atol=0.0)
    assert torch.equal(part.processes["plant_carbon_input"], whole.processes["plant_carbon_input"][some])


def test_gradients_by_the_cells_add_up_over_the_sites_that_read_them() -> None:
    """Against one difference in litter and one in temperature of a cell."""
    forcing, parameters = mixed_forcing(), at_share("binn", 0.4).repeat(SITES, 1)
    litter, warmth = (field.clone().requires_grad_() for field in (forcing.litter_input, forcing.soil_temperature))
    SoilCarbonModel()(parameters, dataclasses.replace(forcing, litter_input=litter, soil_temperature=warmth)).soc.sum().backward()

    def total(name: str, step: float) -> float:
        changed = getattr(forcing, name).clone()
        changed[3] += step
        return float(SoilCarbonModel()(parameters, dataclasses.replace(forcing, **{name: changed})).soc.sum())

    for name, leaf, step in (("litter_input", litter, 0.01), ("soil_temperature", warmth, 1e-4)):
        slope = (total(name, step) - total(name, -step)) / (2.0 * step)
        assert float(leaf.grad[3].sum()) == pytest.approx(slope, rel=1e-5)


def test_the_distinct_forcing_of_mixed_sites_is_that_of_each(way: str) -> None:
    forcing = mixed_forcing()
    distinct, row = forcing.distinct()
    assert distinct is forcing
    assert torch.equal(row, torch.arange(SITES))
    shared = dataclasses.replace(forcing, neighbours=None, shares=None)
    distinct, row = shared.distinct()
    assert distinct.n_sites == CELLS
    assert torch.equal(row, forcing.cell)


@pytest.mark.parametrize(
    "change",
    [
        lambda forcing: {"shares": None},
        lambda forcing: {"cell": None},
        lambda forcing: {"shares": forcing.shares[:, :3]},
        lambda forcing: {"cell": forcing.cell[:5]},
        lambda forcing: {"neighbours": forcing.neighbours + CELLS},
        lambda forcing: {"neighbours": forcing.neighbours.double()},
    ],
)
def test_neighbours_and_shares_that_do_not_fit_are_refused(change) -> None:
    forcing = mixed_forcing()
    with pytest.raises(InputError, match="neighbours"):
        SoilCarbonModel()(at_share("binn", 0.4).repeat(SITES, 1), dataclasses.replace(forcing, **change(forcing)))


def test_runs_in_time_and_ages_take_cells_with_shares_too() -> None:
    forcing, parameters = mixed_forcing(sites=6), at_share("binn", 0.4).repeat(6, 1)
    model, mixed = SoilCarbonModel(), interpolated(forcing)
    start = model(parameters, mixed).pools
    half = {"litter_input": 0.5 * forcing.litter_input}
    ways = [(forcing, dataclasses.replace(forcing, **half)), (mixed, dataclasses.replace(mixed, litter_input=0.5 * mixed.litter_input))]
    found, expected = (model.transient(parameters, start, [(5.0, first), (5.0, then)], [5.0, 10.0]) for first, then in ways)
    torch.testing.assert_close(found.pools, expected.pools, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(
        model.ages(parameters, forcing).mean_age_soc, model.ages(parameters, mixed).mean_age_soc, rtol=1e-9, atol=0.0
    )
