"""The example landscape: its files agree with one another and with the science."""

from __future__ import annotations

from pathlib import Path

import geopandas
import netCDF4
import numpy as np
import pandas as pd
import pytest
import rasterio
import torch

from binn_engine.bands import value_bands
from binn_engine.clm5 import SoilCarbonModel
from binn_engine.clm5.geometry import NODE_DEPTH, mean_weights
from binn_engine.covariates.table import CovariateStack, Grid, looks_categorical, sample_rasters
from binn_engine.errors import Cancelled, JobError, OutputError
from binn_engine.example.landscape import CATEGORICAL, DAMPING_DEPTH_M, UNITS, Landscape
from binn_engine.example.truth import NOISE
from binn_engine.example.writing import write_example
from binn_engine.forcing.reading import read_forcing
from binn_engine.tables import NODATA, PARAMETERS
from tests.engine.commands import SHARED

NEW_YORK_FORCING = SHARED / "data" / "new_york" / "clm5_forcing.nc"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return write_example(tmp_path_factory.mktemp("land") / "example", profiles=150, size=40, seed=3)


def covariate_paths(files: dict[str, str]) -> list[str]:
    return [files[name] for name in UNITS]


def read(path: str) -> np.ma.MaskedArray:
    with rasterio.open(path) as raster:
        return raster.read(masked=True)


def test_covariates_lie_on_two_grids_and_one_of_them_holds_classes(files: dict[str, str]) -> None:
    grids = set()
    for name in UNITS:
        with rasterio.open(files[name]) as raster:
            assert raster.descriptions == (name,)
            assert raster.units == (UNITS[name],)
            grids.add((raster.crs.to_epsg(), raster.shape))
    assert len(UNITS) >= 12
    assert {epsg for epsg, _ in grids} == {4326, 5070}
    assert len(grids) == 2
    classes = read(files["land_cover"]).compressed()
    assert set(classes) <= set(range(1, 7))
    assert len(set(classes)) > 3
    assert [name for name in UNITS if looks_categorical(name)] == list(CATEGORICAL)


def test_every_raster_has_holes_of_its_own_and_the_truth_has_all_of_them(files: dict[str, str]) -> None:
    grid = Grid.from_raster(files["truth_soc"])
    with CovariateStack(covariate_paths(files), tuple(UNITS), CATEGORICAL, grid) as stack:
        missing = np.isnan(stack.read(grid.whole))
    assert 0.0 < missing.any(0).mean() < 0.3
    assert (missing.any(0) & ~missing.all(0)).any()
    for name in ("truth_parameters", "truth_processes", "truth_soc"):
        values = read(files[name])
        assert np.array_equal(np.ma.getmaskarray(values), np.broadcast_to(missing.any(0), values.shape))


def test_truth_has_the_bands_of_the_products(files: dict[str, str]) -> None:
    for variables in ("parameters", "processes", "soc"):
        with rasterio.open(files[f"truth_{variables}"]) as raster:
            bands = value_bands(variables)
            assert raster.descriptions == tuple(band.name for band in bands)
            assert raster.units == tuple(band.unit for band in bands)
            assert raster.nodata == NODATA


def test_true_parameters_lie_within_binns_ranges_and_only_influential_ones_vary(files: dict[str, str]) -> None:
    values = read(files["truth_parameters"])
    share = np.array([(band.compressed() - row.lower) / (row.upper - row.lower) for row, band in zip(PARAMETERS, values)])
    assert share.min() > 0.0
    assert share.max() < 1.0
    varying = {row.name for row, one in zip(PARAMETERS, share) if np.ptp(one) > 0.1}
    assert varying == {"efolding", "tau_s3", "tau_s2", "fs1s3", "fl2s1", "w_scaling", "q10", "beta", "diffus"}
    constant = [one for row, one in zip(PARAMETERS, share) if row.name not in varying]
    assert np.allclose(constant, 0.5, atol=1e-5)


def test_true_soc_is_what_clm5_gives_for_the_true_parameters(files: dict[str, str]) -> None:
    parameters, soc = read(files["truth_parameters"]), read(files["truth_soc"])
    rows, columns = np.nonzero(~np.ma.getmaskarray(soc)[0])
    some = slice(None, None, 37)
    lon, lat = Grid.from_raster(files["truth_soc"]).lonlat(Grid.from_raster(files["truth_soc"]).whole)
    forcing = read_forcing(files["forcing"], lambda code, message: None, None, "bilinear")
    cells = forcing.cells_at(lon[rows, columns][some], lat[rows, columns][some])[0]
    values = torch.from_numpy(parameters.data[:, rows, columns][:, some].T.astype(float))
    stock = SoilCarbonModel()(values, forcing.forcing(cells)).stock(0.0, 1.0).numpy() / 1000.0
    assert np.allclose(stock, soc.data[-1, rows, columns][some], rtol=1e-4)


def test_soil_temperature_is_a_damped_annual_wave(files: dict[str, str]) -> None:
    with netCDF4.Dataset(files["forcing"]) as data:
        temperature = data["TSOI"][:].reshape(12, 20, -1)
    wave = np.fft.rfft(temperature.filled(np.nan), axis=0)[1]
    amplitude = np.abs(wave[:, np.isfinite(wave).all(0)])
    expected = np.exp(-(NODE_DEPTH - NODE_DEPTH[0]) / DAMPING_DEPTH_M)
    assert np.allclose(amplitude / amplitude[0], expected[:, None], rtol=1e-3)


