"""Entering a rule of a province's own, and ending one; no row is ever deleted (A5)."""

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.errors import UnknownAgency
from lienthong.directory.types import AgencyLevel
from lienthong.documents import errors
from lienthong.documents.models import Policy
from lienthong.documents.rules.kinds import kind as kind_of
from lienthong.documents.rules.routing import MOST_DAYS, value_of
from lienthong.documents.rules.time_limits import Matter
from lienthong.documents.types import Concern, NewPolicy, RecipientRole, ReportPeriod
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act

_LONGEST = 200
# Nobody writes a rule for later; what is further away is a slip of the pen.
_FURTHEST = timedelta(days=3653)
_ROLES = {"", *(str(role) for role in RecipientRole if role != RecipientRole.FILE)}
_LEVELS = {"", *(str(level) for level in AgencyLevel)}
_CONCERNS = {"", *(str(concern) for concern in Concern)}
_PERIODS = {"", *(str(period) for period in ReportPeriod)}
_SCOPE = (
    *("kind", "concern", "period", "recipient_role", "issuer_level", "recipient_level"),
    "agency_id",
)


def enter_rule(*, new: NewPolicy, actor: Actor, now: datetime) -> UUID:
    """Enter a rule about how documents travel; the same again is the same rule.

    It begins tomorrow at the earliest: what was sent keeps what was decided about it.
    Raises NotAllowed, RuleIncomplete, RuleScopeUnknown, RuleSaysNothing, RuleDays; RuleDoubled
    where another rule of the same scope begins on the same day.
    """
    access.require(actor, "policies.keep", agency_id=actor.agency_id)
    new = replace(new, clause=_line(new.clause), title=_line(new.title))
    require_sensible(new, now=now)
    digest = _digest(new)
    with transaction.atomic():
        # Who enters another rule meanwhile is waited for, and seen.
        list(Policy.objects.select_for_update().filter(matter=Matter.ROUTING).values_list("pk"))
        same = Policy.objects.filter(digest=digest).values_list("pk", flat=True).first()
        if same is not None:
            return same
        _require_alone(new)
        try:
            with transaction.atomic():
                row = _write(new, digest, actor=actor, now=now)
        except IntegrityError:
            # Entered at the same moment by somebody else: it is the same rule.
            return Policy.objects.get(digest=digest).pk
        ledger.record(_entered(row), actor=actor, at=now)
        return row.pk


def end_rule(*, rule_id: UUID, last_day: date, actor: Actor, now: datetime) -> None:
    """Let a rule hold until a day and no longer; the same again changes nothing.

    A rule that has not begun never does, whatever the day. What was sent while it was in force
    keeps it. Raises NotAllowed, UnknownRule, NationalRule, RuleDays; RuleEnded when it ends on
    another day already.
    """
    access.require(actor, "policies.keep", agency_id=actor.agency_id)
    today = local_day(now)
    with transaction.atomic():
        row = Policy.objects.select_for_update().filter(pk=rule_id).first()
        if row is None:
            raise errors.UnknownRule()
        if not row.entered_by:
            raise errors.NationalRule(clause=row.clause)
        if row.ended_at is not None:
            if row.valid_to == last_day:
                return
            raise errors.RuleEnded(last=f"{row.valid_to:%d/%m/%Y}", who=row.ended_by)
        if last_day < today or (row.valid_to is not None and last_day > row.valid_to):
            raise _days(row.valid_from, last_day, earliest=today)
        row.valid_to, row.ended_at, row.ended_by = last_day, now, actor.name
        # What never began may be entered again as it was.
        row.digest = None if last_day < row.valid_from else row.digest
        row.save(update_fields=["valid_to", "ended_at", "ended_by", "digest"])
        ledger.record(_ended(row), actor=actor, at=now)


def require_sensible(new: NewPolicy, *, now: datetime) -> None:
    """Refuse what cannot be a rule; for its preview too. Raises as `enter_rule`. One statement."""
    for field, said in ((_("nội dung"), new.title), (_("điều khoản"), new.clause)):
        if not said:
            raise errors.RuleIncomplete(field=field)
    _require_scope(new)
    if not (new.electronic or new.paper) or not 0 <= new.paper_by <= MOST_DAYS:
        raise errors.RuleSaysNothing()
    tomorrow = local_day(now) + timedelta(days=1)
    last = new.valid_to
    is_far = new.valid_from > tomorrow + _FURTHEST
    if new.valid_from < tomorrow or is_far or (last is not None and last < new.valid_from):
        raise _days(new.valid_from, last, earliest=tomorrow)


def _require_scope(new: NewPolicy) -> None:
    if new.kind and kind_of(new.kind) is None:
        raise errors.RuleScopeUnknown(said=new.kind)
    unknown = {new.recipient_role} - _ROLES | {new.issuer_level, new.recipient_level} - _LEVELS
    unknown |= {new.concern} - _CONCERNS | {new.period} - _PERIODS
    if unknown:
        raise errors.RuleScopeUnknown(said=", ".join(sorted(unknown)))
    try:
        directory.agency(new.agency_id)
    except UnknownAgency:
        raise errors.RuleScopeUnknown(said=str(new.agency_id)) from None


def _require_alone(new: NewPolicy) -> None:
    """Of two that begin on one day nobody could say which decides."""
    scope = {name: getattr(new, name) for name in _SCOPE}
    rows = Policy.objects.filter(matter=Matter.ROUTING, valid_from=new.valid_from, **scope)
    for row in rows.exclude(valid_to__lt=F("valid_from")):
        raise errors.RuleDoubled(first=f"{new.valid_from:%d/%m/%Y}", clause=row.clause)


def _write(new: NewPolicy, digest: str, *, actor: Actor, now: datetime) -> Policy:
    return Policy.objects.create(
        matter=Matter.ROUTING,
        clause=new.clause,
        title=new.title,
        value=value_of(new),
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        digest=digest,
        entered_at=now,
        entered_by=actor.name,
        **{name: getattr(new, name) for name in _SCOPE},
    )


def _digest(new: NewPolicy) -> str:
    said = [f"{name}={value}" for name, value in sorted(asdict(new).items())]
    return sha256("\n".join(said).encode()).hexdigest()


def _line(text: str) -> str:
    return clean_line(text)[:_LONGEST]


def _days(first: date, last: date | None, *, earliest: date) -> errors.RuleDays:
    return errors.RuleDays(
        first=f"{first:%d/%m/%Y}",
        last=f"{last:%d/%m/%Y}" if last else "…",
        earliest=f"{earliest:%d/%m/%Y}",
    )


def _entered(row: Policy) -> Act:
    return _act("documents.rule-entered", row)


def _ended(row: Policy) -> Act:
    return _act("documents.rule-ended", row)


def _act(name: str, row: Policy) -> Act:
    """A rule is public, and so is all that its record says but who acted."""
    return Act(
        name=name,
        subjects={"rule": str(row.pk), "agency": str(row.agency_id)},
        dimensions={
            "matter": row.matter,
            **{name: getattr(row, name) for name in _SCOPE[:-1]},
            **{f"says_{name}": said for name, said in row.value.items()},
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        },
        private={"clause": row.clause, "title": row.title},
    )
