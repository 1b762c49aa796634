"""The example: a landscape whose truth is known."""
