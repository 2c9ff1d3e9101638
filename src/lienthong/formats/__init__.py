"""Bytes to plain values and back: packages, PDF. Pure Python, hardened against what strangers send."""
