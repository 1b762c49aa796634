"""The inversion of all sites: blocks of them, shared among processes, each going on from where it stands on disk."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..errors import BinnError, Cancelled
from ..learning.costs import Cost, peak_memory_mb
from .chains import ChainFolder, read_chains
from .differential import DifferentialSampler
from .published import PublishedSampler
from .summaries import summarise

SAMPLERS = {"differential": DifferentialSampler, "published": PublishedSampler}
SECONDS_BETWEEN_STATES = 2.0
SUMMARY_SHARE = 0.02  # of a block's progress that its summary takes

# Gets a block's progress, 0 to 1; may raise to stop.
Watch = Callable[[float], None]


def run_block(chains: ChainFolder, block: int, watch: Watch = lambda share: None) -> None:
    """Take the chains of one block to their end, from where they stand, and summarise them."""
    if chains.load(block, "summary.npz") is not None:
        return
    started, posterior = time.monotonic(), chains.posterior(block)
    draws = chains.draws(block, write=True)
    sampler = SAMPLERS[chains.inversion.plan.sampler](posterior, chains.keys(block), chains.inversion.plan, draws)
    before = chains.load(block, "state.npz")
    spent = 0.0
    if before is not None:
        sampler.restore(before)
        posterior.evaluations, spent = int(before["evaluations"]), float(before["seconds"])

    def cost() -> dict[str, np.ndarray]:
        seconds = spent + time.monotonic() - started
        return {"evaluations": np.array(posterior.evaluations), "seconds": np.array(seconds), "memory": np.array(peak_memory_mb())}

    saved = time.monotonic()
    while not sampler.done:
        sampler.advance()
        watch((1.0 - SUMMARY_SHARE) * sampler.share)
        if time.monotonic() - saved > SECONDS_BETWEEN_STATES:
            _save_state(chains, block, draws, {**sampler.state(), **cost()})
            saved = time.monotonic()
    _save_state(chains, block, draws, {**sampler.state(), **cost()})
    best_chain = chains.inversion.plan.sampler == "published"
    found = summarise(posterior, draws, sampler.kept(), best_chain)
    kept = {"acceptance": sampler.acceptance(), "kept": np.array(sampler.kept())}
    chains.save(block, "summary.npz", {**found, **kept, **cost()})
    watch(1.0)


def _save_state(chains: ChainFolder, block: int, draws: np.ndarray, state: dict[str, np.ndarray]) -> None:
    # The draws first: a state must never promise draws that are not there.
    draws.flush()
    chains.save(block, "state.npz", state)


def invert(chains: ChainFolder, processes: int, progress: Callable[[float, str], None]) -> None:
    """Run every block that is not done, on so many processes; one means this process itself."""
    done = [chains.path(block, "summary.npz").exists() for block in range(chains.blocks)]
    todo = [block for block, finished in enumerate(done) if not finished]
    shares = np.array(done, dtype=float)
    processes = min(processes, len(todo))
    if processes > 1:
        _in_processes(chains.folder, todo, shares, processes, progress)
        return
    for block in todo:

        def watch(share: float, block: int = block) -> None:
            shares[block] = share
            progress(float(shares.mean()), "sampling")

        run_block(chains, block, watch)


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(folder: Path, todo: list[int], done: np.ndarray, processes: int, progress: Callable[[float, str], None]) -> None:
    context = multiprocessing.get_context("spawn")
    shares, turn, errors = context.Array("d", done.tolist()), context.Value("i", 0), context.SimpleQueue()
    arguments = (str(folder), todo, shares, turn, errors, os.getpid())
    workers = [context.Process(target=_work, args=arguments, daemon=True) for _ in range(processes)]
    try:
        for worker in workers:
            worker.start()
        while any(worker.is_alive() for worker in workers):
            progress(float(np.mean(shares[:])), "sampling")
            if any(worker.exitcode for worker in workers):
                break
            time.sleep(0.2)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.join()
    if not errors.empty():
        raise BinnError(*errors.get())
    failed = [worker.exitcode for worker in workers if worker.exitcode]
    if failed:
        raise BinnError(
            f"A process of the inversion ended with status {failed[0]}, which memory that ran out may cause.",
            "Run it again: it goes on from where it stopped. Fewer processes need less memory.",
        )


def _work(folder: str, todo: list[int], shares: Any, turn: Any, errors: Any, parent: int) -> None:
    """What one process does: blocks in turn, until none is left or its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(1)
    chains = read_chains(folder)
    try:
        while True:
            with turn.get_lock():
                number = turn.value
                turn.value += 1
            if number >= len(todo):
                return

            def watch(share: float, block: int = todo[number]) -> None:
                shares[block] = share
                if os.getppid() != parent:
                    raise Cancelled

            run_block(chains, todo[number], watch)
    except Cancelled:
        return
    except BinnError as error:
        errors.put((error.message, error.remedy))
        raise SystemExit(1) from error
    except BaseException as error:
        traceback.print_exc()
        errors.put((f"A process of the inversion failed: {type(error).__name__}: {error}.", "Please report this with the log."))
        raise SystemExit(1) from error


def summaries(chains: ChainFolder) -> dict[str, np.ndarray]:
    """The summaries of all blocks, sites after sites (layers after layers); ``memory``, ``evaluations`` and ``seconds`` by block."""
    rows = [chains.load(block, "summary.npz") for block in range(chains.blocks)]
    single = ("evaluations", "seconds", "memory")
    return {name: (np.stack if name in single else np.concatenate)([row[name] for row in rows]) for name in rows[0]}


def cost_of(chains: ChainFolder, found: dict[str, np.ndarray], processes: int, wall_seconds: float) -> Cost:
    """What the inversion cost; ``wall_seconds`` are those of this run, and the blocks' own where earlier runs did part of it."""
    seconds = max(wall_seconds, float(found["seconds"].sum()) / max(processes, 1))
    memory = peak_memory_mb() + (processes * float(np.max(found["memory"])) if processes > 1 else 0.0)
    return Cost(len(chains.ids), int(found["evaluations"].sum()), seconds, memory if math.isfinite(memory) else float("nan"))
