"""Limits of what one input may hold, each stated once: what is beyond is refused before memory or time is gone.

Plain standard-library Python.
"""

from __future__ import annotations

# Longest id, region, zone or tile name, in letters. Ids are kept in arrays of fixed width: four bytes a letter and row.
ID_LETTERS = 255
# A compressed table may hold so many times its own size once it is over a size in bytes; text of numbers reaches 3 to 20 times.
PACKED_RATIO = 50
PACKED_BYTES = 64 * 2**20
# Most rows of a view of a database, whose size nothing says before it is computed; and for how many seconds its rows are counted.
VIEW_ROWS = 5_000_000
VIEW_SECONDS = 10.0
