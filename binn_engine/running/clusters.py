"""Many processes that share the tasks of one job, here or on other machines, through Dask's distributed engine."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..errors import BinnError, EngineError, JobError
from ..protocol import ENGINE_VERSION
from . import schedulers, surroundings

if TYPE_CHECKING:
    from distributed import Client, Future

# Tasks a thread has waiting beside the one it works on: enough never to be idle, few enough that results do not pile up.
TASKS_WAITING = 1
SECONDS_BETWEEN_LOOKS = 1.0  # at whether workers came or went
SECONDS_TO_ANSWER = 60  # for a scheduler that is at work
# How many workers a task may take down with it before it counts as the cause.
DEATHS = 3

Shared = TypeVar("Shared")
Work = TypeVar("Work")
Result = TypeVar("Result")


class Cluster(Protocol):
    """Where tasks run."""

    @property
    def workers(self) -> int:
        """Threads that take tasks at present; 0 where a scheduler waits for its workers."""
        ...

    def map(
        self, function: Callable[[Shared, Work], Result], shared: Shared, tasks: Sequence[Work]
    ) -> Generator[tuple[int, Result], None, None]:
        """``function(shared, task)`` of every task, as they finish: the task's number, and its result.

        Parameters
        ----------
        function
            Stands at the top level of a module of the engine; gives something that can be pickled.
        shared
            What all tasks need, such as the model. It travels once to every worker that comes, where every call gets the same object,
            so that it may keep what it opened (and leaves that out when it is pickled).
        tasks
            Small things that can be pickled.

        Raises
        ------
        BinnError
            What ``function`` raises; :class:`EngineError` where tasks take their workers down, or the scheduler is lost;
            :class:`JobError` where workers lack the engine.
        """
        ...


class ThisProcess:
    """No cluster: tasks run one after the other in this process."""

    workers = 1

    def map(
        self, function: Callable[[Shared, Work], Result], shared: Shared, tasks: Sequence[Work]
    ) -> Generator[tuple[int, Result], None, None]:
        """See :class:`Cluster`."""
        for number, task in enumerate(tasks):
            yield number, function(shared, task)


class DaskCluster:
    """The workers of a Dask scheduler, behind its client."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._looked, self._threads = 0.0, 0

    @property
    def workers(self) -> int:
        """See :class:`Cluster`."""
        if time.monotonic() - self._looked > SECONDS_BETWEEN_LOOKS:
            with _plain_errors():
                self._threads = sum(schedulers.in_thread(self._client.nthreads, SECONDS_TO_ANSWER).values())
            self._looked = time.monotonic()
        return self._threads

    def map(
        self, function: Callable[[Shared, Work], Result], shared: Shared, tasks: Sequence[Work]
    ) -> Generator[tuple[int, Result], None, None]:
        """See :class:`Cluster`. Tasks of a worker that dies go to another."""
        self._check_engines()
        done: queue.SimpleQueue[int] = queue.SimpleQueue()
        running: dict[int, Future] = {}
        waiting = iter(range(len(tasks)))
        # A task of its own, and not scattered data, which would be lost with the workers that hold it.
        held = self._submit(_held, shared)
        try:
            while True:
                room = (1 + TASKS_WAITING) * max(self.workers, 1) - len(running)
                for number in [number for _, number in zip(range(room), waiting)]:
                    running[number] = self._submit(_run, function, held, tasks[number])
                    running[number].add_done_callback(lambda _, number=number: done.put(number))
                if not running:
                    return
                try:
                    # Short, for signals reach a waiting main thread only between waits on some systems.
                    number = done.get(timeout=SECONDS_BETWEEN_LOOKS)
                except queue.Empty:
                    continue
                result = self._result(running[number])
                # Its worker may forget it now.
                running.pop(number).release()
                yield number, result
        finally:
            # What nobody wants is not begun.
            for future in (held, *running.values()):
                future.release()

    def _check_engines(self) -> None:
        """Wait for a worker, then raise where one cannot run tasks of this engine."""
        # As a task first: clusters that grow with what there is to do may have no worker yet.
        first = self._submit(_engine_version_there())
        while not first.done():
            time.sleep(0.05)
            _ = self.workers  # raises where the scheduler is gone
        first.release()
        with _plain_errors():
            found = schedulers.in_thread(partial(self._client.run, _engine_version_there(), on_error="return"), SECONDS_TO_ANSWER)
        for worker, version in found.items():
            if version != ENGINE_VERSION:
                there = f"version {version} of the engine" if isinstance(version, str) and version else f"no engine ({version})"
                raise JobError(
                    f"The worker {worker} of the Dask cluster has {there}, but this computer has {ENGINE_VERSION}.",
                    "Install the same version of the engine on all workers.",
                )

    def _result(self, future: Future) -> Any:
        """The result of a task that is done; raises what it raised, or why it could not be run."""
        # Dask takes a second to load, which most runs need not spend.
        from distributed.scheduler import KilledWorker

        if future.status != "error":
            with _plain_errors():
                # It may still have to travel, while the scheduler goes away: Dask would wait for it without end.
                return schedulers.in_thread(future.result, meanwhile=lambda: self.workers)
        try:
            return future.result(timeout=SECONDS_TO_ANSWER)
        except KilledWorker as error:
            raise EngineError(
                f"A task ended {DEATHS + 1} workers, one after the other, the last at {error.last_worker.address}.",
                "Their memory was perhaps too small: give them more memory, or set a smaller memory or fewer workers.",
            ) from error
        except ModuleNotFoundError as error:
            raise JobError(
                f"A worker of the Dask cluster does not have a library: {error}.",
                "Install the same environment on the workers as on this computer.",
            ) from error

    def _submit(self, function: Callable[..., Any], *arguments: Any) -> Future:
        with _plain_errors():
            return self._client.submit(function, *arguments, pure=False)


