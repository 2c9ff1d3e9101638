"""Ways to agencies of other installations: a parent exchange, and sisters."""
