"""Documents cleared for the public, and the check of a copy that somebody holds."""
