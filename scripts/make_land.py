"""Write ``binn_engine/land.py``'s cells of land again: cells of one degree in which QGIS's world map has any land.

.venv/bin/python -m scripts.make_land /usr/share/qgis/resources/data/world_map.gpkg
"""

from __future__ import annotations

import base64
import re
import sys
import zlib
from pathlib import Path

import numpy as np
import pyogrio
from rasterio.features import rasterize
from rasterio.transform import from_origin

TARGET = Path(__file__).resolve().parents[1] / "binn_engine" / "land.py"
WIDTH = 100  # letters of a line


def main(world: str) -> None:
    """Rasterise the countries and replace the text of the cells."""
    countries = pyogrio.read_dataframe(world, layer="countries", columns=[])
    shapes = [(shape, 1) for shape in countries.geometry if shape is not None]
    land = rasterize(shapes, out_shape=(180, 360), transform=from_origin(-180.0, 90.0, 1.0, 1.0), all_touched=True, dtype="uint8")
    text = base64.b85encode(zlib.compress(np.packbits(land.astype(bool)).tobytes(), 9)).decode("ascii")
    lines = "\n".join(f'    r"{text[start : start + WIDTH]}"' for start in range(0, len(text), WIDTH))
    source = TARGET.read_text(encoding="utf-8")
    TARGET.write_text(re.sub(r"(?s)(# cells\n_CELLS = \(\n).*?(\n\))", lambda found: found[1] + lines + found[2], source), encoding="utf-8")
    print(f"{int(land.sum())} of {land.size} cells have land, in {len(text)} letters")


if __name__ == "__main__":
    main(sys.argv[1])
