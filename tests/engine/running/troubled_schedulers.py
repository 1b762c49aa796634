"""What answers at a scheduler's address and is none, or is none for long: each followed by a cluster of this machine, in one process.

``python -m tests.engine.running.troubled_schedulers ROUNDS SEED`` does many rounds and prints how each ended; it dies with a trace of every
thread where a round takes over two minutes.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from binn_engine.errors import BinnError
from binn_engine.running import clusters
from binn_engine.running.clusters import open_cluster

GARBAGE = (b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 64, b"\x40" + bytes(71), b"SSH-2.0-OpenSSH_9.6\r\n", bytes(64))
LONGEST_ROUND_S = 120


def doubled(shared: int, task: int) -> int:
    """A task."""
    return shared * task


@contextmanager
def listening(answer: Callable[[socket.socket], object]) -> Iterator[str]:
    """The address of a server that does ``answer`` with every connection, in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as opened:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    sock = opened.enter_context(server.accept()[0])
                    threading.Thread(target=_quietly, args=(answer, sock), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


def _quietly(answer: Callable[[socket.socket], object], sock: socket.socket) -> None:
    with suppress(OSError):
        answer(sock)


@contextmanager
def scheduler() -> Iterator[tuple[subprocess.Popen, str]]:
    """A real scheduler on the loopback interface, and its address."""
    words = [
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--dashboard-address",
        "127.0.0.1:0",
    ]
    with subprocess.Popen([sys.executable, "-m", *words], stderr=subprocess.PIPE, text=True) as process:
        try:
            line = next(line for line in process.stderr if "tcp://127.0.0.1:" in line)
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield process, line[line.index("tcp://") :].strip()
        finally:
            process.kill()


def through(address: str, budget: list[int], then: str, noise: bytes) -> Callable[[socket.socket], None]:
    """Passes bytes on to and from a real scheduler until ``budget`` of its bytes are used up, then is silent, closes, or sends noise."""

    def answer(near: socket.socket) -> None:
        host, port = address.removeprefix("tcp://").split(":")
        with socket.create_connection((host, int(port))) as far:
            threading.Thread(target=lambda: _quietly(lambda sock: _pump(sock, far), near), daemon=True).start()
            while budget[0] > 0:
                data = far.recv(min(budget[0], 4096))
                if not data:
                    break
                budget[0] -= len(data)
                near.sendall(data)
            if then == "noise":
                near.sendall(noise)
            if then == "closes":
                near.shutdown(socket.SHUT_RDWR)
            else:
                time.sleep(LONGEST_ROUND_S)

    return answer


def _pump(near: socket.socket, far: socket.socket) -> None:
    while data := near.recv(4096):
        far.sendall(data)


def used(address: str) -> str:
    """How a run ends that has its tasks done by a scheduler: the class of the engine's error, or ``done``; else the fault."""
    try:
        with open_cluster(scheduler=address) as cluster:
            found = dict(cluster.map(doubled, 2, range(50)))
    except BinnError as error:
        return type(error).__name__
    except Exception as error:
        return f"FAULT {type(error).__name__}: {error}"
    assert found == {number: 2 * number for number in range(50)}
    return "done"


def troubled(chance: random.Random, sound: str) -> tuple[str, str]:
    """One round with a scheduler in trouble, drawn by chance: its kind, and how the run ended. ``sound`` is the address of one without."""
    kind = chance.choice(["unreachable", "silent", "garbage", "silent later", "closes later", "noise later", "killed", "frozen"])
    if kind == "unreachable":
        return kind, used("tcp://127.0.0.1:9")
    if kind in ("silent", "garbage"):
        said = chance.choice(GARBAGE) if kind == "garbage" else b""
        with listening(lambda sock: (sock.sendall(said), time.sleep(LONGEST_ROUND_S))) as address:
            return kind, used(address)
    if kind.endswith("later"):
        budget = [int(10 ** chance.uniform(0.0, 5.0))]
        with listening(through(sound, budget, kind.split()[0], chance.choice(GARBAGE))) as address:
            return kind, used(address)
    with scheduler() as (process, address):
        end = process.kill if kind == "killed" else lambda: os.kill(process.pid, 19)
        timer = threading.Timer(chance.uniform(0.0, 1.0), end)
        timer.start()
        try:
            return kind, used(address)
        finally:
            timer.cancel()


@contextmanager
def impatient() -> Iterator[None]:
    """Times short enough for many rounds."""
    modules = (clusters, getattr(clusters, "schedulers", clusters))
    wanted = {"SECONDS_TO_CONNECT": 1, "SECONDS_TO_ANSWER": 3}
    kept = [(module, name, getattr(module, name)) for module in modules for name in wanted if hasattr(module, name)]
    for module, name, _ in kept:
        setattr(module, name, wanted[name])
    try:
        yield
    finally:
        for module, name, seconds in kept:
            setattr(module, name, seconds)


def rounds(count: int, seed: int) -> tuple[Counter, float, float]:
    """So many rounds, each followed by a cluster of this machine: how the kinds ended, and the longest trouble and local cluster (s)."""
    gc.set_threshold(50, 2, 2)  # the collector runs all the time
    chance, endings, longest, longest_local = random.Random(seed), Counter(), 0.0, 0.0
    with scheduler() as (_, sound), ExitStack() as workers:
        words = [sys.executable, "-m", "distributed.cli.dask_worker", sound, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
        worker = workers.enter_context(subprocess.Popen([*words, "--host", "127.0.0.1"], stderr=subprocess.DEVNULL))
        workers.callback(worker.kill)
        for number in range(count):
            faulthandler.dump_traceback_later(LONGEST_ROUND_S, exit=True)
            start = time.monotonic()
            with impatient():
                kind, ended = troubled(chance, sound)
            longest = max(longest, time.monotonic() - start)
            endings[kind, ended] += 1
            start = time.monotonic()
            with open_cluster(2) as cluster:
                assert dict(cluster.map(doubled, 3, range(4))) == {task: 3 * task for task in range(4)}
            longest_local = max(longest_local, time.monotonic() - start)
            print(f"round {number + 1}: {kind}: {ended}", flush=True)
        faulthandler.cancel_dump_traceback_later()
    return endings, longest, longest_local


if __name__ == "__main__":
    found, trouble_s, local_s = rounds(int(sys.argv[1]), int(sys.argv[2]))
    for (kind, ended), count in sorted(found.items()):
        print(f"{count:4d}  {kind:14s} {ended}")
    print(f"longest: {trouble_s:.1f} s with a scheduler in trouble, {local_s:.1f} s with a cluster of this machine")
    sys.stdout.flush()
    os._exit(0)
