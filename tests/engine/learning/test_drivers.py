"""What the network reads of the forcing: computed by hand, the same in training, evaluation and mapping."""

from __future__ import annotations

import numpy as np
import pytest

from binn_engine.clm5.interpolation import interpolated
from binn_engine.forcing.cell_weights import CellWeights
from binn_engine.learning.drivers import NAMES, driver_values, with_drivers
from binn_engine.model.checkpoints import load_model, read_card
from binn_engine.model.encoding import fit_encoding
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.recipes import landscape


def test_drivers_are_annual_means_of_the_sites_own_cell() -> None:
    """Against a loop over sites with indices written out."""
    sites = landscape(40)
    cells = sites.forcing.cells
    found = driver_values(sites.forcing, sites.cells)
    for site, cell in enumerate(sites.cells.cell):
        temperature, water = cells["soil_temperature"][cell], cells["water_scalar"][cell]
        expected = [
            np.log(sum(cells["litter_input"][cell])),
            np.mean([temperature[3, month] for month in range(12)]),
            max(temperature[2]) - min(temperature[2]),
            water[1].mean(),
            water[5].mean(),
            water[10].mean(),
            cells["nitrogen_scalar"][cell][2].mean(),
            cells["bedrock_layer"][cell],
        ]
        np.testing.assert_allclose(found[site], expected, rtol=1e-12)


def test_drivers_stand_behind_the_covariates_of_the_files() -> None:
    sites = with_drivers(landscape(40))
    assert sites.covariates.names == ("c", *NAMES)
    assert sites.covariates.categorical == (False,) * 9
    table = sites.covariates
    assert fit_encoding(table.names, table.categorical, table.values).file_covariates == ("c",)


def test_a_map_is_driven_by_the_forcing_it_is_given(trained_example: TrainedExample, tmp_path) -> None:
    """The checkpoint names the drivers, files need not have them, and a colder forcing changes the parameters themselves."""
    import rasterio
    import xarray as xr

    assert set(NAMES) <= set(load_model(trained_example.model).encoding.names)
    with xr.open_dataset(trained_example.forcing) as forcing:
        colder = forcing.load()
    colder["TSOI"] = colder["TSOI"] - 8.0
    colder.to_netcdf(tmp_path / "colder.nc")
    maps = []
    for number, forcing in enumerate((trained_example.forcing, str(tmp_path / "colder.nc"))):
        target = tmp_path / f"parameters{number}.tif"
        words = ["--model", trained_example.model, "--covariates", *trained_example.covariates, "--forcing", forcing]
        done = engine_here("predict", *words, "--parameters", target)
        assert done.status == 0, done.stderr
        with rasterio.open(target) as file:
            maps.append(file.read(masked=True))
    assert float(np.abs(maps[0] - maps[1]).max()) > 0.0


def test_parameters_carry_what_they_rest_on(trained_example: TrainedExample, tmp_path) -> None:
    """Bands of parameters tell it as the model's card does; the report names those that rest on the prior."""
    import rasterio

    rows = {row["parameter"]: row for row in read_card(trained_example.model)["identifiability"]}
    assert rows["tau_cwd"]["informed_by"] == "prior"
    assert rows["tau_cwd"]["first_order"] == pytest.approx(0.0, abs=1e-9)
    words = ["--parameters", tmp_path / "p.tif", "--processes", tmp_path / "q.tif", "--report", tmp_path / "p.html"]
    done = engine_here("predict", *trained_example.inputs, *words)
    assert done.status == 0, done.stderr
    with rasterio.open(tmp_path / "p.tif") as file:
        told = {name: file.tags(number).get("evidence") for number, name in enumerate(file.descriptions, 1)}
    assert set(told) == set(rows)
    assert told["tau_cwd"] == "prior, not data"
    assert "Determined by the prior, not by data:" in (tmp_path / "p.html").read_text(encoding="utf-8")
    with rasterio.open(tmp_path / "q.tif") as file:
        assert "evidence" not in file.tags(1)


def test_drivers_between_cells_are_those_of_the_interpolated_forcing() -> None:
    random = np.random.default_rng(7)
    sites = landscape(40)
    cells = len(sites.forcing)
    sites.forcing.cells["bedrock_layer"][:] = random.integers(2, 14, cells)
    index = np.stack([random.permutation(cells)[:4] for _ in range(40)])
    table = CellWeights(index, random.dirichlet(np.ones(4), 40))
    forcing = interpolated(sites.forcing.forcing(table))
    temperature, water = forcing.soil_temperature.numpy(), forcing.water_scalar.numpy().mean(-1)
    expected = [
        np.log(forcing.litter_input.numpy().sum(-1)),
        temperature[:, 3].mean(-1),
        np.ptp(temperature[:, 2], axis=-1),
        *(water[:, layer] for layer in (1, 5, 10)),
        forcing.nitrogen_scalar.numpy()[:, 2].mean(-1),
        forcing.bedrock_layer.numpy(),
    ]
    np.testing.assert_allclose(driver_values(sites.forcing, table), np.stack(expected, 1), rtol=1e-12)
