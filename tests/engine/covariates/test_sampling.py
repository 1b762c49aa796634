"""Covariates brought to profiles: interpolation, coasts, fields of the profiles, and what reports say of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rasterio.transform import from_origin

from binn_engine.covariates.bands import open_raster
from binn_engine.covariates.coasts import nearest_valid
from binn_engine.covariates.samples import Sampling
from binn_engine.covariates.summary import summarise_covariates
from binn_engine.covariates.table import CovariateChoice, CovariateTable, Joining, ObservedFields, read_covariates
from binn_engine.errors import InputError
from binn_engine.jobs.runner import run_job
from binn_engine.profiles.observations import read_profiles
from binn_engine.reports.data_parts import covariate_parts
from binn_engine.running.events import Reporter
from binn_engine.settings import EvaluateJob, ProfileFields
from tests.engine.commands import SHARED
from tests.engine.conftest import TrainedExample
from tests.engine.support.covariates import DEGREES, UTM, counted, plane, profiles_at, write
from tests.engine.support.profiles import Warnings, layers

US = SHARED / "data" / "conus"


def test_bilinear_sampling_interpolates_numbers_and_leaves_classes(tmp_path: Path) -> None:
    bands = np.stack([plane(DEGREES), counted(), counted()]).astype(np.float64)
    path = write(tmp_path / "mixed.tif", bands, ["plane", "land_cover", "told"])
    lon, lat = [-74.987, -73.513], [43.021, 44.489]
    places = profiles_at(lon, lat)
    nearest = read_covariates([path], places, CovariateChoice(categorical=["told"]))
    smooth = read_covariates([path], places, CovariateChoice(categorical=["told"]), joining=Joining(sampling=Sampling("bilinear")))
    np.testing.assert_allclose(smooth.values[:, 0], 3.0 * np.array(lon) - 2.0 * np.array(lat) + 1.0)
    assert (np.abs(nearest.values[:, 0] - smooth.values[:, 0]) > 1e-3).all()
    np.testing.assert_array_equal(smooth.values[:, 1:], nearest.values[:, 1:])


def test_a_scaled_band_is_interpolated_in_its_own_unit(tmp_path: Path) -> None:
    def scaled(file) -> None:
        file.scales, file.offsets = (0.1,), (-40.0,)

    stored = np.rint((plane(DEGREES) + 40.0) * 10.0).astype(np.int32)
    path = write(tmp_path / "scaled.tif", stored, ["t"], finish=scaled)
    read = read_covariates([path], profiles_at([-74.987], [43.021]), joining=Joining(sampling=Sampling("bilinear")))
    assert read.values[0, 0] == pytest.approx(3.0 * -74.987 - 2.0 * 43.021 + 1.0, abs=0.1)


@settings(max_examples=40, deadline=None)
@example(seed=443, metric=False, km=17.0)  # just west of the raster
@given(seed=st.integers(0, 10_000), metric=st.booleans(), km=st.floats(1.0, 60.0))
def test_the_nearest_valid_cell_is_the_nearest_of_all(tmp_path_factory: pytest.TempPathFactory, seed: int, metric: bool, km: float) -> None:
    random = np.random.default_rng(seed)
    transform, crs = (UTM, 32618) if metric else (DEGREES, 4326)
    data = np.where(random.random((30, 40)) < 0.02, random.integers(1, 100, (30, 40)), -1).astype(np.int16)
    path = write(tmp_path_factory.mktemp("coast") / "coast.tif", data, ["x"], transform=transform, crs=crs, nodata=-1)
    col, row = np.meshgrid(np.arange(40) + 0.5, np.arange(30) + 0.5)
    east, north = transform.c + transform.a * col, transform.f + transform.e * row
    if metric:
        east, north = pyproj.Transformer.from_crs(32618, 4326, always_xy=True).transform(east, north)
    lon, lat = random.uniform(east.min() - 0.1, east.max(), 5), random.uniform(north.min(), north.max() + 0.1, 5)
    with open_raster(path) as dataset:
        values, distances = nearest_valid(dataset, 1, lon, lat, km)

    # On a sphere of the mean radius, by another formula: the angle between unit vectors.
    def unit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        x, y = np.radians(x), np.radians(y)
        return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=-1)

    valid = data > 0
    chord = np.linalg.norm(unit(lon, lat)[:, None] - unit(east[valid], north[valid])[None], axis=-1)
    away = 2.0 * 6371.0088 * np.arcsin(chord / 2.0)
    for place in range(5):
        best = away[place].min() if valid.any() else np.inf
        if best <= km:
            assert distances[place] == pytest.approx(best, rel=1e-6, abs=1e-6)
            ties = data[valid][np.isclose(away[place], best, rtol=1e-9)]
            assert values[place] in ties
        else:
            assert np.isnan([values[place], distances[place]]).all()


@pytest.mark.parametrize("west", [-180.0, 0.0])
def test_the_nearest_valid_cell_may_lie_beyond_the_edge_of_a_raster_of_the_world(tmp_path: Path, west: float) -> None:
    data = np.full((18, 36), -1, dtype=np.int16)
    data[9, 0], data[9, 20] = 7, 8  # 10 degrees wide, just east of the western edge, and far away
    path = write(tmp_path / "world.tif", data, ["x"], transform=from_origin(west, 90.0, 10.0, 10.0), crs=4326, nodata=-1)
    with open_raster(path) as dataset:
        values, distances = nearest_valid(dataset, 1, np.array([west - 2.0, west + 358.0, west + 2.0]), np.full(3, -5.0), 1500.0)
    # The cell's centre lies 5 degrees east of the edge, at the same latitude.
    assert values.tolist() == [7.0, 7.0, 7.0]
    np.testing.assert_allclose(distances, np.array([7.0, 7.0, 3.0]) * 111.19 * np.cos(np.radians(5.0)), rtol=1e-3)


def test_profiles_at_sea_take_the_nearest_land_only_where_asked_and_are_counted(tmp_path: Path) -> None:
    data = np.full((30, 40), -9999.0)
    data[:, :20] = 7.0  # land west of -74
    path = write(tmp_path / "coast.tif", np.stack([data, data]), ["x", "y"], nodata=-9999.0)
    places = profiles_at([-75.0, -73.9, -73.0], [43.5, 43.5, 43.5])
    warnings = Warnings()
    assert np.isnan(read_covariates([path], places, warn=warnings).values[:, 0]).tolist() == [False, True, True]
    assert warnings == []
    read = read_covariates([path], places, warn=warnings, joining=Joining(sampling=Sampling("nearest", 20.0)))
    np.testing.assert_array_equal(read.values[:, 0], [7.0, 7.0, np.nan])
    [(code, message)] = warnings
    assert code == "nearest_valid"
    assert "(x, y): profiles on pixels without a value, which get that of the nearest pixel with one: 1;" in message


def test_rasters_that_end_at_one_coast_are_told_of_in_one_line(tmp_path: Path) -> None:
    data = np.full((30, 40), -9999.0)
    data[:, :20] = 7.0
    paths = [write(tmp_path / f"{name}.tif", data[None], [name], nodata=-9999.0) for name in ("clay", "sand", "silt")]
    warnings, places = Warnings(), profiles_at([-75.0, -74.5, -73.9], [43.5, 43.5, 43.5])
    read_covariates(paths, places, CovariateChoice(), warnings, Joining(sampling=Sampling("nearest", 20.0)))
    told = dict(warnings)
    assert [code for code, _ in warnings] == ["nearest_valid", "constant_covariate"]
    assert all(name in told["nearest_valid"] for name in ("clay.tif (clay), ", "sand.tif (sand), ", "silt.tif (silt): profiles on"))
    assert told["constant_covariate"].startswith("3 covariates have the same value at all profiles")


def test_a_distance_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "fine.tif", np.zeros((4, 4)), ["x"], transform=from_origin(0.0, 0.0, 1e-5, 1e-5), nodata=0.0)
    with pytest.raises(InputError, match=r"search radius of .* pixels of the raster .*fine\.tif"):
        read_covariates([path], profiles_at([1e-5], [-1e-5]), joining=Joining(sampling=Sampling("nearest", 50.0)))


def scaled_by(scale: float, offset: float) -> Callable:
    def finish(file) -> None:
        file.scales, file.offsets = (scale,), (offset,)

    return finish


@pytest.mark.parametrize(
    ("data", "finish", "words"),
    [
        (np.ones((4, 4), dtype=np.complex64), None, "complex"),
        (np.ones((4, 4)), scaled_by(0.0, 1.0), "scale of zero"),
        (np.ones((4, 4)), scaled_by(float("nan"), 1.0), "not a number"),
        (np.ones((4, 4)), scaled_by(1.0, float("inf")), "not a number"),
    ],
)
def test_rasters_whose_values_mean_nothing_are_refused(tmp_path: Path, data: np.ndarray, finish: Callable | None, words: str) -> None:
    path = write(tmp_path / "odd.tif", data, ["x"], finish=finish)
    with pytest.raises(InputError, match=rf"odd\.tif .*{words}"):
        read_covariates([path], profiles_at([-75.95], [44.95]))


def test_fields_of_the_profiles_are_covariates(tmp_path: Path) -> None:
    path = tmp_path / "soil.csv"
    layers(slope=[3.0, 3.0, 1.0, 1.0], landform_class=[2, 2, 5, 5], note="x").to_csv(path, index=False)
    fields = ProfileFields()
    profiles = read_profiles(str(path), fields, Warnings())
    read = read_covariates([], profiles, joining=Joining(fields=ObservedFields(str(path), fields, ["slope", "Landform_Class"])))
    assert (read.names, read.categorical) == (("slope", "landform_class"), (False, True))
    np.testing.assert_array_equal(read.values, [[1.0, 5.0], [3.0, 2.0]])
    with pytest.raises(InputError, match="no field 'depth_to_rock'"):
        read_covariates([], profiles, joining=Joining(fields=ObservedFields(str(path), fields, ["depth_to_rock"])))
    with pytest.raises(InputError, match="'note' has text"):
        read_covariates([], profiles, joining=Joining(fields=ObservedFields(str(path), fields, ["note"])))


def test_a_field_with_two_values_in_a_profile_is_no_covariate(tmp_path: Path) -> None:
    path = tmp_path / "soil.csv"
    layers(moisture=[1.0, 2.0, 3.0, 3.0]).to_csv(path, index=False)
    profiles = read_profiles(str(path), ProfileFields(), Warnings())
    with pytest.raises(InputError, match=r"'moisture' has more than one value for 1 profile \(first: profile b\)"):
        read_covariates([], profiles, joining=Joining(fields=ObservedFields(str(path), ProfileFields(), ["moisture"])))


def test_the_summary_counts_missing_values_and_finds_pairs_that_say_the_same() -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=200)
    values = np.stack([x, np.exp(x), random.normal(size=200), np.ones(200), np.repeat([1.0, 2.0], 100)], axis=1)
    values[:7, 2] = np.nan
    summary = summarise_covariates(CovariateTable(("a", "b", "c", "flat", "soil"), (False, False, False, False, True), values))
    rows = {row["covariate"]: row for row in summary.statistics}
    assert (rows["c"]["profiles"], rows["c"]["missing"]) == (193, 7)
    assert rows["a"]["mean"] == pytest.approx(x.mean())
    assert (rows["soil"]["classes"], rows["soil"]["largest_share"]) == (2, 0.5)
    assert summary.names == ["a", "b", "c"]
    [pair] = summary.pairs
    assert {pair["covariate"], pair["other"]} == {"a", "b"}
    assert pair["correlation"] == pytest.approx(1.0)  # of ranks
    page = "".join(covariate_parts(vars(summary)))
    for word in ("soil", "+1.00", "193", "data:image/png"):
        assert word in page


def test_covariates_that_are_all_the_same_have_a_summary() -> None:
    summary = summarise_covariates(CovariateTable(("a",), (False,), np.full((3, 1), np.nan)))
    assert (summary.statistics[0]["missing"], summary.pairs) == (3, [])
    assert covariate_parts(vars(summary))
    assert pd.DataFrame(summary.statistics)["mean"].isna().all()


def test_the_report_of_a_training_tells_of_its_covariates(trained_example: TrainedExample) -> None:
    page = (trained_example.folder / "training.html").read_text(encoding="utf-8")
    assert "Covariates at the profiles" in page
    assert "Correlations of the continuous covariates" in page


@pytest.mark.skipif(not US.is_dir(), reason=f"the US data are not at {US}")
def test_most_profiles_of_the_us_that_coarse_rasters_take_for_sea_find_land_within_50_km() -> None:
    profiles = read_profiles(str(US / "soc_layers.csv.gz"), ProfileFields(), Warnings())
    rasters = [str(US / f"{name}.tif") for name in ("era5_bioclim_0p25", "modis_igbp_2019_0p05", "gsde_bulk_density_5min")]
    before, after = (
        np.isnan(read_covariates(rasters, profiles, warn=Warnings(), joining=Joining(sampling=Sampling("nearest", km))).values).any(1)
        for km in (0.0, 50.0)
    )
    assert before.mean() > 0.005
    assert after.sum() < 0.1 * before.sum()


def test_scoring_by_another_sampling_than_the_training_is_warned_of(trained_example: TrainedExample, tmp_path: Path) -> None:
    job = EvaluateJob(
        model=trained_example.model, observations=str(trained_example.folder / "soc_profiles.csv"), sampling="bilinear",
        covariates=tuple(trained_example.covariates), forcing=trained_example.forcing, allow_training_profiles=True,
    )  # fmt: skip
    reporter = Reporter(io.StringIO())
    run_job(job, reporter)
    assert "trained on rasters sampled with the method nearest" in dict(reporter.warnings)["sampling"]


@pytest.mark.parametrize("fill", [-9999, -32768])
def test_fills_that_a_raster_does_not_declare_are_no_values(tmp_path: Path, fill: int) -> None:
    data = counted().astype(np.int16)
    data[:, :20] = fill
    path = write(tmp_path / "undeclared.tif", data, ["x"])
    warnings, places = Warnings(), profiles_at([-74.987, -73.513], [43.021, 43.021])
    values = read_covariates([path], places, warn=warnings).values[:, 0]
    assert np.isnan(values).tolist() == [True, False]
    assert [(code, f"has the value {fill} at 1 profiles" in message) for code, message in warnings] == [("undeclared_nodata", True)]
    filled = read_covariates([path], places, warn=Warnings(), joining=Joining(sampling=Sampling(within_km=300.0))).values[:, 0]
    assert (filled > 0.0).all()


def test_a_fill_in_a_table_of_covariates_is_no_value(tmp_path: Path) -> None:
    pd.DataFrame({"profile_id": ["p0", "p1"], "clay": [20.0, -9999.0]}).to_csv(tmp_path / "clay.csv", index=False)
    warnings = Warnings()
    values = read_covariates([str(tmp_path / "clay.csv")], profiles_at([1.0, 2.0], [3.0, 4.0]), warn=warnings).values[:, 0]
    np.testing.assert_array_equal(values, [20.0, np.nan])
    assert warnings.codes == {"missing_codes"}


def test_a_raster_whose_system_is_local_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "local.tif", counted(), ["x"], crs='LOCAL_CS["site",UNIT["metre",1]]')
    with pytest.raises(InputError, match="local CRS without a known place on Earth"):
        read_covariates([path], profiles_at([-75.0], [43.0]))
