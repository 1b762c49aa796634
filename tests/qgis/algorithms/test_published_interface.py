"""Ids, parameters and outputs are published: models and scripts of users rest on them. A change here breaks theirs."""

from __future__ import annotations

import dataclasses
import json

import pytest
from published import SNAPSHOT, interface, without_additions

from binn.binn_engine.settings import JOBS  # isort: skip


def test_algorithms_parameters_and_outputs_are_those_published(provider):
    now = json.loads(json.dumps({algorithm.id(): interface(algorithm) for algorithm in provider.algorithms()}))
    published = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert without_additions(now, published) == published, "what was published may not change or go"
    assert now == published, "something was added: run bash scripts/interface.sh"


def test_additions_to_the_interface_are_told_from_changes():
    published = {"binn:a": {"parameters": {"X": {"type": "number", "default": 1}}, "outputs": {}}}
    added = {"parameters": {"X": {"type": "number", "default": 1}, "Y": {"type": "file", "default": None}}, "outputs": {"Z": "file"}}
    changed = {"parameters": {"X": {"type": "number", "default": 2}}, "outputs": {}}
    assert without_additions({"binn:a": added, "binn:b": added}, published) == published
    assert without_additions({"binn:a": changed}, published) != published
    assert without_additions({"binn:b": added}, published) == {}


def test_every_parameter_has_help_and_a_label_of_its_own(provider):
    for algorithm in provider.algorithms():
        labels = [row.description() for row in algorithm.parameterDefinitions()]
        assert len(set(labels)) == len(labels), algorithm.id()
        for row in algorithm.parameterDefinitions():
            assert len(row.help()) > 5, f"{algorithm.id()} {row.name()}"


def test_algorithms_are_grouped_in_the_order_of_the_work(provider):
    groups = {algorithm.id().removeprefix("binn:"): algorithm.group() for algorithm in provider.algorithms()}
    assert sorted(set(groups.values())) == ["", "1 Data", "2 Model", "3 Maps", "4 Evidence", "PRODA"]
    assert groups["prepare_profiles"] < groups["train"] < groups["predict"] < groups["crossvalidate"] < groups["proda_invert"]
    assert [name for name, group in groups.items() if not group] == ["setupengine"]  # above them


def test_reports_can_be_told_apart_in_the_results_viewer(provider):
    reports = [row.description() for algorithm in provider.algorithms() for row in algorithm.outputDefinitions() if "REPORT" in row.name()]
    assert len(reports) == len(set(reports)) == 13


def test_help_is_plain_text(provider):
    for algorithm in provider.algorithms():
        assert len(algorithm.shortHelpString()) > 100
        assert len(algorithm.shortDescription()) > 20
        assert "<" not in algorithm.shortHelpString()


@pytest.mark.parametrize("kind", sorted(JOBS))
def test_every_setting_of_a_job_can_be_reached(qgis_app, kind):
    from binn.ui.algorithms.rerun import algorithm_of

    algorithm = algorithm_of(kind)
    assert algorithm is not None, f"no algorithm has a job of the kind {kind}: add it to ALGORITHMS in ui/algorithms/__init__.py"
    reached = {row.field for row in algorithm.declared}
    missing = {row.name for row in dataclasses.fields(JOBS[kind])} - reached
    assert not missing, f"add a parameter for these fields to {algorithm.__name__}.declared: {sorted(missing)}"


def test_defaults_are_those_of_the_job(provider):
    for name in ("train", "predict"):
        algorithm = provider.algorithm(name)
        for parameter in algorithm.declared:
            row = next((row for row in dataclasses.fields(algorithm.job) if row.name == parameter.field), None)
            if row is None or row.type not in ("int", "float", "bool"):
                continue
            preset = getattr(parameter, "preset", None)
            default = row.default if preset is None else preset
            assert algorithm.parameterDefinition(parameter.name).defaultValue() == default, parameter.name
