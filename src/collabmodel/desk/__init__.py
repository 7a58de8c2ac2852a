"""Runs cases for real: load, decide, append, outbox, notify."""