@contextmanager
def open_cluster(workers: int = 1, scheduler: str = "", threads: int = 1) -> Iterator[Cluster]:
    """Where a job's tasks run: in this process, in ``workers`` processes of this machine, or at a Dask scheduler's.

    Local processes listen on the loopback interface alone, under certificates made for the run, and end with this process, however it
    ends. Nothing waits for a task that is no longer wanted.

    Parameters
    ----------
    workers
        Processes; 1 means this one, 0 as many as there are cores. Counts for nothing where there is a scheduler.
    scheduler
        Address of a running scheduler, such as ``tcp://10.0.0.1:8786``; empty for none.
    threads
        Of each local process: tasks at a time. torch and numba have one thread each within a task.

    Raises
    ------
    JobError
        For a negative number of workers, or a scheduler that cannot be reached.
    EngineError
        Where local processes cannot be started.
    """
    if workers < 0:
        raise JobError(f"workers is {workers}, but it cannot be negative.", "Set workers to 1 or more, or to 0 for one for each core.")
    workers = workers or usable_cores()
    if scheduler:
        client = schedulers.connected(scheduler)
        try:
            yield DaskCluster(client)
        finally:
            schedulers.close_or_keep(client)
    elif workers == 1:
        yield ThisProcess()
    else:
        with _local(workers, threads) as cluster:
            yield cluster


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _local(workers: int, threads: int) -> Iterator[DaskCluster]:
    # Dask takes a second to load, which most runs need not spend.
    import dask
    import distributed  # noqa: F401 (its defaults join the configuration)

    options = {"distributed.scheduler.allowed-failures": DEATHS, **schedulers.DASK_OPTIONS}
    # Nobody looks at what Dask would count of this machine's drives and network, twice a second.
    options |= {"distributed.admin.system-monitor.disk": False, "distributed.admin.system-monitor.interval": "10s"}
    # Dask has workers give freed memory back at once (MALLOC_TRIM_THRESHOLD_), which doubles the processor time of arrays that come and go.
    kept = dask.config.get("distributed.nanny.pre-spawn-environ")
    options["distributed.nanny.pre-spawn-environ"] = {name: value for name, value in kept.items() if name != "MALLOC_TRIM_THRESHOLD_"}
    with dask.config.set(options):
        surroundings.check_room_for(workers)
        cluster, client = schedulers.local_cluster(workers, threads)
        try:
            yield DaskCluster(client)
        finally:
            # What they work on is wanted no more; asking them to stop would wait for it.
            schedulers.kill(cluster)
            schedulers.close_or_keep(client)
            schedulers.close_or_keep(cluster)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """What goes wrong between this process and the scheduler, as the engine's error."""
    try:
        yield
    except BinnError:
        raise
    # Any other: what comes of half a message, or of another program's, is read as anything.
    except Exception as error:
        raise EngineError(
            f"The connection to the Dask scheduler was lost: {type(error).__name__}: {error}.",
            "Check that it runs, then run the job again.",
        ) from error


def _engine_version_there() -> Callable[[], str]:
    """A function that travels by its code, since a worker without the engine could not read one that it is to import."""

    def engine_version() -> str:
        from binn_engine.protocol import ENGINE_VERSION  # type: ignore[import-untyped]  # by its own name, on a worker

        return ENGINE_VERSION

    return engine_version


def _held(shared: Shared) -> Shared:
    """What stays with a worker."""
    return shared


def _run(function: Callable[[Shared, Work], Result], shared: Shared, task: Work) -> Result:
    return function(shared, task)
