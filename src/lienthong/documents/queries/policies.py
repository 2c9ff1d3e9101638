"""The rule that decides a case, from the table of rules."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents.models import Policy
from lienthong.documents.rules.policies import narrowest_policy
from lienthong.documents.types import PolicyCard, Scope
from lienthong.tables.places import places
from lienthong.tables.questions import question


def policy_for(
    matter: str,
    *,
    day: date,
    kind: str = "",
    concern: str = "",
    period: str = "",
    recipient_role: str = "",
    recipient_level: str = "",
    issuer: AgencyCard | None = None,
) -> PolicyCard | None:
    """Return the row in force on a day that says most about a case; None where no rule speaks.

    issuer: rules of its own, of the agency above it and of its province hold for it.
    At most three statements.
    """
    rows = policies_of(matter)
    scope = Scope(
        kind=kind,
        concern=concern,
        period=period,
        recipient_role=recipient_role,
        issuer_class=issuer.agency_class if issuer else "",
        issuer_level=issuer.level if issuer else "",
        recipient_level=recipient_level,
        agency_ids=agencies_above(issuer, rows),
    )
    return narrowest_policy(rows, day=day, scope=scope)


def policies_of(*matters: str) -> list[PolicyCard]:
    """Return all rows of some matters, of all times: a rule table is small. One statement."""
    return [PolicyCard(*row) for row in _of_matters.all(matters=list(matters))]


def policy_cards(policy_ids: Collection[UUID]) -> list[PolicyCard]:
    """Return these rows, the oldest first. One statement."""
    columns = [field.name for field in fields(PolicyCard)]
    rows = Policy.objects.filter(pk__in=policy_ids).order_by("valid_from", "id")
    return [PolicyCard(*row) for row in rows.values_list(*columns)]


@question
def _of_matters() -> "QuerySet[Policy, tuple[Any, ...]]":
    columns = [field.name for field in fields(PolicyCard)]
    return Policy.objects.filter(matter__in=places("matters", str)).values_list(*columns)


def agencies_above(issuer: AgencyCard | None, rows: list[PolicyCard]) -> tuple[UUID, ...]:
    """Return the issuer and those above it, whose rules hold for it.

    The province is asked for only where some row needs it: one statement, else none.
    """
    if issuer is None:
        return ()
    near = (issuer.id, issuer.parent_id) if issuer.parent_id else (issuer.id,)
    if all(row.agency_id is None or row.agency_id in near for row in rows):
        return near
    above = directory.committee(issuer.id)
    return (*near, above.id) if above and above.id not in near else near
