"""Talking to other installations."""
