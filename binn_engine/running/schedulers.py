"""Dask's schedulers and clients: connects to them, starts them and closes them without ever blocking this process.

If the garbage collector finds a ``Client`` or ``LocalCluster`` of Dask, it closes it in any thread, which then may wait for locks that this
same thread has. So every object that is made here is kept by name until it is closed, also if its creation fails half-way.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import Cancelled, EngineError, JobError

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

SECONDS_TO_CONNECT, SECONDS_TO_START = 10, 60
# How long this process waits for a client or a cluster to close; and how long the closing may last in the background.
SECONDS_TO_CLOSE, MOST_SECONDS_TO_CLOSE = 1.0, 60
# Bytes of a scheduler's first message, which says its version of Python and how it compresses, and two words that it has.
MOST_GREETING, GREETING = 65536, (b"pickle-protocol", b"compression")
DASK_OPTIONS = {"distributed.admin.large-graph-warning-threshold": "1GB"}

Made = TypeVar("Made")
# What is not closed yet, or never was.
_kept: list[Any] = []


def connected(scheduler: str) -> Client:
    """A client of the scheduler at an address such as ``tcp://10.0.0.1:8786``; give it to :func:`close_or_keep` in the end.

    Raises
    ------
    JobError
        Where no scheduler of Dask answers there in time.
    """
    # Dask takes a second to load, which most runs need not spend.
    import dask
    from distributed import Client

    dask.config.set(DASK_OPTIONS)
    try:
        # Dask itself waits without end for a program that takes the connection and says nothing.
        greet(scheduler, SECONDS_TO_CONNECT)
        make = partial(_keeping, Client, scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        return in_thread(make, SECONDS_TO_CONNECT + 1.0)
    except Cancelled:
        raise
    # Any other: what another program that listens there sends may be read as anything, such as an array larger than memory.
    except Exception as error:
        raise JobError(
            f"The Dask scheduler at {scheduler!r} cannot be reached: {str(error) or type(error).__name__}.",
            "Check the address (such as tcp://10.0.0.1:8786), that the scheduler is running, and that it has the "
            "version of Dask given in binn_engine/requirements.txt.",
        ) from error


def greet(scheduler: str, seconds: float) -> None:
    """Return once what listens at an address has sent the first message of a scheduler of Dask.

    By a socket of our own, before Dask opens one: a socket can be closed from outside, whatever its reader waits for. Of other ways to
    reach a scheduler than TCP and TLS nothing is checked.

    Raises
    ------
    OSError, ValueError
        Where nothing listens there, or it does not say within ``seconds`` what a scheduler says.
    """
    # Dask takes a second to load, which most runs need not spend.
    from distributed.comm.addressing import parse_address, parse_host_port

    scheme, place = parse_address(scheduler)
    if scheme not in ("tcp", "tls"):
        return
    host, port = parse_host_port(place)
    if not 0 < port < 65536:
        raise ValueError(f"there is no port {port}; ports are numbers from 1 to 65535")
    context = _tls_of_dask() if scheme == "tls" else None
    opened: list[socket.socket] = []

    def hear() -> None:
        sock = socket.create_connection((host, port), timeout=seconds)
        opened.append(sock)
        if context is not None:
            sock = context.wrap_socket(sock, server_hostname=host)
            opened.append(sock)
        (length,) = struct.unpack("<Q", _bytes_of(sock, 8))
        said = _bytes_of(sock, length) if length <= MOST_GREETING else b""
        if not all(word in said for word in GREETING):
            raise ValueError("the program at this address is not a Dask scheduler")

    try:
        in_thread(hear, seconds)
    finally:
        for sock in opened:
            # Wakes a thread that waits for its bytes.
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


def _tls_of_dask() -> Any:
    """The certificates that Dask's configuration names; raises ValueError where it names none."""
    # Dask takes a second to load, which most runs need not spend.
    from distributed.security import Security

    context = Security().get_connection_args("client").get("ssl_context")
    if context is None:
        raise ValueError("an address with tls:// needs certificates, but Dask's configuration (distributed.comm.tls) names none")
    return context


