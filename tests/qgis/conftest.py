"""A QGIS with the plugin, in a profile of its own; the engine in its own Python; a small example landscape."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
# For every QGIS that the tests start: a profile of its own, a place for sockets, and the folder that holds the plugin under the name
# it is installed by.
_HOME = Path(tempfile.mkdtemp(prefix="binn_qgis_tests_"))
PLUGINS = _HOME / "plugins"
for _folder in (PLUGINS, _HOME / "profile", _HOME / "runtime"):
    _folder.mkdir()
(_HOME / "runtime").chmod(0o700)
(PLUGINS / "binn").symlink_to(REPOSITORY)
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(_HOME / "profile")
os.environ["XDG_RUNTIME_DIR"] = str(_HOME / "runtime")
sys.path.insert(0, str(PLUGINS))

sys.path.insert(0, str(Path(__file__).parent))

import pytest  # noqa: E402
from headless import PROGRAM, words  # noqa: E402

ENGINE_PYTHON = Path(os.environ.get("BINN_ENGINE_PYTHON") or REPOSITORY / ".venv" / "bin" / "python")


def run_engine(*words: object) -> None:
    """Run the engine's command line."""
    subprocess.run([str(ENGINE_PYTHON), "-m", "binn_engine", *map(str, words)], cwd=REPOSITORY, check=True, capture_output=True)


@pytest.fixture(scope="session")
def plugins() -> Path:
    """The folder that holds the plugin, as QGIS_PLUGINPATH names it."""
    return PLUGINS


@pytest.fixture(scope="session")
def engine_python() -> Path:
    """The Python that has the engine's packages."""
    assert ENGINE_PYTHON.is_file(), f"no engine at {ENGINE_PYTHON}: run scripts/setup.sh"
    return ENGINE_PYTHON


