"""The cache, the databases and the processes that operation talks to."""
