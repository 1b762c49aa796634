"""Where results go: only to regular files that the caller named, whole or not at all, without what belonged to the old ones."""

from __future__ import annotations

import dataclasses
import os
import socket
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import rasterio
from affine import Affine
from shapely.geometry import Point

from binn_engine.errors import JobError, OutputError
from binn_engine.running.job_paths import check_paths, path_kinds
from binn_engine.running.outputs import StagedOutputs
from binn_engine.running.side_files import held_by_another
from binn_engine.settings import JOBS, element_type
from tests.engine.commands import engine_here

# Text fields that hold no path. A new field belongs here, or gets a kind (settings.fields.PathKind).
NO_PATHS = {
    *("id_field", "lon_field", "lat_field", "crs", "crs_field", "top_field", "bottom_field", "depth_field", "depth_columns", "soc_field"),
    *("bulk_density_field", "coarse_field", "covariate_fields", "region_field", "name_field", "forcing_field", "path_fields"),
    *("categorical", "exclude", "leave_out", "keep", "learned", "fixed", "values", "thresholds", "products", "scheduler"),
    *("first_name", "second_name", "soc_map_depths", "air_variable", "start_field"),
    *("delta_field", "fraction_field", "age_field", "year_field", "sigma_field"),
}
FORMATS = {"report": ".html", "json": ".json", "csv": ".csv", "model": ".safetensors", "predictions": ".csv", "rejected": ".csv"}
PROFILES = "profile_id,lon,lat,top_cm,bottom_cm,soc_gc_m3\nA,10,50,0,10,30000\nA,10,50,10,30,15000\nB,11,50,0,10,31000\n"


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    (tmp_path / "soil").mkdir()
    path = tmp_path / "soil" / "profiles.csv"
    path.write_text(PROFILES)
    return path


def write_points(path: Path, layer: str, mode: str = "w") -> None:
    """A layer of one point."""
    table = geopandas.GeoDataFrame({"name": ["mine"]}, geometry=[Point(10.0, 50.0)], crs=4326)
    table.to_file(path, layer=layer, driver="GPKG", mode=mode)


@pytest.mark.parametrize("kind", JOBS)
def test_every_field_that_may_hold_a_path_says_whether_it_is_read_or_written(kind: str) -> None:
    kinds = path_kinds(JOBS[kind])
    for row in dataclasses.fields(JOBS[kind]):
        if element_type(row)[0] is str and not row.metadata["choices"] and row.name not in NO_PATHS:
            assert row.name in kinds, f"{row.name} of {kind} has no kind"
    assert not NO_PATHS & set(kinds)


@pytest.mark.parametrize("kind", JOBS)
def test_every_file_that_a_job_writes_has_the_suffix_of_its_format(kind: str) -> None:
    for name, found in path_kinds(JOBS[kind]).items():
        if found.direction == "out" and not found.folder:
            assert found.suffixes, f"{name} of {kind} may be written under any name"
            assert FORMATS.get(name, found.suffixes[0]) in found.suffixes
            with pytest.raises(JobError, match=f"The path of {name} is "):
                check_paths(JOBS[kind](**{name: "/somewhere/.profile"}))


@pytest.mark.parametrize("special", ["pipe", "socket", "link to a device"])
def test_what_is_no_regular_file_is_never_replaced(profiles: Path, special: str) -> None:
    target = profiles.parent / "counts.json"
    if special == "pipe":
        os.mkfifo(target)
    elif special == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(target))
    else:
        target.symlink_to("/dev/null")
    before = os.lstat(target)
    done = engine_here("prepare_profiles", "--observations", profiles, "--layers", profiles.with_name("a.gpkg"), "--json", target)
    assert done.status == 1
    assert "device or another special file" in done.stderr
    after = os.lstat(target)
    assert (after.st_ino, stat.S_IFMT(after.st_mode)) == (before.st_ino, stat.S_IFMT(before.st_mode))
    assert sorted(path.name for path in profiles.parent.iterdir()) == ["counts.json", "profiles.csv"]


