"""Telegram's edge: listeners in, messages out, HTML between."""
