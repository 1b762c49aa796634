"""The text for bug reports."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest


@pytest.fixture
def text(provider):
    """The text, of an engine that is asked or not."""
    from binn.ui.runs.diagnostics import diagnostics_text

    return diagnostics_text


def test_versions_engine_device_environment_and_the_last_log_are_told(text, context, feedback, provider, tmp_path):
    layers = tmp_path / "soil.csv"
    layers.write_text("profile_id,longitude,latitude,upper_depth,lower_depth,soc_kg_m3\n7,10,50,0,10,30\n")
    values = {"OBSERVATIONS": str(layers), "OUTPUT": str(tmp_path / "clean.gpkg")}
    _results, fine = provider.algorithm("prepare_profiles").run(values, context, feedback)
    assert fine, feedback.said
    told = text()
    patterns = (
        *(r"- plugin: \d+\.\d+\.\d+", r"- QGIS: 3\.", r"- Qt: [56]\.", r"- Python of QGIS: 3\.", r"- processors: \d"),
        *(r"- state: works", r"- device: (cpu|cuda|mps)\S*: \w", r"- torch: \d", r"- rasterio: \d", r"- proxy in QGIS: (yes|no)"),
        *(r"binn_engine run .*job\.json", r"\[exit status 0\]"),
    )
    for pattern in patterns:
        assert re.search(pattern, told), f"{pattern}\n{told}"


def test_without_the_engine_it_says_so_and_tells_the_rest(text, monkeypatch):
    monkeypatch.setenv("BINN_ENGINE_PYTHON", "/nowhere/python")
    told = text()
    assert "there is no Python at /nowhere/python" in told
    assert "- QGIS: 3." in told
    assert "by the variable BINN_ENGINE_PYTHON" in told


def test_an_engine_without_its_packages_is_quoted(text, monkeypatch):
    monkeypatch.setenv("BINN_ENGINE_PYTHON", sys.executable)
    told = text()
    assert re.search(r"- state: fails with exit status \d", told)


def test_a_run_that_was_cut_short_leaves_its_log(qgis_app, tmp_path):
    from binn.ui.engine.child import Child
    from binn.ui.engine.last_log import last_log

    child = Child([sys.executable, "-u", "-c", "import time; print('first words'); time.sleep(60)"], tmp_path)
    lines = child.lines(lambda: False)
    assert next(lines) == "first words"
    child.stop()
    assert "first words" in last_log()
    assert "[stopped by QGIS]" in last_log()


def test_the_home_folder_other_homes_and_passwords_are_left_out(text, monkeypatch, tmp_path):
    from binn.ui.engine.last_log import keep
    from binn.ui.runs.diagnostics import redacted

    monkeypatch.setenv("HOME", str(tmp_path / "ada"))
    home = Path.home()
    assert home == tmp_path / "ada"
    keep(["python", f"{home}/job.json"], ["https://ada:geheim@proxy.example/simple", "/home/bob/soil.gpkg"], 1)
    monkeypatch.setenv("BINN_ENGINE_PYTHON", str(home / "engine" / "bin" / "python"))
    told = text()
    assert str(home) not in told
    assert "~/engine/bin/python" in told
    assert "~/job.json" in told
    assert "geheim" not in told
    assert "https://proxy.example/simple" in told
    assert "bob" not in told
    assert "ada" not in re.sub("metadata|adapt", "", redacted(r"C:\Users\ada\soil.tif and C:\\Users\\ada\\soil.tif /Users/ada/x"))


@pytest.mark.parametrize("home", ["/home/Jörg Ü", "/data/people/ada b", "/root"])
def test_the_home_folder_is_left_out_however_it_is_written(qgis_app, monkeypatch, home):
    import json
    from urllib.parse import quote

    from binn.ui.runs.diagnostics import redacted

    monkeypatch.setenv("HOME", home)
    forms = [
        home,
        quote(home),
        quote(home, safe=""),
        home.replace("/", "\\"),
        home.replace("/", "\\\\"),
        json.dumps(home)[1:-1],
        home.upper(),
    ]
    for form in forms:
        for text in (form, f"file://{form}/soil.tif", f"'{form}'", f"{form}\\soil.tif", f"{form}: no"):
            assert "~" in redacted(text), text
            assert form not in redacted(text), text
    assert redacted("/elsewhere/soil.tif") == "/elsewhere/soil.tif"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (r"C:\Users\Ada Lovelace\soil.tif", r"C:\Users\USER\soil.tif"),
        ("C:/Users/Ada Lovelace/soil.tif", "C:/Users/USER/soil.tif"),
        ("file:///C:/Users/Ada%20Lovelace/soil.tif", "file:///C:/Users/USER/soil.tif"),
        ("C%3A%5CUsers%5Cada%5Csoil.tif", "C%3A%5CUsers%5CUSER%5Csoil.tif"),
        (r"\\\\server\home\ada\soil.tif", r"\\\\server\home\USER\soil.tif"),
        ("read /home/ada and /home/bob, then stop", "read /home/USER and /home/USER then stop"),
        ("http://ada:p@ss@proxy.example:80/x", "http://proxy.example:80/x"),
        ("http://ada:p/ss@proxy.example/x", "http://proxy.example/x"),
        ("https://index.example:8080/simple/pkg@1", "https://index.example:8080/simple/pkg@1"),
        ("https://index.example/simple?token=abc&x=1", "https://index.example/simple?token=***&x=1"),
    ],
)
def test_names_in_paths_and_passwords_in_addresses_are_left_out(qgis_app, text, told):
    from binn.ui.runs.diagnostics import redacted

    assert redacted(text) == told
