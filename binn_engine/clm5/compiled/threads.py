"""Work on many sites shared out to threads, in runs of whole groups of lanes."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import torch

from .cache import with_sound_cache

SMALLEST_SHARE = 64  # sites below which a second thread does not pay


def run_kernel(work: Callable[[int, int], None], first: int, stop: int) -> None:
    """:func:`share_out` of ``work`` that calls kernels, whose damaged machine code is made again."""
    with_sound_cache(functools.partial(share_out, work, first, stop))


def share_out(work: Callable[[int, int], None], first: int, stop: int) -> None:
    """Call ``work`` on runs of whole groups between ``first`` (a multiple of a group) and ``stop``, on as many threads as torch uses.

    A site's result does not depend on the others.
    """
    # numba is optional: the module must load without it.
    from .lane_options import LANES

    sites = stop - first
    threads = max(1, min(torch.get_num_threads(), sites // SMALLEST_SHARE))
    if threads == 1:
        work(first, stop)
        return
    groups = -(-sites // LANES)
    edges = [min(stop, first + LANES * (groups * number // threads)) for number in range(threads + 1)]
    # The kernels release the interpreter's lock; the calling thread takes the last run itself.
    pool = _pool(threads - 1, os.getpid())
    others = [pool.submit(work, *edge) for edge in zip(edges[:-2], edges[1:-1])]
    work(*edges[-2:])
    for other in others:
        other.result()


@functools.cache
def _pool(threads: int, process: int) -> ThreadPoolExecutor:
    """Threads of this ``process``: a fork inherits the pool's object without its threads."""
    return ThreadPoolExecutor(threads, thread_name_prefix="clm5")
