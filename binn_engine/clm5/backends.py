"""One face for the ways to build and march a soil system: compiled kernels, or torch operations."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from .compiled.march import compiled_march
from .compiled.system import compiled_system
from .forcing import Forcing
from .interpolation import interpolated
from .operator import SoilOperator, SoilSystem, soil_system
from .rational import RationalStep
from .steps import Marched, Program, march


@dataclass(frozen=True)
class Backend:
    """How systems of a mode of ``bedrock`` are solved: by ``compiled`` kernels, or by ``tensor`` operations, which ``recorded`` leaves to
    autograd step by step."""

    bedrock: str
    method: str

    def system(self, parameters: torch.Tensor, forcing: Forcing) -> SoilSystem:
        """The system that parameters and forcing make, in the type of the parameters.

        Parameters
        ----------
        parameters
            ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
        forcing
            Of as many sites.
        """
        if self.method == "compiled":
            return compiled_system(parameters, interpolated(forcing.to(parameters.device)), self.bedrock)
        return soil_system(parameters, interpolated(forcing.to(parameters.device, parameters.dtype)), self.bedrock)[0]

    def march(self, operator: SoilOperator, source: torch.Tensor, start: torch.Tensor, program: Program) -> Marched:
        """Take the steps of a program.

        Parameters
        ----------
        operator, program
            As in :func:`steps.march`.
        source, start
            As in :func:`steps.march`, ``(batch, 7, 20)``.
        """
        if self.method == "compiled":
            return compiled_march(operator, source, start, program)
        return march(operator, source, start, program, self.method == "recorded")

    def solve(self, operator: SoilOperator, vector: torch.Tensor, shift: complex) -> torch.Tensor:
        """The solution of ``(M + s) v = b``, ``(batch, 7, 20)``: complex where the shift is, differentiable by operator and vector.

        Parameters
        ----------
        operator
            ``M`` of the sites.
        vector
            ``b``, real, ``(batch, 7, 20)``.
        shift
            ``s``, 1/day, a real or complex number.
        """
        # From pools of zero a step without a length adds the solution to the state, and its imaginary part to the integral.
        paired = isinstance(shift, complex)
        step = RationalStep(0.0, (shift,), (1.0,), (-1.0j if paired else 0.0,))
        found = self.march(operator, vector, torch.zeros_like(vector), Program((step,), (True,), leaks=False, signed=True))
        return torch.complex(found.pools[0], found.integrals[0]) if paired else found.pools[0]
