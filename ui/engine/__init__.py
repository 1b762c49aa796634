"""The engine as QGIS uses it: its environment, its process, and the log of the last one."""
