"""Scores of predictions, intervals and their calibration."""
