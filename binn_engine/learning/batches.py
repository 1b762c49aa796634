"""How many sites to compute at a time, and what to do if there are too many for the memory."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch

from ..running.callbacks import Warn

Result = TypeVar("Result")

# How torch says that memory ran out where its error has no class of its own: Apple's GPUs; CUDA outside of torch's allocator; cuBLAS,
# which allocates for itself; and the CPU.
OUT_OF_MEMORY = (
    "MPS backend out of memory",
    "CUDA error: out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "DefaultCPUAllocator",
    "can't allocate memory",
)

CPU_SITES = 4096  # what a core's caches and the threads' balance like
BYTES_PER_SITE = 28_000  # of a forward pass in float64: 8,000 of forcing, 7,700 in the tensor solver, then the network, with room to spare
SHARE_OF_FREE_MEMORY = 0.5


def sites_at_once(device: torch.device) -> int:
    """A batch that suits the device: fixed on the CPU, what half of the free memory holds on a GPU."""
    if device.type == "cuda":
        free, _total = torch.cuda.mem_get_info(device)
        # What torch keeps for later is free to it.
        free += torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    elif device.type == "mps":
        free = torch.mps.recommended_max_memory() - torch.mps.current_allocated_memory()
    else:
        return CPU_SITES
    return max(1, int(SHARE_OF_FREE_MEMORY * free / BYTES_PER_SITE))


def python_warning(_code: str, message: str) -> None:
    """A warning of Python's own, where there is no run to report to."""
    warnings.warn(message, RuntimeWarning, stacklevel=3)


def in_batches(function: Callable[[torch.Tensor], Result], index: torch.Tensor, sites: int, warn: Warn) -> list[Result]:
    """``function`` of runs of ``index``, in order; each has ``sites`` rows, and half as many from where the device's memory ran out.

    An empty ``index`` is one empty run. ``warn`` gets a code and a message each time. Raises the out-of-memory error of torch where a
    single site is too much.

    Parameters
    ----------
    function
        Takes a run of the index.
    index
        Of the sites, ``(sites,)``.
    sites
        How many to take at a time.
    warn
        Gets a code and a message each time that memory ran out.
    """
    results: list[Result] = []
    first, sites = 0, max(1, min(sites, len(index)))
    while first < len(index) or not results:
        run = index[first : first + sites]
        try:
            results.append(function(run))
        except (RuntimeError, MemoryError) as error:
            if not _ran_out_of_memory(error) or len(run) < 2:
                raise
        else:
            first += sites
            continue
        # Outside the handler, which would keep the failed attempt's tensors alive.
        _empty_caches()
        sites = len(run) // 2
        warn(
            "out_of_memory",
            f"The memory of the device is too small for {len(run)} sites at a time. The run continues with {sites} at a time.",
        )
    return results


def in_halves(function: Callable[[torch.Tensor], Result], index: torch.Tensor, warn: Warn) -> list[Result]:
    """``function`` of the whole ``index``, or of its halves where the device's memory does not hold it, and so on: see
    :func:`in_batches`.

    Parameters
    ----------
    function
        Takes a run of the index.
    index
        Of the sites, ``(sites,)``.
    warn
        Gets a code and a message each time that memory ran out.
    """
    return in_batches(function, index, len(index), warn)


def gradients_in_halves(
    parameters: Sequence[torch.nn.Parameter],
    contribution: Callable[[torch.Tensor], torch.Tensor],
    index: torch.Tensor,
    sites: int,
    warn: Warn,
) -> tuple[torch.Tensor, int]:
    """Set the gradients of ``parameters`` to those of a loss over the sites of ``index``, ``sites`` at a time or, out of memory, in halves.

    Parameters
    ----------
    parameters
        Of the model; their gradients are set.
    contribution
        What some of the sites add to the loss, a scalar; contributions of all parts must add up to the loss of the whole, so a mean is
        weighed by the part's share. Random numbers, such as dropout's, are drawn anew for each part.
    index
        Of the sites, ``(sites,)``.
    sites
        How many to take at a time.
    warn
        Gets a code and a message when a part did not fit.

    Returns
    -------
    The loss, without its graph, and how many sites at a time to take for the next step. Former gradients are replaced, also where an
    attempt ran out of memory half-way; a parameter that the loss does not depend on gets None. Raises as :func:`in_batches` does.
    """
    fitting = sites

    def smaller(code: str, message: str) -> None:
        nonlocal fitting
        fitting = tried[-1] // 2
        warn(code, message)

    tried: list[int] = []

    def part(some: torch.Tensor) -> tuple[torch.Tensor, tuple[torch.Tensor | None, ...]]:
        tried.append(len(some))
        loss = contribution(some)
        if not loss.requires_grad:
            return loss, (None,) * len(parameters)
        return loss.detach(), torch.autograd.grad(loss, parameters, allow_unused=True)

    losses, gradients = zip(*in_batches(part, index, sites, smaller))
    for parameter, parts in zip(parameters, zip(*gradients)):
        given = [gradient for gradient in parts if gradient is not None]
        parameter.grad = sum(given[1:], given[0]) if given else None
    return torch.stack(losses).sum(), fitting


def _ran_out_of_memory(error: RuntimeError | MemoryError) -> bool:
    return isinstance(error, (torch.OutOfMemoryError, MemoryError)) or any(text in str(error) for text in OUT_OF_MEMORY)


def _empty_caches() -> None:
    torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
