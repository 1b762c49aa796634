"""CLM's history files as CESM writes them, and tables of sites: the same forcing as in the plain layout."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
import xarray
from rasterio.transform import from_origin

from binn_engine.clm5.geometry import INTERFACE_DEPTH, LAYER_THICKNESS
from binn_engine.errors import InputError
from binn_engine.forcing.fluxes import monthly_scale
from binn_engine.forcing.reading import read_forcing
from binn_engine.forcing.region import region_of_places
from tests.engine.commands import engine_here
from tests.engine.support.clm_history import (
    FLUXES,
    LAT,
    LON,
    SECONDS_PER_MONTH,
    check,
    record,
    save,
    silent,
    table,
)


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years in files of a month, one per cent too high, the other as much too low."""
    folder = tmp_path_factory.mktemp("history")
    for year, odd in enumerate((1.0, -1.0)):
        for month in range(12):
            save(record(year, month, odd), folder / f"case.clm2.h0.{year + 1:04d}-{month + 1:02d}.nc")
    return folder


@pytest.fixture
def run(two_years: Path, tmp_path: Path) -> Path:
    """A copy of them, to damage."""
    return Path(shutil.copytree(two_years, tmp_path / "run"))


def test_years_of_months_become_a_climatology(run: Path) -> None:
    check(read_forcing(str(run), silent))
    check(read_forcing(str(run / "case.clm2.h0.*.nc"), silent))


def test_a_month_is_told_by_the_middle_of_its_bounds_and_without_them_by_its_end(run: Path) -> None:
    for path in sorted(run.glob("*.nc")):
        with xarray.open_dataset(path, decode_times=False) as made:
            plain = made.load().drop_vars("time_bounds")
        del plain["time"].attrs["bounds"]
        save(plain, path)
    check(read_forcing(str(run), silent))


def test_files_of_one_variable_each_are_read_together(run: Path, tmp_path: Path) -> None:
    whole, series, shared = _joined(run), tmp_path / "series", ["time_bounds", "nbedrock"]
    series.mkdir()
    for name in [name for name in whole.data_vars if name not in shared]:
        save(whole[[str(name), *shared]], series / f"case.clm2.h0.{name}.000101-000212.nc")
    check(read_forcing(str(series), silent))


def _joined(run: Path) -> xarray.Dataset:
    """All records in one data set."""
    parts = []
    for path in sorted(run.glob("case*.nc")):
        with xarray.open_dataset(path, decode_times=False) as made:
            parts.append(made.load())
    return xarray.concat(parts, "time", data_vars="minimal", coords="minimal", compat="override", join="override")


def test_one_history_file_of_a_year_is_read_as_history(run: Path) -> None:
    whole = _joined(run)
    first = whole.isel(time=slice(12))
    for name in [name for name in first.data_vars if name not in ("time_bounds", "nbedrock")]:
        first[name] = first[name] / 1.01
        first[name].attrs = whole[name].attrs
    path = run / "one.nc"
    save(first, path)
    check(read_forcing(str(path), silent))


def test_unstructured_grids_and_columns_are_read(run: Path, tmp_path: Path) -> None:
    whole = _joined(run)
    east, north = np.meshgrid(LON, LAT)
    listed = whole.drop_vars(["lon", "lat"]).stack(lndgrid=("lat", "lon")).reset_index("lndgrid", drop=True)
    listed = listed.transpose("time", ...)
    places = {"lon": ("lndgrid", east.ravel()), "lat": ("lndgrid", north.ravel())}
    for name, made in {
        "lndgrid.nc": listed.assign(places),
        "columns.nc": listed.rename(lndgrid="column").assign(
            cols1d_lon=("column", east.ravel()),
            cols1d_lat=("column", north.ravel()),
            cols1d_itype_lunit=("column", np.array([1, 1, 1, 5, 1, 1])),
        ),
    }.items():
        save(made, tmp_path / name)
        check(read_forcing(str(tmp_path / name), silent), cells=4 if name == "columns.nc" else 5)


