"""All access to files that GDAL reads: no host is contacted without the user's request, and sizes are checked before reading."""
