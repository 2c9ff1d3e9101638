"""What a directive asks of who joins: rules are rows, with their source and their day."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.rollout import rules
from lienthong.rollout.errors import DayAhead, RuleThereAlready, RuleUnfounded, RuleUnknown
from lienthong.rollout.models import ReadinessRule
from lienthong.rollout.services.rights import MANAGE

_LONGEST = 200


def set_rule(
    *,
    subject: str,
    value: str,
    holds_from: date | None,
    source: str,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Set what a line weighs, or how joining is treated, from a day on; the same again is one.

    Raises RightMissing, RuleUnknown, RuleUnfounded, DayAhead without a day, RuleThereAlready when
    another value holds from that very day.
    """
    access.require(actor, MANAGE)
    values = rules.values_of(subject)
    if values is None or value not in values:
        raise RuleUnknown
    if not (by := clean_line(source)[:_LONGEST]):
        raise RuleUnfounded
    if holds_from is None:
        raise DayAhead
    with transaction.atomic():
        row, is_new = ReadinessRule.objects.get_or_create(
            subject=subject,
            holds_from=holds_from,
            defaults={"value": value, "source": by, "set_by": actor.name, "set_at": now},
        )
        if row.value != value:
            held = _(rules.told_value(subject, row.value))
            raise RuleThereAlready(day=f"{holds_from:%d/%m/%Y}", value=held)
        if is_new:
            act = Act(
                name="rollout.rule-set",
                subjects={"rule": str(row.pk)},
                dimensions={
                    "subject": subject,
                    "value": value,
                    "holds_from": holds_from.isoformat(),
                },
                private={"source": by},
            )
            ledger.record(act, actor=actor, at=now)
    return row.pk
