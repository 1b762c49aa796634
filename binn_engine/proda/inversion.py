"""The inversion of all sites: blocks of sites, shared among processes and machines; each block is resumed from its files."""

from __future__ import annotations

import math
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np

from ..errors import Cancelled, JobError
from ..learning.costs import Cost, peak_memory_mb
from ..running.callbacks import Progress
from ..running.clusters import open_cluster, usable_cores
from .chain_files import digest_of
from .chains import ChainFolder, read_chains, read_manifest
from .differential import DifferentialSampler
from .likelihood import SitePosterior
from .plans import ChainPlan
from .published import PublishedSampler
from .summaries import summarise


class Sampler(Protocol):
    """Chains of a block of sites, which can be stopped and resumed."""

    restarted: bool  # whether records that were written before are written anew

    @property
    def done(self) -> bool:
        """Whether the chains are at their end."""

    @property
    def share(self) -> float:
        """How far the chains are, 0 to 1."""

    def advance(self) -> None:
        """Take the chains further."""

    def written(self) -> np.ndarray:
        """How many records of the draws are written."""

    def kept(self) -> np.ndarray:
        """Which records are draws of the posterior."""

    def acceptance(self) -> np.ndarray:
        """Share of the proposals that were accepted."""

    def state(self) -> dict[str, np.ndarray]:
        """What is needed to resume."""

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Resume from a state.

        Parameters
        ----------
        state
            As of :meth:`state`, by name.
        """


# From the log density, the keys of the random numbers, the plan, and where the draws are written.
SAMPLERS: dict[str, Callable[[SitePosterior, np.ndarray, ChainPlan, np.ndarray], Sampler]] = {
    "differential": DifferentialSampler,
    "published": PublishedSampler,
}
SECONDS_BETWEEN_STATES, SECONDS_BETWEEN_LOOKS = 2.0, 0.5
STARTED = 0.03 / 0.93  # share of the progress until the processes have started, as the expected parts have it
SUMMARY_SHARE = 0.02  # of a block's progress that its summary takes

# Gets a block's progress, 0 to 1; may raise to stop.
ShareDone = Callable[[float], None]


def run_block(chains: ChainFolder, block: int, watch: ShareDone = lambda share: None, sharers: int = 1) -> None:
    """Take the chains of one block to their end, from where they stand, and summarise them; ``sharers`` of the blocks work at a time."""
    if chains.load(block, "summary.npz") is not None:
        return
    started, posterior = time.monotonic(), chains.posterior(block)
    draws = chains.draws(block, write=True)
    sampler = SAMPLERS[chains.inversion.plan.sampler](posterior, chains.keys(block), chains.inversion.plan, draws)
    before = chains.load(block, "state.npz")
    spent = 0.0
    if before is not None:
        if "digest" in before:  # states of earlier engines have none
            chains.check_draws(block, draws, before["written"], before["digest"])
        sampler.restore(before)
        posterior.evaluations, spent = int(before["evaluations"]), float(before["seconds"])

    def cost() -> dict[str, np.ndarray]:
        # The block's part of the inversion's wall time, which a later run by another number of processes must not change.
        seconds = spent + (time.monotonic() - started) / sharers
        return {"evaluations": np.array(posterior.evaluations), "seconds": np.array(seconds), "memory": np.array(peak_memory_mb())}

    def save_state() -> None:
        # The draws first: a state must never promise draws that are not there.
        if isinstance(draws, np.memmap):
            draws.flush()
        promise = {"written": sampler.written(), "digest": digest_of(draws, sampler.written())}
        chains.save(block, "state.npz", {**sampler.state(), **cost(), **promise, "share": np.array(sampler.share)})

    saved = time.monotonic()
    while not sampler.done:
        sampler.advance()
        watch((1.0 - SUMMARY_SHARE) * sampler.share)
        if sampler.restarted or time.monotonic() - saved > SECONDS_BETWEEN_STATES:
            save_state()
            sampler.restarted, saved = False, time.monotonic()
    save_state()
    best_chain = chains.inversion.plan.sampler == "published"
    found = summarise(posterior, draws, sampler.kept(), best_chain)
    kept = {"acceptance": sampler.acceptance(), "kept": np.array(sampler.kept())}
    chains.save(block, "summary.npz", {**found, **kept, **cost()})
    watch(1.0)


def invert(chains: ChainFolder, processes: int, progress: Progress, scheduler: str = "") -> int:
    """Run every block that is not done; returns among how many processes they were shared, 0 where nothing was left to do.

    Parameters
    ----------
    processes
        Of this machine; 1 means this process itself, 0 as many as there are cores.
    scheduler
        Address of a Dask scheduler whose workers, which see the folder at the same path, do the work instead; empty for none.

    Raises
    ------
    BinnError
        What a block raises, and as :func:`binn_engine.running.clusters.open_cluster` and its ``map``.
    """
    todo = [block for block in range(chains.blocks) if not chains.path(block, "summary.npz").exists()]
    if not todo:
        return 0
    local = min(processes or usable_cores(), len(todo))
    with _run_mark(chains) as wanted, _report_progress(chains, progress), open_cluster(local, scheduler) as cluster:

        def sharers() -> int:
            return max(1, min(cluster.workers, len(todo)))

        for _ in cluster.map(_run_while_wanted, (str(chains.folder), wanted, sharers()), todo):
            pass
        processes = sharers()
    chains.clear()
    return processes


def _run_while_wanted(shared: tuple[str, str, int], block: int) -> None:
    """One block, on whichever machine, until its run wants it no more or another run takes over."""
    folder, wanted, sharers = shared
    chains = read_chains(folder)
    looked = time.monotonic()

    def watch(share: float) -> None:
        nonlocal looked
        if time.monotonic() - looked > SECONDS_BETWEEN_STATES:
            looked = time.monotonic()
            now = chains.current_run
            if not now:
                raise Cancelled
            if now != wanted:
                raise JobError(
                    f"Another run is now computing the chains in {folder}.",
                    "Wait until it has finished; it uses what this run has computed so far.",
                )

    run_block(chains, block, watch, sharers)


@contextmanager
def _run_mark(chains: ChainFolder) -> Iterator[str]:
    """The mark of a run whose blocks are wanted, while they are: workers elsewhere look for it, for nothing else stops them."""
    mark = uuid.uuid4().hex
    chains.mark(mark)
    try:
        yield mark
    finally:
        chains.unmark(mark)


@contextmanager
def _report_progress(chains: ChainFolder, progress: Progress) -> Iterator[None]:
    """Report to ``progress`` how far the blocks are, from what they have written, while they run."""
    over, plan, before = threading.Event(), chains.inversion.plan, share_done(chains)

    def report() -> None:
        shares = np.array([chains.share(block) for block in range(chains.blocks)])
        done, warming = (shares == 1.0).sum(), ((shares > 0.0) & (shares < plan.warm_up / plan.steps)).sum()
        stages = f"{done} of {chains.blocks} blocks done, {warming} in warm-up"
        # The first part is the start of the processes, of which nothing is seen.
        new = (float(shares.mean()) - before) / max(1.0 - before, 1e-9)
        progress(STARTED + (1.0 - STARTED) * new if new > 0.0 else 0.0, f"sampling: {stages}")

    def look() -> None:
        while not over.wait(SECONDS_BETWEEN_LOOKS):
            report()

    report()
    looking = threading.Thread(target=look, daemon=True, name="progress")
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()
    report()


def share_done(chains: ChainFolder) -> float:
    """The share of all blocks that is done."""
    return float(np.mean([chains.share(block) for block in range(chains.blocks)]))


def summaries(chains: ChainFolder) -> dict[str, np.ndarray]:
    """The summaries of all blocks, sites after sites (layers after layers); ``memory``, ``evaluations`` and ``seconds`` by block."""
    rows = [chains.load(block, "summary.npz") for block in range(chains.blocks)]
    single = ("evaluations", "seconds", "memory")
    whole = [row for row in rows if row is not None]
    return {name: (np.stack if name in single else np.concatenate)([row[name] for row in whole]) for name in whole[0]}


def _cost_in(values: Any) -> Cost | None:
    """The cost in a manifest; None where there is none, or none that can be."""
    try:
        fields: dict[str, Any] = {name: float("nan") if value is None else value for name, value in values.items()}
        found = Cost(**fields)
        return found if all(isinstance(value, (int, float)) for value in vars(found).values()) else None
    except (AttributeError, TypeError):
        return None


def cost_of(chains: ChainFolder, summaries: dict[str, np.ndarray], processes: int, wall_seconds: float) -> Cost:
    """What the inversion cost; ``wall_seconds`` are those of this run, and the blocks' own where earlier runs did part of it. A run that
    found nothing left to do, with no ``processes``, cost nothing: what the manifest says stays.

    Parameters
    ----------
    chains
        The chains' folder.
    summaries
        Summaries of all sites, by name: see :func:`summaries`.
    processes
        Number of processes of this run; 0 where there was nothing left to do.
    wall_seconds
        Seconds that this run took.
    """
    known = _cost_in(read_manifest(chains.folder).get("cost"))
    if known is not None and not processes:
        return known
    seconds = max(wall_seconds, float(summaries["seconds"].sum()))
    memory = peak_memory_mb() + (processes * float(np.max(summaries["memory"])) if processes > 1 else 0.0)
    return Cost(len(chains.ids), int(summaries["evaluations"].sum()), seconds, memory if math.isfinite(memory) else float("nan"))
