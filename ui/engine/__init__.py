"""The engine seen from QGIS: its environment, its process, and the log of the last one."""
