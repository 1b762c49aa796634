"""The two functions that a step of a run gets from its caller to report progress and warnings."""

from __future__ import annotations

from collections.abc import Callable

# Called with a code, which programs know the warning by, and a message, which people read.
Warn = Callable[[str, str], None]
# Called with the share that is done, 0 to 1, and the name of the phase.
Progress = Callable[[float, str], None]
