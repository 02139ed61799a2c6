"""A local Telegram: the Bot API, and the hands and eyes of the people who use it."""
