"""Splits and folds: which profiles are held out; all profiles of one place stay together."""
