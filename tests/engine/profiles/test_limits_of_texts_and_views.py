"""Tables that are computed, packed or endless are refused before they fill memory, and what is refused is said in few words."""

from __future__ import annotations

import dataclasses
import gzip
import os
import sqlite3
import time
import zipfile
from pathlib import Path

import pyogrio
import pytest
import rasterio
from rasterio.transform import from_origin

from binn_engine.bands import product_bands
from binn_engine.cells import plain_cell
from binn_engine.errors import InputError, JobError
from binn_engine.jobs.predict import check_truths
from binn_engine.profiles.tables.vectors import read_table
from binn_engine.protocol import job_from_dict
from binn_engine.running.record import check_depths
from binn_engine.running.schedulers import connected
from binn_engine.settings import JOBS, PredictJob
from binn_engine.tables import PRODUCT_BY_NAME
from tests.engine.commands import engine_here
from tests.engine.support.limits import points, read
from tests.engine.support.profiles import Warnings

HEADER, ROW = "profile_id,lon,lat,top_cm,bottom_cm,soc_kg_m3\n", "a,-75,42,0,30,3.1\n"
MANY = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000) SELECT i AS profile_id, hex(zeroblob(500)) AS t FROM n"
)
LARGE = "SELECT 1 AS profile_id, hex(zeroblob(400000000)) AS t"
# A function that only GDAL's SQLite has hides nothing.
GDALS = MANY.replace(" FROM n", ", ST_MinX(NULL) AS x FROM n").replace("i + 1, ST_MinX(NULL) AS x", "i + 1")


@pytest.mark.parametrize("suffix", ["gpkg", "db", "anything"])
@pytest.mark.parametrize("view", [MANY, LARGE, GDALS], ids=["many rows", "large values", "functions of GDAL"])
def test_a_view_of_more_bytes_than_memory_is_refused_under_any_name(tmp_path: Path, view: str, suffix: str) -> None:
    pyogrio.write_dataframe(points(), tmp_path / "soil.gpkg")
    path = (tmp_path / "soil.gpkg").rename(tmp_path / f"soil.{suffix}")
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE VIEW big AS {view}")
        database.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('big', 'attributes', 'big')")
    with pytest.raises(
        InputError, match=r"The layer 'big' of .* is a view \(a stored query\) with (more than 512 MB|values of more than 128 MB)"
    ):
        read_table(f"{path}|layername=big", Warnings())


def test_columns_that_are_computed_count_as_a_view(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "soil.db") as database:
        database.execute("CREATE TABLE soil (profile_id INTEGER, t TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL)")
        database.executemany("INSERT INTO soil VALUES (?)", [(number,) for number in range(1)])
    with pytest.raises(InputError, match=r"'soil' of .* is a view \(a stored query\) with values of more than 128 MB"):
        read_table(str(tmp_path / "soil.db"), Warnings())