def test_a_flux_by_layer_per_area_is_summed_as_it_is(run: Path) -> None:
    for path in run.glob("*.nc"):
        with xarray.open_dataset(path, decode_times=False) as opened:
            made = opened.load()
        for part in FLUXES["CWD_INPUT"]:
            by_area = made[part] * np.append(LAYER_THICKNESS, np.zeros(5))[:, None, None]
            made[part] = by_area.transpose(*made[part].dims).assign_attrs(units="gC/m^2/s")
        path.unlink()
        save(made, path)
    check(read_forcing(str(run), silent))


def test_land_cells_that_lack_a_value_are_left_out_and_counted(run: Path) -> None:
    path = sorted(run.glob("*.nc"))[3]
    with xarray.open_dataset(path, decode_times=False) as opened:
        made = opened.load()
    made["TSOI"][:, :, 0, 0], made["FPI_vr"][:, :, 0, 1] = np.nan, np.nan
    path.unlink()
    save(made, path)
    said: list[tuple[str, str]] = []
    assert len(read_forcing(str(run), lambda code, message: said.append((code, message)))) == 3
    assert [code for code, _ in said] == ["incomplete_forcing"]
    assert "2 of its 5 cells" in said[0][1]


def test_bedrock_may_come_from_the_surface_data_set(run: Path) -> None:
    for path in run.glob("*.nc"):
        with xarray.open_dataset(path, decode_times=False) as made:
            plain = made.load().drop_vars("nbedrock")
        save(plain, path)
    with pytest.raises(InputError, match="nbedrock"):
        read_forcing(str(run), silent)
    depth = INTERFACE_DEPTH[4 + np.arange(6)].reshape(3, 2) - 0.01
    xarray.Dataset({"zbedrock": (("lsmlat", "lsmlon"), depth)}).to_netcdf(run / "surfdata.nc")
    check(read_forcing(str(run), silent))


def damaged(run: Path, change: Callable[[xarray.Dataset], xarray.Dataset]) -> None:
    """Change every file of the run."""
    for path in sorted(run.glob("case*.nc")):
        with xarray.open_dataset(path, decode_times=False) as made:
            whole = made.load()
        save(change(whole), path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made.drop_vars("FPI_vr"), ["FPI_vr", "hist_fincl1"]),
        (lambda made: made.drop_vars("phenology_c_to_litr_met_c"), ["phenology_c_to_litr_met_c"]),
        (lambda made: made.isel(levdcmp=slice(10)), ["10 levels", "levdcmp"]),
        (lambda made: made.assign_coords(levgrnd=np.linspace(0.1, 2.0, 25)), ["TSOI", "not those of CLM5"]),
        (lambda made: made.assign(time_bounds=made["time_bounds"] * [0.0, 1.0]), ["means over", "days"]),
    ],
)
def test_history_that_cannot_be_used_is_refused_by_name(
    run: Path, change: Callable[[xarray.Dataset], xarray.Dataset], words: list[str]
) -> None:
    damaged(run, change)
    with pytest.raises(InputError) as caught:
        read_forcing(str(run), silent)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_files_of_part_of_a_year_or_of_another_grid_are_refused(run: Path) -> None:
    for path in run.glob("*-07.nc"):
        path.unlink()
    with pytest.raises(InputError, match="for month 7"):
        read_forcing(str(run), silent)
    save(record(0, 6, 0.0).isel(lat=slice(2)), run / "case.clm2.h0.0001-07.nc")
    with pytest.raises(InputError, match="grid of"):
        read_forcing(str(run), silent)


def test_a_folder_without_history_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read: no NetCDF file was found at this path"):
        read_forcing(str(tmp_path), silent)


def test_uneven_years_are_said(run: Path) -> None:
    (run / "case.clm2.h0.0002-12.nc").unlink()
    said: list[str] = []
    read_forcing(str(run), lambda code, message: said.append(code))
    assert said == ["uneven_years"]


def test_a_job_takes_a_folder_of_history_and_records_what_it_read(run: Path, tmp_path: Path) -> None:
    grid = tmp_path / "grid.tif"
    with rasterio.open(
        grid, "w", "GTiff", width=2, height=2, count=1, dtype="float32", crs="EPSG:4326", transform=from_origin(-75.5, 44.5, 1, 1)
    ) as made:
        made.write(np.ones((1, 2, 2), dtype=np.float32))
    done = engine_here("simulate", "--forcing", run, "--grid", grid, "--soc", tmp_path / "soc.tif")
    assert done.status == 0, done.stderr
    recorded = json.loads((tmp_path / "soc.simulate.run.json").read_text())
    assert sum(path.endswith(".nc") for path in recorded["inputs"]) == 24
    done = engine_here("simulate", "--forcing", run / "h9.*.nc", "--grid", grid, "--soc", tmp_path / "soc2.tif")
    assert done.status == 1
    assert "does not exist" in done.last("error")["message"]


