"""Bring what was promised to the platforms."""
