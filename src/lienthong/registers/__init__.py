"""Books, numbers without gaps, incoming documents, instructions, assignments, outcomes."""
