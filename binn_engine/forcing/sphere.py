"""Points and distances on the globe."""

from __future__ import annotations

import numpy as np


def on_sphere(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Points of the unit sphere ``(..., 3)`` of longitudes and latitudes in degrees.

    Parameters
    ----------
    lon, lat
        Degrees, any shape, both the same.
    """
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def arc(chord: np.ndarray) -> np.ndarray:
    """Angles in degrees of chords of the unit sphere.

    Parameters
    ----------
    chord
        Lengths, in radii of the sphere, any shape.
    """
    return np.degrees(2.0 * np.arcsin(np.minimum(chord / 2.0, 1.0)))
