"""What now waits for whom, until when; home pages and counts read only this."""
