"""Jobs: the work that the command line, a cluster or QGIS starts in the engine."""