def test_the_file_behind_a_link_is_replaced_and_the_link_stays(profiles: Path, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "counts.json").write_text("old")
    link = profiles.parent / "counts.json"
    link.symlink_to(tmp_path / "far" / "counts.json")
    done = engine_here("prepare_profiles", "--observations", profiles, "--layers", profiles.with_name("a.gpkg"), "--json", link)
    assert done.status == 0, done.stderr
    assert link.is_symlink()
    assert (tmp_path / "far" / "counts.json").read_text().startswith("{")


def test_a_report_does_not_replace_the_file_with_the_ranges_of_the_parameters(profiles: Path) -> None:
    prior = profiles.with_name("ranges.html")
    prior.write_text("name,lower,upper\nq10,1.2,2.0\n")
    words = ["--observations", profiles, "--forcing", profiles, "--chains-folder", profiles.with_name("chains")]
    done = engine_here("proda_invert", *words, "--prior", prior, "--report", prior)
    assert done.status == 1
    assert "report and prior are the same file" in done.stderr
    assert prior.read_text().startswith("name,lower")


def test_a_hard_link_to_an_input_is_the_input(profiles: Path) -> None:
    os.link(profiles, profiles.with_name("left out.csv"))
    words = ["--observations", profiles, "--layers", profiles.with_name("a.gpkg"), "--rejected", profiles.with_name("left out.csv")]
    assert "rejected and observations are the same file" in engine_here("prepare_profiles", *words).stderr


@pytest.mark.parametrize("length", [236, 300])
def test_a_name_that_is_too_long_is_an_error_that_says_so(profiles: Path, length: int) -> None:
    target = profiles.with_name("a" * (length - 5) + ".gpkg")
    done = engine_here("prepare_profiles", "--observations", profiles, "--layers", target)
    assert done.status == 1
    assert "The file name of layers is too long" in done.stderr
    shorter = profiles.with_name("a" * 226 + ".gpkg")
    assert engine_here("prepare_profiles", "--observations", profiles, "--layers", shorter).status == 0


def test_a_geopackage_with_another_layer_is_refused_and_keeps_it(profiles: Path) -> None:
    target = profiles.with_name("farms.gpkg")
    write_points(target, "farms")
    done = engine_here("prepare_profiles", "--observations", profiles, "--layers", target)
    assert done.status == 1
    assert "contains other layers, which would be lost: farms" in done.stderr
    assert pyogrio.list_layers(target)[:, 0].tolist() == ["farms"]


def test_a_geopackage_that_got_another_layer_beside_the_products_own_is_refused(profiles: Path) -> None:
    target = profiles.with_name("clean.gpkg")
    words = ["prepare_profiles", "--observations", profiles, "--layers", target]
    assert engine_here(*words).status == 0
    assert engine_here(*words).status == 0  # its own layer alone is replaced
    write_points(target, "notes", "a")
    done = engine_here(*words)
    assert "which would be lost: notes" in done.stderr
    assert set(pyogrio.list_layers(target)[:, 0]) == {"soc_layers", "notes"}


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("what", ["table", "view"])
def test_tables_that_are_registered_as_no_layer_are_not_deleted(profiles: Path, beside: bool, what: str) -> None:
    """Beside the product's own layer, or in a database of the user's own that merely ends so; other programs list them as layers."""
    target = profiles.with_name("clean.gpkg")
    words = ["prepare_profiles", "--observations", profiles, "--layers", target]
    if beside:
        assert engine_here(*words).status == 0
    with closing(sqlite3.connect(target)) as database:
        database.executescript(
            "create table lab (a); insert into lab values (1);" if what == "table" else "create view lab as select 1 as a"
        )
    done = engine_here(*words)
    assert done.status == 1
    assert "which would be lost: lab" in done.stderr
    with closing(sqlite3.connect(target)) as database:
        assert database.execute("select a from lab").fetchone() == (1,)


