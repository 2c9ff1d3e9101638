"""Commands of mailboxes."""
