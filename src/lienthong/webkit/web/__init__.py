"""Pages for developers: the gallery of all shared parts."""
