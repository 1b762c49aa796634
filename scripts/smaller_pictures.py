"""Make pictures of the documentation small: PNG files with 256 colours, written over the originals.

Usage: smaller_pictures.py PICTURE...
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

COLOURS, KEPT = 256, 128


def palette(colours: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The colours that stand for all others: the most frequent ones, and then always the one whose pixels would change most."""
    chosen = list(np.argsort(-counts, kind="stable")[:KEPT])
    places = colours.astype(float)
    nearest = np.min([((places - places[one]) ** 2).sum(1) for one in chosen], axis=0)
    while len(chosen) < min(COLOURS, len(colours)):
        chosen.append(int((nearest * counts).argmax()))
        nearest = np.minimum(nearest, ((places - places[chosen[-1]]) ** 2).sum(1))
    return colours[chosen]


def make_smaller(path: Path) -> None:
    """Write a picture again with a palette of its own."""
    with Image.open(path) as file:
        pixels = np.asarray(file.convert("RGB"))
    colours, where, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    chosen = palette(colours, counts)
    distance = ((colours[:, None].astype(int) - chosen[None].astype(int)) ** 2).sum(2)
    small = Image.fromarray(distance.argmin(1).astype(np.uint8)[where].reshape(pixels.shape[:2]))
    small.putpalette(chosen.ravel().tolist())
    small.save(path, optimize=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for name in sys.argv[1:]:
        make_smaller(Path(name))
