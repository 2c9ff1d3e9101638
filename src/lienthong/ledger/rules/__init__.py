"""The ledger's arithmetic: no database, no clock, no settings."""
