"""The CLM5 layer compiled by numba for the CPU, forward and adjoint, sixteen sites side by side."""
