"""Words that find things: one index, whatever the database."""
