"""Where the ledger's key may live."""
