"""From the file that comes in to the draft that waits for its signature, or is withdrawn."""
