"""The pages of issuing: sending, drafts, the list of outgoing documents."""