def in_another_program(path: Path, statements: str, wait: bool) -> subprocess.Popen:
    """Another program that has run statements on a database, and holds it open until its standard input closes or ends at once without
    closing it."""
    end = "print('open', flush=True); sys.stdin.read()" if wait else "os._exit(0)"
    code = "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()"
    return subprocess.Popen([sys.executable, "-c", f"{code}; {end}", str(path), statements], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


EDIT = "PRAGMA journal_mode=WAL; UPDATE gpkg_contents SET description = 'edited'"


def test_a_layer_that_another_program_has_open_is_not_replaced(profiles: Path) -> None:
    target = profiles.with_name("clean.gpkg")
    words = ["prepare_profiles", "--observations", profiles, "--layers", target]
    assert engine_here(*words).status == 0
    with in_another_program(target, EDIT, wait=True) as other:
        assert other.stdout.readline() == b"open\n"
        assert held_by_another(target)
        done = engine_here(*words)
        other.communicate(b"")
    assert done.status == 1
    assert "is open in another program" in done.stderr
    assert not held_by_another(target)


def test_edits_of_the_old_layer_in_its_journal_are_not_read_with_the_new_one(profiles: Path) -> None:
    target = profiles.with_name("clean.gpkg")
    words = ["prepare_profiles", "--observations", profiles, "--layers", target]
    assert engine_here(*words).status == 0
    in_another_program(target, EDIT, wait=False).communicate()
    assert target.with_name("clean.gpkg-wal").exists()
    profiles.write_text(PROFILES.replace("A,", "new,"))
    assert engine_here(*words).status == 0
    assert not target.with_name("clean.gpkg-wal").exists()
    assert set(pyogrio.read_dataframe(target)["profile_id"]) == {"new", "B"}
    database = sqlite3.connect(target)
    assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    database.close()


def test_overviews_and_statistics_of_the_old_map_go_with_it(tmp_path: Path) -> None:
    target = tmp_path / "map.tif"

    def write(path: Path, value: float) -> None:
        profile = {"driver": "GTiff", "width": 64, "height": 64, "count": 1, "dtype": "float32", "transform": Affine(1, 0, 0, 0, -1, 64)}
        with rasterio.open(path, "w", **profile) as file:
            file.write_band(1, np.full((64, 64), value, dtype=np.float32))

    write(target, 1.0)
    with rasterio.Env(TIFF_USE_OVR=True), rasterio.open(target, "r+") as file:
        file.build_overviews([2, 4])
    for ending in (".msk", ".aux.xml"):
        target.with_name(target.name + ending).touch()
    target.with_name("map.qml").write_text("the user's own style")
    with StagedOutputs() as outputs:
        write(outputs.stage(target), 7.0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.qml", "map.tif"]
    with rasterio.open(target) as file:
        assert file.overviews(1) == []
        assert file.read(1, out_shape=(16, 16)).tolist() == [[7.0] * 16] * 16


def test_where_one_file_cannot_be_replaced_all_others_are_as_before(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_text("old a")
    (tmp_path / "a.tif.ovr").write_text("old overviews")

    def publish() -> None:
        with StagedOutputs() as outputs:
            for name in ("a.tif", "new.json", "b.json"):
                outputs.stage(tmp_path / name).write_text("new")
            (tmp_path / "b.json").mkdir()  # another program is quicker

    with pytest.raises(OutputError, match=r"b\.json"):
        publish()
    files = {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()}
    assert files == {"a.tif": "old a", "a.tif.ovr": "old overviews"}
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["b.json"]


def test_an_output_whose_name_looks_like_a_part_of_a_file_is_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it lies where it is named, not in folders that are called as the pieces of its path."""
    monkeypatch.chdir(tmp_path)
    done = engine_here("example", "--folder", "GPKG:a:b", "--size", 16, "--profiles", 30)
    assert done.status == 0, done.stderr
    assert (tmp_path / "GPKG:a:b" / "clm5_forcing.nc").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["GPKG:a:b"]
