"""What people are shown of a program's output: neither the stack of a Python error nor raw JSON; the log file has every line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ...binn_engine.protocol import decode_event

STACK = ("Traceback (most recent call last)", "During handling of the above exception", "The above exception was the direct cause")
FRAMES = "│|╰─>× "  # that pip draws around the output of a program that it runs


class Readable:
    """Takes the lines of a program as they come, and gives what is to be shown of each; empty for nothing."""

    def __init__(self) -> None:
        self._depth = -1  # how far the stack is set in that is left out; -1: none is

    def line(self, line: str) -> str:
        """What is shown of the next line."""
        text = line.strip(FRAMES)
        depth = len(line) - len(line.lstrip(FRAMES))
        if text.startswith(STACK):
            self._depth = depth
            return ""
        if self._depth >= 0:
            if not text or depth > self._depth:
                return ""
            self._depth = -1  # the last line of a stack names the error
        if text.startswith(("{", "[")) and _is_json(text):
            event = decode_event(text) or {}
            return " ".join(str(event[name]) for name in ("message", "remedy") if event.get(name))
        return line


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def readable(lines: Iterable[str]) -> Iterator[str]:
    """What is shown of a program's lines."""
    shown = Readable()
    return (text for line in lines if (text := shown.line(line)))
