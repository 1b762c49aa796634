"""Reports: one HTML file each, from plain values."""
