"""Help texts of settings that several kinds of job have."""

from __future__ import annotations

DEVICE_HELP = "Processor that is used: auto (the fastest), cpu, cuda (NVIDIA GPU) or mps (Apple GPU)."
PRECISION_HELP = "Precision of the numbers in the CLM5 layer. float32 is faster; Apple GPUs have no float64."
INTERPOLATION_HELP = "How places read the cells of the forcing. bilinear: interpolated between the cells around the place. nearest: the nearest cell, so that the edges of the cells show in the maps. A model is always used in the way in which it was trained."
FORCING_HELP = "CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder, a pattern (h0.*.nc) or paths separated by semicolons for several history files of CLM, or a table of sites (.csv)."
