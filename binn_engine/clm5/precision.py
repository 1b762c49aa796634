"""In which types of numbers systems are solved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import torch

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LARGEST_POOL = 1e37  # gC/m3, the sum of seven of which float32 still holds

InTime = TypeVar("InTime", bound="DataclassInstance")


def widest(parameters: torch.Tensor) -> torch.dtype:
    """The type in which systems in time are solved: many steps add up what float32 would round away.

    Parameters
    ----------
    parameters
        ``(batch, 21)``, for their device and type.
    """
    return torch.float64 if has_float64(parameters.device) else parameters.dtype


def narrowed(result: InTime, kind: torch.dtype) -> InTime:
    """A dataclass of tensors in the type ``kind``; what exceeds it is as large as pools can be."""
    tensors: dict[str, Any] = {name: value for name, value in vars(result).items() if isinstance(value, torch.Tensor)}
    if kind == torch.float32:
        tensors = {name: value.clamp(-LARGEST_POOL, LARGEST_POOL).float() for name, value in tensors.items()}
    return replace(result, **tensors)


def has_float64(device: torch.device) -> bool:
    """Whether the device computes in float64: Apple's GPUs do not."""
    return device.type != "mps"


def refines(parameters: torch.Tensor) -> bool:
    """Whether sites below the range of their type are solved again in a wider one.

    Parameters
    ----------
    parameters
        ``(batch, 21)``, for their device and type.
    """
    return parameters.dtype == torch.float32 and has_float64(parameters.device)