@pytest.mark.parametrize("damage", ["a name", "a statement"])
def test_a_database_with_damaged_names_is_refused_or_read_by_its_other_layers(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "points.gpkg"
    points().to_file(path, layer="soil", driver="GPKG")
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE quarry (id INTEGER)")
    database.close()
    text = b"quarry" if damage == "a name" else b"TABLE quarry"
    damaged = path.read_bytes().replace(text, text[:-3] + b"\xb4ry" if damage == "a name" else b"T\xb4BLE quarry")
    path.write_bytes(damaged)
    try:
        assert len(read_table(path, Warnings())) == len(points())
    except InputError as error:
        assert "points.gpkg" in str(error)  # noqa: PT017 (either may be)


def test_a_view_of_many_columns_is_read_or_refused_as_any_other(tmp_path: Path) -> None:
    names = ", ".join(f"{number} AS c{number}" for number in range(1500))
    with sqlite3.connect(tmp_path / "soil.db") as database:
        database.execute("CREATE TABLE n (i INTEGER)")
        database.executemany("INSERT INTO n VALUES (?)", [(1,), (2,)])
        database.execute(f"CREATE VIEW fine AS SELECT i AS profile_id, {names} FROM n")
        database.execute(f"CREATE VIEW big AS SELECT hex(zeroblob(400000000)) AS t, {names} FROM n")
    with pytest.raises(InputError, match=r"'big' of .* values of more than 128 MB"):
        read_table(f"{tmp_path / 'soil.db'}|layername=fine", Warnings())
    with sqlite3.connect(tmp_path / "soil.db") as database:
        database.execute("DROP VIEW big")
    assert read_table(f"{tmp_path / 'soil.db'}|layername=fine", Warnings())["c1499"].tolist() == [1499, 1499]


def test_what_gdal_says_of_a_file_is_a_warning_of_the_product(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    pyogrio.write_dataframe(points(), tmp_path / "soil.gpkg")
    (tmp_path / "soil.gpkg").rename(tmp_path / "soil.db")
    warnings = Warnings()
    assert len(read_table(str(tmp_path / "soil.db"), warnings)) == 4
    assert not recwarn.list
    assert "non conformant file extension" in dict(warnings)["gdal"]


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="devices of this kind are of Unix")
@pytest.mark.parametrize("name", ["soil.csv", "soil.gpkg", "soil.csv|subset=clay > 1"])
def test_a_link_to_a_device_is_no_table(tmp_path: Path, name: str) -> None:
    (tmp_path / name.split("|")[0]).symlink_to("/dev/zero")
    with pytest.raises(InputError, match="is a device or a pipe"):
        read(tmp_path / name)


@pytest.mark.parametrize("name", ["soil.csv", "soil.csv|subset=clay > 1", "soil.geojson"])
def test_text_beyond_a_gigabyte_is_refused_by_its_size(tmp_path: Path, name: str) -> None:
    with open(tmp_path / name.split("|")[0], "wb") as stream:
        stream.write((HEADER + ROW).encode())
        stream.truncate(6 << 30)
    with pytest.raises(InputError, match=r"has 6,144 MB of text, but at most 1,024 MB are allowed"):
        read(tmp_path / name)


def test_null_bytes_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "soil.csv").write_bytes((HEADER + ROW).encode() + b"\0" * 100)
    with pytest.raises(InputError, match=f"is not a text file: it contains a null byte at byte {len(HEADER + ROW)}"):
        read(tmp_path / "soil.csv")
    (tmp_path / "soil.csv").write_text(HEADER + ROW, encoding="utf-16")
    assert read(tmp_path / "soil.csv") == ["a"]


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "soil.csv").write_bytes((HEADER + ROW).encode() + b"," * (18 << 20))
    with pytest.raises(InputError, match="has a line of over 16 MB"):
        read(tmp_path / "soil.csv")


def test_a_letter_cut_by_the_end_of_a_part_is_read(tmp_path: Path) -> None:
    """Text is looked through in parts of 1 MiB; a letter of two bytes may lie on both sides of the border."""
    start = (HEADER + ROW).encode()
    text = start + b"b" * (2**20 - len(start) - 1) + "ö".encode() + b",-75,42,0,30,3.1\n"
    (tmp_path / "soil.csv").write_bytes(text)
    warnings = Warnings()
    assert read_table(str(tmp_path / "soil.csv"), warnings)["profile_id"].tolist()[1][-1] == "ö"
    assert "encoding" not in warnings.codes


