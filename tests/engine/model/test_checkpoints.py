"""Checkpoints that were changed, damaged or made up: refused at loading, never a map."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save

from binn_engine.errors import CheckpointError
from binn_engine.model.binn import build_network
from binn_engine.model.checkpoints import FORMAT, FORMAT_VERSION, load_model, read_card, save_model
from binn_engine.model.domain import fit_domain
from tests.engine.support.models import small_model


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    """A checkpoint with all that a checkpoint may have but a calibration."""
    model = small_model()
    values = np.column_stack([np.linspace(0.0, 10.0, 50), np.linspace(-5.0, 5.0, 50), np.arange(50) % 3 * 10 + 1])
    save_model(tmp_path / "model.safetensors", dataclasses.replace(model, domain=fit_domain(model.encoding, values, np.arange(50) % 5, 1)))
    return tmp_path / "model.safetensors"


def content(path: Path) -> tuple[dict[str, str], dict[str, torch.Tensor]]:
    with safe_open(str(path), framework="pt") as file:
        return dict(file.metadata()), {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (no mapping)


def rewritten(path: Path, change: Callable[[dict[str, Any], dict[str, torch.Tensor]], None], version: int = FORMAT_VERSION - 1) -> None:
    """The checkpoint with another card or other tensors, as an engine without hashes would have written it."""
    header, tensors = content(path)
    card = json.loads(header["card"])
    change(card, tensors)
    path.write_bytes(save(tensors, metadata={"format": FORMAT, "card": json.dumps({**card, "format_version": version})}))


def test_a_checkpoint_of_an_engine_without_hashes_is_still_read(checkpoint: Path) -> None:
    before = load_model(checkpoint).ensemble.state_dict()
    rewritten(checkpoint, lambda card, tensors: None)
    after = load_model(checkpoint).ensemble.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_no_weights_are_drawn_where_only_shapes_count(checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Torch would load its compiler for normal numbers on the meta device, which takes a second or more of every run with a model."""
    card, devices = read_card(checkpoint), []
    draw = torch.nn.init.normal_
    monkeypatch.setattr(torch.nn.init, "normal_", lambda weight, *rest: devices.append(weight.device.type) or draw(weight, *rest))
    with torch.device("meta"):
        shapes = {name: tensor.shape for name, tensor in build_network(2, [3], 21, card["network"]).state_dict().items()}
    assert not devices
    network = build_network(2, [3], 21, card["network"])
    assert {name: tensor.shape for name, tensor in network.state_dict().items()} == shapes
    assert devices == ["cpu"]
    assert bool((network.embeddings[0].weight[1:] != 0.0).all())


def test_a_checkpoint_that_lost_its_hash_is_refused(checkpoint: Path) -> None:
    rewritten(checkpoint, lambda card, tensors: None, FORMAT_VERSION)
    with pytest.raises(CheckpointError, match="changed or damaged"):
        load_model(checkpoint)


def test_every_flipped_bit_of_a_checkpoint_is_found(checkpoint: Path) -> None:
    """A bit of the header's text, or of a weight, 300 at random: an error, or, where the header's spaces or an unused key are hit, the
    very same model."""
    whole = checkpoint.read_bytes()
    before = load_model(checkpoint)
    random, refused = np.random.default_rng(5), 0
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[random.integers(len(whole))] ^= 1 << int(random.integers(8))
        checkpoint.write_bytes(damaged)
        try:
            after = load_model(checkpoint)
        except CheckpointError:
            refused += 1
            continue
        assert after.card == before.card
        assert all(torch.equal(one, two) for one, two in zip(before.ensemble.state_dict().values(), after.ensemble.state_dict().values()))
    assert refused >= 295


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["members.0.network.head.weight", "members.1.network.head.bias", "domain.points"])
def test_weights_that_are_not_finite_are_refused(checkpoint: Path, name: str, value: float) -> None:
    rewritten(checkpoint, lambda card, tensors: tensors[name].view(-1)[-1].fill_(value))
    with pytest.raises(CheckpointError, match=f"{name}.*not finite"):
        load_model(checkpoint)


def put(*path: Any) -> Callable[[dict[str, Any], dict[str, torch.Tensor]], None]:
    """Sets a value in a card: the keys that lead to it, then the value."""
    *keys, last, value = path

    def change(card: dict[str, Any], tensors: dict[str, torch.Tensor]) -> None:
        part: Any = card
        for key in keys:
            part = part[key]
        part[last] = value

    return change


def swapped(card: dict[str, Any], tensors: dict[str, torch.Tensor]) -> None:
    row = card["parameters"][3]
    row["lower"], row["upper"] = row["upper"], row["lower"]


