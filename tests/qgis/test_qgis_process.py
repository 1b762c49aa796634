"""``qgis_process`` on the example landscape, end to end: from points to maps, bad input, and runs that are cut short."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
NEW_YORK = Path(__file__).resolve().parents[3] / "shared" / "data" / "new_york"
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")


@pytest.fixture(scope="session")
def profile(plugins, engine_python, tmp_path_factory) -> dict[str, str]:
    """The environment of a QGIS with a fresh profile in which the plugin is enabled."""
    home = tmp_path_factory.mktemp("profile")
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(home),
        "QGIS_PLUGINPATH": str(plugins),
        "XDG_RUNTIME_DIR": str(runtime),
        "TMPDIR": str(runtime),
        "BINN_ENGINE_PYTHON": str(engine_python),
    }
    subprocess.run([PROGRAM, "plugins", "enable", "binn"], env=environment, check=True, capture_output=True)
    return environment


def words(algorithm: str, parameters: dict) -> list[str]:
    """The command line that runs an algorithm."""
    pairs = [(name, item) for name, value in parameters.items() for item in (value if isinstance(value, list) else [value])]
    return [PROGRAM, "run", algorithm, "--json", "--", *(f"{name}={item}" for name, item in pairs)]


@pytest.fixture
def run(profile):
    """Runs an algorithm that should succeed and returns its results."""

    def succeed(algorithm: str, **parameters) -> dict:
        done = subprocess.run(words(algorithm, parameters), env=profile, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)["results"]

    return succeed


@pytest.fixture
def refused(profile):
    """Runs an algorithm that should fail, checks its exit status, and returns what it says."""

    def fail(algorithm: str, **parameters) -> str:
        done = subprocess.run(words(algorithm, parameters), env=profile, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stderr

    return fail


@pytest.fixture
def training(example, covariates, tmp_path) -> dict:
    """Parameters of a short training that succeeds."""
    return {
        "OBSERVATIONS": example / "soc_profiles.gpkg",
        "COVARIATES": covariates,
        "FORCING": example / "clm5_forcing.nc",
        "EPOCHS": 2,
        "HIDDEN": "16",
        "MODEL": tmp_path / "out.safetensors",
    }


@pytest.fixture
def mapping(example, covariates, model, tmp_path) -> dict:
    """Parameters of a mapping that succeeds."""
    return {
        "MODEL": model,
        "COVARIATES": covariates,
        "FORCING": example / "clm5_forcing.nc",
        "OUTPUT_SOC": tmp_path / "out_soc.tif",
        "OUTPUT_PARAMETERS": tmp_path / "out_parameters.tif",
    }


def traces(folder: Path) -> list[str]:
    """What a failed run left among its outputs."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(("out", ".")))


def test_from_example_to_maps(run, tmp_path):
    from osgeo import gdal

    folder = tmp_path / "Größe ü 土 (1)"
    folder.mkdir()
    written = run("binn:exampledata", OUTPUT=folder / "example", PROFILES=150, SIZE=32)["OUTPUT"]
    rasters = sorted(str(path) for path in Path(written, "covariates").glob("*.tif"))
    forcing = Path(written, "clm5_forcing.nc")
    trained = run(
        "binn:train",
        OBSERVATIONS=Path(written, "soc_profiles.gpkg"), COVARIATES=rasters, FORCING=forcing, EPOCHS=3, HIDDEN="16,16", DEPTH_UNIT="auto",
        MODEL=folder / "a.safetensors", REPORT=folder / "train.html",
    )  # fmt: skip
    assert "BINN" in json.loads(trained["METRICS"])["scores"]
    assert "<html" in Path(trained["REPORT"]).read_text(encoding="utf-8").lower()
    maps = run(
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
        ALLOW_TRAINING_PROFILES="true", OUTPUT_SCORES=folder / "scores.json",
    )  # fmt: skip
    assert json.loads(Path(scores["OUTPUT_SCORES"]).read_text())["gC_m3"].keys() >= {"nse", "r2", "rmse", "bias"}


