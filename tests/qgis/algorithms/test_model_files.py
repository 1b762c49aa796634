"""A file that is no model of BINN: which file, why, and what to do, wherever a model is chosen, before anything runs."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest


def tensors(path: Path, metadata: dict | None) -> Path:
    """A safetensors file without tensors."""
    header = json.dumps({} if metadata is None else {"__metadata__": metadata}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header)
    return path


def choices(provider) -> list[tuple[str, str]]:
    """Every algorithm and parameter by which a model is chosen."""
    from binn.ui.algorithms.shared.model_file import ModelFile

    return [(algorithm.name(), row.name) for algorithm in provider.algorithms() for row in algorithm.declared if isinstance(row, ModelFile)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("model.txt", b"", "does not end with .safetensors"),
        ("empty.safetensors", b"", "damaged, or not a safetensors file"),
        ("text.safetensors", b"a long text that is no model at all", "damaged, or not a safetensors file"),
        ("huge.safetensors", struct.pack("<Q", 1 << 60) + b"{}", "damaged, or not a safetensors file"),
        ("other.safetensors", {"format": "pt"}, "tensors of another program"),
        ("none.safetensors", None, "tensors of another program"),
    ],
)
def test_what_is_no_model_is_named_with_the_reason_everywhere(provider, context, tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content) if isinstance(content, bytes) else tensors(path, content)
    places = choices(provider)
    assert {"predict", "predicttiles", "zonal", "evaluate", "compare", "proda_upscale"} <= {algorithm for algorithm, _ in places}
    for algorithm, parameter in places:
        fine, message = provider.algorithm(algorithm).create().checkParameterValues({parameter: str(path)}, context)
        assert not fine
        assert str(path) in message, (algorithm, parameter)
        assert reason in message
        assert "'Train BINN'" in message


def test_a_model_of_the_engine_is_one(qgis_app, model):
    from binn.ui.algorithms.shared.model_file import why_no_model

    assert why_no_model(str(model)) == ""
    assert "cannot be read" in why_no_model(str(model.parent / "gone.safetensors"))
