"""Covariates: from rasters and tables to the inputs of the network at each place."""
