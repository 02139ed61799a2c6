"""Conversations in a chat without forms: one question at a time, resumable, cancellable."""
