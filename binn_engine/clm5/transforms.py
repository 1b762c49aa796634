"""Support for ``torch.func``, which wraps tensors: they have no memory to read and, under ``vmap``, no single value."""

from __future__ import annotations

import torch


def is_transformed(*tensors: torch.Tensor | None) -> bool:
    """Whether ``torch.func`` has wrapped any of the tensors: the solution then needs recorded steps."""
    return any(tensor is not None and torch._C._functorch.is_functorch_wrapped_tensor(tensor) for tensor in tensors)


def is_mapped(tensor: torch.Tensor | None) -> bool:
    """Whether ``torch.func.vmap`` maps over the tensor, within other transforms too: no step may depend on its values then.

    Parameters
    ----------
    tensor
        Of any shape, or None.
    """
    while tensor is not None and is_transformed(tensor):
        if torch._C._functorch.is_batchedtensor(tensor):
            return True
        tensor = torch._C._functorch.get_unwrapped(tensor)
    return False
