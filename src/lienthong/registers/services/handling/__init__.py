"""Work on an entry: given, begun, done, urged, handed on."""
