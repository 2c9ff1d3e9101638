"""The ledger on the command line."""
