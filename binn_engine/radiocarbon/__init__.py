"""Radiocarbon of soils: units, the atmosphere, and observed layers."""
