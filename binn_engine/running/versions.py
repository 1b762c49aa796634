"""Versions of the software that made a result."""

from __future__ import annotations

import importlib.metadata
import platform

from ..protocol import ENGINE_VERSION

PACKAGES = ("torch", "numpy", "rasterio", "pandas", "xarray")


def versions() -> dict[str, str]:
    """Versions of the engine, of Python and of the libraries that shape results."""
    found = {"engine": ENGINE_VERSION, "python": platform.python_version(), "platform": platform.platform()}
    return found | {name: importlib.metadata.version(name) for name in PACKAGES}
