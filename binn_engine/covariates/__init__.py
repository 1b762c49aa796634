"""Covariates: rasters and tables to what the network reads about a place."""
