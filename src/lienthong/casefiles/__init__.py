"""Files in which the documents of one matter are kept together, until the archive has them (B6)."""
