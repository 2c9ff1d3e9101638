"""Which row of the rule table decides."""

from collections.abc import Iterable
from datetime import date

from lienthong.documents.types import PolicyCard, Scope

DIMENSIONS = (
    "kind",
    "concern",
    "period",
    "recipient_role",
    "issuer_class",
    "issuer_level",
    "recipient_level",
)


def narrowest_policy(rows: Iterable[PolicyCard], *, day: date, scope: Scope) -> PolicyCard | None:
    """Return the row in force on a day that says most about the case, or None.

    The row with more of its scope filled in wins; then the one of the agency itself over one of
    those above it; then the one that came later; then the one with the greater id, so that the
    order in which rows are read decides nothing.
    """
    fitting = [row for row in rows if is_in_force(row, day) and _fits(row, scope)]
    return max(fitting, key=lambda row: _rank(row, scope), default=None)


def is_in_force(row: PolicyCard, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _fits(row: PolicyCard, scope: Scope) -> bool:
    if row.agency_id is not None and row.agency_id not in scope.agency_ids:
        return False
    return all(getattr(row, name) in ("", getattr(scope, name)) for name in DIMENSIONS)


def _rank(row: PolicyCard, scope: Scope) -> tuple[int, int, date, int]:
    said = sum(1 for name in DIMENSIONS if getattr(row, name))
    if row.agency_id is None:
        return said, -len(scope.agency_ids), row.valid_from, row.id.int
    return said + 1, -scope.agency_ids.index(row.agency_id), row.valid_from, row.id.int
