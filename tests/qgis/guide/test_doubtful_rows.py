"""Rows with exchanged coordinates: what the guide tells at once is what the preparation of profiles finds."""

from __future__ import annotations

import random

import pytest

# One place in the middle of each region, and how far its profiles lie from it, in degrees.
REGIONS = {
    "Germany": (10.5, 51.0, 4.0),
    "Kenya": (37.5, 0.5, 3.0),
    "New York": (-75.5, 42.5, 4.0),
    "Brazil": (-50.0, -12.0, 9.0),
}


def _places(region: str, count: int, draw: random.Random) -> list[tuple[float, float]]:
    lon, lat, reach = REGIONS[region]
    return [(round(lon + draw.uniform(-reach, reach), 3), round(lat + draw.uniform(-reach, reach), 3)) for _ in range(count)]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("region", REGIONS)
def test_the_guide_and_the_preparation_find_the_same_rows(qgis_app, region, seed):
    pytest.importorskip("scipy", reason="the Python of this QGIS has no scipy, which the engine's own has")
    import numpy as np
    from binn.binn_engine.profiles.doubtful import exchanged
    from binn.ui.guide.doubtful import doubtful_rows

    draw = random.Random(seed)
    places = _places(region, 80, draw)
    wrong = draw.sample(range(80), 4)
    for number in wrong:
        places[number] = places[number][::-1]
    found = np.flatnonzero(exchanged(*np.array(places).T))
    told = doubtful_rows({place: 1 for place in places})
    assert (told.exchanged, told.first) == (len(found), places[found[0]])
    assert set(found) <= set(wrong)
    assert len(found) >= 3  # one may lie more than a degree from all others once exchanged
