"""A local Slack: Web API, Socket Mode, and the hands and eyes of the people in it."""
