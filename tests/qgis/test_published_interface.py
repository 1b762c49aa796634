"""Ids, parameters and outputs are published: models and scripts of users rest on them. A change here breaks theirs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SNAPSHOT = Path(__file__).with_name("published_interface.json")


def interface(algorithm) -> dict:
    """What users of an algorithm rely on."""
    from qgis.core import QgsProcessingParameterDefinition as Definition

    optional = Definition.Flag.FlagOptional
    return {
        "parameters": {
            row.name(): {"type": row.type(), "default": row.defaultValue(), "optional": bool(row.flags() & optional)}
            for row in algorithm.parameterDefinitions()
        },
        "outputs": {row.name(): row.type() for row in algorithm.outputDefinitions()},
    }


def test_algorithms_parameters_and_outputs_are_those_published(provider):
    now = {algorithm.id(): interface(algorithm) for algorithm in provider.algorithms()}
    published = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(now)) == published


def test_every_parameter_has_help_and_a_label_of_its_own(provider):
    for algorithm in provider.algorithms():
        labels = [row.description() for row in algorithm.parameterDefinitions()]
        assert len(set(labels)) == len(labels), algorithm.id()
        for row in algorithm.parameterDefinitions():
            assert len(row.help()) > 5, f"{algorithm.id()} {row.name()}"


def test_help_is_plain_text(provider):
    for algorithm in provider.algorithms():
        assert len(algorithm.shortHelpString()) > 100
        assert len(algorithm.shortDescription()) > 20
        assert "<" not in algorithm.shortHelpString()


JOB_ALGORITHMS = (
    "exampledata", "build_forcing", "prepare_profiles", "train", "crossvalidate", "recovery", "calibration", "evaluate",
    "predict", "predicttiles", "zonal", "simulate", "proda_invert", "proda_upscale", "compare",
)  # fmt: skip


@pytest.mark.parametrize("name", JOB_ALGORITHMS)
def test_every_setting_of_a_job_can_be_reached(provider, name):
    import dataclasses

    from binn.binn_engine.settings import JOBS

    algorithm = provider.algorithm(name)
    reached = {row.field for row in algorithm.declared}
    kind = {"exampledata": "example", "predicttiles": "predict_tiles"}.get(name, name)
    assert {row.name for row in dataclasses.fields(JOBS[kind])} <= reached


def test_defaults_are_those_of_the_job(provider):
    import dataclasses

    for name in ("train", "predict"):
        algorithm = provider.algorithm(name)
        for parameter in algorithm.declared:
            row = next((row for row in dataclasses.fields(algorithm.job) if row.name == parameter.field), None)
            if row is None or row.type not in ("int", "float", "bool"):
                continue
            assert algorithm.parameterDefinition(parameter.name).defaultValue() == row.default, parameter.name
