"""The words of the panel, in the user's language."""

from __future__ import annotations

from ..translation import tr

__all__ = ["tr"]
