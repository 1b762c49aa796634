"""Distances along great circles."""

from __future__ import annotations

import numpy as np

EARTH_RADIUS_KM = 6371.0088  # the mean radius of the International Union of Geodesy and Geophysics
KM_PER_DEGREE = EARTH_RADIUS_KM * np.pi / 180.0


def distance_km(lon_a: np.ndarray | float, lat_a: np.ndarray | float, lon_b: np.ndarray | float, lat_b: np.ndarray | float) -> np.ndarray:
    """Great-circle distance in km between places in degrees, by the haversine formula; arguments broadcast.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b
        Degrees; shapes that broadcast.
    """
    east_a, north_a, east_b, north_b = (np.radians(angle) for angle in (lon_a, lat_a, lon_b, lat_b))
    half = np.sin((north_b - north_a) / 2.0) ** 2 + np.cos(north_a) * np.cos(north_b) * np.sin((east_b - east_a) / 2.0) ** 2
    return 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
