"""What a killed run left is removed by the next one, what belongs to a run that lives is not; and no run leaves temporary files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from binn_engine.clm5.compiled.cache import cache_folder
from binn_engine.protocol import STAGING_PREFIX
from binn_engine.running import leftovers
from binn_engine.running.outputs import StagedOutputs
from tests.engine.commands import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the names of folders say when a process started, as Linux counts it")

STAGING = """
import sys
from binn_engine.clm5.compiled.cache import cache_folder
from binn_engine.running.outputs import StagedOutputs
outputs = StagedOutputs()
outputs.stage(sys.argv[1] + "/map.tif").write_text("half a map")
print("now", flush=True)
sys.stdin.read()
"""


def staged_by_another(folder: Path) -> subprocess.Popen:
    """Another process with a half-written output in the folder, which it makes until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", STAGING, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "now\n"
    return process


def hidden(folder: Path) -> set[str]:
    return {path.name for path in folder.glob(f"{STAGING_PREFIX}*")}


def test_the_half_outputs_of_a_killed_run_are_removed_by_the_next_and_those_of_a_live_one_are_not(tmp_path: Path) -> None:
    with staged_by_another(tmp_path) as alive:
        kept = hidden(tmp_path)
        with staged_by_another(tmp_path) as killed:
            assert len(hidden(tmp_path)) == 2
            killed.kill()
        with StagedOutputs() as outputs:
            outputs.stage(tmp_path / "other.txt").write_text("whole")
            assert kept < hidden(tmp_path)
            assert len(hidden(tmp_path)) == 2
        assert hidden(tmp_path) == kept
        alive.kill()
    assert (tmp_path / "other.txt").read_text() == "whole"


@pytest.mark.parametrize(
    ("owner", "stays"),
    [
        ("{dead}-{machine}{session}-77-abc", False),  # killed here
        ("{alive}-{machine}{session}-{start}-abc", True),
        ("{alive}-{machine}{session}-1-abc", False),  # its process id was given to another process
        ("{dead}-00000000{session}-77-abc", True),  # of another machine that shares the disk
        ("{dead}-{machine}00000000-77-abc", True),  # of a container, whose processes cannot be seen
        ("{dead}-abc", True),  # does not say of which machine
        ("notes", True),  # not ours
    ],
)
def test_only_folders_whose_process_of_this_machine_is_gone_are_removed(tmp_path: Path, owner: str, stays: bool) -> None:
    values = {"machine": leftovers._machine(), "session": leftovers._session(), "start": leftovers._started(os.getpid())}
    folder = tmp_path / f"{STAGING_PREFIX}{owner.format(dead=2**22 + 1, alive=os.getpid(), **values)}"
    folder.mkdir()
    (folder / "map.tif").write_text("half")
    with StagedOutputs() as outputs:
        outputs.stage(tmp_path / "other.txt").write_text("whole")
    assert folder.exists() == stays


def test_a_folder_from_before_the_machine_started_anew_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / f"{STAGING_PREFIX}1-{leftovers._machine()}00000000-77-abc"
    folder.mkdir()
    os.utime(folder, (1e9, 1e9))
    with StagedOutputs() as outputs:
        outputs.stage(tmp_path / "other.txt").write_text("whole")
    assert not folder.exists()


def test_a_link_that_is_called_as_a_folder_of_a_killed_run_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept.txt").write_text("kept")
    (tmp_path / f"{STAGING_PREFIX}{2**22 + 1}-{leftovers._machine()}{leftovers._session()}-77-abc").symlink_to(tmp_path / "mine")
    with StagedOutputs() as outputs:
        outputs.stage(tmp_path / "other.txt").write_text("whole")
    assert (tmp_path / "mine" / "kept.txt").read_text() == "kept"


def test_temporary_files_of_a_run_and_its_children_lie_in_one_folder_that_goes_with_it(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with leftovers.one_place_for_temporary_files() as folder:
        assert folder.parent == tmp_path
        assert Path(tempfile.mkdtemp()).parent == folder
        told = subprocess.run(
            [sys.executable, "-c", "import tempfile; print(tempfile.gettempdir())"], capture_output=True, text=True, check=True
        )
        assert told.stdout.strip() == str(folder)
    assert tempfile.gettempdir() == str(tmp_path)
    assert not list(tmp_path.iterdir())


def test_machine_code_without_a_cache_lies_in_the_folder_of_the_run_that_all_workers_share(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "no cache").write_text("a file where a folder is to be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "no cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with leftovers.one_place_for_temporary_files() as folder:
        assert cache_folder() == cache_folder() == folder / "kernels"
    assert {path.name for path in tmp_path.iterdir()} == {"no cache"}


@pytest.mark.parametrize("size", ["24", "-1"])
def test_a_run_leaves_no_temporary_file_whether_it_succeeds_or_fails(tmp_path: Path, size: str) -> None:
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "binn_engine", "example", "--size", size, "--profiles", "60", "--folder", str(tmp_path / "out")]
    variables = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == (1 if size == "-1" else 0), done.stderr
    assert list((tmp_path / "tmp").iterdir()) == []


def test_an_example_that_is_killed_leaves_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "example"
    words = [sys.executable, "-m", "binn_engine", "example", "--folder", str(folder), "--size", "1000"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: any((folder / "covariates").glob(f"{STAGING_PREFIX}*")), 120.0)
        process.kill()
    wait_until(lambda: not (tmp_path / "new").exists(), 5.0)


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
