"""Maps: products tile by tile, whole or not at all."""
