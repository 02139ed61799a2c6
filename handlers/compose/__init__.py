"""Composing of messages: facts in, plain parts out. Nothing here writes."""
