"""Pages: those of the agency that clears, and those of everybody."""
