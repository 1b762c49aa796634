"""Everything that QGIS shows of BINN: provider, algorithms, layers and styles. Contains no science; runs the engine by the job protocol."""
