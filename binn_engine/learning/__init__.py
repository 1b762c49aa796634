"""Learning: what is taught, what is held out, how good it is."""