@pytest.mark.parametrize(
    ("unit", "scale"), [("gC/m^2/s", SECONDS_PER_MONTH), ("kg m-2 yr-1", 1000.0 / 12.0), ("gC m-3 s-1", SECONDS_PER_MONTH)]
)
def test_units_of_fluxes_are_understood(unit: str, scale: float) -> None:
    assert monthly_scale(unit, "x") == pytest.approx(scale)


@pytest.mark.parametrize("unit", ["", "mol m-2 s-1", "gC", "gN/m^2/s", "gC m-2", "g C s-1"])
def test_other_units_of_fluxes_are_refused(unit: str) -> None:
    with pytest.raises(InputError, match="not a known unit"):
        monthly_scale(unit, "x")


def test_a_table_of_sites_is_read_in_any_order_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    table().sample(frac=1.0, random_state=1).to_csv(path, index=False)
    check(read_forcing(str(path), silent), cells=2)


def test_a_profile_takes_the_site_of_its_id_and_others_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    made = table()
    made["profile_id"] = np.where(made["lat"] == LAT[0], "007", "b")
    made.sample(frac=1.0, random_state=1).to_csv(path, index=False)
    grid = read_forcing(str(path), silent)
    check(grid, cells=2)
    near, far = (int(np.argmin(np.abs(grid.latitude - lat))) for lat in (LAT[1], LAT[0]))
    place = np.full(3, grid.longitude[near]), np.full(3, grid.latitude[near])
    cells, distance = grid.cells_of(np.array(["007", "b", "unknown"]), *place)
    assert cells.cell.tolist() == [far, near, near]
    assert distance.tolist() == pytest.approx([0.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made.assign(profile_id=np.where(made.index == 4, None, "a")), ["row 6 has no profile_id"]),
        (lambda made: made.assign(profile_id="a"), ["site a has a month and level twice"]),
        (lambda made: made.drop(columns="W_SCALAR"), ["no column 'W_SCALAR'"]),
        (lambda made: made.iloc[1:], ["239 rows, not 240"]),
        (lambda made: pd.concat([made.iloc[1:], made.iloc[[5]]]), ["a month and level twice"]),
        (lambda made: made.assign(month=made["month"] + 1), ["month is 13"]),
        (lambda made: made.assign(TSOI=made["TSOI"].astype(object).where(made.index != 3, "warm")), ["TSOI is 'warm' in row 5"]),
        (lambda made: made.assign(ALTMAX=np.arange(len(made))), ["ALTMAX has more than one value"]),
        (lambda made: made.assign(TSOI=made["TSOI"] - 273.15), ["TSOI", "K"]),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, change: Callable[[pd.DataFrame], pd.DataFrame], words: list[str]
) -> None:
    path = tmp_path / "sites.csv"
    change(table()).to_csv(path, index=False)
    with pytest.raises(InputError) as caught:
        read_forcing(str(path), silent)
    assert all(word in str(caught.value) for word in ["sites.csv", *words]), str(caught.value)