def _bytes_of(sock: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = sock.recv(count - len(found))
        if not more:
            raise ConnectionError("the connection was closed before a scheduler answered")
        found += more
    return found


def local_cluster(workers: int, threads: int) -> tuple[LocalCluster, Client]:
    """A cluster of processes of this machine, and its client; give both to :func:`close_or_keep` in the end, the client first.

    Raises
    ------
    EngineError
        Where its workers cannot be started, or are not there within a minute.
    """
    # Dask takes a second to load, which most runs need not spend.
    from distributed import Client, LocalCluster
    from distributed.security import Security

    options = {
        "n_workers": workers,
        "threads_per_worker": threads,
        "host": "127.0.0.1",
        "protocol": "tls",
        "security": Security.temporary(),
        "dashboard_address": "127.0.0.1:0",
        "memory_limit": 0,  # the job keeps to its budget itself
        "silence_logs": "CRITICAL",
        "preload": f"{__package__}.parents",  # workers end with this process
    }
    deadline = time.monotonic() + SECONDS_TO_START
    try:
        cluster = in_thread(partial(_keeping, LocalCluster, **options), SECONDS_TO_START)
        try:
            client = in_thread(partial(_keeping, Client, cluster, set_as_default=False), deadline - time.monotonic())
        except BaseException:
            kill(cluster)
            close_or_keep(cluster)
            raise
    except BaseException as error:
        # Workers of a cluster that is not there yet; Dask would wait for them before it ends them.
        for process in multiprocessing.active_children():
            process.kill()
        if not isinstance(error, Exception) or isinstance(error, Cancelled):
            raise
        why = f"did not start within {SECONDS_TO_START} s" if isinstance(error, TimeoutError) else f"cannot be started: {error}"
        raise EngineError(
            f"The {workers} processes on this computer that are set with workers {why}.",
            "Run again when the computer is less busy, or with fewer workers.",
        ) from error
    return cluster, client


def kill(cluster: LocalCluster) -> None:
    """End the processes of a local cluster at once, and do not start them again."""
    # Dask takes a second to load, which most runs need not spend.
    from distributed.core import Status

    for nanny in list(cluster.workers.values()):
        # Else it starts a worker anew that ends.
        nanny.status = Status.closing_gracefully
        if nanny.pid:
            with suppress(ProcessLookupError):
                os.kill(nanny.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    deadline = time.monotonic() + SECONDS_TO_CLOSE
    while multiprocessing.active_children() and time.monotonic() < deadline:  # asking takes note of those that have ended
        time.sleep(0.01)


def close_or_keep(made: Client | LocalCluster) -> None:
    """Close a client or a cluster; in a thread if it takes long. One that cannot be closed is kept, with its threads, until this process
    ends."""
    closed: list[bool] = []

    def close() -> None:
        # Any error is ignored: the other program may have ended already, and it is no longer needed.
        with suppress(Exception):
            made.close(timeout=MOST_SECONDS_TO_CLOSE)
        if getattr(made.status, "name", made.status) == "closed":
            _forget(made)
            closed.append(True)

    # Not in this thread: Dask waits here without end where its loop is busy.
    thread = threading.Thread(target=close, daemon=True, name="closing")
    thread.start()
    thread.join(SECONDS_TO_CLOSE)


def _keeping(kind: type[Made], *arguments: Any, **options: Any) -> Made:
    """An object of a kind that is kept from before it is made: one whose making fails may have begun to connect."""
    made = kind.__new__(kind)
    _kept.append(made)
    made.__init__(*arguments, **options)  # type: ignore[misc]  # of exactly this kind
    return made


def _forget(made: Any) -> None:
    _kept[:] = [other for other in _kept if other is not made]


def in_thread(make: Callable[[], Made], seconds: float = math.inf, meanwhile: Callable[[], object] = lambda: None) -> Made:
    """What ``make`` gives, made in a thread of its own, so that a cancelled run does not wait for it.

    ``meanwhile`` is called again and again while it lasts; what it raises ends the waiting. What comes when nobody waits any more is
    closed, where it can be.

    Raises
    ------
    TimeoutError
        Where it takes longer than ``seconds``.
    """
    made: list[Made] = []
    failed: list[Exception] = []
    left = threading.Event()

    def work() -> None:
        try:
            made.append(make())
        except Exception as error:
            failed.append(error)
        if made and left.is_set() and hasattr(made[0], "close"):
            close_or_keep(made[0])  # type: ignore[arg-type]  # what is made here is a client or a cluster

    thread = threading.Thread(target=work, daemon=True, name="making")
    thread.start()
    deadline = time.monotonic() + seconds
    try:
        while thread.is_alive():
            if time.monotonic() > deadline:
                raise TimeoutError("no answer")
            # Short, for signals reach a waiting main thread only between waits on some systems.
            thread.join(0.1)
            meanwhile()
    except BaseException:
        left.set()
        raise
    if failed:
        raise failed[0]
    return made[0]
