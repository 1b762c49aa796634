"""Layers of QGIS that have no file of their own are copied for a run: reports name the layer, not the copy's folder, which is gone."""

from __future__ import annotations

from pathlib import Path

from binn_engine.paths import LAYER_PREFIX
from tests.engine.commands import engine_here

TABLE = "profile_id,lon,lat,top_cm,bottom_cm,soc_g_kg,bulk_density\na,10,50,0,10,20,1.3\nb,10.1,50.1,0,10,25,1.2\n"


def report_of(path: Path, folder: Path) -> str:
    """The report of a preparation of the table at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TABLE, encoding="utf-8")
    report = folder / "report.html"
    done = engine_here("prepare_profiles", "--observations", path, "--layers", folder / "clean.gpkg", "--report", report)
    assert done.status == 0, done.stderr
    return report.read_text(encoding="utf-8")


def test_a_report_names_the_layer_and_says_that_it_was_copied(tmp_path: Path) -> None:
    path = tmp_path / "processing_AbCdEf" / "binn_1" / f"{LAYER_PREFIX}x1" / "my_profiles.csv"
    page = report_of(path, tmp_path)
    assert LAYER_PREFIX not in page
    assert "processing_AbCdEf" not in page
    assert "--observations my_profiles.csv" in page
    assert "To repeat it, save them under these names: my_profiles.csv." in page


def test_a_file_of_the_user_keeps_its_path_in_the_report(tmp_path: Path) -> None:
    path = tmp_path / "my_profiles.csv"
    page = report_of(path, tmp_path)
    assert f"--observations {path}" in page
    assert "a copy was made" not in page
