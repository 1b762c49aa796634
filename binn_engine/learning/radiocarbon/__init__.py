"""Radiocarbon of soil layers as a second kind of data that BINN learns from."""
