"""The two functions that a step of a run gets from its caller to report progress and warnings."""

from __future__ import annotations

from collections.abc import Callable

from ..cells import listed

# Called with a code, which programs know the warning by, and a message, which people read.
Warn = Callable[[str, str], None]
# Called with the share that is done, 0 to 1, and the name of the phase.
Progress = Callable[[float, str], None]


class AlikeWarnings:
    """Passes warnings on, and gathers those that say the same of several files: they become one.

    >>> told = []
    >>> alike = AlikeWarnings(lambda code, message: told.append(message))
    >>> for name in ("a.tif", "b.tif"):
    ...     alike.of("coast", name, "2 profiles are at sea.")
    >>> alike.tell()
    >>> told
    ['a.tif, b.tif: 2 profiles are at sea.']
    """

    def __init__(self, warn: Warn) -> None:
        self._warn = warn
        self._gathered: dict[tuple[str, str], list[str]] = {}

    def __call__(self, code: str, message: str) -> None:
        """A warning of its own."""
        self._warn(code, message)

    def of(self, code: str, subject: str, message: str) -> None:
        """A warning about a subject, to be told later, together with those of other subjects."""
        self._gathered.setdefault((code, message), []).append(subject)

    def tell(self) -> None:
        """Tell what was gathered."""
        gathered, self._gathered = self._gathered, {}
        for (code, message), subjects in gathered.items():
            self._warn(code, f"{listed(subjects, letters=200)}: {message}")
