"""What settings can be chosen from."""

from __future__ import annotations

BEDROCK_MODES = ("clm5", "published")
SOC_UNITS = ("gC/m3", "kg/m3", "g/kg", "%", "kg/m2", "t/ha", "g/cm2", "g/kg OM", "% OM")
PEDOTRANSFER_NAMES = ("none", "manrique_jones_1991", "alexander_1980", "honeysett_ratkowsky_1989", "post_kwon_2000")
LITTER = ("exclude", "shift")
SAMPLING = ("nearest", "bilinear")
DEPTH_UNITS = ("auto", "m", "cm")
ENCODERS = ("none", "coordinates", "spatial", "gridcell")
RECIPES = ("recommended", "paper")
LOSSES = ("balanced", "sqrt", "log", "l1", "relative")
TEACHERS = ("none", "learners")
SPLITS = ("blocks", "random", "region")
TRUTHS = ("smooth", "constant", "raster", "table")
PRIORS = ("binn", "proda")
SPREADS = ("auto", "dropout", "ensemble", "both")
INTERVALS = ("mean", "observation")
LAYOUTS = ("plain", "overviews", "cog")
METHODS = ("recommended", "published")
DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("float64", "float32")
TEMPERATURE_UNITS = ("degC", "K")
PRECIPITATION_UNITS = ("mm/month", "mm/day", "mm/s")
NPP_UNITS = ("gC/m2/yr", "kgC/m2/yr", "gC/m2/s")
TEXTURE_UNITS = ("%", "1", "g/kg")
BEDROCK_UNITS = ("m", "cm", "layer")
KNOWN_TRUTHS = {"soc": "truth", "processes": "truth_processes"}  # the setting with the true raster, by product
