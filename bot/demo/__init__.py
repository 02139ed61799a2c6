"""The demonstration: fictional people, two cases, and a local Slack and Telegram to play in."""
