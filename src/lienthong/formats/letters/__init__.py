"""Recognising the parts of a Vietnamese official document by the law's layout. Pure Python."""
