"""Small files that hold far more than they seem to are refused before they are read, and names of any kind are read or refused."""

from __future__ import annotations

import gzip
import sqlite3
import time
import zipfile
from pathlib import Path

import pyogrio
import pytest

from binn_engine.errors import InputError
from binn_engine.limits import FIELDS
from binn_engine.profiles.tables.vectors import read_table
from tests.engine.commands import engine_here
from tests.engine.support.limits import points, read
from tests.engine.support.profiles import Warnings, layers


def test_a_text_that_unpacks_to_far_more_than_it_is_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "bomb.csv.gz", "wb", compresslevel=9) as stream:
        stream.write(b"profile_id,lon,lat,top,bottom,soc\n")
        for _ in range(70):
            stream.write(b"\n" * 2**20)
    with pytest.raises(InputError, match=r"bomb\.csv\.gz contains over .* More than 50 times the size of the archive"):
        read(tmp_path / "bomb.csv.gz")


def test_a_spreadsheet_that_unpacks_to_far_more_than_it_is_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (70 * 2**20))
    with pytest.raises(InputError, match="More than 50 times the size of the archive"):
        read(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize("condition", ["", " WHERE a.i + b.i + c.i < 0"], ids=["many rows", "no end"])
def test_a_view_of_a_join_without_a_condition_is_refused(tmp_path: Path, condition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("binn_engine.profiles.tables.databases.VIEW_SECONDS", 1.0)
    pyogrio.write_dataframe(points(), tmp_path / "soil.gpkg")
    with sqlite3.connect(tmp_path / "soil.gpkg") as database:
        database.execute("CREATE TABLE n (i INTEGER)")
        database.executemany("INSERT INTO n VALUES (?)", [(number,) for number in range(3000)])
        database.execute(f"CREATE VIEW big AS SELECT a.i AS profile_id FROM n a, n b, n c{condition}")
        database.execute("CREATE VIEW fine AS SELECT profile_id, top_cm FROM soil")
        for name in ("big", "fine"):
            database.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)", (name, name))
    began = time.monotonic()
    with pytest.raises(InputError, match=r"The layer 'big' of .* is a view"):
        read_table(f"{tmp_path / 'soil.gpkg'}|layername=big", Warnings())
    assert time.monotonic() - began < 10.0
    if not condition:
        assert len(read_table(f"{tmp_path / 'soil.gpkg'}|layername=fine", Warnings())) == 4


def test_a_table_of_too_many_fields_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(",".join(f"c{number}" for number in range(FIELDS + 1)) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="10,001 fields"):
        read(tmp_path / "wide.csv")


@pytest.mark.parametrize("name", ["a;b", "a?b", "a#b", "a%20b", "ü ö", "quote'", "a&b"])
@pytest.mark.parametrize("suffix", ["gpkg", "shp", "csv"])
def test_vector_files_are_read_and_written_under_any_name(tmp_path: Path, name: str, suffix: str) -> None:
    path, plain = tmp_path / f"{name}.{suffix}", tmp_path / f"plain.{suffix}"
    if suffix == "csv":
        layers().to_csv(plain, index=False)
    else:
        pyogrio.write_dataframe(points(), plain)
    for file in tmp_path.iterdir():
        file.rename(file.with_stem(name))
    done = engine_here("prepare_profiles", "--observations", path, "--layers", tmp_path / f"{name} out.gpkg")
    assert done.status == 0, done.stderr
    assert read(tmp_path / f"{name} out.gpkg") == ["a", "b"]


@pytest.mark.parametrize(("sign", "called"), [("!", "an exclamation mark"), ("\t", "a tab"), ("\n", "an end of line")])
def test_names_that_no_vector_file_can_have_are_refused(tmp_path: Path, sign: str, called: str) -> None:
    pyogrio.write_dataframe(points(), tmp_path / "plain.gpkg")
    layers().to_csv(tmp_path / "soil.csv", index=False)
    (tmp_path / "plain.gpkg").rename(tmp_path / f"a{sign}b.gpkg")
    for words in ((tmp_path / f"a{sign}b.gpkg", tmp_path / "out.gpkg"), (tmp_path / "soil.csv", tmp_path / f"out{sign}x.gpkg")):
        done = engine_here("prepare_profiles", "--observations", words[0], "--layers", words[1])
        assert done.status == 1
        assert f"contains {called}, which is not allowed in the path of a vector file" in done.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([f"a{sign}b.gpkg", "soil.csv"])


@pytest.mark.parametrize("within", ["soil.csv", "soil.gpkg"])
def test_files_within_an_archive_are_read(tmp_path: Path, within: str) -> None:
    layers(profile_id=["007", "007", "7", "7"]).to_csv(tmp_path / "soil.csv", index=False)
    pyogrio.write_dataframe(points().assign(profile_id=["007", "007", "7", "7"]), tmp_path / "soil.gpkg")
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as archive:
        archive.write(tmp_path / within, within)
    path = f"/vsizip/{tmp_path}/data.zip/{within}"
    done = engine_here("prepare_profiles", "--observations", path, "--layers", tmp_path / "out.gpkg")
    assert done.status == 0, done.stderr
    assert read(tmp_path / "out.gpkg") == ["007", "7"]
    gone = engine_here("prepare_profiles", "--observations", f"/vsizip/{tmp_path}/none.zip/a.csv", "--layers", tmp_path / "out.gpkg")
    assert "none.zip" in gone.stderr
    assert "does not exist" in gone.stderr


@pytest.mark.parametrize(
    "source", ["ogr:dbname='soil.gpkg' table=\"pits\" (geom)", "dbname='soil' host=localhost table=\"pits\"", "PG:dbname=soil"]
)
def test_connections_to_databases_are_refused_as_such(tmp_path: Path, source: str) -> None:
    done = engine_here("prepare_profiles", "--observations", source, "--layers", tmp_path / "out.gpkg")
    assert done.status == 1
    assert "is a connection to a database, not a file. Save the layer as a GeoPackage" in done.stderr


def test_words_of_qgis_behind_a_file_are_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "soil.gpkg"
    pyogrio.write_dataframe(points(), path)
    assert read(f"{path}|layerid=0|geometrytype=Point") == ["a", "b"]
    assert read(f"{path}|layername=soil|subset=\"profile_id\" = 'a'") == ["a"]
    assert read(f"{path}|layerid=²") == ["a", "b"]  # a digit, but no number
    with pytest.raises(InputError, match="'what=1' after the name of the file"):
        read(f"{path}|what=1")
