"""Limits of the size of inputs and settings, each defined once: larger ones are refused before they use up memory or time.

Plain standard-library Python.
"""

from __future__ import annotations

# Longest id, region, zone or tile name, in letters. Ids are kept in arrays of fixed width: four bytes a letter and row.
ID_LETTERS = 255
# A compressed table may hold so many times its own size once it is over a size in bytes; text of numbers reaches 3 to 20 times.
PACKED_RATIO = 50
PACKED_BYTES = 16 * 2**20
# Largest table of text, unpacked; its longest line. In memory text takes several times its size: this much fits into 8 GB.
TEXT_BYTES = 2**30
LINE_BYTES = 16 * 2**20
# Most fields of a table: none has so many, and each takes time and memory of its own. Most cells, at some 30 bytes each.
FIELDS = 10_000
CELLS = 50_000_000
# Most rows and bytes of a view of a database, whose size nothing says before it is computed, and most bytes of one cell; for how many
# seconds its rows are counted.
VIEW_ROWS = 5_000_000
VIEW_BYTES = 2**29
VIEW_CELL_BYTES = 2**27
VIEW_SECONDS = 10.0
# Most depths of a map.
DEPTHS = 1_000

# Pixels of a map; all land at 100 m has a tenth of that many with values.
MOST_PIXELS = 10**11
# Pixels of a tile of a job that does not plan its memory.
TILE_PIXELS = 2_000_000
# Bytes of the smallest part of a raster that can be read: a block, or a strip of rows.
BLOCK_BYTES = 2**30

# Largest values of whole-number settings: beyond, a run would take more memory or time than any machine has. Other settings have no limit.
MOST = {
    "members": 1_000,
    "passes": 100_000,
    "hidden": 20_000,
    "epochs": 1_000_000,
    "patience": 1_000_000,
    "batch_size": 10_000_000,
    "folds": 10_000,
    "folds_run": 10_000,
    "truths": 10_000,
    "twins": 10_000,
    "test_twins": 10_000,
    "truth_covariates": 10_000,
    "profiles": 1_000_000,
    "size": 4_000,
    "tile_size": 100_000,
    "workers": 4_096,
    "processes": 4_096,
    "chains": 1_000,
    "steps": 100_000_000,
    "warm_up": 100_000_000,
    "thin": 1_000_000,
    "block_sites": 1_000_000,
}
# Settings that mean nothing unless they are above zero.
ABOVE_ZERO = ("soc_limit",)
# Most values of a setting that takes several, such as paths, names or depths.
MOST_VALUES = 100_000
