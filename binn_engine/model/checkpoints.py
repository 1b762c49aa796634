"""Trained models on disk: one safetensors file whose header contains the model card as JSON. Pickle is never used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import nn

from ..errors import CheckpointError
from ..json_text import parse_json, to_json
from ..protocol import ENGINE_VERSION
from ..tables import PARAMETER_NAMES
from .binn import Binn, ParameterSpace, build_network
from .calibration import Calibration
from .cards import check_card, content_hash
from .domain import Domain, coordinates
from .encoding import Encoding
from .field_network import FieldNetwork
from .joint_network import JointNetwork
from .recipes import FIELDS, Recipe

FORMAT = "binn-checkpoint"
FORMAT_VERSION = 3
LARGEST_WEIGHT = 1e6  # training keeps weights below some hundred
HASHED = 3  # version from which the header holds a hash of card and tensors
DOMAIN_PREFIX = "domain."
REMEDY = "Use a model file that was written by BINN and not changed since."


class Ensemble(nn.Module):
    """The networks of a checkpoint, one or more, trained from different seeds."""

    def __init__(self, members: list[Binn]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    @property
    def networks(self) -> list[Binn]:
        """The members, in order."""
        return cast("list[Binn]", list(self.members))


@dataclass(frozen=True)
class Model:
    """A trained model: its networks, the encoding of its covariates, its parameter space, its card, and its domain."""

    ensemble: Ensemble
    encoding: Encoding
    space: ParameterSpace
    bedrock: str
    card: dict[str, Any]
    domain: Domain | None = None

    @property
    def calibration(self) -> Calibration | None:
        """What the model knows of its own errors, None where it was never calibrated."""
        card = self.card.get("calibration")
        return Calibration.from_card(card) if card else None

    @property
    def file_covariates(self) -> tuple[str, ...]:
        """Names of the covariates that files have to give, in order."""
        return self.encoding.file_covariates

    @property
    def device(self) -> torch.device:
        """Where the networks are."""
        return self.ensemble.networks[0].lower.device

    @property
    def precision(self) -> torch.dtype:
        """Precision of the CLM5 layer."""
        return self.ensemble.networks[0].lower.dtype

    @property
    def varies(self) -> bool:
        """Whether its networks give draws: by dropout, or by the posterior of their weights."""
        return _has_fields(self.card) or float(self.card["network"]["dropout"]) > 0.0

    @property
    def forcing_interpolation(self) -> str:
        """How places read the cells of the forcing: as in the training. Models that do not say so were trained on the nearest cells."""
        return self.card.get("forcing_interpolation", "nearest")

    @property
    def evidence(self) -> dict[str, dict[str, Any]]:
        """What the data said of each learned parameter: rows of :func:`.evidence_rows` by parameter."""
        return {row["parameter"]: row for row in self.card.get("identifiability", ())}

    @property
    def parameters_from(self) -> str:
        """What gives the parameters, in words; empty where the card does not say it."""
        return self.card.get("parameters_from", "")

    @property
    def training_hashes(self) -> list[str]:
        """Hashes of the profiles that training or validation saw."""
        return self.card["training"]["profile_hashes"]


def save_model(path: str | Path, model: Model) -> None:
    """Write a checkpoint."""
    card = {
        **model.card,
        "format_version": FORMAT_VERSION,
        "engine_version": ENGINE_VERSION,
        "covariates": model.encoding.to_card(),
        "parameters": [
            {"name": name, "lower": low, "upper": high, "learned": learned, "fixed": fixed}
            for name, low, high, learned, fixed in zip(
                PARAMETER_NAMES, model.space.lower, model.space.upper, model.space.learned, model.space.fixed
            )
        ],
        "bedrock": model.bedrock,
        "members": len(model.ensemble.members),
    }
    if _has_fields(card):
        card["network"] = {**card["network"], "shapes": [_shape_of(one.network) for one in model.ensemble.networks]}
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in model.ensemble.state_dict().items()}
    if model.domain:
        card["domain"] = model.domain.to_card()
        tensors |= {DOMAIN_PREFIX + name: torch.from_numpy(array) for name, array in model.domain.tensors().items()}
    text = to_json(card)
    header = {"format": FORMAT, "card": text, "hash": content_hash(text, {name: tensor.numpy() for name, tensor in tensors.items()})}
    # Not save_file: only the owner could read its files.
    Path(path).write_bytes(save(tensors, metadata=header))


def read_card(path: str | Path) -> dict[str, Any]:
    """The model card of a checkpoint.

    Raises
    ------
    CheckpointError
        Where the file is absent, damaged, not a BINN checkpoint, or from a newer engine.
    """
    with _opened(path) as file:
        return _card_of(file.metadata() or {}, path)


def load_model(path: str | Path, device: torch.device | str = "cpu", precision: torch.dtype = torch.float64) -> Model:
    """The model in a checkpoint, in evaluation mode, its CLM5 layer in ``precision``.

    Raises
    ------
    CheckpointError
        As :func:`read_card` does; also where the weights do not fit the card, are not finite, or are not those that were written.
    """
    with _opened(path) as file:
        header = file.metadata() or {}
        card = _card_of(header, path)
        tensors = {name: file.get_tensor(name) for name in list(file.keys())}
    _check_content(header, card, tensors, path)
    columns = ("lower", "upper", "learned", "fixed")
    rows = {row["name"]: row for row in card["parameters"]}
    space = ParameterSpace(*(tuple(rows[name][column] for name in PARAMETER_NAMES) for column in columns))
    encoding = Encoding.from_card(card["covariates"])
    places = {name.removeprefix(DOMAIN_PREFIX): tensors.pop(name).numpy() for name in list(tensors) if name.startswith(DOMAIN_PREFIX)}
    try:
        networks = _networks(card, encoding, sum(space.learned), tensors)
        tempered = bool(card["network"].get("tempered"))
        ensemble = Ensemble([Binn(network, space, card["bedrock"], precision, tempered) for network in networks])
        ensemble.load_state_dict(tensors)
        for network in networks:
            if isinstance(network, FieldNetwork | JointNetwork):
                network.check()
    except (RuntimeError, ValueError) as error:
        raise CheckpointError(f"The weights in {path} do not match its model card.", REMEDY) from error
    domain = Domain.from_checkpoint(places, card["domain"]) if places else None
    if domain is not None and domain.points.shape[1] != coordinates(encoding, np.zeros((1, len(encoding.covariates)))).shape[1]:
        raise CheckpointError(f"The domain in {path} does not match its model card.", REMEDY)
    return Model(ensemble.to(device).eval(), encoding, space, card["bedrock"], card, domain)


@contextmanager
def _opened(path: str | Path) -> Iterator[Any]:
    """A safetensors file; what goes wrong with it is a :class:`CheckpointError`."""
    if Path(path).is_dir():
        raise CheckpointError(f"{path} is a folder, not a model file.", REMEDY)
    try:
        with safe_open(str(path), framework="pt") as file:
            yield file
    except FileNotFoundError as error:
        raise CheckpointError(f"The model file {path} does not exist.", REMEDY) from error
    except (SafetensorError, OSError, UnicodeError) as error:
        raise CheckpointError(f"The model file {path} cannot be read: {error}.", REMEDY) from error


def _card_of(header: Mapping[str, str], path: str | Path) -> dict[str, Any]:
    if header.get("format") != FORMAT:
        raise CheckpointError(f"{path} is a safetensors file, but not a model file of BINN.", REMEDY)
    try:
        card = parse_json(header["card"])
        version = int(card["format_version"])
    except (KeyError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise CheckpointError(f"The model card in {path} is damaged.", REMEDY) from error
    if version > FORMAT_VERSION:
        raise CheckpointError(
            f"{path} was written by a newer engine (format {version}; this one reads {FORMAT_VERSION}).", "Update the plugin."
        )
    check_card(card, str(path))
    return card


def _check_content(header: Mapping[str, str], card: Mapping[str, Any], tensors: Mapping[str, torch.Tensor], path: str | Path) -> None:
    """Raise where card and tensors are not those that were written, or a number is not finite."""
    written = header.get("hash")
    if written is None and card["format_version"] < HASHED:
        pass  # written before there were hashes
    elif written != content_hash(header["card"], {name: _plain(tensor) for name, tensor in tensors.items()}):
        raise CheckpointError(f"{path} was changed or damaged after it was written: its checksum is wrong.", REMEDY)
    wrong = next((name for name, tensor in tensors.items() if not torch.isfinite(tensor).all()), None)
    if wrong is None:
        weights = {name: tensor for name, tensor in tensors.items() if name.startswith("members.")}
        wrong = next((name for name, tensor in weights.items() if tensor.numel() and tensor.abs().max() > LARGEST_WEIGHT), None)
    if wrong:
        raise CheckpointError(
            f"The tensor {wrong} in {path} contains values that are not finite, or far too large.", "Train the model again."
        )


def _plain(tensor: torch.Tensor) -> np.ndarray:
    """The tensor as numpy has it; of a type that numpy lacks, and no model has, its bytes."""
    try:
        return tensor.numpy()
    except TypeError:
        return tensor.view(torch.uint8).numpy()


def _networks(card: Mapping[str, Any], encoding: Encoding, outputs: int, tensors: Mapping[str, torch.Tensor]) -> list[Any]:
    """The networks of a card, without their weights.

    Raises
    ------
    ValueError
        Where ``tensors`` are not the weights of such networks: what a damaged card asks for may not fit into memory.
    """

    def build(member: int) -> Any:
        return build_network(encoding.n_continuous, encoding.n_classes, outputs, card["network"], member)

    members = card["members"]
    varied = range(members) if _has_fields(card) else [members - 1]  # networks are alike, fields are not
    if _has_fields(card) and len(card["network"].get("shapes", ())) != members:
        raise ValueError("other members")
    found = {name: tensor.shape for name, tensor in tensors.items()}
    for member in varied:
        with torch.device("meta"):
            shapes = {name: tensor.shape for name, tensor in build(member).state_dict().items()}
        if any(found.get(f"members.{member}.network.{name}") != shape for name, shape in shapes.items()):
            raise ValueError("other shapes")
    return [build(member) for member in range(members)]


def network_settings(recipe: Recipe) -> dict[str, Any]:
    """The network's settings in a recipe, as the card keeps them."""
    return {name: getattr(recipe, name) for name in ("network", "hidden", "dropout", "encoder", "tempered", "with_fields")}


def _has_fields(card: Mapping[str, Any]) -> bool:
    """Whether the members are fields, or networks and fields together."""
    return card["network"].get("network") == FIELDS or bool(card["network"].get("with_fields"))


def _shape_of(network: nn.Module) -> list[int]:
    """The numbers of pairs and draws of a member's field."""
    field = cast("FieldNetwork", network.field if isinstance(network, JointNetwork) else network)
    return [field.shape.n_pairs, field.shape.n_draws]
