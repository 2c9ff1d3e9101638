"""Short messages to people about what happened."""
