"""Experiments: comparison with other models on the same folds, recovery of known parameters, calibration, identifiability."""
