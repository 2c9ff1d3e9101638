"""The record of every act: one append-only Merkle log, signed heads, receipts for anybody."""
