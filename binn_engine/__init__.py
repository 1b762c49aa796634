"""BINN, the Biogeochemistry-Informed Neural Network: the engine that trains it and maps with it.

Pure Python, torch and rasterio; never imports QGIS. ``python -m binn_engine --help`` lists what it does.
"""
