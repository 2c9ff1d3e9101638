"""Pages of the books and of the work on what arrived."""
