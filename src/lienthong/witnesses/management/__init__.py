"""Witnesses on the command line."""
