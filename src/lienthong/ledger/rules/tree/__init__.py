"""The Merkle tree of the log: its proofs, its tiles, and how it grows."""
