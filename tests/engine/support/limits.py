"""What several tests of limits make and read."""

from __future__ import annotations

import geopandas

from binn_engine.profiles.observations import read_profiles
from binn_engine.settings import ProfileFields
from tests.engine.support.profiles import Warnings, layers


def read(path: object) -> list[str]:
    return read_profiles(str(path), ProfileFields(), Warnings()).ids.tolist()


def points() -> geopandas.GeoDataFrame:
    table = layers()
    return geopandas.GeoDataFrame(
        table.drop(columns=["lon", "lat"]), geometry=geopandas.points_from_xy(table["lon"], table["lat"]), crs=4326
    )
