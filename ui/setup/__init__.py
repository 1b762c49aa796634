"""Installs the engine: Python, packages, and the reason if it fails."""
