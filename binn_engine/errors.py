"""Errors that say what went wrong and what the user can do.

Plain standard-library Python: the QGIS side reads this module too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

NOTHING_LEFT = "Nothing was written."
_NAMED = 5  # profiles or features that a warning names
# What is counted in messages, and the verbs that follow.
_NOUNS = (
    "profiles|layers|pixels|zones|rows|features|polygons|files|values|places|cells|tiles|chains|passes|classes|draws|fields|columns|"
    "networks|epochs|workers|depths|sites|covariates|bands|folds|blocks|rasters|bulk densities|warnings"
)
_VERBS = {"are": "is", "were": "was", "have": "has", "need": "needs", "extend": "extends", "cross": "crosses", "get": "gets"}
# Not within the name of a file or a folder.
_ONE = re.compile(rf"(?<![\d.,:/\\x-])\b1 ({_NOUNS})\b(?: ({'|'.join(_VERBS)})\b)?(?! or more|\.\w|[/\\])")
_ONE_OF = re.compile(rf"(?<![\d.,:/x-])\b(1 of (?:all )?[\d,]+ (?:{_NOUNS})) ({'|'.join(_VERBS)})\b")
# A second verb of such a sentence.
_AND = re.compile(rf"(?<![\d.,:/x-])\b(1 (?:of (?:all )?[\d,]+ )?\w+ (?:{'|'.join(_VERBS.values())}) [^.:;]*?\band) ({'|'.join(_VERBS)})\b")


def in_number(text: str) -> str:
    """An English sentence in which what is one is in the singular.

    >>> in_number("1 profiles are left out, 21 layers and 1 passes; 1 of 20 rows have no id.")
    '1 profile is left out, 21 layers and 1 pass; 1 of 20 rows has no id.'
    >>> in_number("The file C:/1 files/2 of 1 rows.csv is read.")
    'The file C:/1 files/2 of 1 rows.csv is read.'
    >>> in_number("All 1 profiles were used.")
    'The only profile was used.'
    >>> in_number("1 of 143 profiles have no value of clay and are left out.")
    '1 of 143 profiles has no value of clay and is left out.'
    """

    def singular(match: re.Match[str]) -> str:
        noun, verb = match[1], match[2]
        ends = (("sses", "ss"), ("sities", "sity"), ("s", ""))
        one = next(noun.removesuffix(many) + end for many, end in ends if noun.endswith(many))
        return f"1 {one} {_VERBS[verb]}" if verb else f"1 {one}"

    text = _ONE.sub(singular, text)
    for pattern in (_ONE_OF, _AND):
        text = pattern.sub(lambda match: f"{match[1]} {_VERBS[match[2]]}", text)
    return re.sub(r"\b([Aa])ll (?:the )?1 (?=[a-z])", lambda match: "The only " if match[1] == "A" else "the only ", text)


def first_few(names: Sequence[str]) -> str:
    """The first names in a list that says where there are more.

    >>> first_few(["a", "b"]), first_few("abcdefg")
    ('a, b', 'a, b, c, d, e, ...')
    """
    return ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")


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
        self.message, self.remedy = in_number(message), in_number(remedy)
        super().__init__(self.message)

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


CHECK_DISK = "Check the permissions of the folder and its free disk space."


def cannot_write(what: str, error: Exception | str, remedy: str = CHECK_DISK) -> OutputError:
    """The error for an output that cannot be written: ``what`` names it, as in *The raster soc.tif*; ``error`` is the reason."""
    reason = error.strerror or error if isinstance(error, OSError) else error
    return OutputError(f"{what} cannot be written: {reason}.", remedy)


def check_positive(name: str, value: float, remedy: str = "Give a positive number.") -> None:
    """Raise :class:`JobError` where a setting is not above 0; infinity, for no limit, is."""
    if not value > 0:
        raise JobError(f"{name} is {value:g}, but it must be positive.", remedy)


def check_block_degrees(degrees: float) -> None:
    """Raise :class:`JobError` where the size of spatial blocks is not above 0."""
    check_positive("block_degrees", degrees, "Give a positive size in degrees.")


def check_choice(name: str, value: str, choices: Collection[str], error: type[BinnError] = JobError) -> None:
    """Raise an ``error`` where a setting is none of its choices."""
    if value not in choices:
        raise error(f"{name} is {value!r}, which is not one of the choices.", f"Choose one of: {', '.join(choices)}.")
