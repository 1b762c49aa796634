"""Errors that say what went wrong and what the user can do.

Plain standard-library Python: the QGIS side reads this module too.
"""

from __future__ import annotations

NOTHING_LEFT = "Nothing was written."


class BinnError(Exception):
    """An error with its reason and its remedy.

    Parameters
    ----------
    message
        What happened and why; names the layer, the field or the file.
    remedy
        What the user can do about it, as one sentence.
    """

    code = "error"

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class JobError(BinnError):
    """A job or a setting that cannot be run as written."""

    code = "job"


class InputError(BinnError):
    """A layer, table or file that cannot be used as it is."""

    code = "input"


class CheckpointError(BinnError):
    """A model file that is not a BINN checkpoint, or not one for this use."""

    code = "checkpoint"


class OutputError(BinnError):
    """A place where results cannot be written."""

    code = "output"


class EngineError(BinnError):
    """The engine's process or environment failed."""

    code = "engine"


class Cancelled(BinnError):
    """The user, or the program that started the engine, asked it to stop."""

    code = "cancelled"

    def __init__(self, left: str = NOTHING_LEFT) -> None:
        """``left``: what is left of the run."""
        super().__init__("The run was cancelled.", left)
