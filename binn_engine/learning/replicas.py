"""Training that is shared by several processes, one for each GPU, started by PyTorch's ``torchrun``.

Every process has the whole model and reads all data. Each process runs the network on all sites of a batch, so that dropout and batch
normalisation are the same as in one process. It runs the soil carbon model, which takes most of the time, on its own part of the batch. The
loss is a sum, so the gradients of all processes are added once for each step, and every process takes the same step. Without torchrun there
is one process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import distributed

from ..errors import EngineError, JobError


def launched() -> bool:
    """Whether torchrun started this process as one of several."""
    return distributed.is_torchelastic_launched() and int(os.environ.get("WORLD_SIZE", "1")) > 1


def count() -> int:
    """The number of processes that share the training."""
    return distributed.get_world_size() if distributed.is_initialized() else 1


def number() -> int:
    """The number of this process; 0 is the one that reports and writes."""
    return distributed.get_rank() if distributed.is_initialized() else 0


@contextmanager
def joined(device: str) -> Iterator[None]:
    """Within, the processes that torchrun started work together; on GPUs each on its own. Does nothing where there is one process.

    Raises
    ------
    EngineError
        Where another process ended before its time: its own error says why.
    """
    if not launched():
        yield
        return
    if device == "cuda":
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    distributed.init_process_group("nccl" if device == "cuda" else "gloo")
    try:
        yield
    except RuntimeError as error:
        if not isinstance(error, distributed.DistError) and "closed by peer" not in str(error) and "Connection reset" not in str(error):
            raise
        raise EngineError("Another process of this training ended too early.", "Its own message above gives the reason.") from error
    finally:
        distributed.destroy_process_group()


def rows_of_this_process(sites: int, device: torch.device) -> torch.Tensor | None:
    """The rows of a batch of ``sites`` whose soil carbon is this process's to compute; None for all, where it is the only one."""
    return torch.arange(sites, device=device).tensor_split(count())[number()] if count() > 1 else None


def total(value: torch.Tensor) -> torch.Tensor:
    """The sum of a tensor over the processes, without gradients.

    Parameters
    ----------
    value
        Of this process, any shape.
    """
    summed = value.detach().clone()
    if count() > 1:
        distributed.all_reduce(summed)
    return summed


def add_up(weights: Sequence[torch.nn.Parameter], loss: torch.Tensor) -> torch.Tensor:
    """Sum the gradients of the weights over the processes, in place, and the loss, which is returned.

    Parameters
    ----------
    weights
        Those that are learned, any shape; a gradient that no process has stays None.
    loss
        Of this process, a single number.
    """
    if count() == 1:
        return loss
    flags = [float(weight.grad is not None) for weight in weights]
    gradients = [(torch.zeros_like(weight) if weight.grad is None else weight.grad).flatten().double() for weight in weights]
    together = total(torch.cat([loss.double().reshape(1), torch.tensor(flags, device=loss.device).double(), *gradients]))
    present, start = together[1 : 1 + len(weights)], 1 + len(weights)
    for weight, known in zip(weights, present.tolist()):
        weight.grad = together[start : start + weight.numel()].view_as(weight).to(weight.dtype) if known else None
        start += weight.numel()
    return together[0].to(loss.dtype)


def refuse_halves(_code: str, message: str) -> None:
    """What stands for a warning that a batch did not fit: processes that take it in parts would wait for each other for ever."""
    raise JobError(message.split(";")[0] + ".", "Train with a smaller batch_size, or on more processes.")
