"""What a new rule would change, and how it stands to those that are there (A5)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from lienthong.documents.rules.policies import DIMENSIONS, narrowest_policy
from lienthong.documents.types import (
    PolicyCard,
    PolicyCase,
    PolicyPreview,
    RecipientRole,
    Scope,
)

# To whom a document goes, where a rule says nothing of it.
_ROLES = (RecipientRole.ACTION, RecipientRole.REPORT, RecipientRole.INFORMATION)


def preview_of(
    new: PolicyCard, rows: Sequence[PolicyCard], *, agency_ids: tuple[UUID, ...]
) -> PolicyPreview:
    """Return what is decided otherwise from the first day of a rule on, and what deserves a look.

    rows: all of its matter. agency_ids: whose rule it is, and those above it.
    """
    cases = [_case(new, rows, scope) for scope in _scopes(new, rows, agency_ids)]
    lasting = [row for row in rows if _meet(row, new)]
    return PolicyPreview(
        cases=tuple(cases),
        same_scope=tuple(row for row in lasting if _same_scope(row, new)),
        narrower=tuple(row for row in lasting if _is_narrower(row, new)),
        gap=_gap(new, rows),
    )


def _scopes(
    new: PolicyCard, rows: Iterable[PolicyCard], agency_ids: tuple[UUID, ...]
) -> list[Scope]:
    """The cases that the new rule is about: each role and level that rules tell apart."""
    told_apart = sorted({row.recipient_level for row in rows} - {""})
    roles = [new.recipient_role] if new.recipient_role else [str(role) for role in _ROLES]
    levels = [new.recipient_level] if new.recipient_level else ["", *told_apart]
    scope = Scope(
        kind=new.kind,
        concern=new.concern,
        period=new.period,
        issuer_class=new.issuer_class,
        issuer_level=new.issuer_level,
        agency_ids=agency_ids,
    )
    return [
        replace(scope, recipient_role=role, recipient_level=level)
        for role in roles
        for level in levels
    ]


def _case(new: PolicyCard, rows: Sequence[PolicyCard], scope: Scope) -> PolicyCase:
    day = new.valid_from
    return PolicyCase(
        scope=scope,
        before=narrowest_policy(rows, day=day, scope=scope),
        after=narrowest_policy([*rows, new], day=day, scope=scope),
    )


def _meet(row: PolicyCard, new: PolicyCard) -> bool:
    """Some day belongs to both."""
    if row.valid_to is not None and row.valid_to < max(row.valid_from, new.valid_from):
        return False
    return new.valid_to is None or row.valid_from <= new.valid_to


def _same_scope(row: PolicyCard, new: PolicyCard) -> bool:
    return _scope_of(row) == _scope_of(new)


def _scope_of(row: PolicyCard) -> tuple[object, ...]:
    return row.agency_id, *(getattr(row, name) for name in DIMENSIONS)


def _is_narrower(row: PolicyCard, new: PolicyCard) -> bool:
    """It says more about some of the cases of the new rule, so it goes on deciding those."""
    agrees = all(getattr(new, name) in ("", getattr(row, name)) for name in DIMENSIONS)
    return agrees and row.agency_id == new.agency_id and not _same_scope(row, new)


def _gap(new: PolicyCard, rows: Iterable[PolicyCard]) -> tuple[date, date] | None:
    """The days between the last rule of the same scope and the new one, which neither has."""
    ends = [
        row.valid_to
        for row in rows
        if _same_scope(row, new)
        and row.valid_to is not None
        and row.valid_from <= row.valid_to < new.valid_from
    ]
    if not ends or any(_same_scope(row, new) and _meet(row, new) for row in rows):
        return None
    day = timedelta(days=1)
    first, last = max(ends) + day, new.valid_from - day
    return (first, last) if first <= last else None
