"""Maps: products computed tile by tile; a map is written completely or not at all."""
