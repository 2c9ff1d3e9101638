"""Checking what the ledger gave away, or holds, with nothing but its own bytes and a key."""
