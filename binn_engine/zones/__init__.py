"""Zones: what maps hold within polygons, by true area, and how sure that is."""
