"""CLM5 forcing from climate normals: pure functions from monthly climate, NPP and texture to the forcing of the soil carbon model.

An approximation, step by step; docs/forcing.md has the formula and source of each step, and its error against real CLM5.
"""

from .build import build_forcing
from .normals import Normals

__all__ = ["Normals", "build_forcing"]
