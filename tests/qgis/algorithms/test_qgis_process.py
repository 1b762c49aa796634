"""``qgis_process`` end to end, from points to maps, and runs that are cut short."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from headless import PROGRAM, traces, words

NEW_YORK = Path(__file__).resolve().parents[4] / "shared" / "data" / "new_york"
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")


def test_from_example_to_maps(run_program, run, tmp_path):
    """The training and the maps by ``qgis_process``, which the other tests of this file start too."""
    from osgeo import gdal

    folder = tmp_path / "Größe ü 土 (1)"
    folder.mkdir()
    written = run("binn:exampledata", OUTPUT=folder / "example", PROFILES=150, SIZE=32)["OUTPUT"]
    rasters = sorted(str(path) for path in Path(written, "covariates").glob("*.tif"))
    forcing = Path(written, "clm5_forcing.nc")
    trained = run_program(
        "binn:train",
        OBSERVATIONS=Path(written, "soc_profiles.gpkg"), COVARIATES=rasters, FORCING=forcing, EPOCHS=3, MEMBERS=1, HIDDEN="16,16",
        DEPTH_UNIT="auto", MODEL=folder / "a.safetensors", REPORT=folder / "train.html",
    )  # fmt: skip
    assert "BINN" in json.loads(trained["METRICS"])["scores"]
    assert "<html" in Path(trained["REPORT"]).read_text(encoding="utf-8").lower()
    maps = run_program(
        "binn:predict",
        MODEL=trained["MODEL"], COVARIATES=rasters, FORCING=forcing, PASSES=4, TILE_SIZE=20,
        OUTPUT_PARAMETERS=folder / "p.tif", OUTPUT_PROCESSES=folder / "x.tif", OUTPUT_SOC=folder / "s.tif",
        OUTPUT_SOC_SD=folder / "sd.tif", OUTPUT_SOC_QUANTILES=folder / "q.tif", OUTPUT_REPORT=folder / "predict.html",
        TRUTH=Path(written, "truth_soc.tif"),
    )  # fmt: skip
    counts = {"OUTPUT_PARAMETERS": 21, "OUTPUT_PROCESSES": 6, "OUTPUT_SOC": 7, "OUTPUT_SOC_SD": 7, "OUTPUT_SOC_QUANTILES": 21}
    missing = set()
    for name, count in counts.items():
        data = gdal.Open(maps[name])
        bands = [data.GetRasterBand(number) for number in range(1, data.RasterCount + 1)]
        assert len(bands) == count
        assert {band.GetNoDataValue() for band in bands} == {-9999.0}
        assert all(band.GetDescription() and band.GetUnitType() for band in bands)
        assert Path(maps[name]).with_suffix(".qml").is_file()
        missing.update((band.ReadAsArray() == -9999.0).tobytes() for band in bands)
        del bands, data
    assert len(missing) == 1, "a pixel is nodata in all maps or in none"
    scores = run(
        "binn:evaluate",
        MODEL=trained["MODEL"], OBSERVATIONS=Path(written, "soc_profiles.csv"), COVARIATES=rasters, FORCING=forcing,
        ALLOW_TRAINING_PROFILES=True, OUTPUT_SCORES=folder / "scores.json",
    )  # fmt: skip
    assert json.loads(Path(scores["OUTPUT_SCORES"]).read_text())["gC_m3"].keys() >= {"nse", "r2", "rmse", "bias"}


@pytest.mark.long
@pytest.mark.skipif(not NEW_YORK.is_dir(), reason=f"the New York data are not at {NEW_YORK}")
def test_new_york_from_tables_to_maps(run, tmp_path):
    from osgeo import gdal

    trained = run(
        "binn:train",
        OBSERVATIONS=NEW_YORK / "soc_layers.csv", COVARIATES_TABLE=NEW_YORK / "covariates.csv", FORCING=NEW_YORK / "clm5_forcing.nc",
        EPOCHS=8, MEMBERS=1, TEACHER="none", REFIT=False, MODEL=tmp_path / "ny.safetensors",
    )  # fmt: skip
    scores = json.loads(trained["METRICS"])["scores"]
    assert scores["BINN"]["blocked test"]["gC_m3"]["nse"] > scores["constant parameters"]["blocked test"]["gC_m3"]["nse"]
    maps = run(
        "binn:predict",
        MODEL=trained["MODEL"], COVARIATES=NEW_YORK / "covariates_0p5deg.tif", FORCING=NEW_YORK / "clm5_forcing.nc",
        OUTPUT_SOC=tmp_path / "ny.tif",
    )  # fmt: skip
    soc = gdal.Open(maps["OUTPUT_SOC"]).ReadAsArray()
    valid = soc[0] != -9999.0
    assert valid.sum() > 20
    assert (soc[0][valid] > soc[4][valid]).mean() > 0.8, "there is more carbon near the surface than a metre down"


@pytest.mark.long
def test_simulation_from_typed_values(run_program, run, example, covariates, tmp_path):
    from osgeo import gdal

    common = {"GRID": covariates[0], "FORCING": example / "clm5_forcing.nc"}
    slow = run_program("binn:simulate", **common, VALUES="tau_s3=400", OUTPUT_SOC=tmp_path / "slow.tif")["OUTPUT_SOC"]
    fast = run("binn:simulate", **common, VALUES="tau_s3=20,q10=1.5", OUTPUT_SOC=tmp_path / "fast.tif")["OUTPUT_SOC"]
    more, less = gdal.Open(slow).ReadAsArray(), gdal.Open(fast).ReadAsArray()
    valid = (more != -9999.0) & (less != -9999.0)
    assert valid.any()
    assert (more[valid] > less[valid]).all()


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_mapping_cut_short_leaves_no_process_and_no_file(profile, mapping, tmp_path, how):
    parameters = {**mapping, "PASSES": 100000, "OUTPUT_SOC_SD": tmp_path / "out_sd.tif"}
    with subprocess.Popen(words("binn:predict", parameters), env=profile, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert soon(lambda: any(name.startswith(".binn") for name in traces(tmp_path)), 60.0), "the engine has not begun to write"
            engines = children(process.pid)
            assert engines
            process.send_signal(how)
            process.wait(10)
        finally:
            process.kill()
    assert soon(lambda: not any(runs(pid) for pid in engines), 5.0), "the engine outlives QGIS"
    assert soon(lambda: traces(tmp_path) == [], 2.0), traces(tmp_path)


def children(parent: int) -> list[int]:
    """The processes that ``parent`` started."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split() if entry.name.isdigit() else []
        except OSError:
            continue
        if fields and int(fields[1]) == parent:
            found.append(int(entry.name))
    return found


def runs(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def soon(condition, limit_s: float) -> bool:
    """Whether ``condition()`` becomes true in time."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()
