"""A second, small process that watches the engine, and does what the engine itself cannot do: end it and remove its files.

The engine handles a signal in its main thread, between two steps of Python. While that thread waits in a library (for a pipe as an input,
or a raster on a server that does not answer), it does not notice signals. So the operating system sends each signal to the guard too. About
a second after a signal, the guard ends an engine that is still running; an engine that is removing its files gets a little more time. If
the engine is killed, the guard ends all processes that the engine started, and removes the folders of its unfinished outputs and its
temporary files.

Plain standard-library Python: the guard is a copy of the engine's process from before anything is loaded.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .started import TOKEN, end_started

# The last is sent when the terminal closes; Windows has none.
STOPPING = [getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)]
# From a signal until the engine is ended: where it does not hear, where it clears away, where it moves outputs to their places.
SECONDS = {"running": 0.9, "cleaning": 1.3, "publishing": 30.0}
SECONDS_TO_EXIT, SECONDS_BETWEEN_LOOKS = 0.25, 0.2


class _Watch:
    """The state of the engine, known from its messages and from the operating system."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.state, self.asked = "running", 0.0
        self.folders: dict[str, str] = {}
        self.watches_input = self.over = False
        self._rest = b""

    def take(self, data: bytes) -> None:
        """Messages of the engine: lines of JSON."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            what, *values = json.loads(line)
            if what == "state":
                self.state = values[0]
            elif what == "remove":
                self.folders[values[0]] = values[1]
            elif what == "keep":
                self.folders.pop(values[0], None)
            elif what == "input":
                self.watches_input = True
            elif what == "over":
                self.over = True

    def ask(self) -> None:
        """A signal came."""
        self.asked = self.asked or time.monotonic()

    def left(self) -> float:
        """Seconds until the engine is to be ended."""
        return self.asked + SECONDS[self.state] - time.monotonic() if self.asked else SECONDS_BETWEEN_LOOKS

    def sweep(self) -> None:
        """End what the engine started, and remove its folders."""
        for _ in range(5):  # what is being killed may still write
            killed = end_started(self.token)
            self.clear()
            if not killed and not any(not unless and os.path.lexists(folder) for folder, unless in self.folders.items()):
                return
            time.sleep(0.02)

    def clear(self) -> None:
        """Remove the engine's folders, those within others first: they were made later."""
        _remove(self.folders)


def _remove(folders: dict[str, str]) -> None:
    for folder, unless in reversed(list(folders.items())):
        if not (unless and any(Path(folder).glob(unless))):
            shutil.rmtree(folder, ignore_errors=True)


class _Link:
    """The engine's side: the connection to the guard."""

    def __init__(self) -> None:
        self.token = os.urandom(8).hex()
        self.engine = os.getpid()
        self.pid = 0  # of the guard; 0: a thread of this process watches
        self.here: _Watch | None = None
        self.folders: dict[str, str] = {}
        self.write: Callable[[bytes], object] = lambda data: None
        self.sockets: list[socket.socket] = []


_link: _Link | None = None
_exit: list[Callable[[], None]] = []


def begin(leave: Callable[[], None]) -> None:
    """Have this process, the engine's, watched from now on; call it first of all. ``leave`` says that the run was cancelled and exits."""
    global _link
    _link = link = _Link()
    os.environ[TOKEN] = link.token
    heard, wake = socket.socketpair()
    wake.setblocking(False)
    link.sockets = [heard, wake]
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    if hasattr(os, "fork"):
        with contextlib.suppress(OSError):  # no more processes: a thread does what it can
            _fork(link, heard, leave)
    if not link.pid:
        link.here = _Watch(link.token)
        link.write = link.here.take
        threading.Thread(target=_watch_here, args=(link.here, heard, leave), daemon=True, name="guard").start()


def _fork(link: _Link, heard: socket.socket, leave: Callable[[], None]) -> None:
    told, tell = socket.socketpair()
    engine = os.getpid()
    link.pid = os.fork()
    if link.pid == 0:
        with contextlib.suppress(BaseException):
            tell.close()
            _guard_process(_Watch(link.token), engine, heard, told)
        os._exit(0)
    told.close()
    link.sockets.append(tell)
    link.write = tell.sendall

    def obey() -> None:
        with contextlib.suppress(OSError):
            if tell.recv(1):
                leave()

    threading.Thread(target=obey, daemon=True, name="guard").start()


