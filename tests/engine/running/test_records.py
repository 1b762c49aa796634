"""Running a record again: it may come from a stranger, so it writes beside itself and replaces only what its own run wrote."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import pytest

from binn_engine.errors import BinnError, JobError, OutputError
from binn_engine.limits import MOST
from binn_engine.protocol import job_from_dict
from binn_engine.running.repeating import check_derived, job_to_run
from binn_engine.settings import JOBS, element_type
from tests.engine.commands import engine_here
from tests.engine.support.records import repeat


def changed(record: Path, **fields: object) -> Path:
    values = json.loads(record.read_text())
    values["job"] |= fields
    record.write_text(json.dumps(values))
    return record


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_record_runs_again_in_its_place_as_often_as_one_likes(record: Path) -> None:
    before = record.with_name("left out.csv").read_bytes()
    for _ in range(2):
        repeat(record)
        assert record.with_name("left out.csv").read_bytes() == before


@pytest.mark.parametrize("name", ["../outside.csv", ".profile", "profile"])
def test_a_record_writes_neither_outside_its_folder_nor_under_another_suffix(record: Path, tmp_path: Path, name: str) -> None:
    victim = (record.parent / name).resolve()
    victim.write_text("a start-up file")
    changed(record, rejected=str(victim))
    before = contents(tmp_path)
    with pytest.raises(
        BinnError, match=r"outside its own folder|did not write them, or they have changed since then|does not end with \.csv"
    ):
        repeat(record)
    assert contents(tmp_path) == before


def test_a_link_does_not_lead_a_record_out_of_its_folder(record: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (record.parent / "link").symlink_to(tmp_path / "home")
    changed(record, rejected=str(record.parent / "link" / "new.csv"))
    with pytest.raises(JobError, match="outside its own folder"):
        repeat(record)


def test_a_record_does_not_replace_a_file_that_its_run_did_not_write(record: Path) -> None:
    mine = record.with_name("notes.csv")
    mine.write_text("years of work")
    with pytest.raises(OutputError, match=r"did not write them, or they have changed since then: notes\.csv"):
        repeat(changed(record, rejected=str(mine)))
    assert mine.read_text() == "years of work"
    repeat(record, trust_paths=True)
    assert mine.read_text() != "years of work"


def test_an_output_that_was_changed_since_is_not_replaced_by_its_record(record: Path) -> None:
    output = record.with_name("left out.csv")
    output.write_text(output.read_text() + "a note of mine\n")
    with pytest.raises(OutputError, match=r"did not write them, or they have changed since then: left out\.csv"):
        repeat(record)
    assert "a note of mine" in output.read_text()


def test_a_record_writes_into_the_folder_that_it_is_given(record: Path, tmp_path: Path) -> None:
    before = contents(record.parent)
    changed(record, rejected="/nowhere/at/all.csv")
    before[record.name] = record.read_bytes()
    repeat(record, output_folder=tmp_path / "new" / "folder")
    assert contents(record.parent) == before
    names = {"clean.gpkg", "all.csv", "clean.prepare_profiles.run.json"}
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == names
    with pytest.raises(OutputError, match="would be replaced"):
        repeat(record, output_folder=tmp_path / "new" / "folder")


def test_a_record_that_was_brought_from_elsewhere_asks_for_a_folder(record: Path, tmp_path: Path) -> None:
    (tmp_path / "downloads").mkdir()
    moved = record.rename(tmp_path / "downloads" / record.name)
    with pytest.raises(JobError, match=r"--output-folder.*--trust-paths"):
        repeat(moved)


def test_a_record_does_not_send_work_to_a_scheduler_unasked(record: Path) -> None:
    values = json.loads(record.read_text())
    inputs = {"model": str(record), "covariates": [str(record)], "forcing": str(record), "soc": str(record.with_name("soc.tif"))}
    values["job"] = {"kind": "predict", "scheduler": "tcp://127.0.0.1:1", **inputs}
    record.write_text(json.dumps(values))
    with pytest.raises(JobError, match="could run programs"):
        job_to_run(record)
    assert job_to_run(record, trust_paths=True).job.scheduler == "tcp://127.0.0.1:1"


def test_a_job_file_may_name_any_place_but_its_own(record: Path, tmp_path: Path) -> None:
    values = json.loads(record.read_text())["job"]
    (tmp_path / "jobs").mkdir()
    file = tmp_path / "jobs" / "job.json"
    file.write_text(json.dumps({**values, "json": str(file)}))
    with pytest.raises(JobError, match="json and the job file are the same file"):
        repeat(file)
    file.write_text(json.dumps({**values, "json": str(tmp_path / "counts.json")}))
    repeat(file)
    assert (tmp_path / "counts.json").exists()


def test_a_file_called_as_the_record_of_a_run_is_kept_where_it_is_none(record: Path) -> None:
    record.write_text('{"notes": "mine"}')
    job = {"--observations": record.with_name("profiles.csv"), "--layers": record.with_name("clean.gpkg")}
    done = engine_here("prepare_profiles", *(word for pair in job.items() for word in pair))
    assert done.status == 1
    assert "which is not the record of a run" in done.stderr
    assert record.read_text() == '{"notes": "mine"}'


def test_files_that_no_one_named_and_no_record_knows_are_not_replaced(record: Path) -> None:
    check_derived([record.with_name("clean.gpkg"), record.with_name("new.tif")])
    with pytest.raises(OutputError, match=r"did not write, or that have changed since then: profiles\.csv"):
        check_derived([record.with_name("profiles.csv")])
    (record.parent / "another.run.json").write_text("[]")
    check_derived([record.with_name("clean.gpkg")])


TEXTS = {
    "a list": "[1]",
    "nested": "[" * 5000 + "]" * 5000,
    "nested objects": '{"a":' * 90 + "1" + "}" * 90,
    "a kind that is a list": '{"kind": []}',
    "a job that is a list": '{"job": [1]}',
    "no end": '{"kind": "predict"',
    "a null byte": '{"kind": "simulate", "forcing": "a\\u0000b", "grid": "c"}',
    "half a character": '{"kind": "simulate", "forcing": "a\\ud800b", "grid": "c"}',
    "a huge whole number": f'{{"kind": "simulate", "forcing": "a", "grid": "b", "tile_size": {"9" * 400}}}',
    "more digits than are read": f'{{"kind": "simulate", "forcing": "a", "grid": "b", "tile_size": {"9" * 5000}}}',
    "no number": '{"kind": "predict", "model": "a", "covariates": ["b"], "forcing": "c", "memory": NaN}',
    "text for a number": '{"kind": "predict", "model": "a", "covariates": ["b"], "forcing": "c", "passes": "many"}',
    "an object for text": '{"kind": "predict", "model": {}, "covariates": ["b"], "forcing": "c"}',
    "a protocol that is a list": '{"protocol": [1], "kind": "example", "folder": "x"}',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_job_file_that_is_none_is_an_error_that_names_what_is_wrong(tmp_path: Path, text: str) -> None:
    (tmp_path / "job.json").write_text(text)
    with pytest.raises(JobError) as raised:
        job_to_run(tmp_path / "job.json")
    assert len(str(raised.value)) < 700
    assert raised.value.remedy


def test_a_device_is_not_read_to_its_end_as_a_job() -> None:
    with pytest.raises(JobError, match="larger than 16 MiB"):
        job_to_run("/dev/zero")


@pytest.mark.parametrize("name", MOST)
def test_a_setting_that_no_machine_can_serve_is_refused_before_work(name: str) -> None:
    """Every limit belongs to a setting, and the error names it and the limit."""
    kinds = [kind for kind, job in JOBS.items() if name in {row.name for row in dataclasses.fields(job) if element_type(row)[0] is int}]
    assert kinds
    for kind in kinds:
        needed = {row.name: "a" for row in dataclasses.fields(JOBS[kind]) if row.metadata["required"]}
        job_from_dict({"kind": kind, **needed, name: MOST[name]})
        for value in (MOST[name] + 1, 10_000_000_000, -10_000_000_000):
            with pytest.raises(JobError, match=f"Field {name} of the {kind} job.*too large.*{MOST[name]:,}"):
                job_from_dict({"kind": kind, **needed, name: value})


def test_a_pipe_where_the_record_goes_is_refused_before_the_work(record: Path) -> None:
    profiles = record.with_name("profiles.csv")
    os.mkfifo(record.with_name("new.prepare_profiles.run.json"))
    done = engine_here("prepare_profiles", "--observations", profiles, "--layers", record.with_name("new.gpkg"))
    assert done.status == 1
    assert "which is not the record of a run" in done.stderr
    assert {row["phase"] for row in done.events if row["event"] == "progress"} <= {"starting"}
    check_derived([record.with_name("clean.gpkg")])


def test_a_record_is_one_whatever_the_case_of_its_name(record: Path, tmp_path: Path) -> None:
    job = json.loads(record.read_text())["job"]
    bare = record.with_name("CLEAN.PREPARE_PROFILES.RUN.JSON")
    bare.write_text(json.dumps({**job, "rejected": str(tmp_path / "outside.csv")}))
    with pytest.raises(JobError, match="outside its own folder"):
        repeat(bare)


def test_an_example_that_was_changed_since_is_not_replaced_in_a_strangers_name(tmp_path: Path) -> None:
    """Neither its first line in a file of the folder nor names in a record make a user's file one of the example's."""
    folder = tmp_path / "example"
    assert engine_here("example", "--folder", folder, "--profiles", 100, "--size", 16).status == 0
    assert engine_here("example", "--folder", folder, "--profiles", 100, "--size", 16, "--seed", 2).status == 0
    table = folder / "soc_profiles.csv"
    table.write_text("my own table")
    record = folder / "landscape.example.run.json"
    for written in (json.loads(record.read_text())["written"], {}):
        record.write_text(json.dumps({**json.loads(record.read_text()), "written": written}))
        with pytest.raises(OutputError, match=r"have changed since then: (soc_profiles\.csv|.* and 1\d more)"):
            repeat(record)
    assert table.read_text() == "my own table"
