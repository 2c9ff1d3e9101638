"""What the ledger gives away, as JSON: receipts, heads, proofs, exports; and reading them back."""
