"""Documents that an agency gives to its own units, until these say what they did (B9)."""
