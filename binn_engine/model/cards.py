"""The allowed content of a model card: types and ranges, checked before a card is used.

A checkpoint may be truncated, edited or damaged. If it were used unchecked, it could give a wrong map that looks like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from ..errors import CheckpointError
from ..settings import BEDROCK_MODES, ENCODERS, FORCING_INTERPOLATIONS
from ..tables import PARAMETER_NAMES, PROCESS_NAMES

Finite = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[Finite, Field(gt=0.0)]
Width = Annotated[int, Field(ge=1, le=100_000)]
Class = Annotated[int, Field(ge=-(2**53), le=2**53)]


class _CardPart(BaseModel):
    """A part of a card; entries other than these fields are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _CovariateCard(_CardPart):
    name: Annotated[str, Field(min_length=1, max_length=1000)]
    categorical: bool
    mean: Finite
    spread: Positive
    lowest: Finite
    highest: Finite
    classes: list[Class]
    scaling: Literal["standard", "range"] = "standard"

    @model_validator(mode="after")
    def _ordered(self) -> _CovariateCard:
        if self.lowest > self.highest:
            raise ValueError(f"the range of {self.name} is {self.lowest:g} to {self.highest:g}")
        if self.classes != sorted(set(self.classes)) or self.categorical != bool(self.classes):
            raise ValueError(f"the classes of {self.name} are not in order")
        return self


class _ParameterCard(_CardPart):
    name: Literal[PARAMETER_NAMES]  # type: ignore[valid-type]
    lower: Positive
    upper: Positive
    learned: bool
    fixed: Annotated[Finite, Field(ge=0.0)]

    @model_validator(mode="after")
    def _ordered(self) -> _ParameterCard:
        if not self.lower < self.upper or (self.name == "beta" and self.upper >= 1.0):
            raise ValueError(f"the range of {self.name} is {self.lower:g} to {self.upper:g}")
        return self


class _NetworkCard(_CardPart):
    network: Literal["plain", "wide", "published", "dense", "fields"] = "plain"
    hidden: list[Width]
    dropout: Annotated[Finite, Field(ge=0.0, lt=1.0)]
    encoder: Literal[ENCODERS]  # type: ignore[valid-type]
    tempered: bool = False
    with_fields: bool = False
    shapes: list[Annotated[list[Annotated[int, Field(ge=0, le=100_000)]], Field(min_length=2, max_length=2)]] = []


class _ScalingCard(_CardPart):
    transform: Literal["identity", "log"]
    least: Finite
    lower: Finite | None
    upper: Finite | None
    share: Annotated[Finite, Field(ge=0.0)]
    constant: Annotated[Finite, Field(ge=0.0)]
    errors: Annotated[list[Finite], Field(min_length=100, max_length=100)]

    @model_validator(mode="after")
    def _ordered(self) -> _ScalingCard:
        if any(low > high for low, high in zip(self.errors, self.errors[1:])):
            raise ValueError("quantiles of errors fall")
        return self


class _CalibrationCard(_CardPart):
    method: str
    soc: dict[str, _ScalingCard]
    noise: dict[str, Annotated[Finite, Field(ge=0.0)]]
    parameters: dict[Literal[PARAMETER_NAMES], _ScalingCard]  # type: ignore[valid-type]
    processes: dict[Literal[PROCESS_NAMES], _ScalingCard]  # type: ignore[valid-type]
    details: dict[str, Any]


class _DomainCard(_CardPart):
    scale: Positive
    farthest: Positive
    margin: Positive


class _TrainingCard(_CardPart):
    profile_hashes: list[str]


class _EvidenceCard(_CardPart):
    parameter: Literal[PARAMETER_NAMES]  # type: ignore[valid-type]


class _ModelCard(_CardPart):
    covariates: Annotated[list[_CovariateCard], Field(min_length=1, max_length=10_000)]
    parameters: Annotated[list[_ParameterCard], Field(min_length=len(PARAMETER_NAMES), max_length=len(PARAMETER_NAMES))]
    network: _NetworkCard
    bedrock: Literal[BEDROCK_MODES]  # type: ignore[valid-type]
    forcing_interpolation: Literal[FORCING_INTERPOLATIONS] = "nearest"  # type: ignore[valid-type]
    members: Annotated[int, Field(ge=1, le=10_000)]
    training: _TrainingCard
    calibration: _CalibrationCard | None = None
    domain: _DomainCard | None = None
    identifiability: list[_EvidenceCard] = []
    metrics: dict[str, Any] = {}
    job: dict[str, Any] = {}
    parameters_from: str = ""
    cost: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _whole(self) -> _ModelCard:
        if len({row.name for row in self.parameters}) < len(PARAMETER_NAMES) or not any(row.learned for row in self.parameters):
            raise ValueError("parameters are missing or none is learned")
        if len({row.name for row in self.covariates}) < len(self.covariates):
            raise ValueError("two covariates have the same name")
        return self


_CARD = TypeAdapter(_ModelCard)


def check_card(card: Any, path: str) -> None:
    """Raise :class:`CheckpointError` where a model card says what no model can be, naming the place in the card.

    Parameters
    ----------
    card
        The card as it was read.
    path
        The checkpoint, for the message.
    """
    try:
        _CARD.validate_python(card)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"])) or "the card"
        raise CheckpointError(
            f"The model card in {path} is damaged at {where}: {first['msg']}.", "Use an unchanged model file, or train the model again."
        ) from error


def content_hash(card: str, tensors: Mapping[str, np.ndarray]) -> str:
    """SHA-256, in hexadecimal digits, of a card's text and of tensors: names, types, shapes and values, in the order of names.

    Parameters
    ----------
    card
        The card as JSON text.
    tensors
        By name, any shape.
    """
    digest = hashlib.sha256(card.encode())
    for name in sorted(tensors):
        array = tensors[name]
        digest.update(f"|{name}|{array.dtype}|{array.shape}|".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
