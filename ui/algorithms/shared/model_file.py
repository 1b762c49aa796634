"""The parameter of a trained model: a file that is none of BINN's is named before a run starts, with the reason."""

from __future__ import annotations

import json
import os
import struct
from contextlib import suppress
from dataclasses import dataclass

from ...translation import mark, tr
from .parameters import Call, InputFile
from .profiles import CHECKPOINT

SUFFIX, FORMAT = ".safetensors", "binn-checkpoint"  # as in the engine
LARGEST_HEADER = 100 << 20  # bytes; a header holds the model card
REMEDY = mark("Choose a file that 'Train BINN', 'Calibrate BINN' or 'PRODA: upscale' wrote.")


def why_no_model(path: str) -> str:
    """Why a file is no model of BINN, or an empty string."""
    if not path.lower().endswith(SUFFIX):
        return tr("its name does not end with {suffix}").format(suffix=SUFFIX)
    try:
        with open(path, "rb") as file:
            start = file.read(8)
            length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
            header = file.read(length) if 2 <= length <= min(LARGEST_HEADER, os.path.getsize(path)) else b""
    except OSError as error:
        return tr("it cannot be read: {reason}").format(reason=error.strerror)
    with suppress(ValueError, RecursionError, AttributeError):
        told = json.loads(header).get("__metadata__") or {}
        return "" if told.get("format") == FORMAT else tr("it holds the tensors of another program")
    return tr("it is damaged, or not a safetensors file")


@dataclass(frozen=True)
class ModelFile(InputFile):
    """A file of a trained model."""

    filter: str = CHECKPOINT

    def problem(self, call: Call) -> str:
        missing = super().problem(call)
        path = self.path(call)
        if missing or not path:
            return missing
        reason = why_no_model(path)
        if not reason:
            return ""
        return tr("{label} ({name}): {path} is not a BINN model: {reason}. {remedy}").format(
            label=tr(self.label), name=self.name, path=path, reason=reason, remedy=tr(REMEDY)
        )
