"""The panel: the values of a BINN result at one place. It reads only rasters, and needs neither the engine nor a run of it."""
