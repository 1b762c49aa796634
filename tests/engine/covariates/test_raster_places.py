"""Where rasters and forcing lie: what has no place is refused, and the globe is round."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import xarray
from rasterio import Affine
from rasterio.control import GroundControlPoint
from rasterio.transform import from_origin
from rasterio.windows import Window

from binn_engine.covariates.bands import open_raster, read_values, values_at
from binn_engine.covariates.grids import Grid
from binn_engine.covariates.stacks import CovariateStack
from binn_engine.covariates.table import read_covariates
from binn_engine.errors import InputError
from binn_engine.forcing.reading import read_forcing
from tests.engine.commands import engine_here
from tests.engine.support.covariates import profiles_at, write
from tests.engine.support.forcing import dataset

DEGREES = ("degrees_north", "degrees_east")
RADIANS = 'GEOGCS["WGS 84 rad",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["radian",1]]'


def netcdf(path: Path, lat: np.ndarray, lon: np.ndarray, dims: tuple[str, str] = ("lat", "lon"), units: tuple[str, str] = DEGREES) -> str:
    """A variable P = 1000 lat + lon on axes in degrees."""
    values = 1000.0 * lat[:, None] + lon[None, :]
    values = values if dims == ("lat", "lon") else values.T
    made = xarray.Dataset({"P": (dims, values.astype("float32"))}, {"lat": lat, "lon": lon})
    made["lat"].attrs["units"], made["lon"].attrs["units"] = units
    made.to_netcdf(path)
    return f'NETCDF:"{path}":P'


def forcing_file(folder: Path) -> Path:
    path = folder / "forcing.nc"
    dataset().to_netcdf(path)
    return path


def warnings_of(done: object) -> list[str]:
    return [row["code"] for row in done.events if row["event"] == "warning"]


def test_a_raster_with_a_crs_and_no_georeference_is_refused_as_grid_and_as_covariate(tmp_path: Path) -> None:
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        path = write(tmp_path / "a.tif", np.ones((60, 60), "float32"), transform=Affine.identity())
    with pytest.raises(InputError, match="has a CRS but no georeference"):
        open_raster(path)
    done = engine_here("simulate", "--grid", path, "--forcing", forcing_file(tmp_path), "--soc", tmp_path / "soc.tif")
    assert done.status == 1
    assert "has a CRS but no georeference" in done.stderr
    assert not (tmp_path / "soc.tif").exists()


def test_control_points_are_not_told_to_assign_a_crs(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    points = [GroundControlPoint(row, col, 10.0 + col / 10.0, 50.0 - row / 10.0) for row, col in ((0, 0), (0, 9), (9, 0), (9, 9))]
    with rasterio.open(path, "w", driver="GTiff", width=10, height=10, count=1, dtype="float32", gcps=points, crs=4326) as file:
        file.write(np.ones((1, 10, 10), "float32"))
    with pytest.raises(InputError, match="control points") as caught:
        open_raster(str(path))
    assert "Warp" in caught.value.remedy
    assert "Assign" not in caught.value.remedy


def test_longitude_before_latitude_is_never_read_transposed(tmp_path: Path) -> None:
    lat, lon = np.arange(-85.0, 90.0, 10.0), np.arange(-175.0, 180.0, 10.0)
    with open_raster(netcdf(tmp_path / "right.nc", lat, lon)) as file:
        assert values_at(file, [1], [False], np.array([15.0]), np.array([55.0]))[0, 0] == 55015.0
    for units in (DEGREES, ("1", "1")):
        with pytest.raises(InputError, match="longitude before latitude"):
            open_raster(netcdf(tmp_path / "wrong.nc", lat, lon, ("lon", "lat"), units))


def test_latitudes_beyond_the_poles_cannot_be(tmp_path: Path) -> None:
    """As after the CRS was assigned to a transposed raster."""
    path = write(tmp_path / "a.tif", np.ones((36, 18), "float32"), transform=from_origin(-90.0, 180.0, 10.0, 10.0))
    with pytest.raises(InputError, match="latitudes from -175 to 175"):
        open_raster(path)
    whole_globe = write(tmp_path / "b.tif", np.ones((18, 36), "float32"), transform=from_origin(-180.0, 90.0, 10.0, 10.0))
    open_raster(whole_globe).close()


@pytest.mark.parametrize(("rows", "columns"), [(192, 288), (96, 144), (19, 36)])
def test_grids_of_cesm_whose_outermost_cells_reach_beyond_the_poles_lie_on_wgs84(rows: int, columns: int, tmp_path: Path) -> None:
    lat, lon = np.linspace(-90.0, 90.0, rows), np.arange(columns) * (360.0 / columns)
    with open_raster(netcdf(tmp_path / "f09.nc", lat, lon)) as file:
        assert file.crs.to_epsg() == 4326
        at = np.array([lon[3] + 0.1, lon[-2] - 360.0]), np.array([lat[-7] + 0.1, lat[10]])
        found = values_at(file, [1], [False], *at)[0]
        np.testing.assert_allclose(found, [1000.0 * lat[-7] + lon[3], 1000.0 * lat[10] + lon[-2]], rtol=1e-5)
        assert Grid.of(file).crs.to_epsg() == 4326
        assert np.isfinite(read_values(file, [1], Window(0, 0, columns, rows))).all()


@pytest.mark.parametrize("west", [-180.0, 0.0])
def test_bilinear_sampling_crosses_the_seam_of_a_global_raster(west: float, tmp_path: Path) -> None:
    """cos(longitude) has the same values on both sides of the seam, wherever that lies."""
    lon = west + (np.arange(360) + 0.5)
    values = np.broadcast_to(np.sin(np.radians(lon) + 0.3), (180, 360)).astype("float64")
    path = write(tmp_path / "a.tif", values, transform=from_origin(west, 90.0, 1.0, 1.0))
    x, y = west + np.array([0.0, 0.2, 0.4, 359.6, 359.9, 360.0 - 1e-9]), np.full(6, 10.3)
    with open_raster(path) as file:
        found = values_at(file, [1], [True], x, y)[0]
        np.testing.assert_allclose(found, np.sin(np.radians(x) + 0.3), atol=1e-4)
        alone = np.concatenate([values_at(file, [1], [True], x[n : n + 1], y[n : n + 1])[0] for n in range(6)])
        np.testing.assert_array_equal(found, alone)


def test_a_raster_of_a_part_of_the_globe_has_no_seam(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.arange(10.0)[None].repeat(5, 0), transform=from_origin(0.0, 50.0, 1.0, 1.0))
    with open_raster(path) as file:
        np.testing.assert_allclose(values_at(file, [1], [True], np.array([0.1, 9.9]), np.array([48.0, 48.0]))[0], [0.0, 9.0])


def test_coordinates_in_radians_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.ones((10, 10), "float32"), transform=from_origin(0.1, 0.9, 0.01, 0.01), crs=RADIANS)
    done = engine_here("simulate", "--grid", path, "--forcing", forcing_file(tmp_path), "--soc", tmp_path / "soc.tif")
    assert done.status == 1
    assert "radian" in done.stderr


def test_pixels_at_infinity_are_no_land(tmp_path: Path) -> None:
    """An orthographic view of the earth, seen from New York; its corners lie beside the globe."""
    path = write(
        tmp_path / "a.tif",
        np.ones((4, 4), "float32"),
        transform=from_origin(-7e6, 7e6, 3.5e6, 3.5e6),
        crs="+proj=ortho +lat_0=43 +lon_0=-74",
    )
    words = ("--forcing", forcing_file(tmp_path), "--max-forcing-distance", 100)
    done = engine_here("simulate", "--grid", path, *words, "--soc", tmp_path / "soc.tif")
    assert done.status == 0, done.stderr
    with rasterio.open(tmp_path / "soc.tif") as file:
        soc = file.read(1, masked=True)
    assert soc.mask[0, 0]
    assert soc.mask[3, 3]
    assert not soc.mask[1, 1]
    assert done.last("result")["metrics"]["valid_pixels"] == 12
    assert "far_forcing" in warnings_of(done)


def test_simulate_tells_of_forcing_that_is_far_away_as_predict_does(tmp_path: Path) -> None:
    near = write(tmp_path / "near.tif", np.ones((2, 2), "float32"), transform=from_origin(-74.5, 43.8, 0.1, 0.1))
    far = write(tmp_path / "far.tif", np.ones((2, 2), "float32"), transform=from_origin(10.0, 43.8, 0.1, 0.1))
    for path, wanted in ((near, []), (far, ["far_forcing"])):
        words = ("--forcing", forcing_file(tmp_path), "--max-forcing-distance", 100)
        done = engine_here("simulate", "--grid", path, *words, "--soc", tmp_path / "soc.tif")
        assert done.status == 0, done.stderr
        assert [code for code in warnings_of(done) if code == "far_forcing"] == wanted


def test_forcing_in_radians_is_brought_to_degrees_and_latitudes_beyond_90_are_refused(tmp_path: Path) -> None:
    made = dataset()
    plain = tmp_path / "a.nc"
    made.assign_coords(
        lat=("lat", np.radians([44.0, 43.0]), {"units": "radian"}), lon=("lon", np.radians([285.0, 286.0, 287.0]), {"units": "radian"})
    ).to_netcdf(plain)
    grid = read_forcing(str(plain), lambda *told: None)
    np.testing.assert_allclose(sorted(set(grid.latitude.round(6))), [43.0, 44.0])
    np.testing.assert_allclose(sorted(set(grid.longitude.round(6))), [-75.0, -74.0, -73.0])
    made.assign_coords(lat=[285.0, 286.0], lon=[43.0, 44.0, 45.0]).to_netcdf(tmp_path / "b.nc")
    with pytest.raises(InputError, match="impossible for a latitude"):
        read_forcing(str(tmp_path / "b.nc"), lambda *told: None)


def test_a_geopackage_of_rasters_is_a_raster_by_its_file_alone_too(tmp_path: Path) -> None:
    path = tmp_path / "dem.gpkg"
    shape = {"width": 4, "height": 4, "count": 1, "dtype": "float32", "crs": 4326, "transform": from_origin(-75.0, 44.0, 0.25, 0.25)}
    with rasterio.open(path, "w", driver="GPKG", raster_table="height", **shape) as file:
        file.write(np.full((1, 4, 4), 7.0, "float32"))
    for given, name in ((str(path), "dem"), (f"GPKG:{path}:height", "height")):
        read = read_covariates([given], profiles_at([-74.9], [43.9]))
        assert read.names == (name,)
        assert read.values.tolist() == [[7.0]]
        with CovariateStack([given], [name], (), Grid.from_raster(given)) as stack:
            assert np.unique(stack.read(Window(0, 0, 4, 4))) == [7.0]
