"""Trained models on disk: one safetensors file whose header carries the model card as JSON. Never pickle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import nn

from ..errors import CheckpointError
from ..protocol import ENGINE_VERSION, to_json
from ..tables import PARAMETER_NAMES
from .binn import Binn, ParameterSpace, build_network
from .calibration import Calibration
from .domain import Domain
from .encoding import Encoding
from .recipes import Recipe

FORMAT = "binn-checkpoint"
FORMAT_VERSION = 2
DOMAIN_PREFIX = "domain."
REMEDY = "Use a file that binn train wrote."


class Ensemble(nn.Module):
    """The networks of a checkpoint, one or more, trained from different seeds."""

    def __init__(self, members: list[Binn]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)


@dataclass(frozen=True)
class Model:
    """A trained model: its networks, the encoding of its covariates, its parameter space, its card, and where it may be asked."""

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
    def dropout(self) -> float:
        """Dropout of the hidden layers."""
        return float(self.card["network"]["dropout"])

    @property
    def evidence(self) -> dict[str, dict[str, Any]]:
        """What the data said of each learned parameter: rows of :func:`.evidence_rows` by parameter."""
        return {row["parameter"]: row for row in self.card.get("identifiability", ())}

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
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in model.ensemble.state_dict().items()}
    if model.domain:
        card["domain"] = model.domain.to_card()
        tensors |= {DOMAIN_PREFIX + name: torch.from_numpy(array) for name, array in model.domain.tensors().items()}
    # Not save_file, whose files only their owner can read.
    Path(path).write_bytes(save(tensors, metadata={"format": FORMAT, "card": to_json(card)}))


def read_card(path: str | Path) -> dict[str, Any]:
    """The model card of a checkpoint.

    Raises
    ------
    CheckpointError
        Where the file is absent, damaged, not a BINN checkpoint, or from a newer engine.
    """
    try:
        with safe_open(str(path), framework="pt") as file:
            metadata = file.metadata() or {}
    except FileNotFoundError as error:
        raise CheckpointError(f"The checkpoint {path} does not exist.", REMEDY) from error
    except (SafetensorError, OSError) as error:
        raise CheckpointError(f"The checkpoint {path} cannot be read: {error}.", REMEDY) from error
    if metadata.get("format") != FORMAT:
        raise CheckpointError(f"{path} is a safetensors file, but not a BINN checkpoint.", REMEDY)
    try:
        card = json.loads(metadata["card"])
        version = int(card["format_version"])
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"The model card in {path} is damaged.", REMEDY) from error
    if version > FORMAT_VERSION:
        raise CheckpointError(
            f"{path} was written by a newer engine (format {version}; this one reads {FORMAT_VERSION}).", "Update the plugin."
        )
    return card


def load_model(path: str | Path, device: torch.device | str = "cpu", precision: torch.dtype = torch.float64) -> Model:
    """The model in a checkpoint, in evaluation mode, its CLM5 layer in ``precision``; raises as :func:`read_card` does."""
    card = read_card(path)
    try:
        rows = {row["name"]: row for row in card["parameters"]}
        columns = ("lower", "upper", "learned", "fixed")
        space = ParameterSpace(*(tuple(rows[name][column] for name in PARAMETER_NAMES) for column in columns))
        encoding = Encoding.from_card(card["covariates"])
        bedrock, members = card["bedrock"], card["members"]
        networks = [build_network(encoding.n_continuous, encoding.n_classes, sum(space.learned), card["network"]) for _ in range(members)]
    except (KeyError, TypeError) as error:
        raise CheckpointError(f"The model card in {path} lacks {error}.", REMEDY) from error
    tempered = bool(card["network"].get("tempered"))
    ensemble = Ensemble([Binn(network, space, bedrock, precision, tempered) for network in networks])
    with safe_open(str(path), framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in list(file.keys())}
    places = {name.removeprefix(DOMAIN_PREFIX): tensors.pop(name).numpy() for name in list(tensors) if name.startswith(DOMAIN_PREFIX)}
    try:
        ensemble.load_state_dict(tensors)
    except RuntimeError as error:
        raise CheckpointError(f"The weights in {path} do not fit its model card.", REMEDY) from error
    domain = Domain.from_checkpoint(places, card["domain"]) if places else None
    return Model(ensemble.to(device).eval(), encoding, space, bedrock, card, domain)


def network_settings(recipe: Recipe) -> dict[str, Any]:
    """The network's settings in a recipe, as the card keeps them."""
    return {name: getattr(recipe, name) for name in ("network", "hidden", "dropout", "encoder", "tempered")}
