"""PRODA: Bayesian inversion of the CLM5 layer site by site, and a network that carries the posteriors to places without profiles."""

from ..clm5.machine_code import kernels_available

# Before any kernel is compiled: their machine code goes where that of the CLM5 layer is.
kernels_available()
