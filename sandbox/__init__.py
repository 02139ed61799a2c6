"""A strict local Slack and Telegram, with a page to play in. Imports nothing of the house."""
