"""The CLM5 soil carbon model: vertically resolved, at steady state, differentiable and vectorised over sites."""

from ..tables import PARAMETERS, PROCESSES
from .forcing import Forcing
from .model import POOL_NAMES, SoilCarbon, SoilCarbonModel

__all__ = ["PARAMETERS", "POOL_NAMES", "PROCESSES", "Forcing", "SoilCarbon", "SoilCarbonModel"]
