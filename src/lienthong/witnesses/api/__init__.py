"""What programs of other installations ask."""
