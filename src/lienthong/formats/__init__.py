"""Bytes to plain values and back: packages, PDF; pure Python, hardened against strangers."""
