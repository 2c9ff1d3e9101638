"""The interface for programs: the acts of the pages, for systems of agencies (A11)."""
