"""The operators' pages of connected systems."""
