"""What the lab does: plays the book with a server, or with a client, and writes what came."""
