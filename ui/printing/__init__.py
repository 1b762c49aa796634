"""Pages to print: maps of a run with their legends, as print layouts of QGIS, as PDF and as pictures."""
