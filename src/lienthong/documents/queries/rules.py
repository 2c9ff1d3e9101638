"""The rule table for those who keep it: every row, and what a new one would change (A5)."""

from dataclasses import fields
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.documents.models import Policy
from lienthong.documents.queries.policies import agencies_above, policies_of
from lienthong.documents.rules.comparing import preview_of
from lienthong.documents.rules.routing import value_of
from lienthong.documents.rules.time_limits import Matter
from lienthong.documents.types import NewPolicy, PolicyCard, PolicyLine, PolicyPreview
from lienthong.kernel.ids import uuid7

PAGE = 50
_COLUMNS = [field.name for field in fields(PolicyCard)]


def rules(
    *,
    matter: str = "",
    kind: str = "",
    on: date | None = None,
    after: tuple[date, UUID] | None = None,
    limit: int = PAGE,
) -> list[PolicyLine]:
    """Return rows of the rule table, the latest first, from after a row on. One statement.

    matter, kind: only of these; a row about every kind is about each. on: only what is in force on
    that day. after: first day and id of the last row that was shown.
    """
    rows = Policy.objects.all()
    if matter:
        rows = rows.filter(matter=matter)
    if kind:
        rows = rows.filter(kind__in=["", kind])
    if on is not None:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    if after is not None:
        day, row_id = after
        rows = rows.filter(Q(valid_from__lt=day) | Q(valid_from=day, pk__lt=row_id))
    return _lines(rows.order_by("-valid_from", "-pk")[:limit])


def rule_line(rule_id: UUID) -> PolicyLine | None:
    """Return one row, or None. One statement."""
    return next(iter(_lines(Policy.objects.filter(pk=rule_id))), None)


def preview_rule(new: NewPolicy) -> PolicyPreview:
    """Return what a rule would change, before it is entered. At most four statements."""
    rows = policies_of(Matter.ROUTING)
    agency = directory.agency(new.agency_id)
    return preview_of(_as_row(new), rows, agency_ids=agencies_above(agency, rows))


def _as_row(new: NewPolicy) -> PolicyCard:
    return PolicyCard(
        id=uuid7(),
        matter=Matter.ROUTING,
        clause=new.clause,
        title=new.title,
        value=value_of(new),
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        kind=new.kind,
        concern=new.concern,
        period=new.period,
        recipient_role=new.recipient_role,
        issuer_level=new.issuer_level,
        recipient_level=new.recipient_level,
        agency_id=new.agency_id,
    )


def _lines(rows: "QuerySet[Policy]") -> list[PolicyLine]:
    named = rows.annotate(agency_name=F("agency__name"))
    told = named.values_list(*_COLUMNS, "agency_name", "entered_by", "ended_by")
    return [
        PolicyLine(PolicyCard(*row), agency_name or "", entered_by, ended_by)
        for *row, agency_name, entered_by, ended_by in told
    ]
