"""The loads, one a file; each takes a road and knows nothing of what is behind it."""
