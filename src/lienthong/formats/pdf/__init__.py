"""Reading PDFs: what kind of file it is, what it can do, and its text with places. Pure Python."""
