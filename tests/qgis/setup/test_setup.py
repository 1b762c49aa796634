"""Setting up the engine's environment, with real Pythons and a real pip; only the download of the packages is left out."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest


@pytest.fixture
def set_up(qgis_app, feedback):
    from binn.ui.setup.choices import Installation
    from binn.ui.setup.installation import set_up

    return lambda **choices: set_up(Installation(**{name: str(value) for name, value in choices.items()}), feedback)


def test_a_base_python_that_can_make_environments_is_found(qgis_app):
    from binn.ui.setup.pythons import base_python

    probe = "import ensurepip, sys; print(sys.version_info >= (3, 11))"
    assert subprocess.run([base_python(), "-c", probe], capture_output=True, text=True, check=True).stdout.strip() == "True"


def test_a_python_that_works_is_taken_as_it_is(set_up, engine_python):
    assert set_up(python=engine_python) == engine_python


def test_a_python_without_the_packages_is_refused_with_the_reason(set_up, tmp_path):
    from binn.binn_engine.errors import EngineError
    from binn.ui.setup.pythons import base_python

    subprocess.run([base_python(), "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    with pytest.raises(EngineError, match="torch"):
        set_up(python=tmp_path / "bare" / "bin" / "python")


def test_a_python_that_is_not_there_is_named(set_up):
    from binn.binn_engine.errors import EngineError

    with pytest.raises(EngineError, match="/nowhere/python"):
        set_up(python="/nowhere/python")


def test_a_failed_installation_leaves_no_environment_and_shows_pips_words(set_up, tmp_path):
    from binn.binn_engine.errors import EngineError

    (tmp_path / "wheels").mkdir()
    with pytest.raises(EngineError, match="torch"):
        set_up(folder=tmp_path / "engine", wheels=tmp_path / "wheels")
    assert not (tmp_path / "engine").exists()


def test_a_folder_with_other_things_is_not_touched(set_up, tmp_path):
    from binn.binn_engine.errors import EngineError

    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    with pytest.raises(EngineError, match="not empty"):
        set_up(folder=tmp_path)
    assert precious.read_text() == "mine"


def test_an_environment_that_is_somebodys_own_is_not_touched(set_up, tmp_path):
    from binn.binn_engine.errors import EngineError

    own = tmp_path / "own"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(own)], check=True)
    (own / "precious.txt").write_text("mine")
    (tmp_path / "wheels").mkdir()
    with pytest.raises(EngineError, match="not empty"):
        set_up(folder=own, wheels=tmp_path / "wheels")
    assert (own / "precious.txt").read_text() == "mine"
    assert (own / "pyvenv.cfg").is_file()


def test_an_environment_that_was_cut_short_while_it_was_made_is_made_anew(set_up, tmp_path):
    from binn.binn_engine.errors import EngineError
    from binn.ui.engine.environment import SetupProgress

    half = tmp_path / "half"
    half.mkdir()
    SetupProgress("cpu").write(half)
    (half / "pyvenv.cfg").write_text("half")
    (tmp_path / "wheels").mkdir()
    with pytest.raises(EngineError, match="torch"):
        set_up(folder=half, wheels=tmp_path / "wheels")
    assert not half.exists()


@pytest.mark.parametrize("name", ["x" * 300, "file/engine"])
def test_a_folder_that_cannot_be_made_is_a_failure_of_its_kind(set_up, tmp_path, name):
    from binn.binn_engine.errors import EngineError

    (tmp_path / "file").write_text("no folder")
    with pytest.raises(EngineError) as caught:
        set_up(folder=tmp_path / name)
    assert caught.value.kind == "permission"
    assert "another" in caught.value.remedy or "Choose a folder" in caught.value.remedy


def test_paths_from_the_home_folder_and_relative_ones_are_made_whole(qgis_app, tmp_path, monkeypatch):
    from binn.ui.setup.choices import Installation

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert Installation(folder="~/engine").place == Installation(folder="engine").place == tmp_path / "engine"


def test_an_extra_index_does_not_count_as_an_index_of_ones_own(engine_python, qgis_app, monkeypatch):
    from binn.ui.setup.installation import _own_index

    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://extra.example/simple")
    assert not _own_index(Path("/usr/bin/python3"))
    monkeypatch.setenv("PIP_INDEX_URL", "https://own.example/simple")
    assert _own_index(Path("/usr/bin/python3"))


def test_cancelling_the_setup_removes_what_it_made_within_two_seconds(set_up, feedback, tmp_path):
    from binn.binn_engine.errors import Cancelled

    cancelled_at = []
    threading.Timer(1.5, lambda: (cancelled_at.append(time.monotonic()), feedback.cancel())).start()
    (tmp_path / "wheels").mkdir()
    with pytest.raises(Cancelled):
        set_up(folder=tmp_path / "engine", wheels=tmp_path / "wheels")
    assert time.monotonic() - cancelled_at[0] < 2.5
    assert not (tmp_path / "engine").exists()


def test_the_requirements_that_are_installed_are_all_pinned(qgis_app):
    from binn.ui.setup.installation import REQUIREMENTS

    lines = [line for line in Path(REQUIREMENTS).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert len(lines) > 3
    assert all("==" in line for line in lines)
