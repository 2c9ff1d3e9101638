"""Accounts, sign-in, and what the posts held today allow."""
