"""Past runs: find them, show them, repeat them, report a problem."""
