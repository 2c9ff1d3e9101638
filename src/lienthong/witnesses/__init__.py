"""Witnesses: heads of other installations seen, kept and signed, and ours seen by them."""
