"""Runs that were made: find them, show them, repeat them, report a problem."""
