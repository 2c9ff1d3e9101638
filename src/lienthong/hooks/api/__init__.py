"""Hooks in the interface for programs."""
