"""Jobs: what the command line, a cluster and QGIS ask of the engine."""