CARDS = {
    "swapped range": swapped,
    "range that is not finite": put("parameters", 0, "upper", float("nan")),
    "range without end": put("parameters", 0, "upper", float("inf")),
    "range from below zero": put("parameters", 0, "lower", -1.0),
    "fixed value that is not finite": put("parameters", 5, "fixed", float("nan")),
    "beta up to one": lambda card, tensors: next(row for row in card["parameters"] if row["name"] == "beta").update(upper=1.5),
    "a parameter twice": put("parameters", 0, "name", "beta"),
    "an unknown parameter": put("parameters", 0, "name", "q11"),
    "no parameters": put("parameters", []),
    "learned as text": put("parameters", 0, "learned", "yes"),
    "nothing learned": lambda card, tensors: [row.update(learned=False) for row in card["parameters"]],
    "spread of zero": put("covariates", 0, "spread", 0.0),
    "mean that is not finite": put("covariates", 0, "mean", float("nan")),
    "covariate's range swapped": lambda card, tensors: card["covariates"][0].update(lowest=10.0, highest=0.0),
    "covariates of one name": put("covariates", 0, "name", "rain"),
    "covariates as text": put("covariates", "clay"),
    "classes as text": put("covariates", 2, "classes", "abc"),
    "classes out of order": put("covariates", 2, "classes", [21, 1, 11]),
    "unknown scaling": put("covariates", 0, "scaling", "odd"),
    "unknown network": put("network", "network", "odd"),
    "hidden layers of text": put("network", "hidden", "64"),
    "a hidden layer that fits no memory": put("network", "hidden", [90_000, 90_000]),
    "a million members": put("members", 1_000_000),
    "members that are not there": put("members", 7),
    "members below zero": put("members", -1),
    "dropout above one": put("network", "dropout", 1.5),
    "unknown bedrock": put("bedrock", "granite"),
    "no training": put("training", None),
    "hashes of numbers": put("training", "profile_hashes", [1, 2]),
    "calibration of text": put("calibration", "good"),
    "domain of text": put("domain", "scale", "large"),
    "domain of scale zero": put("domain", "scale", 0.0),
    "evidence of no parameter": put("identifiability", [{"parameter": "x"}]),
    "metrics as a list": put("metrics", [1]),
    "version as text": put("format_version", "two"),
}


@pytest.mark.parametrize("change", CARDS.values(), ids=CARDS)
def test_a_card_that_no_model_can_have_is_refused(checkpoint: Path, change: Callable[..., None]) -> None:
    header, tensors = content(checkpoint)
    card = {**json.loads(header["card"]), "format_version": FORMAT_VERSION - 1}
    change(card, tensors)
    checkpoint.write_bytes(save(tensors, metadata={"format": FORMAT, "card": json.dumps(card)}))
    with pytest.raises(CheckpointError) as raised:
        load_model(checkpoint)
    assert str(checkpoint) in raised.value.message


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '"text"', "[" * 100_000, '{"format_version": 1e999}', "{}"])
def test_a_card_that_is_no_json_object_is_refused(checkpoint: Path, text: str) -> None:
    _, tensors = content(checkpoint)
    checkpoint.write_bytes(save(tensors, metadata={"format": FORMAT, "card": text}))
    with pytest.raises(CheckpointError, match="model card"):
        read_card(checkpoint)


def test_a_calibration_with_falling_quantiles_is_refused(checkpoint: Path) -> None:
    row = {"transform": "log", "least": 1.0, "lower": None, "upper": None, "share": 1.0, "constant": 0.1, "errors": list(range(100, 0, -1))}
    calibration = {"method": "both", "soc": {"0-30 cm": row}, "noise": {}, "parameters": {}, "processes": {}, "details": {}}
    rewritten(checkpoint, put("calibration", calibration))
    with pytest.raises(CheckpointError, match="quantiles of errors fall"):
        load_model(checkpoint)
    rewritten(checkpoint, put("calibration", {**calibration, "soc": {"0-30 cm": {**row, "errors": list(range(100))}}}))
    assert load_model(checkpoint).calibration is not None


def test_a_card_with_half_a_character_is_refused(checkpoint: Path) -> None:
    rewritten(checkpoint, put("job", {"observations": "\ud800"}))
    with pytest.raises(CheckpointError, match="model card"):
        read_card(checkpoint)


def test_a_weight_that_no_training_gives_is_refused_also_without_a_hash(checkpoint: Path) -> None:
    rewritten(checkpoint, lambda card, tensors: tensors["members.0.network.head.weight"].view(-1)[3].fill_(1e30))
    with pytest.raises(CheckpointError, match="far too large"):
        load_model(checkpoint)


def test_a_folder_in_place_of_a_model_is_called_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="is a folder, not a model file"):
        load_model(tmp_path)
