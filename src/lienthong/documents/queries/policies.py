"""The rule that decides a case, from the table of rules."""

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
from lienthong.tables.places import place
from lienthong.tables.questions import question


def policy_for(
    matter: str,
    *,
    day: date,
    kind: str = "",
    subject_area: str = "",
    period: str = "",
    recipient_role: str = "",
    issuer: AgencyCard | None = None,
) -> PolicyCard | None:
    """Return the row in force on a day that says most about a case; None where no rule speaks.

    issuer: rules of its own, of the agency above it and of its province hold for it.
    At most three statements.
    """
    rows = policies_of(matter)
    scope = Scope(
        kind=kind,
        subject_area=subject_area,
        period=period,
        recipient_role=recipient_role,
        issuer_class=issuer.agency_class if issuer else "",
        issuer_level=issuer.level if issuer else "",
        agency_ids=_chain(issuer, rows),
    )
    return narrowest_policy(rows, day=day, scope=scope)


def policies_of(matter: str) -> list[PolicyCard]:
    """Return all rows of a matter, of all times: a rule table is small. One statement."""
    return [PolicyCard(*row) for row in _of_matter.all(matter=matter)]


@question
def _of_matter() -> "QuerySet[Policy, tuple[Any, ...]]":
    columns = [field.name for field in fields(PolicyCard)]
    return Policy.objects.filter(matter=place("matter")).values_list(*columns)


def _chain(issuer: AgencyCard | None, rows: list[PolicyCard]) -> tuple[UUID, ...]:
    """The issuer and those above it; the province is asked for only where some row needs it."""
    if issuer is None:
        return ()
    near = (issuer.id, issuer.parent_id) if issuer.parent_id else (issuer.id,)
    if all(row.agency_id is None or row.agency_id in near for row in rows):
        return near
    above = directory.committee(issuer.id)
    return (*near, above.id) if above and above.id not in near else near
