"""A plugin of pytest that notes which tests run which functions of the engine, and how long each test takes.

``python -m pytest -p tests.mutations.recording tests/engine`` writes :data:`tests.mutations.record.RECORD`. Only these tests can notice a
fault in a function. Functions that numba compiles, and what other processes run, leave no trace here.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

from .record import RECORD, ROOT, functions

_coverage = coverage.Coverage(data_file=None, source=[str(ROOT / "binn_engine")], config_file=False)
_fixtures: dict[str, list[str]] = {}
_seconds: dict[str, float] = defaultdict(float)
_seconds_of_fixture: dict[str, float] = defaultdict(float)


def pytest_sessionstart() -> None:
    """What modules do while they are imported belongs to no test."""
    _coverage.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """All that a test does, with the fixtures made for it alone."""
    _fixtures[item.nodeid] = getattr(item, "fixturenames", [])
    _coverage.switch_context(item.nodeid)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef, request: pytest.FixtureRequest) -> Iterator[object]:
    """A fixture that several tests share: each of them may notice a fault in what made it."""
    if fixturedef.scope == "function":
        return (yield)
    _coverage.switch_context(f"fixture {fixturedef.baseid} {fixturedef.argname}")
    began = time.monotonic()
    try:
        return (yield)
    finally:
        _seconds_of_fixture[f"{fixturedef.baseid} {fixturedef.argname}"] += time.monotonic() - began
        _coverage.switch_context(request._pyfuncitem.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep the seconds of a test itself; fixtures that it shares are made for the first of their tests."""
    if report.when == "call":
        _seconds[report.nodeid] = report.duration


def pytest_sessionfinish() -> None:
    """Write the record."""
    _coverage.stop()
    users: dict[str, set[str]] = defaultdict(set)
    for test, names in _fixtures.items():
        for name in names:
            users[name].add(test)
    data = _coverage.get_data()
    record = {
        Path(file).relative_to(ROOT).as_posix(): _tests_of(Path(file), data.contexts_by_lineno(file), users)
        for file in sorted(data.measured_files())
    }
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps({"functions": record, "seconds": _seconds_alone()}, indent=1), encoding="utf-8")


def _seconds_alone() -> dict[str, float]:
    """What each test takes where it runs alone, with the fixtures that it shares."""
    alone = dict(_seconds)
    for name, seconds in _seconds_of_fixture.items():
        folder, _, fixture = name.rpartition(" ")
        for test in alone:
            if test.startswith(folder) and fixture in _fixtures[test]:
                alone[test] += seconds
    return alone


def _tests_of(file: Path, contexts: dict[int, list[str]], users: dict[str, set[str]]) -> dict[str, list[str]]:
    """Function to the tests that run a line of it after its head, which is run when the module is imported."""
    found = {}
    for name, first, last in functions(file):
        tests: set[str] = set()
        for context in {context for line, names in contexts.items() if first < line <= last for context in names if context}:
            kind, _, rest = context.partition(" ")
            if kind == "fixture":
                folder, _, fixture = rest.rpartition(" ")
                tests |= {test for test in users[fixture] if test.startswith(folder)}
            else:
                tests.add(context)
        found[name] = sorted(tests)
    return found
