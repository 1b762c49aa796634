"""How a run is asked to stop, by a signal or by a caller that went away, and what that interrupts."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ..errors import Cancelled
from ..protocol import EXIT_CANCELLED, encode_event
from . import guard
from .guard import STOPPING

# Set once a signal asked this process to stop.
_asked_to_stop = threading.Event()
# Set while what is done is done as a whole.
_too_late = threading.Event()


def stop_on_signals() -> None:
    """Turn a termination signal into :class:`Cancelled` in the main thread, so that nothing half-written stays."""
    _asked_to_stop.clear()
    for name in STOPPING:
        signal.signal(name, _cancel)
    _keep_cancelled_quiet()


def _cancel(_signal: int, _frame: object) -> None:
    ignore_signals()
    if not _too_late.is_set():
        guard.state("cleaning")
    ask_to_stop()


@contextmanager
def loading_libraries() -> Iterator[None]:
    """A block that loads libraries, before a job has written anything: a signal ends the process at once. Some libraries would keep the
    exception to themselves, and code in C++ that calls Python may abort because of it. The guard clears away."""
    ours = [name for name in STOPPING if signal.getsignal(name) is _cancel]
    for name in ours:
        signal.signal(name, _leave)
    try:
        yield
    finally:
        for name in ours:
            signal.signal(name, _cancel)


def ignore_signals() -> None:
    """Let no further termination signal interrupt the cleaning or change how a run ended; the guard hears it, and ends what hangs."""
    for name in STOPPING:
        signal.signal(name, lambda *_: None)


def leave_on_signals() -> None:
    """Have a termination signal end the process at once: while it starts, there is nothing to clear away, and libraries that are being
    loaded would keep an exception to themselves."""
    for name in STOPPING:
        signal.signal(name, _leave)


def _leave(_signal: int, _frame: object) -> None:
    leave_cancelled()


def leave_cancelled() -> None:
    """Say that the run was cancelled, by the plainest means, and end the process, whatever else it is about."""
    with suppress(Exception):  # the guard removes what is left
        guard.clear_away()
    error = Cancelled()
    event = encode_event("error", code=error.code, message=error.message, remedy=error.remedy)
    for stream, line in ((1, event), (2, f"Error: {error}")):
        with suppress(OSError):
            os.write(stream, f"{line}\n".encode())
    os._exit(EXIT_CANCELLED)


def leave_signals_to_main_thread() -> None:
    """Have no signal come to this thread: signals end waits of the main thread within the system."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)


def asked_to_stop() -> bool:
    """Whether a signal, or a caller that went away, asked this process to stop."""
    return _asked_to_stop.is_set()


def ask_to_stop(why: Exception | None = None) -> None:
    """Have the run stop, which raises :class:`Cancelled`: here, or after what is being done as a whole."""
    _asked_to_stop.set()
    if not _too_late.is_set():
        raise Cancelled from why


def stop_if_asked() -> None:
    """Raise :class:`Cancelled` where this process was asked to stop before, which a library may have kept."""
    if _asked_to_stop.is_set():
        raise Cancelled


def _keep_cancelled_quiet() -> None:
    """Python prints what a finalizer raised. Once a run is asked to stop that is no news: the signal's :class:`Cancelled` came there, and
    is heard later, or it left an object half made. Before, it goes to the hook of :mod:`binn_engine.files.opening` or of Python."""
    before = sys.unraisablehook
    if before.__name__ == "_unless_stopped":
        return

    def _unless_stopped(what: sys.UnraisableHookArgs) -> None:
        if not _asked_to_stop.is_set():
            before(what)

    sys.unraisablehook = _unless_stopped


@contextmanager
def as_a_whole() -> Iterator[None]:
    """A block that no signal interrupts: who asks to stop meanwhile is heard by the next :meth:`Reporter.progress` after it.

    Raises :class:`Cancelled` where a signal asked before, which a library may have kept.
    """
    _too_late.set()
    try:
        stop_if_asked()
        guard.state("publishing")
        yield
    finally:
        _too_late.clear()
        guard.state("cleaning" if _asked_to_stop.is_set() else "running")


def stop_when_input_closes() -> None:
    """Stop the run when standard input closes: the program that started the engine is gone."""
    if guard.watches_input():
        return

    def watch() -> None:
        with suppress(OSError):  # it was closed from the start
            while os.read(0, 1024):
                pass
        if hasattr(signal, "pthread_kill"):  # a true signal, which also ends a wait within the system
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
        else:
            _thread.interrupt_main(signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="watch-stdin").start()
