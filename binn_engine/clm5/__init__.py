"""The CLM5 soil carbon model: vertically resolved, at steady state, differentiable and vectorised over sites."""

import os

# Read once, when torch loads: its threads would otherwise spin for milliseconds after every operation, on cores that the kernels want.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from ..tables import PARAMETERS, PROCESSES
from .forcing import Forcing
from .model import POOL_NAMES, SoilCarbon, SoilCarbonModel

__all__ = ["PARAMETERS", "POOL_NAMES", "PROCESSES", "Forcing", "SoilCarbon", "SoilCarbonModel"]
