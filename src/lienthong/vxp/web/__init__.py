"""The pages of the interface: how a system's calls went, and what systems ask about agencies."""
