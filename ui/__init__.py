"""All that QGIS shows of BINN: provider, algorithms, layers and styles. Holds no science; talks to the engine by the job protocol."""
