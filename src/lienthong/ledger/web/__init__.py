"""The ledger's public page."""
