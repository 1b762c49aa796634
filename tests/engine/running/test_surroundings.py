"""Where the engine is started: streams that are closed, other programs' variables, libraries that are missing, drives that are full."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.engine.commands import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shells, limits and drives as Linux has them")
ENGINE = [sys.executable, "-m", "binn_engine"]
PROFILES = "profile_id,lon,lat,top_cm,bottom_cm,soc_g_kg,bulk_density\n" + "".join(
    f"p{number},{-75 + 0.1 * number},43,0,10,{20 + number},1.3\n" for number in range(8)
)


def prepare(folder: Path, name: str = "soc.csv") -> list[str]:
    """Words that prepare some profiles: a run of a second or two."""
    (folder / name).write_text(PROFILES, encoding="utf-8")
    return ["prepare_profiles", "--observations", str(folder / name), "--layers", str(folder / "o.gpkg")]


def run(words: list[str], shell: str = '"$@"', **variables: str) -> subprocess.CompletedProcess:
    """Run the engine from a shell, which may close streams or set limits before."""
    return subprocess.run(
        ["bash", "-c", shell, "bash", *ENGINE, *words],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=300,
    )


def ends_in_a_sentence(done: subprocess.CompletedProcess, *words: str) -> None:
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "report this" not in done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


@pytest.mark.parametrize("variable", ["PROJ_DATA", "PROJ_LIB", "GDAL_DATA"])
def test_tables_of_another_program_do_not_break_the_engine(tmp_path: Path, variable: str) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "proj.db").write_bytes(b"not the tables of this version")
    done = run(prepare(tmp_path), **{variable: str(tmp_path / "other")})
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize(
    "variables",
    [{"NUMBA_DISABLE_JIT": "1", "TORCH_LOGS": "zz", "PYTHONWARNINGS": "error"}, {"NUMBA_CPU_NAME": "zz"}],
    ids=["all", "processor"],
)
def test_what_a_shell_says_to_libraries_for_other_programs_is_not_heard(tmp_path: Path, variables: dict[str, str]) -> None:
    done = run(["check"], **variables)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"]
    done = run(prepare(tmp_path), **variables)
    assert done.returncode == 0, done.stderr


def test_closed_standard_output_is_said_in_a_sentence(tmp_path: Path) -> None:
    ends_in_a_sentence(run(prepare(tmp_path), '"$@" >&-'), "Standard output is closed")
    assert not (tmp_path / "o.gpkg").exists()


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_a_run_goes_on_without_standard_input_and_error(tmp_path: Path, closed: str) -> None:
    done = run(prepare(tmp_path), f'"$@" {closed}')
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["event"] == "result"


def test_a_run_that_watches_an_input_that_is_closed_from_the_start_is_cancelled(tmp_path: Path) -> None:
    job = {"kind": "prepare_profiles", "observations": [prepare(tmp_path)[2]], "layers": str(tmp_path / "o.gpkg")}
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    done = run(["run", str(tmp_path / "job.json"), "--watch-stdin"], '"$@" <&-')
    assert (done.returncode, done.stderr) == (130, "Error: The run was cancelled. Nothing was written.\n")


def test_a_run_whose_reader_goes_away_stops_quietly_and_writes_nothing(tmp_path: Path) -> None:
    done = run(prepare(tmp_path), '"$@" | true; exit "${PIPESTATUS[0]}"')
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert not (tmp_path / "o.gpkg").exists()


ASCII_NAMES = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("variables", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, ASCII_NAMES, {"PYTHONIOENCODING": "utf-16"}])
def test_names_beyond_ascii_work_under_any_locale(tmp_path: Path, variables: dict[str, str]) -> None:
    done = run(prepare(tmp_path, "Größe 土.csv"), **variables)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["outputs"]["layers"] == str(tmp_path / "o.gpkg")
    done = run(["prepare_profiles", "--observations", str(tmp_path / "fehlt ü.csv"), "--layers", str(tmp_path / "p.gpkg")], **variables)
    ends_in_a_sentence(done, "does not exist")


def test_a_home_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("where a folder would be")
    nowhere = str(tmp_path / "file" / "home")
    done = run(prepare(tmp_path), HOME=nowhere, XDG_CACHE_HOME=nowhere, XDG_CONFIG_HOME=nowhere, MPLCONFIGDIR="")
    assert done.returncode == 0, done.stderr


def test_no_place_for_temporary_files_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = run(prepare(tmp_path), TMPDIR="/proc/1", TMP="/proc/1", TEMP="/proc/1")
    assert done.returncode in (0, 1)  # Python looks for other places first
    assert "Traceback" not in done.stderr


WITHOUT = """
import importlib.abc, runpy, sys
class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == {name!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
sys.argv[0] = "binn_engine"
runpy.run_module("binn_engine", run_name="__main__", alter_sys=True)
"""


def without(library: str, words: list[str]) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", WITHOUT.format(name=library), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("library", ["torch", "rasterio", "pandas", "geopandas"])
def test_a_library_that_is_missing_is_named_with_the_remedy(tmp_path: Path, library: str) -> None:
    words = ["check"] if library == "torch" else prepare(tmp_path)
    ends_in_a_sentence(without(library, words), library, "Set up the engine again")


def test_profiles_are_prepared_without_torch_which_takes_seconds_to_load(tmp_path: Path) -> None:
    done = without("torch", prepare(tmp_path))
    assert done.returncode == 0, done.stderr


def test_without_matplotlib_a_report_is_refused_before_the_inputs_are_read(tmp_path: Path) -> None:
    """The table has no profile, which is what a run would say that reads it first."""
    words = [*prepare(tmp_path), "--report", str(tmp_path / "r.html")]
    (tmp_path / "soc.csv").write_text("nothing\n")
    ends_in_a_sentence(without("matplotlib", words), "matplotlib", "r.html", "Set up the engine again")


FEW = """
    import resource, sys
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
    from binn_engine.running.clusters import open_cluster
    from binn_engine.errors import EngineError
    try:
        with open_cluster(8):
            pass
    except EngineError as error:
        print(error)
"""


def test_too_few_open_files_for_workers_are_said_in_a_sentence() -> None:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(FEW)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert "100 open files, but 8 workers need about" in done.stdout
    assert "ulimit -n" in done.stdout


def on_a_small_drive(folder: Path, size: str, words: list[str], **variables: str) -> subprocess.CompletedProcess:
    """Run the engine where ``folder`` is a drive of its own, which only this run sees and which is gone with it."""
    if not shutil.which("unshare") or os.geteuid() != 0:
        pytest.skip("only root can make a small drive (tmpfs)")
    shell = f'mount -t tmpfs -o size={size} tmpfs "{folder}" || exit 99; "$@"; status=$?; ls -A "{folder}"; exit $status'
    command = ["unshare", "--mount", "bash", "-c", shell, "bash", *ENGINE, *words]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode == 99:
        pytest.skip(f"a small drive cannot be made here: {done.stderr}")
    return done


@pytest.mark.parametrize("size", ["20k", "60k", "100k"])
def test_a_drive_that_is_full_while_a_geopackage_is_written_is_named(tmp_path: Path, size: str) -> None:
    drive = tmp_path / "small"
    drive.mkdir()
    words = prepare(tmp_path)
    words[words.index("--layers") + 1] = str(drive / "o.gpkg")
    done = on_a_small_drive(drive, size, words)
    ends_in_a_sentence(done, str(drive))
    assert done.stdout.splitlines()[-1].startswith("{"), "the drive still holds something"


@pytest.mark.parametrize("size", ["100k", "400k"])
def test_a_drive_that_is_full_while_netcdf_and_rasters_are_written_is_named(tmp_path: Path, size: str) -> None:
    drive = tmp_path / "small"
    drive.mkdir()
    done = on_a_small_drive(drive, size, ["example", "--folder", str(drive / "x"), "--size", "24", "--profiles", "60"])
    ends_in_a_sentence(done, str(drive))