@pytest.mark.parametrize("kind", ["vsizip", "vsigzip", "vsitar"])
def test_a_table_within_a_path_of_gdal_that_unpacks_to_far_more_is_refused(tmp_path: Path, kind: str) -> None:
    text = (HEADER + ROW).encode() + ROW.encode() * 1_500_000
    if kind == "vsizip":
        with zipfile.ZipFile(tmp_path / "bomb.data", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("soil.csv", text)
        path = f"/vsizip/{{{tmp_path}/bomb.data}}/soil.csv"
    else:
        (tmp_path / "bomb.tgz").write_bytes(gzip.compress(text))
        path = f"/{kind}/{tmp_path}/bomb.tgz" + "/soil.csv" * (kind == "vsitar")
    with pytest.raises(InputError, match=r"bomb\.\w+ contains over .* More than 50 times the size of the archive"):
        read(path)


def test_an_archive_within_an_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as archive:
        archive.writestr("soil.csv", HEADER + ROW)
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(tmp_path / "inner.zip", "inner.zip")
    with pytest.raises(InputError, match="is in an archive within another archive"):
        read(f"/vsizip//vsizip/{tmp_path}/outer.zip/inner.zip/soil.csv")


def test_a_table_of_too_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ",".join(f"f{number}" for number in range(9_990)) + "\n" + ("," * 9_989 + "\n") * 6_000
    (tmp_path / "blank.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"9,990 fields on 6,001 lines, but a table may have at most 50,000,000 cells"):
        read(tmp_path / "blank.csv")
    with gzip.open(tmp_path / "blank.csv.gz", "wt", compresslevel=1) as stream:
        stream.write(text)
    began = time.monotonic()
    with pytest.raises(InputError, match="More than 50 times the size of the archive"):
        read(tmp_path / "blank.csv.gz")
    assert time.monotonic() - began < 5.0
    monkeypatch.setattr("binn_engine.profiles.tables.features.CELLS", 10)
    pyogrio.write_dataframe(points(), tmp_path / "soil.gpkg")
    with pytest.raises(InputError, match="fields of 4 features, but a table may have at most 10 cells"):
        read(tmp_path / "soil.gpkg")


def test_a_message_lists_the_first_fields_and_how_many_more_there_are(tmp_path: Path) -> None:
    names = [f"f{number}" for number in range(5_000)]
    (tmp_path / "wide.csv").write_text(f"{','.join(names)}\n{','.join(['1'] * 5_000)}\n", encoding="utf-8")
    with pytest.raises(InputError) as failed:
        read(tmp_path / "wide.csv")
    assert "f0, f1," in failed.value.remedy
    assert "f19 and 4,980 more" in failed.value.remedy
    assert len(failed.value.remedy) < 300


@pytest.mark.parametrize("before", ["\u200b", "\ufeff", "\u2060\u00ad", " ", "\u00a0", "\u202e", "\u200b\t", "'\u200b"])
def test_signs_that_nobody_sees_do_not_hide_a_formula(before: str) -> None:
    assert plain_cell(before + "=cmd") == "'" + before + "=cmd"
    assert plain_cell(before + "a=b") == before + "a=b"


@pytest.mark.parametrize("paths", [[""], ["a.tif", " "]])
def test_an_empty_path_in_a_list_is_refused_with_the_name_of_its_field(paths: list[str]) -> None:
    values = {"kind": "predict", "model": "m.safetensors", "covariates": paths, "forcing": "f.nc", "soc": "s.tif"}
    with pytest.raises(JobError, match="Field covariates of the predict job has an empty path"):
        job_from_dict(values)


@pytest.mark.parametrize("kind", ["predict", "predict_tiles", "simulate"])
@pytest.mark.parametrize("limit", [-1.0, 0])
def test_a_limit_of_soc_that_is_not_above_zero_is_refused(kind: str, limit: float) -> None:
    values = {"model": "m", "covariates": ["a"], "tiles": "t.csv", "forcing": "f.nc", "grid": "g.tif"}
    known = {row.name: values.get(row.name, "x") for row in dataclasses.fields(JOBS[kind]) if row.metadata["required"]}
    with pytest.raises(JobError, match=f"Field soc_limit of the {kind} job is {limit}") as failed:
        job_from_dict({"kind": kind, **known, "soc_limit": limit})
    assert failed.value.remedy == "Give a number above 0."


def test_a_port_that_there_cannot_be_is_named() -> None:
    with pytest.raises(JobError, match="there is no port 99999"):
        connected("tcp://127.0.0.1:99999")


def test_more_depths_than_maps_have_are_refused_in_few_words() -> None:
    with pytest.raises(JobError, match="90,000 depths are given") as failed:
        check_depths(tuple(8.0 * number / 90_000 for number in range(1, 90_001)))
    assert len(str(failed.value)) < 200


def test_a_truth_is_looked_at_without_a_report_too(tmp_path: Path) -> None:
    """Before the model, which has no part in it, is read."""
    for name in ("truth.txt", "m.safetensors", "f.nc", "c.tif"):
        (tmp_path / name).write_text("no raster\n", encoding="utf-8")
    words = ["--model", tmp_path / "m.safetensors", "--forcing", tmp_path / "f.nc", "--covariates", tmp_path / "c.tif"]
    done = engine_here("predict", *words, "--soc", tmp_path / "soc.tif", "--truth", tmp_path / "truth.txt")
    assert done.status == 1
    assert "truth.txt" in done.stderr
    assert not (tmp_path / "soc.tif").exists()


def test_a_truth_that_is_compared_with_nothing_gives_a_warning(tmp_path: Path) -> None:
    job = PredictJob(model="m", covariates=("c",), forcing="f", soc="s.tif", truth=str(tmp_path / "truth.tif"))
    how = {"driver": "GTiff", "width": 2, "height": 2, "count": 1, "dtype": "float32", "crs": 4326}
    with rasterio.open(tmp_path / "truth.tif", "w", transform=from_origin(10.0, 50.0, 1.0, 1.0), **how) as raster:
        raster.set_band_description(1, product_bands(PRODUCT_BY_NAME["soc"], job.depths, ())[0].name)
    warnings = Warnings()
    check_truths(job, ["soc"], warnings)
    assert warnings == [("truth_unused", "truth is not compared with a map, because the run does not write report.")]
    check_truths(dataclasses.replace(job, report="r.html"), ["soc"], warnings)
    assert len(warnings) == 1
