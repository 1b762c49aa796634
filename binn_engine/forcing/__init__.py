"""Forcing of the CLM5 layer: from files to monthly climatologies on the soil layers."""
