"""The CLM5 soil carbon model: vertically resolved, at steady state and through time, differentiable and vectorised over sites."""

import os

# Read once, when torch loads: its threads would otherwise spin for milliseconds after every operation, on cores that the kernels want.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from ..tables import PARAMETERS, PROCESSES
from .ages import SoilAges
from .forcing import Forcing
from .model import SoilCarbonModel
from .radiocarbon import SoilRadiocarbon
from .state import POOL_NAMES, SoilCarbon
from .transient import Trajectory

__all__ = ["PARAMETERS", "POOL_NAMES", "PROCESSES", "Forcing", "SoilAges", "SoilCarbon", "SoilCarbonModel", "SoilRadiocarbon", "Trajectory"]
