"""Decisions of the lab without a network: the book, packages, reports."""