@pytest.mark.parametrize("form", ["NETCDF3_CLASSIC", "NETCDF3_64BIT_OFFSET", "NETCDF3_64BIT_DATA"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_truncated_file_of_the_classic_format_is_refused(run: Path, form: str, share: float) -> None:
    """CESM writes this format, and its library reads what is lacking as whatever memory holds."""
    path = run / "case.clm2.h0.0002-12.nc"
    with xarray.open_dataset(path, decode_times=False) as made:
        whole = made.load()
    path.unlink()
    whole.to_netcdf(path, format=form, engine="netcdf4", unlimited_dims=["time"])
    check(read_forcing(str(run), silent))
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(InputError, match=r"0002-12\.nc is (incomplete|damaged)"):
        read_forcing(str(run), silent)


@pytest.mark.parametrize("missing", ["time_bounds", "time"])
def test_a_record_without_a_time_is_refused(tmp_path: Path, missing: str) -> None:
    made = record(0, 0, 0.0)
    if missing == "time":
        made = made.drop_vars("time_bounds")
        made = made.assign_coords(time=("time", [np.nan], {"units": "days since 0001-01-01", "calendar": "noleap"}))
    else:
        made[missing][:] = np.nan
    save(made.assign(mcdate=("time", [10201])), tmp_path / "case.clm2.h0.0001-01.nc")
    with pytest.raises(InputError, match="the time is missing in 1 of"):
        read_forcing(str(tmp_path), silent)


def test_a_record_without_cells_is_refused(tmp_path: Path) -> None:
    made = record(0, 0, 0.0)
    (cells,) = {name for name in made.sizes if name in ("lndgrid", "lon")}
    save(made.isel({cells: slice(0, 0)}), tmp_path / "case.clm2.h0.0001-01.nc")
    with pytest.raises(InputError, match="has no cells"):
        read_forcing(str(tmp_path), silent)


def test_bedrock_that_lies_higher_than_clm_lets_it_is_in_the_third_layer(run: Path) -> None:
    """CLM5 counts no layer above the third as the last one (jmin_bedrock)."""
    damaged(run, lambda made: made.drop_vars("nbedrock"))
    xarray.Dataset({"zbedrock": (("lsmlat", "lsmlon"), np.full((3, 2), 0.01))}).to_netcdf(run / "surfdata.nc")
    assert set(read_forcing(str(run), silent).cells["bedrock_layer"]) == {3}


def test_a_history_file_without_records_is_refused(run: Path) -> None:
    """A run that was killed leaves one."""
    path = run / "case.clm2.h0.0002-12.nc"
    save(record(1, 11, 0.0).isel(time=slice(0)), path)
    with pytest.raises(InputError, match=r"0002-12\.nc contains no records"):
        read_forcing(str(run), silent)


def test_bounds_that_are_of_other_records_are_refused(tmp_path: Path) -> None:
    made = record(0, 0, 0.0).drop_vars("time_bounds")
    made["time_bounds"] = (("other", "hist_interval"), [[0.0, 31.0], [31.0, 59.0]])
    save(made, tmp_path / "case.clm2.h0.0001-01.nc")
    with pytest.raises(InputError, match="not give the beginning and end of 1 records"):
        read_forcing(str(tmp_path), silent)


@pytest.mark.parametrize(("name", "level"), [("TSOI", None), ("ALTMAX", "levgrnd")])
def test_a_variable_with_levels_where_it_has_none_or_without_them_is_refused(tmp_path: Path, name: str, level: str | None) -> None:
    made = record(0, 0, 0.0)
    made[name] = made[name].expand_dims({level: made[level]}) if level else made[name].mean("levgrnd")
    save(made, tmp_path / "case.clm2.h0.0001-01.nc")
    with pytest.raises(InputError, match=rf"{name} has \d dimensions of levels"):
        read_forcing(str(tmp_path), silent)


def test_history_is_interpolated_between_its_cells_wherever_it_is_cut(run: Path) -> None:
    """As a grid that is read whole, and in the part around some places alone."""
    lon, lat = np.array([LON[0] + 0.3 * (LON[1] - LON[0]), LON[1]]), np.array([LAT[0] + 0.4 * (LAT[1] - LAT[0]), LAT[0]])
    whole = read_forcing(str(run), silent, None, "bilinear")
    part = read_forcing(str(run), silent, region_of_places(np.mod(lon + 180.0, 360.0) - 180.0, lat), "bilinear")
    found = []
    for grid in (whole, part):
        assert grid.read_as == "bilinear"
        cells, _ = grid.cells_at(lon, lat)
        found.append((cells.weight * grid.cells["soil_temperature"][:, 3, 0][cells.index]).sum(1))
    np.testing.assert_allclose(found[1], found[0], rtol=1e-9)
    cells, _ = whole.cells_at(lon, lat)
    assert 0.0 < cells.weight[0].max() < 0.9
    assert cells.weight[1].max() == 1.0
