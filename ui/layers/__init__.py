"""Layers: files for the engine, and its results as styled layers with groups, metadata and time."""
