"""Official mailboxes: letters that arrive there, and how they come into the book."""
