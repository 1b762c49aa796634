"""Install the engine: Python, packages, and why it failed."""
