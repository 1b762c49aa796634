"""The one way to files that GDAL reads: no host is contacted unasked, and sizes are known before anything is read."""
