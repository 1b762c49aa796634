"""A job as a command line, and back through the command line's own parser."""

from __future__ import annotations

import dataclasses
import shlex

import pytest

from binn_engine.cli import _parser
from binn_engine.limits import ABOVE_ZERO
from binn_engine.protocol import command_line, job_from_dict
from binn_engine.running import command
from binn_engine.settings import JOBS, element_type


def changed(kind: str, filled: bool):
    """A job of a kind: required fields alone, or every field with a value other than its default."""
    values = {}
    for row in dataclasses.fields(JOBS[kind]):
        if not (filled or row.metadata["required"]):
            continue
        wanted, several = element_type(row)
        others = [choice for choice in row.metadata["choices"] if choice not in ("", row.default)]
        one = {
            str: others[0] if others else "-Größe (1) 'x'",
            bool: not row.default,
            int: 7,
            float: 2.5 if row.name in ABOVE_ZERO else -2.5,
        }[wanted]
        values[row.name] = (("q10=1.5", "a b") if wanted is str and not others else (one, one)) if several else one
    return job_from_dict({"kind": kind, **values})


@pytest.mark.parametrize("kind", JOBS)
@pytest.mark.parametrize("filled", [False, True], ids=["required", "filled"])
def test_a_command_line_gives_the_job_that_it_was_made_from(kind, filled):
    job = changed(kind, filled)
    options = vars(_parser().parse_args(command_line(job)))
    assert job_from_dict({name: value for name, value in options.items() if name != "action"}) == job


def test_several_values_may_be_none():
    job = dataclasses.replace(changed("predict", False), quantiles=())
    words = command_line(job)
    assert all(word.startswith("--") for word in words[words.index("--quantiles") + 1 :][:1])
    assert vars(_parser().parse_args(words))["quantiles"] == []


@pytest.mark.parametrize("kind", JOBS)
@pytest.mark.parametrize("filled", [False, True], ids=["required", "filled"])
def test_the_command_in_a_report_repeats_the_job_that_was_reported(kind, filled):
    """With switches that are on by default turned off, and values that begin with a hyphen or need quotes."""
    job = changed(kind, filled)
    words = shlex.split(command.command_line(job))
    assert words[:3] == ["python", "-m", "binn_engine"]
    options = vars(_parser().parse_args(words[3:]))
    assert job_from_dict({name: value for name, value in options.items() if name != "action"}) == job
