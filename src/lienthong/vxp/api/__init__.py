"""The face of the interface: calls in header fields, answers in ASCII."""
