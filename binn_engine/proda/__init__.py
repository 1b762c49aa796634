"""PRODA: Bayesian inversion of the CLM5 layer profile by profile, and a network that predicts the posteriors at other places."""

from ..clm5.machine_code import kernels_available

# Before any kernel is compiled: their machine code goes where that of the CLM5 layer is.
kernels_available()
