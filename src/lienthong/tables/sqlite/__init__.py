"""Django's SQLite with a line of those who want to write: the ENGINE of settings."""
