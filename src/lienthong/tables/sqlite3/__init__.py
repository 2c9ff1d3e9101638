"""Django's SQLite, whose transactions begin sooner; named in the settings of the database."""
