"""Learning: training, held-out profiles, scores."""
