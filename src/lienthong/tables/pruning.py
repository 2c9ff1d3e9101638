"""Deleting many rows without a long lock."""

from typing import Any

from django.db.models import QuerySet

# Rows in one DELETE, so that nobody waits long behind it.
PIECE = 500


def delete_in_pieces(rows: "QuerySet[Any]") -> int:
    """Delete ordered rows, 500 in a statement; return how many.

    What no longer fits the conditions when its turn comes stays.
    """
    total = 0
    while keys := list(rows.values_list("pk", flat=True)[:PIECE]):
        rows.filter(pk__in=keys).delete()
        total += len(keys)
    return total
