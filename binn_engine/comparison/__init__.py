"""Comparison of any two models: their processes, parameters and SOC at the same places."""
