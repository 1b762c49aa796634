"""The engine's client against real child processes: a stand-in that speaks the protocol badly, and the engine itself."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

PREAMBLE = """#!{python}
import json, os, signal, subprocess, sys, time
job = json.load(open(sys.argv[4]))
def say(event, **values):
    print(json.dumps(dict(event=event, **values)), flush=True)
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Makes a program that is started as the engine's Python, from the lines it runs."""

    def make(body: str) -> None:
        path = tmp_path / "stand_in"
        path.write_text(PREAMBLE.format(python=sys.executable) + body, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("BINN_ENGINE_PYTHON", str(path))

    return make


@pytest.fixture
def run(tmp_path, feedback):
    """Runs an example job."""
    from binn.binn_engine.settings import ExampleJob
    from binn.ui.engine.client import run_job

    return lambda: run_job(ExampleJob(folder=str(tmp_path / "out"), profiles=120, size=32), tmp_path, feedback)


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def cancel_soon(feedback, delay: float) -> None:
    threading.Timer(delay, feedback.cancel).start()


def test_events_become_feedback_and_the_result_comes_back(stand_in, run, feedback):
    stand_in("""
say("started", kind="example", engine_version="x", device="cpu", pid=os.getpid())
say("progress", percent=10, phase="one"); say("progress", percent=20, phase="one"); say("progress", percent=30, phase="two")
say("log", message="a line"); say("warning", code="w", message="mind this")
say("result", outputs={"a": "b"}, metrics={"n": 1})
""")
    result = run()
    assert result["outputs"] == {"a": "b"}
    assert result["metrics"] == {"n": 1}
    assert feedback.said["phase"] == ["one", "two"]
    assert feedback.said["info"] == ["a line"]
    assert feedback.said["warning"] == ["mind this"]
    assert feedback.progress() == 30


def test_the_job_arrives_as_it_was_written(stand_in, run):
    stand_in('say("result", outputs={}, metrics=job)')
    assert run()["metrics"]["profiles"] == 120


def test_lines_that_are_no_events_are_kept_as_debug_output(stand_in, run, feedback):
    stand_in('print("GDAL says hello"); print("\\xff{"); print("[1, 2]"); say("result", outputs={}, metrics={})')
    run()
    assert "GDAL says hello" in feedback.said["debug"]


def test_an_error_event_is_raised_in_the_engines_own_words(stand_in, run):
    from binn.binn_engine.errors import EngineError

    stand_in('say("error", code="input", message="Field x is missing.", remedy="Choose another."); sys.exit(1)')
    with pytest.raises(EngineError, match=r"^Field x is missing\. Choose another\.$"):
        run()


def test_an_engine_killed_for_memory_is_explained(stand_in, run):
    from binn.binn_engine.errors import EngineError

    stand_in("os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(EngineError, match=r"SIGKILL.*memory"):
        run()


def test_a_crash_shows_the_last_lines_of_the_log(stand_in, run):
    from binn.binn_engine.errors import EngineError

    stand_in('print("the reason", file=sys.stderr); sys.exit(3)')
    with pytest.raises(EngineError, match=r"(?s)exit status 3.*the reason"):
        run()


def test_an_end_without_a_result_is_a_failure(stand_in, run):
    from binn.binn_engine.errors import EngineError

    stand_in('say("progress", percent=100, phase="done")')
    with pytest.raises(EngineError, match="without a result"):
        run()


def test_a_result_with_a_failing_exit_status_is_a_failure(stand_in, run):
    from binn.binn_engine.errors import EngineError

    stand_in('say("result", outputs={}, metrics={}); sys.exit(1)')
    with pytest.raises(EngineError):
        run()


def test_a_flood_of_errors_does_not_block_the_engine(stand_in, run):
    stand_in('sys.stderr.write("x" * 79 + "\\n"); sys.stderr.write(("y" * 99 + "\\n") * 50000); say("result", outputs={}, metrics={})')
    assert run()["event"] == "result"


def test_cancelling_ends_the_engine_and_what_it_started_within_two_seconds(stand_in, run, feedback, tmp_path):
    from binn.binn_engine.errors import Cancelled

    stand_in(f"""
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"])
open({str(tmp_path / "pids")!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
time.sleep(60)
""")
    cancel_soon(feedback, 1.0)
    start = time.monotonic()
    with pytest.raises(Cancelled):
        run()
    assert time.monotonic() - start < 3.0
    pids = [int(word) for word in (tmp_path / "pids").read_text().split()]
    time.sleep(0.1)
    assert [pid for pid in pids if alive(pid)] == []


def test_what_a_killed_engine_had_half_written_is_removed_and_another_runs_is_not(stand_in, run, feedback, tmp_path):
    from binn.binn_engine.errors import Cancelled
    from binn.binn_engine.protocol import STAGING_PREFIX

    other = tmp_path / f"{STAGING_PREFIX}1-other"
    other.mkdir()
    stand_in(f"""
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.mkdir(os.path.join({str(tmp_path)!r}, f"{STAGING_PREFIX}{{os.getpid()}}-abc"))
say("started", kind="example", engine_version="x", device="cpu", pid=os.getpid())
time.sleep(60)
""")
    cancel_soon(feedback, 1.0)
    with pytest.raises(Cancelled):
        run()
    assert list(tmp_path.glob(f"{STAGING_PREFIX}*")) == [other]


def test_an_engine_whose_child_holds_its_output_open_still_ends(stand_in, run):
    stand_in("""
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
say("result", outputs={}, metrics={})
""")
    start = time.monotonic()
    assert run()["event"] == "result"
    assert time.monotonic() - start < 10.0


def test_the_engine_gets_no_variable_of_qgis(stand_in, run, monkeypatch):
    monkeypatch.setenv("PROJ_LIB", "/of/qgis")
    stand_in('say("result", outputs={}, metrics={k: v for k, v in os.environ.items() if k in ("PROJ_LIB", "PATH")})')
    assert run()["metrics"] == {"PATH": os.environ["PATH"]}


def test_the_engine_itself_runs_a_job(run, engine_python, tmp_path):
    result = run()
    assert Path(result["outputs"]["forcing"]).is_file()
    assert result["metrics"]["profiles"] == 120


def test_the_engine_itself_reports_its_own_errors(engine_python, tmp_path, feedback):
    from binn.binn_engine.errors import EngineError
    from binn.binn_engine.settings import ExampleJob
    from binn.ui.engine.client import run_job

    with pytest.raises(EngineError, match="too small"):
        run_job(ExampleJob(folder=str(tmp_path / "out"), size=1), tmp_path, feedback)
    assert not (tmp_path / "out").exists()


def test_a_cancelled_engine_leaves_nothing(engine_python, tmp_path, feedback):
    from binn.binn_engine.errors import Cancelled
    from binn.binn_engine.settings import ExampleJob
    from binn.ui.engine.client import run_job

    jobs = tmp_path / "job"
    jobs.mkdir()
    cancel_soon(feedback, 4.0)
    start = time.monotonic()
    with pytest.raises(Cancelled):
        run_job(ExampleJob(folder=str(tmp_path / "out"), profiles=20000, size=2000), jobs, feedback)
    assert time.monotonic() - start < 6.5
    assert not (tmp_path / "out").exists()
