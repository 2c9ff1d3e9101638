"""What is signed, by whom it is checked: statements, keys, time-stamps, seals."""
