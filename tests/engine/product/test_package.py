"""The plugin's zip: what is in it, its size, and what bandit and detect-secrets say of what comes out of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from binn_engine.protocol import ENGINE_VERSION
from tests.engine.commands import ROOT

REPOSITORY = ROOT


def pack(target: Path) -> None:
    subprocess.run([sys.executable, str(REPOSITORY / "scripts" / "package.py"), str(target)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("package") / "binn.zip"
    pack(path)
    return path


@pytest.fixture(scope="module")
def unpacked(package, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    zipfile.ZipFile(package).extractall(folder)
    return folder


def test_the_zip_is_small_and_is_one_folder_called_binn(package):
    assert package.stat().st_size < 5_000_000
    names = zipfile.ZipFile(package).namelist()
    assert {name.split("/")[0] for name in names} == {"binn"}
    assert {"binn/metadata.txt", "binn/__init__.py", "binn/plugin.py", "binn/LICENSE", "binn/binn_engine/requirements.txt"} <= set(names)


def test_the_zip_has_no_tests_no_caches_no_hidden_files_and_nothing_binary(unpacked):
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    parts = {part for path in files for part in path.relative_to(unpacked).parts}
    assert not parts & {"tests", "scripts", "__pycache__", ".git"}
    assert not [part for part in parts if part.startswith(".")]
    for path in files:
        if path.suffix != ".png":
            assert "\0" not in path.read_text(encoding="utf-8"), path


def test_every_link_of_a_page_in_the_zip_leads_to_a_file_in_it_or_to_the_web(unpacked):
    pages = [path for path in unpacked.rglob("*.md") if re.search(r"\]\([^)]+\)", path.read_text(encoding="utf-8"))]
    assert unpacked / "binn" / "README.md" in pages
    for page in pages:
        links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        assert not [link for link in links if not link.startswith("https://") and not (page.parent / link).exists()], page


def test_the_same_contents_are_the_same_zip(package, tmp_path):
    pack(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


def test_a_library_or_a_pickle_has_no_place_in_the_zip():
    import importlib.util

    specification = importlib.util.spec_from_file_location("package", REPOSITORY / "scripts" / "package.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    assert "not of the plugin" in module.problem(Path("binn_engine/fast.so"), b"\x7fELF")
    assert "not of the plugin" in module.problem(Path("resources/model.pkl"), b"\x80\x04")
    assert "binary" in module.problem(Path("resources/notes.txt"), b"a\0b")
    assert "UTF-8" in module.problem(Path("resources/notes.txt"), b"\xff\xfe")
    assert "no picture" in module.problem(Path("resources/map.png"), b"MZ")
    assert module.problem(Path("ui/panel.py"), "ü".encode()) == ""


def test_metadata_has_what_the_plugin_repository_asks_for(unpacked):
    text = (unpacked / "binn" / "metadata.txt").read_text(encoding="utf-8")
    entries = dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith(" "))
    required = "name description version qgisMinimumVersion author email about tracker repository homepage license"
    assert all(entries.get(name) for name in required.split())
    assert entries["qgisMaximumVersion"] == "4.99"
    assert all(part.isdigit() for part in entries["version"].split("."))
    assert (unpacked / "binn" / entries["icon"]).is_file()


def test_the_citation_has_the_version_of_the_engine():
    text = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {ENGINE_VERSION}\n" in text


@pytest.mark.slow
def test_bandit_finds_nothing_in_the_zip(unpacked):
    command = [sys.executable, "-m", "bandit", "--quiet", "--recursive", "--format", "json", str(unpacked)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert found["errors"] == []
    assert [(row["filename"], row["line_number"], row["test_id"]) for row in found["results"]] == []
    assert found["metrics"]["_totals"]["loc"] > 10_000


@pytest.mark.slow
def test_detect_secrets_finds_nothing_in_the_zip(unpacked):
    command = [sys.executable, "-m", "detect_secrets", "scan", "--all-files", "."]
    done = subprocess.run(command, cwd=unpacked, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["plugins_used"]
    assert found["results"] == {}
