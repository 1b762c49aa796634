"""Zones: totals and means of maps within polygons, by true area, and their uncertainty."""
