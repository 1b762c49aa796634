"""The panel: what a BINN result says at one place. Reads rasters alone; needs neither the engine nor a run of it."""