def test_litter_of_a_year_is_net_primary_production(files: dict[str, str]) -> None:
    with netCDF4.Dataset(files["forcing"]) as data:
        litter = sum(data[name][:].sum(0) for name in ("CWD_INPUT", "LITR1_INPUT", "LITR2_INPUT", "LITR3_INPUT"))
        lon, lat = np.meshgrid(data["lon"][:], data["lat"][:])
    npp = Landscape(3).covariates(lon, lat)["npp"]
    assert np.ma.allclose(litter, npp, rtol=1e-5)
    assert np.ma.count_masked(litter) == 4


@pytest.mark.skipif(not NEW_YORK_FORCING.exists(), reason=f"needs {NEW_YORK_FORCING.name} of the New York data, which is not here")
def test_forcing_has_the_layout_of_clm5(files: dict[str, str]) -> None:
    with netCDF4.Dataset(files["forcing"]) as ours, netCDF4.Dataset(NEW_YORK_FORCING) as theirs:
        assert set(ours.variables) == set(theirs.variables)
        for name, variable in theirs.variables.items():
            assert ours[name].dimensions == variable.dimensions
            assert getattr(ours[name], "units", "") == getattr(variable, "units", "")
            assert ours[name].dtype == variable.dtype


def test_profiles_scatter_about_the_truth_by_the_stated_noise(files: dict[str, str]) -> None:
    table = pd.read_csv(files["observations_csv"])
    sites = table.drop_duplicates("profile_id")
    lon, lat = sites["lon"].to_numpy(), sites["lat"].to_numpy()
    covariates = sample_rasters(covariate_paths(files), tuple(UNITS), CATEGORICAL, lon, lat)
    assert np.isfinite(covariates).all()
    forcing = read_forcing(files["forcing"], lambda code, message: None, None, "bilinear")
    cells = forcing.cells_at(lon, lat)[0]
    parameters = torch.from_numpy(Landscape(3).true_parameters(dict(zip(UNITS, covariates.T))))
    soc = SoilCarbonModel()(parameters, forcing.forcing(cells)).soc.numpy()
    site = table["profile_id"].map({name: row for row, name in enumerate(sites["profile_id"])}).to_numpy()
    last = forcing.forcing().bedrock_layer.numpy()[cells.cell][site]
    true = np.einsum("nj,nj->n", soc[site], mean_weights(table["top_cm"] / 100, table["bottom_cm"] / 100, last))
    error = np.log(table["soc_gC_m3"] / true)
    assert error.std() == pytest.approx(NOISE, rel=0.15)
    assert error.mean() == pytest.approx(-0.5 * NOISE**2, abs=4 * NOISE / np.sqrt(len(error)))


def test_layers_of_a_profile_follow_one_another(files: dict[str, str]) -> None:
    for _, layers in pd.read_csv(files["observations_csv"]).groupby("profile_id"):
        assert 4 <= len(layers) <= 7
        assert layers["top_cm"].iloc[0] == 0
        assert (layers["top_cm"].iloc[1:].to_numpy() == layers["bottom_cm"].iloc[:-1].to_numpy()).all()
        assert (layers["bottom_cm"] > layers["top_cm"]).all()


def test_points_and_table_say_the_same(files: dict[str, str]) -> None:
    table, points = pd.read_csv(files["observations_csv"]), geopandas.read_file(files["observations"])
    assert points.crs.to_epsg() == 4326
    assert table["profile_id"].nunique() == 150
    assert points["profile_id"].tolist() == table["profile_id"].tolist()
    assert np.allclose(points["soc_gC_m3"], table["soc_gC_m3"])
    assert np.allclose(points.geometry.x, table["lon"], atol=1e-9)


def test_the_same_seed_gives_the_same_landscape_and_another_seed_another(tmp_path: Path) -> None:
    first, again, other = (
        write_example(tmp_path / name, profiles=100, size=16, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    for name in ("truth_soc", "clay"):
        assert np.array_equal(read(first[name]).data, read(again[name]).data)
        assert not np.array_equal(read(first[name]).data, read(other[name]).data)
    assert Path(first["observations_csv"]).read_bytes() == Path(again["observations_csv"]).read_bytes()


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(OutputError, match="contains other files"):
        write_example(tmp_path, size=16)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_earlier_example_is_replaced_and_what_was_added_to_it_stays(tmp_path: Path) -> None:
    files = write_example(tmp_path, profiles=100, size=16, seed=1)
    before = Path(files["observations_csv"]).read_bytes()
    (tmp_path / "my_model.safetensors").write_bytes(b"mine")
    write_example(tmp_path, profiles=100, size=16, seed=2)
    assert Path(files["observations_csv"]).read_bytes() != before
    assert (tmp_path / "my_model.safetensors").read_bytes() == b"mine"


def test_a_cancelled_run_leaves_nothing(tmp_path: Path) -> None:
    def cancel(share: float, phase: str) -> None:
        if phase == "writing profiles":
            raise Cancelled

    with pytest.raises(Cancelled):
        write_example(tmp_path / "deep" / "example", profiles=100, size=16, progress=cancel)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("profiles", "size"), [(0, 40), (100, 8)])
def test_a_landscape_too_small_is_refused(tmp_path: Path, profiles: int, size: int) -> None:
    with pytest.raises(JobError, match="too small"):
        write_example(tmp_path / "example", profiles=profiles, size=size)
    assert not list(tmp_path.iterdir())


def test_too_few_profiles_to_learn_from_give_a_warning(tmp_path: Path) -> None:
    warnings = []
    write_example(tmp_path, profiles=10, size=16, warn=lambda code, message: warnings.append(code))
    assert warnings == ["few_profiles"]