def _tell(*message: str) -> None:
    if _link is not None:
        with contextlib.suppress(OSError):  # the guard was killed
            _link.write(json.dumps(message).encode() + b"\n")


def state(name: str) -> None:
    """What the engine does: ``running``, ``cleaning`` after a signal, or ``publishing`` its outputs."""
    _tell("state", name)


def remove_at_end(folder: str | Path, unless: str = "") -> None:
    """A folder to be removed at the latest when the engine ends; not one that holds files of the pattern ``unless``.

    Name it before it is made: a signal may come between the two.
    """
    if _link is not None:
        _link.folders[str(folder)] = unless
    _tell("remove", str(folder), unless)


def keep(folder: str | Path) -> None:
    """A folder that is removed already, or is to stay."""
    if _link is not None:
        _link.folders.pop(str(folder), None)
    _tell("keep", str(folder))


def clear_away() -> None:
    """Remove the folders that are to go with the engine, from within it: who waits for its end finds nothing left."""
    if _link is not None and _link.engine == os.getpid():  # not a copy of the engine that works for it
        _remove(_link.folders)


def watches_input() -> bool:
    """Have the guard stop the engine when its standard input closes; False where there is no guard to do so."""
    _tell("input")
    return bool(_link and _link.pid)


def end() -> None:
    """The engine is done: what a signal kept from being removed goes, and the guard goes before the engine."""
    clear_away()
    if _link is None or not _link.pid:
        return
    _tell("over")
    with contextlib.suppress(OSError):
        deadline = time.monotonic() + SECONDS_TO_EXIT
        while os.waitpid(_link.pid, os.WNOHANG) == (0, 0) and time.monotonic() < deadline:
            time.sleep(0.005)


def _guard_process(watch: _Watch, engine: int, heard: socket.socket, told: socket.socket) -> None:
    """The guard's life: until the engine is over or gone."""
    os.setsid()
    for name in STOPPING:
        signal.signal(name, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    _close_all_but(heard.fileno(), told.fileno())
    while os.getppid() == engine and not watch.over:
        sources: list[Any] = [heard, told, *([0] if watch.watches_input else [])]
        ready = select.select(sources, [], [], min(max(watch.left(), 0.0), SECONDS_BETWEEN_LOOKS))[0]
        if told in ready:
            data = told.recv(65536)
            if not data:
                break
            watch.take(data)
        if heard in ready and set(heard.recv(4096)) & set(STOPPING):
            watch.ask()
        if 0 in ready and not _input_is_open():
            watch.watches_input = False
            watch.ask()
            os.kill(engine, signal.SIGTERM)
        if watch.asked and watch.left() <= 0.0 and not watch.over:
            _end_engine(watch, engine, told)
            break
    if not watch.over:
        watch.sweep()


def _end_engine(watch: _Watch, engine: int, told: socket.socket) -> None:
    # What the engine started is ended after it, which on a busy machine takes a while to find.
    watch.clear()
    told.sendall(b"x")
    deadline = time.monotonic() + SECONDS_TO_EXIT
    while os.getppid() == engine and time.monotonic() < deadline:
        time.sleep(0.01)
    if os.getppid() == engine:  # it waits within a library that lets no other thread go on
        os.kill(engine, signal.SIGKILL)
    while os.getppid() == engine:
        time.sleep(0.01)


def _close_all_but(*kept: int) -> None:
    """Close what the guard has from the engine: who waits for the end of the engine's output must not wait for the guard."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (1, 2):
        os.dup2(nothing, standard)
    low = 3
    for descriptor in sorted(kept):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, max(256, low + 64))


def _input_is_open() -> bool:
    try:
        return bool(os.read(0, 4096))
    except OSError:
        return False


def _watch_here(watch: _Watch, heard: socket.socket, leave: Callable[[], None]) -> None:
    """The guard as a thread: it ends an engine that waits within a library, as long as the library lets other threads go on."""
    while not watch.over:
        if select.select([heard], [], [], min(max(watch.left(), 0.0), SECONDS_BETWEEN_LOOKS))[0] and set(heard.recv(4096)) & set(STOPPING):
            watch.ask()
        if watch.asked and watch.left() <= 0.0:
            watch.sweep()
            leave()
