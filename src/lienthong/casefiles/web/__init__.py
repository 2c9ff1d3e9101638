"""The pages of case files: the list, one file, what goes to the archive."""
