"""Slack's edge: listeners in, messages out, Block Kit between."""