@pytest.mark.skipif(not NEW_YORK.is_dir(), reason=f"the New York data are not at {NEW_YORK}")
def test_new_york_from_tables_to_maps(run, tmp_path):
    from osgeo import gdal

    trained = run(
        "binn:train",
        OBSERVATIONS=NEW_YORK / "soc_layers.csv", COVARIATES_TABLE=NEW_YORK / "covariates.csv", FORCING=NEW_YORK / "clm5_forcing.nc",
        EPOCHS=8, MODEL=tmp_path / "ny.safetensors",
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


def test_simulation_from_typed_values(run, example, covariates, tmp_path):
    from osgeo import gdal

    common = {"GRID": covariates[0], "FORCING": example / "clm5_forcing.nc"}
    slow = run("binn:simulate", **common, VALUES="tau_s3=400", OUTPUT_SOC=tmp_path / "slow.tif")["OUTPUT_SOC"]
    fast = run("binn:simulate", **common, VALUES="tau_s3=20,q10=1.5", OUTPUT_SOC=tmp_path / "fast.tif")["OUTPUT_SOC"]
    more, less = gdal.Open(slow).ReadAsArray(), gdal.Open(fast).ReadAsArray()
    valid = (more != -9999.0) & (less != -9999.0)
    assert valid.any()
    assert (more[valid] > less[valid]).all()


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


# Each row: what is wrong, how the parameters of a training change, and what the message names.
def table(folder: Path, text: str) -> Path:
    path = folder / "profiles.csv"
    path.write_text(text, encoding="utf-8")
    return path


HEADER = "profile_id,lon,lat,top_cm,bottom_cm,soc_gC_m3\n"


def test_a_missing_field_is_named(refused, training, tmp_path):
    message = refused("binn:train", **{**training, "SOC_FIELD": "humus"})
    assert "humus" in message
    assert traces(tmp_path) == []


def test_a_table_in_which_no_soc_is_recognised_says_which_field_to_name(refused, training, tmp_path):
    observations = table(tmp_path, "profile_id,lon,lat,top_cm,bottom_cm,colour\na,-75,43,0,10,brown\n")
    message = refused("binn:train", **{**training, "OBSERVATIONS": observations})
    assert "profiles.csv" in message
    assert re.search(r"soc", message, re.IGNORECASE)
    assert traces(tmp_path) == []


def test_reversed_depths_are_refused(refused, training, tmp_path):
    observations = table(tmp_path, HEADER + "a,-75,43,30,10,9000\n")
    message = refused("binn:train", **{**training, "OBSERVATIONS": observations})
    assert "profiles.csv" in message
    assert re.search(r"top|depth", message)
    assert traces(tmp_path) == []


def test_negative_soc_is_refused(refused, training, tmp_path):
    observations = table(tmp_path, HEADER + "a,-75,43,0,10,-5\n")
    message = refused("binn:train", **{**training, "OBSERVATIONS": observations})
    assert "profiles.csv" in message
    assert "negative" in message.lower() or "-5" in message
    assert traces(tmp_path) == []


def test_points_without_a_crs_are_refused(refused, training, tmp_path):
    from osgeo import ogr

    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "bare.gpkg"))
    layer = data.CreateLayer("bare", None, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("soc", ogr.OFTReal))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (-75 43)"))
    layer.CreateFeature(feature)
    del feature, layer, data
    message = refused("binn:train", **{**training, "OBSERVATIONS": tmp_path / "bare.gpkg"})
    assert "bare" in message
    assert "coordinate reference system" in message
    assert traces(tmp_path) == []


def test_an_empty_layer_is_refused(refused, training, tmp_path):
    from osgeo import ogr, osr

    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "empty.gpkg"))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    data.CreateLayer("empty", reference, ogr.wkbPoint).CreateField(ogr.FieldDefn("soc", ogr.OFTReal))
    del data
    message = refused("binn:train", **{**training, "OBSERVATIONS": tmp_path / "empty.gpkg"})
    assert "empty" in message
    assert "no features" in message
    assert traces(tmp_path) == []


def test_a_truncated_geotiff_is_named(refused, mapping, covariates, tmp_path):
    whole = Path(covariates[0])
    broken = tmp_path / whole.name
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    message = refused("binn:predict", **{**mapping, "COVARIATES": [str(broken), *covariates[1:]]})
    assert whole.name in message
    assert traces(tmp_path) == []


def test_a_covariate_absent_from_the_rasters_is_named(refused, mapping, covariates, tmp_path):
    message = refused("binn:predict", **{**mapping, "COVARIATES": covariates[1:]})
    assert Path(covariates[0]).stem in message
    assert traces(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"not a model at all", b"\x08\x00\x00\x00\x00\x00\x00\x00{}      "])
def test_a_file_that_is_no_binn_checkpoint_is_named(refused, mapping, tmp_path, content):
    other = tmp_path / "other.safetensors"
    other.write_bytes(content)
    message = refused("binn:predict", **{**mapping, "MODEL": other})
    assert "other.safetensors" in message
    assert traces(tmp_path) == []


def test_without_the_engine_the_message_says_how_to_set_it_up(profile, mapping, tmp_path):
    without = {**profile, "BINN_ENGINE_PYTHON": "/nowhere/python"}
    done = subprocess.run(words("binn:predict", mapping), env=without, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Set up the engine" in done.stdout + done.stderr
    assert traces(tmp_path) == []


def test_an_existing_python_is_checked_and_kept_as_the_engines(profile, engine_python, tmp_path):
    fresh = {name: value for name, value in profile.items() if name != "BINN_ENGINE_PYTHON"}
    example = {"OUTPUT": tmp_path / "example", "PROFILES": 100, "SIZE": 16}
    command = words("binn:setupengine", {"PYTHON": engine_python})
    done = subprocess.run(command, env=fresh, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["ENGINE_PYTHON"] == str(engine_python)
    done = subprocess.run(words("binn:exampledata", example), env=fresh, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
