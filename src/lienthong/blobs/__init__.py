"""Content kept once by its SHA-256, who holds it, and the quarantine before it."""
