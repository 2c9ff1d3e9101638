"""The ledger for programs of anybody: heads and proofs, without signing in."""
