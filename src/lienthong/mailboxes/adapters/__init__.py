"""What stands at the ports of mailboxes."""
