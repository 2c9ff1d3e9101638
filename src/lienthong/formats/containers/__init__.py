"""What travels inside office files and archives: locks, macros, programs. Pure Python."""
