"""``python -m binn_engine``."""

import os
import signal

for _name in ("SIGTERM", "SIGINT", "SIGHUP"):
    if hasattr(signal, _name):
        # Before anything else: while the engine is loaded there is nothing to clear away.
        signal.signal(getattr(signal, _name), lambda *_: os._exit(130))

from .running import guard, surroundings
from .running.stopping import leave_cancelled, leave_on_signals


def run() -> None:
    """Run the command line in a process of its own, which ends with it."""
    surroundings.read_names_as_utf8()
    surroundings.open_streams()
    guard.begin(leave_cancelled)
    leave_on_signals()
    surroundings.forget_data_of_other_programs()
    surroundings.forget_settings_of_other_programs()
    # Only now: what it loads must find the environment as it is set above.
    from .cli import main
    from .errors import Cancelled

    try:
        status = main()
    except Cancelled:  # a signal that came between the end of the run and its being told
        leave_cancelled()
    surroundings.flush_streams()
    guard.end()
    # Everything is cleared away, and taking apart all that was loaded would last another second, or several on a busy machine
    # or where something waits for a program that gives no answer.
    os._exit(status)


if __name__ == "__main__":
    run()
