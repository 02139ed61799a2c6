"""The process: command line, settings, wiring, clock, ticker, and the chat platforms' edge."""