@contextmanager
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of what takes seconds to make, which no other run of pytest uses meanwhile. Runs of pytest share that in the folder that
    ``BINN_TEST_EXAMPLE`` names."""
    folder = Path(os.environ.get("BINN_TEST_EXAMPLE") or tmp_path_factory.getbasetemp()) / "small"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed
        yield folder


@pytest.fixture(scope="session")
def example(engine_python, tmp_path_factory) -> Path:
    """A small example landscape; a copy for these tests alone."""
    folder = tmp_path_factory.mktemp("landscape") / "example"
    with _made_once(tmp_path_factory) as made:
        if not (made / "example").exists():
            run_engine("example", "--folder", made / "example", "--profiles", 150, "--size", 32)
        shutil.copytree(made / "example", folder)
    return folder


@pytest.fixture(scope="session")
def covariates(example) -> list[str]:
    """The covariate rasters of the example."""
    return sorted(str(path) for path in (example / "covariates").glob("*.tif"))


@pytest.fixture(scope="session")
def model(example, covariates, tmp_path_factory) -> Path:
    """A model trained for two epochs on the example."""
    inputs = ["--observations", example / "soc_profiles.gpkg", "--covariates", *covariates, "--forcing", example / "clm5_forcing.nc"]
    with _made_once(tmp_path_factory) as made:
        path = made / "small.safetensors"
        if not path.exists():
            run_engine("train", *inputs, "--model", path, "--teacher", "none", "--epochs", 2, "--hidden", 16, "--dropout", 0.2)
        return Path(shutil.copy(path, example.parent))


@pytest.fixture(autouse=True)
def _engine_in_place(monkeypatch):
    """Algorithms find the engine, unless a test takes it away."""
    monkeypatch.setenv("BINN_ENGINE_PYTHON", str(ENGINE_PYTHON))


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


@pytest.fixture
def run_program(profile):
    """Runs an algorithm that should succeed by ``qgis_process`` and returns its results."""

    def succeed(algorithm: str, **parameters) -> dict:
        done = subprocess.run(words(algorithm, parameters), env=profile, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)["results"]

    return succeed


@pytest.fixture
def refused_by_program(profile):
    """Runs an algorithm that should fail by ``qgis_process``, checks its exit status, and returns what it says."""

    def fail(algorithm: str, **parameters) -> str:
        done = subprocess.run(words(algorithm, parameters), env=profile, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stderr

    return fail


@pytest.fixture
def attempt(provider, context, feedback):
    """Checks and runs an algorithm in this QGIS; its results, or None where it failed, and all that it says.

    The engine runs in a process of its own, as always; only the start of another QGIS is spared.
    """

    def start(algorithm: str, parameters: dict) -> tuple[dict | None, str]:
        values = {
            name: [str(item) for item in value] if isinstance(value, list) else str(value) if isinstance(value, Path) else value
            for name, value in parameters.items()
        }
        asked = provider.algorithm(algorithm.removeprefix("binn:"))
        fits, why = asked.checkParameterValues(values, context)
        if not fits:
            return None, why
        results, fine = asked.run(values, context, feedback)
        return results if fine else None, "\n".join(text for texts in feedback.said.values() for text in texts)

    return start


@pytest.fixture
def run(attempt):
    """Runs an algorithm that should succeed, in this QGIS, and returns its results."""

    def succeed(algorithm: str, **parameters) -> dict:
        results, said = attempt(algorithm, parameters)
        assert results is not None, said
        return results

    return succeed


@pytest.fixture
def refused(attempt):
    """Runs an algorithm that should fail, in this QGIS, and returns what it says."""

    def fail(algorithm: str, **parameters) -> str:
        results, said = attempt(algorithm, parameters)
        assert results is None, results
        return said

    return fail


@pytest.fixture
def training(example, covariates, tmp_path) -> dict:
    """Parameters of a short training that succeeds."""
    return {
        "OBSERVATIONS": example / "soc_profiles.gpkg",
        "COVARIATES": covariates,
        "FORCING": example / "clm5_forcing.nc",
        "EPOCHS": 2,
        "MEMBERS": 2,
        "HIDDEN": "16",
        "TEACHER": "none",
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


@pytest.fixture
def provider(qgis_app):
    """The provider, registered without a QGIS interface."""
    from binn import classFactory
    from qgis.core import QgsApplication

    plugin = classFactory(None)
    plugin.initProcessing()
    yield QgsApplication.processingRegistry().providerById("binn")
    plugin.unload()


@pytest.fixture
def context(qgis_app):
    """A Processing context on an empty project."""
    from qgis.core import QgsProcessingContext, QgsProject

    QgsProject.instance().clear()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    yield context
    QgsProject.instance().clear()


@pytest.fixture
def feedback(qgis_app):
    """A feedback that keeps what it is told, by kind, in ``said``."""
    from qgis.core import QgsProcessingFeedback

    class Recorder(QgsProcessingFeedback):
        def __init__(self) -> None:
            super().__init__(False)
            self.said: dict[str, list[str]] = {"info": [], "warning": [], "debug": [], "phase": [], "error": []}

        def pushInfo(self, text):
            self.said["info"].append(text)

        def pushWarning(self, text):
            self.said["warning"].append(text)

        def pushDebugInfo(self, text):
            self.said["debug"].append(text)

        def setProgressText(self, text):
            self.said["phase"].append(text)

        def reportError(self, text, fatalError=False):
            self.said["error"].append(text)

    return Recorder()


@pytest.fixture
def observations_file(provider, context, tmp_path):
    """What the job gets for a value of OBSERVATIONS, opened again by OGR."""
    from binn.ui.algorithms.shared.parameters import Call

    def opened(value):
        algorithm = provider.algorithm("train").create()
        algorithm.initAlgorithm()
        parameter = next(row for row in algorithm.declared if row.name == "OBSERVATIONS")
        call = Call(algorithm, {"OBSERVATIONS": value}, context, tmp_path)
        assert parameter.problem(call) == ""
        return parameter.values(call)["observations"]

    return opened
