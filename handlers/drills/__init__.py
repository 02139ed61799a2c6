"""Drills: the whole chain in earnest but for the case itself, told apart everywhere."""
