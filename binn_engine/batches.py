"""How many sites to compute at a time, and what to do when they are too many."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch

Result = TypeVar("Result")

CPU_SITES = 4096  # what a core's caches and the threads' balance like
BYTES_PER_SITE = 40_000  # of the tensor solver's forward pass in float64, with the network's activations
SHARE_OF_FREE_MEMORY = 0.5


def sites_at_once(device: torch.device) -> int:
    """A batch that suits the device: fixed on the CPU, what half of the free memory holds on a GPU."""
    if device.type != "cuda":
        return CPU_SITES
    free, _total = torch.cuda.mem_get_info(device)
    return max(1, int(SHARE_OF_FREE_MEMORY * free / BYTES_PER_SITE))


def in_halves(function: Callable[[torch.Tensor], Result], index: torch.Tensor, warn: Callable[[str, str], None]) -> list[Result]:
    """``function`` of ``index``, or of its halves where the device's memory does not hold it, and so on; in order.

    Raises the out-of-memory error of torch where a single site is too much.
    """
    try:
        return [function(index)]
    except torch.OutOfMemoryError:
        if len(index) < 2:
            raise
    # Outside the handler, which would keep the failed attempt's tensors alive.
    torch.cuda.empty_cache()
    warn("out_of_memory", f"The device's memory does not hold {len(index)} sites at a time; going on with half as many.")
    middle = len(index) // 2
    return in_halves(function, index[:middle], warn) + in_halves(function, index[middle:], warn)
