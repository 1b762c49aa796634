"""Reports: one HTML file each, made from plain values."""
