"""Layers on their way to the engine and back: sources, styles, groups, metadata, print pages."""
