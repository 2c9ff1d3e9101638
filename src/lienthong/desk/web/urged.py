"""Urging (đôn đốc) in the course of a document: one line for each time somebody reminded."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.desk.web.seen import Seen
from lienthong.exchange.types import UrgedAbout, UrgingLine
from lienthong.kernel.clock import local_day
from lienthong.registers.types import WorkState

# Of more recipients only the number is said; the table below has their names.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Urged:
    """One act of reminding: when, in words, and its record where it has one.

    item: the delivery that it was about, where it was about one alone.
    """

    at: datetime
    words: str
    record_id: UUID | None
    item: UUID | None


def urged(document: Seen) -> list[Urged]:
    """Return what the viewer may know of who was reminded, the first time first."""
    names = {one.id: one.recipient_name for one in document.sent}
    found = []
    for _same, lines in groupby(document.urgings, key=lambda one: one.record_id or one.id):
        together = list(lines)
        first = together[0]
        to = [names[line.delivery_id] for line in together if line.delivery_id in names]
        words = _to_others(first, to) if document.is_ours and to else _to_us(first)
        item = first.delivery_id if len(together) == 1 else None
        found.append(Urged(first.urged_at, words, first.record_id, item))
    return found


def _to_us(line: UrgingLine) -> str:
    facts = {"agency": line.agency_name, "who": line.actor_name}
    if line.about == UrgedAbout.OFFICER:
        return _("%(who)s nhắc người được giao: quá hạn xử lý") % facts
    if line.about == UrgedAbout.WORK:
        return _("%(agency)s nhắc xử lý, trả lời, do %(who)s") % facts
    return _("%(agency)s nhắc tiếp nhận, do %(who)s") % facts


def _to_others(line: UrgingLine, names: list[str]) -> str:
    facts = {"agency": line.agency_name, "who": line.actor_name, "count": len(names)}
    if len(names) > _NAMED:
        return _("%(agency)s nhắc %(count)s nơi nhận quá hạn, do %(who)s") % facts
    facts["names"] = ", ".join(names)
    return _("%(agency)s nhắc %(names)s, do %(who)s") % facts


def may_urge_officers(document: Seen, *, now: datetime) -> bool:
    """Say whether the page offers to remind whoever has late work in hand here.

    A leader whose own turn it is does not remind himself; nobody is reminded twice on one day.
    """
    incoming, today = document.incoming, local_day(now)
    if incoming is None or incoming.due_on is None or incoming.due_on >= today:
        return False
    rights = document.actor.rights
    waits = incoming.state == WorkState.AWAITING_INSTRUCTION and "registers.instruct" not in rights
    is_open = waits or incoming.state in (WorkState.ASSIGNED, WorkState.IN_WORK)
    is_done = any(
        line.about == UrgedAbout.OFFICER and local_day(line.urged_at) == today
        for line in document.urgings
    ) or (document.received is not None and document.received.urged_on == today)
    return is_open and not is_done and "registers.urge" in rights
