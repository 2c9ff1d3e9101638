"""Figures: counted from the records, closed once a month, confirmed, and open to the documents."""
