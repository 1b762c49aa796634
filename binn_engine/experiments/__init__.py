"""Experiments: rivals on the same folds, truths found again, what the data say and why."""
