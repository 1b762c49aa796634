"""Another map of SOC beside BINN: depths, units, and layers that it says nothing of."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio

from binn_engine.covariates.samples import Sampling
from binn_engine.errors import BinnError
from binn_engine.experiments.soc_maps import BandDepth, depth_of_name, soc_of_map
from binn_engine.profiles.observations import Profiles
from binn_engine.settings import EvaluateJob
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.twin_sites import warn_of_nothing

PLACES = np.array([[-75.0, 43.0], [-74.0, 43.0]])  # the second lies outside the map


def raster(path: Path, bands: dict[str, float]) -> str:
    """Two by two pixels of half a degree round the first place, each band of one value."""
    profile = {
        "driver": "GTiff", "width": 2, "height": 2, "count": len(bands), "dtype": "float32", "crs": "EPSG:4326", "nodata": -9999.0,
        "transform": rasterio.transform.from_origin(-75.5, 43.5, 0.5, 0.5),
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as file:
        for number, (name, value) in enumerate(bands.items(), 1):
            file.write(np.full((2, 2), value, dtype=np.float32), number)
            file.set_band_description(number, name)
    return str(path)


def layers(*limits: tuple[float, float]) -> Profiles:
    """The same layers, in cm, at both places."""
    top, bottom = (np.tile(column, 2) / 100.0 for column in np.array(limits, dtype=float).T)
    count = len(limits)
    return Profiles(
        np.array(["a", "b"]), *PLACES.T, np.repeat([0, 1], count), top, bottom, (top + bottom) / 2.0, np.full(2 * count, 1000.0)
    )


def mapped(path: str, unit: str, profiles: Profiles, *depths: str) -> np.ndarray:
    job = EvaluateJob(model="m", observations="o", forcing="f", soc_map=(path,), soc_map_unit=unit, soc_map_depths=depths)
    return soc_of_map(job, profiles, Sampling(), warn_of_nothing)


@pytest.mark.parametrize(
    ("name", "depth"),
    [
        ("ocd_5-15cm_mean", BandDepth(0.05, 0.15)),
        ("soc_stock_0_30cm", BandDepth(0.0, 0.3)),
        ("soc_density_100cm", BandDepth(1.0, 1.0)),
        ("soc 0 cm - 30 cm", BandDepth(0.0, 0.3)),
        ("clay", None),
        ("30-5cm", None),
    ],
)
def test_depths_are_read_from_names_of_bands(name: str, depth: BandDepth | None) -> None:
    assert depth_of_name(name) == depth


def test_single_depths_are_interpolated_and_nothing_is_said_beyond_them(tmp_path: Path) -> None:
    path = raster(tmp_path / "points.tif", {"soc_0cm": 40.0, "soc_30cm": 20.0, "soc_100cm": 6.0})
    soc = mapped(path, "kg/m3", layers((0, 30), (30, 60), (90, 130)))
    np.testing.assert_allclose(soc[:2], [30_000.0, 20_000.0 - 14_000.0 * 15 / 70], rtol=1e-6)
    assert np.isnan(soc[2:]).all(), "below the deepest, and outside the map"


def test_ranges_are_averaged_over_a_layer_that_they_cover_by_half(tmp_path: Path) -> None:
    path = raster(tmp_path / "ranges.tif", {"ocd_0-5cm": 300.0, "ocd_5-15cm": 120.0, "ocd_15-30cm": 60.0})
    soc = mapped(path, "hg/m3", layers((0, 10), (15, 30), (25, 35), (28, 60)))
    np.testing.assert_allclose(soc[:3], [21_000.0, 6_000.0, 6_000.0], rtol=1e-6)
    assert np.isnan(soc[3:]).all()


def test_a_stock_is_divided_by_its_thickness(tmp_path: Path) -> None:
    path = raster(tmp_path / "stock.tif", {"stock_0_30cm": 60.0})
    assert mapped(path, "t/ha", layers((0, 30)))[0] == pytest.approx(20_000.0)
    assert mapped(path, "kg/m2", layers((0, 30)))[0] == pytest.approx(200_000.0)


def test_bands_are_chosen_by_name(tmp_path: Path) -> None:
    path = raster(tmp_path / "mixed.tif", {"b0": 10.0, "error": 3.0, "b1": 20.0})
    np.testing.assert_allclose(mapped(path, "kg/m3", layers((0, 30)), "b0=0", "b1=30")[0], 15_000.0)


@pytest.mark.parametrize(
    ("unit", "depths", "words"),
    [
        ("", (), "needs a unit"),
        ("kg/m3", (), "do not give one depth for each band: b0, error"),
        ("kg/m3", ("b9=0",), "is not a band of the map"),
        ("kg/m3", ("b0=deep",), "is not a band of the map"),
        ("kg/m3", ("b0=0-30", "error=30"), "mixes ranges of depth and single depths"),
        ("t/ha", ("b0=30",), "a stock at a single depth"),
    ],
)
def test_what_does_not_say_what_it_is_of_is_refused(tmp_path: Path, unit: str, depths: tuple[str, ...], words: str) -> None:
    path = raster(tmp_path / "map.tif", {"b0": 10.0, "error": 3.0})
    with pytest.raises(BinnError, match=words):
        mapped(path, unit, layers((0, 30)), *depths)


def test_the_bands_of_several_files_are_one_map_and_names_that_are_shared_are_refused(tmp_path: Path) -> None:
    files = raster(tmp_path / "one.tif", {"soc_0cm": 40.0}), raster(tmp_path / "two.tif", {"soc_30cm": 20.0})
    job = EvaluateJob(model="m", observations="o", forcing="f", soc_map=files, soc_map_unit="kg/m3")
    assert soc_of_map(job, layers((0, 30)), Sampling(), warn_of_nothing)[0] == pytest.approx(30_000.0)
    alike = files[0], raster(tmp_path / "three.tif", {"soc_0cm": 10.0})
    job = EvaluateJob(model="m", observations="o", forcing="f", soc_map=alike, soc_map_unit="kg/m3", soc_map_depths=("soc_0cm=0",))
    with pytest.raises(BinnError, match="the same name: soc_0cm, soc_0cm"):
        soc_of_map(job, layers((0, 30)), Sampling(), warn_of_nothing)


def test_a_map_elsewhere_is_refused(tmp_path: Path) -> None:
    path = raster(tmp_path / "points.tif", {"soc_0_30cm": 40.0})
    profiles = layers((0, 30))
    far = Profiles(**{**vars(profiles), "longitude": profiles.longitude + 90.0})
    with pytest.raises(BinnError, match="no value at any of the 2 layers"):
        mapped(path, "kg/m3", far)


def test_the_truth_as_a_map_is_scored_beside_binn_on_the_layers_that_it_covers(trained_example: TrainedExample, tmp_path: Path) -> None:
    """The bands of the true SOC have the names of this engine's maps. It explains the profiles but for noise; BINN's scores are its own."""
    words = ["--model", trained_example.model, "--observations", trained_example.folder / "soc_profiles.csv", "--allow-training-profiles"]
    words += ["--soc-map", trained_example.folder / "truth_soc.tif", "--json", tmp_path / "s.json"]
    done = engine_here("evaluate", *words, "--covariates", *trained_example.covariates, "--forcing", trained_example.forcing)
    assert done.status == 0, done.stderr
    rows = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["soc_map"]
    scores = {row["model"]: row["value"] for row in rows if row["layers"] == "all" and row["score"] == "log_nse" and not row["against"]}
    assert set(scores) == {"BINN", "map truth_soc"}
    assert scores["map truth_soc"] > 0.8
    (gain,) = (row for row in rows if row["against"] == "map truth_soc" and row["layers"] == "all" and row["score"] == "log_nse")
    assert gain["value"] == pytest.approx(scores["BINN"] - scores["map truth_soc"])
