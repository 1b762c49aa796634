"""How lane functions, and the kernels that call them for groups of sites, are compiled, and the sizes of their arrays."""

from __future__ import annotations

from numba.core.compiler import Compiler

LANES = 16
LAYERS, MONTHS = 20, 12
VALUES = LAYERS * MONTHS


class DistinctArraysCompiler(Compiler):
    """Tells the compiler that array arguments do not overlap; otherwise, loops over many arrays do not become vector instructions."""

    def define_pipelines(self) -> list:
        """The usual pipeline."""
        self.state.flags.noalias = True
        return super().define_pipelines()


OPTIONS = {"nogil": True, "cache": True, "error_model": "numpy", "fastmath": {"contract"}, "pipeline_class": DistinctArraysCompiler}
DRIVER = {"nogil": True, "cache": True, "error_model": "numpy"}
