"""Ordeals: real processes of larm that die at any step, and a verdict on what people saw."""
